#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How long it takes to change and to show rules: with ct6, nft, and ip6tables
# of both kinds. 10,000 rules that are loaded, one more beside them, all of
# them shown; a set of 100,000 prefixes that is loaded, one more, all of them
# shown. Every rule counts. The filters take turns, and the middle of all
# rounds is what is printed. Runs inside the VM; under --icount a nanosecond
# is an instruction.
#
#	selftests/vm/run [--icount] selftests/bench/load.sh [ROUNDS]
#
# Prints a line of JSON for each figure, in nanoseconds, the least and the most
# beside it.

rounds=${1-5}
rules=${2-10000}
prefixes=${3-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

on() {
	local host=$1
	shift
	ip netns exec "$host" "$@"
}

# words FORM: so many rules as nft and ct6, or ip6tables, write them; of three
# shapes, as a long list of who may talk to whom has them
words() {
	awk -v nr="$rules" -v form="$1" 'BEGIN {
		for (i = 0; i < nr; i++) {
			net = sprintf("2001:db8:%x:%x::/64", i / 100, i)
			host = sprintf("2001:db8:ffff::%x", i)
			port = 1024 + i % 60000
			if (form == "native" && i % 3 == 0)
				printf "ip6 saddr %s counter accept\n", net
			else if (form == "native" && i % 3 == 1)
				printf "iifname \"eth0\" ip6 daddr %s tcp dport %d counter accept\n", host, port
			else if (form == "native")
				printf "ip6 saddr %s udp dport %d-%d counter drop\n", net, port, port + 100
			else if (i % 3 == 0)
				printf "-A FORWARD -s %s -j ACCEPT\n", net
			else if (i % 3 == 1)
				printf "-A FORWARD -d %s/128 -i eth0 -p tcp -m tcp --dport %d -j ACCEPT\n", host, port
			else
				printf "-A FORWARD -s %s -p udp -m udp --dport %d:%d -j DROP\n", net, port, port + 100
		}
	}'
}

elements() {
	awk -v nr="$prefixes" 'BEGIN {
		for (i = 0; i < nr; i++)
			printf "%s2001:%x:%x::/48", i ? ",\n" : "",
				3511 + int(i / 30000), 1 + 2 * (i % 30000)
	}'
}

files() {
	{
		echo "table ip6 filter {"
		echo "chain forward { type filter hook forward priority filter; policy drop;"
		words native
		echo "}"
		echo "}"
	} >"$work/rules.native"
	{
		printf '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n'
		words ip6tables
		echo COMMIT
	} >"$work/rules.ip6tables"
	{
		echo "table ip6 filter {"
		echo "set banned { type ipv6_addr; flags interval"
		echo "elements = { $(elements) }"
		echo "}"
		echo "chain forward { type filter hook forward priority filter; policy drop;"
		echo "ip6 saddr @banned counter drop"
		echo "}"
		echo "}"
	} >"$work/set.native"
}

# timed CASE FILTER COMMAND...: what it prints goes nowhere
timed() {
	local name=$1 filter=$2 begin end
	shift 2
	begin=$(date +%s%N)
	if ! "$@" >/dev/null; then
		echo "load.sh: $name, $filter: $* failed" >&2
		exit 1
	fi
	end=$(date +%s%N)
	echo $((end - begin)) >>"$work/times.$filter.$name"
}

# Each filter has a host of its own.
round_ct6() {
	timed "load of $rules rules" ct6 on ct6 ct6 load "$work/rules.native"
	timed "one rule more" ct6 on ct6 ct6 add forward ip6 saddr 2001:db8::1 accept
	timed "$rules rules shown" ct6 on ct6 ct6 show -c
	timed "load of $prefixes prefixes" ct6 on ct6 ct6 load "$work/set.native"
	timed "one prefix more" ct6 on ct6 ct6 set-add banned 2001:db8:2::/48
	timed "$prefixes prefixes shown" ct6 on ct6 ct6 show set banned
	on ct6 ct6 flush
}

round_nft() {
	timed "load of $rules rules" nft on nft nft -f "$work/rules.native"
	timed "one rule more" nft on nft nft add rule ip6 filter forward \
		ip6 saddr 2001:db8::1 counter accept
	timed "$rules rules shown" nft on nft nft list table ip6 filter
	on nft nft flush ruleset
	timed "load of $prefixes prefixes" nft on nft nft -f "$work/set.native"
	timed "one prefix more" nft on nft nft add element ip6 filter banned \
		'{ 2001:db8:2::/48 }'
	timed "$prefixes prefixes shown" nft on nft nft list set ip6 filter banned
	on nft nft flush ruleset
}

# round_ip6tables FILTER RESTORE ADD SAVE
round_ip6tables() {
	timed "load of $rules rules" "$1" on "$1" "$2" "$work/rules.ip6tables"
	timed "one rule more" "$1" on "$1" "$3" -A FORWARD -s 2001:db8::1 -j ACCEPT
	timed "$rules rules shown" "$1" on "$1" "$4" -c
	printf '*filter\n:FORWARD ACCEPT\nCOMMIT\n' | on "$1" "$2"
}

round_of() {
	case $1 in
	ct6) round_ct6 ;;
	nft) round_nft ;;
	ip6tables-ct6)
		round_ip6tables "$1" ip6tables-ct6-restore ip6tables-ct6 \
			ip6tables-ct6-save
		on "$1" ct6 flush
		;;
	*) round_ip6tables "$1" "$1-restore" "$1" "$1-save" ;;
	esac
}

# the middle one, the least and the most of each case
report() {
	local file name filter
	for file in "$work"/times.*; do
		name=${file#"$work"/times.}
		filter=${name%%.*}
		sort -n "$file" | awk -v name="${name#*.}" -v filter="$filter" '
			{ ns[NR] = $1 }
			END {
				printf "{\"case\":\"%s\",\"filter\":\"%s\",\"ns\":%.0f,\"least\":%.0f,\"most\":%.0f}\n", \
					name, filter, ns[int((NR + 1) / 2)], ns[1], ns[NR]
			}'
	done | sort
}

insmod "$CT6_KO" || exit 1
filters=(ct6 nft ip6tables-ct6 ip6tables-nft ip6tables-legacy)
for host in "${filters[@]}"; do
	ip netns add "$host"
done
files
for ((n = 0; n < rounds; n++)); do
	for filter in "${filters[@]}"; do
		round_of "$filter"
	done
done
report
for host in "${filters[@]}"; do
	ip netns del "$host"
done
rmmod ct6
