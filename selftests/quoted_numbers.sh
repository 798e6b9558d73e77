#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ICMPv6 errors about SCTP, DCCP and GRE: related when the packet that they
# quote carries a tag, a number or a key of the flow (RFC 9260, 10; RFC 4340,
# 14.1), and invalid otherwise; they never change the flow (RFC 6092 REC-41,
# 42, 45, 46).

. "$(dirname "$0")/lib.sh"
plan 21
silent_hosts

results_of python3 - <<'END'
import struct
from packets import *
import dccp as d
import sctp as c
from sctp import A, Association, Z
from state import State

w, s = Wire(), State()
w.load('chain forward { policy drop; ct state established,related accept; '
       'ct state invalid drop; iifname "lan" accept; }')


def errors(packet, size=None):
    """Which errors about a packet of the lan pass."""
    quote = Raw(bytes(packet)[:size])
    head = IPv6(src="2001:db8:2::9", dst=LAN)
    return [len(w.through(w.wan, head / kind / quote)[0]) for kind in (
        ICMPv6DestUnreach(code=4), ICMPv6PacketTooBig(mtu=1280),
        ICMPv6TimeExceeded(), ICMPv6ParamProblem())]


ALL, NONE = [1] * 4, [0] * 4
a = Association(1)
a.send(w, a.init("lan"))
equal("SCTP: an INIT that was sent", ALL, errors(a.init("lan")))
equal("SCTP: data before there is a tag", NONE, errors(a("lan", c.DATA)))
a.send(w, *a.open()[1:])
equal("SCTP: the right tag", ALL, errors(a("lan", c.DATA)))
equal("SCTP: 8 bytes of it are enough", ALL, errors(a("lan", c.DATA), 48))
equal("SCTP: 7 are not", NONE, errors(a("lan", c.DATA), 47))
equal("SCTP: a guessed tag", NONE, errors(a("lan", c.DATA, vtag=Z ^ 1)))
equal("SCTP: the tag of the other direction", NONE,
      errors(a("lan", c.DATA, vtag=A)))
equal("SCTP: an INIT of before", NONE, errors(a.init("lan")))
equal("SCTP: other ports", NONE, errors(Association(2)("lan", c.DATA)))
equal("SCTP: the association stands", ("established", 2),
      (s.flow(sport=1)["state"], a.send(w, a("lan", c.DATA), a("wan", c.SACK))))

x = d.Connection(3)
request = x("lan", d.REQUEST)
d.send(w, request)
equal("DCCP: a Request that was sent", ALL, errors(request))
equal("DCCP: one that was not", NONE, errors(x("lan", d.REQUEST, seq=5000)))
d.send(w, x("wan", d.RESPONSE), x("lan", d.ACK), x("wan", d.DATAACK))
data = x("lan", d.DATA)
d.send(w, data)
equal("DCCP: data that was sent", ALL, errors(data))
equal("DCCP: short numbers that were sent", ALL,
      errors(x("lan", d.DATA, seq=x.last("lan"), brief=True)))
equal("DCCP: data that was not sent yet", NONE,
      errors(x("lan", d.DATA, seq=x.next["lan"])))
equal("DCCP: a guessed number", NONE, errors(x("lan", d.DATA, seq=1 << 45)))
equal("DCCP: a quote without the number", NONE, errors(data, 50))
equal("DCCP: the connection stands", ("open", 1),
      (s.flow(sport=3)["state"], d.send(w, x("wan", d.ACK))))


def gre(key):
    """A packet of GRE with a key."""
    return IPv6(src=LAN, dst=WAN, nh=47) / Raw(
        struct.pack("!HHI", 0x2000, 0x86dd, key) + b"tunnelled")


w.from_lan(gre(7))
equal("GRE: a key that was sent", ALL, errors(gre(7)))
equal("GRE: another", NONE, errors(gre(8)))
equal("errors make no flow", 3, len(s.flows()))
END
