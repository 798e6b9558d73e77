#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An INIT inside an SCTP association: of an end that restarts it goes on with
# new tags (RFC 9260, 5.2.2), of anybody else it changes nothing. And servers
# that name another tag in each INIT ACK (5.1.3).

. "$(dirname "$0")/lib.sh"
plan 41
silent_hosts

results_of python3 - <<'END'
from packets import *
from sctp import *
from state import State

w, s = Wire(), State()
w.load('chain forward { policy drop; ct state established,related accept; '
       'ct state invalid drop; iifname "lan" accept; }')
sport = 0


def association():
    """One that is established."""
    global sport
    sport += 1
    a = Association(sport)
    a.send(w, *a.open())
    return a


def state(a):
    """Of the flow of an association."""
    return s.flow(sport=a.sport)["state"]


for who, other in ("lan", "wan"), ("wan", "lan"):
    a = association()
    old = dict(a.tag)
    a.tag = {who: 0x100, other: 0x200}
    equal("an INIT of the %s inside an association passes" % who, 1,
          a.send(w, a.init(who)))
    a.tag = dict(old)
    equal("and changes nothing", ("established", 2),
          (state(a), a.send(w, a(who, DATA), a(other, SACK))))
    equal("its tag is none of the association", 0,
          a.send(w, a(other, DATA, vtag=0x100)))
    equal("an ABORT in answer to it passes", 1,
          a.send(w, a(other, ABORT, vtag=0x100)))
    equal("and ends nothing", "established", state(a))
    a.tag = {who: 0x100, other: 0x200}
    equal("the restart of the %s passes" % who, 4,
          a.send(w, a.init(who), a.init_ack(other), a(who, COOKIE_ECHO, DATA),
                 a(other, COOKIE_ACK, SACK)))
    equal("the new tags are right", 2,
          a.send(w, a(who, DATA), a(other, SACK)))
    a.tag = old
    equal("the old ones are wrong", 0,
          a.send(w, a(who, DATA), a(other, SACK)))
    equal("it is established", "established", state(a))

a = association()
a.send(w, *[a.init("wan", 0x5000 + i) for i in range(50)])
equal("50 INITs of somebody leave it as it was", ("established", 2),
      (state(a), a.send(w, a("lan", DATA), a("wan", SACK))))
equal("a COOKIE ECHO without the tag of an INIT ACK", 0,
      a.send(w, a("wan", COOKIE_ECHO, vtag=0x5031)))
equal("a COOKIE ACK without a COOKIE ECHO changes no tag", (0, 2),
      (a.send(w, a("lan", COOKIE_ACK, vtag=0x6000)),
       a.send(w, a("lan", DATA), a("wan", SACK))))

a = Association(100)
a.send(w, a.init("lan"), a.init_ack("wan", 0x300), a.init("lan"),
       a.init_ack("wan", 0x400))
a.tag["wan"] = 0x300
equal("two INIT ACKs: the opener goes on with the first", 2,
      a.send(w, a("lan", COOKIE_ECHO), a("wan", COOKIE_ACK)))
equal("its tag is the right one", (1, 0),
      (a.send(w, a("lan", DATA)), a.send(w, a("lan", DATA, vtag=0x400))))
equal("the other is known no more", 0,
      a.send(w, a("lan", COOKIE_ECHO, vtag=0x400), a("lan", ABORT, vtag=0x400)))
a = Association(101)
a.send(w, a.init("lan"), a.init_ack("wan", 0x300), a.init("lan"),
       a.init_ack("wan", 0x400))
a.tag["wan"] = 0x400
equal("or with the second", 2,
      a.send(w, a("lan", COOKIE_ECHO), a("wan", COOKIE_ACK)))
equal("its tag is the right one", (1, 0),
      (a.send(w, a("lan", DATA)), a.send(w, a("lan", DATA, vtag=0x300))))
a = Association(104)
a.send(w, a.init("lan"), a.init_ack("wan", 0x300), a.init("lan"),
       a.init_ack("wan", 0x400))
a.tag["wan"] = 0x300
a.send(w, a("lan", COOKIE_ECHO), a.init_ack("wan", 0x500), a("wan", COOKIE_ACK))
equal("a third that comes behind the cookie changes nothing", (1, 0),
      (a.send(w, a("lan", DATA)), a.send(w, a("lan", DATA, vtag=0x500))))

a = Association(102)
a.send(w, a.init("lan"), a.init_ack("wan"))
w.through(w.wan, *[a.init("wan", 0x7000 + i) for i in range(20)])
w.through(w.wan, *[a("wan", chunk(ABORT, T), vtag=0x7000 + i)
                   for i in range(20)])
equal("INITs and ABORTs of somebody do not keep one from opening", 2,
      a.send(w, a("lan", COOKIE_ECHO), a("wan", COOKIE_ACK)))
equal("it is established", "established", state(a))
a = Association(105)
a.send(w, a.init("lan"), a.init_ack("wan"))
w.through(w.lan, *[a.init("lan", 0x8000 + i) for i in range(20)])
equal("nor do INITs in the opener's name", 2,
      a.send(w, a("lan", COOKIE_ECHO), a("wan", COOKIE_ACK)))
a = Association(106)
a.send(w, a.init("lan"), a.init("wan", 0x7000))
equal("an ABORT in answer to an INIT in the server's name ends nothing",
      (1, "cookie-wait"), (a.send(w, a("lan", ABORT, vtag=0x7000)), state(a)))
a = Association(107)
a.send(w, a.init("lan"))
equal("nor one of the opener that reflects its own tag", (1, "cookie-wait"),
      (a.send(w, a("lan", chunk(ABORT, T), vtag=A)), state(a)))
a = Association(108)
a.send(w, a.init("lan"), a.init_ack("wan"), a.init("lan", 0x8000))
equal("nor one in answer to an INIT in the opener's name", (1, "cookie-wait"),
      (a.send(w, a("wan", ABORT, vtag=0x8000)), state(a)))

a = association()
a.send(w, a("lan", SHUTDOWN), a("wan", SHUTDOWN_ACK))
equal("an INIT when the last SHUTDOWN COMPLETE was lost passes", 1,
      a.send(w, a.init("lan", 0x800)))
equal("the SHUTDOWN ACK that answers, too", 1, a.send(w, a("wan", SHUTDOWN_ACK)))
equal("and the SHUTDOWN COMPLETE that reflects its tag", (1, "closed"),
      (a.send(w, a("lan", chunk(SHUTDOWN_COMPLETE, T), vtag=A)), state(a)))
a.tag = {"lan": 0x800, "wan": 0x900}
equal("then the new one opens", 4, a.send(w, *a.open()))
equal("with its tags", 2, a.send(w, a("lan", DATA), a("wan", SACK)))

a = Association(103)
a.send(w, a.init("lan"))
equal("a SHUTDOWN ACK of an association that is forgotten here", 1,
      a.send(w, a("wan", SHUTDOWN_ACK, vtag=0x999)))
equal("and its answer", 1,
      a.send(w, a("lan", chunk(SHUTDOWN_COMPLETE, T), vtag=0x999)))
equal("do not keep a new one from opening", 3, a.send(w, *a.open()[1:]))
END
