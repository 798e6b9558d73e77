#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A host that drops what nobody asked for gets its lease: the answer to its
# DHCPv6 Solicit comes from the server's own address (RFC 8415, 18.3).

. "$(dirname "$0")/lib.sh"
need dhcpcd dnsmasq
plan 6
host client server
wire server lan 2001:db8:1::1/64 client eth0 none
ip -n client link set eth0 down
ip -n client link set eth0 addrgenmode eui64
ip -n client link set eth0 up

cat >"$work/dhcpcd.conf" <<-END
	duid
	ipv6only
	noipv6rs
	interface eth0
	ipv6
	ia_na 1
END
server server dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root \
	--port=0 --interface=lan --dhcp-range=2001:db8:1::100,2001:db8:1::1ff,64,2m \
	--dhcp-leasefile="$work/leases" --pid-file= --log-dhcp --log-facility=-
busywait 10 listens server 547
rules() {
	load_rules client <<-END
		chain input { policy drop; ct state $1 accept; }
	END
}

# lease SECONDS
lease() {
	on client timeout $(($1 + 10)) dhcpcd -6 -1 -t "$1" -f "$work/dhcpcd.conf" \
		--noarp --nohook resolv.conf eth0 >>"$work/dhcpcd.log" 2>&1
}

leased() {
	ip -n client -6 addr show dev eth0 | grep -q '2001:db8:1::1[0-9a-f][0-9a-f]/'
}

rules related
lease 4
fails "when it drops what is established it gets no lease" leased
contains "though the server offers one" 'ADVERTISE' "$(cat "$work/server.server.log")"
rules established,related
lease 20
succeeds "behind a default drop it gets its lease" leased || cat "$work/dhcpcd.log"
contains "the server gave it" 'DHCPREPLY.*2001:db8:1::1' "$(cat "$work/server.server.log")"
contains "by what was expected" '^[1-9]' "$(stat_of client expect-used)"
fails "the server cannot begin with the client" on server ping -c 1 -W 1 \
	"$(ip -n client -br -6 addr show dev eth0 scope global | awk '{ print $3 }' | cut -d / -f 1)"
