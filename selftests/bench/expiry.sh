#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the end of flows takes of which no packet comes any more: all that the
# processor does from when they have run out until the last one is gone, over
# what it does in the same time without them. Runs inside the VM under --icount,
# where nothing else happens and what threads took is exact.
#
#	expiry.sh [--flows N] PROGRAMS
#
# Prints a line of JSON for each filter: "over" is instructions a flow, "ns" with
# what the machine does by itself in the 150 seconds that are waited.

. "$(dirname "$0")/lib.sh"

flows=100000 timeout=5 seconds=150
while :; do
	case ${1-} in
	--flows) flows=$2; shift 2 ;;
	*) break ;;
	esac
done
programs=$1

# taken: nanoseconds of all threads, and of interrupts
taken() {
	local threads interrupts
	threads=$(awk '$1 == "cpu0" { print $8 }' /proc/schedstat)
	interrupts=$(awk '$1 == "cpu0" { print ($7 + $8) * 10000000 }' /proc/stat)
	echo $((threads + interrupts))
}

# quiet SECONDS: nanoseconds that were taken meanwhile
quiet() {
	local before
	before=$(taken)
	read -r -t "$1" <> <(:) || true
	echo $(($(taken) - before))
}

live() {
	if [ "$1" = ct6 ]; then
		on router ct6 --json stats | jq .flows
	else
		on router cat /proc/sys/net/netfilter/nf_conntrack_count
	fi
}

measure() {
	local filter=$1 all idle
	bursts udp source "$flows" 10000-$((10000 + flows / 10 - 1)) 5000-5010 >/dev/null
	if [ "$(live "$filter")" -lt "$flows" ]; then
		echo "expiry.sh: $filter: $(live "$filter") flows" >&2
		exit 1
	fi
	all=$(quiet $seconds)
	if [ "$(live "$filter")" -ne 0 ]; then
		echo "expiry.sh: $filter: $(live "$filter") are left" >&2
		exit 1
	fi
	idle=$(quiet $seconds)
	printf '{"case":"expiry","filter":"%s","ns":%d,"over":%d}\n' \
		"$filter" $((all / flows)) $(((all - idle) / flows))
}

hosts_up || exit 1
nft_rules
on router sysctl -qw net.netfilter.nf_conntrack_udp_timeout=$timeout
sysctl -qw net.netfilter.nf_conntrack_max=1000000
echo 131072 >/sys/module/nf_conntrack/parameters/hashsize
measure nf
on router nft flush ruleset
insmod "$CT6_KO" || exit 1
ct6_rules
on router ct6 set timeout-udp-unreplied $timeout
measure ct6
on router ct6 flush
rmmod ct6
hosts_down
