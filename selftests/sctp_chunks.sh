#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# SCTP packets that cannot be: chunks that are cut, too short, or bundled with
# what must be alone (RFC 9260, 6.10), tags and ports that are none.

. "$(dirname "$0")/lib.sh"
plan 40
silent_hosts

results_of python3 - <<'END'
import random
from packets import *
from sctp import *
from state import COUNT_STATES, State

w, s = Wire(), State()
w.load("chain forward {\n\tpolicy accept;\n%s\n\tct state invalid drop\n}\n" %
       COUNT_STATES)
a = Association(1)
a.send(w, *a.open())


def reason(packet):
    """State, and what of the invalid counters went up."""
    before = s.stats()
    state = s.classify(w, w.lan, packet)
    return state, [name for name, value in s.stats().items()
                   if name.startswith("invalid-") and value != before[name]]


def cut(packet, size):
    """The first bytes of an SCTP packet, its checksum right."""
    data = bytes(packet.payload)[:size]
    data = data[:8] + b"\0" * 4 + data[12:]
    return IPv6(src=LAN, dst=WAN, nh=132) / Raw(
        data[:8] + crc32c(data) + data[12:])


GOOD, BAD = ("established", []), ("invalid", ["invalid-sctp"])
for name, expected, packet in (
        ("one chunk", GOOD, a("lan", DATA)),
        ("several chunks", GOOD, a("lan", SACK, HEARTBEAT, DATA, DATA)),
        ("a chunk of an unknown type", GOOD, a("lan", 200)),
        ("a chunk of its header alone", GOOD, a("lan", chunk(200, body=b""))),
        ("a last chunk without its padding", GOOD,
         cut(a("lan", chunk(200, body=b"12345")), 12 + 9)),
        ("as many small DATA as there is room for", GOOD,
         a("lan", *[chunk(DATA, body=b"123456789012x")] * 70)),
        ("I-DATA, too", GOOD,
         a("lan", *[chunk(I_DATA, body=b"1234567890123456")] * 66)),
        ("64 control chunks", GOOD, a("lan", *[200] * 64)),
        ("65 control chunks", BAD, a("lan", *[200] * 65)),
        ("no chunk", BAD, a("lan")),
        ("a chunk of length 0", BAD, a("lan", chunk(DATA, length=0))),
        ("a chunk of length 3", BAD, a("lan", chunk(DATA, length=3))),
        ("a chunk longer than the packet", BAD, a("lan", chunk(DATA, length=99))),
        ("a second chunk longer than the packet", BAD,
         a("lan", SACK, chunk(DATA, length=65535))),
        ("a chunk's header that is cut", BAD, cut(a("lan", SACK, SACK), 30)),
        ("an INIT of length 19", BAD,
         a("lan", chunk(INIT, body=b"\1" * 15), vtag=0)),
        ("an INIT that names tag 0", BAD, a("lan", init(0), vtag=0)),
        ("an INIT with a tag", BAD, a("lan", init(5), vtag=Z)),
        ("an INIT ACK that names tag 0", BAD, a("lan", init(0, INIT_ACK))),
        ("data with tag 0", BAD, a("lan", DATA, vtag=0)),
        ("data with tag 0 of no association", BAD,
         Association(8)("lan", DATA, vtag=0)),
        ("an INIT and data", BAD, a("lan", init(5), DATA, vtag=0)),
        ("data and an INIT", BAD, a("lan", DATA, init(5), vtag=0)),
        ("two INITs", BAD, a("lan", init(5), init(6), vtag=0)),
        ("an INIT ACK and a COOKIE ECHO", BAD,
         a("lan", init(5, INIT_ACK), COOKIE_ECHO)),
        ("a SHUTDOWN COMPLETE and data", BAD,
         a("lan", SHUTDOWN_COMPLETE, DATA)),
        ("a SACK and a SHUTDOWN COMPLETE", BAD,
         a("lan", SACK, SHUTDOWN_COMPLETE)),
        ("source port 0", BAD, sctp(LAN, WAN, 0, init(5), sport=0)),
        ("destination port 0", BAD, sctp(LAN, WAN, 0, init(5), dport=0)),
        ("11 bytes", ("invalid", ["invalid-truncated"]),
         IPv6(src=LAN, dst=WAN, nh=132) / Raw(b"12345678901")),
        ("a wrong checksum", ("invalid", ["invalid-checksum"]),
         IPv6(src=LAN, dst=WAN, nh=132) /
         Raw(bytes(a("lan", DATA).payload)[:-1] + b"x"))):
    equal(name, expected, reason(packet))
equal("none of these changed the association", "established",
      s.flow(sport=1)["state"])
equal("or made another", 1, len(s.flows()))
for name, chunks in (("SACK and SHUTDOWN", (SACK, SHUTDOWN)),
                     ("ERROR and SHUTDOWN ACK", (ERROR, SHUTDOWN_ACK)),
                     ("ERROR and ABORT", (ERROR, ABORT))):
    a.send(w, a("lan", *chunks))
    equal("what is behind another chunk is seen: " + name,
          {"SACK and SHUTDOWN": "shutdown-sent", "ERROR and ABORT": "closed"}
          .get(name, "shutdown-ack-sent"), s.flow(sport=1)["state"])

random.seed(132)
for size in 16, 40, 200:
    packets = [sctp(LAN, WAN, random.getrandbits(32),
                    bytes(random.getrandbits(8) for _ in range(size)))
               for _ in range(200)]
    before = s.stats()["packets"]
    w.through(w.lan, *packets)
    equal("200 packets of %d random bytes are judged" % size, 200,
          s.stats()["packets"] - before)
equal("the router is well", ("established", []),
      (lambda b: b.send(w, *b.open()) and reason(b("lan", DATA)))(
          Association(9)))
END
