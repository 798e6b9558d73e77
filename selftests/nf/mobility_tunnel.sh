#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# RFC 6092 REC-28 to 30: a binding, and the tunnel from the home agent.

. "$(dirname "$0")/compare.sh"
cases <<'CASES'
import ends
w = Wire()
HOME = "2001:db8:99::7"
case("a binding update", passes(w.from_lan(ends.chain(
    LAN, WAN, [ends.home(HOME)], 135, ends.summed(135, HOME, WAN, ends.update())))))
case("its acknowledgement", passes(w.from_wan(ends.chain(
    WAN, LAN, [ends.to_home(HOME)], 135,
    ends.summed(135, WAN, HOME, ends.acknowledgement())))))
six = IPv6(src=WAN, dst=LAN) / udp("2001:db8:77::1", HOME)
case("IPv6 in the agent's tunnel", passes(w.from_wan(six)))
case("IPv4 in the agent's tunnel", passes(w.from_wan(
    IPv6(src=WAN, dst=LAN) / IP(src="192.0.2.9", dst="192.0.2.8") / UDP())))
case("a tunnel from another host", passes(w.from_wan(
    IPv6(src="2001:db8:2::3", dst=LAN) / udp("2001:db8:77::1", HOME))))
CASES
