#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Cost of a packet through a router: bare, with nf_conntrack and nft, with
# ct6. Runs inside the VM; under --icount a nanosecond is an instruction, and
# the figures are the same in every run. `make bench` runs all of it, `make
# bench-quick` what ct6 is held to.
#
#	packets.sh [--count N] [--flows N] [--rounds N] [--quick | --only CASE]
#		   PROGRAMS [FILTER...]
#
# --only measures one case of established, tcp, denied and new, so often as
# --rounds says, and leaves /proc/kallsyms with PROGRAMS: it is for `functions`.
# --quick leaves out nf_conntrack and many rules. PROGRAMS is where segments and
# bursts are, FILTER is bare, stateless, nf or ct6. Prints a line of JSON for
# each figure: "ns" is all of it, generator included; "over" what the filter
# adds to bare forwarding, or, where packets are denied, to one stateless rule
# that denies them.

. "$(dirname "$0")/lib.sh"

count=10000 flows=1000 rounds=3 round=0 quick= only=
while :; do
	case ${1-} in
	--count) count=$2; shift 2 ;;
	--flows) flows=$2; shift 2 ;;
	--rounds) rounds=$2; shift 2 ;;
	--only) only=$2; shift 2 ;;
	--quick) quick=1; shift ;;
	*) break ;;
	esac
done
programs=$1
shift
# ct6 first: so its figures are the same in a quick run
if [ $# -eq 0 ]; then
	set -- bare stateless ct6
	[ -n "$quick" ] || set -- "$@" nf
fi

# As in lib.sh, but not pktgen's: see bursts.c.
forth() {
	bursts udp source "$1" "10000-$((10000 + $2 - 1))" 5000-5000
}

back() {
	bursts udp sink "$1" 5000-5000 "10000-$((10000 + $2 - 1))"
}

# as_new COUNT PORT: every packet a flow of its own, in every round
as_new() {
	local first=$(($2 + round * $1))
	bursts udp source "$1" "$first-$((first + $1 - 1))" 5000-5000
}

denied() {
	bursts udp sink "$1" 6000-6000 1000-2000
}

clean() {
	[ -z "$only" ] || cp /proc/kallsyms "$programs/kallsyms-$rounds"
	on router nft flush ruleset
	if grep -q '^ct6 ' /proc/modules; then
		on router ct6 flush
		rmmod ct6
	fi
}

# What a filter's figures are compared with: those of the case without it.
declare -A base

# measure CASE FILTER EXPECTED COMMAND...: the least of some rounds, as what
# happens beside it (a table that grows) can only make it more; EXPECTED packets
# must arrive in each.
measure() {
	local name=$1 filter=$2 want=$3 before ns=inf this got over=null
	shift 3
	[ -z "$only" ] || [ "$only" = "$name" ] || return 0
	for ((round = 0; round < rounds; round++)); do
		before=$(arrived)
		this=$("$@")
		got=$(($(arrived) - before))
		if [ "$got" -ne "$want" ]; then
			echo "packets.sh: $name, $filter: $got packets arrived, not $want" >&2
			exit 1
		fi
		ns=$(awk -v a="$this" -v b="$ns" 'BEGIN { print a < b + 0 || b == "inf" ? a : b }')
	done
	case $filter-$name in
	bare-* | stateless-denied) base[$name]=$ns ;;
	esac
	[ "$name" != established ] || [ "$filter" != bare ] || base[new]=$ns
	if [ -n "${base[${name%%-*}]-}" ]; then
		over=$(awk -v a="$ns" -v b="${base[${name%%-*}]}" \
			'BEGIN { printf "%d", a - b + (a < b ? -0.5 : 0.5) }')
	fi
	printf '{"case":"%s","filter":"%s","ns":%s,"over":%s}\n' "$name" \
		"$filter" "$ns" "$over"
}

tcp() {
	"$programs/segments" source sink "$(on router cat /sys/class/net/west/address)" \
		"$(on router cat /sys/class/net/east/address)" $((flows / 10)) \
		"$count"
}

# measure_tcp FILTER: four segments of each flow are not counted in time
measure_tcp() {
	measure tcp "$1" $((count + flows / 10 * 4)) tcp
}

stateful() {
	forth "$flows" "$flows" >/dev/null	# begin them
	back "$flows" "$flows" >/dev/null	# answer them
	forth "$flows" "$flows" >/dev/null	# and once more
	measure established "$1" "$count" forth "$count" "$flows"
	measure_tcp "$1"
	measure denied "$1" 0 denied "$count"
	measure new "$1" "$count" as_new "$count" $((10000 + flows))
}

# many RULES FILTER: new connections behind rules that do not match
many() {
	local rules few=$((count / 40)) first=50000
	[ -z "$quick$only" ] || return 0
	for rules in 10 1000 10000 set; do
		clean
		"$1" $rules
		measure new-$rules "$2" $few as_new $few $first
		first=$((first + rounds * few))
	done
}

filter_bare() {
	measure established bare "$count" forth "$count" "$flows"
	measure_tcp bare
	[ -z "$only" ] || clean
}

filter_stateless() {
	stateless_rules
	measure established stateless "$count" forth "$count" "$flows"
	measure_tcp stateless
	measure denied stateless 0 denied "$count"
	clean
}

filter_nf() {
	nft_rules
	stateful nf
	many nft_rules nf
	clean
}

# as nft_rules(), with the module
# shellcheck disable=SC2120
ct6_load() {
	insmod "$CT6_KO" || exit 1
	ct6_rules "${1-0}"
}

filter_ct6() {
	ct6_load
	stateful ct6
	many ct6_load ct6
	clean
}

hosts_up || exit 1
for filter; do
	"filter_$filter"
done
hosts_down
