#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Nanoseconds and memory, in User Mode Linux: bare forwarding, one stateless
# nft rule, nf_conntrack with nft (nf), the same with its accounting and
# timestamps (acct), which ct6 always has, and ct6. Each has a router, a source
# and a sink of its own; they take turns with the same traffic, and the middle
# of all rounds counts.
#
#	selftests/uml/run bench --memory 8G selftests/bench/times.sh \
#		[--rounds N] [--count N] [--most FLOWS] PROGRAMS [CASE...]
#
# PROGRAMS is where segments and bursts are. CASE is packets, live,
# memory, rules, grow, expire, dump or events; all by default. Prints a
# line of JSON for each figure: "ns" is all that a packet took, generator included, "over" the middle
# of what it took longer than in the bare lane of the same round, or, where
# packets are denied, than in the stateless one; "x" is how many flows live, or
# how many rules do not match.

. "$(dirname "$0")/lib.sh"

rounds=5 count=100000 most=1001000
while :; do
	case ${1-} in
	--rounds) rounds=$2; shift 2 ;;
	--count) count=$2; shift 2 ;;
	--most) most=$2; shift 2 ;;
	*) break ;;
	esac
done
programs=$1
shift
[ $# -gt 0 ] || set -- packets live memory rules grow expire dump events
work=$(mktemp -d)
filters="bare stateless nf acct ct6"
hashsize=/sys/module/nf_conntrack/parameters/hashsize

complain() {
	echo "times.sh: $*" >&2
	exit 1
}

# in_lane FILTER COMMAND...
in_lane() {
	lane=.$1
	shift
	"$@"
	lane=
}

# json NAME=VALUE...: numbers and words
json() {
	local pair sep='{'
	for pair; do
		if [[ ${pair#*=} =~ ^-?[0-9]+(\.[0-9]+)?$ ]]; then
			printf '%s"%s":%s' "$sep" "${pair%%=*}" "${pair#*=}"
		else
			printf '%s"%s":"%s"' "$sep" "${pair%%=*}" "${pair#*=}"
		fi
		sep=,
	done
	echo '}'
}

# middle FILE: least, middle and most of its numbers
middle() {
	sort -g "$1" | awk '{ v[NR] = $1 }
		END { printf "%.1f %.1f %.1f\n", v[1], v[int((NR + 1) / 2)], v[NR] }'
}

# alternate CASE X BASE EXPECTED FILTERS COMMAND...: a round is the command in
# the lane of each filter; it prints nanoseconds, and EXPECTED packets must
# arrive. The first round does not count.
alternate() {
	local name=$1 x=$2 base=$3 want=$4 list=$5
	local round filter before got ns over least most_ns
	shift 5
	rm -f "$work"/ns.* "$work"/over.*
	for ((round = 0; round <= rounds; round++)); do
		for filter in $list; do
			lane=.$filter
			before=$(arrived)
			ns=$("$@") || complain "$name, $filter: $* failed"
			got=$(($(arrived) - before))
			[ $got -eq "$want" ] ||
				complain "$name, $filter: $got packets arrived, not $want"
			[ $round -gt 0 ] || continue
			echo "$ns" >>"$work/ns.$filter"
		done
	done
	lane=
	for filter in $list; do
		paste "$work/ns.$filter" "$work/ns.$base" |
			awk '{ printf "%.1f\n", $1 - $2 }' >"$work/over.$filter"
		read -r least ns most_ns < <(middle "$work/ns.$filter")
		read -r _ over _ < <(middle "$work/over.$filter")
		json "case=$name" "x=$x" "filter=$filter" "ns=$ns" "over=$over" \
			"least=$least" "most=$most_ns"
	done
}

# forget: all flows of the lane's router
forget() {
	case $lane in
	.ct6) on router ct6 flush flows >/dev/null ;;
	.nf | .acct) on router conntrack -F >/dev/null 2>&1 ;;
	esac
}

# live: how many there are, those whose time has run out included
live() {
	case $lane in
	.ct6) on router ct6 --json stats | jq .flows ;;
	.nf | .acct) on router cat /proc/sys/net/netfilter/nf_conntrack_count ;;
	esac
}

# Many flows, each pair of ports once: A source ports and B destination ports
# that have no common divisor. range A B [WORDS]: from the source
range() {
	local a=$1 b=$2 number=$3
	shift 3
	generate source "$number" 128 "src6 $src" "dst6 $dst" \
		"udp_src_min 10000" "udp_src_max $((10000 + a))" \
		"udp_dst_min 5000" "udp_dst_max $((5000 + b))" "$@"
}

