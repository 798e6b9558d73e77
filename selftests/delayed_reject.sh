#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A delayed reject (RFC 6092 REC-34, 39): who opens a connection unasked is
# told after that time, once, unless the other side opens it meanwhile.

. "$(dirname "$0")/lib.sh"
plan 25
silent_hosts
on router sysctl -qw net.ipv6.icmp.ratelimit=0

results_of python3 - <<'END'
import select
import struct
import time
from packets import *
import sctp
from state import State

w, s = Wire(), State()
SO_TIMESTAMPNS = 35
w.load("""
chain input { policy drop; tcp dport 22 reject with icmpv6 admin-prohibited delay 2s; }
chain forward {
	policy drop;
	ct state established,related accept
	iifname "lan" accept
	th dport 6 reject with icmpv6 admin-prohibited delay 4s
	th dport { 60, 4100, 4200 } reject delay 60s
	reject with icmpv6 admin-prohibited delay 2s
}
""")
# a socket does not see what it sends itself
ears = in_netns("wan", Port.open)
ears.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
sent, seen = {}, []
LAN_BYTES = socket.inet_pton(socket.AF_INET6, LAN)


def watch(done):
    """Read the wan's wire, with the kernel's times, until that is so."""
    end = time.monotonic() + 60
    while not done() and select.select([ears], [], [],
                                       max(0, end - time.monotonic()))[0]:
        data, extra, _, addr = ears.recvmsg(1 << 16, 64)
        when = [struct.unpack("=qq", c) for _, t, c in extra
                if t == SO_TIMESTAMPNS][0]
        when, data = when[0] + when[1] / 1e9, data[14:]
        if addr[2] == socket.PACKET_OUTGOING:
            sent.setdefault(bytes(data), []).append(when)
        elif data[6] == 58 and data[40] < 128:
            seen.append((when, data))


def answers(packet):
    """(type, code, time, quote as it should be) of errors about a packet."""
    quote = bytearray(packet)
    quote[7] -= 1 if packet[24:40] == LAN_BYTES else 0
    return [(data[40], data[41], when, data[48:] == quote)
            for when, data in seen if data[48 + 40:48 + 44] == quote[40:44]]


def told(name, low, packet, code=1, whole=True):
    """
    One answer, no earlier than that behind the packet; when it came again
    later than that, one more.
    """
    found, due = answers(packet), [-1e9]
    for when in sent[packet]:
        if when > due[-1]:
            due.append(when + low)
    ok(len(found) == len(due) - 1 and
       all(a[:2] == (1, code) and a[3] == whole and a[2] >= d
           for a, d in zip(found, due[1:])), name,
       "expected: type 1 code %d after %g s, with its quote" % (code, low),
       "sent:     %s" % sent[packet], "seen:     %s" % found)


six = tcp(WAN, LAN, "S", 80, 6)
one = tcp(WAN, LAN, "S", 80, 4001)
init = sctp.sctp(WAN, LAN, 0, sctp.init(7), sport=80, dport=4002)
large = tcp(WAN, LAN, "S", 80, 4003) / Raw(bytes(1100))
larger = tcp(WAN, LAN, "S", 80, 4004) / Raw(bytes(1300))
host = tcp(WAN, "2001:db8:2::1", "S", 80, 22)
at_once = {"UDP": udp(WAN, LAN, 80, 4005), "an ACK": tcp(WAN, LAN, "A", 80, 4006),
           "a SYN, ACK": tcp(WAN, LAN, "SA", 80, 4007)}
one, init, large, larger, host, six = waits = [
    bytes(p) for p in (one, init, large, larger, host, six)]
at_once = {name: bytes(p) for name, p in at_once.items()}
# what is due last, first: the others are due before it all the same
for packet in (*at_once.values(), *waits[::-1], *waits):
    w.wan.send(packet)
