#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a set of prefixes costs, with nft and with ct6: the time to load a
# ruleset with one of 100,000, one element more, and a packet that begins a
# flow and is looked up in vain in sets of 0, 10, 1,000 and 100,000. Runs
# inside the VM; under --icount a nanosecond is an instruction.
#
#	selftests/vm/run [--icount] selftests/bench/sets.sh [COUNT]
#
# Prints a line of JSON for each figure, in nanoseconds.

. "$(dirname "$0")/lib.sh"

count=${1-20000}
work=$(mktemp -d)

# prefixes NUMBER: as nft and ct6 write them, both sides of the source's
prefixes() {
	awk -v nr="$1" 'BEGIN {
		step = 100000 / nr
		for (i = 0; i < nr; i++)
			printf "%s2001:%x:%x::/48", i ? ",\n" : "",
				3511 + int(i * step / 30000),
				1 + 2 * (int(i * step) % 30000)
	}'
}

rules() {
	echo "ct state established,related accept"
	echo "ct state invalid drop"
	[ "$1" -eq 0 ] || echo "ip6 saddr @banned drop"
	echo 'iifname "west" ct state new accept'
}

declare_set() {
	[ "$1" -eq 0 ] || cat <<-END
		set banned {
			type ipv6_addr; flags interval
			elements = { $(prefixes "$1") }
		}
	END
}

ruleset_nft() {
	echo "table ip6 filter {"
	declare_set "$1"
	echo "chain forward { type filter hook forward priority filter; policy drop;"
	rules "$1"
	echo "}"
	echo "}"
}

ruleset_ct6() {
	declare_set "$1"
	echo "chain forward { policy drop;"
	rules "$1"
	echo "}"
}

result() {
	printf '{"case":"%s","filter":"%s","ns":%s}\n' "$1" "$2" "$3"
}

# timed CASE FILTER COMMAND...
timed() {
	local name=$1 filter=$2 begin end
	shift 2
	begin=$(date +%s%N)
	"$@" || exit 1
	end=$(date +%s%N)
	result "$name" "$filter" $((end - begin))
}

load_nft() { on router nft -f "$work/nft.$1"; }
load_ct6() { on router ct6 load "$work/ct6.$1"; }
add_nft() { on router nft add element ip6 filter banned "{ 2001:db8:2::/48 }"; }
add_ct6() { on router ct6 set-add banned 2001:db8:2::/48; }

clean_nft() { on router nft flush ruleset; }
clean_ct6() { on router ct6 flush; }

begin_nft() {
	modprobe nf_conntrack_netlink
	on router sysctl -qw net.netfilter.nf_conntrack_udp_timeout=100000
}

begin_ct6() {
	insmod "$CT6_KO" || exit 1
	on router ct6 set timeout-udp 100000 timeout-udp-unreplied 100000 tracking on
}

# packets FILTER NUMBER: every one a flow of its own, and all must arrive
packets() {
	local before ns got
	before=$(arrived)
	ns=$(generate source "$count" 128 "src6 $src" "dst6 $dst" \
		"udp_dst_min 5000" "udp_dst_max 5000" \
		"udp_src_min 10000" "udp_src_max 60000")
	got=$(($(arrived) - before))
	if [ "$got" -ne "$count" ]; then
		echo "sets.sh: $1 with $2: $got packets arrived, not $count" >&2
		exit 1
	fi
	result "new, $2 prefixes" "$1" "$ns"
}

# what `conntrack -F` asks for
forget_nft() {
	on router python3 -c '
import socket, struct
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
s.send(struct.pack("=IHHII", 20, 0x102, 5, 1, 0) + b"\x0a\0\0\0")
err = struct.unpack_from("=i", s.recv(4096), 16)[0]
raise SystemExit(err)' || exit 1
}

forget_ct6() {
	on router ct6 flush flows
}

hosts_up || exit 1
for filter in nft ct6; do
	for nr in 0 10 1000 100000; do
		"ruleset_$filter" $nr >"$work/$filter.$nr"
	done
done
for filter in nft ct6; do
	"begin_$filter"
	for nr in 0 10 1000; do
		"load_$filter" $nr || exit 1
		packets $filter $nr
		"forget_$filter"
		"clean_$filter"
	done
	timed "load, 100000 prefixes" $filter "load_$filter" 100000
	packets $filter 100000
	timed "one prefix more" $filter "add_$filter"
	"forget_$filter"
	timed "flush, 100000 prefixes" $filter "clean_$filter"
done
rmmod ct6
hosts_down
rm -rf "$work"
