#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The states of TCP connections as `ct6 flows` shows them, segment by
# segment; what has no place in them is invalid.

. "$(dirname "$0")/lib.sh"
plan 83
silent_hosts

results_of python3 - <<'END'
import json
from packets import *
from state import COUNT_STATES, State

w, s = Wire(), State()
w.load("chain forward {\n\tpolicy accept;\n%s\n\tct state invalid drop\n}\n" %
       COUNT_STATES)


def shown(sport):
    """State as the tool shows it."""
    flows = json.loads(w.ct6("--json", "flows", "tcp", "sport", str(sport)))
    return [flow["state"] for flow in flows]


def talk(name, sport, *steps):
    """Segments: who, flags, how it is classified, the state that follows."""
    segment = connections.setdefault(sport, Connection(sport))
    for who, flags, cls, state in steps:
        if flags == "again":
            packet = segment.again(who)
        elif flags == "blind S":
            packet = tcp(LAN, WAN, "S", sport, seq=77777)
        else:
            packet = segment(who, flags)
        seen = s.classify(w, w.lan if who == "lan" else w.wan, packet)
        flows = [f["state"] for f in s.flows(sport=sport)]
        equal("%s: %s of the %s is %s, then %s" % (
            name, flags or "no flag", who, cls, state),
              (cls, [state] if state else []), (seen, flows))


connections = {}
NEW, EST, INV = "new", "established", "invalid"
OPEN = (("lan", "S", NEW, "syn-sent"), ("wan", "SA", EST, "syn-recv"),
        ("lan", "A", EST, "established"))
talk("a connection", 1, *OPEN, ("wan", "PA", EST, "established"),
     ("lan", "FA", EST, "fin-wait"), ("wan", "A", EST, "close-wait"),
     ("wan", "PA", EST, "close-wait"), ("lan", "A", EST, "close-wait"),
     ("wan", "FA", EST, "last-ack"), ("lan", "A", EST, "time-wait"),
     ("wan", "again", EST, "time-wait"), ("lan", "again", EST, "time-wait"))
equal("the tool shows it", ["time-wait"], shown(1))
equal("it was answered, and assured by it", {"seen-reply", "assured"},
      s.flow(sport=1)["status"])
talk("port reuse in TIME_WAIT", 1, ("lan", "SA", INV, "time-wait"),
     ("lan", "S", NEW, "syn-sent"), ("wan", "SA", EST, "syn-recv"))
equal("the tool shows the new one", ["syn-recv"], shown(1))
equal("which took the place of the old", 1, s.stats()["replaced"])
talk("FINs of both sides at once", 2, *OPEN[:2], ("lan", "A", EST, "established"),
     ("lan", "FA", EST, "fin-wait"), ("wan", "FA", EST, "last-ack"),
     ("lan", "A", EST, "time-wait"))
talk("the server closes first", 3, *OPEN, ("wan", "FA", EST, "fin-wait"),
     ("lan", "A", EST, "close-wait"), ("lan", "FA", EST, "last-ack"),
     ("wan", "A", EST, "time-wait"))
talk("RST in a connection", 4, *OPEN, ("wan", "R", EST, "close"),
     ("lan", "A", EST, "close"), ("lan", "S", NEW, "syn-sent"))
talk("refused", 5, OPEN[0], ("wan", "RA", EST, "close"))
talk("simultaneous open", 6, OPEN[0], ("wan", "S", EST, "syn-sent2"),
     ("lan", "SA", EST, "syn-recv"), ("wan", "SA", EST, "established"),
     ("lan", "A", EST, "established"))
talk("a SYN in a connection", 7, *OPEN, ("lan", "blind S", EST, "established"),
     ("wan", "A", EST, "established"))
talk("retransmissions", 8, OPEN[0], ("lan", "again", NEW, "syn-sent"),
     OPEN[1], ("wan", "again", EST, "syn-recv"), *OPEN[2:],
     ("lan", "again", EST, "established"))
talk("answers without an opener", 9, ("wan", "SA", INV, None),
     ("wan", "RA", INV, None), ("wan", "R", INV, None))
for flags in "", "F", "SF", "SR", "SFRA", "FRA", "P":
    talk("nonsense", 10, ("lan", flags, INV, None))
talk("nonsense in a connection", 11, *OPEN, ("lan", "", INV, "established"),
     ("wan", "SF", INV, "established"), ("lan", "F", INV, "established"))
equal("each invalid one has its reason", s.stats()["invalid"],
      s.stats()["invalid-tcp"])
talk("under way, tcp-loose 1", 12, ("lan", "A", NEW, "established"),
     ("wan", "A", EST, "established"))
talk("closing, tcp-loose 1", 14, ("lan", "FA", NEW, "fin-wait"))
s.set(tcp_loose=0)
talk("under way, tcp-loose 0", 13, ("lan", "A", INV, None),
     ("wan", "A", INV, None), ("lan", "PA", INV, None),
     ("wan", "FA", INV, None))
talk("a known one, tcp-loose 0", 12, ("lan", "PA", EST, "established"))
w.load("chain forward { policy drop; ct state established accept; "
       'iifname "lan" tcp dport 80 tcp flags != syn accept; }')
equal("a SYN that rules drop", 0, w.from_lan(tcp(LAN, WAN, "S", 15)))
equal("makes no connection", [], shown(15))
END
