#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Messages of the link (RFC 4890, 4.4.1) to a router that drops what is
# invalid and nothing else: right, and from beyond another router.

. "$(dirname "$0")/compare.sh"
rules <<-'RULES'
	@only{essentials off;}
	chain input { policy accept; ct state invalid drop; }
RULES
cases <<'CASES'
import ends
w = Wire()
# gets what the rules let through, before the kernel looks at it
raw = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_RAW,
               socket.IPPROTO_ICMPV6)


def taken(kind, source, hops):
    """Does the router get a message of this type?"""
    packet = ends.chain(source, "2001:db8:1::1", [], 58, ends.summed(
        58, source, "2001:db8:1::1", ends.icmp(kind, 0, bytes(20))))
    packet.hlim = hops
    w.passed(w.lan, packet)
    kinds = []
    while True:
        try:
            kinds.append(raw.recv(2000, socket.MSG_DONTWAIT)[0])
        except BlockingIOError:
            return passes(kind in kinds)


for hops, beyond, types in (
        (255, 254, {133: "router solicitation", 134: "router advertisement",
                    135: "neighbour solicitation", 136: "neighbour advertisement",
                    137: "redirect", 141: "inverse solicitation",
                    142: "inverse advertisement", 148: "certification path solicitation",
                    149: "certification path advertisement"}),
        (1, 2, {130: "listener query", 131: "listener report", 132: "listener done",
                143: "listener report v2", 151: "router advertisement (MRD)",
                152: "router solicitation (MRD)", 153: "router termination (MRD)"})):
    for kind, name in types.items():
        case("%d, %s" % (kind, name), taken(kind, "fe80::7", hops))
        case("%d, the same, hop limit %d" % (kind, beyond),
             taken(kind, "fe80::7", beyond))
for kind, name in ((138, "router renumbering"), (144, "home agent discovery"),
                   (145, "its reply"), (146, "mobile prefix solicitation"),
                   (147, "its reply"), (150, "Seamoby"), (200, "experimental")):
    case("%d, %s" % (kind, name), taken(kind, LAN, 64))
CASES
