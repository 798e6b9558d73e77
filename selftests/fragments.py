# SPDX-License-Identifier: GPL-2.0-only
"""
Fragments by hand, and what comes of them at a router.

A datagram here is UDP with 40 bytes of data: 48 bytes, three fragments of 16.
"""
import struct
import subprocess
import time

from packets import IPv6, LAN, UDP, WAN, Wire

NONE = ()
HBH, ROUTING, FRAGMENT, ICMPV6, DSTOPT = 0, 43, 44, 58, 60
DATA = bytes(range(100, 140))
BOOT = struct.unpack("=I", open("/dev/urandom", "rb").read(4))[0] & 0xfff0000


def header(length, nexthdr, src=LAN, dst=WAN, hops=64):
    """A fixed header."""
    return bytes(IPv6(src=src, dst=dst, nh=nexthdr, plen=length, hlim=hops))


def fragment(ident, offset, data, more=True, nexthdr=17, **fixed):
    """A fragment; its offset and length as they are given, in bytes."""
    return header(8 + len(data), FRAGMENT, **fixed) + struct.pack(
        "!BBHI", nexthdr, 0, offset & 0xfff8 | bool(more),
        ident & 0xffffffff) + data


def udp(data=DATA, src=LAN, dst=WAN, sport=40000, dport=53):
    """A UDP datagram with its checksum, without the fixed header."""
    return bytes(IPv6(src=src, dst=dst) / UDP(sport=sport, dport=dport) /
                 data)[40:]


def icmpv6(kind, rest, src=LAN, dst=WAN):
    """An ICMPv6 message with its checksum."""
    data = bytes([kind, 0, 0, 0]) + rest
    pseudo = bytes(IPv6(src=src, dst=dst))[8:40] + struct.pack(
        "!II", len(data), ICMPV6)
    total = sum(struct.unpack("!%dH" % ((len(pseudo + data) + 1) // 2),
                              pseudo + data + bytes(len(data) % 2)))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return data[:2] + struct.pack("!H", ~total & 0xffff) + data[4:]


class Datagram:
    """One that is sent in pieces."""
    last = BOOT

    def __init__(self, data=None, nexthdr=17, **fixed):
        Datagram.last += 1
        self.ident = Datagram.last
        self.data = udp() if data is None else data
        self.nexthdr = nexthdr
        self.fixed = fixed

    def piece(self, begin, end, more=None, data=None, **changes):
        """Its bytes from begin to end; other data when given."""
        given = self.data[begin:end] if data is None else data
        if more is None:
            more = end < len(self.data)
        return fragment(self.ident, begin, given, more,
                        **{"nexthdr": self.nexthdr, **self.fixed, **changes})

    def wrong(self, begin, end, more=None):
        """The same with bytes that are not the datagram's."""
        return self.piece(begin, end, more, data=b"\xee" * (end - begin))

    def pieces(self, size=16):
        """All of it."""
        return [self.piece(at, min(at + size, len(self.data)))
                for at in range(0, len(self.data), size)]

    def atomic(self, data):
        """Another datagram with the same identification, in one piece."""
        return fragment(self.ident, 0, data, False, self.nexthdr,
                        **self.fixed)


def shape(data):
    """A packet in a word: whole, atomic, or offset and length."""
    packet = bytes(data)
    if packet[6] == ICMPV6 and packet[40] < 128:
        return "icmpv6 %d/%d" % (packet[40], packet[41])
    if packet[6] != FRAGMENT:
        return "whole %d" % (len(packet) - 40)
    word = struct.unpack("!H", packet[42:44])[0]
    if not word & 0xfff9:
        return "atomic %d" % (len(packet) - 48)
    return "%d+%d" % (word & 0xfff8, len(packet) - 48)


class Lab:
    """The wire, with words for what is seen."""

    def __init__(self):
        self.wire = Wire()
        self.back = []

    def send(self, *packets, port=None):
        """Packets from the lan; the shapes of what came out at the wan."""
        port = port or self.wire.lan
        other = self.wire.other(port)
        for packet in packets:
            port.send(packet)
        came = other.until(port.end())
        self.back = [bytes(p) for p in port.until(other.end())]
        self.came = came
        return [shape(p) for p in came]

    def errors(self):
        """ICMPv6 errors that came back: type, code, pointer or MTU."""
        return [(p[40], p[41], struct.unpack("!I", p[44:48])[0])
                for p in self.back if p[6] == ICMPV6 and p[40] < 128]

    def wait(self, seconds, port=None):
        """Errors that come back within that time."""
        port = port or self.wire.lan
        time.sleep(seconds)
        self.back = port.until(self.wire.other(port).end())
        return self.errors()

    def router(self, *words):
        """Run a command at the router; its output."""
        return subprocess.run(
            ["ip", "netns", "exec", self.wire.router] + list(words),
            check=True, capture_output=True, text=True).stdout

    def sysctl(self, name, value):
        """Set one at the router."""
        self.router("sysctl", "-qw", "%s=%s" % (name, value))
