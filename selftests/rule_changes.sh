#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Rules are added, inserted, replaced and deleted in the running ruleset, by
# handle and by index; those around them keep their handles and counters. A
# request does all of its changes or none.

. "$(dirname "$0")/lib.sh"
plan 27
host router

results_of on router python3 - <<'PYTHON'
import errno
from ct6nl import *

genl = Genl()
CHANGE, SET, GET, DEL = (C["CT6_CMD_RULESET_" + w]
                         for w in ("CHANGE", "SET", "GET", "DEL"))
R = {n[len("CT6_A_"):]: v for n, v in C.items() if n.startswith("CT6_A_")}


def equal(name, expected, seen):
    if expected != seen:
        print("# expected: %s\n# seen:     %s" % (expected, seen))
    print("%s %s" % ("ok" if expected == seen else "not ok", name))


def number(data):
    return int.from_bytes(data, "little")


def named(comment):
    """The words of a rule that is known by its comment."""
    return attr(R["RULE_COMMENT"], comment), verdict("DROP")


def rules(chain="input"):
    """Comments and handles of a chain's rules, in order."""
    found = []
    for message in genl.call(GET, flags=NLM_F_DUMP):
        for kind, data in message:
            if kind != R["RULESET_RULE"]:
                continue
            part = dict(attrs(data))
            if part[R["RULE_CHAIN"]] == chain.encode() + b"\0":
                found.append((part[R["RULE_COMMENT"]][:-1].decode(),
                              number(part[R["RULE_HANDLE"]])))
    return found


def order(chain="input"):
    return " ".join(comment for comment, _ in rules(chain))


def send(*changes, before=b""):
    """Generation and first handle, or the error's name."""
    try:
        answer = dict(genl.call(CHANGE, before + b"".join(changes))[0])
    except Refused as err:
        return "%s: %s" % (errno.errorcode[err.errno], err.message)
    handle = answer.get(R["RULESET_HANDLE"])
    return (number(answer[R["RULESET_GENERATION"]]),
            handle and number(handle))


def put(kind, comment, **where):
    return change(kind, "input", *named(comment), **where)


def delete(**where):
    return change("rule-delete", "input", **where)


def flags():
    return number(dict(genl.call(GET)[0])[R["RULESET_FLAGS"]])


FLAGS = C["CT6_RULESET_FLAGS_REVALIDATE"]
genl.call(SET, attr(R["RULESET_FLAGS"], FLAGS) + base("input", "accept") +
          base("output", "accept") +
          rule("input", *named("a")) + rule("input", *named("b")) +
          rule("output", *named("o")))
a, b = (handle for _, handle in rules())
o = rules("output")[0][1]

equal("a rule is added: a generation and a handle more", (2, o + 1),
      send(put("rule-add", "c")))
equal("at the end", "a b c", order())
send(put("rule-insert", "d"))
equal("an insertion is at the front", "d a b c", order())
send(put("rule-add", "e", handle=a))
equal("an addition with a handle is behind it", "d a e b c", order())
send(put("rule-insert", "f", handle=a))
equal("an insertion with a handle in front of it", "d f a e b c", order())
send(put("rule-add", "g", index=1))
equal("an index counts from 1", "d g f a e b c", order())
send(put("rule-insert", "h", index=7))
equal("for insertions too", "d g f a e b h c", order())
send(put("rule-insert", "i", index=9))
equal("which may be behind the last", "d g f a e b h c i", order())
equal("the first two kept their handles", (a, b),
      (dict(rules())["a"], dict(rules())["b"]))
equal("no handle is there twice", 9, len(set(dict(rules()).values())))
send(delete(index=1), delete(index=1), delete(index=1))
equal("three are deleted by index, one after the other", "a e b h c i",
      order())
send(delete(handle=b))
equal("one by handle", "a e h c i", order())
old = dict(rules())["h"]
equal("a replacement is no new handle", (11, None),
      send(put("rule-replace", "H", handle=old)))
equal("it is in the same place", "a e H c i", order())
equal("with the same handle", old, dict(rules())["H"])
send(put("rule-replace", "A", index=1))
equal("by index too", "A e H c i", order())
equal("the other chain is as it was", [("o", o)], rules("output"))
equal("and the ruleset's flags", FLAGS, flags())

before = rules()
equal("one wrong change of three refuses all",
      "ENOENT: no rule of the chain has this handle",
      send(put("rule-add", "x"), delete(handle=b), put("rule-add", "y")))
equal("nothing has changed", before, rules())
equal("nor is a handle gone", (13, before[-1][1] + 1),
      send(put("rule-add", "x")))
equal("a list of changes has the first handle, the next follow",
      ((14, before[-1][1] + 2),
       [("x", before[-1][1] + 1), ("y", before[-1][1] + 2),
        ("z", before[-1][1] + 3)]),
      (send(put("rule-add", "y"), put("rule-add", "z")), rules()[-3:]))
check = attr(R["RULESET_CHECK"])
before = rules()
equal("a check changes nothing", ((14, None), before),
      (send(put("rule-add", "w"), before=check), rules()))
equal("but refuses", "ENOENT: no such chain",
      send(change("rule-add", "none", *named("w")), before=check))
stale = attr(R["RULESET_GENERATION"], 13)
equal("another generation is stale",
      "ESTALE: the ruleset has changed meanwhile",
      send(put("rule-add", "w"), before=stale))
right = attr(R["RULESET_GENERATION"], 14)
equal("the right one is not", 15, send(put("rule-add", "w"), before=right)[0])
genl.call(DEL)
send(change("chain-add", "input", hook=0), put("rule-add", "n"))
equal("where there is no ruleset, the changes make one", "n", order())
PYTHON
