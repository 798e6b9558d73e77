# SPDX-License-Identifier: GPL-2.0-only
"""
DCCP packets by hand.
"""
import struct

from packets import IPv6, LAN, Raw, WAN
from scapy.layers.inet6 import in6_chksum

REQUEST, RESPONSE, DATA, ACK, DATAACK, CLOSEREQ, CLOSE, RESET, SYNC, \
    SYNCACK, LISTEN = range(11)
NAMES = ("Request", "Response", "Data", "Ack", "DataAck", "CloseReq", "Close",
         "Reset", "Sync", "SyncAck", "Listen")
MASK = (1 << 48) - 1


def dccp(src, dst, kind, seq, ack=None, sport=40000, dport=5001, brief=False,
         doff=None, covered=0, data=b""):
    """A DCCP packet; doff is in words, as in the header."""
    if brief:
        rest = struct.pack("!I", kind << 25 | seq & 0xffffff)
        if ack is not None:
            rest += struct.pack("!I", ack & 0xffffff)
    else:
        rest = struct.pack("!BB", kind << 1 | 1, 0) + seq.to_bytes(6, "big")
        if ack is not None:
            rest += b"\0\0" + ack.to_bytes(6, "big")
    if kind in (REQUEST, RESPONSE, LISTEN):
        rest += struct.pack("!I", 42)
    elif kind == RESET:
        rest += struct.pack("!I", 1 << 24)
    if doff is None:
        doff = (8 + len(rest)) // 4
    packet = IPv6(src=src, dst=dst, nh=33)
    head = struct.pack("!HHBB", sport, dport, doff, covered)
    whole = head + b"\0\0" + rest + data
    count = len(whole) if not covered else \
        min(len(whole), doff * 4 + (covered - 1) * 4)
    # the pseudo-header has the whole length, whatever is covered
    padded = whole[:count] + b"\0" * (len(whole) - count)
    return packet / Raw(head + struct.pack(
        "!H", in6_chksum(33, packet / Raw(padded), padded)) + rest + data)


class Connection:
    """
    The packets of a DCCP connection from lan to wan, their numbers right.
    """

    def __init__(self, sport, lan=1000, wan=(1 << 48) - 2):
        self.sport = sport
        self.next = {"lan": lan, "wan": wan}

    def last(self, who):
        """The last number of one side."""
        return self.next[who] - 1 & MASK

    def __call__(self, who, kind, seq=None, ack=None, **more):
        """The next packet of one side, or one with other numbers."""
        peer = "wan" if who == "lan" else "lan"
        src, dst = (LAN, WAN) if who == "lan" else (WAN, LAN)
        if seq is None:
            seq = self.next[who]
            self.next[who] = seq + 1 & MASK
        if ack is None and kind not in (REQUEST, DATA, LISTEN):
            ack = self.last(peer)
        ports = (self.sport, 5001) if who == "lan" else (5001, self.sport)
        return dccp(src, dst, kind, seq & MASK, ack, *ports, **more)

    def open(self):
        """The packets that open it."""
        return (self("lan", REQUEST), self("wan", RESPONSE), self("lan", ACK),
                self("wan", DATAACK))


def send(wire, *packets):
    """Send packets, each from its side; how many came through."""
    return sum(len(wire.through(
        wire.lan if p.src == LAN else wire.wan, p)[0]) for p in packets)
