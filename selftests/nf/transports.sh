#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The same packets through nf_conntrack with nft and through ct6, under the
# same rules: SCTP, DCCP, GRE, UDP-Lite. The notes are a table of both; only
# ct6 is tested.

. "$(dirname "$0")/../lib.sh"
here=$(dirname "$here")
need nft
plan 23
silent_hosts
neighbour lan lan 2001:db8:1::22
neighbour wan wan 2001:db8:2::22
modprobe nf_conntrack
settings=/proc/sys/net/netfilter
for name in sctp_timeout_cookie_wait sctp_timeout_established \
	sctp_timeout_shutdown_sent sctp_timeout_shutdown_ack_sent \
	dccp_timeout_request dccp_timeout_open dccp_timeout_closing; do
	note "nf_conntrack_$name: $(on router cat $settings/nf_conntrack_$name 2>&1)"
done

results_of python3 - <<'END'
import random
import struct
import subprocess
import time
from packets import *
import dccp as d
import sctp as c
from sctp import A, Association, T, Z, chunk

RULES = """table ip6 t { chain f { type filter hook forward priority 0; policy drop;
    ct state established,related accept
    ct state invalid drop
    iifname "lan" ct state new accept
    }
}"""
w = Wire()
port = 0


def passed(*packets, lan=(LAN, "2001:db8:1::22")):
    """As a word, of which packets came through."""
    word = ""
    for p in packets:
        if isinstance(p, (int, float)):
            time.sleep(p)
            continue
        wire = w.lan if p.src in lan else w.wan
        word += str(len(w.through(wire, p)[0]))
    return word


def many(side, *packets):
    """How many of many."""
    return len(w.through(side, *packets)[0])


def opened(**more):
    """An association that stands."""
    a = Association(port, **more)
    passed(*a.open())
    return a


def guess():
    """A number that is not right."""
    return random.getrandbits(31) | 1


def slow_opening():
    a = Association(port)
    return passed(a.init("lan"), 5, a.init_ack("wan"))


def slow_shutdown():
    a = opened()
    return passed(a("lan", c.SHUTDOWN), 5, a("wan", c.SHUTDOWN_ACK))


def slow_complete():
    a = opened()
    return passed(a("lan", c.SHUTDOWN), a("wan", c.SHUTDOWN_ACK), 5,
                  a("lan", c.SHUTDOWN_COMPLETE))


def collision():
    a = Association(port)
    return passed(a.init("lan"), a.init("wan"), a.init_ack("lan"),
                  a.init_ack("wan"), a("lan", c.COOKIE_ECHO),
                  a("wan", c.COOKIE_ECHO), a("wan", c.COOKIE_ACK),
                  a("lan", c.COOKIE_ACK), a("wan", c.DATA))


def late_init_ack():
    a = Association(port)
    return passed(a.init("lan"), a.init("wan"), a.init_ack("lan"),
                  a("wan", c.COOKIE_ECHO), a("lan", c.COOKIE_ACK),
                  a.init_ack("wan", 0x777), a("lan", c.DATA), a("wan", c.SACK))


def restart():
    a = opened()
    a.tag = {"lan": 0x100, "wan": 0x200}
    return passed(a.init("lan"), a.init_ack("wan"), a("lan", c.COOKIE_ECHO),
                  a("wan", c.COOKIE_ACK), a("lan", c.DATA), a("wan", c.SACK))


def two_init_acks():
    a = Association(port)
    passed(a.init("lan"), a.init_ack("wan", 0x300), a.init("lan"),
           a.init_ack("wan", 0x400))
    a.tag["wan"] = 0x300
    return passed(a("lan", c.COOKIE_ECHO), a("wan", c.COOKIE_ACK),
                  a("lan", c.DATA))


def foreign_init():
    a = opened()
    passed(a.init("wan", 0x500))
    return passed(a("lan", c.DATA), a("wan", c.SACK))


def foreign_init_aborted():
    a = opened()
    passed(a.init("wan", 0x500), a("lan", c.ABORT, vtag=0x500))
    return passed(a("lan", c.DATA), a("wan", c.SACK), 12, a("wan", c.DATA))


def guessed_heartbeats():
    a = opened()
    return many(w.wan, *[a("wan", kind, vtag=guess()) for _ in range(50)
                         for kind in (c.HEARTBEAT, c.HEARTBEAT_ACK)])


def guessed_shutdown_acks():
    a = opened()
    return many(w.wan, *[a("wan", c.SHUTDOWN_ACK, vtag=guess())
                         for _ in range(100)])


def bundled():
    a = Association(port)
    return passed(a("lan", c.init(5), c.DATA, vtag=0))


def under_way():
    a = Association(port)
    return passed(a("lan", c.DATA), a("wan", c.SACK))


def path():
    a = Association(port, lan="2001:db8:1::22", wan="2001:db8:2::22")
    return passed(a("lan", c.HEARTBEAT), a("wan", c.HEARTBEAT_ACK),
                  a("lan", c.DATA), a("wan", c.SACK))


def error(packet):
    """An error of a router that quotes a packet of the lan."""
    return IPv6(src="2001:db8:2::9", dst=LAN) / ICMPv6DestUnreach() / \
        Raw(bytes(packet))


def quoted_tag():
    a = opened()
    return passed(error(a("lan", c.DATA)), error(a("lan", c.DATA, vtag=guess())))


