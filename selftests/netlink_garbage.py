#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Throws mutations of good requests at the family and looks whether the running
ruleset and the kernel are unharmed. Called by netlink_garbage.sh; the seed
is the same in every run unless one is given.
"""
import errno
import random
import struct
import sys

from ct6nl import C, Genl, NLA_F_NESTED, Refused, settle
from netlink_samples import samples

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 6


def mutate(rnd, data):
    """The same bytes with some damage."""
    data = bytearray(data)
    for _ in range(rnd.choice((1, 1, 1, 2, 4, 16))):
        kind = rnd.randrange(7)
        at = rnd.randrange(len(data) + 1)
        if kind == 0 and data:
            data[at % len(data)] ^= 1 << rnd.randrange(8)
        elif kind == 1 and data:
            data[at % len(data)] = rnd.choice((0, 1, 0x7f, 0x80, 0xff))
        elif kind == 2:
            del data[at:]
        elif kind == 3:
            data[at:at] = rnd.randbytes(rnd.choice((1, 4, 8, 64)))
        elif kind == 4:
            data += data[at:at + 64]
        elif kind == 5 and len(data) >= 4:
            at = (at % (len(data) - 3)) & ~3
            struct.pack_into("=H", data, at, rnd.choice((0, 3, 4, 5, 65535)))
        elif len(data) >= 4:
            at = (at % (len(data) - 3)) & ~3
            struct.pack_into("=H", data, at + 2, rnd.randrange(24) |
                             rnd.choice((0, 0x8000)))
    return bytes(data)


def less(data):
    """The same without one of its attributes, at whatever depth, for each."""
    at = 0
    while at + 4 <= len(data):
        size, kind = struct.unpack_from("=HH", data, at)
        end = at + ((size + 3) & ~3)
        yield data[:at] + data[end:]
        if kind & NLA_F_NESTED:
            for rest in less(data[at + 4:at + size]):
                yield (data[:at] + struct.pack("=HH", 4 + len(rest), kind) +
                       rest + data[end:])
        at = end


def damaged(good):
    """Requests with something missing, and with whatever comes."""
    rnd = random.Random(SEED)
    for cmd, payload, flags in good:
        for rest in less(payload):
            yield cmd, rest, flags
    for _ in range(ROUNDS):
        cmd, payload, flags = rnd.choice(good)
        yield cmd, mutate(rnd, payload), flags


def main():
    genl = Genl()
    good = samples()
    taken = refused = silent = 0
    for cmd, payload, flags in damaged(good):
        try:
            genl.call(cmd, payload, flags)
            taken += 1
        except Refused as err:
            refused += 1
            if err.errno == errno.EBUSY:
                settle(genl)
            if not err.message and err.errno not in (1, 2, 95):
                silent += 1
                print("# silent:", cmd, err)
    print("# seed %d: %d taken, %d refused, %d of these without a message" %
          (SEED, taken, refused, silent))
    ok(taken and refused, "some requests are taken, some are refused")
    ok(not silent, "each refusal says why")
    # and it still does what it should
    settle(genl)
    try:
        for request in good:
            if request[0] != C["CT6_CMD_FLOW_GET"] or request[2]:
                genl.call(*request)
        ok(True, "good requests work afterwards")
    except Refused as err:
        print("#", err)
        ok(False, "good requests work afterwards")


def ok(good, name):
    """One result, for results_of of lib.sh."""
    print("%s %s" % ("ok" if good else "not ok", name))


main()
