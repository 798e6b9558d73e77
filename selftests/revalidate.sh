#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# No connection outlives a new deny, though `ct state established accept` is
# the first rule: its next packet ends it, from either side. Without
# revalidation it lives; when a later ruleset allows it again it lives again.

. "$(dirname "$0")/lib.sh"
plan 34
silent_hosts

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
RULES = """%s
chain forward {
	policy drop;
	ct state established,related accept
	ct state invalid drop
	%s
	iifname "lan" accept
}
"""
DENY = "meta l4proto { tcp, udp } th dport { 80, 53 } drop"
segment = {port: Connection(port) for port in (1, 2)}
out = {"TCP": lambda p: segment[p]("lan", "A"),
       "UDP": lambda p: udp(LAN, WAN, p)}
back = {"TCP": lambda p: segment[p]("wan", "A"),
        "UDP": lambda p: udp(WAN, LAN, 53, p)}


def live(*ports):
    """Begin a TCP and a UDP flow for each port."""
    for port in ports:
        syn, synack, ack = segment[port].open()
        w.from_lan(syn, udp(LAN, WAN, port))
        w.from_wan(synack, udp(WAN, LAN, 53, port))
        w.from_lan(ack)


def told():
    """Events as (what, port, protocol, reason)."""
    return [(what, flow["sport"], flow["l4proto"], flow.get("reason"))
            for what, flow in s.events()]


w.load(RULES % ("", ""))
live(1, 2)
s.listen()
denied = s.stats()["denied"]
w.load(RULES % ("", DENY))
equal("nothing is looked at when the ruleset is loaded", ([], 4),
      (told(), len(s.flows())))
for number, proto in (6, "TCP"), (17, "UDP"):
    equal("%s: the next packet from the lan is dropped" % proto, 0,
          w.from_lan(out[proto](1)))
    equal("%s: that ended it, denied" % proto,
          [("destroy", 1, number, "denied")], told())
    equal("%s: the next packet from the wan is dropped" % proto, 0,
          w.from_wan(back[proto](2)))
    equal("%s: that ended it too, denied" % proto,
          [("destroy", 2, number, "denied")], told())
    for port in 1, 2:
        equal("%s: nothing more from the lan" % proto, 0,
              w.from_lan(*[out[proto](port)] * 3))
        equal("%s: nothing more from the wan" % proto, 0,
              w.from_wan(*[back[proto](port)] * 3))
equal("each was told once", [], told())
equal("and counted once", denied + 4, s.stats()["denied"])
equal("no flow is shown as alive", [],
      [f for f in s.flows() if "denied" not in f["status"]])

w.load(RULES % ("", ""))
for number, proto in (6, "TCP"), (17, "UDP"):
    equal("%s: allowed again, the wan's packet passes" % proto, 1,
          w.from_wan(back[proto](1)))
    equal("%s: and the flow is told as new" % proto,
          [("new", 1, number, None)], told()[:1])
    equal("%s: the lan's packet of the other passes" % proto, 1,
          w.from_lan(out[proto](2)))
    told()

w.load(RULES % ("revalidate off;", DENY))
for proto in out:
    equal("%s: `revalidate off;` lets it live" % proto, (1, 1),
          (w.from_lan(out[proto](1)), w.from_wan(back[proto](1))))
    equal("%s: but none begins" % proto, 0,
          w.from_lan(tcp(LAN, WAN, "S", 9), udp(LAN, WAN, 9)))
w.load(RULES % ("", "tcp dport 81 drop"))
equal("another rule's deny does not touch them", (2, 2),
      (w.from_lan(*[out[p](1) for p in out]),
       w.from_wan(*[back[p](1) for p in back])))
w.load("chain forward { policy drop; ct state established accept; }")
equal("nor does one who begins nothing let them live", (0, 0),
      (w.from_lan(*[out[p](1) for p in out]),
       w.from_wan(*[back[p](1) for p in back])))
w.load("chain forward { policy drop; ct state established accept; "
       'ct state invalid drop; iifname "wan" accept; }')
equal("a denied flow does not begin backwards", 0,
      w.from_wan(*[back[p](1) for p in back]))
equal("what the wan begins does", 2,
      w.from_wan(tcp(WAN, LAN, "S", 7, 7), udp(WAN, LAN, 7, 7)))
END
