#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The other end of a GRE tunnel may have a key of its own (RFC 2890): it is
# related, once, from where the tunnel goes to, and only while nothing comes
# back with the tunnel's own key.

. "$(dirname "$0")/lib.sh"
plan 30
silent_hosts
for dev in lan wan; do
	ip -n router addr add fe80::1/64 dev $dev nodad
	neighbour $dev $dev fe80::2
done

results_of python3 - <<'END'
import struct
import time
from packets import *
from state import COUNT_STATES, State

w, s = Wire(), State()
RULES = """chain forward {
	policy drop;
	%s
	ct state %%s accept
	ct state invalid drop
	iifname "lan" %%s accept
}""" % COUNT_STATES
w.load(RULES % ("established,related", ""))


def gre(src, dst, key=None, kind=0x86dd):
    """A GRE packet."""
    return IPv6(src=src, dst=dst, nh=47) / Raw(
        struct.pack("!HH", 0x2000 * (key is not None), kind) +
        (b"" if key is None else struct.pack("!I", key)) + b"tunnelled")


def out(*keys):
    return w.from_lan(*[gre(LAN, WAN, key) for key in keys])


def back(*keys):
    return w.from_wan(*[gre(WAN, LAN, key) for key in keys])


def pairs():
    """Packets out and back of each flow."""
    return sorted((f["orig-packets"], f["reply-packets"]) for f in s.flows())


equal("nothing before the tunnel", 0, back(2))
equal("the lan begins it", 1, out(1))
pptp = IPv6(src=WAN, dst=LAN, nh=47) / Raw(
    struct.pack("!HHII", 0x3001, 0x880b, 9 << 16 | 1, 7) + b"tunnelled")
equal("without a key nothing comes back, nor of PPTP, nor from elsewhere", 0,
      w.from_wan(gre(WAN, LAN), pptp, gre("2001:db8:2::3", LAN, 2),
                 gre(WAN, "2001:db8:1::3", 2)))
equal("with another key it is related", "related",
      s.classify(w, w.wan, gre(WAN, LAN, 2)))
equal("and stays so", ("related", 3),
      (s.classify(w, w.wan, gre(WAN, LAN, 2)), back(2, 2, 2)))
equal("a third key is not", 0, back(3))
equal("nor when the lan goes on", (3, 0), (out(1, 1, 1), back(3)))
equal("each direction is a flow", [(4, 0), (5, 0)], pairs())
equal("its own key may come back all the same", (1, 0), (back(1), back(3)))
equal("what comes back lets in nothing from the lan", "new",
      s.classify(w, w.lan, gre(LAN, WAN, 4)))

s.forget()
out(1)
equal("what comes back with the same key", 1, back(1))
equal("leaves no room for another", (0, 1, 0), (back(2), out(1), back(2)))
out(4)
equal("which another tunnel has", (1, 0), (back(5), back(6)))

s.forget()
out(7, 8)
equal("of two tunnels the last one has an answer", 1, back(70))
equal("and then the other", (0, 2, 1), (back(80), out(8, 7), back(80)))
equal("and no more", (4, 0), (out(7, 8, 7, 8), back(90)))

s.forget()
equal("with the tunnel it is over", 0, back(2))
out(1)
equal("which began anew", 1, back(2))
w.load(RULES % ("established", ""))
equal("rules without related let in none", (1, 0), (out(1), back(2)))
w.load(RULES % ("established,related", ""))
equal("with it, the one that was", (1, 0), (back(2), back(3)))
w.load(RULES % ("established,related", "ip6 daddr != " + WAN))
equal("rules that deny the tunnel deny what it let in", (0, 0),
      (back(2), out(1)))
w.load(RULES % ("established,related", ""))
equal("and those that allow it, allow it", 1, back(2))
s.forget()
out(1)
w.load(RULES % ("established,related", "ip6 daddr != " + WAN))
equal("nor is one let in of a denied one", 0, back(2))

w.load(RULES % ("established,related", ""))
s.forget()
s.set(timeout_gre=1)
out(1)
end = time.monotonic() + 30
while (s.flows() or s.stats()["expects"]) and time.monotonic() < end:
    pass
equal("nor of one that has expired", 0, back(2))
s.set(timeout_gre=300, max_expects=1)
w.from_lan(gre(LAN, "2001:db8:2::3", 1))
before = s.stats()["expect-refused"]
equal("at max-expects the tunnel passes", 1, out(9))
equal("but nothing is let in", (0, 1),
      (back(10), s.stats()["expect-refused"] - before))
error = IPv6(src="2001:db8:1::9", dst=WAN) / ICMPv6PacketTooBig(mtu=1280)
s.set(max_expects=1000)
out(9)
back(10)
equal("an error about what comes back is related", (1, 0),
      (w.from_lan(error / Raw(bytes(gre(WAN, LAN, 10)))),
       w.from_lan(error / Raw(bytes(gre(WAN, LAN, 11))))))

# the router's own, to its neighbour
w.load((RULES % ("established,related", "")).replace("forward", "input") +
       "\nchain output { policy accept; }")
raw = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_RAW, 47)
raw.bind(("fe80::1", 0, 0, in_netns("router", socket.if_nametoindex, "lan")))
raw.sendto(bytes(gre("fe80::1", "fe80::2", 1))[40:],
           ("fe80::2", 0, 0, in_netns("router", socket.if_nametoindex, "lan")))
inside = gre("fe80::2", "fe80::1", 2)
equal("of a link-local address: from another link nothing", "new",
      s.classify(w, w.wan, inside, "input"))
equal("from the one that it is of it is related", "related",
      s.classify(w, w.lan, inside, "input"))
equal("and stays so", "related", s.classify(w, w.lan, inside, "input"))
END
