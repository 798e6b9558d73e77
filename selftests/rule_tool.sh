#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The tool changes the running ruleset with nft's words; what is wrong is
# told at its place in the words given.

. "$(dirname "$0")/lib.sh"
plan 28
host router

ct6() {
	on router ct6 "$@"
}

rules() {
	ct6 show | sed -n 's/^\t//p' | paste -sd '|'
}

handle_of() {
	ct6 show -a | sed -n "s/^\t$1.* # handle //p"
}

succeeds "a base chain is added" ct6 add chain forward "{ policy drop; }"
succeeds "a chain with rules" ct6 add chain web "{ tcp dport 80 accept; tcp dport 81 drop; }"
succeeds "a rule" ct6 add forward tcp dport 22 accept
succeeds "nft's word rule is known" ct6 add rule forward udp dport 53 accept
equal "they stand in order" "policy drop;|tcp dport 22 accept|udp dport 53 accept|tcp dport 80 accept|tcp dport 81 drop" "$(rules)"
ct6 flush chain web
ct6 insert forward jump web
ct6 insert forward index 1 meta l4proto esp accept comment "two words"
equal "an index counts from 0, as nft's" 'policy drop;|jump web|meta l4proto esp accept comment "two words"|tcp dport 22 accept|udp dport 53 accept' "$(rules)"
ssh=$(handle_of "tcp dport 22")
contains "-a prints the handle" "^# handle $((ssh + 4))$" \
	"$(ct6 add forward handle "$ssh" tcp dport 23 drop -a)"
ct6 replace forward handle "$ssh" tcp dport 2222 accept
equal "a rule is replaced" "$ssh" "$(handle_of "tcp dport 2222")"
ct6 delete forward index 1
ct6 delete rule forward position "$(handle_of "tcp dport 23")"
equal "rules are deleted" "policy drop;|jump web|tcp dport 2222 accept|udp dport 53 accept" "$(rules)"
ct6 rename chain web www
ct6 policy forward accept
equal "a chain is renamed, a policy changed" "policy accept;|jump www|tcp dport 2222 accept|udp dport 53 accept" "$(rules)"
equal "a chain alone is shown" "chain www {" "$(ct6 show www | head -1)"
refused "a chain that is jumped to stays" 1 "a rule jumps to the chain" \
	on router ct6 delete chain www
succeeds "a chain is flushed" ct6 flush forward
equal "nothing is printed without -a" "" "$(ct6 add www accept)"
refused "one with rules stays" 1 "the chain has rules" \
	on router ct6 delete chain www
succeeds "but for --force" ct6 delete chain www --force
generation=$(stat_of router generation)
equal "--json tells the generation" $((generation + 1)) \
	"$(ct6 --json add forward accept | jq .generation)"

mistake() {
	local name=$1 status=$2 want=$3
	shift 3
	ct6 "$@" >"$work/out" 2>&1
	echo "status $?" >>"$work/out"
	printf '%s\nstatus %d\n' "$want" "$status" >"$work/want"
	if cmp -s "$work/want" "$work/out"; then
		result ok "$name"
	else
		note "expected:"
		note "$(cat "$work/want")"
		note "seen:"
		note "$(cat "$work/out")"
		result "not ok" "$name"
	fi
}

mistake "a wrong word" 2 "command line:1:22: unexpected 'acept', did you mean 'accept'?
  forward tcp dport 22 acept
                       ^~~~~" add forward tcp dport 22 acept
mistake "a rule that is not whole" 2 "command line:1:18: unexpected end of the rule, expected a value
  forward tcp dport
                   ^" add forward tcp dport
mistake "no chain" 1 "command line:1:1: no such chain
  none accept
  ^~~~" add none accept
mistake "no target" 1 "command line:1:14: no such chain
  forward jump none
               ^~~~" add forward jump none
mistake "no handle" 1 "command line:1:16: no rule of the chain has this handle
  forward handle 99
                 ^~" delete forward handle 99
mistake "a policy is no rule" 2 "command line:1:9: that is not one rule
  forward policy drop
          ^~~~~~~~~~~" add forward policy drop
mistake "nor is a rule and more" 2 "command line:1:16: unexpected 'chain', expected end of line
  forward drop } chain
                 ^~~~~" add forward drop "}" chain
refused "nor two" 2 "that is not one rule" on router ct6 add forward "accept; drop"
refused "a rule has to be named" 2 "which rule\? handle N" \
	on router ct6 delete forward
refused "an index is a number" 2 "'x' is no index" \
	on router ct6 insert forward index x accept
equal "nothing of it changed anything" $((generation + 1)) \
	"$(stat_of router generation)"
