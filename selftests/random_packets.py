# SPDX-License-Identifier: GPL-2.0-only
"""
Random packets, made of what rules ask for (random_values.py), as bytes.
"""
import struct

from random_values import (ALL_NODES, DEVICES, LOCAL, MARKS, NEIGHBOUR,
                           ROUTER, net_of)

HBH, RT, FRAG, AH, NONE, DST = 0, 43, 44, 51, 59, 60
MLD_QUERY = 130
# what the router's kernel would answer later, or to whom it does not know
NO_ANSWERS = tuple(range(130, 138)) + (143,)
# what has to come in one piece (RFC 6980)
NO_FRAGMENTS = 133, 134, 135, 136, 137, 148
# hop limits of packets that come with a mark
MARKED = tuple(range(50, 50 + len(MARKS)))


def summed(data):
    """The Internet checksum's sum."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return total


class Packet:
    """
    A packet on its way into a router.

    Attributes:
    way: the device that it comes in by, or "out" for one of its own
    data: its fragments, or it alone, from the IPv6 header on
    ether: host, broadcast or multicast: the frame's destination
    mark: of one of the router's own
    answer: what makes the other direction's packet, or None
    """

    def __init__(self, way, data, ether="host", mark=0, answer=None):
        self.way, self.data, self.ether = way, data, ether
        self.mark, self.answer = mark, answer

    def __str__(self):
        return "%s%s%s: %s" % (
            self.way, "" if self.ether == "host" else " to " + self.ether,
            " mark 0x%x" % self.mark if self.mark else "",
            " + ".join(d.hex() for d in self.data))


class Maker:
    """Makes packets for a ruleset of a Writer."""

    def __init__(self, values, rs, legacy):
        self.values, self.rng = values, values.rng
        self.rs, self.legacy = rs, legacy
        self.recent = []

    def packets(self, number):
        """So many packets, some of them again, some with an answer."""
        found = []
        while len(found) < number:
            if self.recent and self.values.chance(8):
                found.append(self.rng.choice(self.recent[-8:]))
                continue
            self.values.look()
            packet = self.packet()
            found.append(packet)
            if packet.answer and self.values.chance(2):
                # one of each direction, and again, when both are known
                back = packet.answer()
                found += [back, self.alike(packet), self.alike(back),
                          self.alike(packet)]
            self.recent.append(packet)
        return found[:number]

    def alike(self, packet):
        """One more of a flow, some with other things that are no flow's"""
        v, data = self.values, bytearray(packet.data[0])
        if len(packet.data) > 1 or v.chance(3):
            return packet
        data[7] = min(255, v.known("hoplimit", lambda: v.pick(
            MARKED + (64, 255))) + v.rng.randrange(2)) or 64
        dscp = v.known("dscp", lambda: v.number("dscp"))
        data[0], data[1] = 0x60 | dscp >> 2, dscp << 6 & 0xff
        return Packet(packet.way, [bytes(data)], packet.ether, packet.mark)

    def ends(self):
        """The way of a packet, its source and its destination."""
        v = self.values
        if v.chance(30):
            return v.pick(DEVICES), NEIGHBOUR, v.pick((ROUTER, ALL_NODES))
        while True:
            src, dst = v.known("addr", v.addr), v.known("addr", v.addr)
            where = net_of(dst)
            if where and net_of(src) and dst not in (ROUTER, ALL_NODES) and \
                    src not in (ROUTER, ALL_NODES):
                break
            if v.chance(2):
                v.focus = {}
        if v.chance(6):
            return "out", src if v.chance(2) else LOCAL | 1, dst
        # what would go out where it came in begins a redirect
        return v.pick([d for d in DEVICES if d != where]), src, dst

    def upper(self):
        """Protocol and how to make it of both ends, the sum included."""
        v = self.values
        if "flags" in v.focus:
            proto = 6
        elif "type" in v.focus or "code" in v.focus:
            proto = 58
        else:
            proto = v.known("proto", lambda: v.number("proto"))
        if proto in (HBH, RT, FRAG, AH, DST):
            proto = 6
        sport, dport = (v.known("port", lambda: v.number("port"))
                        for _ in range(2))
        data = self.payload()
        if proto == 6:
            flags = v.known("flags", lambda: v.pick((2, 2, 0x10, 0x12, 0x11,
                                                     4, v.number("flags"))))
            return proto, self.tcp(sport, dport, flags, data), \
                self.tcp(dport, sport, 0x12 if flags == 2 else 0x10, data)
        if proto == 17:
            return proto, self.udp(sport, dport, data), \
                self.udp(dport, sport, data)
        if proto == 136:
            return proto, self.udp(sport, dport, data, True), \
                self.udp(dport, sport, data, True)
        if proto == 58:
            kind = v.known("type", lambda: v.number("type"))
            code = v.known("code", lambda: 0)
            one = self.icmpv6(kind, code, data)
            if kind in (128, 129):
                return proto, one, self.icmpv6(257 - kind, code, data)
            return proto, one, None
        if proto == 132:
            chunk = struct.pack("!BBHIIHHI", 1, 0, 20, 7, 9, 1, 1, 1)
            return proto, self.plain(struct.pack("!HHII", sport, dport, 0, 0)
                                     + chunk), None
        if proto == 33:
            return proto, self.plain(
                struct.pack("!HHBBHBBHII", sport, dport, 5, 0, 0, 1, 0, 0, 1,
                            0)), None
        if proto == 41:
            data = struct.pack("!IHBB", 6 << 28, 0, NONE, 9) + bytes(32)
        return proto, self.plain(struct.pack("!HH", sport, dport) + data), \
            None

    def payload(self):
        """Behind the upper layer's header, mostly little."""
        v = self.values
        if "length" in v.focus:
            # whatever the header takes, the packet is about as long as asked
            # and with all headers it is no longer than a link takes
            want = min(v.pick(v.focus["length"]), 1200)
            return bytes(max(0, want - v.pick((40, 48, 48, 60, 60, 68))))
        return self.rng.randbytes(v.pick((0, 0, 1, 8, 20,
                                          self.rng.randint(0, 300))))

    @staticmethod
    def plain(data):
        """An upper layer without a checksum over both ends."""
        return lambda proto, src, dst: data

    @staticmethod
    def with_sum(data, at):
        """One with a checksum at a place."""
        def make(proto, src, dst):
            pseudo = struct.pack("!16s16sII", src, dst, len(data), proto)
            check = 0xffff ^ summed(pseudo + data)
            return data[:at] + struct.pack("!H", check or 0xffff) + \
                data[at + 2:]
        return make

    def tcp(self, sport, dport, flags, data):
        """A segment"""
        words = self.rng.choice((0, 0, 0, 1, 3, 10))
        head = struct.pack("!HHIIBBHHH", sport, dport, 1000, 2000,
                           5 + words << 4, flags, 1000, 0, 0)
        return self.maybe_sum(head + b"\1" * (4 * words) + data, 16)

    def udp(self, sport, dport, data, lite=False):
        """A datagram of UDP or UDP-Lite, whose sum is over all here"""
        return self.maybe_sum(struct.pack("!HHHH", sport, dport,
                                          0 if lite else 8 + len(data), 0) +
                              data, 6)

    def icmpv6(self, kind, code, data):
        """A message; an error quotes something"""
        if kind < 128:
            data = struct.pack("!IHBB", 6 << 28, 8, 17, 9) + \
                LOCAL.to_bytes(16, "big") * 2 + bytes(8)
        elif 130 <= kind <= 137:
            data = (bytes(16) + data)[:max(16, len(data))]
        return self.maybe_sum(struct.pack("!BBHI", kind, code, 0, 7) + data,
                              2)

    def maybe_sum(self, data, at):
        """With a checksum that is right, mostly."""
        return self.plain(data) if self.values.chance(30) else \
            self.with_sum(data, at)

    def chain(self):
        """Extension headers, as (their number, how they go on)."""
        v, found = self.values, []
        if not v.chance(5):
            return found
        padded = b"\1\4" + bytes(4)
        if v.chance(2):
            # padding, a router alert, an option that is cut off by the end
            found.append((HBH, v.pick((b"\0" + padded, b"\0\5\2\0\0\1\0",
                                       b"\0\0\0\5\2\0\0"))))
        if v.chance(2):
            found.append((DST, v.pick((b"\0" + padded,
                                       b"\1\1\x0c" + bytes(12),
                                       b"\1\4\1\x08\1\0\x1e\7" + bytes(7),
                                       b"\0" + bytes(6)))))
        if v.chance(3):
            # type 2 and 4 with no segment left, or one of an unknown type
            found.append((RT, v.pick((b"\2\2", b"\2\4", b"\2\xc8")) +
                          bytes(21)))
        if v.chance(4) and (self.rs.plain or self.legacy):
            found.append((AH, b"\4" + bytes(2) + struct.pack("!II", 1, 1) +
                          bytes(12)))
        if v.chance(4):
            found.append((DST, b"\0" + padded))
        return found

    @staticmethod
    def fixed(src, dst, nexthdr, rest, hop, dscp):
        """The fixed header with what is behind it."""
        return struct.pack("!IHBB", 6 << 28 | dscp << 22, len(rest), nexthdr,
                           hop) + src + dst + rest

    @staticmethod
    def linked(headers, proto):
        """The first header's number, and all headers as bytes."""
        data = b""
        for kind, body in reversed(headers):
            data = bytes((proto,)) + body + data
            proto = kind
        return proto, data

    def damaged(self, headers, proto, upper):
        """Something is wrong behind the fixed header."""
        way = self.rng.randrange(6)
        if way == 0:
            return headers, proto, upper[:self.rng.randint(0, 12)]
        if way == 1:
            # a header longer than the packet
            return headers + [(DST, b"\xff" + bytes(6))], proto, upper
        if way == 2:
            return headers + [(RT, b"\2\0" + bytes(21))], proto, upper
        if way == 3:
            return [(DST, b"\0\1\4" + bytes(4)), (HBH, b"\0\1\4" + bytes(4))
                    ], proto, upper
        if way == 4:
            return [(DST, b"\0\1\4" + bytes(4))] * 20, proto, upper
        return headers, DST, b""

    def packet(self):
        """A packet."""
        v = self.values
        way, src, dst = self.ends()
        src, dst = (a.to_bytes(16, "big") for a in (src, dst))
        proto, make, back = self.upper()
        # what would not be answered at once is for others
        hop = 255 if v.chance(3) else \
            v.known("hoplimit", lambda: v.pick(MARKED + (64, 64, 64)))
        if way != "out":
            # a router takes one away before it asks its rules
            hop = min(255, hop + v.rng.randrange(2))
        dscp = v.known("dscp", lambda: v.pick((0, 0, v.number("dscp"))))
        ether = "host"
        if dst[0] == 0xff:
            ether = "multicast"
        elif net_of(int.from_bytes(dst, "big")) == "local" and v.chance(8):
            ether = v.pick(("broadcast", "multicast"))
        mark = v.pick((0,) + MARKS) if way == "out" else 0
        headers, upper = self.chain(), make(proto, src, dst)
        local = net_of(int.from_bytes(dst, "big")) == "local"
        if proto == 58 and upper[0] in NO_ANSWERS and (local or way == "out"):
            upper = b"\x80" + upper[1:]
        # ip6tables' rules for the router's own talk drop what is damaged
        if self.rs.plain and v.chance(3) and \
                not (way == "out" and self.rs.kind == "iptables"):
            headers, proto, upper = self.damaged(headers, proto, upper)
        if len(upper) > 80 and v.chance(4) and not self.rs.frag and \
                way != "out" and not headers and \
                not (proto == 58 and upper[0] in NO_FRAGMENTS):
            return Packet(way, self.fragments(src, dst, proto, upper, hop,
                                              dscp), ether)
        first, chain = self.linked(headers, proto)
        data = self.fixed(src, dst, first, chain + upper, hop, dscp)
        answer = None
        if back and not headers and way != "out" and not local:
            def answer():
                """What comes back where it went to"""
                return Packet(net_of(int.from_bytes(dst, "big")), [
                    self.fixed(dst, src, proto, back(proto, dst, src), 64,
                               dscp)])
            if net_of(int.from_bytes(src, "big")) != way:
                answer = None
        return Packet(way, [data], ether, mark, answer)

    def fragments(self, src, dst, proto, upper, hop, dscp):
        """A datagram in two to four of them, in any order."""
        ident = self.rng.getrandbits(32)
        size = self.rng.choice((24, 40, 64)) if len(upper) < 150 else \
            (len(upper) // 3 + 7) // 8 * 8
        # the first has all headers of the upper layer
        size = max(size, 64)
        found = []
        for at in range(0, len(upper), size):
            more = at + size < len(upper)
            rest = struct.pack("!BBHI", proto, 0, at | more, ident) + \
                upper[at:at + size]
            found.append(self.fixed(src, dst, FRAG, rest, hop, dscp))
        if self.values.chance(3):
            self.rng.shuffle(found)
        return found
