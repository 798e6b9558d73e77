#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Neighbour Discovery is not taken out of fragments, nor out of an atomic one,
# whatever the kernel's own setting says (RFC 6980); Certification Path
# Advertisements and everything else of ICMPv6 are.

. "$(dirname "$0")/lib.sh"
plan 26
silent_hosts
on router sysctl -qw net.ipv6.conf.lan.suppress_frag_ndisc=0
load_rules router <<-RULES
	chain input { policy accept; }
	chain forward { policy accept; }
RULES

results_of python3 - <<'END'
from fragments import *
from packets import equal
from state import State

lab, s = Lab(), State()
ROUTER = "2001:db8:1::1"
TARGET = header(0, 59, src=ROUTER)[8:24]


def dropped():
    """How many were counted."""
    return s.stats()["invalid-fragment-nd"]


def passed(kind, atomic):
    """Does an ICMPv6 message of that type pass the router?"""
    d = Datagram(icmpv6(kind, bytes(28)), ICMPV6, hops=255)
    for packet in [d.atomic(d.data)] if atomic else d.pieces():
        lab.wire.lan.send(packet)
    heard = lab.wire.wan.until(lab.wire.lan.end(), link=True)
    return any(p[8:24] == header(0, 59)[8:24] for p in heard)


for name, kind in (("RS", 133), ("RA", 134), ("NS", 135), ("NA", 136),
                   ("redirect", 137), ("CPS", 148)):
    before = dropped()
    equal("%s in fragments does not pass" % name, False, passed(kind, False))
    equal("%s in an atomic one does not pass" % name, False,
          passed(kind, True))
    equal("%s: both are counted" % name, 2, dropped() - before)
before = dropped()
for name, kind in (("CPA", 149), ("echo request", 128), ("MLD", 143)):
    equal("%s in fragments passes" % name, True, passed(kind, False))
equal("and is not counted", 0, dropped() - before)


def answers(atomic):
    """Advertisements that a solicitation for the router's address brings."""
    mac = bytes.fromhex(lab.wire.lan.mac.replace(":", ""))
    d = Datagram(icmpv6(135, bytes(4) + TARGET + b"\1\1" + mac, LAN, ROUTER),
                 ICMPV6, dst=ROUTER, hops=255)
    for packet in [d.atomic(d.data)] if atomic else d.pieces(24):
        lab.wire.lan.send(packet)
    heard = lab.wire.lan.until(lab.wire.wan.end(), link=True)
    return sum(p[6] == ICMPV6 and p[40] == 136 for p in heard)


equal("a solicitation to the router in fragments is not answered", 0,
      answers(False))
equal("nor in an atomic one", 0, answers(True))
lab.wire.ct6("set", "fragment-strict", "off")
equal("fragment-strict off: the kernel answers, as it was told", 1,
      answers(False))
equal("and passes it on", True, passed(135, False))
END
