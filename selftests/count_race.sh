#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Two processors judge the first packets of two flows at once, and a count has
# one place left: one of the two has it, the other is refused.

. "$(dirname "$0")/lib.sh"
plan 5
[ "$(nproc)" -gt 1 ] || { echo "Bail out! it takes two processors"; exit 1; }
silent_hosts
# what the two spend their time with is behind the count
{
	echo "chain forward {"
	echo "	policy drop;"
	echo "	ct state established,related accept"
	echo "	udp dport 53 ct count per saddr over 1 drop"
	for i in {1..1000}; do
		echo "	ip6 daddr 2001:db8:ffff::$i drop"
	done
	echo '	iifname "lan" accept'
	echo "}"
} | load_rules router

results_of python3 - <<'END'
from packets import *
from race import both, came
from state import State

w, s = Wire(), State()
WANTED = 8
sources = ["2001:db8:1::%x" % (0x1000 + n) for n in range(400)]
pairs = [(udp(src, WAN, 1000), udp(src, WAN, 2000)) for src in sources]
sent = both(w, pairs, lambda: s.stats()["count-refused"] >= WANTED)
stats = s.stats()
ok(stats["count-refused"] >= WANTED, "there were races",
   "expected: %d" % WANTED,
   "seen:     %d in %d" % (stats["count-refused"], sent))
equal("of each two one passed", sent, came(w, sent))
equal("and has a flow", sorted(sources[:sent]),
      sorted(f["saddr"] for f in s.flows()))
equal("which has the place", 0, w.from_lan(
    *[udp(src, WAN, 3000) for src in sources[:sent]]))
s.forget()
equal("until it ends", sent, w.from_lan(
    *[udp(src, WAN, 3000) for src in sources[:sent]]))
END
