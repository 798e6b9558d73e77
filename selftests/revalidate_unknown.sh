#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Of what a flow's first packet alone had, nothing is kept. When it is judged
# again a rule that asks for that is taken for what lets the flow live: so no
# flow ends because its sender's address cannot be looked at any more.

. "$(dirname "$0")/lib.sh"
plan 9
silent_hosts

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
MAC, OTHER = w.lan.mac, "02:00:00:00:00:01"
port = iter(range(20000, 30000))
SET = "set banned { type ipv6_addr; }\n"
CHAINS = ("chain passes { accept; }\nchain ends { drop; }\n"
          "chain both { ether saddr %s drop; accept; }\n" % OTHER)
BEGIN = "policy drop; ct state established accept; ip6 saddr @banned drop; "


def lives(*rules, then=None):
    """
    Packets that pass of a flow's first, and of its answer behind a change, of
    a set or to other rules. A first packet would begin it anew.
    """
    text = SET + CHAINS + "chain forward { " + BEGIN + "%s; }\n"
    w.load(text % "; ".join(rules))
    number = next(port)
    first = w.from_lan(udp(LAN, WAN, number))
    w.from_wan(udp(WAN, LAN, 53, number))
    if then:
        w.load(text % "; ".join(then))
    else:
        w.ct6("set-add", "banned", "2001:db8:bad::%d" % (number - 20000))
    return first, w.from_wan(udp(WAN, LAN, 53, number))


MINE = "ether saddr " + MAC
equal("accepted by its station", (1, 1), lives(MINE + " accept"))
equal("accepted in a chain of it", (1, 1), lives(MINE + " jump passes"))
equal("accepted behind a chain of another one", (1, 1),
      lives("ether saddr %s jump ends" % OTHER, "accept"))
equal("accepted behind a drop of another one", (1, 1),
      lives("ether saddr %s drop" % OTHER, "accept"))
equal("accepted at the end of a chain that asks again", (1, 1),
      lives(MINE + " goto both"))
equal("as a flow label asks", (1, 1),
      lives("ip6 flowlabel 0 jump passes", "drop"))
equal("no rule lets it live: it ends", (1, 0),
      lives(MINE + " accept", then=["udp dport 1 accept"]))
equal("nor does one for what it is known not to be", (1, 0),
      lives(MINE + " accept", then=["udp dport 1 ether saddr %s accept" % MAC]))
equal("one that it may have met does", (1, 1),
      lives(MINE + " accept", then=["udp dport 53 ether saddr %s accept" % OTHER]))
END
