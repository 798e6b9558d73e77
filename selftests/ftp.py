# SPDX-License-Identifier: GPL-2.0-only
"""
Control connections of FTP, segment by segment, and the data connections that
they announce.
"""
import itertools
import socket
import struct

from packets import LAN, WAN

WAITS = {"lan": LAN, "wan": WAN}
sports = itertools.count(30000)
data_ports = itertools.count(20000)

RULES = """chain forward {
	policy drop;
	ct state established,related accept
	ct state invalid drop
	iifname "lan" tcp dport 21 %s accept
}
"""


FLAGS = {"F": 1, "S": 2, "R": 4, "P": 8, "A": 16}


def tcp_bytes(src, dst, flags, sport, dport, seq=0, ack=0, data=b""):
    """A segment by hand: there are thousands, and scapy takes its time."""
    ends = socket.inet_pton(socket.AF_INET6, src) + \
        socket.inet_pton(socket.AF_INET6, dst)
    head = struct.pack("!HHIIBBHHH", sport, dport, seq, ack, 5 << 4,
                       sum(FLAGS[flag] for flag in flags), 8192, 0, 0)
    size = len(head) + len(data)
    pseudo = ends + struct.pack("!II", size, socket.IPPROTO_TCP)
    whole = pseudo + head + data + b"\0" * (size & 1)
    total = sum(struct.unpack("!%dH" % (len(whole) // 2), whole))
    total = (total & 0xffff) + (total >> 16)
    total = (total & 0xffff) + (total >> 16)
    head = head[:16] + struct.pack("!H", ~total & 0xffff) + head[18:]
    return struct.pack("!IHBB", 6 << 28, size, socket.IPPROTO_TCP, 64) + \
        ends + head + data


def peer(who):
    """The other one."""
    return "wan" if who == "lan" else "lan"


class Control:
    """A client in the lan and a server in the wan; the numbers are right."""

    def __init__(self, wire, greeting=b"220 ready\r\n"):
        self.wire = wire
        self.port = {"lan": next(sports), "wan": 21}
        self.next = {"lan": 1000, "wan": 5000}
        for who, flags in (("lan", "S"), ("wan", "SA"), ("lan", "A")):
            self.send(self.segment(who, flags=flags), who)
            self.next[who] += "S" in flags
        self.say("wan", greeting)

    def segment(self, who, data=b"", flags="PA", at=0):
        """A segment, `at` bytes behind what was said; says nothing yet."""
        return tcp_bytes(WAITS[who], WAITS[peer(who)], flags, self.port[who],
                         self.port[peer(who)], self.next[who] + at,
                         self.next[peer(who)] if "A" in flags else 0, data)

    def port_of(self, who):
        """The port of the wire."""
        return self.wire.lan if who == "lan" else self.wire.wan

    def send(self, packet, who):
        """Whether it passed."""
        return self.wire.passed(self.port_of(who), packet)

    def said(self, who, size):
        """So many bytes were said, and the other one acknowledges them."""
        self.next[who] += size
        self.send(self.segment(peer(who), flags="A"), peer(who))

    def say(self, who, data, size=None):
        """In segments of that size; how many of them passed."""
        size = size or len(data)
        passed = 0
        for at in range(0, len(data), size):
            passed += self.send(self.segment(who, data[at:at + size], at=at),
                                who)
        self.said(who, len(data))
        return passed

    def parts(self, who, data, *parts):
        """In parts, given as (first, last) in the order of sending."""
        for first, last in parts:
            self.send(self.segment(who, data[first:last], at=first), who)
        self.said(who, len(data))

    def reaches(self, who, port):
        """Does a data connection to that side reach it, and how often?"""
        src = WAITS[peer(who)]
        return self.wire.passed(self.port_of(peer(who)), tcp_bytes(
            src, WAITS[who], "S", next(sports), port))


def eprt(port, addr=LAN, end=b"\r\n"):
    """The command, for a port of the client."""
    return b"EPRT |2|%s|%d|" % (addr.encode(), port) + end


def reply(port, text=b"229 Entering Extended Passive Mode"):
    """The reply to EPSV."""
    return text + b" (|||%d|)\r\n" % port
