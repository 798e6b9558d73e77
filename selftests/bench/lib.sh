# SPDX-License-Identifier: GPL-2.0-only
#
# What the benchmarks share: a generator, a router, a sink, and the rules of
# each filter that is compared.
#
#	source eth0 --- west ROUTER east --- eth0 sink
#
# The generator is the kernel's pktgen at the source; at the sink the packets
# end in an interface's counter.

src=2001:db8:a::2
dst=2001:db8:b::2

on() {
	local host=$1
	shift
	ip netns exec "$host" "$@"
}

link() {
	ip -n router link add "$1" type veth peer name eth0 netns "$2"
	ip -n router addr add "$3::1/64" dev "$1" nodad
	ip -n "$2" addr add "$3::2/64" dev eth0 nodad
	ip -n router link set "$1" up
	ip -n "$2" link set eth0 up
	ip -n "$2" route add default via "$3::1"
}

# Neighbours are known, and nothing else is said on the links.
still() {
	local mac
	mac=$(on "$2" cat /sys/class/net/eth0/address)
	ip -n router neigh replace "$3::2" lladdr "$mac" dev "$1" nud permanent
	mac=$(on router cat "/sys/class/net/$1/address")
	ip -n "$2" neigh replace "$3::1" lladdr "$mac" dev eth0 nud permanent
}

hosts_up() {
	local host
	modprobe -a pktgen veth || return 1
	sysctl -qw net.core.netdev_max_backlog=100000
	for host in source router sink; do
		ip netns add $host
		on $host sysctl -qw net.ipv6.conf.all.accept_dad=0 \
			net.ipv6.conf.default.accept_dad=0 \
			net.ipv6.conf.default.accept_ra=0
		ip -n $host link set lo up
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
		ip netns del $host
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

# What the router has forwarded; what it says itself does not count.
arrived() {
	on router awk '$1 == "Ip6OutForwDatagrams" { print $2 }' /proc/net/snmp6
}
