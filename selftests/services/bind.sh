#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# BIND: the lan asks the resolver on its router, and that the servers of the
# world, by UDP, by TCP, and with answers that come in fragments.

. "$(dirname "$0")/lib.sh"
need named dig
plan 16
service BIND bind9 bind9-dnsutils
home_net
router=2001:2:0:1::1

# named_at HOST: with the rest of its configuration from standard input
named_at() {
	local dir=$work/$1
	mkdir -p "$dir"
	{
		cat <<-END
			options {
				directory "$dir";
				pid-file none;
				session-keyfile none;
				listen-on { none; };
				listen-on-v6 { any; };
				dnssec-validation no;
				edns-udp-size 4096;
				max-udp-size 4096;
				allow-query { any; };
				allow-recursion { any; };
				empty-zones-enable no;
			};
			controls { };
		END
		cat
	} >"$dir/named.conf"
	server "$1" named -n 1 -g -c "$dir/named.conf"
}

# text BYTES: as strings of a TXT record
text() {
	local i
	for ((i = 0; i < $1 / 201; i++)); do
		printf '"%0200d" ' $i
	done
}
mkdir -p "$work/wan" "$work/router"
cat >"$work/wan/root" <<-END
	\$TTL 60
	@ SOA a. hostmaster. 1 60 60 60 60
	@ NS a.
	a. AAAA $outside
	example.test. NS ns.example.test.
	ns.example.test. AAAA $outside
END
cat >"$work/wan/zone" <<-END
	\$TTL 60
	@ SOA ns hostmaster 1 60 60 60 60
	@ NS ns
	ns AAAA $outside
	*.small AAAA 2001:2:0:3::1
	*.large TXT $(text 3500)
	*.huge TXT $(text 9000)
END
named_at wan <<-END
	zone "." { type primary; file "root"; };
	zone "example.test" { type primary; file "zone"; };
END
printf '. 60 NS a.\na. 60 AAAA %s\n' $outside >"$work/router/hints"
named_at router <<<'zone "." { type hint; file "hints"; };'
up wan 53
up router 53

# asks HOST SERVER TYPE NAME PATTERN [OPTION...]: for a name that nobody has
# cached, and whether the answer is so
asks() {
	local name=$1 server=$2 type=$3 where=$4 pattern=$5
	shift 5
	on "$name" dig +tries=1 +time=10 +nocookie "$@" "@$server" \
		"n${EPOCHREALTIME/./}.$where.example.test" "$type" | grep -Eq "$pattern"
}

fragments() {
	on "$1" awk '$1 == "Ip6FragCreates" { print $2 }' /proc/net/snmp6
}
answer='AAAA.2001:2:0:3::1'
host_rules wan "udp dport 53 accept" "tcp dport 53 accept"

works "a name, by UDP" asks lan $router AAAA small "$answer"
works "by TCP" asks lan $router AAAA small "$answer" +tcp
before=$(fragments wan)
works "an answer in fragments" asks lan $router TXT large 'MSG SIZE  rcvd: 3[0-9]{3}' +bufsize=4096 +ignore
succeeds "it came in fragments to the router" [ "$(fragments wan)" -ge $((before + 3)) ]
succeeds "and from it" [ "$(fragments router)" -ge 3 ]
works "one too long for UDP, asked for again by TCP" \
	asks lan $router TXT huge 'MSG SIZE  rcvd: [89][0-9]{3}' +bufsize=4096
works "the world's server itself, in fragments" \
	asks lan $outside TXT large 'MSG SIZE  rcvd: 3[0-9]{3}' +bufsize=4096 +ignore
none_invalid router wan
from_outside "a name of the router's resolver" \
	on wan dig +tries=1 +time=4 +nocookie @$router ns.example.test AAAA
blocked "by TCP" on wan dig +tcp +tries=1 +time=4 @2001:2:0:2::1 ns.example.test AAAA

host_rules wan "tcp dport 53 accept"
closed "an answer by UDP" asks lan $outside AAAA small "$answer" +time=3
host_rules wan "udp dport 53 accept"
closed "by TCP" asks lan $outside AAAA small "$answer" +tcp +time=3
home_rules 's/{ 53, 123, 547 }/{ 123, 547 }/' 's/{ 22, 53, 80, 443 }/{ 22, 80, 443 }/' |
	load_rules router
host_rules wan "udp dport 53 accept" "tcp dport 53 accept"
closed "the resolver" asks lan $router AAAA small "$answer" +time=3
equal "though it resolves" 1 "$(on router dig +short +time=10 +tries=1 @::1 \
	last.small.example.test AAAA | grep -c 2001:2:0:3::1)"
