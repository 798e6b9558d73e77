#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An atomic fragment is a datagram by itself: it passes as it is, whatever
# waits with the same identification, and disturbs none of it (RFC 6946). It
# is judged like a packet without the header.

. "$(dirname "$0")/lib.sh"
plan 20
silent_hosts
on router sysctl -qw net.ipv6.icmp.ratelimit=0
load_rules router <<-RULES
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" udp dport 53-54 accept
	}
RULES

results_of python3 - <<'END'
from fragments import *
from packets import equal, ok
from state import State

lab, s = Lab(), State()
OTHER = udp(dport=54)

d = Datagram()
packet = d.atomic(udp())
equal("alone it passes", ["atomic 48"], lab.send(packet))
equal("as it came but for the hop limit", packet[:7] + b"\x3f" + packet[8:],
      bytes(lab.came[0]))
equal("its flow has the ports", 1, len(s.flows(sport=40000, dport=53)))
for name, before, after in (
        ("the first", (0,), (1, 2)), ("the last", (2,), (0, 1)),
        ("first and second", (0, 1), (2,)), ("all but the first", (1, 2), (0,))):
    d = Datagram()
    pieces = d.pieces()
    equal("while %s waits it passes" % name, ["atomic 48"],
          lab.send(*[pieces[i] for i in before], d.atomic(OTHER)))
    equal("and so does what waited for the rest", ["0+16", "16+16", "32+16"],
          lab.send(*[pieces[i] for i in after]))
d = Datagram()
short = udp(b"", dport=54)
equal("as long as what waits", ["atomic 8", "0+16", "16+16", "32+16"],
      lab.send(d.piece(0, 16), d.atomic(short), d.piece(16, 32),
               d.piece(32, 48)))
d = Datagram()
lab.send(d.piece(0, 16), d.wrong(8, 24))
equal("while its identification is discarded", ["atomic 48"],
      lab.send(d.atomic(OTHER)))
equal("many with one identification", ["atomic 48"] * 5,
      lab.send(*[d.atomic(OTHER)] * 5))
equal("under the rules: another port does not pass", [],
      lab.send(d.atomic(udp(dport=55))))
back = Datagram(src=WAN, dst=LAN)
equal("an answer in one passes by state", ["atomic 48"],
      lab.send(back.atomic(udp(src=WAN, dst=LAN, sport=53, dport=40000)),
               port=lab.wire.wan))
equal("and only by state", [],
      lab.send(back.atomic(udp(src=WAN, dst=LAN, sport=53, dport=40001)),
               port=lab.wire.wan))
equal("none was counted invalid but the overlap's", 1, s.stats()["invalid"])

lab.router("ip", "link", "set", "wan", "mtu", "1280")
big = Datagram()
lab.send(big.atomic(udp(bytes(1400))))
equal("one that is too big for the next link: its sender is told",
      [(2, 0, 1280)], lab.errors())
lab.router("ip", "link", "set", "wan", "mtu", "1500")

lab.wire.ct6("set", "fragment-strict", "off")
d = Datagram()
seen = lab.send(d.piece(0, 16), d.piece(16, 32), d.atomic(OTHER),
                d.piece(32, 48))
ok("atomic 48" not in seen, "fragment-strict off: the kernel drops it", seen)
END
