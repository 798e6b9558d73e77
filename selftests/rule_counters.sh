#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# While the ruleset changes under traffic, no packet is lost to a counter: what
# the rules, the policy and the essentials have counted is what was judged.
# Buckets of limits keep their credit.

. "$(dirname "$0")/lib.sh"
plan 7
silent_hosts

results_of python3 - <<'PYTHON'
import threading
from ct6nl import *
from packets import *
from state import State

# The flood on the first CPU, the changes on the last.
os.sched_setaffinity(0, {os.cpu_count() - 1})
CHANGE = C["CT6_CMD_RULESET_CHANGE"]
w, s = Wire(), State()
changes, stop = 0, threading.Event()
w.load("""
chain user { udp sport 4000 accept; }
chain forward { policy drop; udp sport 4001 accept; jump user; }
""")


def flood():
    """Packets to either rule, to the policy, and to the essentials."""
    os.sched_setaffinity(0, {0})
    packets = [bytes(p) for p in (
        udp(LAN, WAN, 4000), udp(LAN, WAN, 4001), udp(LAN, WAN, 4002),
        IPv6(src=LAN, dst=WAN) / ICMPv6PacketTooBig() / bytes(
            udp(WAN, LAN, 53, 4001)))]
    for _ in range(20):
        w.from_lan(*packets * 20)
    stop.set()


def counted():
    """Packets that were judged, and that were counted by whom."""
    while True:
        judged = s.stats()["packets"]
        head = dict(s.genl.call(C["CT6_CMD_RULESET_GET"])[0])
        found = (s.counters("forward"), s.counters("user"),
                 s.policy("forward")[0],
                 int.from_bytes(head[C["CT6_A_RULESET_ESSENTIAL_PACKETS"]],
                                "little"))
        # the router's kernel may say something meanwhile
        if judged == s.stats()["packets"]:
            return judged, *found


flooding = threading.Thread(target=flood)
before, *_, essentials_before = counted()
flooding.start()
while not stop.is_set():
    s.genl.call(CHANGE, change("rule-insert", "forward",
                               match("SPORT", elem(b"\0\1")),
                               verdict("DROP")))
    s.genl.call(CHANGE, change("rule-delete", "forward", index=1) +
                change("chain-rename", "user", new_name="u%d" % changes) +
                change("chain-rename", "u%d" % changes, new_name="user"))
    changes += 2
flooding.join()
judged, forward, user, policy, essentials = counted()
size = len(bytes(udp(LAN, WAN)))
equal("the ruleset changed meanwhile", True, changes > 4)
equal("every packet is counted by its rule", (400, 400 * size), forward[0])
equal("by the rule that jumps", (800, 800 * size), forward[1])
equal("in the chain that it jumps to", [(400, 400 * size)], user)
equal("by the policy", 400, policy)
equal("or by the essentials", judged - before,
      400 + 400 + policy + essentials - essentials_before)

w.load("""
chain forward { policy drop; limit rate 1/hour burst 5 packets accept; }
""")
passed = 0
for port in range(5000, 5008):
    passed += w.from_lan(udp(LAN, WAN, port))
    s.genl.call(CHANGE, change("rule-insert", "forward",
                               match("SPORT", elem(b"\0\1"))))
equal("a limit keeps its credit", 5, passed)
PYTHON
