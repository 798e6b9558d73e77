#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Fragments are judged as the whole that they are: datagrams of 4000 bytes
# pass by state from lan to wan and back, unsolicited ones do not, nor does
# what is never whole.

. "$(dirname "$0")/lib.sh"
plan 22
silent_hosts
load_rules router <<-END
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" udp dport 53 accept
		iifname "lan" icmpv6 type echo-request accept
	}
END

results_of python3 - <<'END'
from packets import *
from scapy.layers.inet6 import defragment6, fragment6
from state import State

w, s = Wire(), State()
DATA = bytes(i % 251 for i in range(4000))
ident = 0


def pieces(packet, size=1280):
    """A packet in fragments."""
    global ident
    ident += 1
    upper = packet.payload
    packet = IPv6(src=packet.src, dst=packet.dst) / IPv6ExtHdrFragment(
        id=ident) / upper
    return fragment6(packet, size)


def whole(port, packets):
    """How many fragments came through, and whether they make the data."""
    came = w.through(port, *packets)[0]
    fragments = [p for p in came if IPv6ExtHdrFragment in p]
    if not came or len(fragments) != len(came):
        return len(came), False
    return len(came), DATA in bytes(defragment6(fragments))


ask = {"UDP": udp(LAN, WAN, 4000, 53, DATA),
       "ping": IPv6(src=LAN, dst=WAN) / ICMPv6EchoRequest(id=5, data=DATA)}
answer = {"UDP": udp(WAN, LAN, 53, 4000, DATA),
          "ping": IPv6(src=WAN, dst=LAN) / ICMPv6EchoReply(id=5, data=DATA)}
for name in ask:
    equal("an unsolicited %s of 4000 bytes does not come in" % name,
          (0, False), whole(w.wan, pieces(answer[name])))
equal("nor did its fragments leave a flow", [], s.flows())
dropped = s.stats()["dropped"]
equal("two datagrams are two packets", 2, dropped)
for name in ask:
    equal("a %s of 4000 bytes goes out" % name, (4, True),
          whole(w.lan, pieces(ask[name])))
    equal("its answer comes back" , (4, True),
          whole(w.wan, pieces(answer[name])))
equal("each is one packet of one flow",
      [(17, 4048, 1, 1), (58, 4048, 1, 1)],
      sorted((f["l4proto"], f["orig-bytes"], f["orig-packets"],
              f["reply-packets"]) for f in s.flows()))
equal("in any order", (4, True), whole(w.lan, pieces(ask["UDP"])[::-1]))
equal("to a port that is not allowed nothing goes", (0, False),
      whole(w.lan, pieces(udp(LAN, WAN, 4001, 54, DATA))))
back = pieces(answer["UDP"])
for missing in range(len(back)):
    ident += 1
    equal("without fragment %d nothing comes in" % (missing + 1), (0, False),
          whole(w.wan, back[:missing] + back[missing + 1:]))
    equal("and with it all does", (4, True), whole(w.wan, [back[missing]]))
    back = pieces(answer["UDP"])
ident += 1
mine = [IPv6(src=WAN, dst=LAN, plen=1240) / IPv6ExtHdrFragment(
    id=ident, m=1, nh=17) / Raw(bytes(1232))]
raw = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_RAW,
               socket.IPPROTO_RAW)
raw.sendto(bytes(mine[0]), (LAN, 0))
ident -= 1
equal("what the router itself sends is no part of it", (4, True),
      whole(w.wan, pieces(answer["UDP"])))
atomic = IPv6(src=WAN, dst=LAN) / IPv6ExtHdrFragment(id=999) / \
    UDP(sport=53, dport=4000) / Raw(b"x")
equal("a fragment that is the whole (RFC 6946) passes by state", 1,
      w.from_wan(atomic))
atomic[UDP].dport = 4009
equal("and only by state", 0, w.from_wan(atomic))
END
