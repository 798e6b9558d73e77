#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Random rulesets, in ct6's language and in that of ip6tables, come back from
# the kernel as they were loaded: what the kernel has is what was said, what is
# shown of it loads to the same again, and is shown the same again, counters
# and JSON included. roundtrip_long.sh has more of them.
#
# CT6_SEED and CT6_RULESETS choose others.

. "$(dirname "$0")/lib.sh"
rulesets=${CT6_RULESETS-50}
groups=$(((rulesets + 499) / 500))
plan $((groups * 2))
seed=${CT6_SEED-1}
program=$here/../build/selftests/userspace/kernel_roundtrip
need "$program" python3
# rules may log to a group
modprobe nfnetlink_log
host router

results_of on router "$program" native "$rulesets" "$seed"
python3 "$here/random_iptables.py" "$rulesets" "$seed" >"$work/iptables"
results_of on router "$program" iptables "$work/iptables"
