#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What examples/home-router.ct6 keeps from crossing a home router for its
# addresses or a deprecated header: RFC 6092 REC-1 to 7.

. "$(dirname "$0")/lib.sh"
. "$here/home.sh"
plan 62
home_hosts
home_rules '/^define inner_scopes/s/, ff05.*/ }/' >"$work/site"

results_of python3 - "$work/site" <<'END'
import struct
from packets import *
import ends
from state import State

HOME, NET = "2001:2:0:1::2", "2001:2:0:2::2"
w, s = Wire(), State()


def met(port, packet):
    """Does it pass, and did the chain of addresses drop it?"""
    before = sum(s.packets("addresses"))
    came, _ = w.through(port, packet)	# errors come back
    return len(came), sum(s.packets("addresses")) - before


def never(name, port, packet):
    """A packet that the chain of addresses drops."""
    equal(name, (0, 1), met(port, packet))


# flows that are there do not help
equal("a datagram of the interior, its answer, one of anybody else",
      [(1, 0), (1, 0), (1, 0)], [
          met(w.lan, udp(HOME, NET, 4000, 5000)),
          met(w.wan, udp(NET, HOME, 5000, 4000)),
          met(w.wan, udp("2001:2:0:3::3", HOME, 5000, 4000))])

# REC-1: the kernel drops these before any rule can
for name, port, source, to in (("out", w.lan, "ff0e::5", NET),
                               ("in", w.wan, "ff0e::5", HOME)):
    equal("REC-1: a multicast source, " + name, (0, 0),
          met(port, udp(source, to, 5000, 4000)))

# REC-3
for what, address in (
        ("IPv4-compatible", "::192.0.2.1"), ("IPv4-mapped", "::ffff:192.0.2.1"),
        ("site-local", "fec0::7"), ("documentation", "2001:db8:77::7"),
        ("documentation of RFC 9637", "3fff:7::7"), ("ORCHID", "2001:10::7")):
    never("REC-3: from %s, in" % what, w.wan, udp(address, HOME, 5000, 4000))
    never("REC-3: from %s, out" % what, w.lan, udp(address, NET))
    never("REC-3: to %s, in" % what, w.wan, udp(NET, address))
    never("REC-3: to %s, out" % what, w.lan, udp(HOME, address))
for address in "2001:20::7", "2001:db9::7", "3ffe::7", "fe00::7", "1::7":
    equal("REC-3: from %s, which is none of them" % address, (1, 0),
          met(w.wan, udp(address, HOME, 5000, 4000)))

# REC-4
def routed(kind, left, headers=(), port=w.lan):
    """Does a datagram with that routing header pass? And with it alone?"""
    src, dst = (HOME, NET) if port is w.lan else (NET, HOME)
    return w.passed(port, ends.chain(
        src, dst, [*headers, ends.route(kind, left, bytes(4), ends.address(dst))],
        17, ends.summed(17, src, dst, ends.udp(*((4000, 5000) if port is w.lan
                                                 else (5000, 4000))))))


def ah():
    """An Authentication Header."""
    return 51, struct.pack("!BBHII", 0, 4, 0, 300, 1) + bytes(12)


for kind in 0, 1:
    for left in 0, 1:
        equal("REC-4: a routing header of type %d, %d left: out, in" % (
            kind, left), (0, 0),
            (routed(kind, left), routed(kind, left, port=w.wan)))
equal("REC-4: nor behind an Authentication Header", (0, 0),
      (routed(0, 1, [ah()]), routed(0, 1, [ah()], w.wan)))
equal("REC-4: one of an unknown type passes, there and back", (1, 1),
      (routed(99, 0), routed(99, 0, port=w.wan)))

# REC-5: the sender is told (RFC 7084, L-14)
OLD = "2001:2:0:9::2"
subprocess.run(["ip", "-n", "router", "neigh", "replace", OLD, "lladdr",
                w.lan.mac, "dev", "lan", "nud", "permanent"], check=True)
subprocess.run(["ip", "-n", "router", "route", "add", "2001:2:0:9::/64",
                "dev", "lan"], check=True)
came, back = w.through(w.lan, udp(OLD, NET))
equal("REC-5: from another prefix, out: it hears of policy", (0, [(1, 5)]),
      (len(came), [(p[ICMPv6DestUnreach].type, p[ICMPv6DestUnreach].code)
                   for p in back]))

# REC-6
never("REC-6: from the interior's prefix, in", w.wan, udp(HOME, HOME, 1, 2))
never("REC-6: from another address of it, in", w.wan,
      udp("2001:2:0:1::77", HOME, 5000, 4000))
equal("REC-6: from its neighbour, in", (1, 0),
      met(w.wan, udp("2001:2:0:0:ffff::1", HOME, 5000, 4000)))

# REC-7; the interior has some
subprocess.run(["ip", "-n", "router", "neigh", "replace", "fd00::7", "lladdr",
                w.lan.mac, "dev", "lan", "nud", "permanent"], check=True)
subprocess.run(["ip", "-n", "router", "route", "add", "fd00::/64", "dev", "lan"],
               check=True)
for name, port, source, to in (
        ("from one, in", w.wan, "fd00::7", HOME),
        ("to one, in", w.wan, NET, "fd00::7"),
        ("from one, out", w.lan, "fd00::7", NET),
        ("to one, out", w.lan, HOME, "fc00::7")):
    never("REC-7: unique local addresses: " + name, port,
          udp(source, to, 5000, 4000))

# REC-2: with a multicast router
MRT6_INIT, MRT6_ADD_MIF, MRT6_ADD_MFC = 200, 202, 204
routing = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_RAW,
                   socket.IPPROTO_ICMPV6)


def multicast_route(origin, group, parent):
    """From one interface to the other."""
    def address(text):
        return struct.pack("=HHI16sI", socket.AF_INET6, 0, 0,
                           ends.address(text), 0)
    routing.setsockopt(socket.IPPROTO_IPV6, MRT6_ADD_MFC,
                       address(origin) + address(group) + struct.pack(
                           "=HxxI28x", parent, 1 << (1 - parent)))


routing.setsockopt(socket.IPPROTO_IPV6, MRT6_INIT, 1)
for number, dev in enumerate(("lan", "wan")):
    index = in_netns("router", socket.if_nametoindex, dev)
    routing.setsockopt(socket.IPPROTO_IPV6, MRT6_ADD_MIF, struct.pack(
        "=HBBHxxI", number, 0, 1, index, 0))
for scope in (*range(3, 9), 9, 14):
    group = "ff%02x::77" % scope
    multicast_route(HOME, group, 0)
    multicast_route(NET, group, 1)
    out, back = udp(HOME, group), udp(NET, group)
    if scope < 9:
        never("REC-2: scope %d, out" % scope, w.lan, out)
        never("REC-2: scope %d, in" % scope, w.wan, back)
    else:
        equal("REC-2: scope %d, out, crosses" % scope, (1, 0), met(w.lan, out))
equal("REC-2: scopes 1 and 2 end at the router", 0, w.from_lan(
    udp(HOME, "ff01::77"), udp(HOME, "ff02::77")))
w.load(open(sys.argv[1], encoding="ascii").read())
equal("REC-2: a boundary at scope 4 lets the site's cross", [(0, 1), (1, 0)],
      [met(w.lan, udp(HOME, "ff0%d::77" % scope)) for scope in (4, 5)])
END
