#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ct count: flows of a prefix that came by it, from their begin to their end,
# those that were there before the ruleset included.

. "$(dirname "$0")/lib.sh"
plan 29
silent_hosts
neighbour wan wan 2001:db8:2::3
neighbour lan lan 2001:db8:1::3

results_of python3 - <<'END'
import subprocess
from packets import *
from state import State

w, s = Wire(), State()
OTHER, FAR = "2001:db8:1::3", "2001:db8:3::2"
port = 1000


def load(*rules):
    """A forward chain that drops what these rules do not accept."""
    text = "chain forward {\npolicy drop;\n%s\n}\n" % "\n".join(
        ("ct state established,related accept",) + rules)
    subprocess.run(["ip", "netns", "exec", "router", "ct6", "load", "-"],
                   input=text, text=True, check=True)


def pass_(dport, *sources, dst=WAN):
    """How many of new flows to a port begin, one of each source."""
    global port
    sent = []
    for src in sources:
        port += 1
        sent.append(udp(src, dst, port, dport))
    return w.from_lan(*sent)


def over(nr, *more):
    """At most so many flows per /64 to port 1."""
    return (*more, "udp dport 1 ct count per saddr/64 over %d drop" % nr,
            "udp dport 1 accept")


load(*over(3), "udp dport 2 ct count 2 accept",
     "udp dport 3 ct count over 1 per daddr drop", "udp dport 3 accept",
     "udp dport 4 ct count over 0 drop", "udp dport 4 accept",
     "udp dport 5 accept")
equal("three flows of a prefix begin", 3, pass_(1, *[LAN, OTHER] * 3))
equal("three of another one", 3, pass_(1, *[FAR] * 5))
equal("those that are there go on", 3,
      w.from_lan(*[udp(LAN if p % 2 else OTHER, WAN, p, 1)
                   for p in range(1001, 1004)]))
equal("with their replies", 3,
      w.from_wan(*[udp(WAN, LAN if p % 2 else OTHER, 1, p)
                   for p in range(1001, 1004)]))
equal("other flows are not counted", 9, pass_(5, *[LAN] * 9))
equal("two flows of all", 2, pass_(2, LAN, OTHER, FAR, FAR))
equal("one for each destination", [1, 1],
      [pass_(3, LAN, OTHER), pass_(3, LAN, OTHER, dst="2001:db8:2::3")])
equal("none at all", 0, pass_(4, LAN))
subprocess.run(["ip", "netns", "exec", "router", "ct6", "flows", "delete",
                "udp", "sport", "1001"], check=True)
equal("one that ends makes room for one", 1, pass_(1, LAN, LAN))
load(*over(3))
equal("a ruleset that is loaded knows the flows that are there", 0,
      pass_(1, LAN, FAR))
load(*over(4))
equal("with a larger count one more begins", 1, pass_(1, LAN, LAN))
load("udp dport 1 accept")
eight = range(port + 1, port + 9)
equal("without a count eight more", 8, pass_(1, *[LAN] * 8))
load(*over(5))
equal("with one again, none", 0, pass_(1, LAN))
equal("of more than it allows each goes on", 8,
      w.from_lan(*[udp(LAN, WAN, p, 1) for p in eight]))
there = [f["sport"] for f in s.flows(dport=1)
         if f["saddr"] in (LAN, OTHER)]
for p in there[:-5]:
    w.ct6("flows", "delete", "udp", "sport", str(p))
equal("and is counted: when five are left there is no room", (0, 5), (
    pass_(1, LAN), sum(f["saddr"] in (LAN, OTHER)
                       for f in s.flows(dport=1))))
equal("of the other prefix two", 2, pass_(1, FAR, FAR, FAR))
equal("nobody who was there is cut off", 3,
      w.from_lan(*[udp(FAR, WAN, p, 1) for p in range(1007, 1010)]))
load(*over(5, "udp sport 1007 drop"))
equal("a flow that a ruleset denies", 0, w.from_lan(udp(FAR, WAN, 1007, 1)))
equal("makes room", 1, pass_(1, FAR, FAR))
load(*over(6))
equal("which it keeps under the next: of six it is none", 1,
      pass_(1, FAR, FAR))
load("tcp dport 9 ct count 5 accept")
equal("what begins no flow is not within any count", [0, 1],
      [w.from_lan(tcp(LAN, WAN, flags, 1, 9)) for flags in ("R", "S")])
s.forget()
w.load("set bad { type ipv6_addr; }\nchain forward {\npolicy drop;\n"
       "ct state established accept\nip6 saddr @bad drop\n%s\n}\n" %
       "\n".join(over(2)))
equal("two of three", 2, pass_(1, LAN, OTHER, LAN))
w.ct6("set-add", "bad", OTHER)
equal("one that a set denies", 0, w.from_lan(udp(OTHER, WAN, port - 1, 1)))
equal("makes room", 1, pass_(1, LAN, LAN))
s.forget()
load(*over(1))
equal("the first of two", 1, pass_(1, LAN, LAN))
s.forget()
s.set(timeout_udp_system=1)
equal("when all have ended there is room again", 1, pass_(1, LAN, LAN))
for _ in range(20000):
    if pass_(1, LAN):
        break
else:
    print("# seen: a flow that expired is counted still")
equal("one that expires makes room", 1, len(s.flows()))
equal("nobody was too late", 0, s.stats()["count-refused"])
END
text='udp dport 1 ct count per saddr/56 over 20 drop'
load_rules router <<-END
	chain forward { policy accept; $text; }
END
contains "it is shown as it was read" "^	$text\$" "$(on router ct6 show)"