watch(lambda: all(map(answers, (*waits, *at_once.values()))))
for name, packet in at_once.items():
    told("%s is told at once" % name, 0, packet)
told("a SYN is told after 2 s, once though it came twice", 2, one)
told("an SCTP INIT, too", 2, init)
told("a SYN with data is quoted whole", 2, large)
told("one that does not fit is quoted in part", 2, larger, whole=False)
equal("with as much as fits in 1280 bytes", {1280},
      {len(d) for _, d in seen if d[88:92] == larger[40:44]})
told("so is a SYN to the router itself", 2, host)
told("a SYN is told after 4 s", 4, six)


def first(*packets):
    """When the first of them was told."""
    return min(answer[2] for p in packets for answer in answers(p))


ok(max(first(p) for p in at_once.values()) < first(*waits),
   "who is told at once is told before all others", seen)
ok(max(first(p) for p in waits[:-1]) < first(six),
   "and what is due sooner is told sooner, though it came later", seen)
told_so_far = sum(len(answers(packet)) for packet in waits)
equal("none is due", (0, told_so_far),
      (s.stats()["delayed"], s.stats()["delayed-sent"]))

# a simultaneous open wins
lan = tcp(LAN, WAN, "S", 4100, 80, seq=100)
wan = tcp(WAN, LAN, "S", 80, 4100, seq=500)
# nobody has read what the wan was told
w.from_lan()
equal("the wan's SYN is dropped", 0, w.from_wan(wan))
before = s.stats()
equal("its reject is due", 1, before["delayed"])
equal("the lan opens the same connection", 1, w.from_lan(lan))
after = s.stats()
equal("its reject is cancelled", (1, 0),
      (after["delayed-cancelled"] - before["delayed-cancelled"],
       after["delayed"]))
equal("now the wan's SYN passes, and all that follows", 5, w.from_wan(wan) +
      w.from_lan(tcp(LAN, WAN, "SA", 4100, 80, seq=100, ack=501)) +
      w.from_wan(tcp(WAN, LAN, "SA", 80, 4100, seq=500, ack=101)) +
      w.from_lan(tcp(LAN, WAN, "A", 4100, 80, seq=101, ack=501)) +
      w.from_wan(tcp(WAN, LAN, "A", 80, 4100, seq=501, ack=101)))
equal("the connection is established", "established",
      s.flow(l4proto=6)["state"])
s.forget()
w.from_wan(tcp(WAN, LAN, "S", 80, 4200))
w.from_lan(tcp(LAN, WAN, "S", 4200, 81), udp(LAN, WAN, 4200, 80))
equal("another connection of the lan cancels nothing", (1, 1),
      (s.stats()["delayed-cancelled"], s.stats()["delayed"]))
s.set(max_delayed=1)
last = tcp(WAN, LAN, "S", 80, 4300)
w.from_wan(last)
equal("at max-delayed no more are due", (1, 1),
      (s.stats()["delayed"], s.stats()["delayed-refused"]))
s.set(max_delayed=100)
w.from_wan(*[tcp(WAN, LAN, "S", port, 60) for port in range(1, 51)])
equal("51 are due in a minute", 51, s.stats()["delayed"])
equal("nobody else was told", told_so_far, s.stats()["delayed-sent"])
END
succeeds "their ruleset and namespace go" sh -c 'ip netns exec router ct6 flush &&
	ip netns del router'
end_hosts 2>/dev/null
silent_hosts
load_rules router <<-END
	chain forward { policy drop; tcp dport 60 reject delay 60s; }
END
PYTHONPATH=$here python3 - <<-END
	from packets import *
	w = Wire()
	w.from_wan(*[tcp(WAN, LAN, "S", port, 60) for port in range(1, 51)])
END
due=$(stat_of router delayed)
if [ -n "$was_here" ]; then
	skip "the module goes" "it was here before"
else
	succeeds "the module goes while $due are due" rmmod ct6
	insert
fi
