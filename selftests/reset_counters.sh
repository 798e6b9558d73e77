#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Counters that are read and begin anew while packets come: what was read each
# time and what is left in the end are all packets, none lost and none twice.

. "$(dirname "$0")/lib.sh"
plan 15
silent_hosts

results_of python3 - <<'END'
import errno
import json
import select
from ct6nl import C, Refused, attr, nest
from packets import *
from state import State

w, s = Wire(), State()
PACKET = udp(LAN, WAN)
SIZE = len(bytes(PACKET))
RULES = """
chain forward { policy drop; ct state new counter; jump web; udp dport 53 counter; }
chain web { udp dport 1 counter; udp sport 40000 counter; }
chain input { policy drop; }
"""


def reset(*words):
    """The counters of rules and of the policy, reset."""
    chains = {c["name"]: c for c in json.loads(
        w.ct6("--json", "reset", "counters", *words))["chains"]}
    return {name: ([r["packets"] for r in c["rules"]], c.get("packets"),
                   [r["bytes"] for r in c["rules"]])
            for name, c in chains.items()}


def add(sums, counts):
    """Adds what one reset told."""
    for name, (packets, policy, data) in counts.items():
        old = sums.get(name, ([0] * len(packets), 0, [0] * len(data)))
        sums[name] = ([a + b for a, b in zip(old[0], packets)],
                      old[1] + (policy or 0),
                      [a + b for a, b in zip(old[2], data)])


w.load(RULES)
ether = w.lan.ether + ETH_P_IPV6.to_bytes(2, "big") + bytes(PACKET)
stop, stopped = os.pipe(), os.pipe()
if not os.fork():
    TOTAL = 0
    while not select.select([stop[0]], [], [], 0)[0]:
        for _ in range(20):
            w.lan.sock.send(ether)
        TOTAL += 20
        os.sched_yield()
    os.write(stopped[1], TOTAL.to_bytes(8, "big"))
    os._exit(0)
sums, told = {}, []
for _ in range(4):
    counts = reset()
    told.append(counts["forward"][0][0])
    add(sums, counts)
os.write(stop[1], b"x")
TOTAL = int.from_bytes(os.read(stopped[0], 8), "big")
w.from_lan()
add(sums, reset())
ok(all(told[1:]), "counters are reset while packets come", told)
equal("of one rule: every packet, once", [TOTAL] * 3, sums["forward"][0])
equal("every byte", [TOTAL * SIZE] * 3, sums["forward"][2])
equal("of the policy", TOTAL, sums["forward"][1])
equal("of a chain that is jumped to", [0, TOTAL], sums["web"][0])
equal("then they are 0", ([0, 0, 0], [0, 0], (0, 0)), (
    s.packets("forward"), s.packets("web"), s.policy("forward")))

w.from_lan(PACKET, PACKET)
generation = json.loads(w.ct6("--json", "show"))["generation"]
equal("of one chain", [0, 2], reset("web")["web"][0])
equal("others stay as they are", [2, 2, 2], s.packets("forward"))
text = w.ct6("reset", "counters", "forward")
ok("counter packets 2 bytes %d" % (2 * SIZE) in text,
   "they are shown as they were", text)
equal("the ruleset is the same: no flow is judged again", generation,
      json.loads(w.ct6("--json", "show"))["generation"])


def take(*parts):
    """What the kernel says to a request."""
    try:
        s.genl.call(C["CT6_CMD_COUNTERS_TAKE"], b"".join(parts))
    except Refused as e:
        return errno.errorcode[abs(e.errno)], e.message
    return "done"


def rule(handle, packets):
    """A part of a request: packets of a rule."""
    return nest(C["CT6_A_RULESET_RULE"],
                attr(C["CT6_A_RULE_HANDLE"], handle.to_bytes(8, "little")),
                attr(C["CT6_A_RULE_PACKETS"], packets.to_bytes(8, "little")))


w.from_lan(PACKET, PACKET, PACKET)
handles = [r["handle"] for r in json.loads(w.ct6("--json", "show", "forward"))
           ["chains"][0]["rules"]]
equal("what a counter has", "done", take(rule(handles[1], 1)))
equal("it goes down by that", [3, 2, 3], s.packets("forward"))
equal("more than it has is refused", "ESTALE", take(rule(handles[2], 4))[0])
equal("all of it: what came before as well", (("ENOENT", "no such rule"), [3, 2, 3]), (
    take(rule(handles[1], 1), rule(handles[1], 1), rule(handles[2], 3),
         rule(12345, 0)), s.packets("forward")))
equal("of another generation", "ESTALE", take(
    attr(C["CT6_A_RULESET_GENERATION"], generation + 1))[0])
END
