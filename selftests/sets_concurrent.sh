#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# While packets come, one adds and takes out elements, one flushes, one lets
# them time out, one dumps, and one loads rulesets. What is always in a set
# always matches, what never is never does, no dump shows what is not, and in
# the end the set is what was put into it.

. "$(dirname "$0")/lib.sh"
plan 5
three_hosts
ruleset() {
	cat <<-'END'
		set churned { type ipv6_addr; flags interval, timeout; elements = {
			2001:db8:1::2, 2001:db8:ffff::/48 } }
		set quick { type ipv6_addr; timeout 1s; }
		chain forward {
			policy drop;
			ip6 saddr @quick drop
			ip6 saddr @churned counter accept
			ip6 daddr @churned counter accept
		}
	END
}
ruleset | load_rules router

# in_turn NAME COMMAND...: until the file "end" appears; counts its turns
in_turn() {
	local name=$1 turns=0
	shift
	while [ ! -e "$work/end" ]; do
		"$@" || echo "$name: $*" >>"$work/failed"
		turns=$((turns + 1))
	done
	echo $turns >"$work/turns.$name"
}
many=$(seq -f '2001:db8:%g::/48' 100 399)
# shellcheck disable=SC2086 # lists
add_del() { on router ct6 set-add churned $many && on router ct6 set-del churned $many; }
expire() { on router ct6 set-add quick 2001:db8:7::1 2001:db8:7::2; }
flush() { on router ct6 set-flush quick; }
dump() {
	on router ct6 --json show set churned >"$work/dump" &&
		[ "$(jq '[.elements[].value | select(startswith("2001:db8:1::2") or startswith("2001:db8:ffff"))] | length' "$work/dump")" = 2 ]
}
load() { ruleset | on router ct6 load -; }

for job in add_del expire flush dump load; do
	in_turn $job $job &
done
# 300 packets of as many flows, and as many of one: none may be lost
lost=0
for _ in 1 2 3 4 5 6; do
	on lan ping -6 -q -f -c 100 -W 5 "$wan" >"$work/ping" 2>&1
	grep -q ' 0% packet loss' "$work/ping" || lost=$((lost + 1))
done
on lan ip -6 addr add 2001:db8:1::3/64 dev eth0 nodad
fails "what never is in the set does not pass" on lan ping -6 -q -c 3 -i 0.2 -W 1 \
	-I 2001:db8:1::3 "$wan"
touch "$work/end"
wait
equal "what always is in the set passes" 0 "$lost"
equal "no change and no dump failed" "" "$(sort "$work/failed" 2>/dev/null | uniq -c)"
note "turns: $(grep -H . "$work"/turns.* | sed 's|.*turns\.||' | tr '\n' ' ')"
load
equal "in the end the set is what was loaded" '["2001:db8:1::2","2001:db8:ffff::"]' \
	"$(on router ct6 --json show set churned | jq -c '[.elements[].value]')"
succeeds "and can be taken away" on router ct6 flush
