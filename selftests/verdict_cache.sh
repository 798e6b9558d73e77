#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A flow remembers its verdict and the counters stay exact; where a rule on
# the way looks at what may change, or does something, nothing is remembered.

. "$(dirname "$0")/lib.sh"
plan 54
silent_hosts

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
SIZE = len(bytes(udp(LAN, WAN)))
CHAIN = "chain forward {\n\tpolicy %s;\n\t%s\n}\n"


def traffic(port):
    """A flow: 1 packet that begins it, then 10 established of each side."""
    passed = w.from_lan(udp(LAN, WAN, port))
    for _ in range(10):
        passed += w.from_wan(udp(WAN, LAN, 53, port))
        passed += w.from_lan(udp(LAN, WAN, port))
    return passed


def run(port, rules, policy="drop"):
    """Packets passed, cached, by rule and by policy under these rules."""
    w.load(CHAIN % (policy, "\n\t".join(rules)))
    before = s.stats()["cached"]
    passed = traffic(port)
    return (passed, s.stats()["cached"] - before, s.counters("forward"),
            s.policy("forward"))


def count(*packets):
    """Counters of so many packets."""
    return [(n, n * SIZE) for n in packets]


BEGIN = 'iifname "lan" accept'
passed, cached, rules, policy = run(1, ["ct state established accept", BEGIN])
equal("all pass", 21, passed)
equal("the first established packet of each side is judged, 18 are cached",
      18, cached)
equal("both rules count exactly", count(20, 1), rules)
equal("the policy counts nothing", (0, 0), policy)

passed, cached, rules, policy = run(2, ["tcp dport 1 drop"], "accept")
equal("by policy: 18 are cached", 18, cached)
equal("the policy counts exactly", count(21)[0], policy)
equal("the rule that matches nothing counts nothing", count(0), rules)

passed, cached, rules, policy = run(
    3, ["udp sport 53 ct state established drop", "accept"])
equal("a drop: what the lan sends passes", 11, passed)
equal("a drop is remembered as well: 9 are cached", 9, cached)
equal("the drop counts exactly", count(10, 11), rules)

passed, cached, rules, policy = run(4, [
    'meta l4proto udp ip6 saddr 2001:db8::/32 ip6 daddr 2001:db8::/32 '
    'th dport 1-999 iifname { "lan", "wan" } oifname { "lan", "wan" } accept'])
equal("what is the same for all packets of a flow is no hindrance", 18, cached)
equal("and the rule counts exactly", count(21), rules)

# one rule each, so that nothing but what it asks or does is in the way
vary = {
    "a limit": "limit rate 1000000/second accept",
    "a log": 'log prefix "verdict_cache: " level debug accept',
    "the length": "meta length 1-2000 accept",
    "the hop limit": "ip6 hoplimit 63 accept",
    "the dscp": "ip6 dscp 0 accept",
    "the next header": "ip6 nexthdr udp accept",
    "the packet's mark": "meta mark 0 accept",
    "the flow's mark": "ct mark 0 accept",
    "an extension header": "exthdr frag missing accept",
    "a mark that is set": "meta mark set 0x1 accept",
    "a flow's mark that is set": "ct mark set 0x1 accept",
    "a mark that is made": "meta mark set ct mark ^ 1 accept",
}
for port, (name, rule) in enumerate(vary.items(), 10):
    passed, cached, rules, policy = run(port, [rule])
    equal("with %s all pass" % name, 21, passed)
    equal("none is cached", 0, cached)
    equal("and the rule counts each packet", count(21), rules)
passed, cached, rules, policy = run(40, ["meta length 3000 drop", "accept"])
equal("what was asked in vain counts as well: none is cached", 0, cached)
equal("the rules count exactly", count(0, 21), rules)
passed, cached, rules, policy = run(41, ["counter", "accept"])
equal("with two rules that count none is cached", 0, cached)
equal("and both count each packet", count(21, 21), rules)

w.load("chain forward {\n\tpolicy drop;\n\tct state established accept\n\t"
       'tcp flags syn accept\n\t%s\n}' % BEGIN)
before = s.stats()["cached"]
segment = Connection(99)
w.from_lan(segment("lan", "S"))
w.from_wan(segment("wan", "SA"))
for _ in range(5):
    w.from_lan(segment("lan", "A"))
equal("what stands behind the verdict does not matter: 4 are cached", 4,
      s.stats()["cached"] - before)
w.load("chain forward { policy drop; tcp flags ack accept; accept; }")
before = s.stats()["cached"]
for _ in range(5):
    w.from_lan(segment("lan", "A"))
equal("what stands before it does", 0, s.stats()["cached"] - before)
END
