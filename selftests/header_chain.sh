#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Extension headers: the standard ones are followed to the upper layer, what
# is deprecated, out of place, too long or cut is invalid, and never crashes.

. "$(dirname "$0")/lib.sh"
plan 45
silent_hosts

results_of python3 - <<'END'
from packets import *
from state import COUNT_STATES, State

w, s = Wire(), State()
w.load("chain forward {\n\tpolicy accept;\n%s\n\tct state invalid drop\n}\n" %
       COUNT_STATES)
DST, ROUTE, HBH = IPv6ExtHdrDestOpt, IPv6ExtHdrRouting, IPv6ExtHdrHopByHop
sport = 1024


def through(*headers, upper=None):
    """A packet of a new flow with these headers."""
    global sport
    sport += 1
    packet = IPv6(src=LAN, dst=WAN)
    for header in headers:
        packet /= header
    return packet / (upper or UDP(sport=sport, dport=53) / Raw(b"x"))


def reason(packet):
    """State, and what of the invalid counters went up."""
    before = s.stats()
    state = s.classify(w, w.lan, packet)
    return state, [name for name, value in s.stats().items()
                   if name.startswith("invalid-") and value != before[name]]


def routing(kind, left=0):
    """A routing header of that type."""
    return ROUTE(type=kind, segleft=left, addresses=[WAN])


for name, headers in (
        ("no header", ()), ("hop-by-hop options", (HBH(),)),
        ("destination options", (DST(),)),
        ("hop-by-hop and destination options", (HBH(), DST())),
        ("a routing header of type 2", (routing(2, 1),)),
        ("a routing header of type 4", (routing(4, 1),)),
        ("every one in its order", (HBH(), DST(), routing(2), DST())),
        ("16 headers", (DST(),) * 16)):
    packet = through(*headers)
    equal(name + ": new", ("new", []), reason(packet))
    equal(name + ": the flow has the ports", 1, len(s.flows(sport=sport)))
for name, headers, why in (
        ("a routing header of type 0", (routing(0, 1),), "header"),
        ("of type 0 with nothing left", (routing(0),), "header"),
        ("of type 1", (routing(1, 1),), "header"),
        ("hop-by-hop options behind others", (DST(), HBH()), "header"),
        ("hop-by-hop options twice", (HBH(), HBH()), "header"),
        ("17 headers", (DST(),) * 17, "chain"),
        ("40 headers", (DST(),) * 40, "chain"),
        ("a home that is a group", (ROUTE(type=2, segleft=1, addresses=["ff02::9"]),),
         "address")):
    equal(name + ": invalid", ("invalid", ["invalid-" + why]),
          reason(through(*headers)))
for number, expected in (64, ("new", [])), (65, ("invalid", ["invalid-chain"])):
    # 70 bytes: options of two, and of one
    two = 70 - number
    options = bytes([17, 8]) + b"\1\0" * two + bytes(number - two)
    equal("%d options in a header" % number, expected,
          reason(IPv6(src=LAN, dst=WAN, nh=60) /
                 Raw(options + bytes(through())[40:])))
for nh, name in ((50, "ESP"), (47, "GRE"), (59, "no next header"),
                 (139, "HIP"), (89, "OSPF"), (253, "experimental")):
    packet = IPv6(src=LAN, dst=WAN, nh=nh) / Raw(b"\0\0\1\0" + bytes(12))
    equal("%s is a flow of its protocol" % name, ("new", []), reason(packet))
equal("all of these are flows", 6,
      sum(f["l4proto"] in (50, 47, 59, 139, 89, 253) for f in s.flows()))


def cut(packet):
    """The packet at every length, its own length field right."""
    whole = bytes(packet)
    return [whole[:4] + (n - 40).to_bytes(2, "big") + whole[6:n]
            for n in range(40, len(whole))]


# the kernel itself does not route what ends within hop-by-hop options
for name, packet, whole in (
        ("UDP", through(upper=UDP(sport=9, dport=9) / Raw(b"x" * 16)), 0),
        ("TCP", through(upper=TCP(sport=9, dport=9, flags="S",
                                  options=[("MSS", 1440)])), 0),
        ("echo", through(upper=ICMPv6EchoRequest()), 0),
        ("destination options", through(DST(), upper=UDP(sport=9)), 0),
        ("all headers", through(HBH(), DST(), routing(2), DST(),
                                upper=TCP(sport=9, dport=9)), 8)):
    flows, truncated = len(s.flows()), s.stats()["invalid-truncated"]
    pieces = cut(packet)
    equal("%s, cut at each byte: nothing passes" % name, 0,
          w.from_lan(*pieces))
    equal("%s: each is invalid, truncated" % name, len(pieces) - whole,
          s.stats()["invalid-truncated"] - truncated)
equal("nor does what is cut behind a fragment header", 0, w.from_lan(
    *cut(through(DST(), IPv6ExtHdrFragment(), DST(), upper=TCP(sport=9)))))
equal("no flow came of them", flows, len(s.flows()))
END