range_back() {
	local a=$1 b=$2
	generate sink $((a * b)) 128 "src6 $dst" "dst6 $src" \
		"udp_dst_min 10000" "udp_dst_max $((10000 + a))" \
		"udp_src_min 5000" "udp_src_max $((5000 + b))"
}

# begin_flows A B: begun, answered, and once more, as under way
begin_flows() {
	range "$1" "$2" $(($1 * $2)) >/dev/null
	range_back "$1" "$2" >/dev/null
	range "$1" "$2" $(($1 * $2)) >/dev/null
	case $lane in
	.nf | .acct | .ct6)
		[ "$(live)" -ge $(($1 * $2)) ] ||
			complain "$lane: $(live) flows, not $(($1 * $2))"
		;;
	esac
}

denied_there() {
	generate sink "$1" 128 "src6 $dst" "dst6 $src" "udp_src_min 9000" \
		"udp_src_max 9000" "udp_dst_min 1000" "udp_dst_max 2000"
}

new_flows() {
	forget
	as_new "$1"
}

segments_through() {
	forget
	"$programs/segments" "source$lane" "sink$lane" \
		"$(on router cat /sys/class/net/west/address)" \
		"$(on router cat /sys/class/net/east/address)" 100 "$1" 256
}

syns() {
	forget
	bursts syn "$@"
}

case_packets() {
	local filter
	for filter in $filters; do
		in_lane "$filter" begin_flows 1000 1
	done
	alternate established 1000 bare "$count" "$filters" forth "$count" 1000
	alternate denied 0 stateless 0 "stateless nf acct ct6" \
		denied_there "$count"
	alternate tcp 100 bare $((count + 400)) "$filters" \
		segments_through "$count"
	alternate new 3 bare 50000 "bare nf acct ct6" new_flows 50000
	alternate syn-accepted 3 bare 50000 "bare nf acct ct6" syns source 50000
	alternate syn-refused 3 stateless 0 "stateless nf acct ct6" syns sink 50000
	for filter in $filters; do
		in_lane "$filter" forget
	done
}

# nf_conntrack has one table for all namespaces: acct has no flows here.
case_live() {
	local pair a b filter
	for pair in "1000 1" "100 101" "316 317" "1000 1001" "2000 2001"; do
		read -r a b <<<"$pair"
		[ $((a * b)) -le "$most" ] || continue
		for filter in nf ct6; do
			in_lane "$filter" forget
			in_lane "$filter" begin_flows $a $b
		done
		alternate live $((a * b)) bare "$count" "bare nf ct6" \
			range $a $b "$count" "flag UDPSRC_RND" "flag UDPDST_RND"
	done
	for filter in nf ct6; do
		in_lane "$filter" forget
	done
}

kib() {
	awk -v name="$1:" '$1 == name { print $2 }' /proc/meminfo
}

taken() {
	echo $(($(kib Slab) + $(kib VmallocUsed)))
}

# Bytes a flow takes: all slabs and mapped tables before and with so many.
case_memory() {
	local filter before used
	for filter in nf acct ct6; do
		lane=.$filter
		forget
		settle
		before=$(taken)
		range 1000 1001 1001000 >/dev/null
		settle
		used=$((($(taken) - before) * 1024))
		[ "$(live)" -ge 1001000 ] || complain "memory, $filter: $(live) flows"
		json case=memory x=1001000 "filter=$filter" \
			"bytes=$(awk -v u=$used -v n="$(live)" 'BEGIN { printf "%.1f", u / n }')"
		forget
		lane=
	done
	json case=memory-table "filter=nf" \
		"bytes=$(($(cat $hashsize) * 8))" "note=buckets made at once"
}

# settle: what was freed is free, and tables have their size
settle() {
	local last=-1 now
	now=$(taken)
	while [ "$now" -ne "$last" ]; do
		last=$now
		read -r -t 1 <> <(:) || true
		now=$(taken)
	done
}

rules_of() {
	case $lane in
	.ct6) ct6_rules "$1" ;;
	.nf | .acct)
		on router nft flush ruleset
		nft_rules "$1"
		;;
	esac
}

