# SPDX-License-Identifier: GPL-2.0-only
"""
What a router does with fragments, whoever defragments there: each case sends
packets and says in a few words what came of them.

	fragment_cases.py [CASE...]	prints "CASE<tab>RULE<tab>PACKETS<tab>SEEN"
"""
import struct
import sys

from fragments import (
    DSTOPT, Datagram, ICMPV6, Lab, fragment, header, icmpv6, shape, udp)
from packets import LAN, WAN

ROUTER = "2001:db8:1::1"
lab = Lab()
CASES = []


def case(rule, packets):
    """A function that says what was seen."""
    def add(function):
        CASES.append((function.__name__, rule, packets, function))
        return function
    return add


def words(seen, errors=()):
    """What came out, and which errors came back."""
    text = ", ".join(seen) if seen else "nothing"
    for kind, code, pointer in errors:
        text += "; error %d/%d (%d)" % (kind, code, pointer)
    return text


def verdict(packets, good=None):
    """Send; what came out in one word."""
    seen = lab.send(*packets)
    # what some case before left behind may come of age meanwhile
    return words(seen, [e for e in lab.errors() if e[:2] != (3, 1)])


@case("RFC 8200 4.5", "three fragments in order")
def plain():
    return verdict(Datagram().pieces())


@case("RFC 8200 4.5", "three fragments, last first")
def reversed_order():
    return verdict(Datagram().pieces()[::-1])


@case("RFC 5722", "first, one that overlaps its end, then the true rest")
def overlap_then_rest():
    d = Datagram()
    return verdict([d.piece(0, 16), d.wrong(8, 32), d.piece(16, 32),
                    d.piece(32, 48)])


@case("RFC 5722", "an overlap, then the whole datagram again")
def overlap_then_again():
    d = Datagram()
    return verdict([d.piece(0, 16), d.wrong(8, 32)] + d.pieces())


@case("RFC 5722", "an overlap inside of two that came, then the last")
def overlap_inside():
    d = Datagram()
    return verdict([d.piece(0, 16), d.piece(16, 32), d.wrong(8, 24),
                    d.piece(32, 48)])


@case("RFC 5722", "a smaller one inside of the first, then the rest")
def overlap_smaller():
    d = Datagram()
    return verdict([d.piece(0, 16), d.wrong(8, 16), d.piece(16, 32),
                    d.piece(32, 48)])


@case("RFC 5722", "last, one that overlaps it, then the true rest")
def overlap_last():
    d = Datagram()
    return verdict([d.piece(32, 48), d.wrong(24, 40), d.piece(0, 16),
                    d.piece(16, 32)])


@case("RFC 5722", "one that covers two that came")
def overlap_cover():
    d = Datagram()
    return verdict([d.piece(0, 16), d.piece(16, 32), d.wrong(0, 32),
                    d.piece(32, 48)])


@case("RFC 5722", "two last fragments with different ends")
def two_ends():
    d = Datagram()
    return verdict([d.piece(0, 16), d.piece(32, 48),
                    d.wrong(16, 24, more=False), d.piece(16, 32)])


@case("RFC 5722", "one behind the last")
def behind_end():
    d = Datagram()
    return verdict([d.piece(0, 16), d.piece(32, 48), d.wrong(48, 64, True),
                    d.piece(16, 32)])


@case("RFC 8200 4.5", "each fragment twice")
def duplicates():
    d = Datagram()
    seen = verdict([p for p in d.pieces() for _ in (0, 1)])
    return seen


@case("RFC 8200 4.5", "a duplicate of the first with other data")
def duplicate_other():
    d = Datagram()
    seen = lab.send(d.piece(0, 16), d.wrong(0, 16), d.piece(16, 32),
                    d.piece(32, 48))
    first = [p for p in lab.came if shape(p).startswith("0+")]
    true = d.data[:16] in first[0] if first else False
    return words(seen) + (", data of the one that came first" if true else "")


@case("RFC 6946", "an atomic fragment alone")
def atomic():
    return verdict([Datagram().atomic(udp())])


@case("RFC 6946", "an atomic one while a datagram of its ID waits")
def atomic_waits():
    d = Datagram()
    return verdict([d.piece(0, 16), d.piece(16, 32),
                    d.atomic(udp(dport=54)), d.piece(32, 48)])


@case("RFC 6946", "the same with the last fragment waiting")
def atomic_waits_last():
    d = Datagram()
    return verdict([d.piece(32, 48), d.atomic(udp(dport=54)),
                    d.piece(0, 16), d.piece(16, 32)])


@case("RFC 6946", "an atomic one as long as what waits")
def atomic_as_long():
    d = Datagram()
    return verdict([d.piece(0, 16), d.atomic(udp(b"eight.89")),
                    d.piece(16, 32), d.piece(32, 48)])


