#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Seconds that flows live, by default, as both list them. What RFC 6092 (REC-12,
# 14, 35, 40, 44) and RFC 5508 want of them at least stands before each.

. "$(dirname "$0")/compare.sh"
cases <<'CASES'
import time
from pathlib import Path
import dccp
import sctp
from state import State

w = Wire()
state = State() if SIDE == "ct6" else None


def left(proto, port):
    """What a flow has left to live."""
    if state:
        found = [f["timeout"] / 1000 for f in state.flows(l4proto=proto)
                 if port in (None, f.get("sport"))]
    else:
        lines = [line.split() for line in in_netns(
            "router", Path("/proc/thread-self/net/nf_conntrack").read_text
            ).splitlines()]
        found = [int(f[4]) for f in lines if int(f[3]) == proto and
                 (port is None or "sport=%d" % port in f)]
    if len(found) != 1:
        return "none" if not found else "%d flows" % len(found)
    return "%d" % (round(found[0], -1) if found[0] > 12 else round(found[0]))


def shows(name, want, proto, port, *packets):
    """A case behind packets, each from its side."""
    for packet in packets:
        w.passed(w.lan if packet.src == LAN else w.wan, packet)
    case("%s: %s" % (want, name), left(proto, port))


there, back = udp(LAN, WAN, 4000, 5000), udp(WAN, LAN, 5000, 4000)
shows("UDP, unanswered", "120", 17, 4000, there)
shows("UDP, answered", "120", 17, 4000, back)
time.sleep(2.5)
shows("UDP, answered, going on", "120", 17, 4000, there, back)
shows("UDP to port 53, answered", "any", 17, 4001, udp(LAN, WAN, 4001, 53),
      udp(WAN, LAN, 53, 4001))
shows("echo", "60", 58, None, echo(LAN, WAN))
shows("ESP, unanswered", "120", 50, None, IPv6(src=LAN, dst=WAN, nh=50) / Raw(
    b"\0\0\1\1\0\0\0\1" + bytes(24)))
shows("protocol 99, unanswered", "120", 99, None,
      IPv6(src=LAN, dst=WAN, nh=99) / Raw(b"x"))

for port, name, steps in (
        (4100, "TCP", (("lan", "S", "SYN", 240), ("wan", "SA", "SYN, ACK", 240),
                       ("lan", "A", "established", 7440),
                       ("lan", "PA", "data that is not acknowledged", 7440),
                       ("lan", "FA", "FIN", 240), ("wan", "A", "its ACK", 240),
                       ("wan", "FA", "the other FIN", 240),
                       ("lan", "A", "its ACK", 240))),
        (4101, "TCP", (("lan", "S", None, 0), ("wan", "SA", None, 0),
                       ("lan", "A", None, 0), ("lan", "R", "RST", 240)))):
    c = Connection(port)
    for who, flags, what, want in steps:
        packet = c(who, flags, b"data" if "P" in flags else b"")
        if what:
            shows("%s, %s" % (name, what), str(want), 6, port, packet)
        else:
            w.passed(getattr(w, who), packet)

a = sctp.Association(4200)
for packet, what, want in zip(
        (*a.open(), a("lan", sctp.SHUTDOWN), a("wan", sctp.SHUTDOWN_ACK)),
        ("INIT", "INIT ACK", "COOKIE ECHO", "established", "SHUTDOWN",
         "SHUTDOWN ACK"), (240, 240, 240, 7440, 240, 240)):
    shows("SCTP, " + what, str(want), 132, 4200, packet)

d = dccp.Connection(4300)
for make, what, want in (
        (("lan", dccp.REQUEST), "Request", 480),
        (("wan", dccp.RESPONSE), "Response", 480),
        (("lan", dccp.ACK), "Ack", None), (("wan", dccp.DATAACK), "open", 7440),
        (("wan", dccp.CLOSEREQ), "CloseReq", 480),
        (("lan", dccp.CLOSE), "Close", 480), (("wan", dccp.RESET), "Reset", 480)):
    packet = d(*make)
    if want:
        shows("DCCP, " + what, str(want), 33, 4300, packet)
    else:
        w.passed(w.lan, packet)
CASES
