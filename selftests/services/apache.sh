#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The web server of a small office: Apache and curl, HTTP/1.1 and HTTP/2, and
# QUIC with the programs of ngtcp2.

. "$(dirname "$0")/lib.sh"
need apache2 curl gtlsserver gtlsclient openssl
plan 17
service "Apache, HTTP/1.1 and HTTP/2" apache2 curl
office_net
certificate
mkdir -p "$work/htdocs" "$work/got"
echo "a page of the office" >"$work/htdocs/page"
head -c 5000000 /dev/urandom >"$work/htdocs/large"

for name in dmz lan; do
	mkdir "$work/$name"
	{
		echo "ServerRoot $work/$name"
		for module in mpm_event authz_core socache_shmcb ssl http2; do
			echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
		done
		cat <<-END
			PidFile $work/$name/pid
			Mutex file:$work/$name
			ServerName service.test
			ErrorLog /dev/stderr
			User www-data
			Group www-data
			StartServers 1
			DocumentRoot $work/htdocs
			Protocols h2 http/1.1
			Listen [::]:80
			Listen [::]:443
			<VirtualHost *:443>
				SSLEngine on
				SSLCertificateFile $work/tls.crt
				SSLCertificateKeyFile $work/tls.key
			</VirtualHost>
		END
	} >"$work/$name/conf"
	server $name apache2 -f "$work/$name/conf" -DFOREGROUND
	up $name 443
done

# get HOST ADDRESS VERSION SCHEME FILE [OPTION...]: and it is what it should be
get() {
	local name=$1 address=$2 version=$3 scheme=$4 file=$5 seen
	shift 5
	rm -f "$work/got/file"
	seen=$(on "$name" curl -ksS --connect-timeout 5 -m 60 "--http$version" -o "$work/got/file" \
		-w '%{http_version}' "$@" "$scheme://[$address]/$file") &&
		[ "$seen" = "$version" ] && cmp "$work/got/file" "$work/htdocs/$file"
}

# many: eight at once
many() {
	on wan curl -ksSZ --connect-timeout 5 -m 60 --http2 --fail-early \
		-o "$work/got/#1" "https://[$web]/large?[1-8]" &&
		for i in 1 2 3 4 5 6 7 8; do
			cmp "$work/got/$i" "$work/htdocs/large" || return 1
		done
}

works "HTTP/1.1" get wan $web 1.1 http page
works "HTTP/1.1 with TLS" get wan $web 1.1 https large
works "HTTP/2" get wan $web 2 https large
works "8 transfers of HTTP/2 at once" many
works "HTTP/2 from a desk" get lan $web 2 https large
none_invalid router
from_outside "a desk's server" get wan $lan 1.1 http page
office_rules '/\$web tcp dport .* accept/d'
closed "HTTP/1.1" get wan $web 1.1 http page
closed "HTTP/2" get wan $web 2 https page

service "QUIC, HTTP/3" ngtcp2-server ngtcp2-client
office_rules
for name in dmz lan; do
	server $name gtlsserver -q -d "$work/htdocs" '::' 443 "$work/tls.key" "$work/tls.crt"
	busywait 30 on $name sh -c "ss -Hlun 'sport = :443' | grep -q ." ||
		note "no QUIC: $(cat "$work/server.$name.log")"
done

# quic HOST ADDRESS FILE
quic() {
	rm -f "$work/got/$3"
	on "$1" timeout 60 gtlsclient -q --timeout="${4-30s}" --handshake-timeout=${4-30s} \
		--exit-on-all-streams-close \
		--download="$work/got" "$2" 443 "https://service.test/$3" &&
		cmp "$work/got/$3" "$work/htdocs/$3"
}
works "a page" quic wan $web page
works "5 MB" quic wan $web large
works "from a desk" quic lan $web page
none_invalid router
from_outside "a desk's server" quic wan $lan page 5s
office_rules '/"QUIC"/d'
closed "a page" quic wan $web page 5s
