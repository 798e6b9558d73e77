#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Has one allocation after the other fail while the kernel works at a request:
the first, the second, and so on until one more is not made. The ruleset is
then the old one or the new one, whole. Called by failslab.sh.
"""
import errno
import os
import socket

from ct6nl import (C, Genl, NLM_F_DUMP, Refused, attr, base, change, elem,
                   match, nest, rule, verdict)
from netlink_samples import samples
from netlink_spec import Spec, canonical

# opened once: to open it takes memory, too
NTH = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
MOST = 4000
SPEC = Spec()


def ok(good, name):
    """One result, for results_of of lib.sh."""
    print("%s %s" % ("ok" if good else "not ok", name))


def fail(number):
    """Let the so-manieth allocation of this thread fail; 0 for none."""
    try:
        os.pwrite(NTH, b"%d\n" % number, 0)
    except OSError:
        # the failure that was still to come has come here
        os.pwrite(NTH, b"%d\n" % number, 0)


def left():
    """Allocations that were still to come: 0 when one has failed."""
    try:
        return int(os.pread(NTH, 32, 0))
    except OSError:
        # to ask was what failed
        return 1


def running():
    """What runs, but for its number and what time changes."""
    kinds = {C["CT6_A_RULESET_CHAIN"], C["CT6_A_RULESET_RULE"],
             C["CT6_A_RULESET_SET"], C["CT6_A_RULESET_FLAGS"]}
    elems = {C["CT6_A_RULESET_SET_ELEMS"]}
    found = []
    for message in Genl().call(C["CT6_CMD_RULESET_GET"], b"", NLM_F_DUMP):
        for kind, data in message:
            if kind in kinds:
                # a handle is a number of its own, too
                found.append(canonical(SPEC, "ruleset", attr(kind, data),
                                       ("handle",)))
            elif kind in elems:
                found.append(kind)
    return found


def settle():
    """What waits for its confirmation gets it."""
    try:
        Genl().call(C["CT6_CMD_RULESET_CONFIRM"])
    except Refused:
        pass


def request(cmd, payload, flags, number):
    """One request with a failure: (it failed, there was an allocation)."""
    genl = Genl()
    genl.sock.settimeout(5)
    failed = True
    fail(number)
    try:
        genl.send(cmd, payload, flags)
        rest = left()
        fail(0)
        genl.answers()
        failed = False
    except (Refused, OSError) as err:
        rest = left()
        fail(0)
        if not isinstance(err, (Refused, socket.timeout)) and \
                err.errno not in (errno.ENOMEM, errno.ENOBUFS, errno.EFAULT):
            raise
    genl.sock.close()
    return failed, not rest


def each(name, begin, cmd, payload, flags=0):
    """All failures of one request, each from the same ruleset."""
    Genl().call(C["CT6_CMD_RULESET_SET"], begin)
    settle()
    old = running()
    Genl().call(cmd, payload, flags)
    settle()
    new = running()
    halves = failures = number = 0
    for number in range(1, MOST):
        Genl().call(C["CT6_CMD_RULESET_SET"], begin)
        settle()
        failed, hit = request(cmd, payload, flags, number)
        failures += failed
        settle()
        seen = running()
        if seen not in (old, new):
            halves += 1
            print("# half: %s, allocation %d" % (name, number))
        if not hit:
            break
    print("# %s: %d allocations, %d failed requests" %
          (name, number - 1, failures))
    ok(number < MOST and not halves and (failures or number == 1),
       name + ": the old or the new, whole")


def main():
    """The requests that change something, and those that only ask."""
    good = samples()
    first = [payload for cmd, payload, _ in good
             if cmd == C["CT6_CMD_RULESET_SET"]][0]
    plain = base("input", "drop") + rule("input", verdict("ACCEPT")) + \
        nest(C["CT6_A_RULESET_SET"], attr(C["CT6_A_SET_NAME"], "s"),
             attr(C["CT6_A_SET_TYPE"], C["CT6_SET_TYPE_IPV6_ADDR"]),
             attr(C["CT6_A_SET_FLAGS"], 3))
    each("ruleset-set", plain, C["CT6_CMD_RULESET_SET"], first)
    each("ruleset-set over it", first, C["CT6_CMD_RULESET_SET"], plain)
    each("ruleset-change", first, C["CT6_CMD_RULESET_CHANGE"],
         change("chain-add", "other") +
         change("rule-add", "other",
                match("DPORT", *[elem(bytes([0, at])) for at in range(9)]),
                verdict("ACCEPT")) +
         change("rule-insert", "input", verdict("JUMP", "other")))
    adds = nest(C["CT6_A_RULESET_SET_ELEMS"],
                attr(C["CT6_A_SET_ELEMS_SET"], "s"),
                *[elem(bytes([0x40 + at]) + bytes(15),
                       kind=C["CT6_A_SET_ELEMS_ELEM"]) for at in range(9)])
    each("set-elem-add", first, C["CT6_CMD_SET_ELEM_ADD"], adds)
    each("set-flush", first, C["CT6_CMD_SET_FLUSH"],
         nest(C["CT6_A_RULESET_SET_ELEMS"],
              attr(C["CT6_A_SET_ELEMS_SET"], "s")))
    each("ruleset-set with a confirmation", plain, C["CT6_CMD_RULESET_SET"],
         first + attr(C["CT6_A_RULESET_CONFIRM"], 60))
    each("explain", first, C["CT6_CMD_EXPLAIN"],
         [payload for cmd, payload, _ in good
          if cmd == C["CT6_CMD_EXPLAIN"]][0])
    each("ruleset-get", first, C["CT6_CMD_RULESET_GET"], b"", NLM_F_DUMP)
    flows()


def flows():
    """A flow that begins while memory ends."""
    Genl().call(C["CT6_CMD_RULESET_SET"], base("output", "accept"))
    number = sent = 0
    for number in range(1, MOST):
        sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        sock.bind(("::1", 0))
        sock.connect(("::1", 10000 + number))
        fail(number)
        try:
            sock.send(b"x")
            sent += 1
        except OSError:
            pass
        rest = left()
        fail(0)
        sock.close()
        if rest:
            break
    print("# flows: %d allocations, %d sent" % (number - 1, sent))
    ok(1 < number < MOST, "flows begin or they do not")


main()
