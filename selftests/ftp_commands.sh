#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The helper of FTP reads a control connection as its ends do: commands in any
# segments, once and in their order. What it reads lets one connection in, and
# nothing that only looks like it does.

. "$(dirname "$0")/lib.sh"
plan 58
silent_hosts

results_of python3 - <<'END'
import random
from ftp import *
from packets import *

w = Wire()
w.load(RULES % "ct helper ftp")
random.seed(1)


def active(name, expected, *make):
    """
    Each makes, of the EPRT for a port of the client, what a new connection
    says: bytes of the client, or a function that says it.
    """
    for one in make:
        port = next(data_ports)
        control = Control(w)
        what = one(port)
        if callable(what):
            what(control)
        else:
            control.say("lan", what)
        equal(name, expected, control.reaches("lan", port))


def passive(name, expected, *steps):
    """Steps of a new connection: who, bytes with %d for the port, size."""
    port = next(data_ports)
    control = Control(w)
    for who, data, *size in steps:
        control.say(who, data.replace(b"%d", b"%d" % port), *size)
    equal(name, expected, control.reaches("wan", port))


def parts(*of):
    """Say the EPRT in parts."""
    return lambda port: lambda c: c.parts("lan", eprt(port), *of)


def shuffled(port):
    """Byte by byte, in any order."""
    def say(control):
        places = [(i, i + 1) for i in range(len(eprt(port)))]
        random.shuffle(places)
        control.parts("lan", eprt(port), *places)
    return say


def lost(port):
    """A part is acknowledged that did not come through here."""
    def say(control):
        control.parts("lan", eprt(port), (0, 10), (14, 99))
    return say


def behind_lost(port):
    """The next line but one, too."""
    def say(control):
        lost(port + 1000)(control)
        control.say("lan", b"NOOP\r\n" + eprt(port))
    return say


def early_twice(port):
    """The end comes first, and then another one."""
    def say(control):
        data = eprt(port)
        for end in data[10:], eprt(port + 1000)[10:]:
            control.send(control.segment("lan", end, at=10), "lan")
        control.say("lan", data[:10])
        control.said("lan", len(data) - 10)
    return say


def in_flight(port):
    """The server answers the first part before the rest."""
    def say(control):
        data = eprt(port)
        control.say("lan", data[:20])
        control.say("wan", b"220 go on\r\n")
        control.say("lan", data[20:])
    return say


active("EPRT in one segment", 1, eprt)
active("byte by byte", 1, lambda p: lambda c: c.say("lan", eprt(p), 1))
active("in segments of 7", 1, lambda p: lambda c: c.say("lan", eprt(p), 7))
active("with an answer between its parts", 1, in_flight)
active("behind another command", 1, lambda p: b"TYPE I\r\n" + eprt(p))
active("before another command", 1, lambda p: eprt(p) + b"RETR x\r\n")
active("doubled with other ends", 1, parts((0, 10), (0, 25), (5, 12), (0, 99)))
active("parts in the wrong order", 1, parts((20, 99), (0, 20)))
active("three parts in the wrong order", 1, parts((30, 99), (10, 30), (0, 10)))
active("its bytes in any order", 1, shuffled)
active("early, and doubled with other ends", 1, parts((9, 20), (15, 99), (0, 12)))
active("a part that never came loses it", 0, lost)
active("and not what follows", 1, behind_lost)
active("nor is it one that a lost part was in front of", 0,
       lambda p: lambda c: c.parts("lan", b"RETR " + eprt(p), (5, 99)))
active("what comes first counts, early or not", 1, early_twice)
active("in a reset", 0, lambda p: lambda c: c.send(
    c.segment("lan", eprt(p), "RA"), "lan"))
active("in small letters", 1, lambda p: eprt(p).lower())
active("with spaces and a bare line feed", 1,
       lambda p: b"EPRT   |2|%s|%d|  \n" % (LAN.encode(), p))
active("with another delimiter", 1, lambda p: eprt(p).replace(b"|", b"!"))
active("with the address in full", 1,
       lambda p: eprt(p, "2001:0db8:0001:0:0:0:0:2"))
active("behind an interrupt of Telnet", 1,
       lambda p: b"\xff\xf4\xff\xf2ABOR\r\n\xff\xf4\xff\xf2" + eprt(p))
