#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The states of SCTP associations, packet by packet: every valid sequence of
# RFC 9260 passes (RFC 6092 REC-38), with the timeouts of REC-40; what has no
# place is invalid, and what the rules drop changes nothing.

. "$(dirname "$0")/lib.sh"
plan 105
silent_hosts

results_of python3 - <<'END'
from packets import *
from sctp import *
from state import COUNT_STATES, State

w, s = Wire(), State()
COUNT = "chain forward {\n\tpolicy accept;\n%s\n\tct state invalid drop\n}\n" % \
    COUNT_STATES
w.load(COUNT)
NEW, EST, INV = "new", "established", "invalid"


def talk(name, a, *steps):
    """Packets: who, what, how it is classified, the state that follows."""
    for who, what, cls, state in steps:
        if what == "init":
            packet = a.init(who)
        elif what == "init-ack":
            packet = a.init_ack(who)
        else:
            packet = a(who, *(what if isinstance(what, tuple) else (what,)))
        seen = s.classify(w, w.lan if who == "lan" else w.wan, packet)
        flows = [f["state"] for f in s.flows(sport=a.sport)]
        equal("%s: %s of the %s is %s, then %s" % (
            name, said(what), who, cls, state),
              (cls, [state] if state else []), (seen, flows))


def left(sport):
    """Seconds that a flow has left, to the next ten."""
    return round(s.flow(sport=sport)["timeout"] / 10000) * 10


OPEN = (("lan", "init", NEW, "cookie-wait"),
        ("wan", "init-ack", EST, "cookie-wait"),
        ("lan", COOKIE_ECHO, EST, "cookie-echoed"),
        ("wan", COOKIE_ACK, EST, "established"))
a = Association(1)
talk("an association", a, *OPEN[:3])
equal("it has 4 minutes to open", 240, left(1))
talk("an association", a, OPEN[3], ("lan", DATA, EST, "established"))
equal("and 2 hours 4 minutes then", 7440, left(1))
equal("it is assured", True, "assured" in s.flow(sport=1)["status"])
talk("an association", a, ("wan", (SACK, DATA), EST, "established"),
     ("lan", HEARTBEAT, EST, "established"),
     ("wan", HEARTBEAT_ACK, EST, "established"),
     ("wan", ASCONF, EST, "established"),
     ("lan", I_DATA, EST, "established"),
     ("lan", SHUTDOWN, EST, "shutdown-sent"),
     ("wan", (DATA,) * 3, EST, "shutdown-sent"),
     ("lan", (SHUTDOWN, SACK), EST, "shutdown-sent"),
     ("wan", SHUTDOWN_ACK, EST, "shutdown-ack-sent"),
     ("lan", SHUTDOWN_COMPLETE, EST, "closed"))
equal("and 4 minutes to close", 240, left(1))
talk("behind its end", a, ("wan", DATA, EST, "closed"),
     ("wan", "init-ack", EST, "closed"), ("wan", SHUTDOWN_ACK, EST, "closed"),
     ("lan", SHUTDOWN, EST, "closed"))
a.tag = {"lan": 0x1234, "wan": 0x5678}
talk("with its ports and other tags", a, ("wan", COOKIE_ACK, INV, "closed"),
     ("wan", HEARTBEAT, INV, "closed"), *OPEN)
equal("that took the place of the old", 1, s.stats()["replaced"])

talk("INITs of both", Association(2), OPEN[0],
     ("wan", "init", EST, "cookie-wait"), ("lan", "init-ack", EST, "cookie-wait"),
     ("wan", "init-ack", EST, "cookie-wait"),
     ("lan", COOKIE_ECHO, EST, "cookie-echoed"),
     ("wan", COOKIE_ECHO, EST, "cookie-echoed"),
     ("wan", COOKIE_ACK, EST, "established"),
     ("lan", COOKIE_ACK, EST, "established"), ("wan", DATA, EST, "established"))
a = Association(3)
talk("an INIT ACK of before both INITs", a, OPEN[0],
     ("wan", "init", EST, "cookie-wait"), ("lan", "init-ack", EST, "cookie-wait"),
     ("wan", COOKIE_ECHO, EST, "cookie-echoed"),
     ("lan", COOKIE_ACK, EST, "established"))
equal("it passes late", EST, s.classify(w, w.wan, a.init_ack("wan", 0x777)))
talk("and changes no tag", a, ("lan", DATA, EST, "established"),
     ("wan", SACK, EST, "established"))
equal("nor is the one that it named known", INV,
      s.classify(w, w.lan, a("lan", COOKIE_ECHO, vtag=0x777)))
talk("everything sent twice", Association(4), OPEN[0],
     OPEN[0], OPEN[1], OPEN[1], OPEN[2], OPEN[2], OPEN[3], OPEN[3],
     ("lan", (COOKIE_ECHO, DATA), EST, "established"), OPEN[3])
talk("refused", Association(5), OPEN[0], ("wan", ABORT, EST, "closed"))
talk("aborted before its cookie", Association(9), *OPEN[:2],
     ("wan", ABORT, EST, "closed"))
talk("by the opener", Association(10), *OPEN[:2], ("lan", ABORT, EST, "closed"))
talk("behind INITs of both", Association(11), OPEN[0],
     ("wan", "init", EST, "cookie-wait"), ("lan", "init-ack", EST, "cookie-wait"),
     ("lan", ABORT, EST, "closed"))
a = Association(13)
talk("its COOKIE ACK does not come by", a, *OPEN[:3])
s.set(timeout_sctp_opening=1000)
talk("its COOKIE ACK does not come by", a, ("wan", DATA, EST, "cookie-echoed"))
equal("data lets it live no longer", True, left(13) <= 240)
s.set(timeout_sctp_opening=240)
talk("its cookie comes again while it shuts down", Association(12), *OPEN,
     ("lan", SHUTDOWN, EST, "shutdown-sent"),
     ("lan", COOKIE_ECHO, EST, "shutdown-sent"),
     ("wan", COOKIE_ACK, EST, "shutdown-sent"))
talk("aborted", Association(6), *OPEN, ("lan", ABORT, EST, "closed"))
a = Association(7)
talk("aborted by an end that forgot it", a, *OPEN)
equal("its ABORT reflects the tag", EST, s.classify(
    w, w.wan, a("wan", chunk(ABORT, T), vtag=Z)))
equal("and ends it", "closed", s.flow(sport=7)["state"])
a = Association(8)
talk("both shut down", a, *OPEN, ("lan", SHUTDOWN, EST, "shutdown-sent"),
     ("wan", SHUTDOWN, EST, "shutdown-sent"),
     ("lan", SHUTDOWN_ACK, EST, "shutdown-ack-sent"),
     ("wan", SHUTDOWN_ACK, EST, "shutdown-ack-sent"),
     ("wan", SHUTDOWN, EST, "shutdown-ack-sent"))
w.load('chain forward { policy drop; iifname "lan" accept; }')
equal("a SHUTDOWN COMPLETE that rules drop", 0,
      w.from_wan(a("wan", SHUTDOWN_COMPLETE)))
equal("changes nothing", "shutdown-ack-sent", s.flow(sport=8)["state"])
equal("each invalid one has its reason", s.stats()["invalid"],
      s.stats()["invalid-sctp"])
END
