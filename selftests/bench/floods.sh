#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Who gets through a flood: connections of 200 clients of eight /64s, real
# sockets through a router, while forged packets fill the router's table of
# flows; with ct6, and with nf_conntrack and nft at the same size and with the
# same rules. Answers take 100 ms, as over the Internet. Runs inside User Mode
# Linux; `make -C selftests/bench floods` runs all of it.
#
#	floods.sh [--max FLOWS] [--rate PACKETS] [--seconds N] FLOOD [CASE...]
#
# FLOOD is the program built of flood.c. Prints a line of JSON for each case and
# filter: what clients.py says, how many flows there were at last, and how many
# made room for others.
#
#	client eth0 --- wan ROUTER lan --- eth0 server
#
# What the flood is sent to is behind the server, which forwards nothing: nobody
# answers. In the cases named "answered" it is the server itself.

here=$(cd "$(dirname "$0")" && pwd)
max=16384 rate=30000 seconds=4
while :; do
	case ${1-} in
	--max) max=$2; shift 2 ;;
	--rate) rate=$2; shift 2 ;;
	--seconds) seconds=$2; shift 2 ;;
	*) break ;;
	esac
done
flood=$1
shift
work=$(mktemp -d)
server=2001:db8:a::2
nobody=2001:db8:a::dead
clients=2001:db8:c

# a case: what is sent, from where, to whom, and further rules
declare -A cases=(
	[none]="none :: $nobody"
	[syn-64]="syn 2001:db8:f:1::/64 $nobody"
	[syn-48]="syn 2001:db8:f::/48 $nobody"
	[syn-any]="syn 2000::/3 $nobody"
	[syn-any-answered]="syn 2000::/3 $server"
	[ack-any]="ack 2000::/3 $nobody"
	[ack-any-answered]="ack 2000::/3 $server"
	[udp-48]="udp 2001:db8:f::/48 $nobody"
	[udp-any]="udp 2000::/3 $nobody"
	[query-any-answered]="query 2000::/3 $server"
	[echo-any]="echo 2000::/3 $nobody"
	[echo-any-answered]="echo 2000::/3 $server"
	[solicit]="solicit fe80::/64 2001:db8:b::1"
	[fragment-any]="fragment 2000::/3 $nobody"
	[syn-64-count]="syn 2001:db8:f:1::/64 $nobody count"
	[syn-48-limit]="syn 2001:db8:f::/48 $nobody limit"
)
order=(none syn-64 syn-48 syn-any syn-any-answered ack-any ack-any-answered
	udp-48 udp-any query-any-answered echo-any echo-any-answered solicit
	fragment-any syn-64-count syn-48-limit)

on() {
	local host=$1
	shift
	ip netns exec "$host" "$@"
}

complain() {
	echo "floods.sh: $*" >&2
	exit 1
}

link() {
	ip -n router link add "$1" type veth peer name eth0 netns "$2"
	ip -n router addr add "$3::1/64" dev "$1" nodad
	ip -n "$2" addr add "$3::2/64" dev eth0 nodad
	ip -n router link set "$1" up
	ip -n "$2" link set eth0 up
	ip -n "$2" route add default via "$3::1"
	ip -n router neigh replace "$3::2" dev "$1" nud permanent \
		lladdr "$(on "$2" cat /sys/class/net/eth0/address)"
	ip -n "$2" neigh replace "$3::1" dev eth0 nud permanent \
		lladdr "$(on router cat "/sys/class/net/$1/address")"
}

hosts_up() {
	local host
	for host in client router server; do
		ip netns add $host
		on $host sysctl -qw net.ipv6.conf.all.accept_dad=0 \
			net.ipv6.conf.default.accept_dad=0
		ip -n $host link set lo up
	done
	on router sysctl -qw net.ipv6.conf.all.forwarding=1
	on server sysctl -qw net.core.somaxconn=4096
	on client sysctl -qw net.ipv6.ip_nonlocal_bind=1
	link wan client 2001:db8:b
	link lan server 2001:db8:a
	ip -n router neigh replace $nobody dev lan nud permanent \
		lladdr "$(on server cat /sys/class/net/eth0/address)"
	# the world is behind the client, and all of its /48 is its own
	ip -n router route add default via 2001:db8:b::2
	ip -n client route add local $clients::/48 dev lo
	on server tc qdisc add dev eth0 root netem delay 100ms limit 100000
}

