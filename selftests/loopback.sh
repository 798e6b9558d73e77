#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A packet to this host itself is judged by output and by input, and counts
# once in its flow.

. "$(dirname "$0")/lib.sh"
plan 20
host self
ip -n self link add dummy0 type dummy
ip -n self addr add $lan/64 dev dummy0 nodad
ip -n self link set dummy0 up

cat >"$work/talk.py" <<'END'
import socket
import sys
from state import State

s = State("self")


def equal(name, expected, seen):
    if expected != seen:
        print("# expected: %s\n# seen:     %s" % (expected, seen))
    print("%s %s" % ("ok" if expected == seen else "not ok", name))


def sock(addr, port):
    made = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    made.bind((addr, port))
    made.settimeout(5)
    return made


def flow(sport):
    one = s.flow(sport=sport)
    return [one[d + "-" + what] for d in ("orig", "reply")
            for what in ("packets", "bytes")]


for number, addr in enumerate((sys.argv[1], "::1")):
    ask, answer = sock(addr, 4000), sock(addr, 53)
    for _ in range(3):
        ask.sendto(b"x", (addr, 53))
        answer.recv(9)
    equal(addr + ": three packets count three times", [3, 147, 0, 0],
          flow(4000))
    answer.sendto(b"yz", (addr, 4000))
    ask.recv(9)
    equal(addr + ": the answer counts once", [3, 147, 1, 50], flow(4000))
    equal(addr + ": output counted each", 4 * (number + 1),
          sum(s.packets("output")))
    equal(addr + ": input counted each", 4 * (number + 1),
          sum(s.packets("input")))
    s.forget()
END
cat >"$work/group.py" <<'END'
import socket
import sys
from state import State

s = State("self")
dev = sys.argv[1]
index = socket.if_nametoindex(dev)
ear = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
ear.bind(("ff02::42", 53, 0, index))
ear.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
               socket.inet_pton(socket.AF_INET6, "ff02::42") +
               index.to_bytes(4, "little"))
ear.settimeout(5)
ask = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
ask.bind(("", 4001))
for _ in range(3):
    ask.sendto(b"x", ("ff02::42", 53, 0, index))
    if dev != "lo":
        ear.recv(9)
flow = s.flow(sport=4001)
print([flow["orig-packets"], flow["reply-packets"],
       sum(s.packets("output")), sum(s.packets("input"))],
      s.stats()["expects"])
END
load_rules self <<-END
	chain input { policy accept; meta l4proto udp counter; }
	chain output { policy accept; meta l4proto udp counter; }
END
ip -n self -6 route add multicast ff02::42/128 dev lo table local
equal "over loopback nobody else can answer, so nobody is expected" \
	"[3, 0, 3, 0] 0" "$(PYTHONPATH=$here on self python3 "$work/group.py" lo)"
ip -n self -6 route del multicast ff02::42/128 dev lo table local
on self ct6 flows delete all >/dev/null
equal "to a group that it listens to: three packets count three times, each is judged twice" \
	"[3, 0, 6, 3] 1" "$(PYTHONPATH=$here on self python3 "$work/group.py" dummy0)"
load_rules self <<-END
	chain input { policy accept; ct state new counter; ct state established counter; }
	chain output { policy accept; ct state new counter; ct state established counter; }
END
results_of on self python3 "$work/talk.py" $lan
succeeds "a ping to itself" on self ping -c 2 -i 0.1 -W 2 ::1
equal "is one flow" 1 "$(flow_count self proto icmpv6)"
equal "of two requests and two replies" "2 2" "$(PYTHONPATH=$here on self python3 -c '
from state import State
flow = State("self").flow(l4proto=58)
print(flow["orig-packets"], flow["reply-packets"])')"

load_rules self <<-END
	chain input { policy accept; udp dport 53 drop; }
	chain output { policy accept; udp dport 54 drop; }
END
cat >"$work/try.py" <<'END'
import socket
import sys
answer = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
answer.bind(("::1", int(sys.argv[1])))
ask = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
try:
    ask.sendto(b"x", answer.getsockname())
    answer.recv(9, socket.MSG_DONTWAIT)
except BlockingIOError:
    sys.exit("nothing came")
except PermissionError:
    sys.exit("it may not be sent")
END
refused "input can drop it" 1 'nothing came' on self python3 "$work/try.py" 53
refused "output can" 1 'may not be sent' on self python3 "$work/try.py" 54
succeeds "others pass" on self python3 "$work/try.py" 55

load_rules self <<-END
	chain input { policy accept; ct state established accept; tcp dport 80 drop; }
END
refused "a TCP connection that input drops does not begin" 1 'timed out' on self python3 -c '
import socket, sys
s = socket.socket(socket.AF_INET6)
l = socket.socket(socket.AF_INET6)
l.bind(("::1", 80)); l.listen()
s.settimeout(0.5)
try:
    s.connect(("::1", 80))
except OSError as err:
    sys.exit(str(err))'
load_rules self <<-END
	chain input { policy accept; }
END
succeeds "and one that is accepted does" on self python3 -c '
import socket
l = socket.socket(socket.AF_INET6)
l.bind(("::1", 81)); l.listen()
s = socket.create_connection(("::1", 81), 5)
s.sendall(b"x")
assert l.accept()[0].recv(9) == b"x"'
equal "with one flow" 1 "$(flow_count self dport 81)"
equal "of which both sides are local" 1 "$(flow_count self dport 81 proto tcp)"
