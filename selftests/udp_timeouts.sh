#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How long UDP flows live (RFC 4787 REQ-5, RFC 6092 REC-14 to 16): by their
# ports and whether anybody answered; packets from inside keep them.

. "$(dirname "$0")/lib.sh"
plan 26
silent_hosts
load_rules router <<-END
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" accept
	}
END

results_of python3 - <<'END'
import time
from packets import *
import ends
from state import State

w, s = Wire(), State()


def lite(src, dst, sport, dport):
    """UDP-Lite."""
    return ends.chain(src, dst, [], 136, ends.summed(
        136, src, dst, ends.udp(sport, dport)[:4] + b"\0\0\0\0data"))


def seconds(sport, proto=17):
    """What is left of a flow's time; rounded up."""
    return -(-s.flow(l4proto=proto, sport=sport)["timeout"] // 1000)


def near(name, want, seen):
    """A time, a few seconds of which may have gone by."""
    ok(want - 8 <= seen <= want, name, "expected: %d s" % want,
       "seen:     %d s" % seen)


for proto, make in ("UDP", udp), ("UDP-Lite", lite):
    number = 17 if make is udp else 136
    for sport, dport, before, after in (
            (4000, 5000, 120, 300), (1024, 1024, 120, 300),
            (4001, 53, 60, 60), (4002, 1023, 60, 60), (123, 4003, 60, 60),
            (500, 500, 60, 60)):
        w.from_lan(make(LAN, WAN, sport, dport))
        first = seconds(sport, number)
        w.from_wan(make(WAN, LAN, dport, sport))
        then = seconds(sport, number)
        ok(before - 8 <= first <= before and after - 8 <= then <= after,
           "%s %d to %d: %d s, with a reply %d s" % (
               proto, sport, dport, before, after),
           "seen: %d s and %d s" % (first, then))
equal("neither is the other's", (1, 0, 1, 0), (
    w.from_lan(udp(LAN, WAN, 4500, 5000)),
    w.from_wan(lite(WAN, LAN, 5000, 4500)),
    w.from_lan(lite(LAN, WAN, 4501, 5000)),
    w.from_wan(udp(WAN, LAN, 5000, 4501))))

s.set(timeout_udp=1000, timeout_udp_unreplied=2000, timeout_udp_system=3000)
for what, sport, dport, want in (("replied", 4000, 5000, 1000),
                                 ("system", 4001, 53, 3000)):
    w.from_lan(udp(LAN, WAN, sport, dport))
    near("%s: the setting holds from the next packet out on" % what, want,
         seconds(sport))
w.from_lan(udp(LAN, WAN, 4010, 5000))
near("unreplied", 2000, seconds(4010))
s.set(timeout_udp_unreplied=500)
w.from_lan(udp(LAN, WAN, 4010, 5000))
near("unreplied: a shorter one too", 500, seconds(4010))
s.set(timeout_udp=700)
w.from_wan(udp(WAN, LAN, 5000, 4000))
near("replied: packets in refresh it as well", 700, seconds(4000))

# the end of it
s.forget()
s.set(timeout_udp=2, timeout_udp_unreplied=1, timeout_udp_system=1)
w.from_lan(udp(LAN, WAN, 4000, 5000), udp(LAN, WAN, 4001, 5000),
           udp(LAN, WAN, 4002, 53))
begin = time.monotonic()
w.from_wan(udp(WAN, LAN, 5000, 4001))
time.sleep(max(0, begin + 1.3 - time.monotonic()))
equal("unreplied and system flows are over, the replied one is not",
      (0, 0, 1), (w.from_wan(udp(WAN, LAN, 5000, 4000)),
                  w.from_wan(udp(WAN, LAN, 53, 4002)),
                  w.from_lan(udp(LAN, WAN, 4001, 5000))))
s.set(timeout_udp=3)
w.from_lan(udp(LAN, WAN, 4001, 5000))
time.sleep(2)
w.from_lan(udp(LAN, WAN, 4001, 5000))
time.sleep(1.5)
equal("packets out kept it", 1, w.from_wan(udp(WAN, LAN, 5000, 4001)))
for _ in range(100):
    if not s.flows(sport=4000) and not s.flows(sport=4002):
        break
    time.sleep(0.05)
equal("the others are gone", [], s.flows(sport=4000) + s.flows(sport=4002))
equal("as expired", True, s.stats()["expired"] >= 2)
equal("their ports may begin anew", 1, w.from_lan(udp(LAN, WAN, 4000, 5000)))
s.set(timeout_udp=300, timeout_udp_unreplied=120, timeout_udp_system=60)
s.forget()
w.from_lan(udp(LAN, WAN, 4000, 5000))
left = s.flow(sport=4000)["timeout"]
w.from_wan(udp(WAN, LAN, 5001, 4000), udp(WAN, LAN, 5000, 4001))
equal("other packets do not refresh it", True,
      s.flow(sport=4000)["timeout"] <= left)
bad = bytearray(bytes(udp(WAN, LAN, 5000, 4000)))
bad[46] ^= 1
w.from_wan(bytes(bad))
equal("nor does an invalid one", True, s.flow(sport=4000)["timeout"] <= left)
w.load("chain forward { policy drop; ct state new accept; }")
w.from_wan(udp(WAN, LAN, 5000, 4000))
equal("nor one that the rules drop", (True, 0), (
    s.flow(sport=4000)["timeout"] <= left, s.flow(sport=4000)["reply-packets"]))
END
