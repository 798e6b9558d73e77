#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Rules mean what they mean to nft and ip6tables: random rulesets are loaded
# into two routers that differ in their filter alone, nft or ip6tables in one
# and ct6 in the other, and random packets are sent through both. What comes out
# has to be the same, byte for byte, answers and refusals included,
# and so have the packets and bytes that every rule has counted.
# differential_long.sh is the same for longer.
#
#	CT6_SEED=N CT6_PAIRS=N selftests/vm/run selftests/differential.sh
#
# chooses other rulesets and packets, and how many pairs of one of each. A
# difference is shown with as few rules and packets as still show it.
#
# The language is that of both, so the text is the same, but for the line
# `essentials off` (and, half of the time, `revalidate off`). Packets take all
# hooks: through the routers, to them, from them (raw sockets), over loopback.
# Some are sent again, and some answered, so that verdicts are remembered by
# flows and used. Marks that rules set show in the hop limit of what leaves.
#
# What differs on purpose, and what the test does about it:
# - ct6 puts fragments together; the other router is made to (a rule that asks
#   for the state, and notrack beside it, so nothing else is tracked there).
# - What came in fragments has a fragment header for ct6, for nft it has none
#   any more: rulesets that ask for it get no fragments. The same goes for
#   atomic fragments, which are not sent.
# - Neighbour Discovery in fragments is dropped by ct6 (RFC 6980) and not sent.
# - Behind an authentication header nft (and ip6tables-nft) sees nothing,
#   ip6tables-legacy and ct6 do: there is one in packets for the latter, else
#   for rulesets only that ask for nothing behind the fixed header ("plain").
# - Malformed packets (headers that are cut off, too long, too many, in the
#   wrong order, a routing header of type 0) have nothing behind the damage for
#   ct6; ip6tables drops some at such a rule, and nft reads what is left of
#   them. They are sent to plain rulesets; not by routers themselves beside
#   ip6tables, where the rules for what their kernels say (below) drop them.
# - `th dport` reads these bytes of any protocol in nft, and in ct6 of those
#   that have ports: rules say `meta l4proto { tcp, udp }` before it.
# - `tcp flags { urg }` is a list of one for ct6, so these are all flags; nft
#   takes the braces away and reads `tcp flags urg`, that one is set. Lists of
#   flags have two elements at least.
# - nft 1.0.6 dies by an assertion when it lists certain rules. Their rulesets
#   are passed over, which is said; more than a tenth of them is a failure.
# - What the routers' kernels say by themselves (Neighbour Discovery, reports of
#   listeners) passes a first rule in output, which is not compared.
# - The order is not compared: when the kernel puts off a queue, what a router
#   sends itself may overtake what it forwards.
# - No packet leaves where it came in: the kernel would redirect the sender,
#   but not every time.

. "$(dirname "$0")/lib.sh"
plan 4
need nft ip6tables-legacy-restore ip6tables-nft-restore

# router NAME: one of the two, with its devices to this namespace
router() {
	local dev
	host "$1"
	on "$1" sysctl -qw net.ipv6.conf.all.forwarding=1 \
		net.ipv6.conf.default.accept_ra=0 net.ipv6.auto_flowlabels=0 \
		net.ipv6.icmp.ratelimit=0 net.ipv6.icmp.ratemask=
	for dev in lan lan1 wan; do
		ip -n "$1" link add "$dev" address 02:00:00:00:00:01 type veth \
			peer name "$1-$dev" address 02:00:00:00:00:02 netns net ||
			exit 1
		ip -n "$1" link set "$dev" addrgenmode none
		ip -n net link set "$1-$dev" addrgenmode none
		ip -n "$1" addr add fe80::1/64 dev "$dev" nodad
		ip -n "$1" link set "$dev" up
		ip -n net link set "$1-$dev" up
		ip -n "$1" neigh add fe80::2 lladdr 02:00:00:00:00:02 \
			dev "$dev" nud permanent
	done
	ip -n "$1" addr add 2001:db8:3::1/128 dev lo
	ip -n "$1" route add local 2001:db8:3::/48 dev lo
	ip -n "$1" route add 2001:db8:1::/48 via fe80::2 dev lan
	ip -n "$1" route add 2001:db8:2::/48 via fe80::2 dev lan1
	ip -n "$1" route add default via fe80::2 dev wan
	on "$1" nft -f - <<-END
		table ip6 edge {
			chain before {
				type filter hook prerouting priority mangle;
				meta mark set ip6 hoplimit map {
					50 : 1, 51 : 2, 52 : 0x10, 53 : 0x100,
					54 : 0x80000001, 55 : 0xffffffff }
			}
			chain behind {
				type filter hook postrouting priority srcnat;
				meta mark 1 ip6 hoplimit set 201
				meta mark 2 ip6 hoplimit set 202
				meta mark 0x10 ip6 hoplimit set 203
				meta mark 0x100 ip6 hoplimit set 204
				meta mark 0x80000001 ip6 hoplimit set 205
				meta mark 0xffffffff ip6 hoplimit set 206
			}
		}
	END
}

host net
router a
router b
ip -n net link add mark0 type veth peer name mark1
ip -n net link set mark0 up
ip -n net link set mark1 up
on a nft -f - <<-END
	table ip6 whole {
		chain before {
			type filter hook prerouting priority raw;
			notrack
		}
		chain own {
			type filter hook output priority raw;
			notrack
		}
		chain tracked {
			type filter hook prerouting priority mangle;
			ct state untracked
		}
	}
END

# what ct6's flows remember, and what its index of rules leaves out, against all
# rules one by one
on b ct6 set verify-verdicts on

export PYTHONPATH=$here
results_of on net python3 "$here/differential.py" "${CT6_SEED-1}" \
	"${CT6_PAIRS-1000}"
equal "ct6 compares its verdicts with those of all its rules, none differs" \
	"1 0" "$(on b ct6 stats | awk '
		$1 == "verified" { verified = $2 }
		$1 == "verify-differs" { differs = $2 }
		END { print (verified > 0), differs + 0 }')"
