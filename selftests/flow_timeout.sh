#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How long flows live: by protocol and state, as set; then they are gone for
# packets and for readers.

. "$(dirname "$0")/lib.sh"
plan 32
lan_begins

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
# RFC 5382 and 6092: 2 h 4 min and 4 min; RFC 4787: 5 and 2 min, less
# with a system port; RFC 5508: 60 s
default = {"tcp-syn-sent": 240, "tcp-syn-recv": 240, "tcp-established": 7440,
           "tcp-fin-wait": 240, "tcp-close-wait": 240, "tcp-last-ack": 240,
           "tcp-time-wait": 240, "tcp-close": 240, "udp": 300,
           "udp-unreplied": 120, "udp-system": 60, "icmpv6": 60, "generic": 300}
seen = s.settings()
equal("the defaults are those of the RFCs", default,
      {name: seen["timeout-" + name] for name in default})
names = list(default)
for i, name in enumerate(names):
    s.set(**{"timeout_" + name.replace("-", "_"): 1000 * (i + 1)})
equal("each can be set", {n: 1000 * (i + 1) for i, n in enumerate(names)},
      {name: s.settings()["timeout-" + name] for name in names})


def lives(name, port, packet, **flow):
    """A packet gives its flow the timeout of that name."""
    if port is w.lan:
        w.from_lan(packet)
    else:
        w.from_wan(packet)
    left = s.flow(**flow)["timeout"]
    want = 1000 * 1000 * (names.index(name) + 1)
    ok(want - 60000 < left <= want, "then it lives for %s" % name,
       "expected: %d ms or a little less" % want, "seen:     %d ms" % left)


def talk(sport, *steps):
    """A TCP connection: who, flags, the timeout that follows."""
    segment = Connection(sport)
    for who, flags, name in steps:
        lives(name, w.lan if who == "lan" else w.wan, segment(who, flags),
              sport=sport)


lives("udp-unreplied", w.lan, udp(LAN, WAN, 4000, 5353), sport=4000)
lives("udp-unreplied", w.lan, udp(LAN, WAN, 4000, 5353), sport=4000)
lives("udp", w.wan, udp(WAN, LAN, 5353, 4000), sport=4000)
lives("udp-system", w.lan, udp(LAN, WAN, 4001, 1023), sport=4001)
lives("udp-unreplied", w.lan, udp(LAN, WAN, 4001, 1024), dport=1024)
lives("icmpv6", w.lan, echo(LAN, WAN), l4proto=58)
lives("generic", w.lan, IPv6(src=LAN, dst=WAN, nh=253) / Raw(bytes(8)),
      l4proto=253)
talk(2, ("lan", "S", "tcp-syn-sent"), ("wan", "SA", "tcp-syn-recv"),
     ("lan", "A", "tcp-established"), ("wan", "PA", "tcp-established"),
     ("lan", "FA", "tcp-fin-wait"), ("wan", "A", "tcp-close-wait"),
     ("wan", "FA", "tcp-last-ack"), ("lan", "A", "tcp-time-wait"))
talk(3, ("lan", "S", "tcp-syn-sent"), ("wan", "RA", "tcp-close"))
talk(5, ("lan", "S", "tcp-syn-sent"), ("wan", "S", "tcp-syn-sent"))
talk(4, ("lan", "A", "tcp-syn-recv"), ("wan", "A", "tcp-established"))

s.forget()
s.set(timeout_udp_system=1)
w.from_lan(udp(LAN, WAN, 5))
equal("a flow of one second is there", 1, len(s.flows(sport=5)))
s.set(timeout_udp=1)
late = bytes(udp(WAN, LAN, 5353, 6))
w.from_lan(udp(LAN, WAN, 6, 5353))
equal("so is one that was answered", 1, w.from_wan(late))
# the clock ends it, not the worker that takes it out some time in a second
ended = 0
while left := s.flows(sport=6):
    ended += not left[0]["timeout"]
# the clock may go on while one is told of
ok(ended <= 1, "until then no reader sees one that is over", ended)
equal("when it is over it is so for the next packet", 0, w.from_wan(late))
END
busy_end() { [ "$(stat_of router expired)" -ge 2 ]; }
succeeds "they end by themselves" busywait 10 busy_end
equal "no reader sees it" 0 "$(flow_count router)"
equal "they are counted as expired" 2 "$(stat_of router expired)"
equal "their memory is given back" 0 "$(stat_of router flows)"
results_of python3 - <<'END'
from packets import *

w = Wire()
equal("the late reply does not come in", 0, w.from_wan(udp(WAN, LAN, 53, 5)))
END
