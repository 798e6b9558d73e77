#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Sends what netlink_spec.py makes and looks whether the ruleset is the old or
the new one, whole. Called by netlink_hostile.sh:

    netlink_hostile.py MODE [ROUNDS [SEED]]

The modes: each (one damage at a time; of these every ROUNDS-th), mixed, user
(all is refused), dumps, writers.
"""
import errno
import os
import random
import struct
import sys

from ct6nl import (C, Genl, NLM_F_DUMP, Refused, attr, attrs, base, match, elem,
                   rule, settle, verdict)
from netlink_spec import (Spec, bases, canonical, mixed, payload_of,
                          systematic)

MODE = sys.argv[1]
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 6
SPEC = Spec()
WRITES = {"ruleset-set", "ruleset-change", "ruleset-del", "ruleset-confirm",
          "ruleset-rollback", "counters-take"}
# the ones whose refusal the kernel's own netlink code words, or nobody does
MUTE = {errno.EPERM, errno.ENOENT, errno.EOPNOTSUPP}


def ok(good, name):
    """One result, for results_of of lib.sh."""
    print("%s %s" % ("ok" if good else "not ok", name))


def frozen(genl):
    """Chains and rules that run; sets have requests of their own."""
    kinds = {C["CT6_A_RULESET_CHAIN"], C["CT6_A_RULESET_RULE"],
             C["CT6_A_RULESET_FLAGS"], C["CT6_A_RULESET_GENERATION"]}
    return [canonical(SPEC, "ruleset", attr(kind, data))
            for message in genl.call(C["CT6_CMD_RULESET_GET"], b"", NLM_F_DUMP)
            for kind, data in message if kind in kinds]


class Tried:
    """What came of all requests."""

    def __init__(self, genl):
        self.genl = genl
        self.taken = self.refused = self.silent = self.halves = 0
        self.before = None

    def send(self, name, number, flags, tree):
        """One request, and whether a refusal has left all as it was."""
        if name in WRITES and self.before is None:
            settle(self.genl)
            self.before = frozen(self.genl)
        payload = payload_of(tree)
        try:
            self.genl.call(number, payload, flags)
            self.taken += 1
            if name in WRITES:
                self.before = None
        except Refused as err:
            self.refused += 1
            if not err.message and err.errno not in MUTE:
                self.silent += 1
                print("# silent:", name, err)
            if name in WRITES and frozen(self.genl) != self.before:
                self.halves += 1
                print("# changed by a refusal:", name, err, payload.hex())
                now = frozen(self.genl)
                print("# was:", [data.hex() for data in self.before
                                 if data not in now])
                print("# is:", [data.hex() for data in now
                                if data not in self.before])
                self.before = None
            if err.errno == errno.EBUSY:
                settle(self.genl)
                self.before = None

    def tell(self, what):
        """The results."""
        print("# %s: %d messages, %d taken, %d refused" %
              (what, self.taken + self.refused, self.taken, self.refused))
        ok(self.taken and self.refused, "some are taken, some are refused")
        ok(not self.silent, "each refusal says why")
        ok(not self.halves, "a refusal leaves the ruleset as it was")


def good_again(genl, good):
    """Good requests still work."""
    settle(genl)
    # as it was at first: a set of them may be the answer to what is next
    try:
        for name, number, flags, tree in good:
            if name in ("ruleset-set", "stats-get", "config-get", "set-get"):
                genl.call(number, payload_of(tree), flags)
        ok(True, "good requests work afterwards")
    except Refused as err:
        print("#", name, err)
        ok(False, "good requests work afterwards")


def each():
    """Each damage, and each attribute where it has no place."""
    spec, genl, rnd = SPEC, Genl(), random.Random(SEED)
    good, tried = bases(spec), Tried(genl)
    for number, request in enumerate(systematic(spec, rnd)):
        if number % ROUNDS == 0:
            tried.send(*request)
    tried.tell("each")
    good_again(genl, good)


def mixes():
    """Any damage."""
    spec, genl, rnd = SPEC, Genl(), random.Random(SEED)
    good, tried = bases(spec), Tried(genl)
    for _ in range(ROUNDS):
        tried.send(*mixed(spec, rnd, good))
    tried.tell("mixed, seed %d" % SEED)
    good_again(genl, good)


def user():
    """Nothing is for who has no right, whatever it is."""
    spec, genl, rnd = SPEC, Genl(), random.Random(SEED)
    good = bases(spec)
    refused = other = 0
    requests = [request for request in good]
    requests += [mixed(spec, rnd, good) for _ in range(ROUNDS)]
    for name, number, flags, tree in requests:
        try:
            genl.call(number, payload_of(tree), flags)
            other += 1
            print("# taken:", name)
        except (Refused, PermissionError) as err:
            if err.errno == errno.EPERM:
                refused += 1
            # a dump that there is not, or a request that is none
            elif err.errno != errno.EOPNOTSUPP:
                other += 1
                print("#", name, err)
    print("# user: %d messages, %d not permitted" % (len(requests), refused))
    ok(refused and not other, "a user is refused everything")


def many(name, count):
    """A ruleset that is known by the name of its chain."""
    ports = [rule("input", match("L4PROTO", elem(b"\6")),
                  match("DPORT", elem(bytes([at >> 8, at & 255]))),
                  verdict("JUMP", name)) for at in range(1, count + 1)]
    chain = attr(C["CT6_A_RULESET_CHAIN"],
                 attr(C["CT6_A_CHAIN_NAME"], name), True)
    return base("input", "drop") + chain + b"".join(ports)


def whole(pairs):
    """Which ruleset a dump is of, or None when it is of no single one."""
    names = {bytes(data) for kind, part in pairs
             if kind == C["CT6_A_RULESET_CHAIN"]
             for inner, data in attrs(part) if inner == C["CT6_A_CHAIN_NAME"]}
    rules = [part for kind, part in pairs if kind == C["CT6_A_RULESET_RULE"]]
    for name, count in (b"one\0", 300), (b"two\0", 200):
        if names == {b"input\0", name} and len(rules) == count and \
                all(name in part for part in rules):
            return name
    return None


def dumps():
    """Dumps that nobody reads to the end."""
    genl = Genl()
    genl.call(C["CT6_CMD_RULESET_SET"], many("one", 300))
    for number in range(ROUNDS):
        part = Genl()
        part.send((C["CT6_CMD_RULESET_GET"], C["CT6_CMD_SET_GET"],
                   C["CT6_CMD_FLOW_GET"])[number % 3], b"", NLM_F_DUMP)
        if number % 2:
            part.sock.recv(4096)
        if number % 5 == 0:
            genl.call(C["CT6_CMD_RULESET_SET"],
                      many("one", 300) if number % 2 else many("two", 200))
        part.sock.close()
    genl.call(C["CT6_CMD_RULESET_SET"], many("one", 300))
    print("# dumps: %d left unread" % ROUNDS)
    ok(whole(dump_of(genl, [])) == b"one\0", "after dumps that were left")


def writer(texts, seed):
    """Loads them by turns; what else there is between."""
    spec, genl, rnd = SPEC, Genl(), random.Random(seed)
    good = [request for request in bases(spec) if request[0] not in WRITES]
    taken = 0
    for number in range(ROUNDS):
        try:
            genl.call(C["CT6_CMD_RULESET_SET"], texts[number % len(texts)])
            taken += 1
        except Refused:
            pass
        name, cmd, flags, tree = mixed(spec, rnd, good)
        if name in ("config-set",):
            continue
        try:
            genl.call(cmd, payload_of(tree), flags)
        except Refused:
            pass
    os._exit(0 if taken else 1)


def writers():
    """Two load, one reads: a dump that was not interrupted is of one."""
    genl = Genl()
    texts = many("one", 300), many("two", 200)
    genl.call(C["CT6_CMD_RULESET_SET"], texts[0])
    children = []
    for seed in range(2):
        child = os.fork()
        if not child:
            writer(texts if seed else texts[::-1], SEED + seed)
        children.append(child)
    seen = {b"one\0": 0, b"two\0": 0, None: 0, "interrupted": 0}
    for _ in range(ROUNDS):
        intr = []
        pairs = dump_of(genl, intr)
        seen["interrupted" if intr else whole(pairs)] += 1
    codes = [os.waitpid(child, 0)[1] for child in children]
    print("# writers: dumps of", {str(k): v for k, v in seen.items()})
    ok(not seen[None], "a dump is of the one or the other")
    ok(seen[b"one\0"] + seen[b"two\0"], "some are seen whole")
    ok(codes == [0, 0], "both writers got through")
    ok(whole(dump_of(genl, [])), "what is left is one of them")


def dump_of(genl, interrupted):
    """A dump as pairs; says whether the kernel calls it interrupted."""
    genl.send(C["CT6_CMD_RULESET_GET"], b"", NLM_F_DUMP)
    pairs = []
    while True:
        data = genl.sock.recv(1 << 20)
        while data:
            size, kind, flags, _, _ = struct.unpack_from("=IHHII", data)
            body, data = data[16:size], data[(size + 3) & ~3:]
            if flags & 0x10:
                interrupted.append(kind)
            if kind in (2, 3):
                return pairs
            pairs += list(attrs(body[4:]))


{"each": each, "mixed": mixes, "user": user, "dumps": dumps,
 "writers": writers}[MODE]()
