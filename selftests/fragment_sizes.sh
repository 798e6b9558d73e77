#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A datagram that came in fragments goes on in fragments of the size it came
# in; when these do not fit the next link, their sender is told, and no path
# loses them in silence. In any order, however small, whatever the next
# headers behind the first say.

. "$(dirname "$0")/lib.sh"
plan 15
silent_hosts
on router sysctl -qw net.ipv6.icmp.ratelimit=0
load_rules router <<-RULES
	chain forward {
		policy accept;
		exthdr frag exists counter
	}
RULES

results_of python3 - <<'END'
import random

from fragments import *
from packets import equal
from state import State

lab, s = Lab(), State()


def sizes(d, size):
    """Bytes of the packets that come out of fragments of that size."""
    lab.send(*d.pieces(size))
    return [len(p) for p in lab.came]


equal("4000 bytes in packets of 1280", [1280, 1280, 1280, 352],
      sizes(Datagram(udp(bytes(3992))), 1232))
equal("in packets of 1500", [1496, 1496, 1152],
      sizes(Datagram(udp(bytes(3992))), 1448))
equal("in packets of 448, though the link takes 1500", [448, 448, 448, 248],
      sizes(Datagram(udp(bytes(1392))), 400))
equal("each of them has a fragment header for the rules", 3,
      s.packets("forward")[0])
lab.router("ip", "link", "set", "wan", "mtu", "1400")
equal("packets of 1500 to a link of 1400", [],
      sizes(Datagram(udp(bytes(3992))), 1448))
equal("their sender is told the size", [(2, 0, 1400)], lab.errors())
equal("packets of 1400", [1400, 1400, 1344],
      sizes(Datagram(udp(bytes(3992))), 1352))
lab.router("ip", "link", "set", "wan", "mtu", "1500")

random.seed(5)
for size, number in ((8, 60), (8, 120)):
    d = Datagram(udp(bytes(i % 251 for i in range(size * number - 8))))
    lab.send(*d.pieces(size))
    equal("%d fragments of %d bytes in order" % (number, size), d.data,
          b"".join(bytes(p)[48:] for p in lab.came))
    d, pieces = Datagram(d.data), None
    pieces = d.pieces(size)
    random.shuffle(pieces)
    lab.send(*pieces)
    equal("%d fragments of %d bytes in no order" % (number, size), d.data,
          b"".join(bytes(p)[48:] for p in lab.came))
d = Datagram()
lab.send(d.piece(0, 16), d.piece(16, 24), d.piece(24, 40), d.piece(40, 48))
equal("of different sizes", d.data, b"".join(bytes(p)[48:] for p in lab.came))
d = Datagram()
lab.send(d.piece(0, 16), d.piece(16, 32, nexthdr=6),
         d.piece(32, 48, nexthdr=59))
equal("other next headers behind the first do not count", 1,
      len(s.flows(l4proto=17, dport=53, sport=40000)))
equal("it is one datagram", d.data,
      b"".join(bytes(p)[48:] for p in lab.came))
equal("nothing of all this was invalid", 0, s.stats()["invalid"])
END
