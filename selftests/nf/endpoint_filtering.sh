#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# RFC 6092 REC-11, 17, 33: another host sends to where a flow began.

. "$(dirname "$0")/compare.sh"
rules <<-'RULES'
	chain forward {
		policy drop;
		ct state established,related accept
		iifname "lan" @only{ct filtering endpoint-independent} accept
	}
RULES
cases <<'CASES'
w, other = Wire(), "2001:db8:2::3"
w.from_lan(udp(LAN, WAN, 4000, 5000), tcp(LAN, WAN, "S", 4000, 80, seq=1),
           IPv6(src=LAN, dst=WAN, nh=99) / Raw(b"x"))
case("UDP from another host to that port", passes(w.from_wan(udp(other, LAN, 9, 4000))))
case("UDP from another host to another port", passes(w.from_wan(udp(other, LAN, 9, 4001))))
case("a SYN from another host to that port",
     passes(w.from_wan(tcp(other, LAN, "S", 9, 4000))))
case("another protocol from another host",
     passes(w.from_wan(IPv6(src=other, dst=LAN, nh=99) / Raw(b"x"))))
CASES
