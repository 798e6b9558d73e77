#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Packets with wrong checksums, and right ones of which that is not plain.

. "$(dirname "$0")/compare.sh"
rules <<-'RULES'
	chain forward { policy drop; ct state invalid drop; accept; }
RULES
cases <<'CASES'
import dccp, ends, sctp
w = Wire()


def spoil(packet, at):
    data = bytearray(bytes(packet))
    data[at] ^= 1
    return bytes(data)


def hand(proto, body):
    return ends.chain(LAN, WAN, [], proto, ends.summed(proto, LAN, WAN, body))


def lite(covered, data):
    body = b"\x10\x00\x00\x35" + covered.to_bytes(2, "big") + b"\0\0" + data
    sent = ends.summed(136, LAN, WAN, body[:covered or None] + bytes(
        len(body) - covered if covered else 0))
    return IPv6(src=LAN, dst=WAN, nh=136) / Raw(sent[:8] + data)


for name, packet in (
        ("TCP", tcp(LAN, WAN, "S") / Raw(b"odd")), ("UDP", udp(LAN, WAN)),
        ("UDP-Lite", lite(0, b"data")), ("an echo request", echo(LAN, WAN)),
        ("SCTP", sctp.sctp(LAN, WAN, 0, sctp.init(1))),
        ("DCCP", dccp.dccp(LAN, WAN, dccp.REQUEST, 1, data=b"data")),
        ("a Mobility Header", hand(135, ends.update()))):
    case(name + ", wrong", passes(w.from_lan(spoil(packet, -1))))
    case(name + ", right", passes(w.from_lan(packet)))
none = IPv6(src=LAN, dst=WAN) / UDP(sport=5, dport=53, chksum=0) / Raw(b"x")
case("UDP without a checksum", passes(w.from_lan(none)))
HOME = "2001:db8:99::7"
body = ends.udp(4000, 5000)
case("UDP of a mobile node, right", passes(w.from_lan(ends.chain(
    LAN, WAN, [ends.home(HOME)], 17, ends.summed(17, HOME, WAN, body)))))
case("UDP of a mobile node, wrong: over its care-of address", passes(w.from_lan(
    ends.chain(LAN, WAN, [ends.home(HOME)], 17, ends.summed(17, LAN, WAN, body)))))
HOP = "2001:db8:2::2"
case("UDP on a segment route, right", passes(w.from_lan(ends.chain(
    LAN, HOP, [ends.segments(1, "2001:db8:2::9", HOP)], 17,
    ends.summed(17, LAN, "2001:db8:2::9", body)))))
CASES
