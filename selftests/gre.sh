#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# GRE: by addresses, and by the key where there is one (RFC 2784, 2890); the
# GRE of PPTP (RFC 2637) apart from it; what is neither is invalid.

. "$(dirname "$0")/lib.sh"
plan 40
silent_hosts

results_of python3 - <<'END'
import struct
from packets import *
from state import State

w, s = Wire(), State()
w.load('chain forward { policy drop; ct state established,related accept; '
       'ct state invalid drop; iifname "lan" accept; }')
C, R, K, S, STRICT, RECUR, ACKED, RESERVED = (
    0x8000, 0x4000, 0x2000, 0x1000, 0x0800, 0x0400, 0x80, 0x0200)
IPV6, PPP = 0x86dd, 0x880b


def gre(src, dst, flags=0, *words, kind=IPV6, data=b"tunnelled"):
    """A GRE packet; words of 32 bits behind flags and protocol."""
    return IPv6(src=src, dst=dst, nh=47) / Raw(
        struct.pack("!HH", flags, kind) +
        b"".join(struct.pack("!I", word) for word in words) + data)


def out(*args, **more):
    """How many of one packet get from lan to wan."""
    return w.from_lan(gre(LAN, WAN, *args, **more))


def back(*args, **more):
    """And from wan to lan."""
    return w.from_wan(gre(WAN, LAN, *args, **more))


def pptp(call, flags=S, words=1, size=9):
    """What follows in the GRE of PPTP."""
    return (K | 1 | flags, size << 16 | call) + (7,) * words


equal("the wan does not begin", 0, back())
equal("the lan does", 1, out())
equal("and is answered", 1, back())
equal("a checksum and a number make no other", (1, 1),
      (back(C | S, 0, 5), len(s.flows())))
equal("a key does", 0, back(K, 1))
equal("a key of 0, too", 0, back(K, 0))
flow = s.flow()
equal("it lives 5 minutes", 300, round(flow["timeout"] / 10000) * 10)
s.set(timeout_gre=900)
out()
equal("or what is set for GRE", 900,
      round(s.flow()["timeout"] / 10000) * 10)

for key in 0x00010002, 0x00020001, 0, 0xffffffff:
    equal("key %#x: the lan begins" % key, (0, 1), (back(K, key), out(K, key)))
    equal("key %#x: the wan answers" % key, 1, back(C | K | S, 0, key, 9))
equal("another key is no answer", 0, back(K, 0x00010003))
equal("each has a flow of its own", 5, len(s.flows()))
equal("of which each was answered", [1] * 4,
      sorted(f["reply-packets"] for f in s.flows())[:4])

equal("PPTP: the wan does not begin", 0, back(*pptp(1), kind=PPP))
equal("PPTP: the lan does", 1, out(*pptp(1), kind=PPP))
equal("PPTP: the answer has another call", 1, back(*pptp(77), kind=PPP))
equal("PPTP: an acknowledgment alone", 1,
      back(*pptp(77, ACKED, 1, 0), kind=PPP, data=b""))
equal("PPTP: both", 1, back(*pptp(77, S | ACKED, 2), kind=PPP))
equal("it is another flow", 6, len(s.flows()))
before = s.stats()["invalid"]
for name, packet in (
        ("version 2", gre(LAN, WAN, 2)), ("version 7", gre(LAN, WAN, 7)),
        ("routing", gre(LAN, WAN, R)), ("strict routing", gre(LAN, WAN, STRICT)),
        ("bit 5", gre(LAN, WAN, RECUR)),
        ("PPTP without a key", gre(LAN, WAN, S | 1, 1, kind=PPP)),
        ("PPTP with a checksum", gre(LAN, WAN, C | K | 1, 0, 1, kind=PPP)),
        ("PPTP that carries no PPP", gre(LAN, WAN, *pptp(1))),
        ("PPTP longer than the packet",
         gre(LAN, WAN, *pptp(1, size=10), kind=PPP)),
        ("3 bytes", gre(LAN, WAN, 0, data=b"")[IPv6] and
         IPv6(src=LAN, dst=WAN, nh=47) / Raw(b"\0\0\0")),
        ("a key that is cut", gre(LAN, WAN, K, data=b"123")),
        ("PPTP whose acknowledgment is cut",
         gre(LAN, WAN, *pptp(1, S | ACKED, 1, 0), kind=PPP, data=b"123")),
        ("a number that is cut", gre(LAN, WAN, K | S, 1, data=b"123"))):
    equal(name, 0, w.from_lan(packet))
equal("reserved bits that are ignored", 1, out(RESERVED))
equal("all but these were invalid", (13, 6),
      (s.stats()["invalid"] - before, len(s.flows())))
END
