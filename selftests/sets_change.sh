#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Elements come and go while the ruleset runs, and the very next packet meets
# the set as it is then: what a flow remembers of its verdict does not outlive
# a change, and no connection outlives a new ban though `ct state established
# accept` is the first rule. Rules, counters and other sets stay.

. "$(dirname "$0")/lib.sh"
plan 41
silent_hosts

results_of python3 - <<'END'
import json
from packets import *
from state import State

w, s = Wire(), State()
RULES = """
set banned { type ipv6_addr; flags interval; }
set ports { type inet_service; flags interval; elements = { 53, 80 }; }
chain forward {
	policy drop;
	%s
	ip6 saddr @banned drop
	meta l4proto { tcp, udp } th dport @ports accept
}
"""
EST = "ct state established accept"


def out(port=1):
    return w.from_lan(udp(LAN, WAN, port))


def back(port=1):
    return w.from_wan(udp(WAN, LAN, 53, port))


def change(*words):
    return json.loads(w.ct6("--json", *words))


w.load(RULES % EST)
generation = s.stats()["generation"]
segment = Connection(1)
syn, synack, ack = segment.open()
equal("a TCP connection begins", 3,
      w.from_lan(syn) + w.from_wan(synack) + w.from_lan(ack))
before = s.stats()["cached"]
equal("a UDP flow begins", [1] * 8, [f() for f in (out, back) * 4])
cached = s.stats()["cached"]
equal("and is remembered", 5, cached - before)
s.listen()
equal("one element is added", {"added": 1}, change("set-add", "banned", LAN))
equal("TCP: the next packet from the lan is dropped", 0,
      w.from_lan(segment("lan", "A")))
equal("UDP: and so is the next one from the wan", 0, back())
equal("UDP: and from the lan", 0, out())
equal("both have ended, denied", [("destroy", "denied")] * 2,
      [(what, flow.get("reason")) for what, flow in s.events()])
equal("no verdict was remembered for them", cached, s.stats()["cached"])
equal("another sender's flow does not end", 1, w.from_lan(udp("2001:db8:1::3", WAN)))
equal("no ruleset was loaded", generation, s.stats()["generation"])
equal("the counters go on", [9, 2, 3], s.packets("forward"))
equal("the other set is as it was", [53, 80], [
    e["value"] for e in change("show", "set", "ports")["elements"]])

equal("it is taken out", {"deleted": 1}, change("set-del", "banned", LAN))
equal("UDP: the flow lives again", (1, 1), (back(), out()))
cached = s.stats()["cached"]
equal("and is remembered again", (1, 1, 2),
      (back(), out(), s.stats()["cached"] - cached))
equal("taking it out again is done", {"deleted": 0}, change("set-del", "banned", LAN))
equal("so is what never was in it", {"deleted": 0}, change("set-del", "banned", "::1", "2000::/16"))

# without a rule before it, every packet of the flow asks the set
w.load(RULES % "ct direction reply accept")
equal("a flow that is remembered", [1] * 8, [f(2) for f in (out, back) * 4])
change("set-add", "banned", "2001:db8:1::/64")
equal("the next packet after a change is judged anew", 0, out(2))
equal("and the way back is closed too", 0, back(2))
equal("one more set, and it stays so", (0, {"added": 2}),
      (out(2), change("set-add", "banned", "2001:db8:7::/64", "::5-::9")))
equal("flushing tells how many went", {"deleted": 3}, change("set-flush", "banned"))
equal("and lets it live again", (1, 1), (out(2), back(2)))
equal("flushing an empty set is done", {"deleted": 0}, change("set-flush", "banned"))

# a set that allows
equal("a port that is taken out of the set that allows it", {"deleted": 1},
      change("set-del", "ports", "53"))
equal("ends its connections", (0, 0), (out(2), back(2)))
equal("and lets none begin", 0, out(3))
change("set-add", "ports", "50-60")
equal("which a range that has it undoes", (1, 1), (out(2), out(3)))

# revalidation is what ends connections; that a verdict is remembered is not
w.load("revalidate off;\n" + RULES % "")
equal("with `revalidate off` a flow begins", [1] * 4, [out(4) for _ in range(4)])
change("set-add", "banned", LAN)
equal("each packet meets the set all the same", 0, out(4))
change("set-del", "banned", LAN)
equal("and again", 1, out(4))
w.load("revalidate off;\n" + RULES % EST)
out(5), back(5), out(5)
change("set-add", "banned", LAN)
equal("old flows live on as the rules say", 1, out(5))
equal("and new ones do not begin", 0, out(6))

# a load has the elements of its file
change("set-add", "ports", "7777")
w.load(RULES % EST)
equal("a load replaces the elements", ([], [53, 80]), tuple(
    [e["value"] for e in change("show", "set", name)["elements"]]
    for name in ("banned", "ports")))
equal("and what was banned passes", 1, out(7))

# what cannot be done changes nothing
w.ct6("set-add", "banned", "2001:db8:5::/48")
for name, words in (
        ("overlaps", ("::1", "2001:db8:5::1")),
        ("comes twice", ("::1", "::1")),
        ("is none", ("::1", "::g"))):
    try:
        w.ct6("set-add", "banned", *words)
        seen = "added"
    except RuntimeError:
        seen = [e["value"] for e in change("show", "set", "banned")["elements"]]
    equal("with an element that %s none is added" % name, ["2001:db8:5::"], seen)
w.load("set stays { type ipv6_addr; elements = { %s } }\n"
       "chain forward { policy drop; ip6 saddr @stays accept; }" % LAN)
w.ct6("insert", "forward", "udp", "dport", "9", "drop")
shown = json.loads(w.ct6("--json", "show", "set", "stays"))
equal("a change of the rules keeps the set", (1, [LAN]),
      (w.from_lan(udp(LAN, WAN)), [e["value"] for e in shown["elements"]]))
w.ct6("set-del", "stays", LAN)
equal("which can be changed as before", 0, w.from_lan(udp(LAN, WAN)))
END
