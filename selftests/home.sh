# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the tests of examples/home-router.ct6 source behind lib.sh: silent hosts
# with addresses that those rules let pass, as they do not those of the
# documentation (benchmarks have some, RFC 5180).

example=$here/../examples/home-router.ct6
[ -r "$example" ] || skip_all examples/home-router.ct6
inside=2001:2:0:1::2
outside=2001:2:0:2::2

# home_hosts: the router forwards to both, and what it does not know outwards,
# under the example's rules
home_hosts() {
	silent_hosts
	ip -n router addr add 2001:2:0:1::1/64 dev lan nodad
	ip -n router addr add 2001:2:0:2::1/64 dev wan nodad
	neighbour lan lan $inside
	neighbour wan wan $outside
	ip -n router route add default via $outside dev wan
	on router sysctl -qw net.ipv6.icmp.ratelimit=0
	home_rules >"$work/home"
	load_rules router <"$work/home"
}

# home_rules [SED...]: the example as who lives there writes it
home_rules() {
	local edit=(-e 's|^define delegated = .*|define delegated = 2001:2:0:1::/64|')
	while [ $# -gt 0 ]; do
		edit+=(-e "$1")
		shift
	done
	sed "${edit[@]}" "$example"
}
