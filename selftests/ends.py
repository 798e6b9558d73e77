# SPDX-License-Identifier: GPL-2.0-only
"""
Packets whose ends are not those of their fixed header, by hand: extension
headers as bytes, and a checksum over whatever ends it is given.
"""
import socket
import struct

from packets import IPv6, Raw

DSTOPTS, ROUTING, MOBILITY = 60, 43, 135
CHECKSUM_AT = {6: 16, 17: 6, 58: 2, 135: 4, 136: 6}


def address(text):
    """Its 16 bytes."""
    return socket.inet_pton(socket.AF_INET6, text)


def summed(proto, src, dst, body, spoil=0):
    """The upper layer with its checksum between these ends."""
    at = CHECKSUM_AT[proto]
    data = address(src) + address(dst) + struct.pack("!II", len(body), proto)
    data += body[:at] + b"\0\0" + body[at + 2:]
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total >> 16) + (total & 0xffff)
    value = (total ^ 0xffff) or 0xffff
    return body[:at] + struct.pack("!H", value ^ spoil) + body[at + 2:]


def chain(src, dst, headers, proto, body):
    """
    The packet of these extension headers, pairs of a number and bytes whose
    first is the next header's place.
    """
    kinds = [kind for kind, _ in headers] + [proto]
    rest = b"".join(bytes([after]) + data[1:]
                    for after, (_, data) in zip(kinds[1:], headers))
    return IPv6(src=src, dst=dst, nh=kinds[0]) / Raw(rest + body)


def options(*opts):
    """A destination options header."""
    data = b"\0\0" + b"".join(opts)
    data += b"\0" * (-len(data) % 8)
    return DSTOPTS, bytes([0, len(data) // 8 - 1]) + data[2:]


def home(addr):
    """A destination options header with a Home Address option."""
    return options(b"\1\2\0\0", b"\xc9\x10" + address(addr))


def route(kind, left, word, data):
    """A routing header; word is what its first eight bytes end with."""
    return ROUTING, bytes([0, len(data) // 8, kind, left]) + word + data


def to_home(addr):
    """A routing header of type 2."""
    return route(2, 1, bytes(4), address(addr))


def segments(left, *addrs):
    """A segment routing header; the last segment comes first."""
    return route(4, left, bytes([len(addrs) - 1, 0, 0, 0]),
                 b"".join(address(a) for a in addrs))


def udp(sport, dport, data=b"data"):
    """A datagram's header and data."""
    return struct.pack("!HHHH", sport, dport, 8 + len(data), 0) + data


def tcp(sport, dport, flags, seq=0, ack=0):
    """A segment's header."""
    bits = sum(1 << "FSRPAU".index(f) for f in flags)
    return struct.pack("!HHIIBBHHH", sport, dport, seq, ack, 0x50, bits,
                       65535, 0, 0)


def icmp(kind, code, rest):
    """An ICMPv6 message behind its checksum."""
    return bytes([kind, code, 0, 0]) + rest


def mobility(kind, data):
    """A Mobility Header (RFC 6275, 6.1), padded with Pad1."""
    data += b"\0" * (-(6 + len(data)) % 8)
    return bytes([59, (6 + len(data)) // 8 - 1, kind, 0, 0, 0]) + data


def update(seq=1):
    """A binding update that wants to be acknowledged (6.1.7)."""
    return mobility(5, struct.pack("!HHH", seq, 0xd000, 60))


def acknowledgement(seq=1):
    """A binding acknowledgement (6.1.8)."""
    return mobility(6, struct.pack("!BBHH", 0, 0, seq, 60))
