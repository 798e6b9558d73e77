#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A delayed reject (RFC 6092 REC-34, 39): who opens a connection unasked is
# told after that time, once, unless the other side opens it meanwhile.

. "$(dirname "$0")/lib.sh"
plan 26
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
chain input { policy drop; tcp dport 22 reject with icmpv6 admin-prohibited delay 1s; }
chain forward {
	policy drop;
	ct state established,related accept
	iifname "lan" accept
	th dport 6 reject with icmpv6 admin-prohibited delay 6s
	th dport 60 reject delay 60s
	reject with icmpv6 admin-prohibited delay 1s
}
""")
# a socket does not see what it sends itself
ears = in_netns("wan", Port.open)
ears.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
sent, seen = {}, []


def watch(seconds):
    """Read the wan's wire, with the kernel's times."""
    end = time.monotonic() + seconds
    while select.select([ears], [], [],
                        max(0, end - time.monotonic()))[0]:
        data, extra, _, addr = ears.recvmsg(1 << 16, 64)
        when = [struct.unpack("=qq", c) for _, t, c in extra
                if t == SO_TIMESTAMPNS][0]
        when, data = when[0] + when[1] / 1e9, data[14:]
        if addr[2] == socket.PACKET_OUTGOING:
            sent.setdefault(bytes(data), when)
        elif data[6] == 58 and data[40] < 128:
            seen.append((when, data))


def answers(packet):
    """(type, code, delay, quote as it should be) of errors about a packet."""
    quote = bytearray(bytes(packet))
    quote[7] -= 1 if packet.dst == LAN else 0
    return [(data[40], data[41], when - sent[bytes(packet)],
             data[48:] == bytes(quote)) for when, data in seen
            if data[48 + 40:48 + 44] == quote[40:44]]


def told(name, low, packet, code=1, whole=True):
    """One answer, no earlier than that."""
    found = answers(packet)
    ok(len(found) == 1 and found[0][:2] == (1, code) and
       low <= found[0][2] <= low + 3 and found[0][3] == whole, name,
       "expected: type 1 code %d after %g s, with its quote" % (code, low),
       "seen:     %s" % found)


six = tcp(WAN, LAN, "S", 80, 6)
one = tcp(WAN, LAN, "S", 80, 4001)
init = sctp.sctp(WAN, LAN, 0, sctp.init(7), sport=80, dport=4002)
large = tcp(WAN, LAN, "S", 80, 4003) / Raw(bytes(1100))
larger = tcp(WAN, LAN, "S", 80, 4004) / Raw(bytes(1300))
host = tcp(WAN, "2001:db8:2::1", "S", 80, 22)
at_once = {"UDP": udp(WAN, LAN, 80, 4005), "an ACK": tcp(WAN, LAN, "A", 80, 4006),
           "a SYN, ACK": tcp(WAN, LAN, "SA", 80, 4007)}
waits = six, one, init, large, larger, host
for packet in (*waits, *at_once.values()):
    w.wan.send(packet)
watch(0.3)
w.wan.send(one)
w.wan.send(six)
equal("none of these is told at once", [], [a for p in waits for a in answers(p)])
for name, packet in at_once.items():
    told("%s is told at once" % name, 0, packet)
equal("rejects are due", 6, s.stats()["delayed"])
watch(1.5)
told("a SYN is told after 1 s, once though it came twice", 1, one)
told("an SCTP INIT, too", 1, init)
told("a SYN with data is quoted whole", 1, large)
told("one that does not fit is quoted in part", 1, larger, whole=False)
equal("with as much as fits in 1280 bytes", [1280],
      [len(d) for _, d in seen if d[88:92] == bytes(larger)[40:44]])
told("so is a SYN to the router itself", 1, host)
equal("6 s are not over", [], answers(six))

# a simultaneous open wins
lan = tcp(LAN, WAN, "S", 4100, 80, seq=100)
wan = tcp(WAN, LAN, "S", 80, 4100, seq=500)
w.from_lan()
equal("the wan's SYN is dropped", 0, w.from_wan(wan))
before = s.stats()
equal("the lan opens the same connection", 1, w.from_lan(lan))
after = s.stats()
equal("its reject is cancelled", (1, 1),
      (after["delayed-cancelled"] - before["delayed-cancelled"],
       before["delayed"] - after["delayed"]))
equal("now the wan's SYN passes, and all that follows", 5, w.from_wan(wan) +
      w.from_lan(tcp(LAN, WAN, "SA", 4100, 80, seq=100, ack=501)) +
      w.from_wan(tcp(WAN, LAN, "SA", 80, 4100, seq=500, ack=101)) +
      w.from_lan(tcp(LAN, WAN, "A", 4100, 80, seq=101, ack=501)) +
      w.from_wan(tcp(WAN, LAN, "A", 80, 4100, seq=501, ack=101)))
equal("the connection is established", "established",
      s.flow(l4proto=6)["state"])
s.forget()
other = tcp(WAN, LAN, "S", 80, 4200)
w.from_wan(other)
w.from_lan(tcp(LAN, WAN, "S", 4200, 81), udp(LAN, WAN, 4200, 80))
equal("another connection of the lan cancels nothing", after["delayed-cancelled"],
      s.stats()["delayed-cancelled"])
watch(4.5)
told("a SYN is told after 6 s", 6, six)
equal("the cancelled one never", [], [a for p in (wan,) for a in answers(p)]
      if bytes(wan) in sent else "no SYN seen")
equal("none is due", (0, 7), (s.stats()["delayed"], s.stats()["delayed-sent"]))

before = s.stats()
s.set(max_delayed=1)
w.from_wan(tcp(WAN, LAN, "S", 80, 60))
last = tcp(WAN, LAN, "S", 80, 4300)
w.wan.send(last)
watch(1.4)
equal("at max-delayed it is not told", [], answers(last))
equal("which is counted", 1, s.stats()["delayed-refused"] - before["delayed-refused"])
s.set(max_delayed=100)
w.from_wan(*[tcp(WAN, LAN, "S", port, 60) for port in range(1, 51)])
equal("51 are due in a minute", 51, s.stats()["delayed"])
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
