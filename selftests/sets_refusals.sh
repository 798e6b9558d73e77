#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the kernel refuses of sets, whoever asks: each refusal says why and
# names the attribute, and nothing has changed.

. "$(dirname "$0")/lib.sh"
plan 46
host router
results_of on router python3 - <<'END'
import errno
import struct
from ct6nl import (C, Genl, NLM_F_DUMP, Refused, attr, attrs, base, elem,
                   match, nest, rule, verdict)

R = {name[len("CT6_A_"):]: n for name, n in C.items() if name.startswith("CT6_A_")}
T = {name[len("CT6_SET_TYPE_"):]: n for name, n in C.items()
     if name.startswith("CT6_SET_TYPE_")}
SET, GET = C["CT6_CMD_RULESET_SET"], C["CT6_CMD_RULESET_GET"]
ADD, DEL = C["CT6_CMD_SET_ELEM_ADD"], C["CT6_CMD_SET_ELEM_DEL"]
FLUSH, SHOW = C["CT6_CMD_SET_FLUSH"], C["CT6_CMD_SET_GET"]
INTERVAL, TIMEOUT, CONSTANT = 1, 2, 4
genl = Genl()


def result(name, good, *notes):
    for line in [] if good else notes:
        print("# " + line)
    print("%s %s" % ("ok" if good else "not ok", name))


def dump():
    """All that a ruleset is, times left out."""
    return [[(k, [a for a in attrs(d)] if k not in (R["RULESET_GENERATION"],)
              else d) for k, d in m] for m in genl.call(GET, flags=NLM_F_DUMP)]


def refused(name, err, words, cmd, payload=b"", flags=0, at=True):
    """The request is refused so, and nothing has changed."""
    offset = None
    try:
        genl.call(cmd, payload, flags)
        seen = "taken"
    except Refused as refusal:
        seen = "%s: %s" % (errno.errorcode[refusal.errno], refusal.message)
        offset = refusal.offset
    fits = seen.startswith(err + ": ") and words in seen and (offset or not at)
    result(name, fits and dump() == running, "expected: %s: ...%s..." % (
        err, words), "seen:     %s at %s" % (seen, offset),
        "the ruleset is%s as it was" % ("" if dump() == running else " NOT"))


def declare(name, kind="MARK", *more):
    return nest(R["RULESET_SET"], attr(R["SET_NAME"], name),
                attr(R["SET_TYPE"], T[kind]), *more)


def elems(name, *parts):
    return nest(R["RULESET_SET_ELEMS"], attr(R["SET_ELEMS_SET"], name), *parts)


def mark(first, last=None, mask=None, *more):
    be = lambda v: None if v is None else struct.pack(">I", v)
    parts = [attr(R["ELEM_DATA"], be(first))]
    if last is not None:
        parts.append(attr(R["ELEM_END"], be(last)))
    if mask is not None:
        parts.append(attr(R["ELEM_MASK"], be(mask)))
    return nest(R["SET_ELEMS_ELEM"], *parts, *more)


def inset(field, name, *more):
    return rule("input", nest(R["RULE_EXPR"], nest(
        R["EXPR_MATCH"], attr(R["MATCH_FIELD"], C["CT6_FIELD_" + field]),
        attr(R["MATCH_SET"], name), *more)), verdict("DROP"))


flags = lambda value: attr(R["SET_FLAGS"], value)
good = (base("input", "drop") + declare("s", "MARK", flags(INTERVAL)) +
        declare("exact") + declare("t", "MARK", flags(TIMEOUT)) +
        declare("c", "MARK", flags(CONSTANT)) +
        declare("two", "MARK", attr(R["SET_SIZE"], 2)) +
        elems("s", mark(5), mark(10, 20)) + elems("c", mark(1)) +
        elems("two", mark(1)) + inset("MARK", "s"))
