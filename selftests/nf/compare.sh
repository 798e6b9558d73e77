# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What a comparison sources: the same rules and the same packets, once for nft
# with nf_conntrack and once for ct6. Nothing here passes or fails; what each
# case shows of ct6 is tested beside this folder.
#
#	. "$(dirname "$0")/compare.sh"
#	rules <<-'RULES'		# instead of those below
#		chain forward { ... }	# nft's words; @only{...} is for ct6 alone
#	RULES
#	cases <<'CASES'
#	case("what", result)		# python, with packets.py
#	CASES

. "$(dirname "$0")/lib.sh"
tests=$(cd "$nf/.." && pwd)
modprobe -qa nft_reject_inet

rules() {
	cat >"$work/rules"
}

# The lan begins, what belongs to it passes.
rules <<-'RULES'
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" accept
	}
RULES

# load SIDE HOST
load() {
	if [ "$1" = nf ]; then
		sed 's/@only{[^}]*}//g; s/chain \(input\|forward\|output\) {/& type filter hook \1 priority 0;/
			1s/^/table ip6 t {\n/; $s/$/\n}/' "$work/rules" | on "$2" nft -f -
	else
		sed 's/@only{\([^}]*\)}/\1/g' "$work/rules" | on "$2" ct6 load -
	fi
}

# nf_checksum=0 keeps nf_conntrack from verifying checksums.
topology() {
	silent_hosts
	neighbour wan wan 2001:db8:2::5
	on router sysctl -qw net.ipv6.icmp.ratelimit=0
	[ "$1" = ct6 ] || on router sysctl -qw \
		net.netfilter.nf_conntrack_checksum="${nf_checksum-1}"
}

results() {
	{
		printf 'import sys\nfrom packets import *\nSIDE = sys.argv[1]\n'
		printf 'def case(name, result):\n'
		printf '    print("%%s\\t%%s" %% (name, result), flush=True)\n'
		printf 'def passes(count):\n    return "passes" if count else "dropped"\n'
		cat "$work/cases"
	} >"$work/cases.py"
	PYTHONPATH=$tests python3 "$work/cases.py" "$1"
}

cases() {
	local side
	cat >"$work/cases"
	for side in nf ct6; do
		topology "$side"
		load "$side" "${loaded-router}" || exit 1
		results "$side" >"$work/$side" || exit 1
		end_hosts
	done
	show
}

show() {
	echo "# $(basename "$0" .sh), Linux $(uname -r)"
	{
		printf 'case\tnf_conntrack\tct6\n'
		join -t "$(printf '\t')" -o 0,1.2,2.2 --nocheck-order "$work/nf" "$work/ct6"
	} | awk -F '\t' '{ printf "%-58s | %-18s | %s\n", $1, $2, $3 }'
}
