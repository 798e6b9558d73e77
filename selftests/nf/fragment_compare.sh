#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The same fragments to a router with nf_conntrack and nft, and to one with
# ct6: prints what either does, side by side. Nothing here passes or fails;
# the tests are fragment_*.sh.

tests=$(cd "$(dirname "$0")/.." && pwd)
if [ -z "${CT6_TEST_ISOLATED-}" ]; then
	export CT6_TEST_ISOLATED=1
	exec unshare --mount --fork --kill-child "$0" "$@"
fi

. "$tests/lib.sh"
trap - EXIT
modprobe -qa nf_conntrack nf_tables nft_ct

cases() {
	PYTHONPATH=$tests python3 "$tests/nf/fragment_cases.py" "$@"
}

fresh() {
	silent_hosts
	on router sysctl -qw net.ipv6.icmp.ratelimit=0
}

fresh
on router nft -f - <<-RULES
	table ip6 t {
		chain forward {
			type filter hook forward priority filter; policy accept;
			ct state new counter
			ct state established counter
			ct state related counter
			ct state invalid counter
			ct state untracked counter
		}
	}
RULES
cases nf "$@" | tee "$work/nf" >&2
end_hosts

fresh
load_rules router <<-RULES
	chain forward { policy accept; }
RULES
cases ct6 "$@" | tee "$work/ct6" >&2
end_hosts

uname -r
join -t "$(printf '\t')" -o 0,1.2,1.3,1.4,2.4 --nocheck-order \
	"$work/nf" "$work/ct6" |
	awk -F '\t' '{ printf "%s\n  %s: %s\n    nf:  %s\n    ct6: %s\n", $1, $2, $3, $4, $5 }'
rm -rf "$work"
