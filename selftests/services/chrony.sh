#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# chrony: the lan takes the time from a host in the world.

. "$(dirname "$0")/lib.sh"
plan 6
service chrony chrony
home_net
unpacked chrony
for name in lan wan; do
	cat >"$work/$name.conf" <<-END
		allow
		local stratum 5
		cmdport 0
		bindcmdaddress /
		pidfile $work/$name.pid
		driftfile $work/$name.drift
	END
	server $name chronyd -x -n -u root -f "$work/$name.conf"
	up $name 123
done

# time_of HOST SERVER SECONDS: asks, sets nothing
time_of() {
	on "$1" chronyd -Q -u root -t "$3" "pidfile $work/ask.pid" "cmdport 0" \
		"bindcmdaddress /" "server $2 iburst maxsamples 1" 2>&1 |
		grep 'System clock wrong by'
}

host_rules wan "udp dport 123 accept"
works "the time of a server" time_of lan $outside 30
none_invalid router wan
from_outside "the lan's server" time_of wan $inside 6
host_rules wan
closed "the time of a server" time_of lan $outside 4
