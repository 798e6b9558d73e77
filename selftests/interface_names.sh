#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Interfaces are matched by their name of the moment: whole names, wildcards,
# not equal, lists, and devices that are renamed.

. "$(dirname "$0")/lib.sh"
plan 24
silent_hosts

results_of python3 - <<'END'
from packets import *

w = Wire()


def passes(match, policy="drop"):
    """Does a packet of the lan to the wan pass by that match?"""
    w.load("revalidate off;\nchain forward { policy drop; %s accept; }" %
           match)
    passes.port += 1
    return bool(w.from_lan(udp(LAN, WAN, passes.port)))


passes.port = 1000
for match, result in (
        ('iifname "lan"', True), ('iifname "la"', False),
        ('iifname "lan0"', False), ('iifname "wan"', False),
        ('iifname "la*"', True), ('iifname "lan*"', True),
        ('iifname "lan0*"', False), ('iifname "w*"', False),
        ('iifname != "lan"', False), ('iifname != "wan"', True),
        ('iifname != "la*"', False), ('iifname != "w*"', True),
        ('iifname { "wan", "la*" }', True),
        ('iifname != { "wan", "la*" }', False),
        ('oifname "wan"', True), ('oifname "lan"', False),
        ('iifname "lan" oifname "wa*"', True),
        ('iifname "wan" oifname "wan"', False)):
    equal("lan to wan: %s %s" % (match, "matches" if result else "does not"),
          result, passes(match))


def rename(old, new):
    """Another name for the router's device at the lan."""
    for words in ("down",), ("name", new):
        subprocess.run(["ip", "-n", "router", "link", "set", "dev", old,
                        *words],
                       check=True)
    subprocess.run(["ip", "-n", "router", "link", "set", "dev", new, "up"],
                   check=True)
    subprocess.run(["ip", "-n", "router", "neigh", "replace", "192.0.2.2",
                    "lladdr", w.lan.mac, "dev", new], check=True)


w.load('chain forward { policy drop; ct state established accept; '
       'iifname "lan" accept; }')
equal("before: it passes by its name", 1, w.from_lan(udp(LAN, WAN, 1)))
rename("lan", "alongername0")
equal("renamed: a new flow does not pass", 0, w.from_lan(udp(LAN, WAN, 2)))
w.load('chain forward { policy drop; iifname "along*" accept; }')
equal("the new name's wildcard matches", 1, w.from_lan(udp(LAN, WAN, 3)))
rename("alongername0", "l")
equal("nothing is left of the longer name", 0, w.from_lan(udp(LAN, WAN, 4)))
w.load('chain forward { policy drop; iifname "l" accept; }')
equal("the short name matches whole", 1, w.from_lan(udp(LAN, WAN, 5)))
equal("and the tool shows it", True, "l > wan" in w.ct6("flows", "sport", "5"))
END
