#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Two processors judge the first packets of one flow at once: both pass, and
# there is one flow. The one that was never let into the table is gone from
# all that knew it already: counts and expectations.

. "$(dirname "$0")/lib.sh"
plan 12
[ "$(nproc)" -gt 1 ] || { echo "Bail out! it takes two processors"; exit 1; }
silent_hosts
# all these compare, and are what the two spend their time with
{
	echo "chain forward {"
	echo "	policy drop;"
	echo "	ct state established,related accept"
	for i in {1..1000}; do
		echo "	ip6 saddr 2001:db8:ffff::$i drop"
	done
	echo "	udp dport 53 ct count per saddr over 500 drop"
	echo '	iifname "lan" ct filtering endpoint-independent accept'
	echo "}"
} | load_rules router

results_of python3 - <<'END'
import mmap
from packets import *
from state import State

w, s = Wire(), State()
ROUNDS, WANTED = 400, 8
packets = [w.lan.ether + ETH_P_IPV6.to_bytes(2, "big") +
           bytes(udp(LAN, WAN, 2000 + n)) for n in range(ROUNDS)]
# bytes 0 to 7: packets that may be sent; 8 to 15: that the other has sent
shared = mmap.mmap(-1, mmap.PAGESIZE)


def number(at):
    return int.from_bytes(shared[at:at + 8], "little")


def put(at, value):
    shared[at:at + 8] = value.to_bytes(8, "little")


def reach(at, value):
    """Spin: a process that sleeps comes too late."""
    while number(at) < value:
        pass


if not os.fork():
    os.sched_setaffinity(0, {1})
    other = in_netns("lan", Port.open)
    for n, packet in enumerate(packets):
        reach(0, n + 1)
        if number(0) <= ROUNDS:
            other.send(packet)
        put(8, n + 1)
    os._exit(0)
sent = 0
while sent < ROUNDS and s.stats()["insert-race"] < WANTED:
    put(0, sent + 1)
    w.lan.sock.send(packets[sent])
    sent += 1
    reach(8, sent)
put(0, ROUNDS + 1)
passed = 0
for _ in range(100):
    # those of the other processor may come behind the mark
    passed += len(w.wan.until(w.lan.end()))
    if passed >= 2 * sent:
        break
stats = s.stats()
ok(stats["insert-race"] >= WANTED, "there were races",
   "expected: %d" % WANTED, "seen:     %d in %d" % (stats["insert-race"], sent))
equal("all packets passed", 2 * sent, passed)
equal("a flow for each two", sent, len(s.flows()))
equal("which has both", {(2, 0)},
      {(f["orig-packets"], f["reply-packets"]) for f in s.flows()})
equal("each began once", sent, stats["created"])
equal("each endpoint is expected once", sent, stats["expects"])
stranger = udp("2001:db8:2::77", LAN, 9, 2000)
equal("from others, too, packets come to it", 1, w.from_wan(stranger))
s.forget()
equal("with the flows the endpoints go", 0, s.stats()["expects"])
equal("nobody comes to them any more", 0, w.from_wan(stranger))
new = [udp(LAN, WAN, 3000 + n) for n in range(600)]
equal("and of 600 new ones as many are in the count as it has room for", 500,
      sum(w.from_lan(*new[i:i + 50]) for i in range(0, 600, 50)))
END
succeeds "all flows go" on router ct6 flows delete all
memory() {
	echo 1 >/sys/kernel/slab/ct6_flow/shrink
	[ "$(cut -d ' ' -f 1 /sys/kernel/slab/ct6_flow/objects)" -eq 0 ]
}
succeeds "with the memory of those that were never let in" busywait 5 memory
