#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Each type of ICMPv6 through a home router under examples/home-router.ct6, in
# both directions: the lists of RFC 4890, 4.3.

. "$(dirname "$0")/lib.sh"
. "$here/home.sh"
plan 36
home_hosts

results_of python3 - <<'END'
from packets import *
import ends

HOME, NET, HOP = "2001:2:0:1::2", "2001:2:0:2::2", "2001:2:0:3::3"
w = Wire()
SIDES = (("out", w.lan, HOME, NET), ("in", w.wan, NET, HOME))


def message(src, dst, kind, code=0, body=bytes(20), hops=64):
    """An ICMPv6 message."""
    packet = ends.chain(src, dst, [], 58, ends.summed(
        58, src, dst, ends.icmp(kind, code, body)))
    packet.hlim = hops
    return packet


def error(side, kind, code=0):
    """About a packet that the receiver sent."""
    _, port, src, dst = side
    quote = udp(dst, src, *((4000, 5000) if dst == HOME else (5000, 4000)))
    return w.passed(port, message(src, dst, kind, code,
                                  bytes(4) + bytes(quote)))


w.from_lan(udp(HOME, NET, 4000, 5000))
w.from_wan(udp(NET, HOME, 5000, 4000))
equal("4.3.1: echo requests out, their replies", (1, 1),
      (w.from_lan(echo(HOME, NET, 1)), w.from_wan(echo(NET, HOME, 1, True))))
equal("4.3.1: echo requests in, their replies", (1, 1),
      (w.from_wan(echo(NET, HOME, 2)), w.from_lan(echo(HOME, NET, 2, True))))
for side in SIDES:
    way = side[0]
    for kind, code, section, what in (
            *[(1, n, "4.3.1", "Destination Unreachable") for n in range(8)],
            (2, 0, "4.3.1", "Packet Too Big"), (3, 0, "4.3.1", "Time Exceeded"),
            (4, 1, "4.3.1", "Parameter Problem"),
            (4, 2, "4.3.1", "Parameter Problem"),
            (3, 1, "4.3.2", "Time Exceeded"),
            (4, 0, "4.3.2", "Parameter Problem")):
        equal("%s: %s, code %d, %s" % (section, what, code, way), 1,
              error(side, kind, code))

# everything else by its type alone
for way, port, src, dst in SIDES:
    passed = [kind for kind in range(130, 256)
              for hops in (255, 64) if w.passed(
                  port, message(src, dst, kind, hops=hops))]
    equal("4.3.2 to 4.3.5: of types 130 to 255 there pass " + way,
          sorted([144, 145, 146, 147] * 2), passed)
    equal("4.3.4, 4.3.5: of types 5 to 127 there pass " + way, [],
          [kind for kind in range(5, 128)
           if error((way, port, src, dst), kind)])
    link = [w.passed(port, message("fe80::7", dst, kind, hops=hops))
            for kind in (130, 131, 132, 133, 134, 135, 136, 137, 141, 142, 143,
                         148, 149, 151, 152, 153)
            for hops in (1, 64, 255)]
    equal("4.3.3: link messages from a link-local address, %s: none" % way,
          0, sum(link))
END
