#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A limit per prefix has a bucket for each; prefixes that find none share one,
# and nobody's credit is renewed by that. Limits count bytes, too.

. "$(dirname "$0")/lib.sh"
plan 25
silent_hosts
neighbour wan wan 2001:db8:2::3

load_rules router <<-END
	chain forward {
		policy drop;
		udp dport 1 limit rate 5/hour per saddr/64 accept
		udp dport 2 limit rate 2/hour burst 2 packets per daddr accept
		udp dport 3 limit rate over 3/hour burst 3 packets per saddr/128 drop
		udp dport 3 accept
		udp dport 4 limit rate 1/hour burst 1 per saddr/64 size 8 accept
		udp dport 5 limit rate 1/second burst 1 packets per saddr/64 size 8 accept
		udp dport 6 limit rate 100 bytes/hour accept
		udp dport 7 limit rate 100 bytes/hour burst 100 bytes accept
		udp dport 8 limit rate 47 bytes/week accept
		udp dport 9 limit rate over 100 bytes/day per saddr/64 drop
		udp dport 9 accept
		udp dport 10 limit rate 1 mbytes/second accept
		udp dport 11 limit rate 1 kbytes/week burst 4 mbytes accept
		udp dport 20-21 limit rate 2/hour burst 2 packets per saddr/64 . dport accept
		udp dport 22 limit rate 1/hour burst 1 packets per saddr/64 . daddr accept
		udp dport 23 limit rate 1/hour burst 1 packets per sport accept
		icmpv6 type echo-request limit rate 1/hour burst 1 packets per sport . dport accept
	}
END
results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
OTHER, FAR = "2001:db8:1::3", "2001:db8:3::2"
port = 1000


def pass_(dport, *sources, dst=WAN):
    """How many of new packets to a port pass, one of each source."""
    global port
    sent = []
    for src in sources:
        port += 1
        sent.append(udp(src, dst, port, dport))
    return w.from_lan(*sent)


def prefixes(first, nr):
    """Addresses of different prefixes."""
    return ["2001:db8:%x::1" % (0x1000 + first + i) for i in range(nr)]


equal("a prefix has its burst, whatever its addresses", 5,
      pass_(1, *[LAN, OTHER] * 5))
equal("another prefix has its own", 5, pass_(1, *[FAR] * 8))
equal("and the first still has nothing", 0, pass_(1, LAN))
equal("per destination, two", 2, pass_(2, LAN, OTHER, FAR))
equal("another destination, two more", 2,
      pass_(2, LAN, OTHER, FAR, dst="2001:db8:2::3"))
equal("over: three of each pass", [3, 3],
      [pass_(3, *[LAN] * 5), pass_(3, *[OTHER] * 5)])
equal("eight of twenty have a bucket, the others share one", 9,
      pass_(4, *prefixes(0, 20)))
equal("which is counted", 12, s.stats()["limit-shared"])
equal("nobody lost his place and got new credit", 0,
      pass_(4, *prefixes(0, 20)))
equal("eight places are taken", 8, pass_(5, *prefixes(0, 8)))
for round_ in range(10000):
    before = s.stats()["limit-shared"]
    if pass_(5, *prefixes(100 + round_, 1)) and \
            s.stats()["limit-shared"] == before:
        break
equal("a bucket that is full again makes place", before,
      s.stats()["limit-shared"])
equal("100 bytes an hour are two packets of 48", 2, pass_(6, *[LAN] * 4))
equal("with a burst of 100 bytes four", 4, pass_(7, *[LAN] * 6))
equal("what is larger than the bucket never passes", 0, pass_(8, LAN))
equal("bytes per prefix", [2, 2],
      [pass_(9, *[LAN, OTHER] * 3), pass_(9, *[FAR] * 3)])
equal("a megabyte a second is room enough", 8, pass_(10, *[LAN] * 8))
equal("the slowest rate and a large burst", 8, pass_(11, *[LAN] * 8))
equal("per prefix and port, two of each port", [2, 2],
      [pass_(20, *[LAN] * 4), pass_(21, *[OTHER] * 4)])
equal("and two of another prefix", 2, pass_(20, *[FAR] * 4))
equal("per both prefixes, one of each pair", [2, 2],
      [pass_(22, LAN, OTHER, FAR, FAR),
       pass_(22, LAN, OTHER, FAR, dst="2001:db8:2::3")])
first = pass_(23, *[LAN] * 4)
port -= 4
equal("per source port, one of each, whoever sends", [4, 0],
      [first, pass_(23, *[OTHER] * 4)])
equal("what has no ports has one bucket", 1, w.from_lan(
    *[IPv6(src=LAN, dst=WAN) / ICMPv6EchoRequest(id=i) for i in range(4)]))
END
text='udp dport 2 limit rate 5/hour per saddr/48 . daddr/64 . sport . dport size 64 drop'
load_rules router <<-END
	chain forward { policy accept; $text; }
END
contains "several things are shown as they were read" "^	$text\$" "$(on router ct6 show)"
text='udp dport 1 limit rate over 3 mbytes/minute burst 2 kbytes per saddr/56 size 100 drop'
load_rules router <<-END
	chain forward { policy accept; $text; udp dport 2 limit rate 1025 bytes/second; }
END
contains "it is shown as it was read" "^	$text\$" "$(on router ct6 show)"
contains "in the largest unit that is exact" 'limit rate 1025 bytes/second$' "$(on router ct6 show)"
