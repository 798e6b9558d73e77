#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The module comes and goes under traffic that makes flows all the time, with
# a listener, dumps and deletions going on; its memory goes with it.

. "$(dirname "$0")/lib.sh"
rounds=${CT6_ROUNDS-5}
plan $((rounds * 5))
three_hosts
rmmod ct6 || exit 1

server lan python3 -c '
import itertools, socket
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
for port in itertools.cycle(range(1024, 60000)):
    try:
        s.sendto(b"x", ("'$wan'", port))
    except OSError:
        pass
'
server wan ping -q -i 0.01 $lan

some_flows() {
	[ "$(flow_count router)" -gt 50 ]
}

for ((round = 1; round <= rounds; round++)); do
	succeeds "round $round: insmod" insert
	load_rules router <<-END
		chain forward {
			policy accept;
			ct state established accept
			limit rate 2/second log prefix "unload: " level debug
		}
	END
	server router ct6 monitor flows
	# one dump after the other, to the end
	on router sh -c 'while ct6 flows; do ct6 flows delete udp; done' >/dev/null 2>&1 &
	succeeds "round $round: flows come" busywait 30 some_flows
	succeeds "round $round: rmmod" busywait 10 rmmod ct6
	fails "round $round: no module is left" module_here
	fails "round $round: no slab is left" grep -q '^ct6' /proc/slabinfo
done
insert
