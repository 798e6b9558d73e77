#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Power ends at one system call after the other of what a boot does with
# /etc/ct6/ruleset: what runs then is what ran before, or all of the new one;
# never a part, and never nothing where something ran. Long: `make test-long`.
#
# CT6_SHARE: each so-manieth begin or end of a system call.

. "$(dirname "$0")/lib.sh"
service=$here/../packaging/service
[ -x "$service" ] || skip_all packaging/service
plan 4
export CT6_RULESET=$work/ruleset CT6_FALLBACK=$here/../packaging/fallback.ct6
CT6_FALLBACK=$(realpath "$CT6_FALLBACK")
host router
cat >"$work/old" <<END
chain input { policy drop; tcp dport 1 accept; }
END
cat >"$work/good" <<END
chain extra { udp dport 2 accept; }
chain input { policy drop; jump extra; }
END
results_of on router python3 "$here/service_killed.py" "$service" "$work" \
	"${CT6_SHARE-19}"
