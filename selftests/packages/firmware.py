#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Runs QEMU with its serial port as a terminal, and answers MokManager there, the
dialogue by which shim has keys enrolled.

    firmware.py LOG PASSWORD ANSWER... -- QEMU ARGUMENT...

Each ANSWER is to one dialogue, in this order: `enroll` goes through it with
PASSWORD, `pass` touches no key until its time is over. QEMU is to end at each reset
(-no-reboot) and is started again. Ends with 0 when the kernel has switched the machine
off and all answers were given. What the port says goes to LOG.
"""
import os
import re
import select
import subprocess
import sys
import time

BOOT = 600		# seconds, until the dialogue comes or the machine ends
REPLY = 60		# and until the firmware has shown what a key does
SEQUENCE = re.compile(rb"\x1b\[([\d;=]*)([A-Za-z])")
CUT = re.compile(rb"\x1b(\[[\d;=]*)?$")
DOWN, ENTER, ANY = b"\x1b[B", b"\r", b" "
BLACK, BLUE = b"40", b"44"
STARTS = 8		# of QEMU; a machine that resets itself for ever is lost
OFF = b"reboot: Power down"
FIRST = "Press any key to perform MOK management"
MENU = "Perform MOK management"


class Lost(Exception):
    """What was waited for has not come."""


class Screen:
    """What a terminal shows: a character and the colour behind it in each place."""

    def __init__(self):
        self.cells = {}
        self.row = self.column = 1
        self.behind = b""
        self.rest = b""

    def sequence(self, numbers, letter):
        if letter == b"H":
            self.row, self.column = ([int(n) for n in numbers.split(b";") if n] +
                                     [1, 1])[:2]
        elif letter == b"J":
            self.cells.clear()
        elif letter == b"m":
            for number in numbers.split(b";"):
                if number in (b"", b"0") or len(number) == 2 and number[:1] == b"4":
                    self.behind = number

    def character(self, byte):
        if byte == 13:
            self.column = 1
        elif byte == 10:
            self.row += 1
        else:
            self.cells[self.row, self.column] = (
                chr(byte) if 32 <= byte < 127 else "|", self.behind)
            self.column += 1

    def feed(self, data):
        """A sequence that is cut waits for its rest."""
        data = self.rest + data
        cut = CUT.search(data)
        self.rest = cut.group() if cut else b""
        data = data[:len(data) - len(self.rest)]
        at = 0
        while at < len(data):
            found = SEQUENCE.match(data, at)
            if found:
                self.sequence(*found.groups())
                at = found.end()
            else:
                self.character(data[at])
                at += 1

    def lines(self, behind=None):
        """The text of each row; with a colour, of what has it behind and is drawn
        to the right edge of its box."""
        rows = {}
        for (row, column), (character, colour) in sorted(self.cells.items()):
            if behind in (None, colour):
                text = rows.get(row, "")
                rows[row] = text + " " * (column - 1 - len(text)) + character
        return [text.strip("| ") for _, text in sorted(rows.items())
                if not behind or text.endswith("|")]

    def shows(self, text):
        """It alone in its box, in whichever colours."""
        return text in self.lines(BLACK) + self.lines(BLUE)

    def chosen(self):
        """The one entry of a menu that is not blue; None while it is drawn."""
        black = [text for text in self.lines(BLACK) if text]
        return black[0] if len(black) == 1 else None


class Machine:
    """QEMU, and the terminal it talks to."""

    def __init__(self, log, command):
        self.log = open(log, "wb")
        self.command = command
        self.starts = 0
        self.ended = False
        self.start()

    def start(self):
        self.starts += 1
        self.screen = Screen()
        self.said = b""
        self.qemu = subprocess.Popen(self.command, stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE)

    def reset(self):
        """The port is at its end: off, or once more."""
        status = self.qemu.wait()
        self.ended = status != 0 or OFF in self.said
        if not self.ended:
            if self.starts == STARTS:
                raise Lost(f"no more than {STARTS} starts")
            self.start()

    def read(self, end, what):
        """What comes next, onto the screen."""
        left = end - time.monotonic()
        if left <= 0 or not select.select([self.qemu.stdout], [], [], left)[0]:
            raise Lost(what)
        data = os.read(self.qemu.stdout.fileno(), 4096)
        self.log.write(data)
        self.log.flush()
        self.said = self.said[-200:] + data
        self.screen.feed(data)
        if not data:
            self.reset()

    def wait(self, seconds, what, holds):
        """Until that is on the screen: False when the machine ends before it."""
        end = time.monotonic() + seconds
        while not self.ended and not holds():
            self.read(end, what)
        return not self.ended

    def expect(self, what, holds):
        if not self.wait(REPLY, what, holds):
            raise Lost(what + ", the machine has ended")

    def press(self, key):
        self.qemu.stdin.write(key)
        self.qemu.stdin.flush()

    def choose(self, title, entry):
        """That of the menu of this title."""
        screen = self.screen
        self.expect(f"{title}: {entry}", lambda: screen.shows(title) and
                    screen.shows(entry) and screen.chosen())
        while screen.chosen() != entry:
            before = screen.chosen()
            self.press(DOWN)
            self.expect(f"{title}: another than {before}",
                        lambda: screen.chosen() not in (None, before))
        print(f"{title}: {entry}")
        self.press(ENTER)

    def dialogue(self):
        """It has begun: with a countdown, or without when it waits for ever."""
        return self.screen.shows(FIRST) or self.screen.shows(MENU)

    def enroll(self, password):
        if self.screen.shows(FIRST):
            self.press(ANY)
        self.choose(MENU, "Enroll MOK")
        self.choose("[Enroll MOK]", "Continue")
        self.choose("Enroll the key(s)?", "Yes")
        self.expect("Password:", lambda: self.screen.shows("Password:"))
        self.press(password.encode() + ENTER)
        self.choose(MENU, "Reboot")

    def boots(self, answers, password):
        """All of them, to the machine's end."""
        for answer in answers:
            if not self.wait(BOOT, "MokManager", self.dialogue):
                raise Lost(f"MokManager, for {answer}: the machine has ended")
            print(f"{FIRST if self.screen.shows(FIRST) else MENU}: {answer}")
            if answer == "enroll":
                self.enroll(password)
            self.expect("an empty screen", lambda: not self.dialogue())
        if self.wait(BOOT, "the machine's end", self.dialogue):
            raise Lost("the machine's end, not one more dialogue")
        return self.qemu.wait()


def main(log, password, *rest):
    """See above."""
    at = rest.index("--")
    machine = Machine(log, rest[at + 1:])
    try:
        return machine.boots(rest[:at], password)
    except Lost as what:
        shown = "\n".join(machine.screen.lines()[-30:])
        return f"expected: {what}\nseen:\n{shown}"
    finally:
        machine.qemu.kill()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
