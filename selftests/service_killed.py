#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Kills what the service has started, all at once, at its system calls one after
the other. Called by service_killed.sh in the host, with a folder of its own.
"""
import os
import subprocess
import sys

from steps import Steps

SERVICE, WORK, SHARE = sys.argv[1], sys.argv[2], int(sys.argv[3])
RULES = os.environ["CT6_RULESET"]
MOST = 20000


def run(*words):
    """A command that has to succeed; what it prints."""
    return subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout


def show():
    """What runs."""
    return run("ct6", "show")


def text(name):
    """A ruleset of the folder, as `ct6 show` prints it."""
    run("ct6", "load", os.path.join(WORK, name))
    return show()


def cut(name, word, before, after, once_more):
    """
    Power ends at each SHARE-th step of the service. The ruleset is that of
    before or of after; once it has begun anew and come to its end, always that
    of after.
    """
    wrong, seen, number = [], set(), 0
    for number in range(1, MOST):
        run("ct6", "load", before) if before else run("ct6", "flush")
        steps = Steps([SERVICE, word])
        ended = not steps.steps(1 + SHARE * number)
        steps.kill()
        state = show()
        seen.add(state)
        if state not in (OF[before], after):
            wrong.append("%d: %s" % (number, state))
        if number % 16 == 1:
            # what was cut off is not in the way of the next
            status = subprocess.run([SERVICE, word], check=False,
                                    stderr=subprocess.DEVNULL).returncode
            if (show(), status) != (after, once_more):
                wrong.append("%d: then %d, %s" % (number, status, show()))
        if ended:
            break
    good = number > 10 and seen == {OF[before], after} and not wrong
    if not good:
        print("# expected: the one and the other, nothing else, more than 10")
        print("# seen:     %d: %d of them, %s" % (number, len(seen), wrong[:3]))
    print("# %s: %d times" % (name, number))
    print("%s %s" % ("ok" if good else "not ok", name))


OF = {os.path.join(WORK, name): text(name) for name in ("old", "good")}
SAFE = text(os.environ["CT6_FALLBACK"])
OLD, GOOD = OF
run("ct6", "flush")
OF[None] = show()

with open(GOOD, encoding="utf-8") as file:
    RULESET = file.read()
for title, words, kept in (("a good ruleset", RULESET, OF[GOOD]),
                           ("a broken one", "chain input { polcy drop; }",
                            None)):
    with open(RULES, "w", encoding="utf-8") as file:
        file.write(words)
    cut(title + " at boot: nothing yet, or all of it", "start", None,
        kept or SAFE, 0 if kept else 1)
    if kept:
        cut(title + " on restart: never nothing", "start", OLD, kept, 0)
        cut(title + " on reload: never nothing", "reload", OLD, kept, 0)
