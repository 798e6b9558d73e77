#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What comes from where no route leads back to is told apart: over the best
# routes, over each of several, by policy rules and in a VRF, for packets that
# go through and for packets that stay; and as the routes are now.

. "$(dirname "$0")/lib.sh"
plan 22
silent_hosts

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
FAR, ME = "2001:db8:e::1", "2001:db8:1::1"
RULES = """
chain forward {
	policy accept;
	fib saddr . iif oif missing drop;
	fib saddr . iif oif exists ct state established accept;
}
chain input {
	policy accept;
	icmpv6 type nd-neighbor-advert accept;
	fib saddr . iif oif missing counter;
	fib saddr . iif oif exists counter;
}
"""
port = iter(range(1000, 2000))


def ip(*words):
    """Change something of the router."""
    subprocess.run(["ip", "-6", "-n", "router", *words], check=True)


def ways(src):
    """Whether packets of a source pass from the lan, and from the wan."""
    return (w.from_lan(udp(src, WAN, next(port))),
            w.from_wan(udp(src, LAN, next(port))))


def stays(packet):
    """Of a packet from lan to the router: missing and exists."""
    before = s.packets("input")
    w.through(w.lan, packet)
    return tuple(b - a for a, b in zip(before, s.packets("input")))[1:]


w.load("essentials off; " + RULES)
equal("the lan's addresses come from the lan only", (1, 0), ways(LAN))
equal("the wan's from the wan", (0, 1), ways(WAN))
equal("what no route leads to from nowhere", (0, 0), ways(FAR))
equal("the router's own from nowhere", (0, 0), ways(ME))

ip("route", "add", "2001:db8:e::/48", "via", LAN, "dev", "lan", "metric", "9")
equal("over the only route", (1, 0), ways(FAR))
ip("route", "add", "2001:db8:e::/48", "via", WAN, "dev", "wan", "metric", "10")
equal("a route that is worse is none", (1, 0), ways(FAR))
ip("route", "append", "2001:db8:e::/48", "via", WAN, "dev", "wan", "metric", "9")
equal("one that is as good is", [(1, 1)] * 8, [ways(FAR) for _ in range(8)])
ip("route", "add", "2001:db8:e::/64", "via", LAN, "dev", "lan", "metric", "9")
equal("one that is more exact is better", (1, 0), ways(FAR))
flow = udp(FAR, WAN, 7), udp(WAN, FAR, 53, 7)
w.from_lan(flow[0])
equal("a flow goes on", 1, w.from_lan(flow[0]))
ip("route", "replace", "2001:db8:e::/64", "via", WAN, "dev", "wan", "metric",
   "9")
equal("until the routes have changed", (0, 0, 1), (
    w.from_lan(flow[0]), w.from_lan(udp(FAR, WAN, 8)),
    w.from_wan(udp(FAR, LAN, 8))))
ip("route", "flush", "root", "2001:db8:e::/48")

equal("to the router itself: a way back", (0, 1), stays(udp(LAN, ME)))
equal("none", (1, 0), stays(udp(WAN, ME)))
equal("a neighbour by its link-local address", (0, 1),
      stays(udp("fe80::99", ME)))
equal("who asks for an address that it has not yet", (0, 1), stays(
    IPv6(src="::", dst="ff02::1:ff00:1", hlim=255) / ICMPv6ND_NS(tgt=ME)))
before = s.packets("input")
subprocess.run(["ip", "netns", "exec", "router", "ping", "-qc1", "::1"],
               check=True, capture_output=True)
equal("the host to itself: a request and a reply", (0, 2), tuple(
    b - a for a, b in zip(before, s.packets("input")))[1:])

# what comes from the wan goes out to the lan: its answer comes in there
ip("rule", "add", "iif", "lan", "lookup", "77")
ip("route", "add", "default", "via", WAN, "dev", "wan", "table", "77")
equal("the table that a rule says for the answer", (0, 1), ways(FAR))
ip("rule", "add", "from", LAN, "blackhole", "pref", "9")
equal("a rule may refuse it", (0, 0), ways(FAR))
ip("rule", "del", "pref", "9")
ip("route", "add", "default", "via", WAN, "dev", "wan", "metric", "9")
ip("route", "add", "default", "via", LAN, "dev", "lan", "metric", "10")
equal("a route that is worse is none there, either", (0, 1), ways(FAR))
ip("route", "flush", "exact", "default", "table", "main")
ip("route", "add", "default", "via", LAN, "dev", "lan", "metric", "9")
ip("route", "append", "default", "via", WAN, "dev", "wan", "metric", "9")
equal("each of the best routes, with rules as well", [(1, 1)] * 8,
      [ways(FAR) for _ in range(8)])
ip("route", "flush", "exact", "default", "table", "main")
answer = w.ct6("explain", "forward", "iif", "lan", "oif", "wan", "saddr", WAN,
               "daddr", WAN, "udp", "dport", "53")
ok("dropped by rule" in answer, "explain asks the routes", answer)

ip("link", "add", "red", "type", "vrf", "table", "10")
ip("link", "set", "red", "up")
for dev, addr, host, *to in (
        ("lan", ME, w.lan.mac, LAN, "192.0.2.2"),
        ("wan", "2001:db8:2::1", w.wan.mac, WAN, "198.51.100.2")):
    ip("link", "set", dev, "master", "red")
    ip("addr", "replace", addr + "/64", "dev", dev, "nodad")
    for one in to:
        subprocess.run(["ip", "-n", "router", "neigh", "replace", one,
                        "lladdr", host, "dev", dev, "nud", "permanent"],
                       check=True)
equal("in a VRF: from the lan", (1, 0), ways(LAN))
equal("from the wan", (0, 1), ways(WAN))
END
