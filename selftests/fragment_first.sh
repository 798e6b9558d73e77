#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A first fragment has the whole header chain, or it is dropped and its sender
# told, as often as the kernel tells anybody anything (RFC 7112).

. "$(dirname "$0")/lib.sh"
plan 42
silent_hosts
on router sysctl -qw net.ipv6.icmp.ratelimit=0
neighbour lan lan 2001:db8:1::5
load_rules router <<-RULES
	chain forward { policy accept; }
RULES

results_of python3 - <<'END'
from fragments import *
from packets import equal, ok
from state import State

lab, s = Lab(), State()
TCP = struct.pack("!HHIIBBHHH", 1, 80, 1, 0, 5 << 4, 2, 100, 0, 0)
LONG = struct.pack("!HHIIBBHHH", 1, 80, 1, 0, 8 << 4, 2, 100, 0, 0) + b"\1" * 12
PAD = b"\0\1\4\0\0\0\0"


def chain(*nexthdrs):
    """Headers of options, 8 bytes each, and a UDP datagram behind them."""
    return b"".join(bytes([n]) + PAD for n in nexthdrs) + udp()


def counted():
    """How many were."""
    return s.stats()["invalid-fragment-first"]


for name, nexthdr, data, cut in (
        ("TCP, 8 bytes of its header", 6, TCP + bytes(12), 8),
        ("TCP, 16 bytes", 6, TCP + bytes(12), 16),
        ("TCP, all but its options", 6, LONG + bytes(8), 24),
        ("SCTP, 8 of 12 bytes", 132, bytes(24), 8),
        ("DCCP, 8 of 12 bytes", 33, bytes(24), 8),
        ("IPv4, 16 of 20 bytes", 4, bytes(40), 16),
        ("UDP, 4 bytes behind AH", 51, b"\x11\1" + bytes(10) + udp(), 16),
        ("options alone", DSTOPT, chain(17), 8),
        ("options in front of options", DSTOPT, chain(60, 17), 8),
        ("options that end behind it", DSTOPT,
         b"\x11\2\1\x14" + bytes(20) + udp(), 16),
        ("a packet within", 41, header(8, 59) + bytes(8), 32)):
    before, d = counted(), Datagram(data, nexthdr)
    seen = lab.send(d.piece(0, cut), d.piece(cut, len(data)))
    equal(name + ": nothing passes", [], seen)
    equal(name + ": the sender is told", [(4, 3, 0)], lab.errors())
    equal(name + ": counted", 1, counted() - before)
before = counted()
for name, nexthdr, data, cut in (
        ("the whole of TCP's header", 6, TCP + bytes(12), 24),
        ("that with options", 6, LONG + bytes(8), 32),
        ("no upper layer at all", DSTOPT, chain(59), 8),
        ("what is wrong otherwise, for the rules to see", DSTOPT,
         chain(0, 17), 24),
        ("UDP's", 17, udp(), 8), ("options and UDP's", DSTOPT, chain(17), 16)):
    d = Datagram(data, nexthdr)
    lab.send(d.piece(0, cut), d.piece(cut, len(data)))
    ok(lab.came, name + ": passes")
equal("and is not counted", 0, counted() - before)

# a sender who was told nothing yet: the kernel keeps a budget for each
lab.sysctl("net.ipv6.icmp.ratelimit", 1000)
bad = [Datagram(TCP + bytes(12), 6, src="2001:db8:1::5").piece(0, 8)
       for _ in range(50)]
lab.send(*bad)
ok(1 <= len(lab.errors()) <= 20,
   "the kernel's limit holds for what senders are told", len(lab.errors()))
lab.sysctl("net.ipv6.icmp.ratelimit", 0)

lab.wire.ct6("set", "fragment-first-whole", "off")
d = Datagram(TCP + bytes(12), 6)
equal("fragment-first-whole off: it is for the rules to judge",
      (["0+8"], []), (lab.send(d.piece(0, 8)), lab.errors()))
END
