#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What an error quotes is read as carefully as a packet: through its extension
# headers, never behind its end, and with a number that was sent (RFC 5927).

. "$(dirname "$0")/lib.sh"
plan 29
silent_hosts
neighbour wan wan 2001:db8:2::5
load_rules router <<-END
	essentials off;
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" accept
	}
END

results_of python3 - <<'END'
from packets import *
import dccp
import ends
from state import State

w, s = Wire(), State()
HOP = "2001:db8:2::5"


def error(quote, dst=LAN):
    """An error about a packet of the lan; of another hop, so that its size
    is the quote's."""
    return IPv6(src=HOP, dst=dst) / ICMPv6DestUnreach(code=4) / \
        Raw(bytes(quote))


def cuts(packet, need):
    """Quotes of every length: how many of them are wrongly judged."""
    data = bytes(packet)
    return [n for n in range(len(data) + 1)
            if w.from_wan(error(data[:n])) != (n >= need)]


# the packet, and of how many bytes its quote needs to be
options = ends.options(b"\1\x0a" + bytes(10))
fragment = 44, b"\0\0\0\1\0\0\0\7"
hop = 0, b"\0\0\1\4\0\0\0\0"
body = ends.summed(17, LAN, WAN, ends.udp(4000, 5000))
nothing = IPv6(src=LAN, dst=WAN, nh=99) / Raw(b"nothing of ours")
PACKETS = {
    "UDP": (udp(LAN, WAN, 4000, 5000), 48),
    "TCP": (tcp(LAN, WAN, "S", 4000, 80, seq=1000), 48),
    "echo": (echo(LAN, WAN, 77), 48),
    "protocol 99": (nothing, 40),
    "UDP behind options": (ends.chain(LAN, WAN, [options], 17, body), 64),
    "UDP behind hop-by-hop options": (
        ends.chain(LAN, WAN, [hop], 17, body), 56),
    "UDP behind two headers": (
        ends.chain(LAN, WAN, [hop, options], 17, body), 72),
    "DCCP": (dccp.dccp(LAN, WAN, dccp.REQUEST, 1), 60),
}
for name, (packet, need) in PACKETS.items():
    s.forget()
    equal(name + ": without its flow no quote is related", 0,
          w.from_wan(error(packet)))
    w.from_lan(packet)
    equal(name + ": cut at any byte it is one from %d bytes on" % need, [],
          cuts(packet, need))
s.forget()
w.from_lan(udp(LAN, WAN, 4000, 5000))
equal("a first fragment is quoted", 1, w.from_wan(error(
    ends.chain(LAN, WAN, [fragment], 17, body))))
later = 44, b"\0\0\0\x09\0\0\0\7"
equal("a later one says nothing of its flow", 0, w.from_wan(error(
    ends.chain(LAN, WAN, [later], 17, body))))

# numbers
c = Connection(4100)
for who, segment in zip(("lan", "wan", "lan"), c.open()):
    w.passed(getattr(w, who), segment)
data = c("lan", "PA", b"x" * 100)
w.from_lan(data)


def about(seq):
    """Does an error about a segment with that number come in?"""
    quote = data.copy()
    quote[TCP].seq = (data[TCP].seq + seq) & 0xffffffff
    return w.from_wan(error(bytes(quote)[:48]))


equal("TCP: a number that was sent", [1, 1], [about(0), about(99)])
equal("TCP: numbers that were not", [0] * 4,
      [about(n) for n in (1 << 20, 1 << 30, 1 << 31, -(1 << 20))])
equal("TCP: errors never end it (REC-37)", "established",
      s.flow(sport=4100)["state"])

# what quotes itself, nothing, or something else
base = udp(LAN, WAN, 4000, 5000)
equal("an error about an error", 0, w.from_wan(error(error(base, LAN))))
equal("about itself", 0, w.from_wan(error(IPv6(src=LAN, dst=WAN, nh=58) /
                                          Raw(b"\1\4\0\0"))))
four = bytearray(bytes(base))
four[0] = 0x45
equal("about IPv4", 0, w.from_wan(error(four)))
equal("to another than the quoted packet's source", 0,
      w.from_wan(error(base, "2001:db8:1::77")))
swapped = udp(WAN, LAN, 5000, 4000)
equal("about a reply, to who did not send it", 0, w.from_wan(error(swapped)))
chain = bytes(ends.chain(LAN, WAN, [options] * 20, 17, body))
equal("behind more headers than are followed", 0, w.from_wan(error(chain)))
nd = IPv6(src=LAN, dst=WAN, hlim=255) / ICMPv6ND_NS(tgt=WAN)
equal("about Neighbour Discovery, which has no flow", 0,
      w.from_wan(error(nd)))
w.from_lan(echo(LAN, WAN, 5))
equal("about the echo request, not about its reply", (1, 0), (
    w.from_wan(error(echo(LAN, WAN, 5))),
    w.from_wan(error(echo(LAN, WAN, 5, reply=True)))))
END
