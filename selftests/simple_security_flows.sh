#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a home router under examples/home-router.ct6 lets begin from either
# side, and what only from inside: RFC 6092 REC-10, 11, 17, 20 to 24, 26, 28,
# 33, 34, 39, 47, 49.

. "$(dirname "$0")/lib.sh"
. "$here/home.sh"
plan 40
home_hosts
home_rules 's/^define transparent = .*/define transparent = $wan/' >"$work/transparent"

results_of python3 - "$work/transparent" <<'END'
import struct
import time
from packets import *
import ends
import sctp
from state import State

HOME, NET, NET2 = "2001:2:0:1::2", "2001:2:0:2::2", "2001:2:0:3::3"
w, s = Wire(), State()


def passed(port, *packets):
    """How many of these pass; errors of the router are none of them."""
    return sum(p.src in (HOME, NET, NET2) for p in w.through(port, *packets)[0])


def out(*packets):
    """From the interior."""
    return passed(w.lan, *packets)


def enters(*packets):
    """From outside."""
    return passed(w.wan, *packets)


def other(src, dst, proto, data=bytes(24)):
    """A packet of a protocol without ports."""
    return IPv6(src=src, dst=dst, nh=proto) / Raw(data)


def esp(src, dst):
    """An ESP packet."""
    return other(src, dst, 50, struct.pack("!II", 300, 1) + bytes(32))


def ah(src, dst, proto, body):
    """An Authentication Header before a whole upper layer."""
    return ends.chain(src, dst, [(51, struct.pack(
        "!BBHII", 0, 4, 0, 300, 1) + bytes(12))], proto,
        ends.summed(proto, src, dst, body))


def hip(src, dst):
    """A HIP I1 packet (RFC 7401, 5.3.1)."""
    return other(src, dst, 139, bytes([59, 4, 1, 0x21]) + bytes(36))


def shim6(src, dst):
    """A Shim6 payload header (RFC 5533, 5.1) before UDP."""
    return other(src, dst, 140, struct.pack("!BBH", 17, 0, 0x8000) + b"tag." +
                 ends.summed(17, src, dst, ends.udp(4000, 5000)))


def lite(src, dst, sport, dport):
    """UDP-Lite."""
    return ends.chain(src, dst, [], 136, ends.summed(
        136, src, dst, ends.udp(sport, dport)[:4] + b"\0\0\0\0data"))


def init(src, dst, sport, dport):
    """An SCTP INIT."""
    return sctp.sctp(src, dst, 0, sctp.init(7), sport=sport, dport=dport)


def update(src, dst):
    """A binding update (RFC 6275, 6.1.7)."""
    return ends.chain(src, dst, [ends.home("2001:2:0:7::7")], 135, ends.summed(
        135, "2001:2:0:7::7", dst, ends.update()))


# these begin outside as well; where a flow exists decides nothing
for name, make in (
        ("REC-21: AH before TCP", lambda a, b: ah(a, b, 6, ends.tcp(1, 80, "S"))),
        ("REC-21: AH before a segment of no connection",
         lambda a, b: ah(a, b, 6, ends.tcp(1, 81, "SA", 9, 9))),
        ("REC-21: AH before UDP", lambda a, b: ah(a, b, 17, ends.udp(1, 2))),
        ("REC-22: ESP", esp),
        ("REC-24: IKE", lambda a, b: udp(a, b, 500, 500)),
        ("REC-24: IKE from another port", lambda a, b: udp(a, b, 4000, 500)),
        ("REC-26: HIP", hip)):
    s.forget()
    equal(name + " comes in unasked", 1, enters(make(NET, HOME)))
    s.forget()
    equal(name + " goes out", 1, out(make(HOME, NET)))

