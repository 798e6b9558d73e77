#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Real stacks over ways that lose, double and reorder, before and behind the
# router: 20 connections with data both ways; every byte arrives, and ct6
# finds nothing invalid. BYTES and VARIANTS choose how much and which.

. "$(dirname "$0")/lib.sh"
need tc ethtool
VARIANTS=${VARIANTS-plain small}
# shellcheck disable=SC2086 # a list
set -- $VARIANTS
plan $((3 * $#))
connections=20 port=5000
bytes=${BYTES-100000}
modprobe -q sch_netem

# ends COMMAND...: at lan and wan
ends() {
	on lan "$@" && on wan "$@"
}

# links KEY...: ethtool -K at both ends of both links
links() {
	local place
	for place in "lan eth0" "router lan" "router wan" "wan eth0"; do
		on "${place% *}" ethtool -K "${place#* }" "$@" >/dev/null || exit 1
	done
}

# ways NETEM...: what they do
ways() {
	local place
	for place in "lan eth0" "router lan" "router wan" "wan eth0"; do
		on "${place% *}" tc qdisc add dev "${place#* }" root netem limit 10000 \
			"$@" || exit 1
	done
}

# acquaint: who is where need not be asked for, which could be lost, too
acquaint() {
	local name
	neighbour lan lan $lan
	neighbour wan wan $wan
	for name in lan wan; do
		ip -n $name neigh replace "$(ip -n $name -6 -j route show default |
			jq -r '.[0].gateway')" dev eth0 nud permanent lladdr \
			"$(on router cat /sys/class/net/$name/address)"
	done
}

# variant NAME: what is different from what is usual
variant() {
	local tcp=net.ipv4.tcp_
	case $1 in
	plain) links gro off gso off tso off ;;
	offload) links gro on gso on tso on ;;
	small)
		links gro off gso off tso off
		ends sysctl -qw ${tcp}rmem="4096 4096 8192"
		;;
	bare)
		links gro off gso off tso off
		ends sysctl -qw ${tcp}timestamps=0 ${tcp}sack=0 \
			${tcp}window_scaling=0
		;;
	nosack)
		links gro on gso on tso on
		ends sysctl -qw ${tcp}sack=0 ${tcp}rmem="4096 6000000 6000000"
		;;
	late)
		# what is delayed is overtaken by more than a window. Data that
		# comes with so old an acknowledgment the ends throw away, and
		# so does ct6: one side has none
		links gro off gso off tso off
		ways delay 8ms reorder 97% duplicate 1%
		up=0
		return
		;;
	*) echo "Bail out! no variant $1" && exit 1 ;;
	esac
	up=$bytes
	ways delay 2ms 1ms reorder 25% loss 2% duplicate 1%
}

for name; do
	three_hosts
	acquaint
	variant "$name"
	load_rules router <<-END
		chain forward {
			policy drop;
			ct state established,related accept
			ct state invalid drop
			iifname "lan" ct state new accept
		}
	END
	server wan python3 "$here/tcp_bulk.py" serve $port $connections "$bytes" "$up"
	waiting=$!
	busywait 60 listens wan $port
	succeeds "$name: all that comes back is intact" on lan \
		python3 "$here/tcp_bulk.py" connect $port $connections "$bytes" "$up" $wan
	wait $waiting
	equal "$name: all that went out is intact" "all intact" \
		"$(cat "$work/server.wan.log")"
	equal "$name: nothing is invalid" "{}" "$(on router ct6 --json stats |
		jq -c 'with_entries(select((.key | startswith("invalid")) and .value > 0))')"
	end_hosts
done