def solicitation(ident_pieces=True):
    """A neighbour solicitation for the router's address, in pieces."""
    mac = bytes.fromhex(lab.wire.lan.mac.replace(":", ""))
    target = bytes.fromhex("20010db8000100000000000000000001")
    return icmpv6(135, bytes(4) + target + b"\1\1" + mac, LAN, ROUTER)


def advertisements(*packets):
    """How many neighbour advertisements come back."""
    for packet in packets:
        lab.wire.lan.send(packet)
    heard = lab.wire.lan.until(lab.wire.wan.end(), link=True)
    return sum(p[6] == ICMPV6 and p[40] == 136 for p in heard)


@case("RFC 6980", "a solicitation to the router in two fragments")
def nd_local():
    d = Datagram(solicitation(), ICMPV6, dst=ROUTER, hops=255)
    return "%d answers" % advertisements(*d.pieces(24))


@case("RFC 6980", "the same, suppress_frag_ndisc off")
def nd_local_allowed():
    lab.sysctl("net.ipv6.conf.lan.suppress_frag_ndisc", 0)
    d = Datagram(solicitation(), ICMPV6, dst=ROUTER, hops=255)
    seen = "%d answers" % advertisements(*d.pieces(24))
    lab.sysctl("net.ipv6.conf.lan.suppress_frag_ndisc", 1)
    return seen


@case("RFC 6980", "a solicitation to the router in an atomic fragment")
def nd_atomic():
    d = Datagram(solicitation(), ICMPV6, dst=ROUTER, hops=255)
    return "%d answers" % advertisements(d.atomic(d.data))


def nd_forward(kind):
    """A link message through the router."""
    d = Datagram(icmpv6(kind, bytes(28)), ICMPV6, hops=255)
    for packet in d.pieces():
        lab.wire.lan.send(packet)
    heard = lab.wire.wan.until(lab.wire.lan.end(), link=True)
    heard = [p for p in heard if p[8:24] == lab_address(LAN)]
    return words([shape(p) for p in heard])


def lab_address(text):
    """An address in its 16 bytes."""
    return header(0, 59, src=text)[8:24]


@case("RFC 6980", "a redirect for another host in two fragments")
def nd_redirect():
    return nd_forward(137)


@case("RFC 6980", "a certification path solicitation, the same")
def nd_cps():
    return nd_forward(148)


@case("RFC 6980", "a certification path advertisement (may be fragmented)")
def nd_cpa():
    return nd_forward(149)


@case("RFC 7112", "TCP, 8 bytes of its header in the first fragment")
def first_tcp():
    tcp = struct.pack("!HHIIBBHHH", 1, 80, 1, 0, 5 << 4, 2, 100, 0, 0)
    d = Datagram(tcp + bytes(12), 6)
    return verdict(d.pieces(8))


@case("RFC 7112", "destination options that fill the first fragment")
def first_options():
    d = Datagram(b"\x3c\0\1\4\0\0\0\0" + b"\x11\0\1\4\0\0\0\0" + udp(),
                 DSTOPT)
    return verdict([d.piece(0, 8), d.piece(8, 64)])


@case("RFC 7112", "SCTP, 8 of its 12 bytes")
def first_sctp():
    return verdict(Datagram(bytes(24), 132).pieces(8))


@case("RFC 7112", "TCP options in the second fragment")
def first_tcp_options():
    tcp = struct.pack("!HHIIBBHHH", 1, 80, 1, 0, 8 << 4, 2, 100, 0, 0)
    return verdict(Datagram(tcp + b"\1" * 12, 6).pieces(24))


@case("RFC 8200 4.5", "a length of 12 with more to come")
def length():
    d = Datagram()
    return verdict([d.piece(0, 16), d.piece(16, 28, True)])


@case("RFC 8200 4.5", "that, then the true rest")
def length_rest():
    d = Datagram()
    return verdict([d.piece(0, 16), d.piece(16, 28, True), d.piece(16, 32),
                    d.piece(32, 48)])


@case("RFC 8200 4.5", "an end beyond 65535 bytes")
def too_long():
    d = Datagram()
    return verdict([d.piece(0, 16), fragment(d.ident, 65528, bytes(16))])


@case("RFC 8200 4.5", "that, then the true rest")
def too_long_rest():
    d = Datagram()
    return verdict([d.piece(0, 16), fragment(d.ident, 65528, bytes(16)),
                    d.piece(16, 32), d.piece(32, 48)])


@case("RFC 8200 4.5", "a fragment with no data, then the true rest")
def empty():
    d = Datagram()
    return verdict([d.piece(0, 16), fragment(d.ident, 16, b""),
                    d.piece(16, 32), d.piece(32, 48)])


@case("RFC 8200 4.5", "a last fragment with no data, then the true rest")
def empty_last():
    d = Datagram()
    return verdict([d.piece(0, 16), fragment(d.ident, 16, b"", False),
                    d.piece(16, 32), d.piece(32, 48)])


