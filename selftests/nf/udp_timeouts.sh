#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Seconds that UDP flows live, by default; RFC 6092 REC-14 wants 120 or more,
# 300 by default, unless a port is below 1024.

. "$(dirname "$0")/compare.sh"
rules <<-'RULES'
	chain forward { policy drop; ct state established accept; iifname "lan" accept; }
RULES
cases <<'CASES'
import json
w = Wire()


def seconds(sport):
    """What is left to live."""
    on = ["ip", "netns", "exec", "router"]
    if SIDE == "ct6":
        flows = json.loads(subprocess.check_output(
            on + ["ct6", "--json", "flows", "udp", "sport", str(sport)]))
        left = flows[0]["timeout-ms"] / 1000
    else:
        left = in_netns("router", from_proc, sport)
    return "%d" % (round(left / 10) * 10)


def from_proc(sport):
    """By nf_conntrack's list of its sysctls: the class of the flow."""
    read = "/proc/sys/net/netfilter/nf_conntrack_udp_timeout"
    return int(open(read + ("_stream" if sport in answered else "")).read())


answered = []
for sport, dport in (4000, 5000), (4001, 53):
    w.from_lan(udp(LAN, WAN, sport, dport))
    case("%d to %d, unanswered" % (sport, dport), seconds(sport))
    w.from_wan(udp(WAN, LAN, dport, sport))
    case("%d to %d, one answer" % (sport, dport), seconds(sport))
for _ in range(3):
    w.from_lan(udp(LAN, WAN, 4000, 5000))
    w.from_wan(udp(WAN, LAN, 5000, 4000))
answered.append(4000)
case("4000 to 5000, many answers", seconds(4000))
CASES
