#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# From adaptive-start on flows that are of no connection get less time, those
# that were there before too, down to 5 seconds at adaptive-end.

. "$(dirname "$0")/lib.sh"
plan 22
lan_begins

equal "60 % is where it begins, 100 % where it ends" "60 100" \
	"$(on router ct6 --json get | jq -r '"\(."adaptive-start") \(."adaptive-end")"')"
refused "the begin is below the end" 1 "adaptive-start is to be below adaptive-end" \
	on router ct6 set adaptive-start 70 adaptive-end 70
refused "also when one alone is set" 1 "adaptive-start is to be below" \
	on router ct6 set adaptive-end 60
results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
# what a raw socket sent is not summed yet, and would not go the fast path
w.ct6("set", "checksum", "off")
s.set(max_flows=100, timeout_udp=4000, timeout_udp_unreplied=1000,
      timeout_tcp_syn_sent=1000, timeout_tcp_close=1000, timeout_icmpv6=3)


def begin(*ports):
    w.from_lan(*[udp(LAN, WAN, port, 5353) for port in ports])


def lives(name, seconds, **flow):
    """What is left of a flow's time; this machine may be slow."""
    left = s.flow(**flow)["timeout"] / 1000
    ok(seconds - 60 < left <= seconds, name,
       "expected: %d s or a little less" % seconds, "seen:     %.1f s" % left)


begin(2001)
w.from_wan(udp(WAN, LAN, 5353, 2001))
begin(2001, *range(2002, 2062))
lives("the last below the begin has all its time", 1000, sport=2061)
equal("nothing was shortened", 0, s.stats()["shortened"])
begin(*range(2062, 2082))
lives("half way it has half of it", 525, sport=2081)
lives("the connection has all", 4000, sport=2001)
equal("20 were shortened", True, s.stats()["shortened"] >= 20)
w.from_lan(tcp(LAN, WAN, "S", 82))
lives("a handshake has less as well", 475, sport=82)
w.from_wan(tcp(WAN, LAN, "RA", 80, 82, ack=1))
lives("and a connection that is over", 450, sport=82)
w.from_lan(echo(LAN, WAN, 5))
left = s.flow(l4proto=58)["timeout"]
equal("what has less than 5 seconds keeps them", True, 1500 < left <= 3000)
w.from_wan(udp(WAN, LAN, 5353, 2061))
lives("an answer is no connection yet", 4000 * 17 / 40, sport=2061)
w.from_wan(*[udp(WAN, LAN, 5353, 2061)] * 2)
lives("nor are three", 4000 * 17 / 40, sport=2061)
begin(2061)
lives("what becomes a connection has all the time", 4000, sport=2061)
w.from_wan(udp(WAN, LAN, 5353, 2061))
lives("and keeps it", 4000, sport=2061)
END
results_of python3 - <<'END'
import time

from packets import *
from state import State

w, s = Wire(), State()
end = time.monotonic() + 20
while s.flow(sport=2002)["timeout"] > 425000 and time.monotonic() < end:
    pass
left = s.flow(sport=2002)["timeout"] / 1000
ok(400 < left <= 425, "those that were there before get less",
   "expected: 425 s or a little less", "seen:     %.1f s" % left)
equal("connections do not", [True, True],
      [s.flow(sport=port)["timeout"] > 3900000 for port in (2001, 2061)])
equal("and none of the flows ended for it", 0, s.stats()["evicted"])
s.set(adaptive_end=183)
w.from_lan(udp(LAN, WAN, 2200, 5353))
left = s.flow(sport=2200)["timeout"] / 1000
equal("a later end leaves more", True, 700 < left <= 1000 * 100 / 123 + 9)
s.set(adaptive_start=0)
w.from_lan(udp(LAN, WAN, 2201, 5353))
equal("without a begin all is left", True,
      s.flow(sport=2201)["timeout"] > 940000)
s.set(adaptive_start=10, adaptive_end=50)
w.from_lan(udp(LAN, WAN, 2202, 5353))
left = s.flow(sport=2202)["timeout"]
equal("behind the end it is 5 seconds", True, left <= 5000)
END
over() { [ "$(flow_count router)" -eq 2 ]; }
succeeds "then only connections are left" busywait 20 over
