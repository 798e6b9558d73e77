#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A recent table remembers prefixes and when their packets came: the ways of
# asking it, its bound, and that it lasts as long as a rule names it.

. "$(dirname "$0")/lib.sh"
plan 32
silent_hosts

results_of python3 - <<'END'
import subprocess
from packets import *
from state import State

w, s = Wire(), State()
OTHER, FAR = "2001:db8:1::3", "2001:db8:3::2"


def load(*rules, policy="drop"):
    """A forward chain of these rules."""
    text = "chain forward {\npolicy %s;\n%s\n}\n" % (policy, "\n".join(rules))
    subprocess.run(["ip", "netns", "exec", "router", "ct6", "load", "-"],
                   input=text, text=True, check=True)


def pass_(port, *sources, hlim=64):
    """How many of new packets to a port pass, one of each source."""
    pass_.sport += 1
    return w.from_lan(*[IPv6(src=src, dst=WAN, hlim=hlim) /
                        UDP(sport=pass_.sport, dport=port) for src in sources])


pass_.sport = 1000
KNOCK = ('udp dport 1 recent set name "knock" per saddr/64 drop',
         'udp dport 2 recent check name "knock" per saddr/64 accept',
         'udp dport 3 recent remove name "knock" per saddr/64 drop',
         'udp dport 4 recent ! check name "knock" per saddr/64 accept',
         'udp dport 5 recent check name "knock" per saddr/64 seconds 1 accept',
         'udp dport 6 recent check name "knock" per daddr/64 accept')
SSH = ('udp dport 22 recent set name "ssh"',
       'udp dport 22 recent update name "ssh" seconds 600 hits 6 drop',
       'udp dport 22 accept')

load(*SSH)
equal("five of ten pass, as with ufw's limit", 5,
      sum(pass_(22, LAN) for _ in range(10)))
equal("another host of the prefix has an account of its own", 1,
      pass_(22, OTHER))
s.forget()
load(*SSH)
equal("the table outlives the ruleset when the next one names it", 0,
      pass_(22, LAN))
load(*SSH[:2], SSH[2].replace("22", "23"),
     'udp dport 24 recent check name "ssh" hits 11 accept',
     'udp dport 25 recent update name "ssh" hits 200 accept')
equal("room for more times loses none: eight were kept", 0, pass_(24, LAN))
equal("which are known still", 1, pass_(24, LAN, LAN, LAN, LAN) +
      sum(pass_(22, LAN) for _ in range(3)) + pass_(24, LAN))
load(policy="accept")
load(*SSH)
equal("without a rule it is gone", 5, sum(pass_(22, LAN) for _ in range(6)))

load(*KNOCK)
equal("nobody has knocked", 0, pass_(2, LAN))
equal("not is true of who is unknown", 1, pass_(4, LAN))
equal("a knock", 0, pass_(1, LAN))
equal("opens", 1, pass_(2, LAN))
equal("for all of its prefix", 1, pass_(2, OTHER))
equal("but nobody else", 0, pass_(2, FAR))
equal("not is false now", 0, pass_(4, LAN))
equal("a source is no destination", 0, pass_(6, LAN))
equal("to forget it", 0, pass_(3, OTHER))
equal("closes", 0, pass_(2, LAN))

pass_(1, LAN)
for _ in range(10000):
    if not pass_(5, LAN):
        break
equal("a second later it is too old for who asks for a second", 0,
      pass_(5, LAN))
equal("and not for who does not", 1, pass_(2, LAN))

load('udp dport 1 recent set name "two" size 2 drop',
     'udp dport 2 recent check name "two" size 2 accept')
pass_(1, LAN, OTHER)
equal("two fit", 2, pass_(2, LAN, OTHER))
pass_(1, LAN, FAR)
equal("a third takes the place of the one that was set first", 2,
      pass_(2, LAN, FAR))
equal("which is forgotten", 0, pass_(2, OTHER))
equal("and that is counted", 1, s.stats()["recent-evicted"])
load('udp dport 1 recent set name "one" size 1 drop',
     'udp dport 2 recent check name "one" size 1 hits 2 accept')
pass_(1, LAN, LAN)
twice = pass_(2, LAN)
pass_(1, FAR)
equal("who takes a place has none of the times of who had it", (1, 0),
      (twice, pass_(2, FAR)))

load('udp dport 1 recent set name "hops" drop',
     'udp dport 2 recent check name "hops" hoplimit accept')
pass_(1, LAN, hlim=60)
equal("the hop limit is that of the wire", [0, 1],
      [pass_(2, LAN, hlim=61), pass_(2, LAN, hlim=60)])
w.load('chain input { policy accept; udp dport 1 recent set name "hops" drop; }\n'
       'chain forward { policy drop; '
       'udp dport 2 recent check name "hops" hoplimit accept; }')
w.lan.send(IPv6(src=OTHER, dst="2001:db8:1::1", hlim=60) /
           UDP(sport=1, dport=1))
equal("be it to the router or through it", [0, 1],
      [pass_(2, OTHER, hlim=61), pass_(2, OTHER, hlim=60)])

load('udp dport 1 recent set name "up" drop',
     'udp dport 2 recent update name "up" drop',
     'udp dport 3 recent check name "up" hits 3 accept')
pass_(1, LAN)
equal("an update is one of the times", [0, 0, 0, 0, 1],
      [pass_(port, LAN) for port in (3, 2, 3, 2, 3)])

load('udp dport 1 recent set name "kept" drop')
pass_(1, LAN)
load('udp dport 2 recent check name "kept" seconds 60 accept',
     'udp dport 3 recent check name "kept" hits 40 accept')
equal("times are kept when a rule asks for more of them", [1, 0],
      [pass_(port, LAN) for port in (2, 3)])

load('udp dport 1 recent set name "wide" per saddr/64 drop',
     'udp dport 2 recent check name "wide" accept',
     'udp dport 3 recent check name "wide" per saddr/64 accept')
pass_(1, LAN)
equal("a prefix is none of its addresses, be it its first", [0, 1],
      [pass_(port, "2001:db8:1::") for port in (2, 3)])

load('udp dport 1 ct state established accept',
     'ct state established,related accept',
     'udp dport 7 recent update name "again" hits 1 drop',
     'udp dport 7 recent set name "again"',
     'udp dport 8 recent set name "open" drop',
     'udp dport 9 recent check name "open" accept',
     'udp dport 7 accept')
pass_(8, LAN)
equal("two flows, one behind a test and one by a test", 2,
      w.from_lan(udp(LAN, WAN, 1, 7), udp(LAN, WAN, 2, 9)))
load('ct state established,related accept',
     'udp dport 7 recent update name "again" hits 1 drop',
     'udp dport 9 recent check name "open" accept',
     'udp dport 7 accept')
equal("live on under a new ruleset", 2,
      w.from_wan(udp(WAN, LAN, 7, 1), udp(WAN, LAN, 9, 2)))
load('ct state established,related accept',
     'udp dport 7 recent update name "again" hits 1 drop',
     'udp dport 9 recent check name "open" drop')
equal("but not under one that nowhere accepts them", 0,
      w.from_wan(udp(WAN, LAN, 7, 1), udp(WAN, LAN, 9, 2)))
END
text='udp dport 1 recent ! update name "a" per daddr/56 seconds 9 hits 3 size 50 hoplimit drop'
load_rules router <<-END
	chain forward { policy accept; $text; }
END
contains "it is shown as it was read" "^	$text\$" "$(on router ct6 show)"
