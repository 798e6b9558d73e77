#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Control connections are read while flows, rules and the module come and go:
# what was remembered of them goes, too.

. "$(dirname "$0")/lib.sh"
plan 16
silent_hosts
rmmod ct6 || exit 1

cat >"$work/talk.py" <<'END'
from ftp import *
from packets import *

w = Wire()
controls = [Control(w, b"220 hi\r\n") for _ in range(40)]
print("begun", flush=True)
for port in itertools.cycle(range(20000, 30000)):
    for control in controls:
        control.say("lan", eprt(port), 12)
END

rules() {
	load_rules router <<-END
		chain forward {
			policy drop;
			ct state established,related accept
			tcp dport 21 $1 accept
		}
	END
}

remembered() {
	[ "$(awk '$1 == "ct6_helper" { print $2 }' /proc/slabinfo)" -ge 40 ]
}

insert
rules "ct helper ftp"
(PYTHONPATH=$here exec python3 "$work/talk.py" >"$work/talk.log" 2>&1) &
talker=$!
busywait 60 grep -q begun "$work/talk.log" || note "$(cat "$work/talk.log")"
for round in delete flush replace; do
	# from the second round on they are taken up under way
	succeeds "$round: connections are remembered" busywait 60 remembered
	case $round in
	delete) on router ct6 flows delete all >/dev/null ;;
	flush) on router ct6 flush ;;
	replace) rules "" ;;
	esac
	rules "ct helper ftp"
	succeeds "$round: and are again" busywait 60 remembered
	succeeds "$round: rmmod" busywait 10 rmmod ct6
	fails "$round: no module is left" module_here
	fails "$round: no slab is left" grep -q '^ct6' /proc/slabinfo
	insert
	rules "ct helper ftp"
done
succeeds "there was traffic all the time" kill "$talker"
