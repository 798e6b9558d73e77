#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Marks that are made of marks: with masks, of the packet's and of the flow's,
# as ip6tables' MARK and CONNMARK make them; what comes of each is what its
# formula says. A packet without flow has no mark of it to take or to set.

. "$(dirname "$0")/lib.sh"
plan 22
silent_hosts

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
P, C, M, V, N = 0x12345678, 0x0ff0a5c3, 0x00ffff00, 0x5a5a5a5a, 0xffff
FULL = 0xffffffff


def hexed(words):
    """The words with the numbers that letters stand for."""
    for name, value in (("P", P), ("C", C), ("~M", ~M & FULL), ("M", M),
                        ("V", V), ("~N", ~N & FULL), ("N", N)):
        words = words.replace(name, hex(value))
    return words


# words of a rule, then the packet's mark and the flow's as they are then
CASES = [
    ("meta mark set meta mark & ~M ^ V", (P & ~M) ^ V, C),	# --set-xmark
    ("meta mark set meta mark & M", P & M, C),			# --and-mark
    ("meta mark set meta mark | V", P | V, C),			# --or-mark
    ("meta mark set meta mark ^ V", P ^ V, C),			# --xor-mark
    ("ct mark set ct mark & ~M ^ V", P, (C & ~M) ^ V),
    ("ct mark set ct mark | V", P, C | V),
    ("ct mark set meta mark", P, P),				# --save-mark
    ("ct mark set ct mark & ~M ^ meta mark & M", P, (C & ~M) ^ (P & M)),
    ("ct mark set ct mark & ~M ^ meta mark & N", P, (C & ~M) ^ (P & N)),
    ("meta mark set ct mark", C, C),				# --restore-mark
    ("meta mark set meta mark & ~N | ct mark & N", (P & ~N) | (C & N), C),
    ("meta mark set meta mark & ~M ^ ct mark & N", (P & ~M) ^ (C & N), C),
    ("ct mark set (meta mark & M | V) & N", P, ((P & M) | V) & N),
]
lines = []
for words, packet, flow in CASES:
    lines += [hexed("meta mark set P"), hexed("ct mark set C"), hexed(words),
              "meta mark 0x%x" % (packet & FULL), "ct mark 0x%x" % (flow & FULL)]
w.load("chain forward {\n\tpolicy accept;\n\t%s\n}\n" % "\n\t".join(lines))
w.from_lan(udp(LAN, WAN, 1))
counts = s.packets("forward")
for i, (words, packet, flow) in enumerate(CASES):
    equal(words, [1, 1], counts[5 * i + 3:5 * i + 5])
equal("the flow has the last one", ((P & M) | V) & N, s.flow(sport=1)["mark"])

w.load("chain forward { policy accept; ct mark set ct mark ^ 1; "
       "ct mark set ct mark ^ 2; udp dport 7 drop; }")
marks = []
for _ in range(3):
    w.from_lan(udp(LAN, WAN, 2))
    marks.append(s.flow(sport=2)["mark"])
equal("each packet of the flow makes it anew of what it was", [3, 0, 3], marks)
w.from_lan(udp(LAN, WAN, 3, 7))
equal("a packet that is dropped begins no flow with it", [],
      s.flows(sport=3))

BEGIN = udp(LAN, WAN, 4)
w.load("chain forward { policy accept; "
       "iifname lan ct mark set ct mark & 0xff | 0x500; "
       "iifname wan meta mark set meta mark & 0xff | ct mark & 0xff00; "
       "iifname wan meta mark 0x500; }")
w.from_lan(BEGIN)
w.from_wan(udp(WAN, LAN, 53, 4), udp(WAN, LAN, 53, 4))
equal("what the first packet saved, each answer restores", [1, 2, 2],
      s.packets("forward"))
equal("no such verdict is remembered", 0, s.stats()["cached"])

w.load("chain forward { policy accept; meta mark set 5; "
       "meta mark set ct mark; meta mark 5 counter; "
       "ct mark set meta mark & 4; ct mark set meta mark ^ ct mark; }")
passed = w.from_lan(tcp(LAN, WAN, "SF"))
equal("an invalid packet has none of a flow to take", (1, [1, 1, 1, 1, 1]),
      (passed, s.packets("forward")))
equal("and there is no flow", [], s.flows(l4proto=6))
w.load("chain forward { policy accept; meta mark set 5; "
       "meta mark set ct mark; meta mark 0 counter; }")
w.from_lan(udp(LAN, WAN, 5))
equal("that of a flow which begins is 0", [1, 1, 1], s.packets("forward"))
answer = w.ct6("explain", "forward", "iif", "lan", "oif", "wan", "saddr", LAN,
               "daddr", WAN, "udp", "dport", "53", "ctmark", "9")
ok("not: meta mark 0x0" in answer, "explain takes it, too", answer)
END
