#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Account is kept of max-datagrams datagrams and no more, of each of 64 gaps
# and no more; when there are more the oldest is forgotten, and all of it is
# given back.

. "$(dirname "$0")/lib.sh"
plan 15
silent_hosts
load_rules router <<-RULES
	chain forward { policy accept; }
RULES

results_of python3 - <<'END'
from fragments import *
from packets import equal, ok
from state import State

lab, s = Lab(), State()
lab.wire.ct6("set", "max-datagrams", "16")
lab.wire.ct6("set", "timeout-fragment", "3600s")
first, second = Datagram(), Datagram()
lab.send(first.piece(0, 16), second.piece(0, 16))
flood = [Datagram().piece(0, 16) for _ in range(15)]
lab.send(*flood)
equal("there are max-datagrams", 16, s.stats()["datagrams"])
equal("the oldest was forgotten", 1, s.stats()["fragment-evicted"])
lab.send(second.wrong(8, 24))
equal("of the second the overlap is known", 1,
      s.stats()["invalid-fragment-overlap"])
equal("and it is discarded", [], lab.send(*second.pieces()[1:]))
lab.send(*[Datagram().piece(0, 16) for _ in range(1000)])
equal("in a flood there are not more", 16, s.stats()["datagrams"])
equal("1000 were forgotten", 1001, s.stats()["fragment-evicted"])
keep = Datagram()
lab.send(keep.piece(0, 16))
for _ in range(20):
    d = Datagram()
    lab.send(d.piece(0, 16), d.wrong(8, 24))
equal("discarded ones make room before those that wait", ["0+16", "16+16",
      "32+16"], lab.send(keep.piece(16, 32), keep.piece(32, 48)))
lab.router("sysctl", "-qw", "net.netfilter.nf_conntrack_frag6_low_thresh=0",
           "net.netfilter.nf_conntrack_frag6_high_thresh=1")
d = Datagram()
lab.send(Datagram().piece(0, 16), d.piece(0, 16), d.piece(16, 32))
lab.sysctl("net.netfilter.nf_conntrack_frag6_high_thresh", 4194304)
equal("what the reassembly refused is not taken for a part of a whole", [],
      lab.send(d.piece(32, 48), d.piece(0, 16), d.piece(16, 32)))
lab.wire.ct6("set", "max-datagrams", "4")
lab.send(*[Datagram().piece(0, 16) for _ in range(20)])
equal("with a smaller maximum there are fewer", 4, s.stats()["datagrams"])
lab.wire.ct6("set", "max-datagrams", "8192")
whole = Datagram()
equal("a whole one passes then, too", ["0+16", "16+16", "32+16"],
      lab.send(*whole.pieces()))
equal("and leaves nothing", 4, s.stats()["datagrams"])

d = Datagram(bytes(2048), 253)
lab.send(*[d.piece(at, at + 8) for at in range(0, 64 * 16, 16)])
equal("64 pieces with gaps are kept account of", 0,
      s.stats()["invalid-fragment-scatter"])
lab.send(d.piece(8, 16), d.piece(64 * 16, 64 * 16 + 8))
equal("as many when two gaps are filled and one is new", 0,
      s.stats()["invalid-fragment-scatter"])
lab.send(d.piece(80 * 16, 80 * 16 + 8), d.piece(90 * 16, 90 * 16 + 8))
ok(s.stats()["invalid-fragment-scatter"] >= 1,
   "a datagram with more is discarded")
equal("with the rest of it", [], lab.send(*d.pieces(8)))
END
