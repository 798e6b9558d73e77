# SPDX-License-Identifier: GPL-2.0-only
"""
Blind attackers: segments with random numbers from the side of the wan, a
thousand of each kind, at a connection that opens or is open. Whoever owns it
goes on as if nothing had been.

	tcp_blind.py [--nf] [--table]
"""
import random
import struct
import sys

from packets import ok
from tcp import Router, parse, play, segment

TRIES, PORT = 1000, 5000
KINDS = {"RST": "R", "RST with ACK": "RA", "data": "PA", "FIN": "FA",
         "SYN": "S", "SYN with ACK": "SA"}
SYN, ANSWER, ACK = ("lan S ws=7 : pass syn-sent", "wan SA ws=7 : pass syn-recv",
                    "lan A : pass established")
REST = ["wan PA len=1000 : pass established", "lan A : pass established",
        "lan PA len=1000 : pass established", "wan A : pass established",
        "lan FA : pass fin-wait", "wan FA : pass last-ack",
        "lan A : pass time-wait"]
PHASES = {"a SYN was sent": ([SYN], [ANSWER, ACK]),
          "the SYN was answered": ([SYN, ANSWER], [ACK]),
          "a connection": ([SYN, ANSWER, ACK], [])}


def tries(flags, port, seed):
    """Segments with random numbers; summed by hand, as there are many."""
    rng = random.Random(seed)
    length = 100 if flags == "PA" else 0
    base = bytearray(segment("wan", flags, 0, 0, port, length,
                             ws=7 if "S" in flags else None))
    zero = struct.unpack_from("!H", base, 56)[0] ^ 0xffff
    for _ in range(TRIES):
        seq = rng.getrandbits(32)
        ack = rng.getrandbits(32) if "A" in flags else 0
        total = zero + (seq >> 16) + (seq & 0xffff) + (ack >> 16) + \
            (ack & 0xffff)
        while total >> 16:
            total = (total & 0xffff) + (total >> 16)
        struct.pack_into("!II", base, 44, seq, ack)
        struct.pack_into("!H", base, 56, total ^ 0xffff)
        yield bytes(base)


def attack(router, name, rows, port):
    """What came of one kind in one phase: delivered, state, the rest."""
    before, behind = rows
    lines = ["case " + name] + before + ["attack : "] + behind + REST
    seen, delivered = [], 0
    kind = name.split(": ")[1]
    (_, steps), = parse(lines)
    cut = len(before)

    def cases():
        """The attack between two steps of one talk."""
        nonlocal delivered
        for number, step in enumerate(steps):
            if number == cut:
                packets = tries(KINDS[kind], port, port)
                delivered = router.send("wan", *packets)
            else:
                yield step
    for line, want, got in play(router, cases(), port):
        if want != got:
            seen.append("%s, seen: %s" % (line, " ".join(got)))
    return delivered, seen


def main():
    """All kinds in all phases."""
    router, port = Router("--nf" in sys.argv), PORT
    for phase, rows in PHASES.items():
        for kind in KINDS:
            port += 1
            name = "%s: %s" % (phase, kind)
            delivered, seen = attack(router, name, rows, port)
            if "--table" in sys.argv:
                print("%s\t%d delivered; %s" % (
                    name, delivered, seen[0] if seen else "unharmed"))
                continue
            ok(not seen, "%s: the connection is unharmed" % name, *seen)
            if "S" not in KINDS[kind]:
                ok(delivered < TRIES // 100, "%s: nearly none is delivered" %
                   name, "seen: %d of %d" % (delivered, TRIES))


if __name__ == "__main__":
    main()
