#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Words that nft has too mean what they mean there: each packet meets the same
# matches in nft, and then in ct6, and both must count it in the same ones.

. "$(dirname "$0")/lib.sh"
need nft
plan 34
silent_hosts
ip -n router route add blackhole 2001:db8:b1::/48
ip -n router route add unreachable 2001:db8:b2::/48
ip -n router route add prohibit 2001:db8:b3::/48

results_of python3 - <<'END'
import json
from packets import *
import ends
from state import State

w, s = Wire(), State()
TAIL = ends.address(WAN)
UPPER = ends.summed(17, LAN, WAN, ends.udp(4000, 5000))

WORDS = {"forward": [
    "rt type 0", "rt type != 0", "rt type { 1, 3-4 }", "rt seg-left 0",
    "rt seg-left 1-255", "rt seg-left != 1",
    "rt hdrlength 2", "rt hdrlength > 2", "hbh hdrlength 0", "dst hdrlength != 0",
    "frag id 5", "frag id != 5", "frag frag-off 0", "frag frag-off != 0",
    "frag more-fragments 0", "frag reserved 0", "frag reserved { 1, 9 }",
    "frag reserved2 0", "frag reserved2 2", "esp spi 0x100-0x1ff",
    "esp spi != 0x123", "mh type binding-update", "mh type != 6",
    "fib saddr type local", "fib saddr type != local",
    "fib saddr type unicast", "fib saddr type { blackhole, prohibit }",
    "fib saddr type unreachable", "fib saddr type anycast",
    "fib saddr . iif type local", "fib saddr . oif type local",
    "fib saddr . iif oif missing", "fib saddr . iif oif exists",
    "ip6 flowlabel 0x12345", "ip6 flowlabel != 0x12345",
    "ip6 flowlabel 0x10000-0xfffff", "ether saddr " + w.lan.mac,
    "ether saddr != " + w.lan.mac,
    "ether saddr 00:00:00:00:00:00-%s" % w.lan.mac,
    "ether saddr & ff:ff:ff:ff:ff:00 == %s00" % w.lan.mac[:-2],
], "input": [
    "fib daddr type local", "fib daddr type multicast",
    "fib daddr type anycast", "fib daddr . iif type local",
    "fib daddr . iif type unicast", "fib saddr . iif oif missing",
    "fib saddr . iif oif exists", "fib saddr type local",
]}


# fragments are put together before rules see them
NEVER = ["frag frag-off != 0"]


def routed(*headers):
    """A packet with these headers in front of UDP."""
    return ends.chain(LAN, WAN, list(headers), 17, UPPER)


def cut(packet, size):
    """Its first bytes, with the length that they have."""
    data = bytearray(bytes(packet)[:size])
    data[4:6] = (size - 40).to_bytes(2, "big")
    return bytes(data)


