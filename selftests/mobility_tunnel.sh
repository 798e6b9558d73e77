#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Mobile nodes and their home agents (RFC 6092 REC-28 to 30): bindings pass,
# then the tunnel between the two ends, IPv6 and IPv4, and errors about it.

. "$(dirname "$0")/lib.sh"
plan 26
silent_hosts

results_of python3 - <<'END'
import struct
from packets import *
import ends
from state import COUNT_STATES, State

w, s = Wire(), State()
AGENT, HOME, PEER = WAN, "2001:db8:2::7", "2001:db8:77::1"
RULES = """
essentials off;
chain forward {
	policy drop;
	%s
	ct state established,related accept
	ct state invalid drop
	iifname "lan" %%s accept
}
""" % COUNT_STATES
w.load(RULES % "")


def binding(body, src=LAN, dst=AGENT, spoil=0):
    """From the mobile node to its agent, or from it."""
    if src == LAN:
        return ends.chain(src, dst, [ends.home(HOME)], 135,
                          ends.summed(135, HOME, dst, body, spoil))
    return ends.chain(src, dst, [ends.to_home(HOME)], 135,
                      ends.summed(135, src, HOME, body, spoil))


def tunnel(src, dst, inner):
    """A packet in an IPv6 header."""
    return IPv6(src=src, dst=dst) / inner


six_in = tunnel(AGENT, LAN, udp(PEER, HOME, 53, 4000))
six_out = tunnel(LAN, AGENT, udp(HOME, PEER, 4000, 53))
four_in = tunnel(AGENT, LAN, IP(src="192.0.2.9", dst="192.0.2.8") /
                 UDP(sport=1, dport=2))
equal("no binding, no tunnel from the agent", ("new", "new"),
      (s.classify(w, w.wan, six_in), s.classify(w, w.wan, four_in)))
equal("nor does a binding come in unasked", 0,
      w.from_wan(binding(ends.acknowledgement(), AGENT, LAN)))
equal("a binding update with a wrong checksum does not pass", 0,
      w.from_lan(binding(ends.update(), spoil=1)))
equal("a binding update passes", 1, w.from_lan(binding(ends.update())))
equal("its acknowledgement is established", "established",
      s.classify(w, w.wan, binding(ends.acknowledgement(), AGENT, LAN)))
equal("they are one flow", [(135, 1, 1)], [
    (f["l4proto"], f["orig-packets"], f["reply-packets"]) for f in s.flows()])
equal("IPv6 of the agent is related", "related", s.classify(w, w.wan, six_in))
equal("and IPv4", "related", s.classify(w, w.wan, four_in))
equal("both passed", 2, w.from_wan(six_in, four_in))
equal("the mobile node answers in the tunnel", "established",
      s.classify(w, w.lan, six_out))
equal("not from another agent", ("new", "new"),
      (s.classify(w, w.wan, tunnel("2001:db8:2::3", LAN, udp(PEER, HOME))),
       s.classify(w, w.wan, tunnel("2001:db8:2::3", LAN, IP() / UDP()))))
equal("nor to another node", "new", s.classify(w, w.wan, tunnel(
    AGENT, "2001:db8:1::3", udp(PEER, HOME))))
equal("nor another protocol", "new", s.classify(w, w.wan, IPv6(
    src=AGENT, dst=LAN, nh=47) / Raw(bytes(8))))
for name, packet, src, dst, side in (
        ("into", six_in, "2001:db8:1::99", AGENT, w.lan),
        ("out of", six_out, "2001:db8:2::99", LAN, w.wan),
        ("IPv4 into", four_in, "2001:db8:1::99", AGENT, w.lan)):
    equal("an error about a packet %s the tunnel is related" % name,
          "related", s.classify(w, side, IPv6(src=src, dst=dst) /
                                ICMPv6PacketTooBig(mtu=1280) /
                                Raw(bytes(packet))))
equal("one about the binding, too", "related", s.classify(
    w, w.wan, IPv6(src="2001:db8:2::99", dst=LAN) / ICMPv6DestUnreach() /
    Raw(bytes(binding(ends.update(2))))))

# the tunnel holds while the binding's flow does
s.forget()
equal("without the binding's flow nothing is related", "new",
      s.classify(w, w.wan, six_in))
w.from_lan(binding(ends.update(3)))
w.load(RULES % "exthdr mh missing")
equal("a ruleset that denies the binding denies the tunnel", "new",
      s.classify(w, w.wan, six_in))
w.load(RULES % "")
equal("one that allows it again, allows it again", "related",
      s.classify(w, w.wan, six_in))

# every message of RFC 6275, 6.1, asked and answered; the home test goes
# through the tunnel, the care-of test directly
s.forget()
for name, ask, answer in (
        ("home test", ends.mobility(1, bytes(10)), ends.mobility(3, bytes(18))),
        ("care-of test", ends.mobility(2, bytes(10)),
         ends.mobility(4, bytes(18))),
        ("an error", ends.mobility(7, bytes(18)), ends.mobility(0, bytes(2)))):
    equal(name + " passes both ways", 2, w.from_lan(ends.chain(
        LAN, WAN, [], 135, ends.summed(135, LAN, WAN, ask))) +
        w.from_wan(ends.chain(WAN, LAN, [], 135,
                              ends.summed(135, WAN, LAN, answer))))
s.forget()
w.from_lan(six_out)
equal("a tunnel from inside needs no binding", "established",
      s.classify(w, w.wan, six_in))
equal("which was an ordinary flow", [(41, 1, 1)], [
    (f["l4proto"], f["orig-packets"], f["reply-packets"]) for f in s.flows()])

# with the router itself, over one link
words = in_netns("router", subprocess.check_output,
                 "ip -6 -br addr show dev lan scope link".split()).split()
NODE, ROUTER = "fe80::99", words[2].decode().split("/")[0]
w.load("essentials off;\nchain input {\n\tpolicy accept;\n%s\n}\n" %
       COUNT_STATES)
bound = ends.chain(NODE, ROUTER, [], 135,
                   ends.summed(135, NODE, ROUTER, ends.update()))
equal("between link-local addresses, too", ("new", "related"),
      (s.classify(w, w.lan, bound, "input"),
       s.classify(w, w.lan, tunnel(NODE, ROUTER, udp(PEER, HOME)), "input")))
END
