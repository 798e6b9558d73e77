#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Mobile IPv6 through a home's router: a mobile node in the lan, its home agent
# in the world (there is no such daemon among the packages; scapy speaks for both).

. "$(dirname "$0")/lib.sh"
plan 7
service "Mobile IPv6 (headers by scapy)" python3-scapy
silent_hosts
ip -n router addr add 2001:2:0:1::1/64 dev lan nodad
ip -n router addr add 2001:2:0:2::1/64 dev wan nodad
neighbour lan lan $inside
neighbour wan wan $outside
home_rules | load_rules router

results_of python3 - <<'END'
from packets import *
import ends

w = Wire()
NODE, AGENT, HOME, PEER = "2001:2:0:1::2", "2001:2:0:2::2", "2001:2:0:2::7", "2001:2:0:3::1"


def update(number=1):
    """The mobile node tells its agent where it is."""
    return ends.chain(NODE, AGENT, [ends.home(HOME)], 135,
                      ends.summed(135, HOME, AGENT, ends.update(number)))


def acknowledged():
    """The agent's answer."""
    return ends.chain(AGENT, NODE, [ends.to_home(HOME)], 135,
                      ends.summed(135, AGENT, HOME, ends.acknowledgement()))


tunnelled = IPv6(src=AGENT, dst=NODE) / udp(PEER, HOME, 53, 4000)
equal("blocked: a binding acknowledgement that nobody asked for", 0,
      w.from_wan(acknowledged()))
equal("blocked: the agent's tunnel without a binding", 0, w.from_wan(tunnelled))
equal("works: a binding update", 1, w.from_lan(update()))
equal("works: its acknowledgement", 1, w.from_wan(acknowledged()))
equal("works: a packet in the agent's tunnel", 1, w.from_wan(tunnelled))
closed = """chain forward { policy drop; ct state established,related accept
ct state invalid drop
exthdr mh exists drop
iifname "lan" accept
}"""
w.load("")
w.load(closed)
equal("without its rule: a binding update", 0, w.from_lan(update(2)))
equal("without its rule: the agent's tunnel", 0, w.from_wan(tunnelled))
END