active("with an option of Telnet inside", 1,
       lambda p: eprt(p).replace(b"|2|", b"|\xff\xfb\x022|"))
active("behind a line that is too long", 1,
       lambda p: b"SITE " + b"a" * 900 + b"\r\n" + eprt(p))

active("the address of another", 0,
       lambda p: eprt(p, "2001:db8:1::3"), lambda p: eprt(p, WAN),
       lambda p: eprt(p, "::"), lambda p: eprt(p, "::ffff:192.0.2.2"))
active("not a command", 0, lambda p: b"RETR " + eprt(p),
       lambda p: b"X" + eprt(p), lambda p: eprt(p).replace(b" ", b"X", 1),
       lambda p: b"SITE " + b"a" * 123 + eprt(p))
active("not a whole command", 0, lambda p: eprt(p)[:-3],
       lambda p: eprt(p, end=b""), lambda p: eprt(p).replace(b"2|", b"1|", 1),
       lambda p: eprt(p)[:-3] + b"\r\n")
active("said by the server", 0,
       lambda p: lambda c: c.say("wan", eprt(p)))
active("behind EPSV ALL", 0, lambda p: b"EPSV ALL\r\n" + eprt(p))
for port in (22, 1023):
    control = Control(w)
    control.say("lan", eprt(port))
    equal("port %d is none of a client" % port, 0, control.reaches("lan", port))
    control.say("lan", b"EPSV\r\n")
    control.say("wan", reply(port))
    equal("nor of a server", 0, control.reaches("wan", port))

EPSV, OPEN = ("lan", b"EPSV\r\n"), b"229 Extended (|||%d|)\r\n"
passive("EPSV and its reply", 1, EPSV, ("wan", OPEN))
passive("byte by byte", 1, ("lan", b"EPSV 2\r\n", 1), ("wan", OPEN, 1))
passive("EPSV with what follows", 1, ("lan", b"EPSV\r\nRETR x\r\n"),
        ("wan", OPEN + b"150 here\r\n"))
passive("behind EPSV ALL", 1, ("lan", b"EPSV ALL\r\nEPSV\r\n"),
        ("wan", b"200 ok\r\n" + OPEN))
passive("the end of a longer reply", 1, EPSV,
        ("wan", b"229-Extended\r\n Passive\r\n229 mode (|||%d|)\r\n"))
passive("a reply that nobody asked for", 0, ("wan", OPEN))
passive("nor after EPSV 1", 0, ("lan", b"EPSV 1\r\n"), ("wan", OPEN))
passive("nor a second one", 0, EPSV, ("wan", b"229 (|||1|)\r\n" + OPEN))
passive("a reply of the client", 0, EPSV, ("lan", OPEN))
passive("another reply", 0, EPSV, ("wan", b"227 Entering (|||%d|)\r\n"))
passive("a line of a longer reply", 0, EPSV,
        ("wan", b"213-listing\r\n" + OPEN + b"213 end\r\n"))
passive("even if it has two that look like its beginning", 0, EPSV,
        ("wan", b"213-listing\r\n213-more\r\n" + OPEN + b"213 end\r\n"))
passive("a reply that is too long", 0, EPSV,
        ("wan", b"229 " + b"a" * 125 + b" (|||%d|)\r\n"))

control, port = Control(w), next(data_ports)
w.ct6("flows", "delete", "tcp", "sport", str(control.port["lan"]))
control.say("lan", b"NOOP\r\n")
control.say("wan", b"200 ok\r\n")
w.from_wan(tcp_bytes(WAN, LAN, "A", 21, control.port["lan"],
                     control.next["wan"], control.next["lan"] + 50000))
control.say("lan", eprt(port))
equal("taken up under way, acknowledgments of what nobody has sent do no harm",
      1, control.reaches("lan", port))
control = Control(w)
for who in "lan", "wan":
    seen = sum(control.say(who, random.randbytes(random.randrange(1, 1200)))
               for _ in range(500))
    equal("500 segments of nonsense of the %s pass" % who, 500, seen)
    control.say(who, b"\r\n")
port = next(data_ports)
control.say("lan", eprt(port))
equal("and are forgotten", 1, control.reaches("lan", port))
END
