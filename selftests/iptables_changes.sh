#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a command of ip6tables-ct6 or ip6tables-ct6-restore --noflush does not
# name goes on under it: no packet is lost to a counter while rules change, a
# limit that is used up stays so. Of two writers at once neither loses a rule.

. "$(dirname "$0")/lib.sh"
plan 12
silent_hosts

results_of python3 - <<'PYTHON'
import threading
from packets import *
from state import State

# The flood on the first CPU, the changes on the last.
os.sched_setaffinity(0, {os.cpu_count() - 1})
w, s = Wire(), State()
changes, stop = 0, threading.Event()


def run(*words, text=None):
    """A command at the router."""
    out = subprocess.run(["ip", "netns", "exec", "router"] + list(words),
                         input=text, text=True, capture_output=True,
                         check=False)
    if out.returncode:
        raise RuntimeError("%s: %s" % (" ".join(words), out.stderr))


def ipt(words):
    """One command of ip6tables-ct6."""
    run("ip6tables-ct6", *words.split())


def restore(lines):
    """Lines for table filter, added to what runs."""
    run("ip6tables-ct6-restore", "-n",
        text="*filter\n" + lines + "\nCOMMIT\n")


run("ip6tables-ct6-restore", text="""*filter
:FORWARD DROP [0:0]
:USER - [0:0]
-A USER -p udp --sport 4000 -j ACCEPT
-A FORWARD -p udp --sport 4001 -j ACCEPT
-A FORWARD -j USER
COMMIT
""")


def flood():
    """Packets to either rule, and to the policy."""
    os.sched_setaffinity(0, {0})
    packets = [bytes(udp(LAN, WAN, port)) for port in (4000, 4001, 4002)]
    while changes < 8:
        w.from_lan(*packets * 20)
        sent[0] += 20
    stop.set()


sent = [0]
flooding = threading.Thread(target=flood)
flooding.start()
while not stop.is_set():
    ipt("-I FORWARD -p udp --sport 1")
    ipt("-D FORWARD 1")
    restore("-A USER -s ::1 -j DROP\n-E USER OTHER")
    ipt("-E OTHER USER")
    changes += 4
flooding.join()
nr, size = sent[0], len(bytes(udp(LAN, WAN)))
forward = s.counters("forward")
equal("every packet is counted by its rule", (nr, nr * size), forward[0])
equal("by the rule that jumps", (2 * nr, 2 * nr * size), forward[1])
equal("in the chain that it jumps to", (nr, nr * size), s.counters("USER")[0])
equal("by the policy", nr, s.policy("forward")[0])

ipt("-F FORWARD")
ipt("-A FORWARD -m limit --limit 1/hour --limit-burst 2 -j ACCEPT")
equal("a limit is used up", 2,
      w.from_lan(*[udp(LAN, WAN, port) for port in range(5000, 5003)]))
for port, words in enumerate((
        "-A FORWARD -s ::1", "-I FORWARD -s ::2", "-R FORWARD 1 -s ::3",
        "-D FORWARD 1", "-P INPUT ACCEPT", "-N NEW", "-Z"), 5100):
    ipt(words)
    if w.from_lan(udp(LAN, WAN, port)):
        ok(False, "it stays so", "after " + words)
        break
else:
    ok(True, "it stays so")
restore(":NEW -\n-A NEW -j DROP\n-I FORWARD -s ::4")
equal("behind a restore --noflush, too", 0, w.from_lan(udp(LAN, WAN, 5200)))
ipt("-R FORWARD 2 -m limit --limit 1/hour --limit-burst 2 -j ACCEPT")
equal("in another rule it begins anew", 1, w.from_lan(udp(LAN, WAN, 5201)))
ipt("-F FORWARD")
ipt("-A FORWARD -p udp -m multiport --ports 7,8 -j ACCEPT")
w.from_lan(udp(LAN, WAN, 7, 1), udp(LAN, WAN, 1, 8))
before = s.packets("forward")
ipt("-Z FORWARD 1")
equal("of a rule that became two, both are zeroed", ([1, 1], [0, 0]),
      (before, s.packets("forward")))
PYTHON

on router ip6tables-ct6 -F
on router ip6tables-ct6 -N two
one() {
	local i
	for i in 1 2 3 4; do
		on router ip6tables-ct6 -w -A two -p udp --dport "10$i" || return 1
	done
}
other() {
	local i
	for i in 1 2 3 4; do
		printf '*filter\n-A two -p udp --dport 20%s\n-A two -p udp --dport 30%s\nCOMMIT\n' \
			"$i" "$i" | on router ip6tables-ct6-restore -w -n || return 1
	done
}
one & one=$!
other & other=$!
wait $one
equal "one writes" 0 $?
wait $other
equal "another one, too, at once" 0 $?
equal "nothing is lost" "1 2 3 4 1 2 3 4 1 2 3 4" \
	"$(on router ip6tables-ct6 -S two | sed -n 's/.* --dport \(.\)0\(.\)$/\1 \2/p' |
		sort | cut -d ' ' -f 2 | paste -sd ' ')"
