#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Elements go by themselves: those with a timeout of their own, those with the
# set's; a connection that they let live ends with them, one that they banned
# begins. Adding one again begins its time anew. What is shown is loaded with
# the time that is left.

. "$(dirname "$0")/lib.sh"
plan 21
silent_hosts

results_of python3 - <<'END'
import json
import time
from ct6nl import C, NLM_F_DUMP, attr, attrs, nest
from packets import *
from state import State

w, s = Wire(), State()
LIMIT = 60


def until(call, want):
    """What call() says when it is what we want, or has not been for long."""
    end = time.monotonic() + LIMIT
    while (seen := call()) != want and time.monotonic() < end:
        pass
    return seen


def elements(name):
    """Elements of a set: value, timeout, seconds that are left."""
    shown = json.loads(w.ct6("--json", "show", "set", name))
    return [(e["value"], e.get("timeout"), e.get("expires"))
            for e in shown["elements"]]


def out(port=1):
    return w.from_lan(udp(LAN, WAN, port))


def back(port=1):
    return w.from_wan(udp(WAN, LAN, 53, port))


def remembered():
    """How many of one packet were accepted as remembered."""
    cached = s.stats()["cached"]
    out()
    return s.stats()["cached"] - cached


RULES = """
set allowed { type ipv6_addr; timeout 1h; }
set banned { type ipv6_addr; flags interval, timeout; elements = { ::1, ::2 timeout 30m }; }
chain forward {
	policy drop;
	ct state established accept
	ip6 saddr @banned drop
	ip6 saddr @allowed accept
}
"""
w.load(RULES)
equal("without a timeout an element stays", [("::1", 0, None), ("::2", 1800)],
      [e[:3] if not e[1] else e[:2] for e in elements("banned")])
w.ct6("set-add", "allowed", LAN, "timeout", "3s")
equal("a flow begins by an element that will go", [1] * 6,
      [f() for f in (out, back) * 3])
equal("it ends with it, from either side", 0, until(back, 0))
equal("no new one begins", 0, out(2))
equal("and the element is gone", [], until(lambda: elements("allowed"), []))
equal("the flow ended denied", 1, s.stats()["denied"])

w.ct6("set-add", "allowed", LAN)
value, timeout, left = elements("allowed")[0]
equal("the set's own timeout", (LAN, 3600, True), (value, timeout, 3500 < left <= 3600))
equal("lets it live", (1, 1), (out(), out()))
equal("and is remembered until then", 1, remembered())
w.ct6("set-add", "banned", "2001:db8:1::/64", "timeout", "2s")
equal("a ban ends it", 0, out())
equal("until it goes", 1, until(out, 1))
equal("and when it is taken out, flows are remembered again", 1,
      until(remembered, 1))
w.ct6("set-add", "banned", "2001:db8:1:0:8000::/65", "timeout", "1h")
equal("and leaves its place to others", ["::1", "::2", "2001:db8:1:0:8000::"],
      [e[0] for e in elements("banned")])
w.ct6("set-del", "banned", "2001:db8:1:0:8000::/65")
w.ct6("set-add", "allowed", LAN, "timeout", "2s")
w.ct6("set-add", "allowed", LAN, "timeout", "2h")
equal("added again, its time begins anew", [(LAN, 7200)],
      [e[:2] for e in elements("allowed")])
w.ct6("set-add", "banned", "::3", "timeout", "3s")
until(lambda: "::3" in [e[0] for e in elements("banned")], False)
equal("and what is over of another does not touch it", 1, out())

w.ct6("set-add", "banned", "::4", "timeout", "1d")
shown = w.ct6("show")
w.load(shown)
equal("what is shown is loaded", [("::1", 0), ("::2", 1800), ("::4", 86400)],
      [e[:2] for e in elements("banned")])
left = elements("banned")[2][2]
equal("with the time that is left", True, 86000 < left <= 86400)
w.load(RULES.replace("::2 timeout 30m", "::2 timeout 30m expires 2s"))
equal("and goes when that is over", ["::1"],
      until(lambda: [e[0] for e in elements("banned")], ["::1"]))
w.load("set a { type mark; timeout 1s; elements = { 1, 2, 3 timeout 0s }; }\n"
       "chain forward { meta mark set 3 meta mark @a accept; }")
equal("one with timeout 0s stays", [3], until(
    lambda: [int(str(e[0]), 0) for e in elements("a")], [3]))


def listed():
    """How many elements of set a the kernel tells of."""
    which = nest(C["CT6_A_RULESET_SET_ELEMS"],
                 attr(C["CT6_A_SET_ELEMS_SET"], "a"))
    return sum(kind == C["CT6_A_SET_ELEMS_ELEM"]
               for message in s.genl.call(C["CT6_CMD_SET_GET"], which,
                                          NLM_F_DUMP)
               for part, data in message
               if part == C["CT6_A_RULESET_SET_ELEMS"]
               for kind, _ in attrs(data))


# Nothing but this process has the processor when its time is over: what takes
# it out cannot have run.
w.load("set a { type ipv6_addr; timeout 3s; }\n"
       "chain forward { policy drop; ip6 saddr @a accept; }")
packet = bytes(udp(LAN, WAN))
began = time.monotonic()
w.ct6("set-add", "a", LAN)
over = time.monotonic() + 3 + 0.02
equal("one that is not over counts and is shown", (1, 1),
      (w.from_lan(packet), listed()))
while time.monotonic() < began + 2.7:
    pass
os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
while time.monotonic() < over:
    pass
seen = w.from_lan(packet), listed()
os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
equal("one that is over does neither, taken out or not", (0, 0), seen)
END
