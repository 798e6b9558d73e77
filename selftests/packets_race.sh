#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Two processors send the two directions of the same connections at once, while
# rulesets are loaded and flows are listed: every packet passes, and every flow
# has counted all of its packets.

. "$(dirname "$0")/lib.sh"
plan 4
[ "$(nproc)" -gt 1 ] || { echo "Bail out! it takes two processors"; exit 1; }
silent_hosts

results_of python3 - <<'END'
import mmap
import os
import traceback

from packets import *
from state import State

s = State()
LOADS, UDP_FLOWS, TCP_FLOWS = 8, 50, 10
RULES = ["chain forward {\npolicy drop;\nct state established accept\n%s"
         "iifname \"lan\" accept\n}\n" % more for more in ("", "udp dport 1 drop\n")]
w = Wire()
sides = {"lan": [], "wan": []}
w.load(RULES[0])
for n in range(UDP_FLOWS):
    sides["lan"].append(udp(LAN, WAN, 2000 + n))
    sides["wan"].append(udp(WAN, LAN, 53, 2000 + n))
for n in range(TCP_FLOWS):
    c = Connection(3000 + n)
    syn, answer, ack = c.open()
    w.from_lan(syn), w.from_wan(answer), w.from_lan(ack)
    sides["lan"].append(c("lan", "PA", b"x" * 100))
    sides["wan"].append(c("wan", "A"))
equal("all connections begin", 2 * (UDP_FLOWS + TCP_FLOWS),
      w.from_lan(*sides["lan"]) + w.from_wan(*sides["wan"]))

# each has sockets of its own, and a mark tells it when its round is through
wires = {"lan": w, "wan": Wire()}
# one byte that ends it, then what each has sent
shared = mmap.mmap(-1, 4096)


def send(number, side):
    """All packets of one side, again and again, on a processor of its own."""
    port = getattr(wires[side], side)
    packets = [bytes(p) for p in sides[side]]
    os.sched_setaffinity(0, {number})
    rounds = passed = 0
    while not shared[0]:
        passed += wires[side].passed(port, *packets)
        rounds += 1
    at = 8 + 8 * number
    shared[at:at + 8] = rounds.to_bytes(4, "big") + passed.to_bytes(4, "big")


children = []
for number, side in enumerate(sides):
    child = os.fork()
    if not child:
        try:
            send(number, side)
        except Exception:
            traceback.print_exc()
        os._exit(0)
    children.append(child)
before = s.stats()["revalidated"]
for n in range(LOADS):
    w.load(RULES[(n + 1) % 2])
    s.flows()
shared[0] = 1
for child in children:
    os.waitpid(child, 0)
rounds, passed = ([int.from_bytes(shared[at:at + 4], "big") for at in (n, n + 8)]
                  for n in (8, 12))
print("# %d and %d rounds" % tuple(rounds))
ok(min(rounds) > 0 and s.stats()["revalidated"] > before,
   "both sent, and rulesets were loaded meanwhile", "rounds: %s" % rounds)
equal("all packets pass", [n * (UDP_FLOWS + TCP_FLOWS) for n in rounds], passed)
wanted = {(2000 + n, rounds[0] + 1, rounds[1] + 1) for n in range(UDP_FLOWS)} | \
    {(3000 + n, rounds[0] + 3, rounds[1] + 2) for n in range(TCP_FLOWS)}
counted = {(f["sport"], f["orig-packets"], f["reply-packets"])
           for f in s.flows()}
equal("and each flow has counted its own", [], sorted(wanted ^ counted))
END
