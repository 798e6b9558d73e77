#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A fragment that comes twice is dropped and does its datagram no harm (RFC
# 8200, 4.5); it is the same by offset and length, and what came first counts.

. "$(dirname "$0")/lib.sh"
plan 15
silent_hosts
load_rules router <<-RULES
	chain forward { policy accept; }
RULES

results_of python3 - <<'END'
from fragments import *
from packets import equal
from state import State

lab, s = Lab(), State()
WHOLE = ["0+16", "16+16", "32+16"]


def duplicates():
    """How many were counted."""
    return s.stats()["fragment-duplicate"]


for name, order in (("first", (0, 0, 1, 2)), ("second", (0, 1, 1, 2)),
                    ("last", (2, 2, 0, 1)), ("last, much later", (2, 0, 2, 1)),
                    ("first, in front of all others", (1, 2, 1, 0)),
                    ("first and second, as a run", (0, 1, 0, 1, 2))):
    before = duplicates()
    pieces = Datagram().pieces()
    equal("%s twice: the datagram passes" % name, WHOLE,
          lab.send(*[pieces[i] for i in order]))
    equal("%s twice: counted" % name, len(order) - 3, duplicates() - before)

d = Datagram()
equal("with other data: it passes", WHOLE,
      lab.send(d.piece(0, 16), d.wrong(0, 16), d.piece(16, 32),
               d.wrong(16, 32), d.piece(32, 48)))
equal("and the data is what came first", d.data,
      b"".join(bytes(p)[48:] for p in lab.came))
equal("none of these is invalid", 0, s.stats()["invalid"])
END
