# SPDX-License-Identifier: GPL-2.0-only
#
# What every test sources: KTAP, hosts made of network namespaces, and an end
# that leaves nothing behind.
#
#	. "$(dirname "$0")/lib.sh"
#	plan 2
#	three_hosts
#	load_rules router <<-END
#		chain forward { policy drop; }
#	END
#	fails "the wan does not reach the lan" on wan ping -c 1 -W 1 "$lan"
#	equal "nothing came" 0 "$(count)"
#
# A test runs in a mount namespace of its own with a /run/netns of its own:
# names of hosts never meet those of others, and what a test leaves behind
# goes with it, however it ends.

here=$(cd "$(dirname "$0")" && pwd)
. "$(dirname "${BASH_SOURCE[0]}")/ktap.sh"

if [ -z "${CT6_TEST_ISOLATED-}" ]; then
	if [ "$(id -u)" -ne 0 ]; then
		echo "KTAP version 1"
		skip_all root
	fi
	export CT6_TEST_ISOLATED=1
	exec unshare --mount --fork --kill-child "$0" "$@"
fi
mkdir -p /run/netns
mount -t tmpfs tmpfs /run/netns

work=$(mktemp -d)
hosts=
lan=2001:db8:1::2
wan=2001:db8:2::2

echo "KTAP version 1"

# need PROGRAM...: what `make test` installs must be there; elsewhere a test
# that cannot run is skipped.
need() {
	local tool
	for tool in "$@"; do
		command -v "$tool" >/dev/null && continue
		if [ -n "${CT6_TEST_STRICT-}" ]; then
			echo "not ok 1 $tool is installed"
			exit 1
		fi
		skip_all "$tool"
	done
}

# debugfs NAME: is it there, in /sys/kernel/debug?
debugfs() {
	mountpoint -q /sys/kernel/debug || mount -t debugfs none /sys/kernel/debug
	[ -e "/sys/kernel/debug/$1" ]
}

# uptime_now: seconds since the boot, whatever becomes of the time of day
uptime_now() {
	local now
	read -r now _ </proc/uptime
	echo "${now%.*}"
}

# busywait SECONDS COMMAND...: until the command succeeds
busywait() {
	local end=$(($(uptime_now) + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$(uptime_now)" -le $end ] || return 1
		read -r -t 0.02 <> <(:) || true
	done
}

# on HOST COMMAND...
on() {
	local host=$1
	shift
	ip netns exec "$host" "$@"
}

# host NAME...: make them
host() {
	local name
	for name in "$@"; do
		ip netns add "$name" || return 1
		hosts="$hosts $name"
		on "$name" sysctl -qw net.ipv6.conf.default.accept_dad=0 \
			net.ipv6.conf.all.accept_dad=0
		ip -n "$name" link set lo up
	done
}

# wire HOST DEV ADDRESS HOST DEV ADDRESS: a cable with its two ends; an
# address of "none" leaves a device without any, even a link-local one
wire() {
	ip -n "$1" link add "$2" type veth peer name "$5" netns "$4" || return 1
	wire_end "$1" "$2" "$3" && wire_end "$4" "$5" "$6"
}

wire_end() {
	if [ "$3" = none ]; then
		ip -n "$1" link set dev "$2" addrgenmode none
	else
		ip -n "$1" addr add "$3" dev "$2" nodad
	fi
	ip -n "$1" link set dev "$2" up
}

# three_hosts: lan - router - wan, real stacks at every place
three_hosts() {
	host lan router wan &&
	wire router lan 2001:db8:1::1/64 lan eth0 $lan/64 &&
	wire router wan 2001:db8:2::1/64 wan eth0 $wan/64 || exit 1
	ip -n lan route add default via 2001:db8:1::1
	ip -n wan route add default via 2001:db8:2::1
	on router sysctl -qw net.ipv6.conf.all.forwarding=1
}

# silent_hosts: the same, but lan and wan say only what packets.py sends; the
# router knows their addresses, and sends their marks on over IPv4
silent_hosts() {
	host lan router wan &&
	wire router lan 2001:db8:1::1/64 lan eth0 none &&
	wire router wan 2001:db8:2::1/64 wan eth0 none || exit 1
	ip -n router addr add 192.0.2.1/24 dev lan
	ip -n router addr add 198.51.100.1/24 dev wan
	on router sysctl -qw net.ipv6.conf.all.forwarding=1 net.ipv4.ip_forward=1
	neighbour lan lan $lan 192.0.2.2
	neighbour wan wan $wan 198.51.100.2
}

# lan_begins: silent_hosts, and at the router rules that let the lan begin
lan_begins() {
	silent_hosts
	load_rules router <<-END
		chain forward {
			policy drop;
			ct state established accept
			iifname "lan" accept
		}
	END
}

# neighbour HOST DEV ADDRESS...: the router knows the host's eth0 by them
neighbour() {
	local mac addr name=$1 dev=$2
	shift 2
	mac=$(on "$name" cat /sys/class/net/eth0/address)
	for addr in "$@"; do
		ip -n router neigh replace "$addr" lladdr "$mac" dev "$dev" nud permanent
	done
}

# load_rules HOST: a ruleset from standard input
load_rules() {
	on "$1" ct6 load - || {
		echo "Bail out! the ruleset does not load"
		exit 1
	}
}

# stat HOST NAME: one counter of ct6 stats
stat_of() {
	on "$1" ct6 --json stats | jq -r --arg name "$2" '.[$name]'
}

# flows HOST [FILTER...]: how many there are
flow_count() {
	local name=$1
	shift
	on "$name" ct6 flows count "$@"
}

# server HOST COMMAND...: ends with the test
server() {
	local name=$1
	shift
	on "$name" "$@" >"$work/server.$name.log" 2>&1 &
}

listens() {
	on "$1" ss -Hltun "sport = :$2" | grep -q .
}

insert() {
	if [ -n "${CT6_KO-}" ]; then insmod "$CT6_KO"; else modprobe ct6; fi
}

module_here() {
	grep -q '^ct6 ' /proc/modules
}

end_hosts() {
	local name pids
	for name in $hosts; do
		pids=$(ip netns pids "$name" 2>/dev/null)
		# shellcheck disable=SC2086 # a list
		[ -z "$pids" ] || kill -9 $pids 2>/dev/null
		ip netns del "$name"
	done
	hosts=
}

# Nothing may be left: rmmod waits for the last flow, and the slab cache's
# destruction warns of one that was lost.
finish() {
	local status=$?
	trap - EXIT
	end_hosts
	if [ -z "$was_here" ] && module_here && ! rmmod ct6; then
		note "the module cannot be removed"
		bad=$((bad + 1))
	fi
	rm -rf "$work"
	if [ $done_tests -ne "$planned" ]; then
		note "planned $planned results, saw $done_tests"
		bad=$((bad + 1))
	fi
	[ $bad -eq 0 ] || status=1
	exit $status
}

need ip ct6
was_here=
if module_here; then
	was_here=1
elif ! insert; then
	echo "Bail out! the module cannot be inserted"
	exit 1
fi
trap finish EXIT
trap 'exit 130' INT TERM
