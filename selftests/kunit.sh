#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The KUnit suites that stand beside the module's code: the walk over headers,
# keys, TCP's windows, sets, limits, rules, expectations. They run where the
# kernel has KUnit: `make test-debug`.

. "$(dirname "$0")/lib.sh"
suites=$here/../module/kunit
ko=${CT6_KO%/*}/ct6_kunit.ko
if [ -z "${CT6_KO-}" ] || [ ! -e "$ko" ] || [ ! -d "$suites" ]; then
	skip_all "ct6_kunit.ko, and a kernel with KUnit"
fi
plan $(($(cat "$suites"/*_test.c | grep -c '	KUNIT_CASE(') + 2))

debugfs kunit
succeeds "they can be inserted" insmod "$ko"
for results in /sys/kernel/debug/kunit/ct6_*/results; do
	suite=${results%/*}
	suite=${suite##*/}
	while read -r status _ name; do
		result "${status/_/ }" "$suite: $name"
	done < <(sed -n 's/^    not ok /not_ok /p; s/^    ok /ok /p' "$results")
	grep -q '^ok ' "$results" || sed 's/^/# /' "$results"
done
succeeds "and taken out" rmmod ct6_kunit
