#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The states of DCCP connections, packet by packet: every valid sequence of
# RFC 4340 and a Listen of RFC 5596 pass (RFC 6092 REC-43), with the timeouts
# of REC-44; what has no place is invalid, and what the rules drop changes
# nothing.

. "$(dirname "$0")/lib.sh"
plan 105
silent_hosts

results_of python3 - <<'END'
from packets import *
from dccp import *
from dccp import Connection
from state import COUNT_STATES, State

w, s = Wire(), State()
w.load("chain forward {\n\tpolicy accept;\n%s\n\tct state invalid drop\n}\n" %
       COUNT_STATES)
NEW, EST, INV = "new", "established", "invalid"


def talk(name, c, *steps):
    """Packets: who, what, how it is classified, the state that follows."""
    for who, kind, cls, state in steps:
        # what does not pass is no packet of the connection
        seq = c.next[who] if cls == INV else None
        seen = s.classify(w, w.lan if who == "lan" else w.wan,
                          c(who, kind, seq))
        flows = [f["state"] for f in s.flows() if c.sport in
                 (f["sport"], f["dport"])]
        equal("%s: %s of the %s is %s, then %s" % (
            name, NAMES[kind], who, cls, state),
              (cls, [state] if state else []), (seen, flows))


def left(sport):
    """Seconds that a flow has left, to the next ten."""
    return round(s.flow(sport=sport)["timeout"] / 10000) * 10


OPEN = (("lan", REQUEST, NEW, "request"), ("wan", RESPONSE, EST, "respond"),
        ("lan", ACK, EST, "partopen"), ("wan", DATAACK, EST, "open"))
c = Connection(1)
talk("a connection", c, *OPEN[:3])
equal("it has 8 minutes to open", 480, left(1))
talk("a connection", c, OPEN[3], ("lan", DATA, EST, "open"))
equal("and 2 hours 4 minutes then", 7440, left(1))
equal("it is assured", True, "assured" in s.flow(sport=1)["status"])
talk("a connection", c, ("wan", ACK, EST, "open"), ("lan", SYNC, EST, "open"),
     ("wan", SYNCACK, EST, "open"), ("lan", CLOSEREQ, INV, "open"),
     ("wan", CLOSEREQ, EST, "closereq"), ("lan", DATA, EST, "closereq"),
     ("lan", CLOSE, EST, "closing"), ("wan", CLOSEREQ, EST, "closing"),
     ("wan", RESET, EST, "time-wait"))
equal("and 8 minutes to close", 480, left(1))
s.set(timeout_dccp_closing=900)
talk("behind its end", c, ("wan", RESPONSE, INV, "time-wait"),
     ("lan", DATA, EST, "time-wait"), ("wan", SYNC, EST, "time-wait"))
equal("which does not keep it", 480, left(1))
s.set(timeout_dccp_closing=480)
talk("with its ports, other numbers", Connection(1, 9 << 40, 7 << 40),
     ("wan", DATA, INV, "time-wait"), *OPEN)
equal("that took the place of the old", 1, s.stats()["replaced"])
talk("the client closes", Connection(2), *OPEN, ("lan", CLOSE, EST, "closing"),
     ("wan", DATA, EST, "closing"), ("wan", RESET, EST, "time-wait"))
talk("the server closes", Connection(3), *OPEN, ("wan", CLOSE, EST, "closing"),
     ("lan", RESET, EST, "time-wait"))
talk("refused", Connection(4), OPEN[0], ("wan", RESET, EST, "time-wait"))
talk("everything sent again", Connection(5), OPEN[0], OPEN[0], OPEN[1],
     ("lan", REQUEST, EST, "respond"), OPEN[1], OPEN[2],
     ("wan", RESPONSE, EST, "partopen"), OPEN[2], OPEN[3])
talk("before its Response", Connection(6), OPEN[0],
     ("wan", DATA, INV, "request"), ("wan", ACK, INV, "request"),
     ("lan", ACK, INV, "request"), ("wan", REQUEST, INV, "request"),
     ("lan", RESPONSE, INV, "request"), ("wan", CLOSE, INV, "request"),
     ("wan", SYNC, EST, "request"), OPEN[1])
talk("data too early", Connection(13), *OPEN[:2], ("lan", DATA, EST, "respond"),
     ("wan", SYNC, EST, "respond"), ("lan", SYNCACK, EST, "respond"),
     ("wan", DATAACK, EST, "respond"))
talk("of no connection", Connection(7), ("lan", RESPONSE, INV, None),
     ("lan", RESET, INV, None), ("lan", SYNCACK, INV, None))
talk("a server that is not reached otherwise", Connection(8),
     ("wan", LISTEN, NEW, "listen"), ("wan", LISTEN, NEW, "listen"),
     ("wan", DATA, INV, "listen"), ("wan", RESPONSE, INV, "listen"),
     ("wan", SYNC, INV, "listen"), ("lan", REQUEST, EST, "request"),
     ("wan", LISTEN, EST, "request"), ("wan", RESPONSE, EST, "respond"),
     ("lan", ACK, EST, "partopen"), ("wan", DATA, EST, "open"),
     ("lan", LISTEN, INV, "open"), ("wan", LISTEN, EST, "open"))
talk("a client that crashed", Connection(9), *OPEN)
c = Connection(9, lan=5 << 40)
talk("a client that crashed", c, ("lan", REQUEST, EST, "open"))
equal("the server asks back", EST,
      s.classify(w, w.wan, c("wan", SYNC, seq=2, ack=c.last("lan"))))
equal("the client resets the old one", EST,
      s.classify(w, w.lan, c("lan", RESET, ack=2)))
equal("which ends it", "time-wait", s.flow(sport=9)["state"])
talk("a client that crashed", c, *OPEN)
talk("under way", Connection(10), ("lan", DATA, NEW, "open"))
equal("8 minutes until somebody answers", 480, left(10))
s.set(tcp_loose=0)
talk("under way, tcp-loose 0", Connection(11), ("lan", DATA, INV, None),
     ("lan", ACK, INV, None))
c = Connection(12)
talk("when rules drop", c, *OPEN)
w.load('chain forward { policy drop; iifname "lan" accept; }')
equal("a Reset", 0, w.from_wan(c("wan", RESET)))
equal("changes nothing", "open", s.flow(sport=12)["state"])
stats = s.stats()
equal("each invalid one has its reason", stats["invalid"],
      stats["invalid-dccp"])
END
