#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Rulesets, the module and a namespace come and go under a stream of fragments
# of every kind, and leave nothing.

. "$(dirname "$0")/lib.sh"
plan 7

# whole and not, in order and not, with overlaps, to the router and beyond
cat >"$work/storm.py" <<'END'
import random

from fragments import *

lab, packets = Lab(), []
for n in range(300):
    d = Datagram(dst=random.choice((WAN, "2001:db8:1::1")))
    pieces = d.pieces() + [d.atomic(udp())] + [d.wrong(8, 24)] * (n % 2)
    random.shuffle(pieces)
    packets += pieces[:random.randrange(1, 7)]
while True:
    for packet in packets:
        try:
            lab.wire.lan.send(packet)
        except OSError:
            pass
END

rules() {
	echo 'chain forward { policy accept; }' | on router ct6 load -
}

overlaps() {
	[ "$(stat_of router invalid-fragment-overlap)" -gt 0 ]
}

rounds() {
	local i
	for ((i = 0; i < 8; i++)); do
		rules && on router ct6 flush || return
		on router ct6 set tracking on && sleep 0.2 &&
			on router ct6 set tracking off || return
	done
}

removals() {
	local i
	for ((i = 0; i < 5; i++)); do
		rules && sleep 0.3 && busywait 10 rmmod ct6 && insert || return
	done
	# long enough for what was due: its code has gone
	on router ct6 set timeout-fragment 1 && rules && sleep 0.3 &&
		busywait 10 rmmod ct6 && sleep 1.3 && insert
}

silent_hosts
PYTHONPATH=$here python3 "$work/storm.py" &
storm=$!
rules
succeeds "fragments are seen" busywait 60 overlaps
succeeds "rulesets and tracking come and go" rounds
succeeds "the module comes and goes" removals
rules
succeeds "they are seen again" busywait 10 overlaps
hosts=${hosts/ router/}
succeeds "the namespace goes" ip netns del router
sleep 0.5
succeeds "the module goes with nothing left" busywait 10 rmmod ct6
fails "no slab is left" grep -q ^ct6 /proc/slabinfo
kill $storm
insert
