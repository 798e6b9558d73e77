#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A fragment that is not the last has a multiple of 8 bytes, none is empty,
# none reaches beyond 65535: others are dropped, their senders told where the
# standard says so, and the rest of the datagram is not harmed (RFC 8200, 4.5).

. "$(dirname "$0")/lib.sh"
plan 23
silent_hosts
on router sysctl -qw net.ipv6.icmp.ratelimit=0
load_rules router <<-RULES
	chain forward { policy accept; }
RULES

results_of python3 - <<'END'
from fragments import *
from packets import equal
from state import State

lab, s = Lab(), State()
WHOLE = ["0+16", "16+16", "32+16"]
OPTIONS = b"\x2c\0\1\4\0\0\0\0"


def behind_options(packet):
    """The same with destination options in front of the fragment header."""
    size = struct.unpack("!H", packet[4:6])[0] + 8
    return (packet[:4] + struct.pack("!H", size) + b"\x3c" + packet[7:40] +
            OPTIONS + packet[40:])


def try_one(name, reason, make, errors):
    """One bad fragment amid a good datagram."""
    d = Datagram()
    before = s.stats()["invalid-fragment-" + reason]
    equal(name + ": does not pass", [],
          lab.send(d.piece(0, 16), make(d)))
    equal(name + ": its sender hears", errors, lab.errors())
    equal(name + ": counted", 1,
          s.stats()["invalid-fragment-" + reason] - before)
    equal(name + ": the datagram passes", WHOLE,
          lab.send(d.piece(16, 32), d.piece(32, 48)))


try_one("12 bytes and more to come", "length",
        lambda d: d.piece(16, 28, True), [(4, 0, 4)])
try_one("none and more to come", "length",
        lambda d: fragment(d.ident, 16, b""), [])
try_one("none, as the last", "length",
        lambda d: fragment(d.ident, 16, b"", False), [])
try_one("an end at 65536", "size",
        lambda d: fragment(d.ident, 65528, bytes(8)), [(4, 0, 42)])
try_one("an end at 65535 with options in front", "size",
        lambda d: behind_options(fragment(d.ident, 65528, bytes(7), False)),
        [(4, 0, 50)])

d = Datagram(bytes(65535), 253)
equal("a datagram of 65535 bytes passes", 65535,
      sum(len(p) - 48 for p in map(bytes, [
          p for p in (lab.send(*d.pieces(1232)), lab.came)[1]])))
d = Datagram(udp(b"odd"))
equal("a last one of 3 bytes passes, and both are as short as the first was",
      ["whole 11"], lab.send(*d.pieces(8)))
d = Datagram()
equal("fragments in fragments do not become a packet", 0,
      sum("whole" in shape(p) for p in (lab.send(*Datagram(
          fragment(d.ident, 0, bytes(16))[40:], FRAGMENT).pieces(8)),
          lab.came)[1]))
END
