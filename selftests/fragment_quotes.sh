#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An error about a datagram in fragments quotes one of them. By the first it is
# related to the flow: without it, no sender would learn the path's MTU.

. "$(dirname "$0")/lib.sh"
plan 9
silent_hosts
load_rules router <<-RULES
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" accept
	}
RULES

results_of python3 - <<'END'
from fragments import *
from packets import equal

lab = Lab()


def error(kind, code, quote, word=0):
    """An error from the wan about a packet of the lan."""
    data = bytearray(icmpv6(kind, struct.pack("!I", word) + quote[:1200],
                            WAN, LAN))
    data[1] = code
    checksum = struct.unpack("!H", data[2:4])[0] - code
    data[2:4] = struct.pack("!H", checksum + (checksum < 0) * 0xffff)
    return header(len(data), ICMPV6, WAN, LAN) + bytes(data)


# the second fragment begins with what looks like the header of the flow
d = Datagram(udp(bytes(1224) + struct.pack("!HHHH", 40100, 53, 1568, 0) +
                 bytes(1560), sport=40100))
lab.send(*d.pieces(1232))
first, second, last = map(bytes, lab.came)
stranger = Datagram(udp(bytes(2792), sport=40101)).pieces(1232)[0]
for name, kind, code, word in (("Packet Too Big", 2, 0, 1280),
                               ("Time Exceeded in reassembly", 3, 1, 0),
                               ("Destination Unreachable", 1, 4, 0),
                               ("Parameter Problem", 4, 3, 0)):
    equal(name + " with the first passes", ["icmpv6 %d/%d" % (kind, code)],
          lab.send(error(kind, code, first, word), port=lab.wire.wan))
    equal(name + " with that of no flow does not", [],
          lab.send(error(kind, code, stranger, word), port=lab.wire.wan))
equal("with the second, which names no flow, it does not", [],
      lab.send(error(2, 0, second, 1280), port=lab.wire.wan))
END