hosts_down() {
	local host
	for host in client router server; do
		ip netns del $host
	done
}

chain_rules() {
	echo "ct state established,related accept"
	echo "ct state invalid drop"
	[ -z "$1" ] || echo "$1"
	echo "tcp dport 80 accept"
	echo "udp dport { 53, 5000 } accept"
	echo "icmpv6 type echo-request accept"
}

nft_rules() {
	local more=
	case $1 in
	count) more="add @held { ip6 saddr & ffff:ffff:ffff:ffff:: ct count over 100 } drop" ;;
	limit) more="add @rates { ip6 saddr & ffff:ffff:ffff:ffff:: limit rate over 50/second burst 50 packets } drop" ;;
	esac
	modprobe nf_conntrack
	sysctl -qw net.netfilter.nf_conntrack_max=$max
	on router nft -f - <<-END
		table ip6 filter {
			set held { type ipv6_addr; flags dynamic; size 65535; }
			set rates { type ipv6_addr; flags dynamic, timeout; timeout 10s; size 65535; }
			chain forward {
				type filter hook forward priority filter; policy drop;
				$(chain_rules "$more")
			}
		}
	END
}

ct6_rules() {
	local more=
	case $1 in
	count) more="ct count per saddr/64 over 100 drop" ;;
	limit) more="limit rate over 50/second burst 50 packets per saddr/64 size 65536 drop" ;;
	esac
	insmod "$CT6_KO"
	on router ct6 set max-flows $max &&
		on router ct6 load - <<-END
			chain forward {
				policy drop;
				$(chain_rules "$more")
			}
		END
}

nft_end() {
	echo "\"flows\":$(on router cat /proc/sys/net/netfilter/nf_conntrack_count),\"evicted\":$(
		on router cat /proc/net/stat/nf_conntrack |
			awk 'NR > 1 { print "0x" $12 }' | { n=0; while read -r x; do n=$((n + x)); done; echo $n; })"
	on router nft flush ruleset
}

ct6_end() {
	on router ct6 --json stats | jq -r '"\"flows\":\(.flows),\"evicted\":\(.evicted)"'
	on router ct6 flush
	rmmod ct6
}

# measure CASE FILTER KIND FROM TO [RULES]
measure() {
	local name=$1 filter=$2 kind=$3 from=$4 to=$5 serve sender='' use ready result
	hosts_up
	"${filter}_rules" "${6-}" || complain "$filter: the rules do not load"
	mkfifo "$work/served" "$work/ready" "$work/go"
	on server "$here/clients.py" serve 80 >"$work/served" &
	serve=$!
	read -r ready <"$work/served"
	on client "$here/clients.py" use $server 80 $clients::/48 200 "$seconds" \
		<"$work/go" >"$work/ready" &
	use=$!
	exec 3>"$work/go" 4<"$work/ready"
	read -r ready <&4
	if [ "$kind" != none ]; then
		"$flood" "$kind" client "$(on router cat /sys/class/net/wan/address)" \
			"$from" "$to" "$rate" &
		sender=$!
		# the table is full before anybody begins
		sleep "$(awk -v n="$max" -v r="$rate" 'BEGIN { print 1 + n / r }')"
	fi
	echo go >&3
	read -r result <&4
	wait $use
	# shellcheck disable=SC2086 # none or one
	kill $serve $sender
	# shellcheck disable=SC2086 # the same
	wait $serve $sender 2>/dev/null
	exec 3>&- 4<&-
	rm -f "$work"/*
	[ -n "$result" ] || complain "$name, $filter: no result"
	echo "{\"case\":\"$name\",\"filter\":\"$filter\",$("${filter}_end"),${result#\{}"
	hosts_down
}

modprobe -a veth sch_netem || exit 1
# what is lost, a filter loses
sysctl -qw net.core.netdev_max_backlog=100000
[ $# -gt 0 ] || set -- "${order[@]}"
for name; do
	[ -n "${cases[$name]-}" ] || complain "no case $name; there are ${order[*]}"
	for filter in nft ct6; do
		# shellcheck disable=SC2086 # words
		measure "$name" $filter ${cases[$name]}
	done
done
rm -rf "$work"
