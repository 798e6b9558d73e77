#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A provider delegates another prefix while flows are alive: a home router whose
# examples/home-router.ct6 is loaded again with the new one. While it names both,
# nothing stops; without the old one its flows end, their senders hear why (RFC
# 7084, L-14), and those of the new one live on.

. "$(dirname "$0")/lib.sh"
. "$here/home.sh"
plan 29
home_hosts
old=2001:2:0:1 new=2001:2:0:9
neighbour lan lan $old::80 $new::2 $new::80
# a server that has the same end of its address in each prefix, as in ct6(8)
server='\tip6 daddr \& ::ffff:ffff:ffff:ffff == ::80 tcp dport 443 accept'
for name in old:$old::/64 "both:{ $old::/64, $new::/64 }" new:$new::/64; do
	home_rules | sed -e "s|^define delegated = .*|define delegated = ${name#*:}|" \
		-e "/^\tmeta l4proto icmpv6 goto icmp/i\\$server" >"$work/rules.${name%%:*}"
done

results_of python3 - "$work/rules" <<'END'
from packets import *
from state import State

OLD, NEW, NET, NET2 = ("2001:2:0:%d::%s" % pair for pair in (
    (1, "2"), (9, "2"), (2, "2"), (3, "3")))
POLICY_FAIL = (1, 5)
w, s = Wire(), State()


def load(name):
    """One of the three rulesets."""
    with open(sys.argv[1] + "." + name, encoding="ascii") as file:
        w.load(file.read())


def passed(port, *packets):
    """How many of these pass; errors of the router are none of them."""
    return sum(ICMPv6DestUnreach not in p for p in w.through(port, *packets)[0])


def router(*words):
    """ip at the router."""
    subprocess.run(["ip", "-n", "router", *words], check=True)


class Flows:
    """A TCP connection and a UDP flow of an address of the interior."""

    def __init__(self, home, port):
        self.home, self.port = home, port
        self.segment = Connection(port)
        self.begun = [passed(*self.tcp(*who)) for who in (
            ("lan", "S"), ("wan", "SA"), ("lan", "A"))]
        self.begun += [passed(*self.udp(who)) for who in ("lan", "wan")]

    def tcp(self, who, flags, data=b""):
        """The connection's next segment, and where it comes from."""
        segment = self.segment(who, flags, data)
        segment.src, segment.dst = self.ends(who)
        return self.side(who), segment

    def udp(self, who):
        """A datagram, and where it comes from."""
        ports = (self.port, 53) if who == "lan" else (53, self.port)
        return self.side(who), udp(*self.ends(who), *ports)

    def ends(self, who):
        """Source and destination."""
        return (self.home, NET) if who == "lan" else (NET, self.home)

    @staticmethod
    def side(who):
        """The port of a side."""
        return w.lan if who == "lan" else w.wan

    def alive(self):
        """What passes of a segment and a datagram of either side."""
        both = "lan", "wan"
        return [passed(*self.tcp(who, "A", b"data")) for who in both] + \
            [passed(*self.udp(who)) for who in both]

    def ids(self):
        """Of the two."""
        return sorted(f["id"] for f in s.flows(src=self.home, sport=self.port))


def refused(port, packet):
    """How many came through, and what the sender was told."""
    came, back = w.through(port, packet)
    return len(came), [(p[ICMPv6DestUnreach].type, p[ICMPv6DestUnreach].code)
                       for p in back if ICMPv6DestUnreach in p]


def open_server(address, sport):
    """A connection from outside to the server: what passes of its handshake."""
    return [passed(w.wan, tcp(NET, address, "S", sport, 443, seq=1)),
            passed(w.lan, tcp(address, NET, "SA", 443, sport, seq=5, ack=2)),
            passed(w.wan, tcp(NET, address, "A", sport, 443, seq=2, ack=6))]


for net in 1, 9:
    router("addr", "replace", "2001:2:0:%d::1/64" % net, "dev", "lan", "nodad")
