# SPDX-License-Identifier: GPL-2.0-only
#
# What the benchmarks share: a generator, a router, a sink, and the rules of
# each filter that is compared.
#
#	source eth0 --- west ROUTER east --- eth0 sink
#
# $lane is what the names of these hosts end with, so that several such lines
# of them can be there at once, each with a filter of its own.
#
# The generator is the kernel's pktgen at the source; at the sink the packets
# end in an interface's counter.

src=2001:db8:a::2
dst=2001:db8:b::2
lane=

on() {
	local host=$1$lane
	shift
	ip netns exec "$host" "$@"
}

link() {
	ip -n "router$lane" link add "$1" type veth peer name eth0 netns "$2$lane"
	ip -n "router$lane" addr add "$3::1/64" dev "$1" nodad
	ip -n "$2$lane" addr add "$3::2/64" dev eth0 nodad
	ip -n "router$lane" link set "$1" up
	ip -n "$2$lane" link set eth0 up
	ip -n "$2$lane" route add default via "$3::1"
}

# Neighbours are known, and nothing else is said on the links.
still() {
	local mac
	mac=$(on "$2" cat /sys/class/net/eth0/address)
	ip -n "router$lane" neigh replace "$3::2" lladdr "$mac" dev "$1" nud permanent
	mac=$(on router cat "/sys/class/net/$1/address")
	ip -n "$2$lane" neigh replace "$3::1" lladdr "$mac" dev eth0 nud permanent
}

hosts_up() {
	local host
	modprobe -a pktgen veth || return 1
	sysctl -qw net.core.netdev_max_backlog=100000
	for host in source router sink; do
		ip netns add "$host$lane"
		on $host sysctl -qw net.ipv6.conf.all.accept_dad=0 \
			net.ipv6.conf.default.accept_dad=0 \
			net.ipv6.conf.default.accept_ra=0
		ip -n "$host$lane" link set lo up
	done
	on router sysctl -qw net.ipv6.conf.all.forwarding=1
	link west source 2001:db8:a
	link east sink 2001:db8:b
	still west source 2001:db8:a
	still east sink 2001:db8:b
	# what arrives goes no further, and nobody answers it
	on source sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1
	on sink sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1
}

hosts_down() {
	local host
	for host in source router sink; do
		ip netns del "$host$lane"
	done
}

# generate HOST COUNT SIZE [WORDS...]: packets; prints nanoseconds each took
generate() {
	local host=$1 count=$2 size=$3 mac word
	shift 3
	if [ "$host" = source ]; then
		mac=$(on router cat /sys/class/net/west/address)
	else
		mac=$(on router cat /sys/class/net/east/address)
	fi
	on "$host" bash -c '
		set -e
		pg() { echo "$2" >"/proc/net/pktgen/$1"; }
		pg kpktgend_0 rem_device_all
		while [ -e /proc/net/pktgen/eth0 ]; do :; done
		pg kpktgend_0 "add_device eth0"
		count=$1 size=$2 mac=$3
		shift 3
		pg eth0 "count $count"
		pg eth0 "pkt_size $size"
		pg eth0 "dst_mac $mac"
		pg eth0 "clone_skb 0"
		pg eth0 "delay 0"
		for word; do pg eth0 "$word"; done
		pg pgctrl start
		awk -v count="$count" "/Result: OK/ {
			split(\$3, t, \"(\"); printf \"%.1f\\n\", t[1] * 1000 / count
		}" /proc/net/pktgen/eth0' - "$count" "$size" "$mac" "$@"
}

# bursts MODE HOST COUNT [PORTS...]: what bursts.c sends; its program is in
# $programs
bursts() {
	local mode=$1 host=$2 count=$3 dev=west from=$src to=$dst
	shift 3
	[ "$host" = source ] || { dev=east from=$dst to=$src; }
	"$programs/bursts" "$mode" "$host$lane" \
		"$(on router cat "/sys/class/net/$dev/address")" "$from" "$to" \
		"$count" "$@"
}

# forth COUNT FLOWS: UDP from the source, one flow after the other
forth() {
	generate source "$1" 128 "src6 $src" "dst6 $dst" "udp_dst_min 5000" \
		"udp_dst_max 5000" "udp_src_min 10000" \
		"udp_src_max $((10000 + $2))"
}

# back COUNT FLOWS: the answers
back() {
	generate sink "$1" 128 "src6 $dst" "dst6 $src" "udp_src_min 5000" \
		"udp_src_max 5000" "udp_dst_min 10000" \
		"udp_dst_max $((10000 + $2))"
}

# as_new COUNT [FIRST]: every packet a flow of its own
as_new() {
	generate source "$1" 128 "src6 $src" "dst6 $dst" "udp_dst_min 5000" \
		"udp_dst_max 5000" "udp_src_min ${2-10000}" "udp_src_max 60000"
}

# What comes from the sink's side has no flow and no rule. Where the sink is
# and where the source is change places for that.
denied() {
	generate sink "$1" 128 "src6 $dst" "dst6 $src" "udp_src_min 6000" \
		"udp_src_max 6000" "udp_dst_min 1000" "udp_dst_max 2000"
}

# What the router has forwarded; what it says itself does not count. Later
# kernels (6.7) count a datagram as forwarded before the rules see it, but tell
# what was sent.
arrived() {
	on router awk '
		$1 == "Ip6OutForwDatagrams" { forwarded = $2 }
		$1 == "Ip6OutTransmits" { sent = $2 }
		$1 == "Ip6OutRequests" { own = $2 }
		END { print sent == "" ? forwarded : sent - own }' /proc/net/snmp6
}

# The same ruleset in both languages: what is under way passes, what begins
# at the source passes, the rest ends at the policy. The argument is how many
# rules that do not match a new connection has to pass before; or "set" for one
# rule with a set of 10,000 ports.
many_ports() {
	echo "set many {"
	echo "type inet_service;"
	echo "elements = { $(seq -s ', ' 20000 2 39998) }"
	echo "}"
}

misses() {
	local i
	if [ "${1-}" = set ]; then
		echo "udp dport @many drop"
		return
	fi
	for ((i = 0; i < ${1-0}; i++)); do
		echo "udp dport $((20000 + i)) drop"
	done
}

chain_rules() {
	echo "ct state established,related accept"
	echo "ct state invalid drop"
	misses "${1-0}"
	echo "iifname \"west\" ct state new accept"
}

# shellcheck disable=SC2120 # without an argument there are none of these
nft_rules() {
	modprobe nf_conntrack
	on router sysctl -qw net.netfilter.nf_conntrack_udp_timeout=100000 \
		net.netfilter.nf_conntrack_udp_timeout_stream=100000
	{
		echo "table ip6 filter {"
		[ "${1-}" != set ] || many_ports
		echo "chain forward {"
		echo "type filter hook forward priority filter; policy drop;"
		chain_rules "${1-0}"
		echo "}"
		echo "}"
	} | on router nft -f -
}

stateless_rules() {
	on router nft -f - <<-END
		table ip6 filter {
			chain forward {
				type filter hook forward priority filter; policy drop;
				udp dport 5000 accept
				udp sport 5000 accept
				tcp dport 80 accept
				tcp sport 80 accept
			}
		}
	END
}

ct6_rules() {
	# idle time passes in a moment here: nothing is to expire meanwhile
	on router ct6 set timeout-udp 100000 timeout-udp-unreplied 100000
	{
		[ "${1-}" != set ] || many_ports
		echo "chain forward {"
		echo "policy drop;"
		chain_rules "${1-0}"
		echo "}"
	} | on router ct6 load -
}
