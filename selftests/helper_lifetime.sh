#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a helper expects is for one connection, for a while, within bounds, and
# only as long as its own connection lives and the rules want it helped.

. "$(dirname "$0")/lib.sh"
plan 32
silent_hosts

results_of python3 - <<'END'
import time
from ftp import *
from packets import *
from state import State

w, s = Wire(), State()
FTP, PLAIN = RULES % "ct helper ftp", RULES % ""


def announced(control=None, nr=1):
    """Ports of the client that a control connection announces."""
    control = control or Control(w)
    ports = [next(data_ports) for _ in range(nr)]
    for port in ports:
        control.say("lan", eprt(port))
    return control, ports if nr > 1 else ports[0]


def refused():
    """How often something was not expected."""
    return s.stats()["expect-refused"]


w.load(FTP)
control, port = announced()
equal("what is expected is seen", 1, s.stats()["expects"])
equal("one connection is let in", 1, control.reaches("lan", port))
equal("and is expected no more", 0, s.stats()["expects"])
equal("a second one is not", 0, control.reaches("lan", port))
control.say("lan", eprt(port))
equal("unless it is announced again", 1, control.reaches("lan", port))
control.say("lan", eprt(port) * 3)
equal("thrice announced is once expected", [1, 0],
      [control.reaches("lan", port) for _ in range(2)])

control, port = announced()
for name, packet in {
        "from another host": (WAN + "2", LAN, port),
        "to another port": (WAN, LAN, port + 9000),
        "to another host": (WAN, LAN + "2", port)}.items():
    equal("no connection " + name, 0, w.from_wan(
        tcp_bytes(*packet[:2], "S", next(sports), packet[2])))
equal("nor one from the client", 0, control.reaches("wan", port))

before = refused()
control, ports = announced(nr=12)
equal("twelve at a time: eight are expected", [1] * 8 + [0] * 4,
      [control.reaches("lan", port) for port in ports])
equal("and four refused", 4, refused() - before)
equal("when these have come there is room", 1,
      control.reaches("lan", announced(control)[1]))
control, port = announced(Control(w))
for _ in range(8):
    control.say("lan", eprt(port))
equal("nine times announced it takes one place", 1,
      control.reaches("lan", announced(control)[1]))
before, ports = refused(), [next(data_ports) for _ in range(20)]
control = Control(w)
control.say("lan", b"".join(eprt(port) for port in ports))
equal("twenty in a segment: eight, too", 8,
      sum(control.reaches("lan", port) for port in ports))
equal("and twelve are refused", 12, refused() - before)
w.ct6("set", "max-expects", str(s.stats()["expects"] + 1))
before = refused()
control, ports = announced(nr=2)
equal("no more than there may be in all", [1, 0],
      [control.reaches("lan", port) for port in ports])
equal("the other is refused", 1, refused() - before)
w.ct6("set", "max-expects", "1000", "timeout-helper", "2")
control, port = announced()
time.sleep(3)
equal("after its time it is expected no more", 0, control.reaches("lan", port))
w.ct6("set", "timeout-helper", "300")

control, port = announced()
w.ct6("flows", "delete", "tcp", "sport", str(control.port["lan"]))
equal("nor when the connection that announced it is gone", 0,
      control.reaches("lan", port))
control, port = announced()
other = Control(w)
other.say("lan", eprt(port))
w.ct6("flows", "delete", "tcp", "sport", str(control.port["lan"]))
equal("unless another one has announced it, too", 1,
      other.reaches("lan", port))
control, port = announced()
w.load(FTP)
equal("other rules with the helper change nothing", 1,
      control.reaches("lan", port))
control, port = announced()
w.load(PLAIN)
equal("rules without it end what is expected", 0, control.reaches("lan", port))
other, port = announced()
equal("and connections are not helped", 0, other.reaches("lan", port))
w.load(FTP)
for name, one in ("which was helped before", control), ("which never was", other):
    equal("rules with it help a connection " + name, 1,
          one.reaches("lan", announced(one)[1]))
port = announced(control)[1]
w.load(PLAIN.replace('iifname "lan"', 'iifname "none"'))
equal("a connection that is denied lets nothing in", 0,
      control.reaches("lan", port))

w.load(FTP)
control, port = announced()
data = {who: (WAITS[who], (20, port)[who == "lan"]) for who in WAITS}


def data_segment(who, flags, seq, ack=0):
    """Of a data connection from port 20."""
    return tcp_bytes(WAITS[who], WAITS[peer(who)], flags, data[who][1],
                     data[peer(who)][1], seq, ack)


def data_connection(seq):
    """Begins and is reset; how many of its segments passed."""
    return (w.from_wan(data_segment("wan", "S", seq)) +
            w.from_lan(data_segment("lan", "SA", 7, seq + 1)) +
            w.from_wan(data_segment("wan", "R", seq + 1)))


equal("a data connection comes and goes", 3, data_connection(100))
equal("its ports are not used again by itself", 0,
      w.from_wan(data_segment("wan", "S", 90000)))
control.say("lan", eprt(port))
equal("but when they are announced again", 3, data_connection(90000))
END

# what the slab holds, without what each processor keeps at hand
nothing_remembered() {
	echo 1 >/sys/kernel/slab/ct6_helper/shrink
	[ "$(cut -d ' ' -f 1 /sys/kernel/slab/ct6_helper/objects)" -eq 0 ]
}
fails "something is remembered of what lives" nothing_remembered
on router ct6 flows delete all >/dev/null
succeeds "and nothing of what has ended" busywait 5 nothing_remembered