case_rules() {
	local nr filter
	for nr in 0 10 100 1000 10000 set; do
		for filter in nf ct6; do
			in_lane "$filter" rules_of $nr
		done
		if [ $nr = set ]; then
			alternate new-set 10000 bare 5000 "bare nf ct6" new_flows 5000
		else
			alternate new-rules $nr bare 5000 "bare nf ct6" new_flows 5000
		fi
	done
	for filter in nf ct6; do
		in_lane "$filter" rules_of 0
		in_lane "$filter" forget
	done
}

# timed COMMAND...: its nanoseconds
timed() {
	local begin end
	begin=$(date +%s%N)
	"$@" >/dev/null 2>"$work/stderr" || complain "$*: $(cat "$work/stderr")"
	end=$(date +%s%N)
	echo $((end - begin))
}

# timed_case CASE X FILTER COMMAND...
timed_case() {
	local name=$1 x=$2 filter=$3 ns
	shift 3
	lane=.$filter
	ns=$(timed on router "$@") || exit 1
	lane=
	json "case=$name" "x=$x" "filter=$filter" "ns=$ns"
}

case_dump() {
	local filter
	for filter in acct ct6; do
		in_lane "$filter" forget
		in_lane "$filter" range 1000 1001 1001000 >/dev/null
	done
	timed_case dump 1001000 acct conntrack -L -f ipv6
	timed_case dump 1001000 ct6 ct6 flows
	timed_case dump-none 1001000 acct conntrack -L -f ipv6 -p tcp
	timed_case dump-none 1001000 ct6 ct6 flows tcp
	for filter in acct ct6; do
		in_lane "$filter" forget
	done
}

short_life() {
	case $lane in
	.ct6) on router ct6 set timeout-udp-unreplied "$1" ;;
	*) on router sysctl -qw net.netfilter.nf_conntrack_udp_timeout="$1" ;;
	esac
}

case_expire() {
	local filter end now
	for filter in nf ct6; do
		lane=.$filter
		forget
		settle
		short_life 20
		range 1000 1001 1001000 >/dev/null
		end=$(($(date +%s%N) / 1000000 + 20000))
		[ "$(live)" -ge 1001000 ] || complain "expire, $filter: $(live) flows"
		while [ "$(live)" -gt 0 ]; do
			now=$(($(date +%s%N) / 1000000))
			[ $now -lt $((end + 600000)) ] || complain "expire, $filter: $(live) are left"
			read -r -t 0.2 <> <(:) || true
		done
		now=$(($(date +%s%N) / 1000000))
		json case=expire x=1001000 "filter=$filter" "late_ms=$((now - end))"
		short_life 100000
		lane=
	done
}

# listen: somebody who prints what begins and ends, when there is nothing else
# to do; its process is $listener. Its socket is in the namespace's list when
# it hears.
listen() {
	local command=(conntrack -E -e NEW,DESTROY -f ipv6)
	[ "$lane" = .nf ] || command=(ct6 monitor flows)
	ip netns exec "router$lane" chrt -i 0 "${command[@]}" \
		>"$work/heard$lane" 2>&1 </dev/null &
	listener=$!
	until [ -n "$(listening 5)" ]; do
		kill -0 $listener || complain "$lane: $(cat "$work/heard$lane")"
		read -r -t 0.2 <> <(:) || true
	done
}

# listening COLUMN: of the one socket of the namespace that is in a group, in
# /proc/net/netlink: 5 what waits for it, 9 what was lost
listening() {
	on router awk -v column="$1" \
		'NR > 1 && $4 != "00000000" { print $column }' /proc/net/netlink
}

# heard: the listener has heard all
heard() {
	until [ "$(listening 5)" = 0 ]; do
		kill -0 "$listener" || complain "$lane: the listener is gone"
		read -r -t 0.2 <> <(:) || true
	done
}

# new_flows(), with a listener
new_heard() {
	forget
	heard
	as_new "$1"
	heard
}

# ticks of the listener
listener_took() {
	awk '{ print $14 + $15 }' "/proc/$listener/stat"
}

