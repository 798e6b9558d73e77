#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A ruleset that cuts off who loaded it is taken back by the kernel when no
# confirmation comes, with nobody's help; what only it allowed ends with it.

. "$(dirname "$0")/lib.sh"
plan 29
three_hosts
# its namespace goes, and rmmod follows, while a ruleset waits in it
host pending

printf 'chain input { policy accept; }\nchain forward { policy drop; }\n' \
	>"$work/kind"
printf 'chain input { policy drop; }\nchain forward { policy accept; }\n' \
	>"$work/cruel"
on router ct6 monitor ruleset >"$work/events" &
loaded() {
	on router ct6 load "$work/kind"
	grep -q generation "$work/events"
}
busywait 20 loaded

results_of python3 - "$work" <<'PYTHON'
import sys
import time
from packets import *
from state import State

work = sys.argv[1]
s = State()


def ct6(*words):
    """Exit code and all output of the tool at the router."""
    out = subprocess.run(["ip", "netns", "exec", "router", "ct6", *words],
                         capture_output=True, text=True, check=False)
    return out.returncode, out.stdout + out.stderr


def until(condition):
    end = time.monotonic() + 60
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(condition())


def says(name, code, words, *command):
    seen = ct6(*command)
    ok(seen[0] == code and words in seen[1], name,
       "expected: %d, ...%s..." % (code, words), "seen:     %d, %s" % seen)


def generation():
    return s.stats()["generation"]


def listen():
    sock = socket.socket(socket.AF_INET6)
    sock.bind(("::", 22))
    sock.listen()
    return sock


def udp_socket():
    return socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)


listener = in_netns("router", listen)
client = in_netns("lan", socket.create_connection, ("2001:db8:1::1", 22))
server = listener.accept()[0]
server.settimeout(60)
says("a ruleset is loaded to be confirmed", 0, "within 5s", "load",
     work + "/cruel", "--confirm", "5s")
unconfirmed = generation()
client.send(b"back?")
flow = in_netns("lan", udp_socket)
flow.sendto(b"1", (WAN, 53))
ok(until(lambda: s.policy("input")[0]), "it cuts the operator off")
ok(s.flows(dport=53), "it lets a flow begin that the former one denies")
equal("and nobody is left that could confirm", b"back?", server.recv(10))
ok(generation() > unconfirmed, "the former runs as a new generation",
   "seen: %d then %d" % (unconfirmed, generation()))
flow.sendto(b"2", (WAN, 53))
ok(until(lambda: s.stats()["denied"]), "what only the other allowed ends")
says("the rules are the former ones", 0, "chain input {\n\tpolicy accept;",
     "show")
equal("nothing waits any more", False,
      "waits" in ct6("show")[1] + ct6("stats")[1])
says("so nothing is confirmed", 1, "no ruleset waits", "confirm")
says("or taken back", 1, "no ruleset waits", "rollback")

ct6("load", work + "/cruel", "-C", "1h")
waiting = generation()
says("show says that it waits", 0, "# waits for `ct6 confirm`, 3", "show")
says("as JSON", 0, '"confirm-left": 3', "--json", "show")
says("stats says so", 0, "waits for `ct6 confirm`", "stats")
says("another load is refused", 1, "waits for its confirmation", "load",
     work + "/kind")
says("with the time", 1, "rollback comes in 3", "load", work + "/kind")
says("a change is refused", 1, "waits for its confirmation", "policy",
     "forward", "drop")
says("a flush is refused", 1, "waits for its confirmation", "flush")
equal("nothing has changed", waiting, generation())
says("a check is none", 0, "", "check", work + "/kind")
says("--force changes it", 0, "", "policy", "forward", "drop", "--force")
says("and loads another that waits", 0, "", "load", "-f", "-C", "1h",
     work + "/cruel")
says("a stale confirmation is refused", 1, "changed meanwhile", "confirm",
     "-g", str(waiting))
says("rollback takes both back", 0, "", "rollback")
says("to the first", 0, "chain input {\n\tpolicy accept;", "show")
ct6("load", work + "/cruel", "-C", "1h")
says("a confirmation keeps it", 0, "", "confirm")
says("for good", 0, "chain input {\n\tpolicy drop;", "show")
ct6("flush")
ct6("load", work + "/kind", "-C", "1h")
ct6("rollback")
equal("where there was none, there is none again", 0, generation())
flow.sendto(b"3", (WAN, 53))
equal("and no flow begins", [], s.flows())
PYTHON
contains "events tell of it" "^ruleset generation [0-9]+, 0 rules, rolled back$" \
	"$(cat "$work/events")"
on pending ct6 load --confirm 1h "$work/kind" >"$work/out"
on pending ct6 load --force --confirm 1h "$work/cruel" >"$work/out"
