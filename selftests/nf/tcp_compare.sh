#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The cases of tcp_*.sh at a router with nf_conntrack and nft, and at one with
# ct6: prints where they differ, and what blind attackers come to. The words
# are those of tcp.py: delivered or not, and the state then.
#
#	selftests/vm/run selftests/nf/tcp_compare.sh [TEST...]

. "$(dirname "$0")/lib.sh"
[ $# -gt 0 ] || set -- handshake simultaneous close reset window syn loose quotes
cases() {
	local name
	for name; do
		sed -n "/<<'CASES'\$/,/^CASES\$/p" "$nf/../tcp_$name.sh" |
			grep -v "CASES"
	done
}
cases "$@" >"$work/cases"

play() {
	PYTHONPATH=$nf/.. python3 "$nf/../tcp.py" --table "$@" <"$work/cases"
	PYTHONPATH=$nf/.. python3 "$nf/../tcp_blind.py" --table "$@" |
		sed 's/\t/\tattack\t/'
}

silent_hosts
nf_rules router
play --nf >"$work/nf"
end_hosts
silent_hosts
play >"$work/ct6"

echo "nf_conntrack of $(uname -r) | ct6"
paste "$work/nf" "$work/ct6" | awk -F '\t' '
	$2 == "attack" { blind = blind $1 " | " $3 " | " $6 "\n"; next }
	{ total++; if (!($1 in seen)) { seen[$1]; cases++ } }
	$3 != $6 {
		differ++
		if (!($1 in shown)) { shown[$1]; other++; print "\n" $1 }
		print "    " $2 " | " $3 " | " $6
	}
	END {
		printf "\n%d of %d segments and %d of %d cases differ\n\n%s",
		       differ, total, other, cases, blind
	}'
