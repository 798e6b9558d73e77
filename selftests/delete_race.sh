#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Flows end while a processor is in the middle of their packets: these pass,
# what they were to change of the flow is left alone, and its memory goes.

. "$(dirname "$0")/lib.sh"
plan 6
[ "$(nproc)" -gt 1 ] || { echo "Bail out! it takes two processors"; exit 1; }
silent_hosts
# all these compare, and are what a packet spends its time with: minutes of it,
# with KCSAN, which stops it again and again by itself
rules=1000
! debugfs kcsan || rules=20
{
	echo "chain forward {"
	echo "	policy drop;"
	for ((i = 1; i <= rules; i++)); do
		echo "	ip6 length $((10000 + i)) drop"
	done
	echo '	iifname "lan" ct filtering endpoint-independent accept'
	echo "}"
} | load_rules router

results_of python3 - <<'END'
from packets import *
from race import came, meanwhile
from state import State

w, s = Wire(), State()
WANTED, ROUND, MOST = 300, 400, 40000
sent = passed = 0
while s.stats()["deleted"] < WANTED and sent < MOST:
    # taken up under way; the second of each two finds a flow
    twice = [bytes(tcp(LAN, WAN, "A", 1000 + (sent + n) // 2, seq=1, ack=1))
             for n in range(0, ROUND, 2)]
    meanwhile(w, [p for p in twice for _ in range(2)], s.forget)
    passed += came(w, ROUND)
    sent += ROUND
stats = s.stats()
equal("all packets passed", sent, passed)
ok(stats["deleted"] >= WANTED, "and met flows that ended",
   "%d of %d with %d packets" % (stats["deleted"], stats["created"], sent))
equal("each that began has ended or is there", len(s.flows()),
      stats["created"] - stats["deleted"])
s.forget()
equal("all go, and nobody is expected for them", (0, 0),
      (len(s.flows()), s.stats()["expects"]))
END
succeeds "no flow is left" on router ct6 flows delete all
memory() {
	echo 1 >/sys/kernel/slab/ct6_flow/shrink
	[ "$(cut -d ' ' -f 1 /sys/kernel/slab/ct6_flow/objects)" -eq 0 ]
}
succeeds "nor its memory" busywait 5 memory