genl.call(SET, good)
running = dump()
for name, err, words, payload in (
        ("a set without a type", "EINVAL", "a set needs a name and a type",
         nest(R["RULESET_SET"], attr(R["SET_NAME"], "x"))),
        ("a set without a name", "EINVAL", "a set needs a name and a type",
         nest(R["RULESET_SET"], attr(R["SET_TYPE"], 1))),
        ("an empty name", "EINVAL", "an empty name", declare("")),
        ("a name that is too long", "EINVAL", "", declare("x" * 32)),
        ("two sets of one name", "EEXIST", "another set has this name",
         declare("x") + declare("x")),
        ("the type that is none", "EINVAL", "no such type", declare("x", "UNSPEC")),
        ("a type that nobody knows", "ERANGE", "range", nest(
            R["RULESET_SET"], attr(R["SET_NAME"], "x"), attr(R["SET_TYPE"],
                                                           max(T.values()) + 1))),
        ("flags that nobody knows", "EINVAL", "reserved bit", declare("x", "MARK", flags(32))),
        ("constant with a timeout", "EINVAL", "do not time out",
         declare("x", "MARK", flags(CONSTANT | TIMEOUT))),
        ("a timeout of nothing", "ERANGE", "range",
         declare("x", "MARK", attr(R["SET_TIMEOUT"], 0))),
        ("a size of nothing", "ERANGE", "range", declare("x", "MARK", attr(R["SET_SIZE"], 0))),
        ("a size beyond all bounds", "ERANGE", "range",
         declare("x", "MARK", attr(R["SET_SIZE"], 1 << 30))),
        ("4097 sets", "E2BIG", "more than 4096 sets",
         b"".join(declare("x%d" % i) for i in range(4097))),
        ("elements of no set", "ENOENT", "a set that there is not", elems("x", mark(1))),
        ("elements without a name", "ENOENT", "a set that there is not",
         nest(R["RULESET_SET_ELEMS"], mark(1))),
        ("a match in no set", "ENOENT", "no such set", inset("MARK", "x")),
        ("a match in a set of another type", "EINVAL", "of another type",
         declare("x") + inset("SADDR", "x")),
        ("a match of a field without sets", "EINVAL", "of another type",
         declare("x") + inset("HOPLIMIT", "x")),
        ("a match with both", "EINVAL", "elements or a set", declare("x") +
         inset("MARK", "x", elem(b"\0\0\0\1"))),
        ("a match's element with a timeout", "EINVAL", "only elements of sets", rule(
            "input", match("MARK", nest(R["MATCH_ELEM"], attr(R["ELEM_DATA"], bytes(4)),
                                        attr(R["ELEM_TIMEOUT"], 5)))))):
    # what is missing has no place
    refused(name, err, words, SET, base("input", "drop") + payload,
            at=not words.startswith("a set needs"))

for cmd, what in (ADD, "added"), (DEL, "deleted"):
    refused("%s to no set" % what, "ENOENT", "no such set", cmd, elems("x", mark(1)))
    refused("%s to a set without a name" % what, "EINVAL", "need the name", cmd,
            nest(R["RULESET_SET_ELEMS"], mark(1)))
    refused("%s to two sets" % what, "EINVAL", "about one set", cmd,
            elems("s", mark(1)) + elems("t", mark(1)))
    refused("%s to none" % what, "EINVAL", "which set", cmd, at=False)
    refused("%s to a constant set" % what, "EPERM", "constant", cmd, elems("c", mark(2)))
for name, err, words, payload in (
        ("an element that overlaps one before", "EEXIST", "overlaps another",
         elems("s", mark(1), mark(20, 30))),
        ("an element that overlaps one behind", "EEXIST", "overlaps another",
         elems("s", mark(1), mark(7, 10))),
        ("an element around others", "EEXIST", "overlaps another", elems("s", mark(0, 99))),
        ("an element inside another", "EEXIST", "overlaps another", elems("s", mark(15))),
        ("an element that comes twice", "EEXIST", "overlaps another",
         elems("s", mark(7), mark(6)) + elems("s", mark(7))),
        ("a mask with a hole", "EINVAL", "is a prefix", elems("s", mark(0, None, 5))),
        ("a range backwards", "EINVAL", "ends before it begins", elems("s", mark(9, 8))),
        ("data of another width", "EINVAL", "not as wide", elems("s", nest(
            R["SET_ELEMS_ELEM"], attr(R["ELEM_DATA"], bytes(2))))),
        ("an element without data", "EINVAL", "needs data",
         elems("s", nest(R["SET_ELEMS_ELEM"]))),
        ("a range without the flag", "EINVAL", "need a set with flag interval",
         elems("exact", mark(1, 2))),
        ("a timeout without the flag", "EINVAL", "no flag timeout",
         elems("s", mark(1, None, None, attr(R["ELEM_TIMEOUT"], 9)))),
        ("more left than there was", "EINVAL", "more seconds are left",
         elems("t", mark(1, None, None, attr(R["ELEM_TIMEOUT"], 9),
                         attr(R["ELEM_EXPIRES"], 10)))),
        ("more than the size", "ENOSPC", "more elements than the size",
         elems("two", mark(2), mark(3)))):
    refused(name, err, words, ADD, payload, at=words != "needs data")
refused("flushing a constant set", "EPERM", "constant", FLUSH, elems("c"))
refused("showing no set", "ENOENT", "no such set", SHOW, elems("x"))
refused("dumping no set", "ENOENT", "no such set", SHOW, elems("x"), NLM_F_DUMP, at=False)
END
