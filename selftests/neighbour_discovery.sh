#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Neighbour Discovery from the link (hop limit 255) is untracked, from beyond
# a router it is invalid; MLD likewise with hop limit 1.

. "$(dirname "$0")/lib.sh"
plan 43
silent_hosts

results_of python3 - <<'END'
from scapy.layers.inet6 import in6_chksum
from packets import *
from state import COUNT_STATES, State

LINK, ROUTER = "fe80::5", "2001:db8:1::1"
w, s = Wire(), State()
RULES = "chain input {\n\tpolicy accept;\n%s\n}\n" % COUNT_STATES.replace(
    "\tct", '\tip6 saddr { fe80::5, %s, :: } ct' % LAN)


def message(kind, hoplimit, src=LINK, dst="ff02::1"):
    """An ICMPv6 message of that type, of 24 bytes."""
    ip = IPv6(src=src, dst=dst, hlim=hoplimit, nh=58)
    data = bytes([kind, 0]), bytes(20)
    check = in6_chksum(58, ip, data[0] + bytes(2) + data[1])
    return ip / Raw(data[0] + check.to_bytes(2, "big") + data[1])


def state(packet):
    """How it is classified on input."""
    return s.classify(w, w.lan, packet, "input")


w.load("essentials off;\n" + RULES)
for name, kind in (("RS", 133), ("RA", 134), ("NS", 135), ("NA", 136),
                   ("redirect", 137), ("inverse NS", 141),
                   ("inverse NA", 142), ("CPS", 148), ("CPA", 149)):
    equal(name + " with hop limit 255 is untracked", "untracked",
          state(message(kind, 255)))
    for hops in 254, 1:
        equal("%s with hop limit %d is invalid" % (name, hops), "invalid",
              state(message(kind, hops)))
for name, kind in (("MLD query", 130), ("MLD report", 131), ("MLD done", 132),
                   ("MLDv2 report", 143)):
    equal(name + " with hop limit 1 is untracked", "untracked",
          state(message(kind, 1)))
    equal(name + " with hop limit 2 is invalid", "invalid",
          state(message(kind, 2)))
equal("MLD from a global address is invalid", "invalid",
      state(message(131, 1, src=LAN)))
equal("MLD of who has no address yet is untracked", "untracked",
      state(message(131, 1, src="::")))


def answers(hoplimit):
    """Advertisements that a solicitation for the router's address brings."""
    ask = IPv6(src=LAN, dst=ROUTER, hlim=hoplimit) / ICMPv6ND_NS(
        tgt=ROUTER) / ICMPv6NDOptSrcLLAddr(lladdr=w.lan.mac)
    w.lan.send(ask)
    heard = w.lan.until(w.wan.end(), link=True)
    return sum(ICMPv6ND_NA in IPv6(packet) for packet in heard)


invalid = s.stats()["invalid-nd"]
drop = "chain input { policy drop; }\nchain output { policy drop; }\n"
w.load(drop)
equal("under policy drop a solicitation is answered", 1, answers(255))
equal("one from beyond a router is not", 0, answers(254))
equal("and is counted as invalid-nd", invalid + 1, s.stats()["invalid-nd"])
w.load("essentials off;\n" + drop)
equal("without essentials none is answered", 0, answers(255))
w.load("essentials off;\nchain input { policy drop; ct state untracked accept; }")
equal("a rule for untracked lets it pass again", 1, answers(255))
w.load("essentials off;\nchain input { policy accept; ct state invalid drop; }")
equal("`ct state invalid drop` drops hop limit 254", 0, answers(254))
END
