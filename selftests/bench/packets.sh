#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Cost of a packet through a router: bare, with nf_conntrack and nft, with
# ct6. Runs inside the VM; under --icount a nanosecond is an instruction, and
# the figures are the same in every run.
#
#	selftests/vm/run --icount selftests/bench/packets.sh [COUNT [FLOWS]]
#
# Prints a line of JSON for each figure.

. "$(dirname "$0")/lib.sh"

count=${1-20000}
flows=${2-1000}

# The same ruleset in both languages: what is under way passes, what begins
# at the source passes, the rest ends at the policy.
nft_rules() {
	modprobe nf_conntrack
	on router sysctl -qw net.netfilter.nf_conntrack_udp_timeout=100000 \
		net.netfilter.nf_conntrack_udp_timeout_stream=100000
	on router nft -f - <<-END
		table ip6 filter {
			chain forward {
				type filter hook forward priority filter; policy drop;
				ct state established,related accept
				ct state invalid drop
				iifname "west" ct state new accept
			}
		}
	END
}

nft_stateless() {
	on router nft -f - <<-END
		table ip6 filter {
			chain forward {
				type filter hook forward priority filter; policy drop;
				udp dport 5000 accept
				udp sport 5000 accept
			}
		}
	END
}

ct6_rules() {
	# idle time passes in a moment here: nothing is to expire meanwhile
	on router ct6 set timeout-udp 100000 timeout-udp-unreplied 100000
	on router ct6 load - <<-END
		chain forward {
			policy drop;
			ct state established,related accept
			ct state invalid drop
			iifname "west" ct state new accept
		}
	END
}

clean() {
	on router nft flush ruleset
	if grep -q '^ct6 ' /proc/modules; then
		on router ct6 flush
		rmmod ct6
	fi
}

result() {
	printf '{"case":"%s","filter":"%s","ns":%s}\n' "$1" "$2" "$3"
}

# measure CASE FILTER EXPECTED COMMAND...: EXPECTED packets must arrive
measure() {
	local name=$1 filter=$2 want=$3 before ns got
	shift 3
	before=$(arrived)
	ns=$("$@")
	got=$(($(arrived) - before))
	if [ "$got" -ne "$want" ]; then
		echo "packets.sh: $name, $filter: $got packets arrived, not $want" >&2
		exit 1
	fi
	result "$name" "$filter" "$ns"
}

# as_new COUNT: every packet a flow of its own
as_new() {
	generate source "$1" 128 "src6 $src" "dst6 $dst" "udp_dst_min 5000" \
		"udp_dst_max 5000" "udp_src_min 10000" "udp_src_max 60000"
}

stateful() {
	forth "$flows" "$flows" >/dev/null	# begin them
	back "$flows" "$flows" >/dev/null	# answer them
	forth "$flows" "$flows" >/dev/null	# and once more
	measure established "$1" "$count" forth "$count" "$flows"
}

# What comes from the sink's side has no flow and no rule. Where the sink is
# and where the source is change places for that.
denied() {
	generate sink "$1" 128 "src6 $dst" "dst6 $src" "udp_src_min 6000" \
		"udp_src_max 6000" "udp_dst_min 1000" "udp_dst_max 2000"
}

hosts_up || exit 1
measure established bare "$count" forth "$count" "$flows"
nft_stateless
measure established stateless "$count" forth "$count" "$flows"
measure denied stateless 0 denied "$count"
clean

nft_rules
stateful nf
measure denied nf 0 denied "$count"
measure new nf "$count" as_new "$count"
clean

insmod "$CT6_KO" || exit 1
ct6_rules
stateful ct6
measure denied ct6 0 denied "$count"
measure new ct6 "$count" as_new "$count"
on router ct6 stats | awk '$2' >&2
clean
hosts_down
