# SPDX-License-Identifier: GPL-2.0-only
"""
Packets through a router, one by one, with scapy.

The hosts beside the router are silent: their interfaces have no address, so
their kernels answer nothing, and every packet is a test's own. Whether a
packet came through is known without waiting: an IPv4 packet sent behind it,
which ct6 has nothing to do with, marks the end.
"""
import ctypes
import os
import socket
import subprocess
import sys

# One CPU: what is sent first arrives first.
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

from scapy.config import conf  # noqa: E402
conf.ipv6_enabled = False
from scapy.layers.inet import ICMP, IP, TCP, UDP  # noqa: E402,F401
from scapy.layers.inet6 import (  # noqa: E402,F401
    ICMPv6DestUnreach, ICMPv6EchoReply, ICMPv6EchoRequest, ICMPv6MLReport,
    ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RA, ICMPv6ND_RS, ICMPv6NDOptSrcLLAddr,
    ICMPv6PacketTooBig, ICMPv6ParamProblem, ICMPv6TimeExceeded, IPv6,
    IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop,
    IPv6ExtHdrRouting)
from scapy.packet import Raw  # noqa: E402,F401
conf.ipv6_enabled = True	# off, it loads faster, but sums no checksums

ETH_P_ALL, ETH_P_IP, ETH_P_IPV6 = 3, 0x0800, 0x86dd
CLONE_NEWNET = 0x40000000
SO_RCVBUFFORCE = 33
LAN, WAN = "2001:db8:1::2", "2001:db8:2::2"
TIMEOUT = 20

libc = ctypes.CDLL(None, use_errno=True)


def in_netns(name, call, *args):
    """The result of a call made in another network namespace."""
    with open("/proc/self/ns/net", "rb") as home, \
            open("/run/netns/" + name, "rb") as other:
        if libc.setns(other.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns to " + name)
        try:
            return call(*args)
        finally:
            libc.setns(home.fileno(), CLONE_NEWNET)


def link_address(dev):
    """The MAC address of a device of this namespace."""
    with open("/proc/self/ns/net", "rb"):
        out = subprocess.run(["ip", "-br", "link", "show", "dev", dev],
                             check=True, capture_output=True, text=True)
    return out.stdout.split()[2]


class Port:
    """A silent host's interface, and the router's behind it."""

    def __init__(self, host, router, router_dev, address, other):
        self.mac = in_netns(host, link_address, "eth0")
        self.router_mac = in_netns(router, link_address, router_dev)
        self.sock = in_netns(host, self.open)
        self.ether = b"".join(bytes.fromhex(mac.replace(":", ""))
                              for mac in (self.router_mac, self.mac))
        # built once, and by hand from there: scapy takes its time
        self.mark = bytes(IP(src=address, dst=other, ttl=9) /
                          UDP(sport=9, dport=9, chksum=0) / bytes(12))
        self.count = 0

    @staticmethod
    def open():
        """A packet socket on eth0."""
        sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                             socket.htons(ETH_P_ALL))
        sock.bind(("eth0", ETH_P_ALL))
        # more than net.core.rmem_max: hundreds of packets wait to be read
        sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 22)
        sock.settimeout(TIMEOUT)
        return sock

    def send(self, packet):
        """Send an IPv6 packet to the router; scapy's, or its bytes."""
        self.sock.send(self.ether + ETH_P_IPV6.to_bytes(2, "big") +
                       bytes(packet))

    def end(self):
        """Send the mark to the other port; its payload."""
        self.count += 1
        payload = b"mark%08d" % self.count
        self.sock.send(self.ether + ETH_P_IP.to_bytes(2, "big") +
                       self.mark[:-12] + payload)
        return payload

    def until(self, payload, link=False):
        """
        IPv6 packets that came before the mark, as bytes; without link
        messages unless these are wanted.
        """
        found = []
        while True:
            data, address = self.sock.recvfrom(1 << 16)
            if address[2] == socket.PACKET_OUTGOING:
                continue
            if data.endswith(payload):
                return found
            kind, data = int.from_bytes(data[12:14], "big"), data[14:]
            if kind == ETH_P_IPV6 and (link or not link_message(data)):
                found.append(data)


