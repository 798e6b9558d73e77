#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a home router under examples/home-router.ct6 does itself: names, leases
# and management for the interior alone (RFC 6092 REC-8, 9, 50).

. "$(dirname "$0")/lib.sh"
. "$here/home.sh"
plan 23
home_hosts

results_of python3 - <<'END'
from packets import *

w = Wire()
INNER, OUTER = "2001:2:0:1::1", "2001:2:0:2::1"
HOME, NET = "2001:2:0:1::2", "2001:2:0:2::2"


class Server:
    """A service of the router, bound to all of its addresses."""

    def __init__(self, kind, port):
        self.sock = in_netns("router", socket.socket, socket.AF_INET6, kind)
        self.sock.bind(("::", port))
        if kind == socket.SOCK_STREAM:
            self.sock.listen()
        self.sock.setblocking(False)

    def join(self, group):
        """At both interfaces."""
        for dev in "lan", "wan":
            index = in_netns("router", socket.if_nametoindex, dev)
            self.sock.setsockopt(
                socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
                socket.inet_pton(socket.AF_INET6, group) +
                index.to_bytes(4, "little"))

    def heard(self):
        """How many datagrams came."""
        count = 0
        while True:
            try:
                self.sock.recv(2000)
            except BlockingIOError:
                return count
            count += 1


SOURCES = (("the interior", w.lan, HOME, 1), ("the exterior", w.wan, NET, 0))
name, lease = Server(socket.SOCK_DGRAM, 53), Server(socket.SOCK_DGRAM, 547)
lease.join("ff02::1:2")
for side, port, source, want in SOURCES:
    for address in INNER, OUTER:
        w.passed(port, udp(source, address, 4000, 53))
        equal("REC-8: DNS to %s from %s" % (address, side), want, name.heard())
    for address in "ff02::1:2", INNER, OUTER:
        sender = "fe80::7" if address.startswith("ff") else source
        w.passed(port, udp(sender, address, 546, 547))
        equal("REC-9: DHCPv6 to %s from %s" % (address, side), want,
              lease.heard())
for number, what in (22, "SSH"), (53, "DNS"), (80, "HTTP"), (443, "HTTPS"):
    server = Server(socket.SOCK_STREAM, number)
    for side, port, source, want in SOURCES:
        back = w.through(port, tcp(source, INNER, "S", 4000, number))[1]
        equal("REC-50: a SYN to %s from %s is %s" % (
            what, side, "answered" if want else "dropped"),
            ["SA"] * want, [str(p[TCP].flags) for p in back])

for side, port, source, want in SOURCES:
    back = w.through(port, udp(source, INNER, 4000, 54))[1]
    equal("another port: %s hears %s" % (side, "that there is none" if want else
                                         "nothing"), [(1, 4)] * want,
          [(p[ICMPv6DestUnreach].type, p[ICMPv6DestUnreach].code) for p in back])
back = w.through(w.lan, tcp(HOME, INNER, "SA", 4999, 22, ack=1))[1]
equal("what is no segment of a connection is not answered", [], back)

# the router's own DHCPv6 client
client = Server(socket.SOCK_DGRAM, 546)
index = in_netns("router", socket.if_nametoindex, "wan")
client.sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
link = in_netns("router", subprocess.check_output,
                "ip -6 -br addr show dev wan scope link".split()
                ).decode().split()[2].split("/")[0]
answer = udp("fe80::9", link, 547, 546)
w.passed(w.wan, answer)
equal("REC-9: a DHCPv6 server that was not asked is not heard", 0,
      client.heard())
client.sock.sendto(b"solicit", ("ff02::1:2", 547, 0, index))
w.passed(w.wan, answer)
equal("REC-9: one that was asked is", 1, client.heard())
END
