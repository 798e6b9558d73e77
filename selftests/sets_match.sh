#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A field is in a named set or it is not: each type, single values, prefixes,
# ranges with both their ends, names with a wildcard; declared before or behind
# the chain. A packet without the field is in no set and in no other either.

. "$(dirname "$0")/lib.sh"
plan 31
silent_hosts

results_of python3 - <<'END'
from packets import *

w = Wire()
SETS = """
set one { type ipv6_addr; elements = { 2001:db8:1::2, 2001:db8:9::9 }; }
set nets { type ipv6_addr; flags interval; elements = { 2001:db8:1::10-2001:db8:1::1f,
	2001:db8:2::/64, 2001:db8:1::2, ff00::/8, ::/16 }; }
set empty { type ipv6_addr; flags interval; }
set ports { type inet_service; flags interval; elements = { 22, 53, 1000-2000, 65535, 0 }; }
set names { type ifname; flags interval; elements = { la*, "eth1" }; }
set exact { type ifname; elements = { lan }; }
set protos { type inet_proto; elements = { udp, 50 }; }
set types { type icmpv6_type; elements = { echo-request }; }
set marks { type mark; flags interval; elements = { 0x0, 0x10-0x1f }; }
"""


def by(rule, *packets, before=True):
    """How many packets pass by a rule that accepts."""
    chain = "chain forward { policy drop; %s accept; }\n" % rule
    w.load(SETS + chain if before else chain + SETS)
    return w.from_lan(*packets)


def src(*tails):
    return [udp("2001:db8:1::" + tail, WAN) for tail in tails]


def to(*ports):
    return [udp(LAN, WAN, dport=port) for port in ports]


for before in True, False:
    equal("one address, the set %s the chain" % ("before" if before else "behind"),
          1, by("ip6 saddr @one", *src("2", "3", "1"), before=before))
equal("!= is all others", 2, by("ip6 saddr != @one", *src("2", "3", "1")))
equal("a range with its ends", 3, by("ip6 saddr @nets", *src("f", "10", "17", "1f", "20")))
equal("and none of them", 2, by("ip6 saddr != @nets", *src("f", "10", "17", "1f", "20")))
equal("a prefix", 1, by("ip6 daddr @nets", *src("7")))
equal("nobody is in an empty set", 0, by("ip6 saddr @empty", *src("2", "3")))
equal("and everybody is out of it", 2, by("ip6 saddr != @empty", *src("2", "3")))
equal("ports and their ranges", 6, by("udp dport @ports", *to(
    0, 22, 53, 1000, 2000, 65535, 1, 21, 23, 999, 2001, 65534)))
equal("no such port", 6, by("udp dport != @ports", *to(
    0, 22, 53, 1000, 2000, 65535, 1, 21, 23, 999, 2001, 65534)))
equal("a source port", 1, by("udp sport @ports", udp(LAN, WAN, 53, 1), udp(LAN, WAN, 54, 53)))
ping = echo(LAN, WAN)
equal("without a port it is in no set", 0, by("th dport @ports", ping))
equal("and out of none", 0, by("th dport != @ports", ping))
equal("a name by its wildcard", 1, by("iifname @names", *to(1)))
equal("another is none", 0, by("oifname @names", *to(1)))
equal("a name", 1, by("iifname @exact", *to(1)))
equal("another name", 1, by("oifname != @exact", *to(1)))
equal("a protocol", 1, by("meta l4proto @protos", tcp(LAN, WAN, "S"), *to(1)))
equal("another protocol", 1, by("meta l4proto != @protos", tcp(LAN, WAN, "S"), *to(1)))
equal("a next header", 1, by("ip6 nexthdr @protos", tcp(LAN, WAN, "S"), *to(1)))
equal("a type of ICMPv6", 1, by("icmpv6 type @types", ping, *to(1)))
equal("another type", 0, by("icmpv6 type != @types", ping, *to(1)))
equal("a mark", 1, by("meta mark @marks", *to(1)))
equal("a mark that was set", 1, by("meta mark set 0x1f meta mark @marks", *to(1)))
equal("one behind the range", 0, by("meta mark set 0x20 meta mark @marks", *to(1)))
equal("a connection's mark", 1, by("ct mark @marks", *to(1)))
equal("two sets in one rule", 1, by("ip6 saddr @one udp dport @ports",
                                    *to(22, 23), *src("3")))

# a list of a rule is searched in the same way when it is long
many = ", ".join("2001:db8:%x::/48" % (2 * i) for i in range(100, 1100))
holes = "2001:db8:1::2-2001:db8:1::4, ::5/::f, 2001:db8:1::3"
equal("a long list: what is in it", 5, by(
    "ip6 saddr { %s, %s }" % (many, holes),
    *[udp("2001:db8:%x::1" % (2 * i), WAN) for i in (100, 777, 1099)],
    *src("4", "15")))
equal("what is not", 3, by(
    "ip6 saddr != { %s, %s }" % (many, holes),
    *[udp("2001:db8:%x::1" % (2 * i + 1), WAN) for i in (100, 777, 1099)],
    *src("4", "15")))
equal("what is not, asked for", 0, by(
    "ip6 saddr { %s, %s }" % (many, holes),
    *[udp("2001:db8:%x::1" % (2 * i), WAN) for i in (99, 1100)],
    *src("1", "6")))
equal("a long list of ports that overlap", 4, by(
    "udp dport { 1-10, 5-20, 20-30, 7, 8, 9, 40, 41, 42 }",
    *to(1, 15, 30, 42, 31, 43)))
END
