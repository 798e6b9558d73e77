# SPDX-License-Identifier: GPL-2.0-only
"""
SCTP packets by hand: chunks as bytes, so that none is put right on its way.
"""
import struct

from packets import IPv6, LAN, Raw, WAN

DATA, INIT, INIT_ACK, SACK, HEARTBEAT, HEARTBEAT_ACK, ABORT, SHUTDOWN, \
    SHUTDOWN_ACK, ERROR, COOKIE_ECHO, COOKIE_ACK = range(12)
SHUTDOWN_COMPLETE, AUTH, I_DATA, ASCONF = 14, 15, 64, 193
T = 1
A, Z = 0xaaaa0001, 0x22220002

NAMES = {number: name for name, number in list(globals().items())
         if isinstance(number, int) and name.isupper() and len(name) > 1}
BODY = {
    DATA: struct.pack("!IHHI", 1, 0, 0, 0) + b"data",
    I_DATA: struct.pack("!IHHII", 1, 0, 0, 0, 0) + b"data",
    SACK: struct.pack("!IIHH", 1, 65535, 0, 0),
    HEARTBEAT: struct.pack("!HH", 1, 8) + b"path",
    HEARTBEAT_ACK: struct.pack("!HH", 1, 8) + b"path",
    SHUTDOWN: struct.pack("!I", 1),
    ERROR: struct.pack("!HHI", 3, 8, 1000),
    COOKIE_ECHO: b"cookie.."
}


def crc_table():
    """CRC32c of each byte."""
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82f63b78 if byte & 1 else 0)
        yield byte


CRC = list(crc_table())


def crc32c(data):
    """The checksum of SCTP."""
    crc = 0xffffffff
    for byte in data:
        crc = crc >> 8 ^ CRC[(crc ^ byte) & 255]
    return struct.pack("<I", crc ^ 0xffffffff)


def chunk(kind, flags=0, body=None, length=None):
    """A chunk with what is usual in it, padded."""
    body = BODY.get(kind, b"") if body is None else body
    length = 4 + len(body) if length is None else length
    return struct.pack("!BBH", kind, flags, length) + body + \
        b"\0" * (-len(body) % 4)


def said(what):
    """Chunks in words."""
    what = what if isinstance(what, tuple) else (what,)
    return " and ".join(NAMES.get(c, c) for c in what)


def init(tag, kind=INIT):
    """An INIT or INIT ACK that names a tag."""
    return chunk(kind, body=struct.pack("!IIHHI", tag, 65535, 10, 10, 1))


def sctp(src, dst, vtag, *chunks, sport=40000, dport=2905):
    """An SCTP packet."""
    head = struct.pack("!HHI", sport, dport, vtag)
    rest = b"".join(c if isinstance(c, bytes) else chunk(c) for c in chunks)
    crc = crc32c(head + b"\0\0\0\0" + rest)
    return IPv6(src=src, dst=dst, nh=132) / Raw(head + crc + rest)


class Association:
    """
    The packets between lan and wan, each with the tag of its receiver
    unless another is given.
    """

    def __init__(self, sport, tag_lan=A, tag_wan=Z, lan=LAN, wan=WAN):
        self.sport = sport
        self.tag = {"lan": tag_lan, "wan": tag_wan}
        self.addr = {"lan": lan, "wan": wan}

    def __call__(self, who, *chunks, vtag=None):
        peer = "wan" if who == "lan" else "lan"
        if vtag is None:
            vtag = self.tag[peer]
        ports = (self.sport, 2905) if who == "lan" else (2905, self.sport)
        return sctp(self.addr[who], self.addr[peer], vtag, *chunks,
                    sport=ports[0], dport=ports[1])

    def init(self, who, tag=None):
        """The INIT of one side."""
        return self(who, init(tag or self.tag[who]), vtag=0)

    def init_ack(self, who, tag=None, vtag=None):
        """The INIT ACK of one side."""
        return self(who, init(tag or self.tag[who], INIT_ACK), vtag=vtag)

    def open(self):
        """The four packets that establish it, from the lan."""
        return (self.init("lan"), self.init_ack("wan"),
                self("lan", COOKIE_ECHO), self("wan", COOKIE_ACK))

    def send(self, wire, *packets):
        """Send packets, each from its side; how many came through."""
        return sum(len(wire.through(
            wire.lan if p.src == self.addr["lan"] else wire.wan, p)[0])
            for p in packets)
