#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every state of TCP has a timeout of its own, and flows end by it: with every
# second one at a second, just the flows in those states end. What passes
# without a trace keeps none.

. "$(dirname "$0")/lib.sh"
plan 7
silent_hosts

results_of python3 - <<'END'
import json
import time
from packets import equal
from tcp import Router, Talk

# what brings a flow there; the last segment is sent once more to refresh it
STATES = {
    "syn-sent": "lan S", "syn-recv": "lan S, wan SA",
    "established": "lan S, wan SA, lan A",
    "fin-wait": "lan S, wan SA, lan A, lan FA",
    "close-wait": "lan S, wan SA, lan A, lan FA, wan A",
    "last-ack": "lan S, wan SA, lan A, lan FA, wan FA",
    "time-wait": "lan S, wan SA, lan A, lan FA, wan FA, lan A",
    "close": "lan S, wan SA, lan A, wan R"}
router, port = Router(), 1000


def begin(port, steps):
    """A flow in its state; who sent last, and what."""
    talk = Talk(port)
    for step in steps.split(", "):
        who, flags = step.split()
        packet = talk(who, flags)
        router.send(who, packet)
    return port, who, packet


def seen(flows):
    """Which are there, by what the tool shows."""
    return [router.state(port) for port, _, _ in flows]


def ends(short):
    """Those of these states end within seconds, the others do not."""
    global port
    for name in STATES:
        router.set("timeout-tcp-" + name, "600")
    flows = []
    for steps in STATES.values():
        port += 1
        flows.append(begin(port, steps))
    equal("flows in every state", list(STATES), seen(flows))
    for name in short:
        router.set("timeout-tcp-" + name, "1")
    for _, who, packet in flows:
        router.send(who, packet)
    want = ["none" if name in short else name for name in STATES]
    end = time.monotonic() + 20
    time.sleep(1.2)
    while seen(flows) != want and time.monotonic() < end:
        time.sleep(0.1)
    equal("%s end" % ", ".join(short), want, seen(flows))


ends(list(STATES)[::2])
ends(list(STATES)[1::2])


def left(port):
    """Seconds, to the next ten."""
    shown = json.loads(router.wire.ct6("--json", "flows", "tcp", "sport",
                                       str(port)))
    return round(shown[0]["timeout-ms"] / 10000) * 10


router.set("timeout-tcp-established", "600")
talk = Talk(port + 1)
for who, flags in (("lan", "S"), ("wan", "SA"), ("lan", "A")):
    router.send(who, talk(who, flags))
router.set("timeout-tcp-established", "1200")
for name, words, want in (
        ("an acknowledgment late by more than a window", {"ack": -900000}, 600),
        ("data as late", {"seq": -900000, "len": 100}, 600),
        ("the next segment", {"len": 100}, 1200)):
    router.send("lan", talk("lan", "A", **words))
    equal(name, want, left(port + 1))
END
