#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# At max-flows a new flow takes the place of another: of the oldest of the
# source prefix that most are of, among those that are of no connection.
# Connections are not ended for others.

. "$(dirname "$0")/lib.sh"
plan 30
lan_begins

results_of python3 - <<'END'
import time

from packets import *
from state import State

COARSE = 5      # CLOCK_REALTIME_COARSE, for which Python has no name
w, s = Wire(), State()
s.set(max_flows=8, adaptive_start=0)
s.listen()


def tick():
    """Flows that begin behind this are younger: the clock they have is coarse."""
    now = time.clock_gettime(COARSE)
    while time.clock_gettime(COARSE) == now:
        pass


def begin(*packets):
    for packet in packets:
        tick()
        if w.from_lan(packet) != 1:
            raise LookupError("%r does not pass" % packet)


def asks(*sources, port=1):
    begin(*[udp(source, WAN, port, 5353) for source in sources])


def ousted(packet=None, source="2001:db8:99::1"):
    """Who a new flow takes the place of: sources and ports."""
    s.events()
    tick()
    passed = w.from_lan(packet or udp(source, WAN, 9, 5353))
    gone = [(f["saddr"], f.get("sport"), f["reason"])
            for what, f in s.events() if what == "destroy"]
    s.forget()
    return passed, gone


# neither the oldest nor the youngest of all
others = ["2001:db8:%x::1" % i for i in range(1, 6)]
link = ["2001:db8:f0:1::%x" % i for i in (1, 2, 3)]
asks(*others[:2], *link, *others[2:])
equal("who has most flows of a /64 makes room with the oldest",
      (1, [(link[0], 1, "evicted")]), ousted())
equal("which is counted", (1, 0),
      (s.stats()["evicted"], s.stats()["refused-max"]))
equal("and no more than the maximum lived", 8, s.stats()["flows-peak"])

customer = ["2001:db8:f0:11%02x::1" % i for i in (1, 2, 3)]
asks(*others[:2], *customer, *others[2:])
equal("of a /56", (1, [(customer[0], 1, "evicted")]), ousted())

site = ["2001:db8:f0:%x::1" % i for i in (0x100, 0x2200, 0x3300)]
asks(*others[:2], *site, *others[2:])
equal("of a /48", (1, [(site[0], 1, "evicted")]), ousted())

asks(link[1], *others)
begin(*[udp(link[0], WAN, port, 5353) for port in (5, 6)])
equal("of a host", (1, [(link[0], 5, "evicted")]), ousted())

asks(*site, *link, *others[:2])
equal("a /64 weighs more than a /48 of as many",
      (1, [(link[0], 1, "evicted")]), ousted())

# the nearer they are the more they weigh; the others are older
elsewhere = ["2001:db8:e0:%x::1" % i for i in (0x100, 0x2200, 0x3300)]
asks(*elsewhere, *customer, *others[:2])
equal("so does a /56", (1, [(customer[0], 1, "evicted")]), ousted())
elsewhere = ["2001:db8:e0:11%02x::1" % i for i in (1, 2, 3)]
asks(*elsewhere, *link, *others[:2])
equal("and a /64 more than a /56", (1, [(link[0], 1, "evicted")]), ousted())

asks(*others, link[0], "2001:db8:77::1", link[1])
equal("two of a /64 are no crowd", (1, [(others[0], 1, "evicted")]), ousted())

far = ["2001:db8:%x::1" % i for i in range(0x20, 0x28)]
asks(*far)
equal("without any such prefix the oldest of all goes",
      (1, [(far[0], 1, "evicted")]), ousted())
asks(*others, *link)
equal("even when the newcomer is of the crowd",
      (1, [(link[0], 1, "evicted")]), ousted(source="2001:db8:f0:1::9"))

# the oldest, and in a crowd
segment = Connection(1)
begin(segment("lan", "S"))
w.from_wan(segment("wan", "SA"))
begin(segment("lan", "A"), tcp(LAN, WAN, "S", 2))
asks(*others, port=3)
begin(udp(LAN, WAN, 4, 5353))
equal("a connection stays, a handshake goes", (1, [(LAN, 2, "evicted")]),
      ousted())

