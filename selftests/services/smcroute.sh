#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Multicast routing: smcroute on a home's router sends a group of the world to
# the lan, where somebody has joined it, if a line lets it in.

. "$(dirname "$0")/lib.sh"
need smcrouted smcroutectl python3
# smcroute wants IPv4's, too
if [ ! -e /proc/net/ip_mr_vif ] || [ ! -e /proc/net/ip6_mr_vif ]; then
	skip_all "a kernel with multicast routing, as those of distributions are"
fi
plan 6
service "smcroute, multicast" smcroute
home_net
group=ff3e::4321
other=ff3e::8765
cat >"$work/conf" <<-END
	phyint lan enable
	phyint wan enable
	mroute from wan group $group to lan
	mroute from wan group $other to lan
END
server router smcrouted -n -N -f "$work/conf" -P "$work/pid" -u "$work/socket"
busywait 20 test -S "$work/socket"

# heard GROUP: does one who has joined in the lan hear what the wan sends there?
heard() {
	python3 - "$1" <<-'END'
		import select, socket, sys
		from ctypes import CDLL

		def at(name):
		    """A socket of a host, and its interface."""
		    with open("/run/netns/" + name, "rb") as netns:
		        if CDLL(None).setns(netns.fileno(), 0x40000000):
		            sys.exit("no " + name)
		    sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
		    return sock, socket.if_nametoindex("eth0")

		listener, index = at("lan")
		listener.bind(("::", 5004))
		listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
		                    socket.inet_pton(socket.AF_INET6, sys.argv[1]) +
		                    index.to_bytes(4, sys.byteorder))
		sender, index = at("wan")
		sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 9)
		sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
		for _ in range(30):
		    sender.sendto(b"news", (sys.argv[1], 5004))
		    if select.select([listener], [], [], 0.1)[0]:
		        sys.exit(listener.recv(9) != b"news")
		sys.exit("nothing heard")
	END
}

closed "a group that the lan has joined" heard $group
router_rules "iifname \"wan\" ip6 daddr $group udp dport 5004 accept"
works "a group that the lan has joined" heard $group
none_invalid router
from_outside "another group" heard $other
succeeds "smcroute sent it on" sh -c "ip netns exec router ip -6 mroute show | grep -q '$group.*resolved'"
[ $bad -eq 0 ] || note "$(cat "$work/server.router.log"; on router ip -6 -s mroute; on router ct6 stats | grep ' [1-9]')"
