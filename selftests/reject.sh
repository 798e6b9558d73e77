#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# reject answers: with each code of Destination Unreachable, with a TCP reset;
# real clients see the error that fits.

. "$(dirname "$0")/lib.sh"
plan 24
silent_hosts
on router sysctl -qw net.ipv6.icmp.ratelimit=0

results_of python3 - <<'END'
from packets import *
from state import State

CODES = ("no-route", "admin-prohibited", "beyond-scope", "addr-unreachable",
         "port-unreachable", "policy-fail", "reject-route")
ROUTER = "2001:db8:1::1"
w, s = Wire(), State()
w.load("""
chain output { policy drop; ct state established,related accept; }
chain input { policy drop; udp dport 99 reject; }
chain forward {
	policy drop;
	ct state established accept
	tcp dport 80 reject with tcp reset
	tcp dport 81 accept
%s
	udp dport 99 reject
}
""" % "\n".join("\tudp dport %d reject with icmpv6 %s" % (code, name)
                for code, name in enumerate(CODES)))


def answer(packet):
    """What came through, and the one answer."""
    came, back = w.through(w.lan, packet)
    return len(came), back[0] if len(back) == 1 else back


for code, name in enumerate(CODES):
    ask = udp(LAN, WAN, 4000, code)
    came, error = answer(ask)
    equal("%s: nothing passes, one error of code %d comes" % (name, code),
          (0, 1, code, ROUTER), (came, error.payload.type, error.payload.code,
                                 error.src))
    equal("it quotes the packet", bytes(ask)[8:48],
          bytes(error.payload)[16:56])
came, error = answer(udp(LAN, WAN, 4000, 99))
equal("without a code it is port-unreachable", 4, error.payload.code)
came, error = answer(udp(LAN, ROUTER, 4000, 99))
equal("on input likewise", 4, error.payload.code)
for flags, seq, ack in (("S", 7, 0), ("PA", 7, 9), ("A", 7, 9)):
    came, rst = answer(tcp(LAN, WAN, flags, 4000, 80, seq=7, ack=ack))
    rst = rst[TCP]
    want = (80, 4000, "R", 9, 0) if "A" in flags else (80, 4000, "RA", 0, 8)
    equal("TCP %s is answered by a reset that fits" % flags, (0,) + want,
          (came, rst.sport, rst.dport, str(rst.flags), rst.seq, rst.ack))
equal("a reset is not answered", (0, []),
      answer(tcp(LAN, WAN, "R", 4000, 80)))
equal("no flow came of all that", [], s.flows())
segment = Connection(4000, 81)
w.from_lan(segment("lan", "S"))
w.from_wan(segment("wan", "SA"))
w.load("chain forward { policy drop; reject; }\nchain output { policy drop; }")
came, error = answer(segment("lan", "A"))
equal("the answer passes output, whatever its policy", 1, error.payload.type)
END

# the same topology with real stacks
for name in lan router wan; do ip netns del $name; done
hosts=
three_hosts
on router sysctl -qw net.ipv6.icmp.ratelimit=0
load_rules router <<-END
	chain forward {
		policy drop;
		tcp dport 80 reject with tcp reset
		tcp dport 81 reject with icmpv6 admin-prohibited
		tcp dport 82 reject with icmpv6 no-route
		tcp dport 83 reject with icmpv6 addr-unreachable
		tcp dport 84 reject
	}
	chain output { policy accept; tcp dport 85 reject with tcp reset; tcp dport 86 reject; }
END
cat >"$work/connect.py" <<'END'
import errno
import socket
import sys
for port in sys.argv[2:]:
    try:
        socket.create_connection((sys.argv[1], int(port)), 5)
        print("connected")
    except OSError as err:
        print(errno.errorcode.get(err.errno, err))
END
equal "what connect() sees: reset, admin-prohibited, no-route, addr-unreachable, port-unreachable" \
	"ECONNREFUSED EACCES ENETUNREACH EHOSTUNREACH ECONNREFUSED" \
	"$(on lan python3 "$work/connect.py" $wan 80 81 82 83 84 | xargs)"
equal "and of the router's own: reset, port-unreachable" "ECONNREFUSED ECONNREFUSED" \
	"$(on router python3 "$work/connect.py" $wan 85 86 | xargs)"
