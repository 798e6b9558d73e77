#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Matches of ip6tables that keep account, or ask for what the ruleset keeps
# beside its rules: recent, hashlimit, connlimit and set do to packets what
# ip6tables says they do, and so does rt. Sets outlive ip6tables-restore.

. "$(dirname "$0")/lib.sh"
plan 14
silent_hosts

results_of python3 - <<'PYTHON'
from packets import *

w = Wire()


def ipt(command, text):
    """A command at the router, and its standard input."""
    out = subprocess.run(["ip", "netns", "exec", "router"] + command.split(),
                         input=text, text=True, capture_output=True,
                         check=False)
    if out.returncode:
        raise RuntimeError("%s: %s" % (command, out.stderr))


def rules(lines):
    """Rules of chain FORWARD, instead of what is there."""
    ipt("ip6tables-ct6-restore", "*filter\n:FORWARD ACCEPT [0:0]\n" +
        "".join("-A FORWARD %s\n" % line for line in lines) + "COMMIT\n")


def datagrams(src, number, sport=4000):
    """Each of a flow of its own."""
    return [udp(src, WAN, sport + i) for i in range(number)]


def syns(src, number, sport=4000):
    """Segments that begin connections."""
    return [tcp(src, WAN, "S", sport + i, 80) for i in range(number)]


NEIGHBOUR, STRANGER = "2001:db8:1::3", "2001:db8:7::2"

rules(["-m conntrack --ctstate NEW -m recent --set",
       "-m conntrack --ctstate NEW -m recent --update --seconds 600"
       " --hitcount 6 -j DROP"])
equal("recent: the sixth within the time is dropped", 5,
      w.from_lan(*datagrams(LAN, 7)))
equal("but not another's", 1, w.from_lan(*datagrams(NEIGHBOUR, 1)))

rules(["-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 2"
       " --hashlimit-mode srcip --hashlimit-srcmask 64 --hashlimit-name one"
       " -j ACCEPT", "-j DROP"])
equal("hashlimit: two of a prefix pass", 2,
      w.from_lan(*datagrams(LAN, 3, 5000), *datagrams(NEIGHBOUR, 2, 5000)))
equal("and two of another", 2, w.from_lan(*datagrams(STRANGER, 3, 5000)))
rules(["-m hashlimit --hashlimit-above 1/hour --hashlimit-burst 2"
       " --hashlimit-mode dstip --hashlimit-name two -j DROP"])
equal("hashlimit above: what is more is dropped", 2,
      w.from_lan(*datagrams(LAN, 2, 5100), *datagrams(STRANGER, 3, 5100)))

rules(["-p tcp --syn -m connlimit --connlimit-above 2 --connlimit-mask 64"
       " -j DROP"])
equal("connlimit: two connections of a prefix", 2,
      w.from_lan(*syns(LAN, 1), *syns(NEIGHBOUR, 3)))
equal("whose segments pass again", 1, w.from_lan(*syns(LAN, 1)))
equal("and two of another", 2, w.from_lan(*syns(STRANGER, 3)))

for kind, rule in ((0, "-m rt --rt-type 0 -j DROP"), (0, "-m rt -j DROP"),
                   (43, "-m rt -j DROP"),
                   (44, "-m rt --rt-segsleft 1: -j DROP")):
    routed = IPv6(src=LAN, dst=WAN) / IPv6ExtHdrRouting(
        type=kind, addresses=[WAN]) / UDP(sport=6000 + kind, dport=9)
    rules([])
    before = w.from_lan(routed)
    rules([rule])
    equal("routing header of type %d: %s" % (kind, rule), (1, 0),
          (before, w.from_lan(routed)))

w.load("set bad { type ipv6_addr; flags interval; elements = { ::1 } }\n"
       "chain forward { policy accept; }\n")
rules(["-m set --match-set bad src -j DROP"])
before = w.from_lan(*datagrams(LAN, 1, 7000))
w.ct6("set-add", "bad", "2001:db8:1::/64")
rules(["-s ::7 -j DROP", "-m set --match-set bad src -j DROP"])
ipt("ip6tables-ct6 -A FORWARD -s ::8", "")
equal("set: an element stays, whatever happens to rules", (1, 0, 1),
      (before, w.from_lan(*datagrams(LAN, 1, 7100)),
       w.from_lan(*datagrams(STRANGER, 1, 7100))))
PYTHON
refused "a set that is not there is none" 2 "ct6 has no set 'good'" \
	on router ip6tables-ct6 -A INPUT -m set --match-set good src
