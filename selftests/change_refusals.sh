#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the kernel refuses to change it refuses with an error that fits and a
# message, and the running ruleset stays as it was.

. "$(dirname "$0")/lib.sh"
plan 34
host router

results_of on router python3 - <<'PYTHON'
import errno
from ct6nl import *

genl = Genl()
CHANGE, SET, GET = (C["CT6_CMD_RULESET_" + w] for w in ("CHANGE", "SET", "GET"))
R = {n[len("CT6_A_"):]: v for n, v in C.items() if n.startswith("CT6_A_")}


def dump():
    return genl.call(GET, flags=NLM_F_DUMP)


def refused(name, err, words, *changes):
    """The request is refused so, and nothing has changed."""
    try:
        genl.call(CHANGE, b"".join(changes))
        seen = "taken"
    except Refused as refusal:
        seen = "%s: %s" % (errno.errorcode[refusal.errno], refusal.message)
    same = dump() == running
    good = seen.startswith(err + ": ") and words in seen and same
    if not good:
        print("# expected: %s: ...%s...\n# seen:     %s%s" % (
            err, words, seen, "" if same else ", the ruleset has changed"))
    print("%s %s" % ("ok" if good else "not ok", name))


def raw(*parts):
    return nest(R["RULESET_CHANGE"], *parts)


def kind(name):
    return attr(R["CHANGE_KIND"], C["CT6_CHANGE_KIND_" + name])


genl.call(SET, base("input", "drop") +
          nest(R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], "user")) +
          nest(R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], "empty")) +
          rule("input", match("DPORT", elem(b"\0\x16")), verdict("ACCEPT")) +
          rule("user", verdict("DROP")) + rule("input", verdict("JUMP", "user")))
running = dump()
drop = verdict("DROP")
NO_ATTR = "this kind of change has no such attribute"
LACKS = "the change lacks an attribute that its kind needs"

refused("no change at all", "EINVAL", "no change is given")
refused("an unknown attribute", "EINVAL", "nknown attribute", attr(99, 1))
refused("an unknown attribute of a change", "EINVAL", "nknown attribute",
        raw(kind("RULE_ADD"), attr(99, 1)))
refused("a change without kind", "EINVAL", "a change needs its kind",
        raw(attr(R["CHANGE_CHAIN"], "input")))
refused("a kind that is none", "ERANGE", "range",
        raw(attr(R["CHANGE_KIND"], 99)))
refused("an index of 0", "ERANGE", "range",
        change("rule-delete", "input", index=0))
for name in "rule-add", "rule-insert":
    refused(name + " without chain", "EINVAL", LACKS, change(name, None, drop))
    refused(name + " without rule", "EINVAL", LACKS, change(name, "input"))
    refused(name + " to no chain", "ENOENT", "no such chain",
            change(name, "none", drop))
    refused(name + " behind no rule", "ENOENT", "no rule of the chain",
            change(name, "input", drop, handle=999))
refused("rule-add behind the end", "ENOENT", "fewer rules",
        change("rule-add", "input", drop, index=3))
refused("rule-insert behind the end", "ENOENT", "fewer rules",
        change("rule-insert", "input", drop, index=4))
refused("handle and index", "EINVAL", "by handle or by index",
        change("rule-delete", "input", handle=1, index=1))
refused("rule-delete of no rule", "EINVAL", "which rule?",
        change("rule-delete", "input"))
refused("rule-replace of no rule", "EINVAL", "which rule?",
        change("rule-replace", "input", drop))
refused("a rule of another chain", "ENOENT", "no rule of the chain",
        change("rule-delete", "empty", handle=1))
refused("rule-delete with a rule", "EINVAL", NO_ATTR,
        change("rule-delete", "input", drop, index=1))
refused("a rule with its chain", "EINVAL", "the change names the chain",
        change("rule-add", "input", attr(R["RULE_CHAIN"], "input"), drop))
refused("a rule with a handle", "EINVAL", "the kernel gives the handles",
        change("rule-add", "input", attr(R["RULE_HANDLE"], bytes(8))))
refused("a jump to no chain", "ENOENT", "no such chain",
        change("rule-add", "input", verdict("JUMP", "none")))
refused("a wrong field", "EINVAL", "no such field",
        change("rule-add", "input", match("UNSPEC", elem(b"\0"))))
refused("a chain that is there", "EEXIST", "another chain has this name",
        change("chain-add", "user"))
refused("a hook that is taken", "EEXIST", "another chain has this hook",
        change("chain-add", "other", hook=0))
refused("a user chain with a policy", "EINVAL", "only a base chain",
        change("chain-add", "other", policy=0))
refused("a policy of a user chain", "EINVAL", "only a base chain",
        change("chain-policy", "user", policy=0))
refused("a user chain named as a hook", "EINVAL", "is for its base chain",
        change("chain-rename", "user", new_name="forward"))
refused("a name that is there", "EEXIST", "another chain has this name",
        change("chain-rename", "user", new_name="empty"))
refused("a chain with rules", "EBUSY", "the chain has rules",
        change("chain-delete", "user"))
refused("a rule without chain to be reset", "EINVAL", "a rule needs its chain",
        change("counters-reset", None, index=1))
refused("17 jumps, one behind the other", "EMLINK", "more than 16 jumps",
        *[change("chain-add", "c%d" % i) for i in range(17)],
        *[change("rule-add", "c%d" % i, verdict("JUMP", "c%d" % (i + 1)))
          for i in range(16)],
        change("rule-add", "input", verdict("JUMP", "c0")))
PYTHON
