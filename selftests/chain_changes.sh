#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Chains are added, renamed, flushed and deleted in the running ruleset, and
# get another policy; what jumps to a chain finds it wherever it moved.

. "$(dirname "$0")/lib.sh"
plan 21
silent_hosts

results_of python3 - <<'PYTHON'
import errno
from ct6nl import *
from packets import Wire, equal, udp, LAN, WAN
from state import State

w, s = Wire(), State()
genl = s.genl
CHANGE, GET = C["CT6_CMD_RULESET_CHANGE"], C["CT6_CMD_RULESET_GET"]
port = 1024


def send(*changes):
    try:
        genl.call(CHANGE, b"".join(changes))
        return "done"
    except Refused as err:
        return "%s: %s" % (errno.errorcode[err.errno], err.message)


def passes():
    """Does a packet of a new flow?"""
    global port
    port += 1
    return bool(w.from_lan(udp(LAN, WAN, port)))


def chains():
    return " ".join(name for name, _ in s.ruleset("CHAIN", "NAME"))


def rules():
    return " ".join(name for name, _ in s.ruleset("RULE", "CHAIN"))


equal("a base chain is added", "done",
      send(change("chain-add", "forward", hook=1, policy=0)))
equal("it has its policy", False, passes())
equal("which changes", ("done", True),
      (send(change("chain-policy", "forward", policy=1)), passes()))
equal("its counter goes on", 2, s.policy("forward")[0])
w.load("""
chain one { drop; }
chain two { udp dport 53 accept; }
chain three { }
chain forward { policy drop; jump two; }
""")
equal("a rule jumps to a chain", True, passes())
equal("a chain in front of it goes", "done",
      send(change("chain-delete", "one", flags=1)))
equal("the rule finds it where it is now", True, passes())
equal("with rules a chain stays", "EBUSY: the chain has rules",
      send(change("chain-delete", "two")))
equal("one that is jumped to stays anyhow",
      "EBUSY: a rule jumps to the chain",
      send(change("chain-delete", "two", flags=1)))
equal("nothing has changed", ("two three forward", "two forward", True),
      (chains(), rules(), passes()))
equal("a chain is renamed", "done",
      send(change("chain-rename", "two", new_name="drei")))
equal("and found under its new name", ("drei three forward", True),
      (chains(), passes()))
equal("it counted all of them", 4, s.packets("drei")[0])
equal("a chain is flushed", "done", send(change("chain-flush", "drei")))
equal("that one alone", ("forward", False), (rules(), passes()))
equal("a loop is refused", "ELOOP: this jump closes a loop",
      send(change("rule-add", "drei", verdict("JUMP", "three")),
           change("rule-add", "three", verdict("GOTO", "drei"))))
equal("a chain, its rules and the jump there are one change",
      ("done", True),
      (send(change("chain-add", "new"),
            change("rule-add", "new", verdict("ACCEPT")),
            change("rule-insert", "forward", verdict("JUMP", "new"))),
       passes()))
equal("jumps and all go as one, too", ("done", "forward"),
      (send(change("chain-flush", "forward"),
            change("chain-delete", "new", flags=1),
            change("chain-delete", "drei"), change("chain-delete", "three")),
       chains()))
equal("counters are reset", ("done", (0, 0)),
      (send(change("counters-reset", "forward")), s.policy("forward")))
send(change("rule-add", "forward", verdict("ACCEPT")),
     change("rule-add", "forward", verdict("ACCEPT")))
passes()
equal("a reset of one rule", ("done", [0, 0]),
      (send(change("counters-reset", "forward", index=1)),
       s.packets("forward")))
passes()
equal("and of everything", ("done", [0, 0]),
      (send(change("counters-reset", None)), s.packets("forward")))
PYTHON
