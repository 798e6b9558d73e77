#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What never becomes whole is thrown away in time, and its sender is told when
# the first fragment was there (RFC 4443, 3.3; RFC 8200, 4.5).

. "$(dirname "$0")/lib.sh"
plan 8
silent_hosts
on router sysctl -qw net.ipv6.icmp.ratelimit=0
load_rules router <<-RULES
	chain forward { policy accept; }
RULES

results_of python3 - <<'END'
from fragments import *
from packets import equal
from state import State

lab, s = Lab(), State()
lab.sysctl("net.netfilter.nf_conntrack_frag6_timeout", 1)
lab.wire.ct6("set", "timeout-fragment", "1s")
d = Datagram()
lab.send(d.piece(0, 16), d.piece(16, 32))
equal("while it waits", 1, s.stats()["datagrams"])
equal("the last is missing: the sender is told", [(3, 1, 0)], lab.wait(2.5))
equal("and nothing is left", 0, s.stats()["datagrams"])
equal("the last alone makes nothing", [], lab.send(d.piece(32, 48)))
lab.wait(2.5)
lab.send(Datagram().piece(0, 16))
time.sleep(0.2)
lab.send(Datagram().piece(0, 16))
end = time.monotonic() + 60
while s.stats()["datagrams"] and time.monotonic() < end:
    time.sleep(0.1)
equal("each goes in its time, the later one too", 0, s.stats()["datagrams"])
lab.wait(2.5)
d = Datagram()
lab.send(d.piece(16, 32), d.piece(32, 48))
equal("the first is missing: it is not", [], lab.wait(2.5))
equal("and nothing is left either", 0, s.stats()["datagrams"])
equal("the identification can be used again", ["0+16", "16+16", "32+16"],
      lab.send(*d.pieces()))
END
