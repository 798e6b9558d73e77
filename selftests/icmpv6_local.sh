#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Each type of ICMPv6 to a home router under examples/home-router.ct6, from
# both sides: the lists of RFC 4890, 4.4.

. "$(dirname "$0")/lib.sh"
. "$here/home.sh"
plan 46
home_hosts

results_of python3 - <<'END'
from packets import *
import ends

HOME, NET = "2001:2:0:1::2", "2001:2:0:2::2"
w = Wire()
SIDES = (("interior", w.lan, HOME, "2001:2:0:1::1"),
         ("exterior", w.wan, NET, "2001:2:0:2::1"))
# gets what the rules let through, before the kernel looks at it
raw = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_RAW,
               socket.IPPROTO_ICMPV6)


def heard(port, *packets):
    """The types of these that the router gets."""
    w.passed(port, *packets)
    found = []
    while True:
        try:
            data, source = raw.recvfrom(2000, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return found
        if source[0] in (HOME, NET, "fe80::7") or source[0].startswith("fe80::7%"):
            found.append(data[0])


def message(src, dst, kind, code=0, body=bytes(20), hops=64):
    """An ICMPv6 message."""
    packet = ends.chain(src, dst, [], 58, ends.summed(
        58, src, dst, ends.icmp(kind, code, body)))
    packet.hlim = hops
    return packet


ND = {133: "RS", 134: "RA", 135: "NS", 136: "NA", 141: "inverse NS",
      142: "inverse NA", 148: "CPS", 149: "CPA"}
MLD = {130: "MLD query", 131: "MLD report", 132: "MLD done",
       143: "MLDv2 report", 151: "MRD advertisement", 152: "MRD solicitation",
       153: "MRD termination"}
for side, port, host, router in SIDES:
    # a flow of the router's own, to be quoted
    out = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_DGRAM)
    out.bind((router, 0))
    out.sendto(b"x", (host, 5000))
    mine = out.getsockname()[1]

    def error(kind, code=0, sport=mine, host=host, router=router):
        """About a packet that the router sent."""
        return message(host, router, kind, code, bytes(4) + bytes(
            udp(router, host, sport, 5000)))

    for kind, code, section in (
            *[(1, n, "4.4.1") for n in range(8)], (2, 0, "4.4.1"),
            (3, 0, "4.4.1"), (4, 1, "4.4.1"), (4, 2, "4.4.1"),
            (3, 1, "4.4.2"), (4, 0, "4.4.2")):
        equal("%s: error %d/%d from the %s" % (section, kind, code, side),
              [kind], heard(port, error(kind, code)))
    equal("errors about nothing that was sent, from the " + side, [],
          heard(port, *[error(kind, sport=mine ^ 1) for kind in range(1, 5)]))
    equal("4.4.1: echo requests, from the " + side, [128],
          heard(port, echo(host, router)))
    subprocess.run(["ip", "netns", "exec", "router", "ping", "-c", "1", "-W",
                    "0.01", "-e", "77", host], check=False,
                   stdout=subprocess.DEVNULL)
    equal("4.4.1: echo replies that were asked for, from the " + side, [129],
          heard(port, echo(host, router, 77, True)))
    equal("4.4.1: Neighbour Discovery from the link of the " + side, list(ND),
          heard(port, *[message("fe80::7", router, kind, hops=255)
                        for kind in ND]))
    equal("4.4.1: MLD and router discovery from the link of the " + side,
          list(MLD), heard(port, *[message("fe80::7", router, kind, hops=1)
                                   for kind in MLD]))
    equal("both from beyond it: the " + side, [],
          heard(port, *[message(host, router, kind, hops=254) for kind in ND],
                *[message(host, router, kind, hops=1) for kind in MLD]))
    equal("4.4.4: redirects are the kernel's to judge, from the " + side, [137],
          heard(port, message("fe80::7", router, 137, hops=255)))
    rest = [k for k in range(130, 256) if k not in ND and k not in MLD]
    equal("4.4.3 to 4.4.5: of the other informational types from the %s" % side,
          [], heard(port, *[message(host, router, k) for k in rest]))
    equal("4.4.4, 4.4.5: of errors of types 5 to 127 from the " + side, [],
          heard(port, *[error(kind) for kind in range(5, 128)]))
    out.close()
END
