#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# RFC 6092 REC-27: flows of a mobile node away from home. nf_conntrack
# sums them with the wrong address (checksum.sh), so here it does not look.

. "$(dirname "$0")/compare.sh"
nf_checksum=0
cases <<'CASES'
import ends
w = Wire()
HOME, HOME2 = "2001:db8:99::7", "2001:db8:99::8"


def out(home, sport=4000):
    return ends.chain(LAN, WAN, [ends.home(home)], 17, ends.summed(
        17, home, WAN, ends.udp(sport, 5000)))


def back(home, dport=4000):
    return ends.chain(WAN, LAN, [ends.to_home(home)], 17, ends.summed(
        17, WAN, home, ends.udp(5000, dport)))


w.from_lan(out(HOME))
case("the answer to the home that asked", passes(w.from_wan(back(HOME))))
w.from_lan(udp(LAN, WAN, 4001, 5000))
case("an answer to a home that did not ask", passes(w.from_wan(back(HOME2, 4001))))
w.from_lan(out(HOME, 4002))
case("an answer without the routing header",
     passes(w.from_wan(udp(WAN, LAN, 5000, 4002))))
CASES
