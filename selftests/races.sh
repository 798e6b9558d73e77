#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Behind other tests, in the same machine: KCSAN has looked at the module's
# reads and writes, and has met none that another processor was in the middle
# of; locks, RCU and sleeping are in order. `make test-race`.

. "$(dirname "$0")/lib.sh"
debugfs kcsan || skip_all "a kernel with KCSAN"
plan 3
was_here=1
looked=$(sed -n 's/^setup_watchpoints: //p' /sys/kernel/debug/kcsan)
note "KCSAN: $looked watchpoints"
if [ "$looked" -gt 10000 ]; then
	result ok "KCSAN has looked"
else
	equal "KCSAN has looked" "more than 10000 times" "$looked"
fi
reports=$(dmesg | sed -n 's/.*BUG: KCSAN: //p' | sort | uniq -c | sort -rn)
note "of the kernel's own: $(printf '%s\n' "$reports" | grep -vc 'ct6\|^$')"
equal "no data race in the module" "" "$(printf '%s\n' "$reports" | grep ct6)"
equal "the kernel has complained of nothing else that the module did" "" \
	"$(dmesg | awk '
		/BUG:|WARNING:|suspicious RCU| locking |INFO:/ { skip = /KCSAN/ }
		/\[ct6\]/ && !skip' | head -n 8)"
