#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# RFC 6092 REC-34: a simultaneous open whose SYNs are seconds apart, the first
# from outside. nft can answer at once or never.

. "$(dirname "$0")/compare.sh"
rules <<-'RULES'
	chain forward {
		policy drop;
		ct state established,related accept
		iifname "lan" accept
		reject with icmpv6 type admin-prohibited @only{delay 2s}
	}
RULES
cases <<'CASES'
import time
w = Wire()
begin = time.monotonic()
back = w.through(w.wan, tcp(WAN, LAN, "S", 80, 4000, seq=500))[1]
case("the answer to a SYN from outside",
     "at once: ends the open" if back else "not yet")
w.from_lan(tcp(LAN, WAN, "S", 4000, 80, seq=100))
case("the SYN again, after that of the inside",
     passes(w.from_wan(tcp(WAN, LAN, "S", 80, 4000, seq=500))))
w.wan.send(tcp(WAN, LAN, "S", 81, 4001))
while True:
    end = time.monotonic() - begin
    found = [d for d in w.wan.until(w.lan.end()) if d[6] == 58]
    if found or end > 10:
        break
case("the answer to one that the inside does not meet",
     "%s" % ("at once" if end < 1 else "after 2 s" if end < 5 else "never"))
CASES
