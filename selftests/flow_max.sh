#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# At max-flows, where all flows are connections, new ones are refused and
# counted, those that are there go on; there is room again when one ends.

. "$(dirname "$0")/lib.sh"
plan 20
lan_begins

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
s.set(max_flows=4)


def connect(*ports):
    """Ask, be answered and go on: a connection, which no other takes the place of."""
    begun = w.from_lan(*[udp(LAN, WAN, port) for port in ports])
    w.from_wan(*[udp(WAN, LAN, 53, port) for port in ports])
    w.from_lan(*[udp(LAN, WAN, port) for port in ports])
    return begun


equal("the first four flows begin", 4, connect(1, 2, 3, 4))
equal("the next six do not", 0,
      w.from_lan(*[udp(LAN, WAN, port) for port in range(5, 11)]))
stats = s.stats()
equal("six packets are counted as refused", 6, stats["refused-max"])
equal("and as dropped", 6, stats["dropped"])
equal("no flow came of them", [1, 2, 3, 4],
      sorted(flow["sport"] for flow in s.flows()))
equal("the peak is four", 4, stats["flows-peak"])
equal("the limit is told", 4, stats["flows-max"])
equal("what was there goes on", 4,
      w.from_lan(*[udp(LAN, WAN, port) for port in range(1, 5)]))
equal("with its replies", 4,
      w.from_wan(*[udp(WAN, LAN, 53, port) for port in range(1, 5)]))
s.set(max_flows=5)
equal("a greater limit makes room for one", 1, connect(5))
equal("and no more", 0, w.from_lan(udp(LAN, WAN, 6)))
s.forget()
s.set(max_flows=1)
w.from_lan(tcp(LAN, WAN, "S", 1, 80, seq=7))
w.from_wan(tcp(WAN, LAN, "RA", 80, 1, ack=8))
equal("who begins anew takes the place of its former connection", (1, 1),
      (w.from_lan(tcp(LAN, WAN, "S", 1, 80, seq=70000)), len(s.flows())))
s.forget()
s.set(max_flows=5)
connect(1, 2, 3, 4, 5)
s.set(max_flows=1)
equal("a smaller one ends nothing", 5,
      w.from_wan(*[udp(WAN, LAN, 53, port) for port in range(1, 6)]))
equal("and lets nothing begin", 0, w.from_lan(udp(LAN, WAN, 7)))
s.forget()
s.set(max_flows=1, timeout_udp_system=1)
equal("one fits", 1, connect(8))
equal("another does not", 0, w.from_lan(udp(LAN, WAN, 9)))
END
gone() { [ "$(stat_of router expired)" -eq 1 ]; }
succeeds "it expires" busywait 10 gone
results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
equal("then there is room again", 1, w.from_lan(udp(LAN, WAN, 9)))
equal("for that one", [9], [flow["sport"] for flow in s.flows()])
equal("nine were refused in all", 9, s.stats()["refused-max"])
END
