#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Each extension header passes unless a rule for it alone says otherwise (RFC
# 7045, 2.1; RFC 9288, 3.5).

. "$(dirname "$0")/lib.sh"
plan 16
silent_hosts

results_of python3 - <<'END'
from packets import *
import ends

w = Wire()
UDP4 = ends.summed(17, LAN, WAN, ends.udp(4000, 5000))


def before(*headers):
    """Extension headers before UDP."""
    return ends.chain(LAN, WAN, list(headers), 17, UDP4)


def last(proto, data=bytes(24)):
    """A header behind which nothing is read."""
    return IPv6(src=LAN, dst=WAN, nh=proto) / Raw(data)


PACKETS = {
    "hbh": before((0, b"\0\0\1\4\0\0\0\0")),
    "dst": before(ends.options(b"\1\x0a" + bytes(10))),
    "rt": before(ends.route(99, 0, bytes(4), ends.address(WAN))),
    "frag": before((44, b"\0\0\0\0\0\0\0\7")),
    "ah": before((51, b"\0\4\0\0\0\0\1\0\0\0\0\1" + bytes(12))),
    "esp": last(50, b"\0\0\1\0\0\0\0\1" + bytes(24)),
    "mh": ends.chain(LAN, WAN, [], 135,
                     ends.summed(135, LAN, WAN, ends.update())),
    "hip": last(139, bytes([59, 4, 1, 0x21]) + bytes(36)),
    "shim6": last(140, b"\x11\0\x80\0tag." + UDP4),
    "none": last(59, b""),
    "unknown": last(253),
    "unknown, too": last(254),
    "no header": before(),
    "a protocol that nobody knows": last(200),
}


def passes(packet):
    """Does it come out? Hop-by-hop options are not those of a report."""
    w.lan.send(packet)
    return any(data[8:24] == ends.address(LAN)
               for data in w.wan.until(w.lan.end(), link=True))


def dropped():
    """The packets that do not pass."""
    return [name for name, packet in PACKETS.items() if not passes(packet)]


RULES = "chain forward { policy accept; ct state invalid drop; %s drop; }"
w.load(RULES % "ct state invalid")
equal("without a rule each passes", [], dropped())
for name in PACKETS:
    if "," not in name and " " not in name:
        w.load(RULES % ("exthdr %s exists" % name))
        equal("a rule for %s drops what has it, and nothing else" % name,
              [n for n in PACKETS if n.split(",")[0] == name], dropped())
w.load(RULES % "exthdr != { hbh, dst, rt, frag }")
equal("a rule for who lacks several", sorted(
    set(PACKETS) - {"hbh", "dst", "rt", "frag"}), sorted(dropped()))
w.load(RULES % "exthdr dst missing")
equal("one for who lacks one", [n for n in PACKETS if n != "dst"], dropped())
both = before((0, b"\0\0\1\4\0\0\0\0"), ends.options(b"\1\x0a" + bytes(10)))
w.load(RULES % "exthdr dst exists")
equal("behind another header it is found as well", False,
      passes(both))
w.load(RULES % "exthdr hbh exists")
equal("and in front of another", False, passes(both))
END
