#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ESP by its addresses alone (RFC 6092 REC-25); AH as a header before what it
# protects; tunnels and Shim6 by their addresses (REC-11, 47).

. "$(dirname "$0")/lib.sh"
plan 27
silent_hosts

results_of python3 - <<'END'
import struct
from packets import *
from state import State

w, s = Wire(), State()
OUT = 'chain forward { policy drop; ct state established,related accept; ' \
      'ct state invalid drop; iifname "lan" %s accept; }'
w.load(OUT % "")


def esp(src, dst, spi, size=64):
    """An ESP packet."""
    return IPv6(src=src, dst=dst, nh=50) / Raw(
        struct.pack("!II", spi, 1) + b"\xa5" * (size - 8))


def ah(upper, spi=256, words=4):
    """A packet with an Authentication Header before its upper layer."""
    header = struct.pack("!BBHII", upper.nh, words, 0, spi, 1)
    return IPv6(src=upper.src, dst=upper.dst, nh=51) / Raw(
        (header + b"\xa5" * 12)[:8 + words * 4] + bytes(upper.payload))


def whole(packet):
    """With its next header filled in."""
    return IPv6(bytes(packet))


equal("the wan does not begin", 0, w.from_wan(esp(WAN, LAN, 300)))
equal("the lan does", 1, w.from_lan(esp(LAN, WAN, 300)))
equal("and is answered with any index", 3,
      w.from_wan(*[esp(WAN, LAN, spi) for spi in (300, 301, 0xdeadbeef)]))
equal("indices of the lan make no other flow", (2, 1),
      (w.from_lan(esp(LAN, WAN, 302), esp(LAN, WAN, 303)), len(s.flows())))
flow = s.flow(l4proto=50)
equal("it counts both ways", (3, 3),
      (flow["orig-packets"], flow["reply-packets"]))
equal("it lives 5 minutes", 300, round(flow["timeout"] / 10000) * 10)
s.set(timeout_esp=900)
w.from_lan(esp(LAN, WAN, 300))
equal("or what is set for ESP", 900,
      round(s.flow(l4proto=50)["timeout"] / 10000) * 10)
before = s.stats()["invalid"]
equal("index 0, and a header that is cut", 0,
      w.from_lan(esp(LAN, WAN, 0), IPv6(src=LAN, dst=WAN, nh=50) / Raw(b"1234567")))
equal("are invalid", 2, s.stats()["invalid"] - before)
error = IPv6(src="2001:db8:2::9", dst=LAN) / ICMPv6PacketTooBig(mtu=1280) / \
    Raw(bytes(esp(LAN, WAN, 300)))
equal("an error about it passes (REC-23)", 1, w.from_wan(error))
error = IPv6(src="2001:db8:2::9", dst=LAN) / ICMPv6PacketTooBig(mtu=1280) / \
    Raw(bytes(esp(LAN, "2001:db8:2::3", 300)))
equal("one about another does not", 0, w.from_wan(error))

w.load(OUT % "tcp dport 80")
syn = whole(tcp(LAN, WAN, "S", 1000, 80, seq=5))
answer = whole(tcp(WAN, LAN, "SA", 80, 1000, seq=9, ack=6))
equal("a rule for TCP matches it behind AH", 1, w.from_lan(ah(syn)))
equal("its flow is one of TCP", ("syn-sent", 80),
      (lambda f: (f["state"], f["dport"]))(s.flow(l4proto=6)))
equal("the answer behind AH belongs to it", (1, "syn-recv"),
      (w.from_wan(ah(answer, 257)), s.flow(l4proto=6)["state"]))
equal("another port behind AH does not pass", 0,
      w.from_lan(ah(whole(tcp(LAN, WAN, "S", 1001, 81)))))
equal("nor a segment out of its window behind AH", 0,
      w.from_wan(ah(whole(tcp(WAN, LAN, "A", 80, 1000, seq=1 << 30, ack=6)))))
w.load(OUT % "exthdr ah exists udp dport 500")
datagram = whole(udp(LAN, WAN, 1002, 500))
equal("a rule may ask for AH", (0, 1),
      (w.from_lan(datagram), w.from_lan(ah(datagram))))
w.load(OUT % "")
equal("AH before ESP is ESP", (1, 1),
      (w.from_lan(ah(esp(LAN, WAN, 9))), len(s.flows(l4proto=50))))
equal("AH before a fragment of its own length", 1,
      w.from_lan(ah(whole(udp(LAN, WAN, 1003, 500)), words=2)))
before = s.stats()
equal("AH that is shorter than its fields", 0,
      w.from_lan(ah(datagram, words=0)))
equal("AH that is longer than the packet", (0, 0), (
    w.from_lan(IPv6(src=LAN, dst=WAN, nh=51) / Raw(b"\x11\xff" + bytes(30))),
    w.from_lan(IPv6(src=LAN, dst=WAN, nh=51) / Raw(b"\x3b\xff" + bytes(30)))))
after = s.stats()
equal("are invalid", (1, 2),
      (after["invalid-header"] - before["invalid-header"],
       after["invalid-truncated"] - before["invalid-truncated"]))

s.forget()
inner = bytes(udp("2001:db8:a::1", "2001:db8:b::1"))
for name, proto, data in (
        ("IPv6 in IPv6", 41, inner), ("IPv4 in IPv6", 4, bytes(40)),
        ("Shim6", 140, struct.pack("!BBH", 17, 0, 0x8000) + b"tag." + bytes(24)),
        ("an unknown protocol", 200, b"anything"),
        ("one without a byte", 201, b"")):
    there = IPv6(src=LAN, dst=WAN, nh=proto) / Raw(data)
    again = IPv6(src=WAN, dst=LAN, nh=proto) / Raw(data)
    equal(name + ": by its addresses", (0, 1, 1, 1),
          (w.from_wan(again), w.from_lan(there), w.from_wan(again),
           len(s.flows(l4proto=proto))))
END
