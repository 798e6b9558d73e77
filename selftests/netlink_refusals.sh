#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the kernel refuses it refuses with an error that fits and a message,
# and the running ruleset stays as it was.

. "$(dirname "$0")/lib.sh"
plan 69
host router

results_of on router python3 - <<'END'
import errno
import struct
from ct6nl import *

genl = Genl()
SET, GET, DEL = (C["CT6_CMD_RULESET_" + w] for w in ("SET", "GET", "DEL"))
R = {n[len("CT6_A_"):]: v for n, v in C.items() if n.startswith("CT6_A_")}
good = base("input", "drop") + rule("input", match("DPORT", elem(b"\0\x16")),
                                    verdict("ACCEPT"))
user = nest(R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], "user"))


def result(name, good_, *notes):
    for line in () if good_ else notes:
        print("#", line)
    print("%s %s" % ("ok" if good_ else "not ok", name))


def dump():
    return genl.call(GET, flags=NLM_F_DUMP)


def refused(name, err, words, cmd, payload=b"", flags=0):
    """The request is refused so, and nothing has changed."""
    try:
        genl.call(cmd, payload, flags)
        seen = "taken"
    except Refused as refusal:
        seen = "%s: %s" % (errno.errorcode[refusal.errno], refusal.message)
    fits = seen.startswith(err + ": ") and words in seen
    result(name, fits and dump() == running, "expected: %s: ...%s..." % (
        err, words), "seen:     " + seen, "the ruleset is%s as it was" %
        ("" if dump() == running else " NOT"))


def with_rule(*exprs):
    return base("input", "drop") + user + rule("input", *exprs)


def expr(kind, *attrs_):
    return nest(R["RULE_EXPR"], nest(R["EXPR_" + kind], *attrs_))


def u8(value):
    return struct.pack("=B", value)


genl.call(SET, good)
running = dump()
for op in SET, GET, DEL, C["CT6_CMD_CONFIG_SET"], C["CT6_CMD_STATS_GET"], \
        C["CT6_CMD_FLOW_GET"], C["CT6_CMD_FLOW_DEL"], C["CT6_CMD_CONFIG_GET"]:
    refused("operation %d: an attribute that nobody knows" % op, "EINVAL",
            "nknown attribute", op, attr(99, 1))
refused("an operation that nobody knows", "ENOTSUP", "", 99)
refused("bytes behind the attributes", "EINVAL", "bytes leftover", SET,
        good + b"\1\0\0")
refused("an attribute that is longer than the message", "EINVAL",
        "bytes leftover", SET, good + struct.pack("=HH", 40, R["RULESET_FLAGS"]))
refused("a short number", "EINVAL", "invalid attribute length", SET,
        good + attr(R["RULESET_FLAGS"], b"\1\0"))
refused("a long number", "EINVAL", "", SET,
        good + attr(R["RULESET_FLAGS"], bytes(8)))
refused("flags that nobody knows", "EINVAL", "reserved bit set", SET,
        good + attr(R["RULESET_FLAGS"], 4))
refused("an unknown attribute in a rule", "EINVAL", "nknown attribute", SET,
        with_rule(attr(99, 1)))
refused("an unknown attribute in a match", "EINVAL", "nknown attribute", SET,
        with_rule(expr("MATCH", attr(R["MATCH_FIELD"], 3), attr(99, 1))))
refused("a nest that is none", "EINVAL", "NLA_F_NESTED", SET,
        attr(R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], "user")))
