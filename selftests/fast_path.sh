#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Plain packets of established flows take a short way, unless their checksum has
# to be verified: the same traffic, with that setting on and off, is delivered,
# counted and remembered alike. What is not plain leaves the short way.

. "$(dirname "$0")/lib.sh"
plan 14
silent_hosts

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
RULES = """chain forward {
	policy drop;
	iifname "wan" ip6 saddr 2001:db8:1::/64 drop
	ct state established accept
	ct state invalid drop
	iifname "lan" accept
}
"""
# not of all packets: the router has something to say to its links, too
COUNTED = ("dropped", "cached", "new", "established", "invalid", "invalid-tcp",
           "invalid-proto", "invalid-truncated")
LONG, SHORT = "on", "off"


def spoilt(packet):
    """The same with a wrong checksum."""
    data = bytearray(bytes(packet))
    data[-1] ^= 1
    return bytes(data)


class Talk:
    """A UDP flow and a TCP connection that are remembered."""

    def __init__(self, checksum):
        w.load(RULES)
        s.forget()
        w.ct6("set", "checksum", checksum)
        s.set(timeout_udp=300, timeout_tcp_established=7440)
        self.before = s.stats()
        self.tcp = Connection(1)
        self.passed = [w.from_lan(udp(LAN, WAN, 4000, 5353))]
        for port, packet in zip((w.lan, w.wan, w.lan), self.tcp.open()):
            self.passed.append(w.passed(port, packet))
        for size in 1, 100, 0:
            self.passed += [
                w.from_wan(udp(WAN, LAN, 5353, 4000, bytes(size)),
                           self.tcp("wan", "A", bytes(size))),
                w.from_lan(udp(LAN, WAN, 4000, 5353, bytes(2 * size)),
                           self.tcp("lan", "A", bytes(2 * size)))]

    def outcome(self):
        """What was delivered, counted and remembered."""
        flows = [(f["l4proto"], f.get("state"), f["orig-packets"],
                  f["orig-bytes"], f["reply-packets"], f["reply-bytes"])
                 for f in s.flows()]
        after = s.stats()
        return (list(self.passed), sorted(flows, key=str), s.counters("forward"),
                [(name, after[name] - self.before[name]) for name in COUNTED])


    def segment(self, flags, **more):
        """A segment of the lan in its place, which the next ones are in, too."""
        return tcp(LAN, WAN, flags, 1, 80, seq=self.tcp.next["lan"],
                   ack=self.tcp.next["wan"], **more)

    def send(self, *packets):
        """From the lan, one by one; what came of it."""
        self.passed += [w.from_lan(packet) for packet in packets]
        return self.outcome()


def odd(talk):
    """What is not plain, by name."""
    yield "a header that is too short", [talk.segment("A", dataofs=4)]
    yield "one that ends behind the packet", [talk.segment("A", dataofs=15)]
    yield "a UDP length that is no length, or longer than the packet", [
        IPv6(src=LAN, dst=WAN) / UDP(sport=4000, dport=5353, len=n) /
        Raw(b"x" * 8) for n in (4, 7, 17, 65535)]
    yield "out of the window", [tcp(LAN, WAN, "A", 1, 80, seq=1 << 31, ack=1)]
    yield "a FIN", [talk.segment("FA")]
    yield "a RST", [talk.segment("R")]


def whole(checksum):
    """What comes of all of it, by name."""
    talk = Talk(checksum)
    found = {"what is plain": talk.outcome()}
    s.set(timeout_udp=9000, timeout_tcp_established=9000)
    w.from_lan(udp(LAN, WAN, 4000, 5353), talk.tcp("lan", "A"))
    found["each packet begins the time anew"] = [
        8900000 < f["timeout"] <= 9000000 for f in s.flows()]
    came, back = w.through(w.wan, udp(LAN, WAN, 4000, 5353))
    found["from another interface the rules are asked"] = len(came), len(back)
    for name, packets in odd(talk):
        found[name] = talk.send(*packets)
    return found


long, short = whole(LONG), whole(SHORT)
w.ct6("set", "checksum", "on")
datagram = udp(LAN, WAN, 4000, 5353)
equal("a wrong checksum is found in what is remembered", (0, 1),
      (w.from_lan(spoilt(datagram)), w.from_lan(datagram)))
passed, flows, rules, stats = short["what is plain"]
equal("all of it was delivered", [1] * 4 + [2] * 6, passed)
equal("most of it was remembered", 10, dict(stats)["cached"])
equal("time began anew", [True] * 2, short["each packet begins the time anew"])
equal("nothing came from another interface", (0, 0),
      short["from another interface the rules are asked"])
for name, seen in long.items():
    equal(name, seen, short[name])
END
