#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# dhcpcd behind a default drop, dnsmasq as its server.

. "$(dirname "$0")/compare.sh"
rules <<-'RULES'
	chain input {
		policy drop;
		ct state established,related accept
		icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
	}
RULES
printf 'duid\nipv6only\nnoipv6rs\ninterface eth0\nipv6\nia_na 1\n' >"$work/dhcpcd.conf"
for side in nf ct6; do
	host client server
	wire server lan 2001:db8:1::1/64 client eth0 none
	ip -n client link set eth0 down addrgenmode eui64
	ip -n client link set eth0 up
	load $side client
	server server dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root \
		--port=0 --interface=lan --dhcp-range=2001:db8:1::100,2001:db8:1::1ff,64,2m \
		--dhcp-leasefile="$work/leases.$side" --pid-file=
	busywait 10 listens server 547
	on client timeout 30 dhcpcd -6 -1 -t 10 -f "$work/dhcpcd.conf" eth0 >/dev/null 2>&1
	lease=none
	! ip -n client addr show dev eth0 | grep -q '2001:db8:1::1../' || lease="in 10 s"
	printf 'a lease from the server of the link\t%s\n' "$lease" >"$work/$side"
	end_hosts
done
show