def dccp_opened():
    """A connection that stands."""
    x = d.Connection(port)
    passed(*x.open())
    return x


def dccp_guessed_data():
    x = dccp_opened()
    return many(w.wan, *[x("wan", d.DATA, seq=guess() << 12)
                         for _ in range(100)])


def dccp_guessed_reset():
    x = dccp_opened()
    sent = many(w.wan, *[x("wan", d.RESET, seq=guess() << 12, ack=guess() << 12)
                         for _ in range(100)])
    return "%d, then %s" % (sent, passed(x("lan", d.DATA), x("wan", d.ACK)))


def dccp_listen():
    # the server is in the lan
    listen = d.dccp(LAN, WAN, d.LISTEN, 0, sport=5001, dport=port)
    request = d.dccp(WAN, LAN, d.REQUEST, 1, sport=port, dport=5001)
    return passed(listen, request)


def dccp_crash():
    x = dccp_opened()
    y = d.Connection(port, lan=5 << 40)
    return passed(y("lan", d.REQUEST), y("wan", d.SYNC, seq=2),
                  y("lan", d.RESET, ack=2), *y.open(), y("lan", d.DATA))


def dccp_quoted():
    x = dccp_opened()
    sent = x("lan", d.DATA)
    return passed(sent, error(sent),
                  error(x("lan", d.DATA, seq=guess() << 12)))


def gre(src, dst, key):
    return IPv6(src=src, dst=dst, nh=47) / Raw(
        struct.pack("!HHI", 0x2000, 0x86dd, key) + b"tunnelled")


def gre_keys():
    return passed(gre(LAN, WAN, port), gre(WAN, LAN, port),
                  gre(WAN, LAN, port + 1000))


def gre_version():
    return passed(IPv6(src=LAN, dst=WAN, nh=47) /
                  Raw(struct.pack("!HH", 5, 0x86dd) + b"tunnelled"))


def udplite():
    packet = IPv6(src=LAN, dst=WAN, nh=136) / Raw(
        struct.pack("!HHHH", port, 53, 1, 1) + b"12345678")
    return passed(packet)


CASES = (
    ("REC-38", "INITs of both ends, and all that follows", collision, "111111111"),
    ("REC-38", "an INIT ACK of before both INITs, late", late_init_ack, "11111111"),
    ("REC-38", "an end restarts (5.2.2)", restart, "111111"),
    ("5.1.3", "two INIT ACKs, the first is taken", two_init_acks, "111"),
    ("REC-40", "INIT, 5 s, INIT ACK", slow_opening, "11"),
    ("REC-40", "SHUTDOWN, 5 s, SHUTDOWN ACK", slow_shutdown, "11"),
    ("REC-40", "SHUTDOWN ACK, 5 s, SHUTDOWN COMPLETE", slow_complete, "111"),
    ("8.5", "an INIT of the wan in an association: then DATA, SACK",
     foreign_init, "11"),
    ("8.5", "that INIT aborted: then DATA, SACK, 12 s, DATA",
     foreign_init_aborted, "111"),
    ("8.5", "100 HEARTBEATs and ACKs of the wan, tags guessed",
     guessed_heartbeats, 0),
    ("8.5", "100 SHUTDOWN ACKs of the wan, tags guessed",
     guessed_shutdown_acks, 0),
    ("6.10", "an INIT and DATA in one packet", bundled, "0"),
    ("REC-38", "DATA of one that is under way, SACK", under_way, "11"),
    ("8.3", "HEARTBEAT and ACK on another path, DATA, SACK", path, "1111"),
    ("REC-41", "errors that quote DATA: right tag, guessed tag", quoted_tag, "10"),
    ("7.5", "100 Data of the wan, numbers guessed", dccp_guessed_data, 0),
    ("7.5", "100 Resets of the wan, numbers guessed; then Data, Ack",
     dccp_guessed_reset, "0, then 11"),
    ("RFC 5596", "a Listen of the lan, a Request of the wan", dccp_listen, "11"),
    ("REC-43", "a client crashes: Request, Sync, Reset, and opens again",
     dccp_crash, "11111111"),
    ("REC-45", "Data, an error that quotes it, one with a guessed number",
     dccp_quoted, "110"),
    ("RFC 2890", "key of the lan, the same back, another back", gre_keys, "110"),
    ("RFC 2784", "GRE of version 5", gre_version, "0"),
    ("RFC 3828", "UDP-Lite, checksum over 1 byte", udplite, "0"),
)


def answers():
    """What each case comes to."""
    global port
    random.seed(1)
    found = []
    for case in CASES:
        port += 1
        found.append(str(case[2]()))
    return found


def nft(*words, **more):
    subprocess.run(["ip", "netns", "exec", "router", "nft", *words],
                   check=True, text=True, **more)


nft("-f", "-", input=RULES)
theirs = answers()
nft("flush", "ruleset")
w.load('chain forward { policy drop; ct state established,related accept; '
       'ct state invalid drop; iifname "lan" ct state new accept; }')
ours = answers()
print("# rule | packets | wanted | nf_conntrack | ct6")
for case, nf, ct6 in zip(CASES, theirs, ours):
    print("# %s | %s | %s | %s | %s" % (*case[:2], case[3], nf, ct6))
for case, ct6 in zip(CASES, ours):
    equal("%s: %s" % case[:2], str(case[3]), ct6)
END
