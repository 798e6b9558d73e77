#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Endpoint-independent filtering (RFC 6092 REC-11, 17, 33): where a flow
# began, anybody may send to, as long as it lives and the rules say so.

. "$(dirname "$0")/lib.sh"
plan 46
silent_hosts
neighbour wan wan 2001:db8:2::3

results_of python3 - <<'END'
import time
from packets import *
from state import COUNT_STATES, State

w, s = Wire(), State()
WAN2 = "2001:db8:2::3"
RULES = """
chain forward {
	policy drop;
	%s
	ct state established,related accept
	ct state invalid drop
	iifname "lan" %%s accept
}
""" % COUNT_STATES
EIF, PLAIN = RULES % "ct filtering endpoint-independent", RULES % ""
fresh = iter(range(20000, 60000))


def other(src, dst, nh=99):
    """A packet of a protocol without ports."""
    return IPv6(src=src, dst=dst, nh=nh) / Raw(b"whatever")


def inbound(port, src=WAN2):
    """Does a datagram from anybody, each from another port, come in?"""
    return w.from_wan(udp(src, LAN, next(fresh), port))


def gre(src, dst):
    """A packet of GRE with a key."""
    return IPv6(src=src, dst=dst, nh=47) / Raw(
        b"\x20\0\x86\xdd\1\2\3\4whatever")


KINDS = {
    "UDP": (udp(LAN, WAN, 4000, 5000), udp(WAN, LAN, 5000, 4000),
            udp(WAN2, LAN, 9999, 4000), udp(WAN2, LAN, 9999, 4001)),
    "TCP": (tcp(LAN, WAN, "S", 4000, 80, seq=1),
            tcp(WAN, LAN, "SA", 80, 4000, seq=1, ack=2),
            tcp(WAN2, LAN, "S", 9999, 4000), tcp(WAN2, LAN, "S", 9999, 4001)),
    "protocol 99": (other(LAN, WAN), other(WAN, LAN), other(WAN2, LAN),
                    other(WAN2, LAN, 98)),
    "GRE with a key": (gre(LAN, WAN), gre(WAN, LAN), gre(WAN2, LAN),
                       other(WAN2, LAN, 98)),
}
for name, (begin, answer, stranger, elsewhere) in KINDS.items():
    unknown = stranger.copy()
    unknown.src = "2001:db8:2::77"
    s.forget()
    w.load(PLAIN)
    w.from_lan(begin)
    equal(name + ": without the statement only its answer comes in", (0, 1),
          (w.from_wan(stranger), w.from_wan(answer)))
    s.forget()
    w.load(EIF)
    equal(name + ": nothing before it begins", 0, w.from_wan(stranger))
    w.from_lan(begin)
    equal(name + ": another host's packet is related", "related",
          s.classify(w, w.wan, stranger))
    equal(name + ": and passes", 1, w.from_wan(stranger))
    equal(name + ": to another endpoint it does not", 0,
          w.from_wan(elsewhere))
    w.load(PLAIN)
    equal(name + ": a ruleset without the statement ends it at once", (0, 1),
          (w.from_wan(unknown), w.from_wan(answer)))
    w.load(EIF)
    w.from_lan(begin)
    equal(name + ": with it, the next packet out opens it again", 1,
          w.from_wan(unknown))

s.forget()
equal("flows deleted: it is closed at once", 0, inbound(4000))
w.from_lan(udp(LAN, WAN, 4000, 5000))
equal("UDP opens nothing for TCP", 0,
      w.from_wan(tcp(WAN2, LAN, "S", 9998, 4000)))
w.load(EIF.replace("\tct state est", "\tudp dport 5000 drop\n\tct state est"))
equal("a ruleset that denies the flow", 0, inbound(4000))
w.load(EIF)
w.from_lan(echo(LAN, WAN, 7))
equal("an echo request opens nothing", 0, w.from_wan(echo(WAN2, LAN, 7)))
w.from_lan(tcp(LAN, WAN, "S", 4600, 80, seq=1))
w.from_wan(tcp(WAN2, LAN, "S", 9999, 4600, seq=7))
equal("TCP: the connection from another host is established", 2,
      w.from_lan(tcp(LAN, WAN2, "SA", 4600, 9999, seq=9, ack=8)) +
      w.from_wan(tcp(WAN2, LAN, "A", 9999, 4600, seq=8, ack=10)))

# its time is the flow's, and packets out alone make it longer
s.set(timeout_udp_unreplied=2, timeout_udp=2)
w.from_lan(udp(LAN, WAN, 4100, 5000))
begin = time.monotonic()
while inbound(4100):
    time.sleep(0.1)
took = time.monotonic() - begin
ok(0.9 <= took <= 4, "packets in do not keep it open", "seen: %.2f s" % took)
w.from_lan(udp(LAN, WAN, 4150, 5000))
begin = time.monotonic()
while time.monotonic() < begin + 2.3:
    w.from_wan(udp(WAN, LAN, 5000, 4150))
    time.sleep(0.1)
equal("nor do its answers, which keep the flow", 0, inbound(4150))
w.from_lan(udp(LAN, WAN, 4100, 5000))
for _ in range(2):
    time.sleep(1.02)
    w.from_wan(udp(WAN, LAN, 5000, 4100))
    w.from_lan(udp(LAN, WAN, 4100, 5000))
time.sleep(0.3)
equal("packets out do, though those in made the flow live on before", 1,
      inbound(4100))

# of several flows the longest counts; that one ends it
s.set(timeout_udp_unreplied=100, timeout_udp_system=1)
w.from_lan(udp(LAN, WAN, 4200, 5000), udp(LAN, WAN, 4200, 53),
           udp(LAN, WAN, 4300, 53))
time.sleep(1.2)
equal("a short flow does not end what a long one opened", (1, 0),
      (inbound(4200), inbound(4300)))
w.ct6("flows", "delete", "udp", "sport", "4200", "dport", "5000")
equal("the long one's end does", 0, inbound(4200))
w.from_lan(udp(LAN, WAN, 4250, 53), udp(LAN, WAN, 4250, 5000))
w.ct6("flows", "delete", "udp", "sport", "4250", "dport", "53")
equal("the end of a short one that was there before does not", 1,
      inbound(4250))

before = s.stats()
s.set(max_expects=before["expects"])
w.from_lan(udp(LAN, WAN, 4400, 5000))
equal("at max-expects: the flow begins", 1, len(s.flows(sport=4400)))
equal("at max-expects: nobody else may send", 0, inbound(4400))
equal("at max-expects: that is counted", 1,
      s.stats()["expect-refused"] - before["expect-refused"])
s.set(max_expects=1000)
w.from_lan(udp(LAN, WAN, 4400, 5000))
equal("with room again, the next packet out opens it", 1, inbound(4400))

w.load("chain forward { policy drop; ct state established,related accept; "
       "iifname lan udp dport 5000 ct filtering endpoint-independent accept; "
       "iifname lan accept; }")
w.from_lan(udp(LAN, WAN, 4500, 5001), udp(LAN, WAN, 4501, 5000))
equal("only flows whose rule has the statement", (0, 1),
      (inbound(4500), inbound(4501)))
equal("expected ones were used", True, s.stats()["expect-used"] > 10)
equal("what related packets began is answered", 1,
      w.from_wan(udp(WAN2, LAN, 77, 4501)) and
      w.from_lan(udp(LAN, WAN2, 4501, 77)))
END
