#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Two real stacks find each other through a ruleset that drops by default;
# without the essentials they do not.

. "$(dirname "$0")/lib.sh"
plan 6
host one two
wire one eth0 2001:db8:1::1/64 two eth0 $lan/64

forget() {
	ip -n one neigh flush dev eth0
	ip -n two neigh flush dev eth0
}

# on both chains, so that neither question nor answer passes by a rule
rules() {
	load_rules "$1" <<-END
		$2
		chain input { policy drop; icmpv6 type { echo-request, echo-reply } accept; }
		chain output { policy drop; icmpv6 type { echo-request, echo-reply } accept; }
	END
}

fails "nobody knows the other" sh -c "ip -n one neigh show $lan dev eth0 | grep -q lladdr"
rules one
rules two
forget
succeeds "with essentials: it resolves, the ping comes back" on one ping -c 1 -W 3 $lan
contains "the neighbour is known" lladdr "$(ip -n one neigh show $lan dev eth0)"
rules two "essentials off;"
forget
fails "the other without essentials: the link is dead" on one ping -c 1 -W 1 $lan
rules two
rules one "essentials off;"
forget
fails "this one without: dead from here too" on one ping -c 1 -W 1 $lan
rules one
succeeds "with them again it lives" on one ping -c 1 -W 3 $lan
