#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# FRR: routes by OSPFv3 and by BGP between a home's router and another, with the
# lines that their users add.

. "$(dirname "$0")/lib.sh"
[ -x /usr/lib/frr/zebra ] || need zebra
plan 14
service "FRR, OSPFv3" frr
home_net
router=2001:2:0:2::1

# frr NAME DAEMON
frr() {
	local dir=$work/$1
	on "$1" "/usr/lib/frr/$2" -u frr -g frr -f "$dir/$2" -i "$dir/$2.pid" \
		-z "$dir/zserv" --vty_socket "$dir" --log stdout >"$work/server.$1.$2.log" 2>&1 &
}

for name in router:1:lan wan:2:lo; do
	IFS=: read -r name id passive <<<"$name"
	mkdir "$work/$name"
	dev=wan net=2001:2:0:1::/64 peer=$outside
	[ $name = router ] || dev=eth0 net=2001:2:0:7::/64 peer=$router
	echo "hostname $name" >"$work/$name/zebra"
	cat >"$work/$name/ospf6d" <<-END
		interface $dev
		 ipv6 ospf6 area 0
		 ipv6 ospf6 hello-interval 1
		 ipv6 ospf6 dead-interval 4
		interface $passive
		 ipv6 ospf6 area 0
		 ipv6 ospf6 passive
		router ospf6
		 ospf6 router-id 10.0.0.$id
	END
	cat >"$work/$name/bgpd" <<-END
		router bgp 6500$id
		 bgp router-id 10.0.0.$id
		 no bgp ebgp-requires-policy
		 no bgp default ipv4-unicast
		 timers bgp 1 4
		 neighbor $peer remote-as 6500$((3 - id))
		 neighbor $peer timers connect 1
		 address-family ipv6 unicast
		  network $net
		  neighbor $peer activate
	END
done
chown -R frr:frr "$work/router" "$work/wan"
ip -n wan addr add 2001:2:0:7::1/64 dev lo nodad
ip -n wan -6 route del default

with_lines() {
	home_rules "s/^\tiifname \\\$lan jump services/\t$1\n&/" >"$work/router.rules"
	load_rules router <"$work/router.rules"
	host_rules wan "$1"
}

# learnt HOST PROTOCOL PREFIX
learnt() {
	ip -n "$1" -6 route show proto "$2" | grep -q "^$3"
}

# hello_to HOST ADDRESS: does OSPF from the wan reach what listens there?
hello_to() {
	python3 - "$1" "$2" <<-'END'
		import socket, sys
		from ctypes import CDLL

		def at(name):
		    """A socket of a host, of OSPF's protocol."""
		    with open("/run/netns/" + name, "rb") as netns:
		        if CDLL(None).setns(netns.fileno(), 0x40000000):
		            sys.exit("no " + name)
		    return socket.socket(socket.AF_INET6, socket.SOCK_RAW, 89)

		listener, sender = at(sys.argv[1]), at("wan")
		# version 3, a hello, its length, router 10.0.0.9, area 0
		hello = bytes.fromhex("03010024" "0a000009" "00000000" "00000000"
		                      "00000001" "01000013" "00010004" + 8 * "00")
		listener.settimeout(3)
		sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_CHECKSUM, 12)
		sender.sendto(hello, (sys.argv[2], 0))
		try:
		    sys.exit(listener.recv(100)[:12] != hello[:12])
		except OSError as error:
		    sys.exit("nothing heard: %s" % error)
	END
}

for name in router wan; do
	frr $name zebra
	busywait 20 test -S "$work/$name/zserv" || cat "$work/server.$name.zebra.log"
	frr $name ospf6d
done
closed "a route" busywait 12 learnt router ospf 2001:2:0:7::
with_lines "meta l4proto 89 accept"
works "the router learns a route" busywait 30 learnt router ospf 2001:2:0:7::
works "the other learns the lan's" busywait 30 learnt wan ospf 2001:2:0:1::
works "which carry packets" on lan ping -c 1 -W 5 2001:2:0:7::1
none_invalid router wan
from_outside "OSPF to the lan, though the router speaks it" hello_to lan $inside
[ $bad -eq 0 ] || note "$(tail -n 20 "$work"/server.*.log; on router ct6 stats; ip -n router -6 route)"
kill "$(cat "$work/router/ospf6d.pid")" "$(cat "$work/wan/ospf6d.pid")"
busywait 20 sh -c "! ip -n router -6 route show proto ospf | grep -q ."

service "FRR, BGP" frr
with_lines ""
for name in router wan; do
	frr $name bgpd
	up $name 179
done
closed "a route" busywait 8 learnt router bgp 2001:2:0:7::
blocked "a connection to the router's BGP" connects wan $router 179
with_lines "tcp dport 179 accept"
works "the router learns a route" busywait 30 learnt router bgp 2001:2:0:7::
works "the other learns the lan's" busywait 30 learnt wan bgp 2001:2:0:1::
works "which carry packets" on lan ping -c 1 -W 5 2001:2:0:7::1
none_invalid router
[ $bad -eq 0 ] || note "$(tail -n 20 "$work"/server.*bgp*.log; ip -n router -6 route)"
