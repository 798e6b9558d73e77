#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A datagram whose fragments overlap is discarded whole, those still to come
# included, and nobody is told (RFC 5722); other datagrams are not disturbed.

. "$(dirname "$0")/lib.sh"
plan 48
silent_hosts
on router sysctl -qw net.ipv6.icmp.ratelimit=0
load_rules router <<-RULES
	chain forward { policy accept; }
RULES

results_of python3 - <<'END'
from fragments import *
from packets import equal, ok
from state import State

lab, s = Lab(), State()


def came(reason, d, *packets):
    """What passes, and whether the reason was counted."""
    before = s.stats()
    seen = lab.send(*packets)
    after = s.stats()
    return (seen, [name for name in after
                   if name.startswith("invalid-") and
                   after[name] != before[name]])


def shapes(d):
    """Ways to overlap, each with what comes of the true rest behind it."""
    first, second, last = d.pieces()
    yield ("the end of the first", [first, d.wrong(8, 24)],
           [second, last])
    yield ("the end of the first, from its begin", [first, d.wrong(0, 24)],
           [second, last])
    yield ("a part of the first", [first, d.wrong(8, 16)], [second, last])
    yield ("a part of the first, from its begin", [first, d.wrong(0, 8)],
           [second, last])
    yield ("the begin of one", [second, d.wrong(8, 24)], [first, last])
    yield ("two that came", [first, second, d.wrong(8, 24)], [last])
    yield ("all of two that came", [first, second, d.wrong(0, 32)], [last])
    yield ("the begin of the last", [last, d.wrong(24, 40)], [first, second])
    yield ("a part of the last", [last, d.wrong(40, 48, True)],
           [first, second])
    yield ("what came out of order", [second, first, d.wrong(8, 24)], [last])


for index in range(10):
    d = Datagram()
    name, wrong, rest = list(shapes(d))[index]
    seen, reasons = came("overlap", d, *wrong)
    ok(not seen and "invalid-fragment-overlap" in reasons,
       "one that overlaps %s is counted" % name, seen, reasons)
    equal("and the true rest makes no datagram", [], lab.send(*rest))
    equal("nor does all of it again", [], lab.send(*d.pieces()))

for name, wrong in (
        ("two different ends", lambda d: [d.piece(32, 48),
                                          d.wrong(16, 24, False)]),
        ("bytes behind the end", lambda d: [d.piece(32, 48),
                                            d.wrong(48, 64, True)]),
        ("an end in front of bytes", lambda d: [d.piece(16, 32),
                                                d.wrong(8, 16, False)]),
        ("an end in front of what came first", lambda d: [
            d.wrong(32, 48, True), d.piece(0, 16), d.wrong(16, 24, False)])):
    d = Datagram()
    seen, reasons = came("end", d, *wrong(d))
    ok(not seen and "invalid-fragment-end" in reasons,
       name + ": counted", seen, reasons)
    equal(name + ": nothing passes", [], lab.send(*d.pieces()))

d, other = Datagram(), Datagram()
lab.send(d.piece(0, 16), d.wrong(8, 24))
equal("another identification passes", ["0+16", "16+16", "32+16"],
      lab.send(*other.pieces()))
back = Datagram(udp(src=WAN, dst=LAN), src=WAN, dst=LAN)
back.ident = d.ident
equal("the same one of another source passes", ["0+16", "16+16", "32+16"],
      lab.send(*back.pieces(), port=lab.wire.wan))
linked = Datagram(src="fe80::9", dst="ff02::1")
before = s.stats()["invalid-fragment-overlap"]
lab.send(linked.piece(0, 16))
lab.send(linked.wrong(8, 24), port=lab.wire.wan)
equal("nor does one of the same link-local source on another link overlap", 0,
      s.stats()["invalid-fragment-overlap"] - before)
equal("the datagram is kept in mind", True, s.stats()["datagrams"] >= 1)

lab.sysctl("net.netfilter.nf_conntrack_frag6_timeout", 1)
d, ended, control = Datagram(), Datagram(), Datagram()
lab.send(*[p for p in list(shapes(d))[5][1]], ended.piece(0, 16),
         ended.piece(32, 48), ended.wrong(16, 24, False), control.piece(0, 16))
equal("when the reassembly's time is over, only the sender of another, "
      "incomplete one is told", 1, len(lab.wait(2.5)))

lab.wire.ct6("set", "timeout-fragment", "1s")
d = Datagram()
lab.send(d.piece(0, 16), d.wrong(8, 24))
equal("within timeout-fragment nothing passes", [], lab.send(*d.pieces()))
time.sleep(1.5)
equal("after it the identification can be used again",
      ["0+16", "16+16", "32+16"], lab.send(*d.pieces()))
lab.wire.ct6("set", "timeout-fragment", "60s")

stats = s.stats()
equal("every drop is a packet, invalid and dropped",
      stats["invalid"], sum(v for k, v in stats.items()
                            if k.startswith("invalid-")))
equal("and of those that were dropped", True,
      stats["dropped"] >= stats["invalid"])

lab.wire.ct6("set", "fragment-strict", "off")
d = Datagram()
equal("fragment-strict off: the kernel takes a part of two for a duplicate",
      ["0+16", "16+16", "32+16"],
      lab.send(d.piece(0, 16), d.piece(16, 32), d.wrong(8, 24),
               d.piece(32, 48)))
END
