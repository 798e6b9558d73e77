#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A mark that a rule sets is what the rules behind it see, those that look at
# it for the second time, too; the rules before it saw the old one.

. "$(dirname "$0")/lib.sh"
plan 10
silent_hosts

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
port = iter(range(20000, 30000))


def passes(*lines):
    """Whether the first packet of a flow passes these rules."""
    w.load("chain forward {\n\tpolicy drop;\n\t%s\n}\n" % "\n\t".join(lines))
    return w.from_lan(udp(LAN, WAN, next(port), 53))


for field, other in (("meta mark", "ct mark"), ("ct mark", "meta mark")):
    equal(field + ": unset it is 0", 1, passes(field + " 0 accept"))
    equal(field + ": set, it is seen behind", 1, passes(
        field + " set 7", field + " 7 accept"))
    equal(field + ": also by who has seen the old one", 1, passes(
        field + " 1 drop", field + " set 7", field + " 7 accept"))
    equal(field + ": who saw the old one sees it no more", 0, passes(
        field + " 0 counter", field + " set 7", field + " 0 accept"))
    equal(field + ": the other mark is as it was", 1, passes(
        other + " 1 drop", field + " set 7", other + " 0 accept"))
END