# What a flow costs when somebody listens: the packet that begins it, and the
# listener for its two lines.
case_events() {
	local filter nr=20000 before took lines
	# what conntrack -b asks for is not what its socket gets
	sysctl -qw net.core.rmem_default=268435456
	alternate events-none $nr bare $nr "bare nf ct6" new_flows $nr
	for filter in nf ct6; do
		lane=.$filter
		forget
		listen
		before=$(listener_took)
		lane=
		alternate events $nr bare $nr "bare $filter" new_heard_by $filter $nr
		lane=.$filter
		forget
		heard
		took=$(($(listener_took) - before))
		[ "$(listening 9)" = 0 ] || complain "events, $filter: $(listening 9) were lost"
		kill "$listener"
		wait "$listener"
		lines=$(wc -l <"$work/heard.$filter")
		[ "$lines" -ge $((2 * nr * (rounds + 1))) ] ||
			complain "events, $filter: $lines lines"
		json case=events-listener "x=$nr" "filter=$filter" \
			"line_ns=$((took * 1000000000 / $(getconf CLK_TCK) / lines))"
		lane=
	done
}

# new_heard_by FILTER COUNT: who has no flows has no listener
new_heard_by() {
	if [ "$lane" = ".$1" ]; then
		new_heard "$2"
	else
		new_flows "$2"
	fi
}

# grown FILTER: prints what bursts does
grown() {
	lane=.$1
	forget
	settle	# or what was forgotten is freed meanwhile
	bursts grow source 1001000
	lane=
}

# resize_at FLOWS: nf_conntrack's table, when it has so many
resize_at() {
	lane=.nf
	until [ "$(live)" -ge "$1" ]; do
		read -r -t 0.1 <> <(:) || true
	done
	echo 1048576 >$hashsize
}

case_grow() {
	local filter longest late mean nr=3 i
	for filter in bare nf nf-resized ct6; do
		: >"$work/grow"
		for ((i = 0; i < nr; i++)); do
			if [ $filter = nf-resized ]; then
				in_lane nf forget
				echo 65536 >$hashsize
				resize_at 500000 &
				grown nf >>"$work/grow"
				wait $!
			else
				grown $filter >>"$work/grow"
			fi
		done
		# what else the host does can only make it more
		read -r longest _ < <(middle <(cut -d ' ' -f 1 "$work/grow"))
		read -r late _ < <(middle <(cut -d ' ' -f 2 "$work/grow"))
		read -r _ mean _ < <(middle <(cut -d ' ' -f 3 "$work/grow"))
		json case=grow x=1001000 "filter=$filter" "longest=$longest" \
			"kept=$late" "ns=$mean"
	done
	in_lane nf forget
	in_lane ct6 forget
}

# For a profiler that looks on from outside: with CT6_PROFILE="FILTER A B", ten
# seconds of packets of A times B flows, with "FILTER new" of packets that each
# begin a flow. Where the modules are is left in PROGRAMS/kallsyms.
case_profile() {
	local end
	cat /proc/kallsyms >"$programs/kallsyms"
	lane=.${CT6_PROFILE%% *}
	# shellcheck disable=SC2086 # words
	set -- ${CT6_PROFILE#* }
	forget
	[ "$1" = new ] || begin_flows "$1" "$2"
	: >"$programs/profile-begins"
	end=$((SECONDS + 10))
	while [ $SECONDS -lt $end ]; do
		if [ "$1" = new ]; then
			new_flows 50000 >/dev/null
		else
			range "$1" "$2" 1000000 "flag UDPSRC_RND" \
				"flag UDPDST_RND" >/dev/null
		fi
	done
	lane=
}

boot_line() {
	json "kernel=$(uname -r)" "date=$(date -u +%Y-%m-%d)" \
		"processor=${CT6_PROCESSOR-unknown}" \
		"rounds=$rounds" "count=$count"
}

lanes_up() {
	local filter
	modprobe -a nf_conntrack nf_conntrack_netlink nf_tables nft_ct || exit 1
	echo 1048576 >$hashsize
	sysctl -qw net.netfilter.nf_conntrack_max=5000000
	insmod "$CT6_KO" || exit 1
	for filter in $filters; do
		lane=.$filter
		hosts_up || exit 1
		case $filter in
		stateless) stateless_rules ;;
		acct)
			on router sysctl -qw net.netfilter.nf_conntrack_acct=1 \
				net.netfilter.nf_conntrack_timestamp=1
			nft_rules
			;;
		nf) nft_rules ;;
		ct6)
			on router ct6 set max-flows 5000000
			ct6_rules
			;;
		esac
	done
	lane=
}

lanes_up
boot_line
for name; do
	"case_$name"
done
for filter in $filters; do
	in_lane "$filter" hosts_down
done
rmmod ct6
rm -rf "$work"
