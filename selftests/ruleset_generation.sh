#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Compare and swap: a request that names another generation than the running
# one is refused and changes nothing; a check changes nothing at all.

. "$(dirname "$0")/lib.sh"
plan 14
host router

results_of on router python3 - <<'END'
import errno
from ct6nl import *

genl = Genl()
A = {n[len("CT6_A_RULESET_"):]: v for n, v in C.items()
     if n.startswith("CT6_A_RULESET_")}
SET, GET, DEL = (C["CT6_CMD_RULESET_" + w] for w in ("SET", "GET", "DEL"))


def equal(name, expected, seen):
    if expected != seen:
        print("# expected: %s\n# seen:     %s" % (expected, seen))
    print("%s %s" % ("ok" if expected == seen else "not ok", name))


def number(message):
    return int.from_bytes(dict(message)[A["GENERATION"]], "little")


def running():
    """Generation and the chains' names."""
    return (number(genl.call(GET)[0]),
            [dict(attrs(d))[C["CT6_A_CHAIN_NAME"]].rstrip(b"\0").decode()
             for m in genl.call(GET, flags=NLM_F_DUMP)
             for k, d in m if k == A["CHAIN"]])


def send(cmd, payload=b""):
    """The new generation, or the name of the error."""
    try:
        answer = genl.call(cmd, payload)
        return number(answer[0]) if answer else "done"
    except Refused as err:
        return "%s: %s" % (errno.errorcode[err.errno], err.message)


def generation(value):
    return attr(A["GENERATION"], value)


STALE = "ESTALE: the ruleset has changed meanwhile"
check = attr(A["CHECK"])
inp, out = base("input", "accept"), base("output", "accept")
equal("at first there is none", (0, []), running())
equal("so 1 is stale", STALE, send(SET, generation(1) + inp))
equal("a check makes none", 0, send(SET, check + inp))
equal("and nothing changed", (0, []), running())
first = send(SET, generation(0) + inp)
equal("0 is right", (first, ["input"]), running())
equal("but not twice", STALE, send(SET, generation(0) + out))
second = send(SET, generation(first) + out)
equal("the running one's is right", (second, ["output"]), running())
equal("it goes up", True, second > first)
equal("the older is stale", STALE, send(SET, generation(first) + inp))
equal("for a check too", STALE, send(SET, check + generation(first) + inp))
equal("and to take it away", STALE, send(DEL, generation(first)))
equal("nothing changed", (second, ["output"]), running())
equal("with the right one it goes", "done", send(DEL, generation(second)))
equal("and is gone", (0, []), running())
END
