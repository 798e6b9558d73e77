#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Behind all other tests, in the same machine: the module is gone, and none of
# its memory is left. Where the kernel has kmemleak: `make test-debug`.

. "$(dirname "$0")/lib.sh"
debugfs kmemleak || skip_all "a kernel with kmemleak"
plan 3
rmmod ct6
was_here=1
equal "no slab of the module is left" "" "$(grep '^ct6' /proc/slabinfo)"
# what was freed under RCU may still be on its way; what is found twice is lost
echo scan >/sys/kernel/debug/kmemleak
echo scan >/sys/kernel/debug/kmemleak
found=$(cat /sys/kernel/debug/kmemleak)
note "kmemleak: $(printf '%s\n' "$found" | grep -c '^unreferenced') objects, of the kernel's own too"
# an address without a name is one of a module that is gone
equal "kmemleak knows of nothing that the module has lost" "" \
	"$(printf '%s\n' "$found" | grep -E 'ct6|\] 0x[0-9a-f]+$' | head -n 8)"
# whatever it complains of (KASAN, locks, RCU, sleeping, WARN), it shows the way
# to it; complaints without the module in them are not ours, nor is where its own
# tables stand in memory
equal "the kernel has complained of nothing that the module did" "" \
	"$(dmesg | awk '
		/UBSAN: misaligned-access/ { skip = 1 }
		/BUG:|KASAN:|WARNING:|suspicious RCU| locking |INFO:|UBSAN: [^m]/ { skip = 0 }
		/\[ct6(_kunit)?\]/ && !skip' | head -n 8)"
