#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every command of ip6tables-ct6, in steps: exit status, what scripts read on
# standard error, and the rules that come of it.

. "$(dirname "$0")/lib.sh"
plan 52
host router

ipt() {
	on router ip6tables-ct6 "$@"
}

# rules TEXT...: what -S prints of them, each in its line
rules() {
	local name=$1
	shift
	equal "$name" "$(printf '%s\n' "$@")" "$(ipt -S INPUT)"
}

ok() {
	succeeds "$*" ipt "$@"
}

no() {
	local status=$1 words=$2
	shift 2
	refused "$*: $status" "$status" "$words" ipt "$@"
}

no_name="No chain/target/match by that name\."
no_rule="Bad rule \(does a matching rule exist in that chain\?\)\."

contains "the version is one that scripts know" '^ip6tables-ct6 v1\.8\.9 \(ct6\)$' "$(ipt -V)"
no 1 "^ip6tables-ct6: $no_name" -L nowhere -n
ok -A INPUT -p tcp --dport 22 -j ACCEPT
ok -A INPUT -j DROP
ok -I INPUT -i lo -j ACCEPT
ok -w 5 -I INPUT 2 -p icmpv6 -m comment --comment "two words" -j ACCEPT
rules "in their order" "-P INPUT ACCEPT" "-A INPUT -i lo -j ACCEPT" \
	'-A INPUT -p ipv6-icmp -m comment --comment "two words" -j ACCEPT' \
	"-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT" "-A INPUT -j DROP"
ok -C INPUT -p 6 -m tcp --dport ssh -j ACCEPT
no 1 "$no_rule" -C INPUT -p tcp --dport 23 -j ACCEPT
no 1 "$no_rule" -D INPUT -p tcp --dport 23 -j ACCEPT
ok -R INPUT 3 -p tcp --dport 80 -j ACCEPT
ok -D INPUT 2
ok -D INPUT -i lo -j ACCEPT
rules "changed" "-P INPUT ACCEPT" "-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT" \
	"-A INPUT -j DROP"
no 1 "Index of insertion too big\." -I INPUT 4 -j DROP
no 1 "Index of replacement too big\." -R INPUT 3 -j DROP
no 1 "Index of deletion too big\." -D INPUT 3
ok -N block
no 1 "Chain already exists\." -N block
no 2 "unknown match 'nothing'" -A block -m nothing
no 2 "no target or chain 'nothing'" -A block -j nothing
no 2 "'--timestart'|match 'time' is not supported" -A block -m time --timestart 10:00
ok -A INPUT -g block
no 1 "Too many links\." -X block
ok -E block wall
no 1 "$no_name" -F block
ok -A wall -j DROP
no 1 "Directory not empty\." -X wall
no 1 "Invalid argument\." -X INPUT
ok -F wall
ok -P INPUT DROP
no 1 "Bad policy name\." -P INPUT REJECT
no 1 "Bad built-in chain name\." -P wall DROP
rules "the chain has another name, the policy is DROP" "-P INPUT DROP" \
	"-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT" "-A INPUT -j DROP" "-A INPUT -g wall"
ok -A INPUT -c 5 600 -s ::1,::2 -j RETURN
equal "counters of a new rule, one for each address" \
	"-A INPUT -s ::1/128 -c 5 600 -j RETURN
-A INPUT -s ::2/128 -c 5 600 -j RETURN" "$(ipt -v -S INPUT | tail -n 2)"
ok -Z INPUT 4
equal "those of the fourth rule are zero" "0 0,5 600" \
	"$(ipt -v -S INPUT | sed -n 's/.* -s .* -c \(.*\) -j RETURN/\1/p' | paste -sd ,)"
ok -F
ok -X
printf '*filter\n:USER - [0:0]\n-A USER -j DROP\nCOMMIT\n' >"$work/file"
succeeds "a chain is restored beside others" on router ip6tables-ct6-restore -n "$work/file"
succeeds "and again" on router ip6tables-ct6-restore -n "$work/file"
equal "its rules were in its place" "-N USER
-A USER -j DROP" "$(ipt -S USER)"
succeeds "all chains are emptied" ipt -F
equal "that one, too" "-N USER" "$(ipt -S USER)"
succeeds "and deleted" ipt -X
before=$(ipt -S)
printf '*filter\n-A INPUT -j ACCEPT\nCOMMIT\n' >"$work/file"
succeeds "restored only to test it" on router ip6tables-ct6-restore -t "$work/file"
equal "nothing has changed" "$before" "$(ipt -S)"
equal "nothing is left but the policies" "-P INPUT DROP
-P FORWARD ACCEPT
-P OUTPUT ACCEPT" "$(ipt -S)"
no 3 "table 'none' does not exist" -t none -L
no 1 "nat.* not supported.* translates no addresses" -t nat -A POSTROUTING -j MASQUERADE
no 1 "$no_rule" -t nat -C POSTROUTING -j MASQUERADE
