#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Within a VRF packets meet hooks twice, by the VRF and by its interface: the
# rules judge them by either, a flow counts them once, and link-local addresses
# are those of the interface.

. "$(dirname "$0")/lib.sh"
plan 36
three_hosts
modprobe -qa vrf
ip -n router link add red type vrf table 10 || { echo "Bail out! no VRF"; exit 1; }
ip -n router link set red up
for dev in lan wan; do
	ip -n router link set $dev master red
done
ip -n router addr add 2001:db8:1::1/64 dev lan nodad
ip -n router addr add 2001:db8:2::1/64 dev wan nodad
ip -n router addr add 2001:db8:9::1/128 dev red nodad

link_local() {
	ip -n "$1" -br -6 addr show dev "$2" scope link | awk '{ print $3 }' | cut -d / -f 1
}
busywait 10 on lan ping -c 1 -W 1 $wan
fe80_router=$(link_local router lan)
fe80_lan=$(link_local lan eth0)

rules() {
	load_rules router <<-END
		chain input {
			policy drop;
			ct state established,related accept
			${2-}
			iifname "red" icmpv6 type echo-request accept
			iifname "red" tcp dport 80 accept
		}
		chain forward { policy drop; ct state established accept; iifname "red" oifname "wan" accept; }
		chain output {
			policy drop;
			$1
			ct state established,related accept
			oifname { "red", "wan", "lan" } accept
		}
	END
}

# once NAME COMMAND...: three packets each way, one flow, counted once
once() {
	local name=$1
	shift
	on router ct6 flows delete all >/dev/null
	succeeds "$name" "$@"
	equal "$name: once each" '[[3,3]]' "$(on router ct6 --json flows icmpv6 |
		jq -c '[.[] | [.orig.packets, .reply.packets]]')"
}

rules ""
once "through the router" on lan ping -q -i 0.2 -c 3 -W 5 $wan
once "to the router" on lan ping -q -i 0.2 -c 3 -W 5 2001:db8:1::1
once "to an address of the VRF" on lan ping -q -i 0.2 -c 3 -W 5 2001:db8:9::1
once "from the router" on router ping -q -i 0.2 -c 3 -W 5 -I red $wan
once "within the router" on router ping -q -i 0.2 -c 3 -W 5 -I red 2001:db8:1::1
equal "which begins where it is sent" '["output"]' \
	"$(on router ct6 --json flows icmpv6 | jq -c '[.[].hook]')"
once "to its link-local address" on lan ping -q -i 0.2 -c 3 -W 5 "$fe80_router%eth0"
once "from its link-local address" on router ping -q -i 0.2 -c 3 -W 5 -I lan "$fe80_lan"
equal "whose scope is the interface" '"lan"' \
	"$(on router ct6 --json flows icmpv6 | jq -c '.[0].scope | .. | strings' | head -n 1)"
on router tc qdisc add dev red root pfifo
once "from the router, through the VRF's queue" on router ping -q -i 0.2 -c 3 -W 5 -I red $wan
on router tc qdisc del dev red root

# TCP has most to lose when a segment is taken twice
tcp_talks() {
	PYTHONPATH=$here python3 - "$@" <<-END
		import socket, sys
		from packets import in_netns
		client, server, address = sys.argv[1:4]
		def sock(where):
		    s = in_netns(where, socket.socket, socket.AF_INET6)
		    if where == "router":
		        s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"red")
		    s.settimeout(20)
		    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		    return s
		l = sock(server)
		l.bind(("::", 80))
		l.listen()
		c = sock(client)
		c.connect((address, 80))
		p = l.accept()[0]
		p.settimeout(20)
		c.sendall(bytes(100000))
		c.shutdown(socket.SHUT_WR)
		got = 0
		while got < 100000:
		    got += len(p.recv(1 << 16)) or 1 << 30
		p.sendall(b"done")
		assert c.recv(10) == b"done" and got == 100000
	END
}
before=$(stat_of router invalid)
for way in "lan router 2001:db8:1::1" "router wan $wan" "router router 2001:db8:9::1"; do
	# shellcheck disable=SC2086 # words
	succeeds "TCP from ${way%% *} to ${way##* }" tcp_talks $way
done
equal "no segment was invalid" "$before" "$(stat_of router invalid)"

# judged by either interface, by new rules too
on router ct6 flows delete all >/dev/null
server router ping -q -i 0.1 -I red $wan
one_flow() { [ "$(flow_count router status seen-reply status !denied)" -eq 1 ]; }
denied() { [ "$(flow_count router status denied)" -eq 1 ]; }
busywait 10 one_flow
for dev in wan red; do
	rules "oifname \"$dev\" icmpv6 type echo-request ip6 daddr $wan drop"
	succeeds "a rule on $dev ends a flow" busywait 10 denied
	rules ""
	succeeds "without it the flow lives on" busywait 10 one_flow
	rules "oifname \"$dev\" icmpv6 type echo-request drop"
	fails "a rule on $dev drops a packet" on router ping -c 1 -W 1 -I red $wan
	rules ""
	busywait 10 one_flow
done

# nobody_talks: no ping of the router's goes on
nobody_talks() {
	local pids
	pids=$(ip netns pids router)
	# shellcheck disable=SC2086 # a list
	[ -z "$pids" ] || kill -9 $pids
	on router ct6 flows delete all >/dev/null
}

nobody_talks
server router ping -q -i 0.1 -I red 2001:db8:1::1
busywait 10 one_flow
# the next packet begins another flow, which input does not let in
before=$(stat_of router denied)
ended() { [ "$(stat_of router denied)" -gt "$before" ]; }
rules "" 'iifname "red" drop'
succeeds "within the router, a rule of input ends a flow" busywait 10 ended
rules ""
succeeds "without it the flow lives on" busywait 10 one_flow

# what has a link-local address never meets the VRF on its way out
nobody_talks
rules 'oifname "red" drop'
once "to a link-local address: a rule on red is never asked" \
	on router ping -q -i 0.2 -c 3 -W 5 -I lan "$fe80_lan"
nobody_talks
server router ping -q -i 0.1 -I lan "$fe80_lan"
busywait 10 one_flow
before=$(stat_of router revalidated) ends=$(stat_of router denied)
judged() { [ "$(stat_of router revalidated)" -gt "$before" ]; }
rules 'oifname "red" drop'
succeeds "by new rules the flow is judged anew" busywait 10 judged
equal "and lives on" "$ends" "$(stat_of router denied)"
nobody_talks
rules ""

# an answer to a request to a group
talk='
import socket, sys
from packets import in_netns
index = in_netns("router", socket.if_nametoindex, "lan")
s = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_DGRAM)
s.bind((sys.argv[1], 0, 0, index))
s.sendto(b"who?", ("ff02::1", 5353, 0, index))
m = in_netns("lan", socket.socket, socket.AF_INET6, socket.SOCK_DGRAM)
m.sendto(b"me", (sys.argv[1], s.getsockname()[1], 0, in_netns("lan", socket.if_nametoindex, "eth0")))
s.settimeout(10)
assert s.recv(10) == b"me"
'
succeeds "answers to a group come to a link-local address" env PYTHONPATH="$here" \
	python3 -c "$talk" "$fe80_router"
equal "nothing was refused or lost" "0 0" \
	"$(stat_of router refused-nomem) $(stat_of router insert-race)"