segment = Connection(1)
begin(segment("lan", "S"))
w.from_wan(segment("wan", "SA"))
asks(*others, *far[:2])
equal("one that only the server has answered goes",
      (1, [(LAN, 1, "evicted")]), ousted())

segment = Connection(1)
segment("lan", "S")
begin(tcp(LAN, WAN, "S", 1, seq=99))
w.from_wan(tcp(WAN, LAN, "RA", 80, 1, ack=100))
asks(*others, *far[:2])
equal("so does one that was refused", (1, [(LAN, 1, "evicted")]), ousted())

for what, last in (
        ("a connection that a RST has ended goes", [("wan", "R")]),
        ("and one that both ends have closed",
         [("wan", "FA"), ("lan", "FA"), ("wan", "A")])):
    segment = Connection(1)
    begin(segment("lan", "S"))
    w.from_wan(segment("wan", "SA"))
    begin(segment("lan", "A"))
    for who, flags in last:
        getattr(w, "from_" + who)(segment(who, flags))
    asks(*others, *far[:2])
    equal(what, (1, [(LAN, 1, "evicted")]), ousted())

begin(tcp(LAN, WAN, "A", 1, seq=99, ack=7))
asks(*others, *far[:2])
equal("and one that an ACK alone begins", (1, [(LAN, 1, "evicted")]),
      ousted())
begin(tcp(LAN, WAN, "A", 1, seq=99, ack=7))
w.from_wan(tcp(WAN, LAN, "A", 80, 1, seq=7, ack=99))
w.from_lan(tcp(LAN, WAN, "A", 1, seq=99, ack=7))
equal("that is a connection when both have spoken", {"seen-reply", "assured"},
      s.flow(sport=1)["status"])
asks(*others, *far[:2])
equal("and stays", (1, [(others[0], 1, "evicted")]), ousted())

begin(udp(LAN, WAN, 1, 5353))
w.from_wan(udp(WAN, LAN, 5353, 1))
asks(*others, *far[:2])
equal("UDP that was answered goes", (1, [(LAN, 1, "evicted")]), ousted())
begin(udp(LAN, WAN, 1, 5353))
w.from_wan(udp(WAN, LAN, 5353, 1))
w.from_lan(udp(LAN, WAN, 1, 5353))
equal("it is assured when it goes on", {"seen-reply", "assured"},
      s.flow(sport=1)["status"])
asks(*others, *far[:2])
equal("and stays", (1, [(others[0], 1, "evicted")]), ousted())
begin(udp(LAN, WAN, 1, 5353))
w.from_wan(*[udp(WAN, LAN, 5353, 1)] * 4)
asks(*others, *far[:2])
equal("so does a stream", (1, [(others[0], 1, "evicted")]), ousted())

begin(echo(LAN, WAN, 1))
asks(*others, *far[:2])
equal("an echo request goes", (1, [(LAN, None, "evicted")]), ousted())

denied = """
chain forward {
	policy drop;
	ct state established accept
	udp dport 5353 ip6 saddr %s drop
	iifname "lan" accept
}
"""
begin(udp(LAN, WAN, 1, 5353))
w.load(denied % LAN)
equal("of those denied", 0, w.from_lan(udp(LAN, WAN, 1, 5353)))
asks(*others, *far[:2])
equal("one that nobody answered goes, and its end is not told again",
      (1, []), ousted())
w.load(denied % "::1")
begin(udp(LAN, WAN, 1, 5353))
w.from_wan(udp(WAN, LAN, 5353, 1))
w.load(denied % LAN)
w.from_lan(udp(LAN, WAN, 1, 5353))
asks(*others, *far[:2])
equal("one that was answered stays", (1, [(others[0], 1, "evicted")]),
      ousted())
w.load(denied % "::1")

for port in range(1, 9):
    begin(udp(LAN, WAN, port, 5353))
    w.from_wan(udp(WAN, LAN, 5353, port))
    w.from_lan(udp(LAN, WAN, port, 5353))
evicted = s.stats()["evicted"]
equal("where all are connections nothing begins", (0, []), ousted())
equal("which is counted", (evicted, 1),
      (s.stats()["evicted"], s.stats()["refused-max"]))
END
