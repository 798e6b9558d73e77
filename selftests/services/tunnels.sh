#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tunnels with a web server at their other end: a broker's (sit) and 6to4, which
# end at the router of examples/tunnel-broker.ct6, and GRE through a home's.

. "$(dirname "$0")/lib.sh"
need nginx curl
plan 14
modprobe -qa sit ip6_gre

# web_at HOST: a page and a large file
mkdir "$work/htdocs"
head -c 1000000 /dev/urandom >"$work/htdocs/file"
web_at() {
	nginx_at "$1" <<<"server { listen [::]:80; root $work/htdocs; }"
}

# get HOST ADDRESS
get() {
	rm -f "$work/got"
	on "$1" curl -sS --connect-timeout 4 -m 30 -o "$work/got" "http://[$2]/file" &&
		cmp "$work/got" "$work/htdocs/file"
}

# broker_rules [SED]
broker_rules() {
	sed 's/"tun6"/{ "tun6", "tun6to4" }/'"${1-}" \
		"$examples/tunnel-broker.ct6" >"$work/router.rules"
	load_rules router <"$work/router.rules"
}

host lan router wan
wire router lan 2001:db8:1::1/64 lan eth0 $lan/64
ip -n router link add wan type veth peer name eth0 netns wan
for end in router:wan:198.51.100.1:c633:6401 wan:eth0:198.51.100.2:c633:6402; do
	IFS=: read -r name dev address high low <<<"$end"
	ip -n "$name" addr add "$address/24" dev "$dev"
	ip -n "$name" link set "$dev" up
	peer=198.51.100.2
	[ "$name" = router ] || peer=198.51.100.1
	ip -n "$name" link add tun6 type sit local "$address" remote $peer
	ip -n "$name" link set tun6 up
	ip -n "$name" link add tun6to4 type sit local "$address" remote any
	ip -n "$name" addr add "2002:$high:$low::1/16" dev tun6to4
	ip -n "$name" link set tun6to4 up
done
ip -n router addr add 2001:db8:4::1/64 dev tun6 nodad
ip -n wan addr add 2001:db8:4::2/64 dev tun6 nodad
ip -n lan route add default via 2001:db8:1::1
ip -n wan route add 2001:db8:1::/64 dev tun6
on router sysctl -qw net.ipv6.conf.all.forwarding=1
web_at lan
web_at wan

service "sit, a broker's tunnel" iproute2 nginx curl
broker_rules
works "a file" get lan 2001:db8:4::2
none_invalid router
from_outside "the lan's server" get wan $lan
broker_rules '; /^\tiifname \$lan oifname \$tunnel ip6 saddr \$routed accept/d'
closed "a file" get lan 2001:db8:4::2

service 6to4 iproute2 nginx curl
broker_rules
ip -n wan route replace 2001:db8:1::/64 via ::198.51.100.1 dev tun6to4
works "a file" get lan 2002:c633:6402::1
from_outside "the lan's server" get wan $lan
broker_rules '; /^\tiifname \$lan oifname \$tunnel ip6 saddr \$routed accept/d'
closed "a file" get lan 2002:c633:6402::1
end_hosts

service "GRE over IPv6" iproute2 nginx curl
home_net
# What an end says by itself, solicitations and reports, opens the tunnel to
# the other one: the lan's does not say it, the wan's has said it before it counts.
for name in lan wan; do
	on $name sysctl -qw net.ipv6.conf.default.router_solicitations=0
done
load_rules lan <<-END
	essentials off;
	chain output { policy accept; oifname "gre6" icmpv6 type 143 drop; }
END
ip -n lan link add gre6 type ip6gre local $inside remote $outside
ip -n wan link add gre6 type ip6gre local $outside remote $inside
ip -n lan addr add fd00:6::1/64 dev gre6 nodad
ip -n wan addr add fd00:6::2/64 dev gre6 nodad
ip -n lan link set gre6 up
ip -n wan link set gre6 up
web_at lan
web_at wan
host_rules wan "meta l4proto gre accept" 'iifname "gre6" tcp dport 80 accept'
blocked "the lan's server, in the tunnel" get wan fd00:6::1
works "a file" get lan fd00:6::2
none_invalid router wan
on router ct6 flows delete all >/dev/null
on wan ct6 flows delete all >/dev/null
host_rules wan 'iifname "gre6" tcp dport 80 accept'
closed "a file" get lan fd00:6::2
