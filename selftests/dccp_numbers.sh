#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Numbers of DCCP packets (RFC 4340, 7.5): what is guessed does not pass and
# changes nothing, what the ends may still have to sort out passes; numbers
# wrap around, and may be short (7.6). And headers that cannot be (8.5).

. "$(dirname "$0")/lib.sh"
plan 54
silent_hosts

results_of python3 - <<'END'
import random
from packets import *
from dccp import *
from dccp import Connection
from state import COUNT_STATES, State

random.seed(4340)
w, s = Wire(), State()
w.load('chain forward { policy drop; ct state established,related accept; '
       'ct state invalid drop; iifname "lan" accept; }')
FAR = 1 << 30
c = Connection(1)
equal("a connection whose numbers wrap", 4, send(w, *c.open()))


def state(sport=1):
    """Of a flow."""
    return s.flow(sport=sport)["state"]


def far():
    """A number that is out of any window."""
    return random.randrange(FAR, (1 << 48) - FAR)


for who in "wan", "lan":
    seq = [c(who, kind, seq=far()) for kind in
           (DATA, ACK, DATAACK, CLOSE) for _ in range(125)]
    equal("500 guessed sequence numbers of the " + who, 0, send(w, *seq))
    ack = [c(who, kind, seq=c.next[who], ack=far()) for kind in
           (ACK, DATAACK, CLOSE, RESET, SYNCACK, RESPONSE)
           for _ in range(80)]
    equal("480 guessed acknowledgment numbers of the " + who, 0, send(w, *ack))
equal("change nothing", "open", state())
equal("a Sync of the next number passes, whatever it asks about", 1,
      send(w, c("wan", SYNC, ack=far())))
equal("of another number it does not", 0,
      send(w, c("wan", SYNC, seq=far(), ack=far())))
equal("an acknowledgment of what was not sent yet", 0,
      send(w, c("wan", ACK, seq=c.next["wan"], ack=c.next["lan"])))
equal("a Reset with a number of another place passes", 1,
      send(w, c("wan", RESET, seq=far(), ack=c.last("lan") - 3 & MASK)))
equal("and the end asks back", "open", state())
equal("a Sync that is far ahead passes", 1,
      send(w, c("wan", SYNC, seq=c.next["wan"] + FAR)))
equal("one that is old does not", 0,
      send(w, c("wan", SYNC, seq=c.next["wan"] - FAR)))
c.next["wan"] += FAR + 1
equal("the connection goes on from there", 2,
      send(w, c("wan", DATA), c("lan", ACK)))
equal("a gap of 5000 lost packets", 2,
      send(w, c("wan", DATA, seq=c.next["wan"] + 5000),
           c("lan", ACK, ack=c.next["wan"] + 5000)))
equal("packets that were overtaken", 3,
      send(w, *[c("wan", DATA, seq=c.next["wan"] + i) for i in (3, 9, 2)]))
c.next["wan"] += 5001
equal("are acknowledged", 1, send(w, c("lan", ACK, ack=c.last("wan") - 4992)))
equal("short numbers", 4,
      send(w, c("lan", DATA, brief=True), c("wan", DATAACK, brief=True),
           c("wan", ACK, brief=True), c("lan", DATAACK, brief=True)))
equal("short numbers that are guessed", 0,
      send(w, *[c("wan", DATA, seq=c.last("wan") + random.randrange(
          1 << 16, (1 << 24) - (1 << 16)), brief=True) for _ in range(200)]))
c = Connection(2, lan=0xfffffe, wan=0x1fffffe)
equal("short numbers that wrap", 14,
      send(w, *c.open(), *[c(who, DATAACK, brief=True) for _ in range(5)
                           for who in ("lan", "wan")]))
c = Connection(2)
equal("a Reset that acknowledges just the last packet", (1, "time-wait"),
      (send(w, dccp(WAN, LAN, RESET, 0, 0xfffffe + 6, 5001, 2)), state(2)))

c = Connection(3)
request = c("lan", REQUEST)
equal("a Request", 1, send(w, request))
for kind in RESPONSE, RESET, SYNC:
    equal("1000 guesses of its number: " + NAMES[kind], 0,
          w.from_wan(*[c("wan", kind, seq=far(), ack=far())
                       for _ in range(1000)]))
