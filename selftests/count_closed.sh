#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ct count leaves out TCP connections that are closed, while their flows last:
# by both FINs or a RST. One that begins anew on the same ports is counted.

. "$(dirname "$0")/lib.sh"
plan 17
silent_hosts

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()


def load(nr, more=""):
    """At most so many connections to port 80."""
    w.load("chain forward {\npolicy drop;\nct state established accept\n%s"
           "tcp dport 80 ct count per saddr/64 over %d drop\n"
           "tcp dport 80 accept\n}\n" % (more, nr))


def send(*segments):
    """How many of segments of either side pass."""
    return sum((w.from_lan if p[IPv6].src == LAN else w.from_wan)(p)
               for p in segments)


def begin(sport):
    """A connection, when its SYN finds room, else None."""
    c = Connection(sport)
    if not send(c("lan", "S")):
        return None
    return c if send(c("wan", "SA"), c("lan", "A")) == 2 else None


def room():
    """Does another connection find room? It does not stay."""
    c = Connection(999)
    found = send(c("lan", "S"))
    w.ct6("flows", "delete", "tcp", "sport", "999")
    return found


def state(sport):
    """Of its flow."""
    return s.flow(sport=sport)["state"]


load(2)
one, two = begin(1000), begin(1001)
equal("two connections are all there may be", (True, 0),
      (bool(one and two), room()))
send(one("lan", "FA"))
equal("one side's FIN makes no room", ("fin-wait", 0), (state(1000), room()))
send(one("wan", "A"))
equal("nor does its acknowledgment", ("close-wait", 0), (state(1000), room()))
send(one("wan", "FA"))
equal("nor the other one's FIN", ("last-ack", 0), (state(1000), room()))
send(one("lan", "A"))
equal("when both are acknowledged there is room", ("time-wait", 1),
      (state(1000), room()))
three = begin(1002)
equal("for one", (True, 0), (bool(three), room()))
equal("what is late passes, and is not counted", (1, "time-wait", 0),
      (send(one.again("lan")), state(1000), room()))
far = two("wan", "R")
far[TCP].seq += 10
equal("a RST that is not exact makes no room", (1, "established", 0),
      (send(far), state(1001), room()))
send(two("wan", "R"))
equal("an exact one does", ("close", 1), (state(1001), room()))
four = begin(1003)
equal("for one", (True, 0), (bool(four), room()))


def anew(sport):
    """A SYN on the ports of a connection that is over."""
    c = Connection(sport)
    c.next = {"lan": 900000, "wan": 7000000}
    return c, send(c("lan", "S"))


equal("to begin anew on the same ports takes room, too", (0, 0),
      (anew(1000)[1], anew(1001)[1]))
send(three("lan", "R"))
five, passed = anew(1000)
equal("and with room it begins", (1, "syn-sent"), (passed, state(1000)))
equal("and is counted", (2, "established", 0),
      (send(five("wan", "SA"), five("lan", "A")), state(1000), room()))
load(3, "tcp dport 81 accept\n")
equal("a ruleset that is loaded counts the two that are open, of four",
      (4, True, 0), (len(s.flows(dport=80)), bool(begin(1004)), room()))
load(3, "tcp dport 82 accept\n")
equal("packets of one that is closed do not make it count",
      (1, "close", 0), (send(two.again("wan")), state(1001), room()))
send(five("wan", "RA"))
equal("one that an earlier ruleset counted makes room, closed", 1, room())
equal("nobody was too late", 0, s.stats()["count-refused"])
END
