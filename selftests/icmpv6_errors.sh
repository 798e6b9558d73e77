#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ICMPv6 errors are related to the flow of the packet they quote, from either
# side, and do nothing to it; without a flow they are invalid.

. "$(dirname "$0")/lib.sh"
plan 47
silent_hosts
neighbour lan lan 2001:db8:1::3
load_rules router <<-END
	essentials off;
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" accept
	}
END

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
HOP_LAN, HOP_WAN = "2001:db8:1::99", "2001:db8:2::99"
ERRORS = {"unreachable": ICMPv6DestUnreach(code=3),
          "too big": ICMPv6PacketTooBig(mtu=1280),
          "time exceeded": ICMPv6TimeExceeded(),
          "parameter problem": ICMPv6ParamProblem()}
RAW = {1: "unreachable", 5: "unassigned", 100: "private", 127: "reserved"}


def error(src, dst, kind, quote):
    """An error about a packet."""
    return IPv6(src=src, dst=dst) / ERRORS[kind] / Raw(bytes(quote))


def other(quote, src=None, dst=None, port=None):
    """The same packet with something else in it."""
    quote = IPv6(bytes(quote))
    quote.src, quote.dst = src or quote.src, dst or quote.dst
    if port:
        quote.payload.dport = port
    return quote


ask = {"UDP": udp(LAN, WAN, 4000, 53), "TCP": tcp(LAN, WAN, "S", 4000, 80, seq=7),
       "echo": echo(LAN, WAN, 77)}
reply = {"UDP": udp(WAN, LAN, 53, 4000),
         "TCP": tcp(WAN, LAN, "SA", 80, 4000, seq=9, ack=8),
         "echo": echo(WAN, LAN, 77, reply=True)}
for proto in ask:
    equal("no %s yet: an error about it does not pass" % proto, 0,
          w.from_wan(error(HOP_WAN, LAN, "unreachable", ask[proto])))
    w.from_lan(ask[proto])
    w.from_wan(reply[proto])
    for kind in ERRORS:
        equal("%s: %s about the request comes back" % (proto, kind), 1,
              w.from_wan(error(HOP_WAN, LAN, kind, ask[proto])))
        equal("%s: %s about the reply goes out" % (proto, kind), 1,
              w.from_lan(error(HOP_LAN, WAN, kind, reply[proto])))
    equal(proto + ": to another host than the sender it is invalid", 0,
          w.from_wan(error(HOP_WAN, "2001:db8:1::3", "too big", ask[proto])))

related = s.stats()["related"]
equal("all that passed were related", 24, related)
base = ask["UDP"]
for name, quote in (("port", other(base, port=54)),
                    ("destination", other(base, dst="2001:db8:2::3"))):
    equal("about another %s: not from the wan" % name, 0,
          w.from_wan(error(HOP_WAN, LAN, "unreachable", quote)))
equal("about another port: not from the lan either", 0,
      w.from_lan(error(HOP_LAN, WAN, "unreachable",
                       other(reply["UDP"], port=4001))))
for kind in 5, 100, 127:
    equal("an error of type %d passes for nothing" % kind, 0, w.from_wan(
        IPv6(src=HOP_WAN, dst=LAN, nh=58) /
        Raw(bytes([kind, 0, 0, 0]) + bytes(4) + bytes(base))))
equal("a quote behind destination options is found", 1, w.from_wan(
    error(HOP_WAN, LAN, "too big", IPv6(src=LAN, dst=WAN) /
          IPv6ExtHdrDestOpt() / base.payload)) if w.from_lan(
    IPv6(src=LAN, dst=WAN) / IPv6ExtHdrDestOpt() / base.payload) else -1)

# neither refreshed nor ended, with a timeout that would jump
for proto, number in ("UDP", 17), ("TCP", 6), ("echo", 58):
    before = s.flow(l4proto=number)
    s.set(timeout_udp_system=9000, timeout_tcp_syn_recv=9000, timeout_icmpv6=9000)
    w.from_wan(*[error(HOP_WAN, LAN, kind, ask[proto]) for kind in ERRORS])
    after = s.flow(l4proto=number)
    if before["timeout"] >= after["timeout"]:
        after["timeout"] = before["timeout"]
    equal(proto + ": errors neither refresh, change nor end it", before, after)
w.from_wan(reply["UDP"])
ok(s.flow(l4proto=17)["timeout"] > 8000000, "a packet of its own does refresh")

whole = bytes(base)
cut = [w.from_wan(error(HOP_WAN, LAN, "too big", whole[:n]))
       for n in range(len(whole) + 1)]
equal("a quote needs the header and 8 bytes behind it, no more",
      [int(n >= 48) for n in range(len(whole) + 1)], cut)

# which way they go
RULES = """essentials off;
chain forward {
	policy accept;
	icmpv6 type 1-4 ct direction original counter
	icmpv6 type 1-4 ct direction reply counter
}"""
w.load(RULES)
for proto in ask:
    w.from_wan(error(HOP_WAN, LAN, "too big", ask[proto]))
equal("their direction is that of an answer to what they are about", [0, 3],
      s.packets("forward"))
w.from_lan(error(HOP_LAN, WAN, "too big", reply["UDP"]))
equal("to whichever side", [1, 3], s.packets("forward"))

# the router's own, about what never came to a flow
SILENT = "chain forward { policy accept; }\nchain output { policy drop; }"
last = IPv6(src=LAN, dst=WAN, hlim=1) / UDP(sport=1, dport=2)
seen = []
for rules in SILENT, "essentials off;\n" + SILENT:
    w.load(rules)
    came, back = w.through(w.lan, last)
    seen.append((len(came), [p.payload.type for p in back]))
equal("what a host says of packets is essential", [(0, [3]), (0, [])], seen)

# of a flow that is over by new rules
w.load("chain forward { policy accept; }")
w.from_lan(udp(LAN, WAN, 4100, 53))
w.load("essentials off;\nchain forward { policy drop; ct state related accept; }")
equal("about a flow that the rules deny by now it is invalid", 0,
      w.from_wan(error(HOP_WAN, LAN, "too big", udp(LAN, WAN, 4100, 53))))
END
