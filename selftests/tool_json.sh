#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every command's --json is JSON, with the names that the netlink spec has,
# and says the same as the kernel.

. "$(dirname "$0")/lib.sh"
plan 31
silent_hosts
modprobe -q nfnetlink_log
cat >"$work/rules" <<-END
	chain input { policy drop; }
	chain forward {
		policy drop;
		ct state established,related accept
		iifname { "lan", "x*" } ip6 saddr 2001:db8:1::/64 ip6 daddr & ::ff == ::2 accept comment "quote \" and \\\\"
		tcp dport 1-1023 tcp flags & (syn|ack) == syn limit rate 5/minute burst 7 packets log prefix "j: " level info
		icmpv6 type { echo-request, 200-201 } meta mark set 0x7 jump user
		log group 3 snaplen 64
		ct mark set 0x9 notrack
		reject with icmpv6 admin-prohibited
	}
	chain user {
		exthdr frag exists drop
		tcp dport 80 reject with tcp reset
		return
	}
END

# json NAME FILTER COMMAND...: the output is JSON and the filter is true of it
json() {
	local name=$1 filter=$2
	shift 2
	on router ct6 --json "$@" >"$work/out" 2>"$work/err"
	if jq -es "$filter" "$work/out" >/dev/null 2>&1; then
		result ok "$name"
	else
		note "expected: $filter"
		note "seen:     $(cat "$work/out" "$work/err")"
		result "not ok" "$name"
	fi
}

json "show without a ruleset" 'length == 1' show
json "flows without a ruleset" '. == [[]]' flows
json "check" 'length == 1' check "$work/rules"
json "load" 'length == 1' load "$work/rules"
json "show: one object" 'length == 1 and (.[0] | type == "object")' show
json "show: every rule" '[.[0].chains[].rules | length] == [0, 7, 3]' show
json "show: the comment as it was" \
	'.[0].chains[1].rules[1].comment == "quote \" and \\"' show
json "show of one chain" '[.[0].chains[].name] == ["user"]' show user
json "show with counters" '.[0].chains[1].rules[0].packets == 0' show -c
json "show with handles" '.[0].chains[1].rules[0].handle > 0' show -a

results_of python3 - <<'END'
from packets import *

w = Wire()
w.ct6("insert", "forward", "udp", "dport", "53", "ct", "mark", "set", "0x7")
equal("traffic for the flows: a TCP, a UDP, an echo", 3,
      w.from_lan(tcp(LAN, WAN, "S", 1), udp(LAN, WAN, 2), echo(LAN, WAN, 3)))
w.from_wan(udp(WAN, LAN, 53, 2))
END
json "flows: a list of three" 'length == 1 and (.[0] | length) == 3' flows
json "flows: both directions of each" \
	'all(.[0][]; .orig.src == .reply.dst and .orig.packets == 1)' flows
json "flows: the filter is applied" '.[0] | length == 1 and .[0].reply.packets == 1' flows udp
json "flows: state" '.[0][0].state == "syn-sent"' flows tcp
json "flows: status" '.[0][0].status == ["seen-reply"]' flows udp
json "flows: what a ping is" '.[0][0].icmpv6 == {"type": 128, "type-name": "echo-request", "id": 3}' flows icmpv6
json "flows: the mark" '.[0][0].mark == 7' flows udp
json "flows count" '[.. | numbers] == [3]' flows count
json "flows delete" '[.. | numbers] == [1]' flows delete udp
json "flows delete of none" '[.. | numbers] == [0]' flows delete udp
succeeds "deleting none is done" on router ct6 flows delete udp
# the names of the spec, as the header has them
names() {
	sed -n "s/^\tCT6_A_$1_\([A-Z0-9_]*\)\( = 1\)\{0,1\},/\1/p" "$here/../uapi/linux/ct6.h" |
		tr 'A-Z_' 'a-z-' | grep -v '^pad$' | sort
}
json "stats" 'length == 1 and all(.[0][]; type == "number")' stats
equal "stats: all names of the spec" "$(names STATS)" "$(on router ct6 --json stats | jq -r 'keys[]' | sort)"
equal "stats: the value is the kernel's" 2 "$(stat_of router flows)"
json "get" 'length == 1 and .[0]["timeout-udp"] == 300' get
equal "get: all names of the spec" "$(names CONFIG)" "$(on router ct6 --json get | jq -r 'keys[]' | sort)"
json "get of one" '[.. | numbers] == [300]' get timeout-udp
json "set" 'true' set timeout-udp 301
json "and then get" '[.. | numbers] == [301]' get timeout-udp
json "flush" 'length == 1' flush
