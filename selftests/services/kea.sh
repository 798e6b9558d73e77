#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# DHCPv6: Kea at a provider behind the rules of a host; the home's router asks it
# by dhcpcd for an address and for a prefix, which the lan's interface gets.

. "$(dirname "$0")/lib.sh"
need kea-dhcp6 dhcpcd
plan 9
service "Kea, DHCPv6 with delegation" kea-dhcp6-server dhcpcd-base
home_net
fresh /run/kea /var/lib/kea /var/lib/dhcpcd
for name in wan lan; do
	net=2001:2:0:2: dev=eth0
	[ $name = wan ] || net=2001:2:0:1: dev=eth0/$inside
	cat >"$work/$name.json" <<-END
	{ "Dhcp6": {
		"interfaces-config": { "interfaces": [ "$dev" ] },
		"lease-database": { "type": "memfile", "persist": false },
		"valid-lifetime": 600, "preferred-lifetime": 300,
		"server-id": { "type": "LL", "persist": false },
		"subnet6": [ { "subnet": "$net:/64", "interface": "eth0",
			"pools": [ { "pool": "$net:100-$net:1ff" } ],
			"pd-pools": [ { "prefix": "2001:2:0:100::", "prefix-len": 56,
				"delegated-len": 64 } ] } ],
		"loggers": [ { "name": "kea-dhcp6", "severity": "INFO",
			"output_options": [ { "output": "stdout" } ] } ]
	} }
	END
	mkdir "$work/$name.run"
	KEA_PIDFILE_DIR=$work/$name.run KEA_LOCKFILE_DIR=$work/$name.run \
		server $name kea-dhcp6 -c "$work/$name.json"
	up $name 547
done
cat >"$work/dhcpcd.conf" <<-END
	duid
	ipv6only
	noipv6rs
	interface wan
	ipv6
	ia_na 1
	ia_pd 2 lan/0/64
END

asks() {
	on router timeout $(($1 + 20)) dhcpcd -6 -1 -t "$1" -f "$work/dhcpcd.conf" \
		--noarp --nohook resolv.conf wan >"$work/dhcpcd.log" 2>&1
}

has() {
	ip -n router -6 addr show dev "$1" | grep -q "inet6 $2"
}

# relayed HOST FROM SERVER: does the server answer a question that a relay, who
# may be anywhere, hands on (RFC 8415, 19)?
relayed() {
	on "$1" python3 - "$2" "$3" <<-'END'
		import socket, sys

		def option(code, data):
		    return code.to_bytes(2, "big") + len(data).to_bytes(2, "big") + data

		def address(text):
		    return socket.inet_pton(socket.AF_INET6, text)

		sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
		sock.bind((sys.argv[1], 547))
		sock.settimeout(3)
		question = b"\x0babc" + option(1, bytes.fromhex("00030001020000000001")) + \
		    option(6, b"\0\x17") + option(8, b"\0\0")
		sock.sendto(b"\x0c\0" + address(sys.argv[2]) + address("fe80::1") +
		            option(9, question), (sys.argv[2], 547))
		try:
		    answer = sock.recv(2000)
		except OSError as error:
		    sys.exit("no answer: %s" % error)
		sys.exit(answer[0] != 13 or b"\x07abc" not in answer)
	END
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
from_outside "the lan's server, asked by a relay" relayed wan $outside $inside
[ $bad -eq 0 ] || note "$(cat "$work/dhcpcd.log"; tail -n 20 "$work/server.wan.log")"
