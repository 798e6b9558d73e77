#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tunnels through the router are one flow between their ends; of those that
# end at the router, the packet inside is forwarded, the one around it is the
# router's own: each judged by its chain and counted once.

. "$(dirname "$0")/lib.sh"
plan 39
three_hosts
modprobe -qa ip6_gre ip6_tunnel sit
for end in lan:192.0.2.2:192.0.2.1 wan:198.51.100.2:198.51.100.1; do
	IFS=: read -r name address gateway <<<"$end"
	ip -n "$name" addr add "$address/24" dev eth0
	ip -n "$name" route add default via "$gateway"
	ip -n router addr add "$gateway/24" dev "$name"
done
on router sysctl -qw net.ipv4.ip_forward=1
load_rules router <<-END
	chain input { policy drop; ct state established,related accept; }
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" accept
	}
	chain output { policy drop; ct state established accept; oifname { "wan", "tun*" } accept; }
END

# tunnel NET A ADDRESS B ADDRESS TYPE...: the host A has ::1, B has ::2
tunnel() {
	local net=$1 a=$2 from=$3 b=$4 to=$5
	shift 5
	ip -n "$a" link add "tun$net" type "$@" local "$from" remote "$to" &&
		ip -n "$b" link add "tun$net" type "$@" local "$to" remote "$from" || return
	ip -n "$a" addr add "2001:db8:$net::1/64" dev "tun$net" nodad
	ip -n "$b" addr add "2001:db8:$net::2/64" dev "tun$net" nodad
	for end in "$a" "$b"; do
		ip -n "$end" link set "tun$net" up
	done
}

# of each flow: protocol, hook, packets
packets() {
	on router ct6 --json flows |
		jq -c '[.[] | [.proto, .hook, .orig.packets, .reply.packets]] | sort'
}

# pings NAME EXPECTED HOST ADDRESS
pings() {
	on router ct6 flows delete all >/dev/null
	succeeds "$1" on "$3" ping -q -i 0.2 -c 3 -W 5 "$4"
	equal "$1: flows and packets" "$2" "$(packets)"
}

for name in lan router wan; do
	on "$name" sysctl -qw net.ipv6.conf.all.router_solicitations=0 \
		net.ipv6.conf.default.router_solicitations=0
done
tunnel a1 lan $lan wan $wan ip6gre
tunnel a2 lan $lan wan $wan ip6tnl mode ip6ip6
tunnel a3 lan $lan wan $wan ip6gre key 7
tunnel a4 lan 192.0.2.2 wan 198.51.100.2 sit
pings "through: GRE" '[["gre","forward",3,3]]' lan 2001:db8:a1::2
pings "through: GRE with a key" '[["gre","forward",3,3]]' lan 2001:db8:a3::2
pings "through: IPv6 in IPv6" '[["ipv6","forward",3,3]]' lan 2001:db8:a2::2
pings "through: IPv6 in IPv4 is none of ours" '[]' lan 2001:db8:a4::2
on router ct6 flows delete all >/dev/null
for net in a1 a2 a3; do
	fails "through: nobody begins from outside ($net)" on wan ping -c 1 -W 1 2001:db8:$net::1
done

# those that end at the router; the lan's packets go into them
tunnel b1 router 2001:db8:2::1 wan $wan ip6gre
tunnel b2 router 2001:db8:2::1 wan $wan ip6tnl mode ip6ip6
tunnel b3 router 2001:db8:2::1 wan $wan ip6gre key 7 csum
tunnel b4 router 198.51.100.1 wan 198.51.100.2 sit
inside='["icmpv6","forward",3,3]'
for net in b1:gre b2:ipv6 b3:gre b4:; do
	proto=${net#*:} net=${net%:*}
	ip -n wan route replace 2001:db8:1::/64 via 2001:db8:$net::1 dev tun$net
	around=${proto:+[\"$proto\",\"output\",3,3],}
	want=$(printf '%s' "[$around$inside]" | jq -c sort)
	pings "ends here ($net $proto)" "$want" lan 2001:db8:$net::2
	equal "ends here ($net): the reply came in by the tunnel" '["lan","tun'$net'"]' \
		"$(on router ct6 --json flows icmpv6 | jq -c '.[0] | [.iif, .oif]')"
	fails "ends here ($net): nobody begins from inside it" on wan ping -c 1 -W 1 $lan
	on router ct6 flows delete all >/dev/null
	want=$(printf '%s' "[$around${inside/forward/output}]" | jq -c sort)
	pings "ends here ($net): the router's own" "$want" router 2001:db8:$net::2
done
ip -n wan route replace 2001:db8:1::/64 via 2001:db8:2::1 dev eth0

# 6to4 (RFC 3056): the address says where the tunnel ends
for end in router:198.51.100.1:c633:6401 wan:198.51.100.2:c633:6402; do
	IFS=: read -r name address high low <<<"$end"
	ip -n "$name" link add tun6to4 type sit local "$address" remote any
	ip -n "$name" addr add "2002:$high:$low::1/16" dev tun6to4
	ip -n "$name" link set tun6to4 up
done
ip -n wan route replace 2001:db8:1::/64 via ::198.51.100.1 dev tun6to4
pings "6to4" "[$inside]" lan 2002:c633:6402::1
fails "6to4: nobody begins from inside it" on wan ping -c 1 -W 1 $lan
equal "nothing was invalid" 0 "$(stat_of router invalid)"
