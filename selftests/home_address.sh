#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Flows of mobile nodes (RFC 6092 REC-27): out with a Home Address option, in
# with a type 2 routing header, both with the home address in the checksum,
# and told apart by it.

. "$(dirname "$0")/lib.sh"
plan 31
silent_hosts
ip -n router route add 2001:db8:99::/64 via $lan
load_rules router <<-END
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" accept
	}
END

results_of python3 - <<'END'
from packets import *
import ends
from state import State

w, s = Wire(), State()
HOME, HOME2 = "2001:db8:99::7", "2001:db8:99::8"


def out(body, proto=17, home=HOME, sum_home=None, src=LAN, spoil=0):
    """From a mobile node away from home."""
    return ends.chain(src, WAN, [ends.home(home)], proto, ends.summed(
        proto, sum_home or home, WAN, body, spoil))


def back(body, proto=17, home=HOME, sum_home=None, care_of=LAN, spoil=0):
    """To it."""
    return ends.chain(WAN, care_of, [ends.to_home(home)], proto, ends.summed(
        proto, WAN, sum_home or home, body, spoil))


ask, answer = ends.udp(4000, 5000), ends.udp(5000, 4000)
equal("a type 2 routing header does not open anything", 0,
      w.from_wan(back(answer)))
equal("the mobile node's datagram goes out", 1, w.from_lan(out(ask)))
equal("its answer comes back", 1, w.from_wan(back(answer)))
equal("they are one flow, between care-of address and peer",
      [(LAN, WAN, 1, 1)],
      [(f["saddr"], f["daddr"], f["orig-packets"], f["reply-packets"])
       for f in s.flows()])
equal("an answer to another home does not", 0,
      w.from_wan(back(answer, home=HOME2)))
equal("nor one without routing header", 0,
      w.from_wan(udp(WAN, LAN, 5000, 4000)))
equal("nor one straight to the home address", 0,
      w.from_wan(udp(WAN, HOME, 5000, 4000)))

# two homes at one care-of address, the same ports
equal("another home's flow goes out", 1, w.from_lan(out(ask, home=HOME2)))
equal("and is another flow", 2, len(s.flows()))
equal("its answer comes back", 1, w.from_wan(back(answer, home=HOME2)))
equal("each was counted apart", [(1, 1), (1, 1)],
      [(f["orig-packets"], f["reply-packets"]) for f in s.flows()])
equal("without a home a third", (1, 3),
      (w.from_lan(udp(LAN, WAN, 4000, 5000)), len(s.flows())))
equal("whose answer comes back", 1, w.from_wan(udp(WAN, LAN, 5000, 4000)))

s.forget()
equal("TCP: out, back, out", 3,
      w.from_lan(out(ends.tcp(1, 80, "S", 10), 6)) +
      w.from_wan(back(ends.tcp(80, 1, "SA", 20, 11), 6)) +
      w.from_lan(out(ends.tcp(1, 80, "A", 11, 21), 6)))
equal("TCP: established", "established", s.flow(l4proto=6)["state"])
equal("TCP: a RST to another home does not come in", (0, "established"),
      (w.from_wan(back(ends.tcp(80, 1, "RA", 21, 11), 6, home=HOME2)),
       s.flow(l4proto=6)["state"]))
ping = ends.icmp(128, 0, b"\0\7\0\1")
pong = ends.icmp(129, 0, b"\0\7\0\1")
equal("echo: out and back", 2, w.from_lan(out(ping, 58)) +
      w.from_wan(back(pong, 58)))
equal("echo: not back to another home", 0,
      w.from_wan(back(pong, 58, home=HOME2)))

# the checksum has the home address (RFC 6275, 11.3.1)
for name, proto, body, reply in (
        ("UDP", 17, ends.udp(4001, 5000), ends.udp(5000, 4001)),
        ("TCP", 6, ends.tcp(3, 80, "S", 10), ends.tcp(80, 3, "SA", 20, 11)),
        ("echo", 58, ends.icmp(128, 0, b"\0\11\0\1"),
         ends.icmp(129, 0, b"\0\11\0\1"))):
    before = s.stats()
    equal(name + ": summed with the care-of address it is wrong", 0,
          w.from_lan(out(body, proto, sum_home=LAN)))
    equal(name + ": that is invalid-checksum", 1,
          s.stats()["invalid-checksum"] - before["invalid-checksum"])
    w.from_lan(out(body, proto))
    equal(name + ": so is the answer", (0, 1),
          (w.from_wan(back(reply, proto, sum_home=LAN)),
           w.from_wan(back(reply, proto))))

# what can be no home, what is no option
before = s.stats()
equal("no group, link-local or loopback address is a home", 0, w.from_lan(
    *[out(ask, home=h) for h in ("ff02::1", "fe80::1", "::1", "::")]))
equal("they are invalid-address", 4,
      s.stats()["invalid-address"] - before["invalid-address"])
equal("nor are two homes one, summed with either", 0, w.from_lan(*[ends.chain(
    LAN, WAN, [ends.home(HOME), ends.home(HOME2)], 17,
    ends.summed(17, home, WAN, ask)) for home in (HOME, HOME2)]))
short = ends.options(b"\1\2\0\0", b"\xc9\x0f" + ends.address(HOME)[:15])
# behind its 15 bytes there is padding, a byte of 0
equal("nor is a short option, summed with what it may be taken for", 0,
      w.from_lan(*[ends.chain(LAN, WAN, [short], 17,
                              ends.summed(17, home, WAN, ask))
                   for home in (HOME, "2001:db8:99::")]))
END
