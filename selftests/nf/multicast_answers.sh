#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Answers to requests to a group of the link, at a host that drops the rest.

. "$(dirname "$0")/compare.sh"
rules <<-'RULES'
	chain input { policy drop; ct state established,related accept; }
RULES
cases <<'CASES'
w = Wire()
index = in_netns("router", socket.if_nametoindex, "lan")
for group, port, what in (("ff02::1:2", 547, "DHCPv6"), ("ff02::fb", 5353, "mDNS"),
                          ("ff02::c", 1900, "SSDP"), ("ff05::2", 1900, "site")):
    sock = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_DGRAM)
    sock.bind(("2001:db8:1::1", 0, 0, 0))
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
    sock.sendto(b"?", (group, port, 0, index))
    mine = sock.getsockname()[1]
    w.passed(w.lan, udp(LAN, "2001:db8:1::1", port, mine))
    sock.settimeout(1)
    try:
        sock.recv(10)
        case("%s: a member's answer to %s" % (what, group), "passes")
    except TimeoutError:
        case("%s: a member's answer to %s" % (what, group), "dropped")
CASES
