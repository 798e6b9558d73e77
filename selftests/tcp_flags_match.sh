#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `! --tcp-flags SYN,RST,ACK SYN`, flag byte by flag byte: what is delivered
# to the host is exactly what does not open a connection.

. "$(dirname "$0")/lib.sh"
plan 6
silent_hosts
on router ip6tables-ct6-restore "$here/rulesets/minimal.ip6tables" || {
	echo "Bail out! the ruleset does not load"
	exit 1
}

results_of python3 - <<'END'
from packets import *
from state import State

ROUTER = "2001:db8:1::1"
w, s = Wire(), State()
raw = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_RAW,
               socket.IPPROTO_TCP)
raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)


def delivered(dport):
    """The flag bytes that the host is given, of all."""
    w.through(w.lan, *[tcp(LAN, ROUTER, flags, 1024 + flags, dport)
                       for flags in range(256)])
    found = set()
    while True:
        try:
            data = raw.recv(1 << 16, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return found
        found.add(data[13])


pass_all = {flags for flags in range(256) if flags & 0x16 != 2}
for port in 512, 8080, 65535:
    equal("port %d: all but the openers are delivered" % port, pass_all,
          delivered(port))
equal("the rule counted just these", 3 * len(pass_all), s.packets("input")[0])
equal("port 511 is not in the range", set(), delivered(511))
equal("and the last rule dropped the others",
      3 * (256 - len(pass_all)) + 256, s.packets("input")[4])
END