for name, words, err, payload in (
        ("a chain without a name", "a chain needs a name", "EINVAL",
         nest(R["RULESET_CHAIN"], attr(R["CHAIN_HOOK"], 0))),
        ("an empty name", "an empty name", "EINVAL",
         nest(R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], ""))),
        ("a name without an end", "", "EINVAL",
         nest(R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], b"user"))),
        ("a name that is too long", "", "EINVAL",
         nest(R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], "x" * 32))),
        ("two chains of one name", "another chain has this name", "EEXIST",
         user + user),
        ("two chains at one hook", "another chain has this hook", "EEXIST",
         base("input", "drop") + nest(
             R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], "b"),
             attr(R["CHAIN_HOOK"], 0))),
        ("a hook that is none", "range", "ERANGE",
         nest(R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], "b"),
              attr(R["CHAIN_HOOK"], 3))),
        ("a user chain with a policy", "only a base chain has a policy",
         "EINVAL", nest(R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], "b"),
                        attr(R["CHAIN_POLICY"], 0))),
        ("a user chain named as a hook", "is for its base chain", "EINVAL",
         nest(R["RULESET_CHAIN"], attr(R["CHAIN_NAME"], "forward"))),
        ("a rule without chain", "a rule needs its chain", "EINVAL",
         nest(R["RULESET_RULE"], verdict("DROP"))),
        ("a rule of a chain that is not there", "no such chain", "ENOENT",
         rule("none", verdict("DROP"))),
        ("a rule with a handle", "the kernel gives the handles", "EINVAL",
         with_rule(attr(R["RULE_HANDLE"], bytes(8)))),
        ("an empty expression", "an empty expression", "EINVAL",
         with_rule(nest(R["RULE_EXPR"]))),
        ("an expression of two", "one thing only", "EINVAL",
         with_rule(nest(R["RULE_EXPR"], attr(R["EXPR_SET_MARK"], 1),
                        attr(R["EXPR_SET_MARK"], 2)))),
        ("words behind a verdict", "nothing can follow a verdict", "EINVAL",
         with_rule(verdict("DROP"), verdict("DROP"))),
        ("a field that is none", "no such field", "EINVAL",
         with_rule(match("UNSPEC", elem(b"\0")))),
        ("a field out of range", "range", "ERANGE", with_rule(
            expr("MATCH", attr(R["MATCH_FIELD"], 1 + max(
                value for name, value in C.items()
                if name.startswith("CT6_FIELD_")))))),
        ("a match without element", "a match needs an element", "EINVAL",
         with_rule(match("DPORT"))),
        ("an element without data", "an element needs data", "EINVAL",
         with_rule(match("DPORT", nest(R["MATCH_ELEM"])))),
        ("data of another width", "not as wide as the field", "EINVAL",
         with_rule(match("DPORT", elem(b"\1")))),
        ("a range backwards", "ends before it begins", "EINVAL",
         with_rule(match("DPORT", elem(b"\1\0", end=b"\0\1")))),
        ("a range with a mask", "a range has no mask", "EINVAL",
         with_rule(match("DPORT", elem(b"\0\1", b"\0\1", b"\1\0")))),
        ("bits outside the mask", "can never match", "EINVAL",
         with_rule(match("DPORT", elem(b"\0\3", b"\0\1")))),
        ("a limit without unit", "a limit needs a rate and its unit",
         "EINVAL", with_rule(expr("LIMIT", attr(R["LIMIT_RATE"], 1)))),
        ("a limit of nothing", "range", "ERANGE", with_rule(
            expr("LIMIT", attr(R["LIMIT_RATE"], 0), attr(R["LIMIT_UNIT"], 1)))),
        ("a burst beyond all bounds", "the burst is too large", "ERANGE",
         with_rule(expr("LIMIT", attr(R["LIMIT_RATE"], 1),
                        attr(R["LIMIT_UNIT"], 604800),
                        attr(R["LIMIT_BURST"], 0xffffffff)))),
        ("a length of no prefix", "only a limit per prefix", "EINVAL",
         with_rule(expr("LIMIT", attr(R["LIMIT_RATE"], 1),
                        attr(R["LIMIT_UNIT"], 1),
                        attr(R["LIMIT_PREFIX_LEN"], 64)))),
        ("a length of ports", "only a limit per prefix", "EINVAL",
         with_rule(expr("LIMIT", attr(R["LIMIT_RATE"], 1),
                        attr(R["LIMIT_UNIT"], 1), attr(R["LIMIT_PER"], 12),
                        attr(R["LIMIT_PREFIX_LEN"], 64)))),
        ("a second length of one prefix", "has two lengths", "EINVAL",
         with_rule(expr("LIMIT", attr(R["LIMIT_RATE"], 1),
                        attr(R["LIMIT_UNIT"], 1), attr(R["LIMIT_PER"], 6),
                        attr(R["LIMIT_DADDR_LEN"], 64)))),
        ("a size of one bucket", "only a limit per something", "EINVAL",
         with_rule(expr("LIMIT", attr(R["LIMIT_RATE"], 1),
                        attr(R["LIMIT_UNIT"], 1),
                        attr(R["LIMIT_SIZE"], 64)))),
        ("a prefix of 129 bits", "range", "ERANGE",
         with_rule(expr("LIMIT", attr(R["LIMIT_RATE"], 1),
                        attr(R["LIMIT_UNIT"], 1), attr(R["LIMIT_PER"], 1),
                        attr(R["LIMIT_PREFIX_LEN"], 129)))),
        ("a bucket of bytes beyond all bounds", "the burst is too large",
         "ERANGE", with_rule(expr("LIMIT", attr(R["LIMIT_RATE"], 1),
                                  attr(R["LIMIT_UNIT"], 604800),
                                  attr(R["LIMIT_BURST"], 0xffffffff),
                                  attr(R["LIMIT_FLAGS"], 2)))),
        ("a log with level and group", "a group is NFLOG's", "EINVAL",
         with_rule(expr("LOG", attr(R["LOG_GROUP"], struct.pack("=H", 1)),
                        attr(R["LOG_LEVEL"], 1)))),
        ("a jump without chain", "jump and goto need a chain", "EINVAL",
         with_rule(verdict("JUMP"))),
        ("a jump to nowhere", "no such chain", "ENOENT",
         with_rule(verdict("JUMP", "none"))),
        ("a jump to a base chain", "a base chain is no target", "EINVAL",
         with_rule(verdict("JUMP", "input"))),
        ("an accept with a chain", "only jump and goto have a chain",
         "EINVAL", with_rule(verdict("ACCEPT", "user"))),
        ("a count without a number", "a count needs a number", "EINVAL",
         with_rule(expr("COUNT", attr(R["COUNT_PER"], 1)))),
        ("a count's length of no prefix", "only a count per prefix", "EINVAL",
         with_rule(expr("COUNT", attr(R["COUNT_MAX_FLOWS"], 1),
                        attr(R["COUNT_PREFIX_LEN"], 64)))),
        ("a recent without a name", "needs a table's name", "EINVAL",
         with_rule(expr("RECENT", attr(R["RECENT_OP"], 0)))),
        ("a recent with an empty name", "an empty name", "EINVAL",
         with_rule(expr("RECENT", attr(R["RECENT_NAME"], ""),
                        attr(R["RECENT_OP"], 0)))),
        ("a recent that sets hits", "only check and update", "EINVAL",
         with_rule(expr("RECENT", attr(R["RECENT_NAME"], "x"),
                        attr(R["RECENT_OP"], 0), attr(R["RECENT_HITS"], 2)))),
        ("a recent of 256 hits", "range", "ERANGE",
         with_rule(expr("RECENT", attr(R["RECENT_NAME"], "x"),
                        attr(R["RECENT_OP"], 1), attr(R["RECENT_HITS"], 256)))),
        ("a recent per nobody", "range", "ERANGE",
         with_rule(expr("RECENT", attr(R["RECENT_NAME"], "x"),
                        attr(R["RECENT_OP"], 1), attr(R["RECENT_PER"], 0)))),
        ("a reject code that is none", "range", "ERANGE",
         with_rule(expr("REJECT", attr(R["REJECT_CODE"], u8(7))))),
        ("a reset with a code", "a TCP reset has no code", "EINVAL",
         with_rule(expr("REJECT", attr(R["REJECT_TYPE"], 1),
                        attr(R["REJECT_CODE"], u8(1)))))):
    refused(name, err, words, SET, payload)
for name, value in ("max-flows", 0), ("timeout-udp", 1000001):
    refused("%s of %d" % (name, value), "ERANGE", "range",
            C["CT6_CMD_CONFIG_SET"],
            attr(R["CONFIG_" + name.upper().replace("-", "_")], value))
refused("flow-del without a filter", "EINVAL", "a filter is needed",
        C["CT6_CMD_FLOW_DEL"])
refused("flow-get of a flow without a name", "EINVAL",
        "a flow is named by protocol and addresses", C["CT6_CMD_FLOW_GET"])
refused("flow-get of none", "ENOENT", "there is no such flow",
        C["CT6_CMD_FLOW_GET"], attr(R["FLOW_L4PROTO"], u8(6)) +
        attr(R["FLOW_SADDR"], bytes(16)) + attr(R["FLOW_DADDR"], bytes(16)))
refused("a filter's state without protocol", "EINVAL",
        "a state needs its protocol", C["CT6_CMD_FLOW_GET"],
        nest(R["FLOW_FILTER"], attr(R["FILTER_STATE"], u8(1))), NLM_F_DUMP)
END
