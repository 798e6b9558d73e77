#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Node information queries and replies (RFC 4620).

. "$(dirname "$0")/compare.sh"
cases <<'CASES'
import struct
import ends
w = Wire()


def message(kind, src, dst, nonce):
    body = ends.icmp(kind, 0, struct.pack("!HHQ", 2, 0, nonce))
    return ends.chain(src, dst, [], 58, ends.summed(58, src, dst, body))


case("a query", passes(w.from_lan(message(139, LAN, WAN, 7))))
case("a reply with another nonce", passes(w.from_wan(message(140, WAN, LAN, 8))))
case("its reply", passes(w.from_wan(message(140, WAN, LAN, 7))))
case("an error about the query", passes(w.from_wan(
    IPv6(src="2001:db8:2::9", dst=LAN) / ICMPv6DestUnreach() /
    Raw(bytes(message(139, LAN, WAN, 7))))))
CASES