@case("RFC 8200 4.5", "other next headers behind the first")
def next_headers():
    d = Datagram()
    return verdict([d.piece(0, 16), d.piece(16, 32, nexthdr=6),
                    d.piece(32, 48, nexthdr=59)])


@case("RFC 8200 4.5", "60 fragments of 8 bytes")
def tiny():
    seen = lab.send(*Datagram(udp(bytes(472))).pieces(8))
    return words(["%d fragments" % len(seen)] if len(seen) > 9 else seen)


@case("RFC 8200 4.5", "4000 bytes in fragments of 1280: their sizes")
def sizes():
    d = Datagram(udp(bytes(3992)))
    seen = lab.send(*d.pieces(1232))
    return words(["%d" % len(p) for p in lab.came])


@case("RFC 8200 4.5", "1400 in fragments of 400 (a path's choice): sizes")
def sizes_small():
    lab.send(*Datagram(udp(bytes(1392))).pieces(400))
    return words(["%d" % len(p) for p in lab.came])


@case("RFC 8201", "fragments of 1400 to a link of 1280")
def too_big():
    lab.router("ip", "link", "set", "wan", "mtu", "1280")
    d = Datagram(udp(bytes(2792)))
    seen = verdict(d.pieces(1352))
    lab.router("ip", "link", "set", "wan", "mtu", "1500")
    return seen


@case("RFC 8201", "fragments of 1280 to a link of 1280")
def fits():
    lab.router("ip", "link", "set", "wan", "mtu", "1280")
    lab.send(*Datagram(udp(bytes(2792))).pieces(1232))
    lab.router("ip", "link", "set", "wan", "mtu", "1500")
    return words(["%d" % len(p) for p in lab.came])


def quoted(kind, code, quote, pointer=0):
    """An error from the wan that quotes a packet of the lan."""
    rest = struct.pack("!I", pointer) + quote[:1200]
    message = icmpv6(kind, rest, WAN, LAN)
    message = message[:1] + bytes([code]) + message[2:]
    message = icmpv6_code(message)
    return header(len(message), ICMPV6, WAN, LAN) + message


def icmpv6_code(message):
    """The checksum of a message whose code was changed."""
    value = struct.unpack("!H", message[2:4])[0] ^ 0xffff
    value += message[1]
    value = (value & 0xffff) + (value >> 16)
    return message[:2] + struct.pack("!H", value ^ 0xffff) + message[4:]


def error_back(kind, code, pick, pointer=0):
    """Does an error come back that quotes a fragment?"""
    d = Datagram(udp(bytes(2792), sport=40100))
    lab.send(*d.pieces(1232))
    quote = lab.came[pick]
    seen = lab.send(quoted(kind, code, quote, pointer), port=lab.wire.wan)
    return ("passes, %s" % STATE()) if seen else "nothing, %s" % STATE()


@case("RFC 8201", "Packet Too Big that quotes a first fragment")
def quote_first():
    return error_back(2, 0, 0, 1280)


@case("RFC 4443 3.3", "Time Exceeded 3/1 that quotes a first fragment")
def quote_time():
    return error_back(3, 1, 0)


@case("RFC 4443 3.3", "the last is missing: after the time")
def timeout_last():
    lab.sysctl("net.netfilter.nf_conntrack_frag6_timeout", 1)
    d = Datagram()
    lab.send(d.piece(0, 16), d.piece(16, 32))
    seen = lab.wait(2.5)
    return words([], seen)


@case("RFC 4443 3.3", "the first is missing: after the time")
def timeout_first():
    d = Datagram()
    lab.send(d.piece(16, 32), d.piece(32, 48))
    return words([], lab.wait(2.5))


@case("RFC 5722", "an overlap: after the time")
def timeout_overlap():
    d = Datagram()
    lab.send(d.piece(0, 16), d.piece(16, 32), d.wrong(8, 24))
    seen = words([], lab.wait(2.5))
    lab.sysctl("net.netfilter.nf_conntrack_frag6_timeout", 60)
    return seen


def main():
    """Run the cases that are asked for, or all."""
    want = sys.argv[2:]
    for name, rule, packets, function in CASES:
        if not want or name in want:
            STATE(True)
            print("\t".join((name, rule, packets, function())), flush=True)


def nft_states():
    """Counters of the states."""
    text = lab.router("nft", "list", "table", "ip6", "t")
    return {line.split()[2]: int(line.split()[5])
            for line in text.splitlines() if "ct state" in line}


def ct6_states():
    """Counters of the states, by the statistics."""
    from state import State
    stats = State().stats()
    return {name: stats[name] for name in
            ("new", "established", "related", "invalid", "untracked")}


class States:
    """Which states were seen since the last time."""

    def __init__(self, read):
        self.read, self.before = read, read()

    def __call__(self, reset=False):
        now = self.read()
        seen = [name for name in now if now[name] != self.before[name]]
        self.before = now
        return "+".join(seen[-1:]) or "not seen"


STATE = States(nft_states if sys.argv[1] == "nf" else ct6_states)
main()
