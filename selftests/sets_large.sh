#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# 100,000 prefixes in a set are loaded in one message, shown as they were
# written, and each of them counts; single ones come and go.

. "$(dirname "$0")/lib.sh"
plan 22
silent_hosts
awk 'BEGIN {
	print "set banned {"
	print "\ttype ipv6_addr"
	print "\tflags interval"
	printf "\telements = { "
	for (i = 0; i < 100000; i++)
		printf "%s2001:%x:%x::/48", i ? ",\n\t\t" : "",
			3504 + int(i / 30000), 1 + 2 * (i % 30000)
	print " }"
	print "}"
	print ""
	print "chain forward {"
	print "\tpolicy accept;"
	print "\tip6 saddr @banned drop"
	print "}"
}' >"$work/rules"

succeeds "they are loaded" on router ct6 load "$work/rules"
equal "in one piece" 1 "$(stat_of router generation)"
on router ct6 show >"$work/shown"
succeeds "they are shown as they were written" diff "$work/rules" "$work/shown"
on router ct6 --json show set banned >"$work/json"
equal "as JSON, too" 100000 "$(jq '.elements | length' "$work/json")"
equal "as they were read" 100000 "$(jq '[.elements[] | .value] | unique | length' "$work/json")"
results_of python3 - <<'END'
import time
from ct6nl import C, Genl, attr, elem, nest
from packets import *

w = Wire()


def prefix(i, low=0):
    return "2001:%x:%x::1" % (3504 + i // 30000, 1 + 2 * (i % 30000) + low)


picked = sorted({0, 1, 83, 84, 85, 29999, 30000, 99998, 99999} |
                set(range(7, 100000, 997)))
equal("each that was tried is banned", 0,
      w.from_lan(*[udp(prefix(i), WAN) for i in picked]))
equal("and what lies between is not", len(picked),
      w.from_lan(*[udp(prefix(i, 1), WAN) for i in picked]))
w.ct6("set-del", "banned", *["2001:db0:%x::/48" % (1 + 2 * i) for i in range(500)])
equal("500 are taken out", 500,
      w.from_lan(*[udp(prefix(i), WAN) for i in range(500)]))
equal("and no others", 0, w.from_lan(udp(prefix(500), WAN), udp(prefix(99999), WAN)))
w.ct6("set-add", "banned", "2001:db0:1::/48", "2001:db0:2::/48", "::/16", "ff00::/8")
equal("some are added", 1, w.from_lan(udp(prefix(0), WAN), udp(prefix(0, 1), WAN),
                                      udp(prefix(1), WAN)))


def leaves():
    """Objects of the kernel's of the sizes that leaves have."""
    with open("/proc/slabinfo") as lines:
        return sum(int(line.split()[1]) for line in lines
                   if line.startswith("kmalloc-") and
                   line.split()[0].endswith(("-2k", "-4k")))


genl, before = in_netns("router", Genl), leaves()
one = nest(C["CT6_A_RULESET_SET_ELEMS"],
           attr(C["CT6_A_SET_ELEMS_SET"], "banned"),
           elem(socket.inet_pton(socket.AF_INET6, "2001:db0:8000::1"),
                kind=C["CT6_A_SET_ELEMS_ELEM"]))
for _ in range(150):
    genl.call(C["CT6_CMD_SET_ELEM_ADD"], one)
    genl.call(C["CT6_CMD_SET_ELEM_DEL"], one)
end = time.monotonic() + 20
while (more := leaves() - before) > 100 and time.monotonic() < end:
    pass
ok(more <= 100, "one that came and went 150 times has left nothing",
   "%d objects more" % more)
END
equal "there are as many as there should be" 99504 \
	"$(on router ct6 --json show set banned | jq '.elements | length')"
refused "one that overlaps is refused" 1 'overlaps another' \
	on router ct6 set-add banned 2001:db0:8001::1
equal "all are flushed" '{"deleted":99504}' "$(on router ct6 --json set-flush banned | jq -c .)"
succeeds "the module's memory is given back" on router ct6 flush
# what a ruleset cannot hold
sed 's/^\ttype/\tsize 99999\n\ttype/' "$work/rules" >"$work/full"
refused "more than its size" 2 'full:1:5: 100000 elements' on router ct6 load "$work/full"
sed 's/100000/100001/; s/^\telements = { /&2001:db1:1::1, /' "$work/rules" >"$work/over"
refused "one that overlaps among 100,000" 2 \
	'over:[0-9]+:[0-9]+: the element overlaps' on router ct6 load "$work/over"

# a list of a rule that no attribute can hold is one as well
awk 'BEGIN {
	printf "chain forward {\n\tpolicy accept;\n\tudp dport 53 ip6 saddr { "
	for (i = 0; i < 5000; i++)
		printf "%s2001:db8:%x::/64", i ? ", " : "", 16 + 2 * i
	printf " } drop\n\tip6 daddr != { "
	for (i = 0; i < 1001; i++)
		printf "%s2001:db8:2::%x", i ? ", " : "", 1 + i
	printf " } drop\n}\n"
}' >"$work/list"
succeeds "a list of 5,000" on router ct6 load "$work/list"
on router ct6 show >"$work/shown"
succeeds "is shown as it was written" diff "$work/list" "$work/shown"
equal "and no sets besides" '[0,5000,1001]' "$(on router ct6 --json show |
	jq -c '[(.sets | length), (.chains[0].rules[].exprs[].match.elements // [] | length | select(. > 1))]')"
results_of python3 - <<'END'
from packets import *

w = Wire()
source = ["2001:db8:%x::5" % (16 + 2 * i) for i in (0, 2500, 4999)]
equal("what is in it matches", 0, w.from_lan(*[udp(s, WAN) for s in source]))
equal("what is not does not", 2, w.from_lan(
    udp("2001:db8:11::5", WAN), udp(LAN, WAN), udp(LAN, "2001:db8:2::3ea"),
    udp(LAN, "2001:db8:2::f000")))
END
