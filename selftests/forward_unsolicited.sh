#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A router that lets the lan out: what the lan begins passes, and so do the
# replies, by state alone; what the wan begins does not, whatever it is.

. "$(dirname "$0")/lib.sh"
plan 12
silent_hosts
load_rules router <<-END
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" oifname "wan" accept
	}
END

results_of python3 - <<'END'
from packets import *

w = Wire()
ports = range(1024, 1074)

begun = {
    "TCP": lambda a, b, p: tcp(a, b, "S", p, 80),
    "UDP": lambda a, b, p: udp(a, b, p, 53),
    "echo": lambda a, b, p: echo(a, b, p),
}
answer = {
    "TCP": lambda a, b, p: tcp(a, b, "SA", 80, p, ack=1),
    "UDP": lambda a, b, p: udp(a, b, 53, p),
    "echo": lambda a, b, p: echo(a, b, p, reply=True),
}

for name, make in begun.items():
    equal("no unsolicited %s reaches the lan" % name, 0,
          w.from_wan(*[make(WAN, LAN, p) for p in ports]))
    equal("no %s answer without a request reaches the lan" % name, 0,
          w.from_wan(*[answer[name](WAN, LAN, p) for p in ports]))
for name, make in begun.items():
    equal("all %s of the lan reaches the wan" % name, len(ports),
          w.from_lan(*[make(LAN, WAN, p) for p in ports]))
    equal("all %s answers come back" % name, len(ports),
          w.from_wan(*[answer[name](WAN, LAN, p) for p in ports]))
END
