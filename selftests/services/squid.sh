#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# squid on the home's router: the lan's pages come through it.

. "$(dirname "$0")/lib.sh"
need squid nginx curl openssl
plan 9
service squid squid curl
home_net
certificate
nginx_at wan <<-END
	ssl_certificate $work/tls.crt;
	ssl_certificate_key $work/tls.key;
	server {
		listen [::]:80;
		listen [::]:443 ssl;
		location / { return 200 "a page\n"; }
	}
END
cat >"$work/squid.conf" <<-END
	http_port [::]:3128
	http_access allow all
	cache deny all
	cache_mem 8 MB
	access_log none
	cache_log $work/squid.log
	cache_store_log none
	pid_filename none
	coredump_dir $work
	netdb_filename none
	pinger_enable off
	shutdown_lifetime 0
	visible_hostname router.test
	max_filedescriptors 1024
END
touch "$work/squid.log"
chmod 666 "$work/squid.log"
server router squid -N -f "$work/squid.conf"
up wan 443
up router 3128

# page HOST PROXY URL
page() {
	on "$1" curl -ksS --connect-timeout 5 -m 30 -x "http://[$2]:3128" "$3" | grep -qx "a page"
}

with_squid() {
	home_rules 's/tcp dport { 22, 53, 80, 443 }/tcp dport { 22, 53, 80, 443, 3128 }/' \
		>"$work/router.rules"
	load_rules router <"$work/router.rules"
}
host_rules wan "tcp dport { 80, 443 } accept"
with_squid
works "HTTP" page lan 2001:2:0:1::1 "http://[$outside]/"
works "HTTPS by CONNECT" page lan 2001:2:0:1::1 "https://[$outside]/"
none_invalid router wan
from_outside "the proxy" connects wan 2001:2:0:2::1 3128
home_rules | load_rules router
closed "HTTP, without the proxy's port" page lan 2001:2:0:1::1 "http://[$outside]/"
with_squid
host_rules wan
closed "HTTP, without the server's" page lan 2001:2:0:1::1 "http://[$outside]/"
equal "the proxy itself says so" 503 "$(on lan curl -s -m 90 -o /dev/null -w '%{http_code}' \
	-x "http://[2001:2:0:1::1]:3128" "http://[$outside]/")"
