#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A packet with a wrong checksum is invalid and changes nothing, as its
# receiver would not take it; with the setting off nobody looks.

. "$(dirname "$0")/lib.sh"
plan 44
silent_hosts

results_of python3 - <<'END'
import socket

from packets import *
import dccp
import ends
import sctp
from state import State

w, s = Wire(), State()
RULES = "chain forward { policy drop; ct state invalid drop; accept; }"
w.load(RULES)


def spoil(packet, at):
    """The same with a bit turned over at that byte."""
    data = bytearray(bytes(packet))
    data[at] ^= 1
    return bytes(data)


def lite(covered, data):
    """A datagram of UDP-Lite whose checksum covers so much."""
    body = b"\x10\x00\x00\x35" + covered.to_bytes(2, "big") + b"\0\0" + data
    sent = ends.summed(136, LAN, WAN, body[:covered or None] +
                       bytes(len(body) - covered if covered else 0))
    return IPv6(src=LAN, dst=WAN, nh=136) / Raw(sent[:8] + data)


def by_hand(proto, body):
    """Any protocol of ends.py."""
    return ends.chain(LAN, WAN, [], proto, ends.summed(proto, LAN, WAN, body))


binding = by_hand(135, ends.update())
# packet, and the byte that is spoiled: behind all headers, then the checksum
PACKETS = {
    "TCP": (tcp(LAN, WAN, "S") / Raw(b"odd"), -1, 56),
    "UDP": (udp(LAN, WAN, data=b"odd"), -1, 46),
    "UDP-Lite": (lite(0, b"four"), -1, 46),
    "ICMPv6": (echo(LAN, WAN), -1, 42),
    "SCTP": (sctp.sctp(LAN, WAN, 0, sctp.init(1)), -1, 48),
    "DCCP": (dccp.dccp(LAN, WAN, dccp.REQUEST, 1, data=b"four"), -1, 46),
    "Mobility Header": (binding, -1, 44),
}
for name, (packet, *places) in PACKETS.items():
    s.forget()
    before = s.stats()
    equal(name + ": wrong ones do not pass", 0,
          w.from_lan(*[spoil(packet, at) for at in places]))
    after = s.stats()
    equal(name + ": they are invalid-checksum", (2, 2, 0),
          tuple(after[k] - before[k] for k in
                ("invalid", "invalid-checksum", "created")))
    equal(name + ": the right one passes", 1, w.from_lan(packet))
    s.forget()
    w.ct6("set", "checksum", "off")
    equal(name + ": with the setting off the wrong ones do", 2,
          w.from_lan(*[spoil(packet, at) for at in places]))
    w.ct6("set", "checksum", "on")

s.forget()
behind = ends.chain(LAN, WAN, [ends.options(b"\1\2\0\0")], 17,
                    ends.summed(17, LAN, WAN, ends.udp(1, 2, b"x" * 9)))
equal("behind options: the right one alone", (1, 0),
      (w.from_lan(behind), w.from_lan(spoil(behind, -1))))
none = IPv6(src=LAN, dst=WAN) / UDP(sport=4000, dport=53, chksum=0) / Raw(b"x")
equal("UDP without a checksum passes (RFC 6935)", 1, w.from_lan(none))
no_lite = bytearray(bytes(lite(0, b"four")))
no_lite[46:48] = b"\0\0"
equal("UDP-Lite without one does not (RFC 3828)", 0, w.from_lan(no_lite))
part = lite(10, b"2444")
equal("UDP-Lite that covers 10 bytes: these count, no others", (1, 1, 0),
      (w.from_lan(part), w.from_lan(spoil(part, -1)),
       w.from_lan(spoil(part, 49))))
for covered, end in (1, 0), (2, 4):
    part = dccp.dccp(LAN, WAN, dccp.REQUEST, 1, sport=5000 + covered,
                     covered=covered, data=b"12345678")
    equal("DCCP that covers %d bytes of data: these and the header" % end,
          (0, 0, 1), (w.from_lan(spoil(part, 45)) if not end else
                      w.from_lan(spoil(part, -8)),
                      w.from_lan(spoil(part, 59)),
                      w.from_lan(spoil(part, -1))))

# what would end a connection
c = Connection(4000)
for who, segment in zip(("lan", "wan", "lan"), c.open()):
    w.passed(getattr(w, who), segment)
reset = c("wan", "RA")
before = s.flow(l4proto=6, sport=4000)
equal("a RST with a wrong checksum does not pass", 0,
      w.from_wan(spoil(reset, 56)))
equal("and does nothing to its connection", before["state"],
      s.flow(l4proto=6, sport=4000)["state"])
equal("nothing at all", (before["orig-packets"], before["reply-packets"]),
      tuple(s.flow(l4proto=6, sport=4000)[k]
            for k in ("orig-packets", "reply-packets")))
equal("the right one ends it", (1, "close"),
      (w.from_wan(reset), s.flow(l4proto=6, sport=4000)["state"]))
error = IPv6(src=WAN, dst=LAN) / ICMPv6DestUnreach(code=1) / \
    Raw(bytes(none)[:48])
equal("an error: the right one alone is related", (0, 1),
      (w.from_wan(spoil(error, 42)), w.from_wan(error)))

# what it quotes may be anything: routers change hop limits, and cut
quote = spoil(udp(LAN, WAN, 4000, 53), 46)
equal("the quote's own checksum is not looked at", 1,
      w.from_wan(IPv6(src=WAN, dst=LAN) / ICMPv6DestUnreach(code=1) /
                 Raw(quote)))

# Neighbour Discovery is not tracked, but checked
w.load("chain input { policy drop; }")
nd = IPv6(src="fe80::2", dst="ff02::1", hlim=255) / \
    ICMPv6ND_NS(tgt="2001:db8:1::1")
before = s.stats()
w.passed(w.lan, spoil(nd, 42))
middle = s.stats()
w.passed(w.lan, nd)
after = s.stats()
equal("Neighbour Discovery: the wrong one is invalid", (1, 0),
      tuple(middle[k] - before[k] for k in ("invalid-checksum", "untracked")))
equal("the right one is untracked", (0, 1),
      tuple(after[k] - middle[k] for k in ("invalid-checksum", "untracked")))
w.load("chain input { policy accept; ct state invalid drop; }")
mine = udp(LAN, "2001:db8:1::1", 1, 2)
w.passed(w.lan, spoil(mine, -1))
equal("to the router itself, too", 1,
      s.stats()["invalid-checksum"] - after["invalid-checksum"])

# who writes whole packets here, with a wrong sum, is root and not deceived
w.load("chain output { policy accept; ct state invalid drop; }")
raw = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_RAW,
               socket.IPPROTO_RAW)
raw.sendto(spoil(udp("2001:db8:1::1", LAN, 2, 3), -1), (LAN, 0))
equal("what the router itself sends is not looked at", 1,
      len(w.lan.until(w.wan.end())))
END
