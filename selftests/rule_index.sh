#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The index of rules leaves out none that matches: packets at the bounds of
# what random rules ask for are judged by it and by all rules, one after the
# other (`ct6 set verify-verdicts on`), and both say the same.

. "$(dirname "$0")/lib.sh"
plan 20
silent_hosts
ip -n router route add 2001:db8:b::/48 via $wan dev wan
on router ct6 set checksum off verify-verdicts on

results_of python3 - <<'END'
import ipaddress
import random
import struct
import subprocess
from packets import *
from state import State

SEED = 20261126
random.seed(SEED)
print("# seed %d" % SEED)
w, s = Wire(), State()
SOURCES = int(ipaddress.ip_address("2001:db8:a::"))
TARGETS = int(ipaddress.ip_address("2001:db8:b::"))


def address(base, bits=24):
    """Few of them, so that rules meet."""
    return base | random.getrandbits(bits // 4) << (random.randrange(4) * 16)


def prefix(base):
    """An address or a prefix, of those nested ones that there may be."""
    length = random.choice((16, 32, 48, 64, 80, 96, 112, 120, 128, 128, 128))
    value = address(base) >> (128 - length) << (128 - length)
    return "%s/%d" % (ipaddress.ip_address(value), length)


def addresses(base):
    kind = random.randrange(8)
    if kind == 0:
        first, last = sorted((address(base), address(base)))
        return "%s-%s" % (ipaddress.ip_address(first),
                          ipaddress.ip_address(last))
    if kind == 1:
        return "{ %s }" % ", ".join(
            sorted({"%s" % ipaddress.ip_address(address(base))
                    for _ in range(random.randrange(2, 12))}))
    if kind == 2:
        return "!= " + prefix(base)
    return prefix(base)


def ports():
    first, last = sorted(random.sample(range(1, 2000), 2))
    return random.choice((
        "%d" % first, "%d" % last, "%d-%d" % (first, last),
        "%d-%d" % (first, first + 3), "{ %d, %d }" % (first, last),
        "!= %d" % first, "{ %d-%d, %d }" % (first, first + 5, first + 9)))


def guard():
    """A comparison that an index may know, or may not."""
    return random.choice((
        lambda: "ip6 saddr " + addresses(SOURCES),
        lambda: "ip6 daddr " + addresses(TARGETS),
        lambda: "udp sport " + ports(),
        lambda: "udp dport " + ports(),
        lambda: "th dport " + ports(),
        lambda: "iifname " + random.choice(('"lan"', '"la*"', '"wan"', '"*"')),
        lambda: "oifname " + random.choice(('"wan"', '!= "wan"', '"l*"')),
        lambda: "meta l4proto " + random.choice(("udp", "10-20", "!= tcp")),
        lambda: "ct state " + random.choice(("new", "established", "invalid")),
        lambda: "meta length %d-2000" % random.randrange(40, 90),
        lambda: "meta mark %d" % random.randrange(3),
        lambda: "meta mark set %d" % random.randrange(3),
    ))()


def rule(end):
    """A rule; what ends it may be nothing at all."""
    return "\t%s %s" % (" ".join(guard() for _ in range(
        random.choice((1, 1, 1, 2, 2, 3)))), end())


def chain(head, nr, end):
    return "%s {\n%s\n}\n" % (head, "\n".join(
        [rule(end) for _ in range(nr)]))


def ruleset(nr, alike=None):
    """Rules that seldom decide, so that a packet meets many."""
    ends = ["counter"] * 20 + ["accept", "drop"]
    leaf = lambda: random.choice(ends + ["return"] * 4)
    node = lambda: random.choice(ends + ["return", "jump c", "goto d"])
    root = lambda: random.choice(ends + ["return"] + [
        "jump a", "jump b", "jump c", "goto a"] * 2)
    text = chain("chain d", nr // 4, leaf) + chain("chain c", nr // 4, leaf)
    text += chain("chain b", 5, node) + chain("chain a", nr // 2, node)
    if alike:
        text += "chain forward {\npolicy accept;\n%s\n}\n" % "\n".join(alike)
    else:
        text += chain("chain forward", nr, root)
    return "essentials off;\n" + text


def packet(saddr, daddr, sport, dport):
    return struct.pack("!IHBB16s16sHHHH", 0x60000000, 12, 17, 64,
                       saddr.to_bytes(16, "big"), daddr.to_bytes(16, "big"),
                       sport, dport, 12, 1) + b"ct6!"


def numbers(text):
    """Ports that a ruleset names, with their neighbours."""
    words = text.replace(",", " ").replace("-", " ").split()
    found = {int(word) for word in words if word.isdigit()}
    return [n + d for n in found for d in (-1, 0, 1) if 0 < n + d < 65536]


def bounds(text, base):
    """Addresses at the bounds of what a ruleset names, and others."""
    found = {address(base) for _ in range(100)}
    for word in text.replace(",", " ").replace("-", " ").split():
        try:
            net = ipaddress.IPv6Network(word)
        except ValueError:
            continue
        for n in (int(net[0]), int(net[-1])):
            found |= {n - 1, n, n + 1}
    return [n for n in found if n >> 80 == base >> 80]


def verify(name, text, nr=100):
    subprocess.run(["ip", "netns", "exec", "router", "ct6", "load", "-"],
                   input=text, text=True, check=True)
    before = s.stats()
    port, src, dst = (numbers(text), bounds(text, SOURCES),
                      bounds(text, TARGETS))
    packets = [packet(random.choice(src), random.choice(dst),
                      random.choice(port), random.choice(port))
               for _ in range(nr)]
    # and once more: established, some of them by the flow's memory
    w.from_lan(*packets)
    w.from_lan(*packets)
    after = s.stats()
    equal("%s: every verdict is compared" % name, 2 * nr,
          after["verified"] - before["verified"])
    equal("%s: none differs" % name, 0,
          after["verify-differs"] - before["verify-differs"])


for nr in (8, 30, 120, 300):
    verify("%d rules" % nr, ruleset(nr))
verify("one port each", ruleset(
    20, ["udp dport %d counter" % n for n in range(1, 2000, 3)]))
verify("a port for each of many hosts", ruleset(
    20, ["ip6 saddr %s udp dport %d counter" % (
        ipaddress.ip_address(SOURCES | h), p)
        for p in range(1, 25) for h in range(25)]))
verify("prefixes in prefixes", ruleset(
    20, ["ip6 saddr %s counter" % prefix(SOURCES) for _ in range(300)]))
verify("nothing that an index knows", ruleset(
    20, ["meta length %d counter" % n for n in range(40, 100)]))
verify("rules behind what lets none pass by", ruleset(
    20, ["meta mark set 1 udp dport %d counter" % n for n in range(1, 60)] +
    ["meta mark 1 udp dport %d drop" % n for n in range(1, 600, 2)]))

# verify-verdicts cannot tell what a limit would have said
w.load("chain forward {\n%s\n%s\n}\n" % (
    "\n".join(["udp dport %d counter" % n for n in range(100, 120)]),
    "limit rate 1/day burst 5 packets udp dport 7 counter"))
other, asked = ([packet(SOURCES, TARGETS, n, dport) for n in range(4)]
                for dport in (8, 7))
w.from_lan(*other)
w.from_lan(*asked)
equal("a limit before a guard meets every packet: one credit is left",
      1, s.counters("forward")[-1][0])
equal("the others count nothing", [0] * 20,
      [n for n, _ in s.counters("forward")[:-1]])
END
