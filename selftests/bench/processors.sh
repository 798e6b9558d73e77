#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What two processors do to each other: established UDP through a router, sent
# by one of them, by both with flows of their own, and by both with the packets
# of one flow; bare, with nf_conntrack and nft, with ct6. Runs inside a VM with
# two processors that run at once. That is QEMU's translation of each into a
# thread of the host: locked instructions contend as on the host's processors,
# all else takes some ten times as long, so only how the columns compare means
# something.
#
#	processors.sh [--rounds N] [--count N]
#
# The filters take turns; the least of all rounds counts. Prints a line of JSON
# for each: "ns" is what a packet took, of all that were sent meanwhile, "over"
# what that is over bare forwarding.

. "$(dirname "$0")/lib.sh"

rounds=5 count=20000
while :; do
	case ${1-} in
	--rounds) rounds=$2; shift 2 ;;
	--count) count=$2; shift 2 ;;
	*) break ;;
	esac
done
filters="bare nf ct6"
declare -A least base

if [ "$(nproc)" -lt 2 ]; then
	echo "processors.sh: this machine has one processor" >&2
	exit 1
fi

# send PORTS...: COUNT packets from each range of source ports, each by a
# processor of its own; nanoseconds for one of all of them
send() {
	# shellcheck disable=SC2016 # the other shell's
	on source bash -c '
		set -e
		pg() { echo "$2" >"/proc/net/pktgen/$1"; }
		count=$1 mac=$2 src=$3 dst=$4
		shift 4
		for cpu in 0 1; do
			pg kpktgend_$cpu rem_device_all
			while [ -e /proc/net/pktgen/eth0@$cpu ]; do :; done
		done
		cpu=0
		for ports; do
			pg kpktgend_$cpu "add_device eth0@$cpu"
			for word in "count $count" "pkt_size 128" "dst_mac $mac" \
				"clone_skb 0" "delay 0" "src6 $src" "dst6 $dst" \
				"udp_dst_min 5000" "udp_dst_max 5000" \
				"udp_src_min ${ports%-*}" "udp_src_max ${ports#*-}"; do
				pg eth0@$cpu "$word"
			done
			cpu=$((cpu + 1))
		done
		pg pgctrl start
		cat /proc/net/pktgen/eth0@* | awk -v count="$count" "/Result: OK/ {
			split(\$3, t, \"(\"); rate += count / t[1]
		}
		END { printf \"%.1f\\n\", 1000 / rate }"' - "$count" \
		"$(on router cat /sys/class/net/west/address)" "$src" "$dst" "$@"
}

# measure CASE PORTS...
measure() {
	local name=$1 round filter ns
	shift
	for ((round = 0; round <= rounds; round++)); do
		for filter in $filters; do
			lane=.$filter
			ns=$(send "$@") || exit 1
			if [ $round -eq 1 ] ||
			   awk -v a="$ns" -v b="${least[$filter]-0}" 'BEGIN { exit a >= b }'; then
				least[$filter]=$ns
			fi
		done
	done
	for filter in $filters; do
		ns=${least[$filter]}
		[ "$filter" != bare ] || base[$name]=$ns
		printf '{"case":"%s","filter":"%s","ns":%s,"over":%s}\n' "$name" \
			"$filter" "$ns" "$(awk -v a="$ns" -v b="${base[$name]}" \
			'BEGIN { printf "%.0f", a - b }')"
	done
}

modprobe -a nf_conntrack nf_tables nft_ct
insmod "$CT6_KO" || exit 1
for filter in $filters; do
	lane=.$filter
	hosts_up || exit 1
	case $filter in
	nf) nft_rules ;;
	ct6) ct6_rules ;;
	esac
	# the flows that are used: begun, answered
	forth 2000 2000 >/dev/null
	back 2000 2000 >/dev/null
	arrived=$(arrived)
	send 10000-10999 11000-11999 >/dev/null
	if [ $(($(arrived) - arrived)) -ne $((2 * count)) ]; then
		echo "processors.sh: $filter: $(($(arrived) - arrived)) packets arrived" >&2
		exit 1
	fi
done
measure one-processor 10000-10999
measure two-processors 10000-10999 11000-11999
measure two-one-flow 10000-10000 10000-10000
for filter in $filters; do
	lane=.$filter
	hosts_down
done
rmmod ct6
