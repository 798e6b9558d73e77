#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A module that was built for another kernel is refused with a clear error.

. "$(dirname "$0")/lib.sh"
plan 7
need modinfo python3
ko=${CT6_KO-$(modinfo -n ct6)}
[ -z "$was_here" ] || { echo "Bail out! the module is in use"; exit 1; }
rmmod ct6
dmesg -C

# Of the same length, so that the file stays whole. Where symbols have versions
# the release may differ, and what is behind it may not.
python3 - "$ko" "$work/ct6.ko" <<'END'
import re
import sys
data = open(sys.argv[1], "rb").read()
other = re.sub(rb"vermagic=(\d+)\.(\d+)([^\0]*) mod_unload",
               lambda m: b"vermagic=" + b"9" * len(m[1]) + b"." +
               b"9" * len(m[2]) + m[3] + b" mod_unlost",
               data)
open(sys.argv[2], "wb").write(other)
END
fails "the copy is another" cmp -s "$ko" "$work/ct6.ko"
contains "it says for which kernel it is" '^[0-9.]*9' "$(modinfo -F vermagic "$work/ct6.ko")"
refused "insmod refuses it" 1 'nvalid module format' insmod "$work/ct6.ko"
# a release may have what a pattern takes for its own, as in 6.12.95+deb12
release=$(uname -r | sed 's/[^a-zA-Z0-9]/[&]/g')
contains "the kernel log says why" \
	"ct6: version magic '9.* should be '$release " "$(dmesg)"
fails "no module is there" module_here
fails "nor a slab" grep -q '^ct6' /proc/slabinfo
succeeds "the right one is taken" insert
