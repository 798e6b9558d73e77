#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every state of TCP has a timeout of its own, and flows end by it: with every
# second one at a second, just the flows in those states end.

. "$(dirname "$0")/lib.sh"
plan 4
silent_hosts

results_of python3 - <<'END'
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
END
