#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Associations that are first seen under way: on another of their paths
# (RFC 9260, 6.4 and 8.3), or older than ct6; and packets of none (8.4).

. "$(dirname "$0")/lib.sh"
plan 34
silent_hosts
lan2=2001:db8:1::22 wan2=2001:db8:2::22
neighbour lan lan $lan2
neighbour wan wan $wan2

results_of python3 - <<'END'
from packets import *
from sctp import *
from state import State

w, s = Wire(), State()
w.load('chain forward { policy drop; ct state established,related accept; '
       'ct state invalid drop; iifname "lan" accept; }')
LAN2, WAN2 = "2001:db8:1::22", "2001:db8:2::22"


def state(a):
    """Of the flow of an association."""
    return s.flow(sport=a.sport, saddr=a.addr["lan"])["state"]


a = Association(1)
a.send(w, *a.open())
b = Association(1, lan=LAN2, wan=WAN2)
equal("no HEARTBEAT of the wan opens another path", 0,
      b.send(w, b("wan", HEARTBEAT)))
equal("one of the lan does", 1, b.send(w, b("lan", HEARTBEAT)))
equal("its flow says so", "heartbeat", state(b))
equal("for 4 minutes", 240,
      round(s.flow(saddr=LAN2)["timeout"] / 10000) * 10)
equal("with its own tag only", 0, b.send(w, b("lan", HEARTBEAT, vtag=Z + 1)))
equal("a HEARTBEAT of the other side passes", 1, b.send(w, b("wan", HEARTBEAT)))
equal("and changes nothing", "heartbeat", state(b))
equal("the HEARTBEAT ACK establishes it", (1, "established"),
      (b.send(w, b("wan", HEARTBEAT_ACK)), state(b)))
equal("data passes both ways", 2, b.send(w, b("lan", DATA), b("wan", SACK)))
equal("with another tag it does not", 0,
      b.send(w, b("lan", DATA, vtag=Z + 1), b("wan", DATA, vtag=A + 1),
             b("wan", chunk(ABORT), vtag=A + 1)))
equal("the first path goes on", 2, a.send(w, a("lan", DATA), a("wan", SACK)))
equal("an ABORT ends the path that it takes", ("closed", "established"),
      (b.send(w, b("wan", ABORT)) and state(b), state(a)))
a.send(w, a("lan", SHUTDOWN), a("wan", SHUTDOWN_ACK))
equal("the end of an association may take another path", (1, "closed"),
      (a.send(w, a("lan", SHUTDOWN_COMPLETE)), state(a)))

a = Association(2)
equal("data of one that is under way passes", (1, "established"),
      (a.send(w, a("lan", DATA)), state(a)))
equal("as long as an opening one until somebody answers", 240,
      round(s.flow(sport=2)["timeout"] / 10000) * 10)
equal("its answer passes", 1, a.send(w, a("wan", SACK)))
equal("both tags are known then", 0,
      a.send(w, a("lan", DATA, vtag=7), a("wan", DATA, vtag=7)))
equal("and right", 2, a.send(w, a("lan", DATA), a("wan", DATA)))
a = Association(3)
equal("an ABORT in answer to it reflects its tag", (2, "closed"),
      (a.send(w, a("lan", DATA), a("wan", chunk(ABORT, T), vtag=Z)), state(a)))
a = Association(4)
equal("a SHUTDOWN ACK of one that is under way", (1, "shutdown-ack-sent"),
      (a.send(w, a("lan", SHUTDOWN_ACK)), state(a)))
equal("is answered by who has forgotten it (8.4)", (1, "closed"),
      (a.send(w, a("wan", chunk(SHUTDOWN_COMPLETE, T), vtag=Z)), state(a)))
a = Association(8)
a.send(w, a("lan", DATA))
equal("none ends one whose other tag is not known", (0, "established"),
      (a.send(w, a("wan", SHUTDOWN_COMPLETE, vtag=7)), state(a)))
a = Association(9)
a.send(w, a("lan", SHUTDOWN_ACK))
equal("but when it is due it has whatever tag", (1, "closed"),
      (a.send(w, a("wan", SHUTDOWN_COMPLETE)), state(a)))
a = Association(5)
equal("a COOKIE ECHO of one that is under way", (2, "established"),
      (a.send(w, a("lan", COOKIE_ECHO), a("wan", COOKIE_ACK)), state(a)))
equal("both tags are known", (2, 0),
      (a.send(w, a("lan", DATA), a("wan", DATA)),
       a.send(w, a("lan", DATA, vtag=7), a("wan", DATA, vtag=7))))
for kind in INIT_ACK, COOKIE_ACK, HEARTBEAT_ACK, ABORT, SHUTDOWN_COMPLETE:
    a = Association(6)
    packet = a.init_ack("lan") if kind == INIT_ACK else a("lan", kind)
    equal("%s of no association" % said(kind), (0, []),
          (a.send(w, packet), s.flows(sport=6)))
s.set(tcp_loose=0)
a = Association(7)
equal("with tcp-loose off, none under way is taken up", 0,
      a.send(w, a("lan", DATA), a("lan", SACK), a("lan", SHUTDOWN),
             a("lan", COOKIE_ECHO), a("lan", SHUTDOWN_ACK)))
equal("but another path of one is", 2,
      a.send(w, a("lan", HEARTBEAT), a("wan", HEARTBEAT_ACK)))
stats = s.stats()
equal("each invalid one has its reason", stats["invalid"],
      stats["invalid-sctp"])
equal("what the wan began was new and dropped", 1,
      stats["dropped"] - stats["invalid"])
END
