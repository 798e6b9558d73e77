# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the tests of real services source: a lan, a router and a wan with real
# stacks, the rulesets of examples/ as their users write them, and results that
# table.py makes the rows of Documentation/services.rst of.
#
#	. "$(dirname "$0")/lib.sh"
#	plan 4
#	service OpenSSH openssh-server openssh-client
#	home_net
#	works "a login" on lan ssh ...
#	needs_rule "a login" on lan ssh ...
#	from_outside "a login" on wan ssh ...
#
# In home_net the router has examples/home-router.ct6. The lan is its interior,
# the wan has a host that guards itself by examples/host.ct6.

. "$(dirname "$0")/../lib.sh"
top=$(cd "$here/../.." && pwd)
here=$top/selftests
. "$here/home.sh"
examples=$top/examples
chmod 755 "$work"
note "kernel: Linux $(uname -r)"

# service NAME PACKAGE...: what the results that follow are of
service() {
	local name=$1 package version versions=
	shift
	for package; do
		version=$(cat "$top/build/services/$package/version" 2>/dev/null ||
			dpkg-query -W -f '${Version}' "$package" 2>/dev/null)
		versions="$versions${versions:+, }$package ${version:-(none)}"
	done
	note "service: $name | $versions"
}

# unpacked PACKAGE: of those that scripts/setup only unpacks; below /usr as if
# it were installed
unpacked() {
	local place=$top/build/services/$1
	[ -e "$place/version" ] || skip_all "$1: scripts/setup services"
	mount -t overlay -o "ro,lowerdir=$place/usr:/usr" overlay /usr
}

# account NAME...: there while the test runs
account() {
	local file name id=7000
	for file in passwd group; do
		cp "/etc/$file" "$work/$file"
		chmod 644 "$work/$file"
	done
	for name; do
		id=$((id + 1))
		grep -q "^$name:" "$work/passwd" ||
			echo "$name:x:$id:$id::$work:/bin/false" >>"$work/passwd"
		grep -q "^$name:" "$work/group" || echo "$name:x:$id:" >>"$work/group"
	done
	for file in passwd group; do
		mount --bind "$work/$file" "/etc/$file"
	done
}

# fresh FOLDER...: empty, and the test's own
fresh() {
	local dir
	for dir; do
		mkdir -p "$dir"
		mount -t tmpfs -o mode=755 tmpfs "$dir"
	done
}

# home_net: the interior of a home, its router, and a host in the world, under
# the rules of the examples
home_net() {
	host lan router wan &&
	wire router lan 2001:2:0:1::1/64 lan eth0 $inside/64 &&
	wire router wan 2001:2:0:2::1/64 wan eth0 $outside/64 || exit 1
	ip -n lan route add default via 2001:2:0:1::1
	ip -n wan route add default via 2001:2:0:2::1
	on router sysctl -qw net.ipv6.conf.all.forwarding=1
	home_rules >"$work/router.rules"
	load_rules router <"$work/router.rules"
	host_rules wan
}

# host_rules HOST [LINE...]: examples/host.ct6, with these lines in its `input`
host_rules() {
	local name=$1 lines
	shift
	lines=$(printf '\\t%s\\n' "$@")
	awk -v lines="$lines" '
		/^chain input/ { input = 1 }
		input && /# others hear at once/ { printf "%s", lines; input = 0 }
		{ print }' "$examples/host.ct6" >"$work/host.rules"
	load_rules "$name" <"$work/host.rules"
}

# router_rules LINE...: examples/home-router.ct6, with these lines in its
# `forward` for what comes from the wan
router_rules() {
	local lines
	lines=$(printf '\\t%s\\n' "$@")
	home_rules | awk -v lines="$lines" '
		{ print }
		/^\tmeta l4proto icmpv6 goto icmp/ { printf "%s", lines }' >"$work/router.rules"
	load_rules router <"$work/router.rules"
}

# works NAME COMMAND...
works() {
	succeeds "works: $1" "${@:2}"
}

# blocked NAME COMMAND...: from outside, where no rule lets it in
blocked() {
	fails "blocked: $1" "${@:2}"
}

# closed NAME COMMAND...: what worked does not without its rule
closed() {
	fails "without its rule: $1" "${@:2}"
}

# from_outside NAME COMMAND...: is blocked by the router's rules, and by nothing
# else: without them it succeeds
from_outside() {
	blocked "$@"
	on router ct6 flush
	succeeds "without a ruleset it is open: $1" "${@:2}"
	load_rules router <"$work/router.rules"
}

# none_invalid HOST...: of what has passed nothing seemed out of order there
none_invalid() {
	local name
	for name; do
		equal "none of it is invalid for the $name" 0 "$(stat_of "$name" invalid)"
		[ "$(stat_of "$name" invalid)" = 0 ] ||
			note "$(on "$name" ct6 stats | grep '^invalid.* [1-9]')"
	done
}

# connects HOST ADDRESS PORT: by TCP, in 5 s
connects() {
	on "$1" timeout 5 bash -c "</dev/tcp/$2/$3"
}

# up HOST PORT: waits for a server; tells what it said when none comes
up() {
	busywait 60 listens "$1" "$2" || note "nothing listens at $2: $(tail -n 20 "$work/server.$1.log")"
}

# certificate: for whoever wants one, $work/tls.crt and $work/tls.key
certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
		-subj /CN=service.test -addext "subjectAltName=DNS:service.test,IP:$outside" \
		-days 3650 -keyout "$work/tls.key" -out "$work/tls.crt" 2>/dev/null
	chmod 644 "$work/tls.key"
}

# office_net: a lan, a dmz and the world at the router of examples/office-dmz.ct6
web=2001:db8:3::80
mail=2001:db8:3::25
office_net() {
	three_hosts
	host dmz && wire router dmz 2001:db8:3::1/64 dmz eth0 $web/64 || exit 1
	ip -n dmz addr add $mail/64 dev eth0 nodad
	ip -n dmz route add default via 2001:db8:3::1
	office_rules
}

# office_rules [SED [LINE...]]: changed so, with these lines in its `servers`
# shellcheck disable=SC2120 # tests give them
office_rules() {
	local edit=${1-} lines=
	[ $# -lt 2 ] || lines=$(printf '\\t%s\\n' "${@:2}")
	sed "$edit" "$examples/office-dmz.ct6" | awk -v lines="$lines" '
		{ print }
		/^chain servers/ { printf "%s", lines }' >"$work/router.rules"
	load_rules router <"$work/router.rules"
}

# nginx_at HOST: with these lines, from standard input, in its `http`
nginx_at() {
	{
		cat <<-END
			pid $work/$1.pid;
			error_log stderr;
			daemon off;
			worker_processes 1;
			events { }
			http {
			access_log off;
			client_body_temp_path $work/tmp;
			proxy_temp_path $work/tmp;
			fastcgi_temp_path $work/tmp;
			uwsgi_temp_path $work/tmp;
			scgi_temp_path $work/tmp;
		END
		cat
		echo "}"
	} >"$work/$1.nginx"
	server "$1" nginx -c "$work/$1.nginx"
	up "$1" 80
}
