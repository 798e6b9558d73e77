#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Words that nft has too mean what they mean there: each packet meets the same
# matches in nft, and then in ct6, and both must count it in the same ones.

. "$(dirname "$0")/lib.sh"
need nft
plan 9
silent_hosts

results_of python3 - <<'END'
import json
from packets import *
import ends
from state import State

w, s = Wire(), State()
TAIL = ends.address(WAN)
UPPER = ends.summed(17, LAN, WAN, ends.udp(4000, 5000))

WORDS = [
    "rt type 0", "rt type != 0", "rt type { 1, 3-4 }", "rt seg-left 0",
    "rt seg-left 1-255", "rt seg-left != 1",
]


def routed(*headers):
    """A packet with these headers in front of UDP."""
    return ends.chain(LAN, WAN, list(headers), 17, UPPER)


def cut(packet, size):
    """Its first bytes, with the length that they have."""
    data = bytearray(bytes(packet)[:size])
    data[4:6] = (size - 40).to_bytes(2, "big")
    return bytes(data)


PACKETS = {
    "without a routing header": udp(LAN, WAN),
    "a route at its end": routed(ends.segments(0, WAN, WAN)),
    "RPL, one left": routed(ends.route(3, 1, bytes(4), TAIL)),
    "type 0, which is invalid": routed(ends.route(0, 1, bytes(4), TAIL)),
    "type 0 with nothing left": routed(ends.route(0, 0, bytes(4), TAIL)),
    "two routes": routed(ends.route(4, 0, bytes(4), TAIL),
                         ends.route(0, 1, bytes(4), TAIL)),
    "type 0, cut behind its first bytes": cut(
        routed(ends.route(0, 2, bytes(4), TAIL)), 48),
}


def nft(words, rules=None):
    """Run nft at the router."""
    out = subprocess.run(["ip", "netns", "exec", "router", "nft", *words],
                         input=rules, text=True, capture_output=True,
                         check=False)
    if out.returncode:
        raise RuntimeError("nft: " + out.stderr)
    return out.stdout


def nft_counts():
    """Packets of nft's rules, in order."""
    answer = json.loads(nft(["-j", "list", "chain", "ip6", "t", "f"]))
    return [part["counter"]["packets"]
            for line in answer["nftables"] if "rule" in line
            for part in line["rule"]["expr"] if "counter" in part]


nft(["-f", "-"], "table ip6 t { chain f {\n\ttype filter hook forward "
    "priority -10;\n\t%s\n}\n}\n" % "\n\t".join(
        word + " counter" for word in WORDS))
w.load("chain forward {\n\tpolicy accept;\n\t%s\n}\n" % "\n\t".join(WORDS))
told = {word: set() for word in WORDS}
for name, packet in PACKETS.items():
    before = nft_counts(), s.packets("forward")
    w.from_lan(packet)
    after = nft_counts(), s.packets("forward")
    theirs, ours = ([b - a for a, b in zip(*pair)]
                    for pair in zip(before, after))
    for word, count in zip(WORDS, theirs):
        told[word].add(count)
    equal(name, [word for word, n in zip(WORDS, theirs) if n],
          [word for word, n in zip(WORDS, ours) if n])
equal("every match was true of some packet and false of another", [],
      [word for word, seen in told.items() if seen != {0, 1}])
w.load("chain forward { policy accept; rt type 0 drop; }")
equal("a rule can drop type 0, invalid as it is", (0, 1),
      (w.from_lan(PACKETS["type 0, which is invalid"]), w.from_lan(udp(LAN, WAN))))
END
