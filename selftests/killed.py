#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Kills the tool at each of its system calls from its first socket on, or lets another one by there.
Called by killed.sh, in the host whose rules change, with a folder of its own.
"""
import os
import subprocess
import sys

from steps import Steps

WORK = sys.argv[1]
OLD, NEW = (os.path.join(WORK, name) for name in ("old", "new"))
SAVED, SAID = (os.path.join(WORK, name) for name in ("saved", "said"))
BUSY = b"another ct6 is saving there"
MOST = 4000


def ok(good, name, *notes):
    """One result, for results_of of lib.sh."""
    if not good:
        for note in notes:
            print("# " + note)
    print("%s %s" % ("ok" if good else "not ok", name))


def run(*words):
    """A command that has to succeed; what it prints."""
    return subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout


def show():
    """What runs."""
    return run("ct6", "show")


def content():
    """What the file has in it that is saved, None without one."""
    try:
        with open(SAVED, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def each_call(words, begin, seen):
    """
    Kill the command at its first system call, at its second and so on, each
    time from begin(): what is seen() then, and how it ended when none was left
    to be killed at.
    """
    states = []
    for number in range(MOST):
        begin()
        steps = Steps(words, socket=True)
        # the end of one, and the begin of the next
        if number and not steps.steps(2 * number):
            return states + [seen()], steps.status
        steps.kill()
        states.append(seen())
    return states, None


def killed(words, begin, seen, old, new):
    """It is the old up to one call, from there on the new."""
    name = " ".join(words[:2])
    states, status = each_call(words, begin, seen)
    first = states.index(new) if new in states else len(states)
    print("# %s: %d calls, in force from number %d on" %
          (name, len(states) - 1, first))
    ok(status == 0 and len(states) > 9, name + ": it has an end",
       "expected: status 0 after more than 9 calls",
       "seen:     status %s after %d" % (status, len(states) - 1))
    wrong = [at for at, state in enumerate(states)
             if state != (old if at < first else new)]
    ok(0 < first < len(states) and not wrong,
       name + ": killed at any call, the old or the new is whole",
       "expected: the old, then the new",
       "seen:     neither at calls %s" % wrong,
       *(str(states[at]) for at in wrong[:2]))


def restore():
    """The old ruleset runs."""
    if show() != before:
        run("ct6", "load", OLD)


def save_old():
    """The old ruleset is saved, the new one runs."""
    with open(SAVED, "wb") as file:
        file.write(b"old\n")


def unsave():
    """Nothing is saved."""
    if os.path.exists(SAVED):
        os.unlink(SAVED)


def two_save():
    """One saves whole at each step of another who saves."""
    torn, refusals, number = [], 0, 0
    for number in range(1, MOST):
        save_old()
        with open(SAID, "wb"):
            pass
        steps = Steps(["ct6", "save", SAVED], output=SAID, socket=True)
        if not steps.steps(number):
            break
        second = subprocess.run(["ct6", "save", SAVED], check=False,
                                stderr=subprocess.PIPE)
        if second.returncode == 0 and content() != whole:
            torn.append("%d: the other one's file is %s" % (number, content()))
        first = steps.go()
        with open(SAID, "rb") as file:
            answers = (first, file.read()), (second.returncode, second.stderr)
        waits = [BUSY in words for status, words in answers if status]
        refusals += len(waits)
        if content() != whole or waits not in ([], [True]):
            torn.append("%d: %s, the file is %s" %
                        (number, answers, content()))
    print("# %d steps, %d times one of the two was refused" %
          (number - 1, refusals))
    ok(number > 20 and refusals and not torn,
       "two who save: whatever the order, the file is whole",
       "expected: at each of some steps a whole file, and refusals at some",
       "seen:     %d steps, %d refusals, and" % (number, refusals), *torn[:4])
    ok(os.listdir(os.path.dirname(SAVED)).count("saved.ct6-new") == 0,
       "and nothing is left beside it")


run("ct6", "load", NEW)
after = show()
run("ct6", "load", OLD)
before = show()
run("ct6", "add", "input", "tcp", "dport", "99", "accept")
added = show()

killed(["ct6", "load", NEW], restore, show, before, after)
killed(["ct6", "add", "input", "tcp", "dport", "99", "accept"],
       restore, show, before, added)
run("ct6", "load", NEW)
run("ct6", "save", SAVED)
whole = content()
killed(["ct6", "save", SAVED], save_old, content, b"old\n", whole)
killed(["ct6", "save", SAVED], unsave, content, None, whole)
two_save()
