#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Two processors judge the first packets of one flow at once: both pass, and
# there is one flow. The one that was never let into the table is gone from
# all that knew it already: counts and expectations.

. "$(dirname "$0")/lib.sh"
plan 12
[ "$(nproc)" -gt 1 ] || { echo "Bail out! it takes two processors"; exit 1; }
silent_hosts
# all these compare, and are what the two spend their time with
{
	echo "chain forward {"
	echo "	policy drop;"
	echo "	ct state established,related accept"
	for i in {1..1000}; do
		echo "	ip6 saddr 2001:db8:ffff::$i drop"
	done
	echo "	udp dport 53 ct count per saddr over 500 drop"
	echo '	iifname "lan" ct filtering endpoint-independent accept'
	echo "}"
} | load_rules router

results_of python3 - <<'END'
from packets import *
from race import both, came
from state import State

w, s = Wire(), State()
WANTED = 8
packets = [udp(LAN, WAN, 2000 + n) for n in range(400)]
sent = both(w, zip(packets, packets),
            lambda: s.stats()["insert-race"] >= WANTED)
passed = came(w, 2 * sent)
stats = s.stats()
ok(stats["insert-race"] >= WANTED, "there were races",
   "expected: %d" % WANTED, "seen:     %d in %d" % (stats["insert-race"], sent))
equal("all packets passed", 2 * sent, passed)
equal("a flow for each two", sent, len(s.flows()))
equal("which has both", {(2, 0)},
      {(f["orig-packets"], f["reply-packets"]) for f in s.flows()})
equal("each began once", sent, stats["created"])
equal("each endpoint is expected once", sent, stats["expects"])
stranger = udp("2001:db8:2::77", LAN, 9, 2000)
equal("from others, too, packets come to it", 1, w.from_wan(stranger))
s.forget()
equal("with the flows the endpoints go", 0, s.stats()["expects"])
equal("nobody comes to them any more", 0, w.from_wan(stranger))
new = [udp(LAN, WAN, 3000 + n) for n in range(600)]
equal("and of 600 new ones as many are in the count as it has room for", 500,
      sum(w.from_lan(*new[i:i + 50]) for i in range(0, 600, 50)))
END
succeeds "all flows go" on router ct6 flows delete all
memory() {
	echo 1 >/sys/kernel/slab/ct6_flow/shrink
	[ "$(cut -d ' ' -f 1 /sys/kernel/slab/ct6_flow/objects)" -eq 0 ]
}
succeeds "with the memory of those that were never let in" busywait 5 memory
