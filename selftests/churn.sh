#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Everything comes and goes at once, under traffic, for CT6_SECONDS (600):
# network namespaces with rules and flows, interfaces, renamed ones too, whole
# rulesets, the hash table as it grows and shrinks, the time of day, settings,
# listeners, dumps; again and again the module itself. Nothing of it is left.
# unload_traffic.sh has the module alone. Long: `make test-long`.

. "$(dirname "$0")/lib.sh"
seconds=${CT6_SECONDS-600}
plan 13
began=$(uptime_now) time_at_boot=$(($(date +%s) - $(uptime_now)))
three_hosts
ip -n router link add spare type dummy
rmmod ct6 || exit 1
mkdir "$work/done"

# did WHAT: it has been done once more
did() {
	echo >>"$work/done/$1"
}

times() {
	wc -l 2>/dev/null <"$work/done/$1" || echo 0
}

# ruleset NUMBER: each different from the one before
ruleset() {
	cat <<-END
		set who { type ipv6_addr; flags interval; elements = { 2001:db9:$1::/48 } }
		chain other { udp dport $((1000 + $1 % 999)) accept; }
		chain forward {
			policy drop;
			ct state established,related accept
			ip6 saddr @who drop
			iifname "spare*" drop
			ct count per saddr over 60000 drop
			jump other
			udp dport 1024-60000 accept
			meta l4proto { tcp, ipv6-icmp } accept
			limit rate 2/second log prefix "churn: " level debug
		}
	END
}

swap_rulesets() {
	local i
	for ((i = 1; ; i = i % 9000 + 1)); do
		ruleset $i | on router ct6 load - && did swap
	done
}

# with rules, a flow and its expectations, and gone in the middle of it
churn_namespaces() {
	local i
	for ((i = 1; ; i++)); do
		ip netns add "ns$i"
		ip -n "ns$i" link set lo up
		if ruleset 1 | on "ns$i" ct6 load - &&
			on "ns$i" ct6 add chain input &&
			on "ns$i" ping -q -c 1 -W 1 ::1; then
			did namespace
		fi
		ip netns del "ns$i"
	done
}

churn_interfaces() {
	local i
	for ((i = 1; ; i++)); do
		ip -n router link set spare name "spare$i" &&
			ip -n router link set "spare$i" up &&
			ip -n router link del "spare$i" && did interface
		ip -n router link add spare type dummy
	done
}

# flows come by thousands, and go at a stroke; bounds and settings move
churn_table() {
	local i
	for ((i = 0; ; i++)); do
		on router ct6 set max-flows $((i % 2 ? 100 : 100000)) &&
			busywait 5 grown $((i % 2 ? 50 : 2000)) &&
			on router ct6 flows delete all && did table
	done
}

grown() {
	[ "$(flow_count router)" -ge "$1" ]
}

jump_clock() {
	local i
	for ((i = 0; ; i++)); do
		# a day on, a day back, which timeouts are to know nothing of
		date -s "@$(($(date +%s) + (i % 2 ? -86400 : 86400)))" && did clock
		on router ct6 flows count
	done
}

watch_it() {
	while :; do
		on router timeout -s KILL 0.5 ct6 monitor flows
		on router ct6 flows && did dump
		on router ct6 show -c
	done
}

server lan python3 -c '
import itertools, socket
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
for port in itertools.cycle(range(1024, 60000)):
    try:
        s.sendto(b"x", ("'"$wan"'", port))
    except OSError:
        pass
'
server lan ping -q -i 0.01 "$wan"
# the kernel's own reassembly, and quotes in errors
server wan ping -q -i 0.02 -s 4000 "$lan"

workers=
for worker in swap_rulesets churn_namespaces churn_interfaces churn_table \
	jump_clock watch_it; do
	$worker >/dev/null 2>&1 &
	workers="$workers $!"
done

# more WHAT THAN
more() {
	[ "$(times "$1")" -gt "$2" ]
}

# least WHAT: how often it has to happen, in 600 seconds; a kernel that watches
# over itself is that much slower
declare -A least=([swap]=1000 [namespace]=100 [interface]=300 [table]=50
	[clock]=300 [dump]=50 [module]=20)
kinds="swap namespace interface table clock dump module"
slower=1
! debugfs kmemleak || slower=5

enough() {
	[ "$(times "$1")" -ge $((least[$1] * seconds / 600 / slower)) ]
}

# on a slow machine it takes longer, three times that at most
goes_on() {
	local what took=$(($(uptime_now) - began))
	[ $took -ge "$seconds" ] || return 0
	for what in $kinds; do
		enough "$what" || [ $took -ge $((3 * seconds)) ] || return 0
	done
	return 1
}

stuck='' left=''
while goes_on; do
	insert || stuck="$stuck insmod"
	swaps=$(times swap) tables=$(times table)
	busywait 60 more swap $((swaps + 5)) || stuck="$stuck rulesets"
	busywait 60 more table "$tables" || stuck="$stuck flows"
	busywait 60 rmmod ct6 || stuck="$stuck rmmod"
	! grep -q '^ct6' /proc/slabinfo || left="$left $(times module)"
	did module
done
for worker in $workers; do
	kill -STOP "$worker"
	pkill -KILL -P "$worker"
	kill -KILL "$worker"
	wait "$worker" 2>/dev/null
done
date -s "@$((time_at_boot + $(uptime_now)))" >/dev/null
equal "nothing has got stuck" "" "$stuck"
equal "no slab was left by any module" "" "$left"
for what in $kinds; do
	note "$what: $(times "$what") times in $(($(uptime_now) - began)) s"
	succeeds "$what: often enough" enough "$what"
done
# the traffic, too
for name in lan wan; do
	# shellcheck disable=SC2046 # a list
	kill -KILL $(ip netns pids $name)
done
succeeds "the module comes once more" insert
ruleset 1 | on router ct6 load -
succeeds "and works" on lan ping -c 1 -W 5 "$wan"
for name in $(ip netns list | grep -o '^ns[0-9]*'); do
	ip netns del "$name"
done
end_hosts
succeeds "and goes" busywait 10 rmmod ct6
fails "no slab is left" grep -q '^ct6' /proc/slabinfo
insert