equal("a number before it, and one behind it", 0,
      send(w, c("wan", RESPONSE, ack=999), c("wan", RESET, ack=1001)))
equal("change nothing", "request", state(3))
equal("its Response", 1, send(w, c("wan", RESPONSE, seq=77)))
equal("an acknowledgment of another Response", 0,
      send(w, c("lan", ACK, seq=c.next["lan"], ack=78)))
equal("and of this", (1, "partopen"),
      (send(w, c("lan", ACK, ack=77)), state(3)))
c = Connection(4)
send(w, c("lan", REQUEST), c("lan", REQUEST), c("lan", REQUEST))
equal("a Response to the first of three Requests", (1, "respond"),
      (send(w, c("wan", RESPONSE, ack=1000)), state(4)))
c = Connection(5)
send(w, c("lan", REQUEST))
c.next["lan"] = 1 << 46
equal("a client that begins anew", 5, send(w, *c.open(), c("lan", DATA)))
c = Connection(7)
send(w, c("lan", REQUEST))
c.next["lan"] = 3 << 46
equal("with a smaller number, too", 5, send(w, *c.open(), c("lan", DATA)))
c = Connection(8)
send(w, c("lan", REQUEST), c("wan", RESPONSE))
equal("a Request of another number, once it was answered, moves nothing",
      (1, 0), (send(w, c("lan", REQUEST, seq=1 << 40)),
               send(w, c("wan", DATAACK, ack=1 << 40))))
c = Connection(9)
send(w, c("lan", REQUEST), c("wan", RESPONSE, seq=1 << 40),
     c("wan", RESPONSE, seq=77))
equal("a second Response may have another number", (1, "partopen"),
      (send(w, c("lan", ACK, ack=77)), state(9)))
c = Connection(10)
send(w, c("lan", REQUEST), c("lan", REQUEST), c("lan", REQUEST))
equal("a Reset of the first of three Requests", (1, "time-wait"),
      (send(w, c("wan", RESET, ack=1000)), state(10)))
c = Connection(6)
equal("data of one that is under way", 1, send(w, c("lan", DATA)))
equal("its answer", 1, send(w, c("wan", ACK)))
equal("from then on numbers count", (2, 0),
      (send(w, c("lan", DATA), c("wan", DATA)),
       send(w, c("wan", DATA, seq=far()), c("lan", DATA, seq=far()))))

w.load("chain forward {\n\tpolicy accept;\n%s\n\tct state invalid drop\n}\n" %
       COUNT_STATES)


def reason(packet):
    """State, and what of the invalid counters went up."""
    before = s.stats()
    cls = s.classify(w, w.lan, packet)
    return cls, [name for name, value in s.stats().items()
                 if name.startswith("invalid-") and value != before[name]]


def bare(data):
    """DCCP of these bytes."""
    return IPv6(src=LAN, dst=WAN, nh=33) / Raw(data)


NEW, BAD = ("new", []), ("invalid", ["invalid-dccp"])
CUT = ("invalid", ["invalid-truncated"])
port = 100
for name, expected, more in (
        ("a Request", NEW, {}), ("a longer header", NEW, {"doff": 6, "data": b"1234"}),
        ("all data covered", NEW, {"covered": 3, "data": b"12345678"}),
        ("some data covered", NEW, {"covered": 2, "data": b"12345678"}),
        ("the header covered", NEW, {"covered": 1, "data": b"12345678"}),
        ("more covered than there is", BAD, {"covered": 4, "data": b"12345678"}),
        ("a header that is too short", BAD, {"doff": 4}),
        ("a header longer than the packet", CUT, {"doff": 6})):
    port += 1
    equal(name, expected, reason(dccp(LAN, WAN, REQUEST, 1, sport=port, **more)))
for kind in range(11, 16):
    equal("type %d" % kind, BAD, reason(dccp(LAN, WAN, kind, 1)))
equal("short numbers where none may be", [BAD] * 3,
      [reason(dccp(LAN, WAN, kind, 1, 1, brief=True, data=b"12345678"))
       for kind in (REQUEST, RESET, SYNC)])
equal("11 bytes", CUT, reason(bare(b"12345678901")))
END
