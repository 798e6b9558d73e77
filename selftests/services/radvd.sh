#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# radvd and SLAAC: a host behind a default drop gets its address and its default
# route, by the essentials; and so its way out.

. "$(dirname "$0")/lib.sh"
need radvd python3
plan 8
service "radvd, SLAAC" radvd
home_net
ip -n lan addr flush dev eth0 scope global
ip -n lan -6 route flush default
on lan sysctl -qw net.ipv6.conf.eth0.accept_ra=1 net.ipv6.conf.eth0.router_solicitations=0
cat >"$work/radvd.conf" <<-END
	interface lan {
		AdvSendAdvert on;
		MinRtrAdvInterval 3;
		MaxRtrAdvInterval 4;
		prefix 2001:2:0:1::/64 { };
	};
END
chmod 644 "$work/radvd.conf"

has_address() {
	ip -n lan -6 addr show dev eth0 scope global | grep -q 'inet6 2001:2:0:1:.*dynamic'
}

has_route() {
	ip -n lan -6 route show default | grep -q 'via fe80.* proto ra'
}

# advertised_from HOST DST HOPS: once; a prefix that nobody has
advertised_from() {
	local before
	before=$(stat_of router invalid)
	on "$1" python3 - "$2" "$3" <<-'END'
		import sys
		from scapy.layers.inet6 import *
		from scapy.sendrecv import send
		send(IPv6(dst=sys.argv[1], hlim=int(sys.argv[2])) / ICMPv6ND_RA() /
		     ICMPv6NDOptPrefixInfo(prefix="2001:2:0:66::", prefixlen=64), verbose=False)
	END
	[ "$(stat_of router invalid)" -eq "$before" ]
}

host_rules lan
on lan ct6 show | sed '1i essentials off;' | load_rules lan
server router radvd -n -m stderr -C "$work/radvd.conf" -p "$work/radvd.pid"
busywait 10 test -s "$work/radvd.pid"
fails "without its rule: an address (essentials off)" busywait 6 has_address
fails "without its rule: a default route" has_route
host_rules lan
works "an address appears" busywait 20 has_address
works "a default route appears" busywait 20 has_route
works "the way out" on lan ping -c 1 -W 5 $outside
equal "none of it is invalid for the lan" 0 "$(stat_of lan invalid)"
address=$(ip -n lan -br -6 addr show dev eth0 scope global | grep -o '2001:[^/]*' | head -n 1)
blocked "an advertisement" advertised_from wan "$address" 64
fails "nor is its prefix there" sh -c "ip -n lan -6 addr | grep -q '2001:2:0:66:'"
