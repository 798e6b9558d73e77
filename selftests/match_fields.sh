#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Each field that a rule can match, with values that are and are not the
# packet's, inverted, in ranges and under masks, by packets that have the
# field and packets that lack it: what counts is what a second opinion says.

. "$(dirname "$0")/lib.sh"
plan 624
silent_hosts

results_of python3 - <<'END'
from ct6nl import C, base, elem, match, rule
from packets import *
import ends
from state import State

w, s = Wire(), State()
index = 0
WIDTH = {"IIFNAME": 16, "OIFNAME": 16, "SADDR": 16, "DADDR": 16, "LENGTH": 4,
         "CT_MARK": 4, "MARK": 4, "SPORT": 2, "DPORT": 2, "EXTHDR": 2,
         "ETHER_SADDR": 6, "SKUID": 4, "SKGID": 4, "FLOWLABEL": 4,
         "FRAG_ID": 4, "FRAG_OFF": 2, "HBH_OPTIONS": 16, "DST_OPTIONS": 16,
         "AH_RESERVED": 2, "AH_SPI": 4, "ESP_SPI": 4}
TCP_ONLY = {"TCP_FLAGS"}
ICMP_ONLY = {"ICMPV6_TYPE", "ICMPV6_CODE"}
PORTS = {"SPORT", "DPORT"}


def name(text):
    """An interface's name as a number."""
    return int.from_bytes(text.encode().ljust(16, b"\0"), "big")


def addr(text):
    """An address as a number."""
    return int.from_bytes(socket.inet_pton(socket.AF_INET6, text), "big")


def facts(**more):
    """What is so of every packet of this test, and more."""
    found = {"IIFNAME": name("lan"), "OIFNAME": name("wan"),
             "SADDR": addr(LAN), "DADDR": addr(WAN), "HOPLIMIT": 63,
             "DSCP": 10, "CT_STATE": 1, "CT_MARK": 0, "MARK": 0,
             "PKTTYPE": 0, "EXTHDR": 0, "RPATH": 1,
             "ETHER_SADDR": int(w.lan.mac.replace(":", ""), 16),
             "FLOWLABEL": 0x12345}
    # both are reached over a route, and neither is this host's
    found.update({end + way + "_TYPE": 1 for end in ("SADDR", "DADDR")
                  for way in ("", "_IIF", "_OIF")})
    found.update(more)
    return found


def ip(**more):
    """A header whose hop limit is 63 behind one router."""
    return IPv6(src=LAN, dst=WAN, hlim=64, tc=40, fl=0x12345, **more)


# behind a header whose length is told in another way
PADDED = ends.options(b"\1\4" + bytes(4))

