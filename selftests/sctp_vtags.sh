#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Who does not know the verification tags of an SCTP association gets nothing
# through to it and changes nothing of it, whatever is tried and in whatever
# state it is (RFC 9260, 8.5 and 8.5.1).

. "$(dirname "$0")/lib.sh"
plan 35
silent_hosts

results_of python3 - <<'END'
import random
from packets import *
from sctp import *
from state import State

random.seed(9260)
w, s = Wire(), State()
w.load('chain forward { policy drop; ct state established,related accept; '
       'ct state invalid drop; iifname "lan" accept; }')
KINDS = (DATA, SACK, HEARTBEAT, HEARTBEAT_ACK, (ABORT, 0), (ABORT, T),
         SHUTDOWN, SHUTDOWN_ACK, ERROR, COOKIE_ECHO, COOKIE_ACK,
         (SHUTDOWN_COMPLETE, 0), (SHUTDOWN_COMPLETE, T), ASCONF)


def made(kind):
    """A chunk of a kind, or of a kind with flags."""
    return chunk(*kind) if isinstance(kind, tuple) else chunk(kind)


def tries(number, a, who, kinds):
    """Packets with tags that are guessed."""
    return [a(who, made(kinds[i % len(kinds)]),
              vtag=random.choice((random.getrandbits(32) | 1, A ^ 1, Z ^ 1,
                                  a.tag[who])))
            for i in range(number)]


def guess(name, a, kinds, number=140):
    """None of many guesses passes or changes the flow."""
    before = s.flow(sport=a.sport)
    for who, wire in ("wan", w.wan), ("lan", w.lan):
        packets = tries(number, a, who, kinds)
        equal("%s: none of %d guesses of the %s passes" % (
            name, len(packets), who), 0, len(w.through(wire, *packets)[0]))
    after = s.flow(sport=a.sport)
    equal(name + ": they change nothing",
          (before["state"], before["orig-packets"], before["reply-packets"]),
          (after["state"], after["orig-packets"], after["reply-packets"]))


# what reflects the tag of its own sender is right, so it is left out
A0 = Association(1)
equal("an association", 4, A0.send(w, *A0.open()))
wrong = tuple(k for k in KINDS if not (isinstance(k, tuple) and k[1]))
guess("established", A0, wrong, 500)
reflected = [A0(who, chunk(kind, T), vtag=random.getrandbits(32) | 1)
             for who in ("lan", "wan") for kind in (ABORT, SHUTDOWN_COMPLETE)
             for _ in range(100)]
equal("no guess of a reflected tag passes", 0, A0.send(w, *reflected))
equal("nor changes it", "established", s.flow(sport=1)["state"])
for who in "lan", "wan":
    for kind in ABORT, SHUTDOWN_COMPLETE:
        equal("%s of the %s with the peer's tag and no T" % (said(kind), who),
              0, A0.send(w, A0(who, kind, vtag=A0.tag[who])))
        equal("%s of the %s with T and no peer's tag" % (said(kind), who),
              0, A0.send(w, A0(who, chunk(kind, T))))
equal("nor do these", "established", s.flow(sport=1)["state"])
equal("the right tags still pass", 2,
      A0.send(w, A0("wan", DATA), A0("lan", SACK)))

a = Association(2)
equal("one in COOKIE_WAIT", 1, a.send(w, a.init("lan")))
early = tuple(k for k in wrong if k != SHUTDOWN_ACK)
guess("COOKIE_WAIT", a, early)
equal("an INIT ACK to another INIT", 0,
      a.send(w, a.init_ack("wan", vtag=A ^ 2)))
equal("its INIT ACK", 1, a.send(w, a.init_ack("wan")))
guess("INIT ACK seen", a, early)
equal("it opens all the same", 2,
      a.send(w, a("lan", COOKIE_ECHO), a("wan", COOKIE_ACK)))
a.send(w, a("lan", SHUTDOWN), a("wan", SHUTDOWN_ACK))
guess("SHUTDOWN_ACK_SENT", a, wrong)
a.send(w, a("lan", SHUTDOWN_COMPLETE))
guess("CLOSED", a, wrong)

stats = s.stats()
equal("each invalid one has its reason", stats["invalid"],
      stats["invalid-sctp"])
for name, packet in (("tag 0", A0("wan", DATA, vtag=0)),
                     ("tag 0 of an ABORT", A0("wan", chunk(ABORT, T), vtag=0))):
    equal(name, 0, A0.send(w, packet))
END
