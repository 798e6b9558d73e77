#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rsyslog: what the lan's rsyslog is told reaches the one of a host in the world.

. "$(dirname "$0")/lib.sh"
need rsyslogd logger
plan 10
service rsyslog rsyslog
home_net
mkdir "$work/state"
cat >"$work/wan.conf" <<-END
	module(load="imudp")
	module(load="imtcp")
	input(type="imudp" port="514")
	input(type="imtcp" port="514")
	*.* $work/wan.got
END
sed 's/wan.got/lan.got/' "$work/wan.conf" >"$work/lan.conf"
cat >>"$work/lan.conf" <<-END
	module(load="imuxsock" SysSock.Use="off")
	input(type="imuxsock" Socket="$work/socket.udp" ruleset="udp")
	input(type="imuxsock" Socket="$work/socket.tcp" ruleset="tcp")
	ruleset(name="udp") {
		action(type="omfwd" target="$outside" port="514" protocol="udp") }
	ruleset(name="tcp") {
		action(type="omfwd" target="$outside" port="514" protocol="tcp"
			action.resumeInterval="1") }
END
for name in lan wan; do
	: >"$work/$name.got"
	server $name rsyslogd -n -f "$work/$name.conf" -i "$work/$name.pid"
	up $name 514
done

# told SOCKET: a line of its own, and whether it arrives
told() {
	local line=line-${EPOCHREALTIME/./}
	on lan logger -u "$work/socket.$1" "$line"
	busywait "${limit-20}" grep -q "$line" "$work/wan.got"
}

# from_wan OPTION: the same to the lan's, by logger itself
from_wan() {
	local line=line-${EPOCHREALTIME/./}
	on wan timeout 5 logger "$1" -n $inside -P 514 "$line" &&
		busywait 3 grep -q "$line" "$work/lan.got"
}

limit=3 closed "a line by UDP" told udp
limit=3 closed "a line by TCP" told tcp
host_rules wan "udp dport 514 accept" "tcp dport 514 accept"
works "a line by UDP" told udp
works "a line by TCP" told tcp
none_invalid router wan
from_outside "a line to the lan's, by UDP" from_wan -d
from_outside "by TCP" from_wan -T