# these begin inside, and then anybody may send to where they began
for name, begin, back, strange, elsewhere in (
        ("REC-17: UDP", udp(HOME, NET, 4000, 5000), udp(NET, HOME, 5000, 4000),
         udp(NET2, HOME, 9, 4000), udp(NET2, HOME, 9, 4001)),
        ("REC-20: UDP-Lite", lite(HOME, NET, 4000, 5000),
         lite(NET, HOME, 5000, 4000), lite(NET2, HOME, 9, 4000),
         udp(NET2, HOME, 9, 4000)),
        ("REC-33: TCP", tcp(HOME, NET, "S", 4000, 80, seq=1),
         tcp(NET, HOME, "SA", 80, 4000, seq=1, ack=2),
         tcp(NET2, HOME, "S", 9, 4000), tcp(NET2, HOME, "S", 9, 4001)),
        ("REC-11: protocol 99", other(HOME, NET, 99), other(NET, HOME, 99),
         other(NET2, HOME, 99), other(NET2, HOME, 98))):
    s.forget()
    equal(name + ": nothing comes in unasked", 0, enters(back, strange))
    equal(name + ": begun inside, it is answered", (1, 1),
          (out(begin), enters(back)))
    equal(name + ": by others too, at that endpoint alone", (1, 0),
          (enters(strange), enters(elsewhere)))

# these begin inside alone
s.forget()
equal("REC-28: a binding update does not come in unasked", 0,
      enters(update(NET, HOME)))
equal("REC-28: it goes out, its answer comes back", (1, 1), (
    out(update(HOME, NET)), enters(ends.chain(
        NET, HOME, [ends.to_home("2001:2:0:7::7")], 135, ends.summed(
            135, NET, "2001:2:0:7::7", ends.acknowledgement())))))
equal("REC-47: Shim6 does not come in unasked", 0, enters(shim6(NET, HOME)))
equal("REC-47: it goes out, the peer's comes back", (1, 1),
      (out(shim6(HOME, NET)), enters(shim6(NET, HOME))))

# errors
def error(kind, packet):
    """A router's error about a packet."""
    return IPv6(src=NET2, dst=packet.src) / kind / Raw(bytes(packet))


s.forget()
sent = udp(HOME, NET, 4000, 5000), esp(HOME, NET)
out(*sent)
for name, kind in (("Destination Unreachable", ICMPv6DestUnreach(code=0)),
                   ("Packet Too Big", ICMPv6PacketTooBig(mtu=1280))):
    equal("REC-10: %s about nothing that was sent" % name, 0,
          enters(error(kind, udp(HOME, NET, 4009, 5000))))
    equal("REC-18, 23: %s about what was" % name, 2,
          enters(*[error(kind, p) for p in sent]))

# who begins unasked
s.forget()
due = time.monotonic() + 20
while s.stats()["delayed"] and time.monotonic() < due:
    w.wan.until(w.lan.end())


def codes(packet, heard):
    """Of the Destination Unreachable among these that quote its ports."""
    return [p[41] for p in heard if p[6] == 58 and p[40] == 1 and
            p[88:92] == bytes(packet)[40:44]]


asked = {"SYN": tcp(NET, HOME, "S", 80, 4100, seq=5),
         "INIT": init(NET, HOME, 80, 4101), "UDP": udp(NET, HOME, 80, 4102)}
answers = {name: codes(packet, map(bytes, w.through(w.wan, packet)[1]))
           for name, packet in asked.items()}
equal("REC-34, 39: a SYN and an INIT are not answered at once, UDP is",
      {"SYN": [], "INIT": [], "UDP": [1]}, answers)
equal("REC-34, 39: they will be", 2, s.stats()["delayed"])
equal("REC-34: unless the interior opens the connection first", (1, 1, 1), (
    out(tcp(HOME, NET, "S", 4100, 80, seq=9)),
    s.stats()["delayed"], enters(asked["SYN"])))
end, seen = time.monotonic() + 20, []
while not seen and time.monotonic() < end:
    seen = codes(asked["INIT"], w.wan.until(w.lan.end()))
equal("REC-39: the INIT hears that it is prohibited", [1], seen)

# transparent
w.load(open(sys.argv[1], encoding="ascii").read())
s.forget()
equal("REC-49: transparent, everything comes in unasked", 6, enters(
    udp(NET, HOME, 1, 2), tcp(NET, HOME, "S", 1, 2), init(NET, HOME, 1, 2),
    other(NET, HOME, 99), echo(NET, HOME), update(NET, HOME)))
equal("REC-49: and is answered", 1, out(udp(HOME, NET, 2, 1)))
END
