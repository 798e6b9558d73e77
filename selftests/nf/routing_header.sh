#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Packets on a route, answers from its end, errors on the way. nf_conntrack
# sums them with the wrong address (checksum.sh), so here it does not look.

. "$(dirname "$0")/compare.sh"
nf_checksum=0
cases <<'CASES'
import ends
w, HOP = Wire(), "2001:db8:2::5"


def on_route(sport, via, left):
    return ends.chain(LAN, via, [ends.segments(left, WAN, HOP)], 17, ends.summed(
        17, LAN, WAN, ends.udp(sport, 5000)))


w.from_lan(on_route(4000, HOP, 1))
case("the answer from the end of a segment route",
     passes(w.from_wan(udp(WAN, LAN, 5000, 4000))))
case("an answer from a segment on the way",
     passes(w.from_wan(udp(HOP, LAN, 5000, 4000))))
case("an error about it behind its last segment", passes(w.from_wan(
    IPv6(src=HOP, dst=LAN) / ICMPv6TimeExceeded() /
    Raw(bytes(on_route(4000, WAN, 0))))))
CASES
