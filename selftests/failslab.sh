#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Memory ends at each allocation of a request, one after the other, and of a
# flow that begins: the ruleset is the old one or the new one, whole. Where the
# kernel has fault injection: `make test-debug`.

. "$(dirname "$0")/lib.sh"
if [ ! -e /proc/thread-self/fail-nth ] || ! debugfs failslab; then
	skip_all "a kernel with fault injection"
fi
plan 11
host router
complaints() {
	dmesg | grep -cE 'BUG:|KASAN:|UBSAN: [^m]|suspicious RCU|possible .* locking|INFO: ' || true
}
before=$(complaints)
for kind in failslab fail_page_alloc; do
	echo N >/sys/kernel/debug/$kind/ignore-gfp-wait
	echo 0 >/sys/kernel/debug/$kind/verbose
done
echo 0 >/sys/kernel/debug/fail_page_alloc/min-order
results_of on router python3 "$here/failslab.py"
succeeds "the tool works behind it" on router ct6 flush
equal "the kernel has complained of no more than that" "$before" "$(complaints)"
# for leaks.sh, which looks for the module in what the kernel says
dmesg -C
