#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# UDP-Lite: as UDP, and never taken for it (RFC 6092 REC-20); its checksum
# covers what it says (RFC 3828, 3.1).

. "$(dirname "$0")/lib.sh"
plan 23
silent_hosts

results_of python3 - <<'END'
import struct
from packets import *
from scapy.layers.inet6 import in6_chksum
from state import State

w, s = Wire(), State()
OUT = 'chain forward { policy drop; ct state established,related accept; ' \
      'ct state invalid drop; iifname "lan" %s accept; }'
w.load(OUT % "")


def lite(src, dst, covered=0, sport=4000, dport=53, data=b"12345678", spoil=0):
    """A datagram of UDP-Lite."""
    head = struct.pack("!HHH", sport, dport, covered)
    whole = head + b"\0\0" + data
    count = covered or len(whole)
    summed = whole[:count] + b"\0" * (len(whole) - count)
    packet = IPv6(src=src, dst=dst, nh=136)
    value = in6_chksum(136, packet / Raw(summed), summed)
    data = data[:len(data) - 1] + bytes([data[-1] ^ spoil]) if data else data
    return packet / Raw(head + struct.pack("!H", value) + data)


def unlucky(check):
    """One whose sum is 0, which stands there as 0xffff (RFC 3828, 3.1)."""
    sum_ = bytes(lite(LAN, WAN, data=bytes(8)))[46:48]
    whole = bytes(lite(LAN, WAN, data=sum_ + bytes(6)))
    return whole[:46] + check + whole[48:]


equal("the wan does not begin", 0, w.from_wan(lite(WAN, LAN, 0, 53, 4000)))
equal("the lan does", 1, w.from_lan(lite(LAN, WAN)))
equal("UDP is no answer", 0, w.from_wan(udp(WAN, LAN, 53, 4000)))
equal("its own is", 1, w.from_wan(lite(WAN, LAN, 0, 53, 4000)))
equal("nor the other way", (1, 0),
      (w.from_lan(udp(LAN, WAN, 4001, 53)),
       w.from_wan(lite(WAN, LAN, 0, 53, 4001))))
equal("each has a flow of its own", [17, 136],
      sorted(f["l4proto"] for f in s.flows()))
w.load(OUT % "udp dport 53")
equal("a rule for UDP does not match it", 0,
      w.from_lan(lite(LAN, WAN, sport=4002)))
w.load(OUT % "udplite dport 53")
equal("nor one for it UDP", (1, 0),
      (w.from_lan(lite(LAN, WAN, sport=4002)),
       w.from_lan(udp(LAN, WAN, 4003, 53))))
for covered in 0, 8, 9, 15, 16:
    equal("a checksum that covers %d of 16 bytes" % covered, 1,
          w.from_lan(lite(LAN, WAN, covered)))
equal("one that is 0 is there as 0xffff, 0 is none", (1, 0),
      (w.from_lan(unlucky(b"\xff\xff")), w.from_lan(unlucky(b"\0\0"))))
before = s.stats()
for covered in 1, 7:
    equal("one that covers %d" % covered, 0,
          w.from_lan(lite(LAN, WAN, covered)))
for covered in 17, 65535:
    equal("one that covers %d of 16" % covered, 0,
          w.from_lan(lite(LAN, WAN, covered)))
after = s.stats()
equal("are invalid", (2, 2),
      (after["invalid-proto"] - before["invalid-proto"],
       after["invalid-truncated"] - before["invalid-truncated"]))
equal("what is not covered may be wrong", 1,
      w.from_lan(lite(LAN, WAN, 8, spoil=1)))
equal("what is covered may not", 0,
      w.from_lan(lite(LAN, WAN, 16, spoil=1), lite(LAN, WAN, 0, spoil=1)))
equal("for that is invalid", 2,
      s.stats()["invalid-checksum"] - after["invalid-checksum"])
equal("a header alone", 1, w.from_lan(lite(LAN, WAN, 8, data=b"")))
END
