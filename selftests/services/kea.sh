#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# DHCPv6: Kea at a provider behind the rules of a host; the home's router asks it
# by dhcpcd for an address and for a prefix, which the lan's interface gets.

. "$(dirname "$0")/lib.sh"
need kea-dhcp6 dhcpcd
plan 7
service "Kea, DHCPv6 with delegation" kea-dhcp6-server dhcpcd-base
home_net
fresh /run/kea /var/lib/kea /var/lib/dhcpcd
cat >"$work/kea.json" <<-END
	{ "Dhcp6": {
		"interfaces-config": { "interfaces": [ "eth0" ] },
		"lease-database": { "type": "memfile", "persist": false },
		"valid-lifetime": 600, "preferred-lifetime": 300,
		"server-id": { "type": "LL", "persist": false },
		"subnet6": [ { "subnet": "2001:2:0:2::/64", "interface": "eth0",
			"pools": [ { "pool": "2001:2:0:2::100-2001:2:0:2::1ff" } ],
			"pd-pools": [ { "prefix": "2001:2:0:100::", "prefix-len": 56,
				"delegated-len": 64 } ] } ],
		"loggers": [ { "name": "kea-dhcp6", "severity": "INFO",
			"output_options": [ { "output": "stdout" } ] } ]
	} }
END
cat >"$work/dhcpcd.conf" <<-END
	duid
	ipv6only
	noipv6rs
	interface wan
	ipv6
	ia_na 1
	ia_pd 2 lan/0/64
END
KEA_PIDFILE_DIR=$work KEA_LOCKFILE_DIR=$work server wan kea-dhcp6 -c "$work/kea.json"
up wan 547

asks() {
	on router timeout $(($1 + 20)) dhcpcd -6 -1 -t "$1" -f "$work/dhcpcd.conf" \
		--noarp --nohook resolv.conf wan >"$work/dhcpcd.log" 2>&1
}

has() {
	ip -n router -6 addr show dev "$1" | grep -q "inet6 $2"
}

asks 4
fails "without its rule: an address" has wan 2001:2:0:2::1[0-9a-f][0-9a-f]/
fails "without its rule: a prefix" has lan 2001:2:0:100:
host_rules wan "ip6 saddr fe80::/10 udp dport 547 accept"
asks 40
works "an address" has wan "2001:2:0:2::1[0-9a-f][0-9a-f]/"
works "a prefix for the lan" busywait 10 has lan 2001:2:0:1
contains "the server gave both" 'IA_PD.*2001:2:0:100::|PD_LEASE_ALLOC|LEASE_ALLOC' \
	"$(cat "$work/server.wan.log")"
none_invalid router wan
[ $bad -eq 0 ] || note "$(cat "$work/dhcpcd.log"; tail -n 20 "$work/server.wan.log")"