def link_message(data):
    """Is it what the router's kernel says to its links by itself?"""
    if data[6] == 0:
        return True
    return data[6] == 58 and data[7] in (1, 255) and 130 <= data[40] <= 143


class Wire:
    """lan - router - wan."""

    def __init__(self, lan="lan", router="router", wan="wan"):
        self.router = router
        marks = "192.0.2.2", "198.51.100.2"
        self.lan = Port(lan, router, "lan", *marks)
        self.wan = Port(wan, router, "wan", *marks[::-1])

    def other(self, port):
        """The port at the other side."""
        return self.wan if port is self.lan else self.lan

    def through(self, port, *packets):
        """
        Send packets from one side; what came out at the other side, and
        what came back.
        """
        other = self.other(port)
        for packet in packets:
            port.send(packet)
        came = other.until(port.end())
        back = port.until(other.end())
        return [IPv6(data) for data in came], [IPv6(data) for data in back]

    def passed(self, port, *packets):
        """How many packets came out at the other side."""
        for packet in packets:
            port.send(packet)
        return len(self.other(port).until(port.end()))

    def from_lan(self, *packets):
        """How many of these came out at the wan."""
        return self.passed(self.lan, *packets)

    def from_wan(self, *packets):
        """How many of these came out at the lan."""
        return self.passed(self.wan, *packets)

    def ct6(self, *words):
        """Run the tool at the router; its output."""
        out = subprocess.run(["ip", "netns", "exec", self.router, "ct6"] +
                             list(words), capture_output=True, text=True,
                             check=False)
        if out.returncode:
            raise RuntimeError("ct6 %s: %s" % (" ".join(words), out.stderr))
        return out.stdout

    def load(self, rules):
        """Load a ruleset from a string."""
        out = subprocess.run(["ip", "netns", "exec", self.router, "ct6",
                              "load", "-"], input=rules, text=True,
                             capture_output=True, check=False)
        if out.returncode:
            raise RuntimeError("ct6 load: " + out.stderr)


def ok(good, name, *notes):
    """One result, for results_of of lib.sh, which numbers it."""
    if not good:
        for line in notes:
            print("# " + str(line).replace("\n", "\n# "))
    print("%s %s" % ("ok" if good else "not ok", name), flush=True)


def equal(name, expected, seen):
    """A result with what was expected and what was seen."""
    ok(expected == seen, name, "expected: %s" % (expected,),
       "seen:     %s" % (seen,))


def tcp(src, dst, flags, sport=40000, dport=80, **more):
    """A TCP segment."""
    return IPv6(src=src, dst=dst) / TCP(sport=sport, dport=dport, flags=flags,
                                        **more)


def udp(src, dst, sport=40000, dport=53, data=b"x"):
    """A UDP datagram."""
    return IPv6(src=src, dst=dst) / UDP(sport=sport, dport=dport) / Raw(data)


def echo(src, dst, ident=1, reply=False):
    """An echo request or reply."""
    kind = ICMPv6EchoReply if reply else ICMPv6EchoRequest
    return IPv6(src=src, dst=dst) / kind(id=ident, seq=1, data=b"ping")


class Connection:
    """
    The segments of a TCP connection from lan to wan, their numbers right.
    """

    def __init__(self, sport, dport=80):
        self.port = {"lan": sport, "wan": dport}
        self.next = {"lan": 1000, "wan": 5000}
        self.syn = {}
        self.last = {}

    def __call__(self, who, flags, data=b""):
        """The next segment of one side."""
        peer = "wan" if who == "lan" else "lan"
        src, dst = (LAN, WAN) if who == "lan" else (WAN, LAN)
        seq = self.next[who]
        if "S" in flags and "A" in flags:
            # behind a SYN of its own it repeats that one's number
            seq = self.syn.get(who, seq)
        segment = tcp(src, dst, flags, self.port[who], self.port[peer],
                      seq=seq, ack=self.next[peer] if "A" in flags else 0)
        if "S" in flags:
            self.syn[who] = seq
        self.next[who] = seq + len(data) + ("S" in flags) + ("F" in flags)
        self.last[who] = segment / Raw(data) if data else segment
        return self.last[who]

    def again(self, who):
        """The last segment of one side, once more."""
        return self.last[who]

    def open(self):
        """The three segments of the handshake."""
        return self("lan", "S"), self("wan", "SA"), self("lan", "A")
