#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Node information (RFC 4620): a reply belongs to the query whose nonce it has.

. "$(dirname "$0")/lib.sh"
plan 18
silent_hosts
neighbour wan wan 2001:db8:2::4
load_rules router <<-END
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" accept
		icmpv6 type 139 ip6 saddr 2001:db8:2::4 accept
	}
END

results_of python3 - <<'END'
import struct
from packets import *
import ends
from state import State

w, s = Wire(), State()


def query(nonce, src=LAN, dst=WAN, code=0, kind=139, data=b""):
    """A query for names, or a reply."""
    body = ends.icmp(kind, code, struct.pack("!HHQ", 2, 0, nonce) + data)
    return ends.chain(src, dst, [], 58, ends.summed(58, src, dst, body))


def reply(nonce, src=WAN, dst=LAN, code=0):
    """What answers it."""
    return query(nonce, src, dst, code, 140, bytes(4) + b"\3wan\0\0")


NONCE = 0x0123456789abcdef
equal("no reply without its query", 0, w.from_wan(reply(NONCE)))
equal("no query from outside", 0, w.from_wan(query(NONCE, WAN, LAN)))
equal("a query goes out", 1, w.from_lan(query(NONCE)))
for name, other in (("first", NONCE ^ 1 << 63), ("last", NONCE ^ 1),
                    ("middle", NONCE ^ 1 << 31)):
    equal("no reply with another nonce (%s bit)" % name, 0,
          w.from_wan(reply(other)))
equal("no echo reply of the same identifier", 0, w.from_wan(
    echo(WAN, LAN, 0x0123 ^ 0x4567 ^ 0x89ab ^ 0xcdef, reply=True)))
equal("no reply of another node", 0, w.from_wan(reply(NONCE, "2001:db8:2::3")))
equal("its reply comes back", 1, w.from_wan(reply(NONCE)))
flow = s.flow(l4proto=58)
equal("one flow of a query", (139, 1, 1), (
    flow["icmp-type"], flow["orig-packets"], flow["reply-packets"]))
equal("with the time of queries", True,
      55000 < flow["timeout"] <= 60000)
equal("refused and unknown are replies too", 2,
      w.from_wan(reply(NONCE, code=1), reply(NONCE, code=2)))
before = s.stats()
equal("codes that RFC 4620 does not have are invalid", (0, 0),
      (w.from_wan(reply(NONCE, code=3)), w.from_lan(query(NONCE, code=3))))
equal("counted as invalid-icmpv6", 2,
      s.stats()["invalid-icmpv6"] - before["invalid-icmpv6"])
short = bytearray(bytes(query(NONCE))[:40 + 12])
short[4:6] = b"\0\x0c"
equal("half a nonce is none", 0, w.from_lan(bytes(short)))
equal("an error about the query is related, about another not", (1, 0),
      tuple(w.from_wan(IPv6(src="2001:db8:2::99", dst=LAN) /
                       ICMPv6DestUnreach() / Raw(bytes(query(n))))
            for n in (NONCE, NONCE ^ 1)))
FOUR = "2001:db8:2::4"
equal("both may ask with one nonce", (1, 1),
      (w.from_lan(query(7, LAN, FOUR)), w.from_wan(query(7, FOUR, LAN))))
equal("and both are answered", (1, 1, 2), (
    w.from_wan(reply(7, FOUR, LAN)), w.from_lan(reply(7, LAN, FOUR)),
    len(s.flows(**{"icmp-id": 7}))))
END