load("old")
first, second = Flows(OLD, 4001), Flows(OLD, 4002)
equal("the old prefix: flows begin", [[1] * 5] * 2, [first.begun, second.begun])
equal("the old prefix: and live", [1] * 4, first.alive())
equal("the server of the old prefix", [1] * 3, open_server("2001:2:0:1::80", 5001))
equal("the new prefix, not delegated yet: refused", (0, [POLICY_FAIL]),
      refused(w.lan, udp(NEW, NET, 4003)))
equal("and may be somebody's outside", 1,
      passed(w.wan, udp("2001:2:0:9::2", OLD, 53, 4001)))
before = first.ids(), second.ids()

s.listen()
load("both")
third = Flows(NEW, 4003)
equal("both: flows of the new one begin", [1] * 5, third.begun)
equal("both: the old ones live", [[1] * 4] * 2, [first.alive(), second.alive()])
equal("both: they are the same flows", before, (first.ids(), second.ids()))
equal("both: none has ended", [], [e for e in s.events() if e[0] == "destroy"])
equal("both: nobody sends from the new one outside", 0,
      passed(w.wan, udp("2001:2:0:9::7", OLD, 53, 4001)))
equal("both: the server by its new address", [1] * 3,
      open_server("2001:2:0:9::80", 5002))
equal("both: another port of it is shut", 0,
      passed(w.wan, tcp(NET, "2001:2:0:9::80", "S", 5003, 80)))
equal("both: nothing of it all was invalid", 0, s.stats()["invalid"])
kept = third.ids()

load("new")
equal("the new one alone: its flows live", [1] * 4, third.alive())
equal("the new one alone: they are the same", kept, third.ids())
equal("TCP of the old one: refused, the sender hears of policy",
      (0, [POLICY_FAIL]), refused(*first.tcp("lan", "A", b"more")))
equal("UDP of the old one: refused", (0, [POLICY_FAIL]),
      refused(*first.udp("lan")))
equal("TCP of the old one, first heard from the world: dropped", 0,
      passed(*second.tcp("wan", "A", b"more")))
equal("UDP, the same", 0, passed(*second.udp("wan")))
equal("they have ended, denied",
      [(port, proto, "denied") for port in (4001, 4002) for proto in (6, 17)],
      sorted((f["sport"], f["l4proto"], f["reason"]) for what, f in s.events()
             if what == "destroy"))
equal("and nothing more passes of either", [[0] * 4] * 2,
      [first.alive(), second.alive()])
equal("none begins from the old one", (0, [POLICY_FAIL]),
      refused(w.lan, tcp(OLD, NET, "S", 4009)))
equal("nor does the old server answer", (0, [POLICY_FAIL]),
      refused(w.lan, tcp("2001:2:0:1::80", NET, "A", 443, 5001, seq=6, ack=2)))
equal("the new one's connection goes on", 1,
      passed(w.lan, tcp("2001:2:0:9::80", NET, "A", 443, 5002, seq=6, ack=2)))
equal("nothing that nobody asked for reaches the new one", [0, 0],
      [passed(w.wan, tcp(NET, NEW, "S", 9, 22)),
       passed(w.wan, udp(NET2, NEW, 53, 4999))])
equal("nor what pretends to come from it", 0,
      passed(w.wan, udp("2001:2:0:9::7", NEW, 53, 4003)))

# the provider gives the old prefix to somebody else
router("addr", "del", "2001:2:0:1::1/64", "dev", "lan")
equal("who has the old prefix now is asked, and answers", (1, 1),
      (passed(w.lan, udp(NEW, OLD, 4010)), passed(w.wan, udp(OLD, NEW, 53, 4010))))
equal("but begins nothing", 0, passed(w.wan, tcp(OLD, NEW, "S", 9, 22)))
equal("the new flows live through it all", ([1] * 4, kept),
      (third.alive(), third.ids()))
END
