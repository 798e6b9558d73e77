#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `ct6 top` tells what each flow carried between two looks, the busiest first,
# whether it is new, old or reset.

. "$(dirname "$0")/lib.sh"
need script
plan 11
silent_hosts
load_rules router <<-END
	chain forward { policy drop; ct state established accept; iifname "lan" accept; }
END
results_of python3 - <<'END'
import json

from packets import *

w = Wire()
ROUTER = "ip", "netns", "exec", "router"


def many(sport, number, size):
    """So many packets of one flow."""
    return [udp(LAN, WAN, sport, 5000, b"x" * size)] * number


w.from_lan(*many(1, 50, 900), *many(2, 1, 1), *many(3, 1, 1))
with subprocess.Popen(ROUTER + ("ct6", "--json", "top", "-n", "4", "-d", "1"),
                      stdout=subprocess.PIPE, text=True) as top:
    tables = [json.loads(top.stdout.readline())]
    # while it waits: a busy one, one of few large packets, and a new one
    w.from_lan(*many(2, 40, 52), *many(3, 10, 952), *many(4, 20, 152))
    tables += [json.loads(line) for line in top.stdout]
    equal("it ends after its tables", (4, 0), (len(tables), top.wait()))

seen = {}
for table in tables:
    took = table["milliseconds"] / 1000
    for one in table["top"]:
        port = one["flow"]["orig"]["sport"]
        before = seen.get(port, (0, 0))
        seen[port] = (before[0] + one["packets-rate"] * took,
                      before[1] + one["bytes-rate"] * took)


def near(name, port, packets, size):
    """What a flow carried, but for a rate's rounding in four tables."""
    found = seen.get(port, (0, 0))
    ok(all(abs(got - want) <= 3 + want / 200 for got, want in
           zip(found, (packets, packets * size))),
       name, "expected: %d packets, %d bytes" % (packets, packets * size),
       "seen:     %.1f packets, %.1f bytes" % found)


near("what was before is no rate", 1, 0, 948)
near("a busy flow", 2, 40, 100)
near("one of large packets", 3, 10, 1000)
near("a new one", 4, 20, 200)
rates = [[one["bytes-rate"] for one in table["top"]] for table in tables]
equal("the busiest come first",
      [sorted(rate, reverse=True) for rate in rates], rates)
equal("their sum is told, and their number",
      ([sum(rate) for rate in rates], 4),
      ([table["bytes-rate"] for table in tables], tables[-1]["flows"]))
out = subprocess.run(ROUTER + ("ct6", "top", "-b", "-n", "1", "-d", "1", "udp",
                               "sport", "3"), capture_output=True, text=True,
                     check=True).stdout.splitlines()
equal("a table for people, of what the filter lets pass",
      ["1 flows, 0 bytes/s, 0 packets/s", "  bytes/s packets/s flow"], out[:2])
ok(len(out) == 3 and ":3 -> " in out[2], "with the flow's line", *out)
END
screen() {
	on router env TERM=xterm script -qec "ct6 top -n 1 -d 1" /dev/null
}
contains "on a screen" "4 flows, .*bytes/s.*q: quit" "$(screen </dev/null | tr -d '\n')"
refused "a delay of nothing" 2 "from 1s to 1h" on router ct6 top -d 0
