#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Requests made of the spec, of every operation: each attribute absent, short,
# long, twice, nested where it is not, out of range, or where it has no place,
# one at a time and in mixes; of root, of a user, of root of a user namespace;
# dumps that are left, writers at one time. The kernel stays unharmed, and the
# ruleset is the old one or the new one, whole.
#
# CT6_ROUNDS: mixes that are tried. CT6_SHARE: of those one at a time, every so
# manieth: all in a kernel that watches over itself, else every third.

. "$(dirname "$0")/lib.sh"
plan 23
need unshare setpriv
rounds=${CT6_ROUNDS-240}
share=${CT6_SHARE-3}
[ ! -e /sys/kernel/debug/kmemleak ] || share=${CT6_SHARE-1}
host router other

warnings() {
	dmesg | grep -cE 'WARNING:|BUG:|Oops|KASAN|UBSAN: [^m]|general protection|suspicious RCU' || true
}
before=$(warnings)


results_of on router python3 "$here/netlink_hostile.py" each "$share"
results_of on router python3 "$here/netlink_hostile.py" mixed "$rounds"
results_of on router setpriv --reuid 65534 --regid 65534 --clear-groups \
	--inh-caps=-all --bounding-set=-all \
	python3 "$here/netlink_hostile.py" user $((rounds / 4))

# root of a user namespace has a network of its own, and no way to another's
load_rules other <<-END
	chain input { policy drop; tcp dport 22 accept; }
END
was=$(on other ct6 show)
results_of on other unshare --user --map-root-user --net --mount \
	python3 "$here/netlink_hostile.py" mixed $((rounds / 4)) 7
equal "the ruleset of the network around it is as it was" "$was" \
	"$(on other ct6 show)"
results_of on other setpriv --reuid 65534 --regid 65534 --clear-groups \
	--inh-caps=-all --bounding-set=-all unshare --user --map-root-user \
	python3 "$here/netlink_hostile.py" user $((rounds / 4))
equal "nor does a user namespace help without it" "$was" \
	"$(on other ct6 show)"

results_of on router python3 "$here/netlink_hostile.py" dumps 20
results_of on router python3 "$here/netlink_hostile.py" writers 20
succeeds "the tool works behind it" on router ct6 flush
equal "the kernel has complained of nothing" "$before" "$(warnings)"
