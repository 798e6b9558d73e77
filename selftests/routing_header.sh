#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Routing headers: where the route ends is the packet's end, in its flow, in
# its checksum, in errors that quote it. Deprecated ones are invalid.

. "$(dirname "$0")/lib.sh"
plan 30
silent_hosts
neighbour wan wan 2001:db8:2::5 2001:db8:2::6
on router sysctl -qw net.ipv6.conf.lan.seg6_enabled=1 net.ipv6.conf.all.seg6_enabled=1
load_rules router <<-END
	chain input { policy drop; exthdr rt exists ct state new,established accept; }
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" accept
	}
END

results_of python3 - <<'END'
from packets import *
import ends
from state import State

w, s = Wire(), State()
HOP, HOP2 = "2001:db8:2::5", "2001:db8:2::6"


def segment(body, via, *route, left=None, proto=17, final=WAN, spoil=0):
    """From lan, to a segment, on a route that ends at wan."""
    left = len(route) if left is None else left
    return ends.chain(LAN, via, [ends.segments(left, WAN, *route)], proto,
                      ends.summed(proto, LAN, final, body, spoil))


def rpl(body, via, left, compress, pad, *tails):
    """The same with RFC 6554's header; tails are what is not in common."""
    data = b"".join(tails) + bytes(pad)
    word = bytes([compress[0] << 4 | compress[1], pad << 4, 0, 0])
    return ends.chain(LAN, via, [ends.route(3, left, word, data)], 17,
                      ends.summed(17, LAN, WAN, body))


def answer(sport, dport):
    """From the end of the route."""
    return udp(WAN, LAN, sport, dport)


ask = ends.udp(4000, 5000)
equal("on a segment route: it passes", 1, w.from_lan(segment(ask, HOP, HOP)))
equal("its flow ends where the route does", [(LAN, WAN)],
      [(f["saddr"], f["daddr"]) for f in s.flows()])
equal("whose answer comes back", 1, w.from_wan(answer(5000, 4000)))
equal("that of a segment does not", 0, w.from_wan(udp(HOP, LAN, 5000, 4000)))
equal("from another segment, and past the last, it is the same flow",
      (2, 1, 3), (w.from_lan(segment(ask, HOP2, HOP2, HOP, left=1),
                             segment(ask, WAN, HOP, left=0)),
                  len(s.flows()), s.flow(dport=5000)["orig-packets"]))
before = s.stats()
equal("summed with the segment's address it is wrong", 0,
      w.from_lan(segment(ask, HOP, HOP, final=HOP)))
equal("that is invalid-checksum", 1,
      s.stats()["invalid-checksum"] - before["invalid-checksum"])
equal("TCP: both ways, established", (2, "established"),
      (w.from_lan(segment(ends.tcp(1, 80, "S", 10), HOP, HOP, proto=6)) +
       w.from_wan(tcp(WAN, LAN, "SA", 80, 1, seq=20, ack=11)),
       w.from_lan(segment(ends.tcp(1, 80, "A", 11, 21), HOP, HOP, proto=6)) and
       s.flow(l4proto=6)["state"]))

# RPL: what the addresses have in common is left out
w_end, h_end = (ends.address(a) for a in (WAN, HOP2))
for name, packet in (
        ("whole", rpl(ends.udp(4001, 5000), HOP, 1, (0, 0), 0, w_end)),
        ("8 bytes left out", rpl(ends.udp(4002, 5000), HOP, 1, (8, 8), 0,
                                 w_end[8:])),
        ("15 left out, padded", rpl(ends.udp(4003, 5000), HOP, 1, (15, 15), 7,
                                    w_end[15:])),
        ("two hops", rpl(ends.udp(4004, 5000), HOP, 2, (15, 14), 5,
                         h_end[15:], w_end[14:]))):
    port = int.from_bytes(bytes(packet)[-12:-10], "big")
    equal("RPL, %s: it passes, and the end's answer" % name, (1, 1),
          (w.from_lan(packet), w.from_wan(answer(5000, port))))

# errors on the way quote the packet as it was there
for name, packet, end in (
        ("segment route", segment(ask, HOP, HOP), 1),
        ("segment route at its end", segment(ask, WAN, HOP, left=0), 1),
        ("RPL route", rpl(ends.udp(4002, 5000), HOP, 1, (8, 8), 0,
                          w_end[8:]), 1),
        ("segment route to elsewhere", segment(ask, HOP, HOP).copy(), 0)):
    data = bytearray(bytes(packet))
    if not end:
        data[40 + 8 + 15] ^= 1
    equal("an error about one on a %s: %s" % (name, "related" if end
                                              else "invalid"), end,
          w.from_wan(IPv6(src=HOP, dst=LAN) / ICMPv6TimeExceeded() /
                     Raw(bytes(data))))
whole = bytes(segment(ask, HOP, HOP))
equal("a quote that ends within the route or the ports is none",
      [int(n >= 40 + 40 + 8) for n in range(40, len(whole) + 1, 3)],
      [w.from_wan(IPv6(src=HOP, dst=LAN) / ICMPv6TimeExceeded() /
                  Raw(whole[:n])) for n in range(40, len(whole) + 1, 3)])

# the router itself is a segment: it takes the packet in and sends it on
s.forget()
mine = segment(ends.udp(4010, 5000), "2001:db8:1::1", "2001:db8:1::1")
equal("the router is a segment: they go on", 3, w.from_lan(mine, mine, mine))
equal("each is counted once, as are the answers", (3, 1),
      (s.flow(sport=4010)["orig-packets"], w.from_wan(answer(5000, 4010)) and
       s.flow(sport=4010)["reply-packets"]))

# what is no route
for name, headers in (
        ("type 0", [ends.route(0, 1, bytes(4), w_end)]),
        ("type 0, nothing left", [ends.route(0, 0, bytes(4), w_end)]),
        ("type 1", [ends.route(1, 1, bytes(4), w_end)]),
        ("two that lead on", [ends.segments(1, WAN, HOP),
                              ends.segments(1, WAN, HOP)]),
        ("a short one", [ends.route(4, 1, bytes(4), w_end[:8])]),
        ("type 2 with two left", [ends.route(2, 2, bytes(4), w_end)]),
        ("RPL shorter than its last address",
         [ends.route(3, 1, bytes([0, 0, 0, 0]), w_end[:8])])):
    before = s.stats()
    passed = w.from_lan(ends.chain(LAN, HOP, headers, 17, ends.summed(
        17, LAN, WAN, ends.udp(4020, 5000))))
    equal(name + " is malformed", (0, 1), (
        passed, s.stats()["invalid-header"] - before["invalid-header"]))
before = s.stats()
cut = bytes(segment(ask, HOP, HOP))
for n in range(40, 80, 7):
    data = bytearray(cut[:n])
    data[4:6] = (n - 40).to_bytes(2, "big")
    w.from_lan(bytes(data))
equal("cut within it is truncated", 6,
      s.stats()["invalid-truncated"] - before["invalid-truncated"])
strange = ends.chain(LAN, WAN, [ends.route(99, 1, bytes(4), w_end)], 17,
                     ends.summed(17, LAN, WAN, ends.udp(4030, 5000)))
equal("of an unknown type the destination counts", (1, 1),
      (w.from_lan(strange), w.from_wan(answer(5000, 4030))))
equal("rules can drop any: exthdr rt exists", 0, w.load(
    "chain forward { policy accept; exthdr rt exists drop; }") or
    w.from_lan(strange))
equal("a route back to the sender's own segment is not followed", 0,
      w.load("chain forward { policy drop; }") or w.from_lan(mine))
END
