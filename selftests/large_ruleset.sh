#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# 10,000 rules are loaded in one message, shown as they were written, and the
# last one counts.

. "$(dirname "$0")/lib.sh"
plan 8
silent_hosts
awk 'BEGIN {
	print "chain forward {"
	print "\tpolicy drop;"
	for (i = 1; i < 10000; i++)
		printf "\tip6 saddr 2001:db8:%x::%x tcp dport %d accept\n",
			i, i % 97 + 1, i
	print "\tudp dport 53 accept"
	print "}"
}' >"$work/rules"

succeeds "10,000 rules are checked" on router ct6 check "$work/rules"
equal "which loads none" 0 "$(stat_of router generation)"
succeeds "they are loaded" on router ct6 load "$work/rules"
equal "in one piece" 1 "$(stat_of router generation)"
on router ct6 show >"$work/shown"
equal "10,000 rules are shown" 10000 "$(grep -c accept "$work/shown")"
succeeds "as they were written" diff "$work/rules" "$work/shown"
results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
equal("a packet passes by the last", 1, w.from_lan(udp(LAN, WAN)))
equal("which counts alone", [0] * 9999 + [1], s.packets("forward"))
END