packets = {
    "TCP": (ip() / TCP(sport=4000, dport=443, flags="SEC"),
            facts(L4PROTO=6, NEXTHDR=6, LENGTH=60, SPORT=4000, DPORT=443,
                  TCP_FLAGS=0xc2)),
    "UDP": (ip() / UDP(sport=4001, dport=53) / Raw(b"xyz"),
            facts(L4PROTO=17, NEXTHDR=17, LENGTH=51, SPORT=4001, DPORT=53)),
    "ICMPv6": (ip() / ICMPv6EchoRequest(id=1, data=b"z"),
               facts(L4PROTO=58, NEXTHDR=58, LENGTH=49, ICMPV6_TYPE=128,
                     ICMPV6_CODE=0)),
    "UDP behind options": (
        ip() / IPv6ExtHdrDestOpt() / UDP(sport=4002, dport=53),
        facts(L4PROTO=17, NEXTHDR=60, LENGTH=56, SPORT=4002, DPORT=53,
              EXTHDR=2, DST_HDRLENGTH=0, DST_OPTIONS=0x0104 << 112)),
    "invalid TCP": (ip() / TCP(sport=4003, dport=443, flags="SF"),
                    facts(L4PROTO=6, NEXTHDR=6, LENGTH=60, SPORT=4003,
                          DPORT=443, TCP_FLAGS=3, CT_STATE=8, CT_MARK=None)),
    "UDP on a route": (
        ends.chain(LAN, WAN, [ends.segments(2, WAN, WAN)], 17, ends.summed(
            17, LAN, WAN, ends.udp(4004, 53))),
        facts(L4PROTO=17, NEXTHDR=43, LENGTH=92, SPORT=4004, DPORT=53,
              EXTHDR=4, RT_TYPE=4, RT_SEG_LEFT=2, DSCP=0, FLOWLABEL=0,
              RT_HDRLENGTH=4)),
    "deprecated routing": (
        ends.chain(LAN, WAN, [ends.route(0, 1, bytes(4), bytes(16))], 17,
                   ends.udp(4005, 53)),
        facts(L4PROTO=43, NEXTHDR=43, LENGTH=76, EXTHDR=4, RT_TYPE=0,
              RT_SEG_LEFT=1, DSCP=0, FLOWLABEL=0, CT_STATE=8, RT_HDRLENGTH=2,
              CT_MARK=None)),
    "all of a datagram in one fragment": (
        ends.chain(LAN, WAN, [(44, b"\0\2\0\4\1\2\3\4"), PADDED], 17,
                   ends.summed(17, LAN, WAN, ends.udp(4006, 53))),
        facts(L4PROTO=17, NEXTHDR=44, LENGTH=68, SPORT=4006, DPORT=53,
              EXTHDR=10, DSCP=0, FLOWLABEL=0, FRAG_ID=0x1020304, FRAG_OFF=0,
              FRAG_MORE=0, FRAG_RESERVED=2, FRAG_RESERVED2=2,
              DST_HDRLENGTH=0, DST_OPTIONS=0x0104 << 112)),
    "options": (
        ends.chain(LAN, WAN, [(0, b"\0\0\5\2\0\0\0\0"),
                              ends.options(b"\x0a\1x\x1e\0" +
                                           b"".join(b"%c\0" % n for n in
                                                    range(11, 18)))],
                   17, ends.summed(17, LAN, WAN, ends.udp(4007, 53))),
        facts(L4PROTO=17, NEXTHDR=0, LENGTH=84, SPORT=4007, DPORT=53,
              EXTHDR=3, DSCP=0, FLOWLABEL=0, HBH_HDRLENGTH=0,
              HBH_OPTIONS=0x0502000100010000 << 64, DST_HDRLENGTH=2,
              DST_OPTIONS=0x0a011e000b000c000d000e000f001000)),
    "an authentication header": (
        ends.chain(LAN, WAN, [(51, b"\0\4\0\7\0\0\1\2" + bytes(16)), PADDED],
                   17, ends.summed(17, LAN, WAN, ends.udp(4008, 53))),
        facts(L4PROTO=17, NEXTHDR=51, LENGTH=84, SPORT=4008, DPORT=53,
              EXTHDR=18, DSCP=0, FLOWLABEL=0, AH_HDRLENGTH=4, AH_RESERVED=7,
              AH_SPI=0x102, DST_HDRLENGTH=0, DST_OPTIONS=0x0104 << 112)),
    "ESP": (ip(nh=50) / Raw(b"\x87\x65\x43\x21" + bytes(28)),
            facts(L4PROTO=50, NEXTHDR=50, LENGTH=72, EXTHDR=32,
                  ESP_SPI=0x87654321)),
    "a binding update": (
        ends.chain(LAN, WAN, [], 135, ends.summed(135, LAN, WAN,
                                                  ends.update())),
        facts(L4PROTO=135, NEXTHDR=135, LENGTH=56, EXTHDR=64, DSCP=0,
              FLOWLABEL=0, MH_TYPE=5)),
    "GRE": (ip(nh=47) / Raw(bytes(8)),
            facts(L4PROTO=47, NEXTHDR=47, LENGTH=48)),
}


def cases(field):
    """Elements to try: (invert, [(data, mask or None, end or None)])."""
    bits = 8 * WIDTH.get(field, 1)
    full = (1 << bits) - 1
    values = sorted({f[field] for _, f in packets.values()
                     if f.get(field) is not None}) or [0, 1]
    one, last = values[0], values[-1]
    odd = next(v for v in (5, 77, full) if v not in values)
    high = full ^ (full >> (bits // 2))
    ways = [[(one, None, None)], [(odd, None, None)],
            [(odd, None, None), (last, None, None)],
            [(0, None, full)], [(one, None, last)], [(last, None, full)],
            [(last & high, high, None)], [(0, 0, None)],
            [(one & 1, 1, None)], [(1, 1, None)]]
    if one:
        ways.append([(0, None, one - 1)])
    return [(invert, way) for way in ways for invert in (False, True)]


def matches(value, invert, way):
    """The second opinion."""
    if value is None:
        return False
    hit = any(data <= value <= end if end is not None else
              value & (mask if mask is not None else -1) == data
              for data, mask, end in way)
    return hit != invert


def expression(field, invert, way):
    """The match as netlink has it."""
    def raw(value):
        return None if value is None else \
            value.to_bytes(WIDTH.get(field, 1), "big")
    return match(field, *[elem(raw(d), raw(m), raw(e)) for d, m, e in way],
                 invert=invert)


fields = [n[len("CT6_FIELD_"):] for n in C if n.startswith("CT6_FIELD_") and
          n not in ("CT6_FIELD_UNSPEC", "CT6_FIELD_MAX")]
tried = [(field, *case) for field in fields for case in cases(field)]
s.genl.call(C["CT6_CMD_RULESET_SET"], base("forward", "accept") +
            b"".join(rule("forward", expression(*case)) for case in tried))
for what, (packet, known) in packets.items():
    before = s.packets("forward")
    w.from_lan(packet)
    counts = [b - a for a, b in zip(before, s.packets("forward"))]
    for field in fields:
        wrong = ["%s%s: counted %d, expected %d" % (
            "not " if invert else "", way, n, matches(known.get(field), invert, way))
            for (f, invert, way), n in zip(tried, counts)
            if f == field and n != matches(known.get(field), invert, way)]
        ok(not wrong, "%s: %s%s" % (
            what, field.lower().replace("_", "-"),
            "" if known.get(field) is not None else ", which it lacks"), *wrong)
END