PACKETS = {"forward": {
    "without a routing header": udp(LAN, WAN),
    "a route at its end": routed(ends.segments(0, WAN, WAN)),
    "RPL, one left": routed(ends.route(3, 1, bytes(4), TAIL)),
    "type 0, which is invalid": routed(ends.route(0, 1, bytes(4), TAIL)),
    "type 0 with nothing left": routed(ends.route(0, 0, bytes(4), TAIL)),
    "two routes": routed(ends.route(4, 0, bytes(4), TAIL),
                         ends.route(0, 1, bytes(4), TAIL)),
    "type 0, cut behind its first bytes": cut(
        routed(ends.route(0, 2, bytes(4), TAIL)), 48),
    "a long route": routed(ends.segments(0, WAN, WAN, WAN, WAN)),
    "hop-by-hop options": routed((0, b"\0\0\5\2\0\0\1\0")),
    "longer options": routed(ends.options(b"\1\x0c" + bytes(12))),
    "all of a datagram in one fragment": routed((44, bytes(7) + b"\5")),
    "another one, with reserved bits": routed((44, b"\0\1\0\4" + bytes(4))),
    "ESP": ends.chain(LAN, WAN, [], 50, bytes.fromhex("00000123") + bytes(28)),
    "ESP of another association": ends.chain(LAN, WAN, [], 50, bytes(32)),
    "a binding update": ends.chain(LAN, WAN, [], 135, ends.summed(
        135, LAN, WAN, ends.update())),
    "an acknowledgement": ends.chain(LAN, WAN, [], 135, ends.summed(
        135, LAN, WAN, ends.acknowledgement())),
    "from the other side's prefix": udp("2001:db8:2::9", WAN),
    "from an address of the router": udp("2001:db8:1::1", WAN),
    "from one that it has elsewhere": udp("2001:db8:2::1", WAN),
    "from the routers' anycast address": udp("2001:db8:1::", WAN),
    "from where no route leads": udp("2001:db8:f::1", WAN),
    "from a black hole": udp("2001:db8:b1::1", WAN),
    "from what is unreachable": udp("2001:db8:b2::1", WAN),
    "from what is prohibited": udp("2001:db8:b3::1", WAN),
    "from another station": udp(LAN, WAN),
    "with a flow label": IPv6(src=LAN, dst=WAN, fl=0x12345) / UDP() / Raw(b"x"),
}, "input": {
    "to the router": udp(LAN, "2001:db8:1::1"),
    "to its address at the other side": udp(LAN, "2001:db8:2::1"),
    "to the routers' anycast address": udp(LAN, "2001:db8:1::"),
    "to all nodes": udp(LAN, "ff02::1"),
    "to it, from where no route leads": udp("2001:db8:f::1", "2001:db8:1::1"),
    "to it, from a neighbour": udp("fe80::99", "2001:db8:1::1"),
}}


def nft(words, rules=None):
    """Run nft at the router."""
    out = subprocess.run(["ip", "netns", "exec", "router", "nft", *words],
                         input=rules, text=True, capture_output=True,
                         check=False)
    if out.returncode:
        raise RuntimeError("nft: " + out.stderr)
    return out.stdout


def nft_counts(chain):
    """Packets of nft's rules, in order."""
    answer = json.loads(nft(["-j", "list", "chain", "ip6", "t", chain]))
    return [part["counter"]["packets"]
            for line in answer["nftables"] if "rule" in line
            for part in line["rule"]["expr"] if "counter" in part]


# other messages of the link would be counted, too
IGNORED = {"forward": "", "input": "meta l4proto icmpv6 accept\n\t"}
for chain, words in WORDS.items():
    nft(["-f", "-"], "table ip6 t {\nchain %s {\n\ttype filter hook %s "
        "priority -10;\n\t%s%s\n}\n}\n" % (
            chain, chain, IGNORED[chain],
            "\n\t".join(word + " counter" for word in words)))
w.load("".join("chain %s {\n\tpolicy accept;\n\t%s\n}\n" % (
    chain, "\n\t".join(["meta l4proto icmpv6 accept"] + words))
    for chain, words in WORDS.items()))
ether = w.lan.ether
told = {word: set() for words in WORDS.values() for word in words}
for chain, packets in PACKETS.items():
    words = WORDS[chain]
    after = nft_counts(chain), s.packets(chain)[1:]
    for name, packet in packets.items():
        before = after
        if name == "from another station":
            w.lan.ether = ether[:6] + bytes.fromhex("fefffffffffe")
        w.from_lan(packet)
        w.lan.ether = ether
        after = nft_counts(chain), s.packets(chain)[1:]
        theirs, ours = ([b - a for a, b in zip(*pair)]
                        for pair in zip(before, after))
        for word, count in zip(words, theirs):
            told[word].add(min(count, 1))
        equal(name, [word for word, n in zip(words, theirs) if n],
              [word for word, n in zip(words, ours) if n])
equal("every match was true of some packet and false of another", [],
      [word for word, seen in told.items()
       if not seen >= {0, 1} and word not in NEVER])
w.load("chain forward { policy accept; rt type 0 drop; }")
packet = PACKETS["forward"]["type 0, which is invalid"]
equal("a rule can drop type 0, invalid as it is", (0, 1),
      (w.from_lan(packet), w.from_lan(udp(LAN, WAN))))
END
