#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Errors by what they quote.

. "$(dirname "$0")/compare.sh"
cases <<'CASES'
import ends
w, HOP = Wire(), "2001:db8:2::5"


def error(quote, dst=LAN):
    return w.from_wan(IPv6(src=HOP, dst=dst) / ICMPv6DestUnreach(code=4) /
                      Raw(bytes(quote)))


def cut(packet):
    """The bytes from which on a quote is related."""
    data = bytes(packet)
    return next((n for n in range(40, len(data) + 1, 4) if error(data[:n])),
                "never")


body = ends.summed(17, LAN, WAN, ends.udp(4000, 5000))
options = ends.options(b"\1\x0a" + bytes(10))
for name, packet in (
        ("UDP", udp(LAN, WAN, 4000, 5000)),
        ("UDP behind options", ends.chain(LAN, WAN, [options], 17, body)),
        ("TCP", tcp(LAN, WAN, "S", 4000, 80, seq=1000)),
        ("echo", echo(LAN, WAN, 77)),
        ("protocol 99", IPv6(src=LAN, dst=WAN, nh=99) / Raw(bytes(12)))):
    w.from_lan(packet)
    case("%s: bytes that a quote needs" % name, cut(packet))
c = Connection(4100)
for who, segment in zip(("lan", "wan", "lan"), c.open()):
    w.passed(getattr(w, who), segment)
data = c("lan", "PA", b"x" * 100)
w.from_lan(data)
for offset in 0, 1 << 20, 1 << 31:
    quote = data.copy()
    quote[TCP].seq = (data[TCP].seq + offset) & 0xffffffff
    case("TCP: a quoted number %d from what was sent" % offset,
         passes(error(bytes(quote)[:48])))
case("to another host than the quoted source",
     passes(error(udp(LAN, WAN, 4000, 5000), "2001:db8:1::77")))
case("about a packet of the receiver that was never sent",
     passes(error(udp(LAN, WAN, 4000, 5009))))
CASES
