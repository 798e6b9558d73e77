#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a boot does with /etc/ct6/ruleset: it is loaded; one that cannot be is
# told of loudly, and the ruleset that runs stays, or where none runs a safe
# one takes its place: SSH gets in, neighbours are found, nothing else passes.

. "$(dirname "$0")/lib.sh"
service=$here/../packaging/service
[ -x "$service" ] || skip_all packaging/service
plan 21
export CT6_RULESET=$work/ruleset CT6_FALLBACK=$here/../packaging/fallback.ct6
three_hosts
router=2001:db8:1::1

# reached NAME EXPECTED: from the lan, port 22 and 80 of the router, and echo
reached() {
	local port seen=''
	for port in 22 80; do
		if on lan timeout 2 bash -c "</dev/tcp/$router/$port" 2>/dev/null; then
			seen="$seen $port"
		fi
	done
	on lan ip -6 neigh flush all
	if on lan ping -c 1 -W 2 $router >/dev/null; then
		seen="$seen echo"
	fi
	equal "$1" "$2" "${seen# }"
}

# loud NAME STATUS PATTERN WORDS...: of the service, as the journal gets it
loud() {
	local name=$1 want=$2 pattern=$3 out status
	shift 3
	out=$(JOURNAL_STREAM=1:1 on router "$service" "$@" 2>&1)
	status=$?
	equal "$name: its status" "$want" $status
	contains "$name: critical" "$pattern" "$out"
}

server router python3 -c '
import signal, socket
s = [socket.create_server(("::", port), family=socket.AF_INET6)
     for port in (22, 80)]
signal.pause()'
busywait 5 listens router 22
busywait 5 listens router 80

cp "$here/../examples/host.ct6" "$CT6_RULESET"
succeeds "the ruleset of a host is loaded" on router "$service" start
reached "as it says" "22 echo"
before=$(on router ct6 show)
echo "chain input { polcy accept; }" >"$CT6_RULESET"
loud "a broken one on reload" 1 "^<2>ct6: .*ruleset:1:15: .*the ruleset that runs stays" reload
equal "and it does" "$before" "$(on router ct6 show)"
loud "a broken one on restart" 1 "^<2>ct6: .*the ruleset that runs stays" start
equal "and it does, too" "$before" "$(on router ct6 show)"
succeeds "stop ends it" on router "$service" stop
equal "all of it" "" "$(on router ct6 show)"
reached "so all is open" "22 80 echo"
loud "a broken one at boot" 1 "^<2>ct6: .*ruleset:1:15: .*fallback.* runs in its place" start
contains "its error has the place" "ruleset:1:15: " \
	"$(on router "$service" reload 2>&1)"
reached "the safe one runs" "22 echo"
on router "$service" stop
rm "$CT6_RULESET"
loud "none at boot" 1 "^<2>ct6: .*fallback.* runs in its place" start
reached "the safe one runs, too" "22 echo"
on router "$service" stop
CT6_FALLBACK=/dev/full loud "neither" 1 "^<2>ct6: .*NOT FILTERED" start
refused "what is no word of it" 2 "usage: " on router "$service" begin
