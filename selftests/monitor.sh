#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `ct6 monitor` tells of flows that begin, change and end, and of rulesets, a
# line of JSON each.

. "$(dirname "$0")/lib.sh"
plan 20
silent_hosts
rules() {
	load_rules router <<-END
		chain forward {
			policy drop;
			ct state established accept
			$1
			iifname "lan" accept
		}
	END
}
rules
server router ct6 --json monitor flows
flows=$work/server.router.log
on router ct6 --json monitor ruleset >"$work/ruleset" 2>&1 &
# one that listens has its group in the socket's list
listening() { [ "$(on router awk '$2 == 16 && $4 != "00000000"' /proc/net/netlink | wc -l)" -ge 2 ]; }
busywait 10 listening || note "nobody listens"

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
w.from_lan(udp(LAN, WAN, 1, 53, b"12345"), udp(LAN, WAN, 1, 53))
w.from_wan(udp(WAN, LAN, 53, 1), udp(WAN, LAN, 53, 1))
segment = Connection(2)
w.from_lan(segment("lan", "S"))
w.from_wan(segment("wan", "SA"))
w.from_lan(segment("lan", "A"), segment("lan", "A"))
w.from_wan(segment("wan", "RA"))
equal("a new SYN passes in place of the old connection", 1,
      w.from_lan(tcp(LAN, WAN, "S", 2, seq=99)))
w.ct6("flows", "delete", "udp")
w.ct6("set", "timeout-icmpv6", "1")
w.from_lan(echo(LAN, WAN, 3))
END
rules "tcp dport 80 drop"
results_of python3 - <<'END'
from packets import *

equal("the new rules end the other", 0,
      Wire().from_lan(tcp(LAN, WAN, "S", 2, seq=99)))
END
ended() { [ "$(grep -c '"end"' "$flows")" -ge 4 ]; }
succeeds "four flows end" busywait 15 ended

# of PROTO: its events, each with what is asked for
told() {
	jq -r --arg proto "$1" 'select(.flow.proto == $proto) |
		[.event, .reason // "-", .flow.state // "-", .flow.orig.packets,
		 .flow.reply.packets] | map(tostring) | join(" ")' "$flows"
}
results_of python3 - "$flows" "$work/ruleset" <<'END'
import json
import sys
from packets import equal

FIELDS = {
    "new": {"event", "flow"}, "update": {"event", "flow"},
    "end": {"event", "reason", "flow"},
    "ruleset": {"event", "generation", "rules", "cause", "pid", "process"},
}
told, wrong = [], []
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        for line in file:
            try:
                told.append(json.loads(line))
            except ValueError as error:
                wrong.append("%s: %r" % (error, line))
equal("each line is JSON by itself", [], wrong)
equal("with the fields of its kind", [], [
    event for event in told if FIELDS.get(event["event"]) != set(event)])
END
equal "of UDP: new, the first reply, deleted" "new - - 1 0
update - - 2 1
end deleted - 2 2" "$(told udp)"
equal "of TCP: each state once, and how it ended" "new - syn-sent 1 0
update - syn-recv 1 1
update - established 2 1
update - close 3 2
end replaced close 3 2
new - syn-sent 1 0
end denied syn-sent 1 0" "$(told tcp)"
equal "of the ping: new, timed out" "new - - 1 0
end timeout - 1 0" "$(told icmpv6)"
first=$(head -n 1 "$flows")
for pair in .flow.orig.src=$lan .flow.orig.dst=$wan .flow.orig.sport=1 \
	.flow.orig.dport=53 .flow.reply.src=$wan .flow.reply.sport=53 \
	.flow.orig.bytes=53 .flow.iif=lan .flow.oif=wan; do
	equal "the first event: $pair" "${pair#*=}" "$(jq -r "${pair%%=*}" <<<"$first")"
done
equal "of rulesets: one, with its rules" "ruleset 3" "$(jq -r '"\(.event) \(.rules)"' "$work/ruleset")"
equal "and its generation" "$(stat_of router generation)" "$(jq .generation "$work/ruleset")"
equal "no event was lost" 0 "$(stat_of router events-lost)"
