#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The tool is killed at each of its system calls, from the first on that anybody
# else could know of: the kernel has the old or the new ruleset then, the file
# of `ct6 save` the old or the new content, whole. Of two who save at once, each
# in the middle of the other, the same is asked. Long: `make test-long`.

. "$(dirname "$0")/lib.sh"
plan 12
need strace
host router
cat >"$work/old" <<END
set banned { type ipv6_addr; flags interval; elements = { 2001:db8:1::/48 } }
chain input { policy drop; ip6 saddr @banned drop; tcp dport 1 accept; }
END
cat >"$work/new" <<END
set banned { type ipv6_addr; flags interval; elements = { 2001:db8:2::/48 } }
chain extra { udp dport 2 accept; }
chain input { policy drop; ip6 saddr @banned drop; jump extra; }
chain forward { policy drop; }
END
results_of on router python3 "$here/killed.py" "$work"

# what a power cut leaves is what was on the disk by then
on router strace -qq -e trace=fsync,rename -o "$work/calls" ct6 save "$work/saved"
equal "saved: on the disk, then by its name, then that on the disk" \
	"fsync rename fsync" "$(sed 's/(.*//' "$work/calls" | xargs)"
contains "of the file's own name" "\"$work/saved.ct6-new\", \"$work/saved\"" \
	"$(cat "$work/calls")"
