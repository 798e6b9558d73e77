#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What others have written to attack IPv6 hosts and firewalls, ipv6toolkit and
# thc-ipv6, sent at a router and through it: malformed chains of headers,
# fragments, errors, jumbograms, floods. The kernel complains of nothing, what
# was allowed before works after it, nobody behind the router gets what the
# rules deny, and nothing is left. Long: `make test-long`.

. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin
need frag6 atk6-fuzz_ip6
host lan router wan
wire router lan 2001:db8:1::1/64 lan eth0 "$lan"/64
wire router wan 2001:db8:2::1/64 wan eth0 "$wan"/64
ip -n lan route add default via 2001:db8:1::1
ip -n wan route add default via 2001:db8:2::1
on router sysctl -qw net.ipv6.conf.all.forwarding=1
router=2001:db8:2::1
mac=$(on router cat /sys/class/net/wan/address)

complaints() {
	dmesg | grep -cE 'WARNING:|BUG:|Oops|KASAN|UBSAN: [^m]|suspicious RCU|possible .* locking' || true
}

received() {
	on router cat /sys/class/net/wan/statistics/rx_packets
}

# enough NUMBER PID: so many have come, or it has ended
enough() {
	[ "$(received)" -ge "$1" ] || ! kill -0 "$2"
}

# Each begins at the wan. DST is the router, which they act upon, or the lan
# behind it. Those marked with a + take long or have no end of their own: they
# are stopped when so many packets have come.
attacks() {
	local dst
	for dst in $router $lan; do
		cat <<-LIST
			atk6-fuzz_ip6 -a -F -S -D -H -J eth0 $dst
			atk6-fuzz_ip6 -a -x -I eth0 $dst
			atk6-fuzz_ip6 -a -2 eth0 $dst
			atk6-fuzz_ip6 -a -4 eth0 $dst
			atk6-fuzz_ip6 -a -0 eth0 $dst
			atk6-fuzz_ip6 -a -s 22 -x eth0 $dst
			atk6-exploit6 eth0 $dst
			+10 atk6-fragmentation6 -p eth0 $dst
			+2000 atk6-randicmp6 -p eth0 $dst
			+2000 atk6-denial6 eth0 $dst 1
			+2000 atk6-denial6 eth0 $dst 2
			+2000 atk6-denial6 eth0 $dst 3
			+2000 atk6-denial6 eth0 $dst 5
			+2000 atk6-denial6 eth0 $dst 6
			+2000 atk6-thcsyn6 -R -f -d -m $mac eth0 $dst x
			+2000 atk6-thcsyn6 -R -A -m $mac eth0 $dst 22
			+2000 atk6-flood_unreach6 -R eth0 $dst
			+500 frag6 -i eth0 -D $mac -d $dst -s 2001:db8:2::/64 -F 500
			frag6 -i eth0 -D $mac -d $dst -X
			tcp6 -i eth0 -D $mac -d $dst -s 2001:db8:2::/64 -a 22 -X S -F 100 -T 10
			tcp6 -i eth0 -D $mac -d $dst -s $wan -a 22 -X SFRU -y 8 -u 64 -H 64 -P 900
			udp6 -i eth0 -D $mac -d $dst -s 2001:db8:2::/64 -a 53 -F 100 -T 10 -y 16
			icmp6 -i eth0 -D $mac -d $dst -s $wan -E -m 600 -x 2001:db8:3::1 -p TCP
			icmp6 -i eth0 -D $mac -d $dst -s $wan -R 0 -O 40 -x 2001:db8:3::1 -p UDP
			jumbo6 -i eth0 -D $mac -d $dst -s $wan -q 0 -Q 70000 -P 1000 -u 24
			ns6 -i eth0 -D $mac -d $dst -s $wan -t $dst
			ra6 -i eth0 -D $mac -d $dst
		LIST
	done
}

# attack WORDS...: until it ends, or has sent as many as it was to
attack() {
	local most=0 before pid
	case $1 in +*) most=${1#+}; shift ;; esac
	before=$(received)
	on wan timeout -s KILL 60 "$@" >"$work/said" 2>&1 </dev/null &
	pid=$!
	if [ "$most" -gt 0 ]; then
		busywait 20 enough $((before + most)) $pid
		pkill -TERM -P $pid
	fi
	wait $pid 2>/dev/null
	[ "$(received)" -gt "$before" ]
}

mapfile -t list < <(attacks)
plan $((${#list[@]} + 7))
load_rules router <<-END
	chain forward {
		policy drop;
		ct state invalid counter drop
		ct state established,related accept
		iifname "lan" accept
		ct count per saddr /64 over 50 drop
		icmpv6 type echo-request accept
		tcp dport 22 limit rate 500/second log prefix "t: " level debug accept
		udp dport 53 reject
	}
	chain input {
		policy drop;
		ct state established,related accept
		icmpv6 type { echo-request, nd-neighbor-solicit, nd-neighbor-advert } accept
		tcp dport 22 reject with icmpv6 admin-prohibited delay 2s
	}
END
on router ct6 set max-flows 2000
before=$(complaints)
# what the lan gets of the wan that no rule lets in
on lan ct6 load - <<-END
	chain input {
		policy accept;
		iifname lo accept
		ct state established,related accept
		tcp dport != 22 counter comment "denied by the router"
		udp dport 0-65535 counter comment "denied by the router"
	}
END
server wan python3 -m http.server --bind :: 80
busywait 20 listens wan 80
succeeds "the lan reaches the wan before" on lan timeout 20 bash -c "</dev/tcp/$wan/80"
for words in "${list[@]}"; do
	# shellcheck disable=SC2086 # words
	succeeds "$words" attack $words
done
equal "the kernel has complained of nothing" "$before" "$(complaints)"
ip -n router neigh flush all
ip -n lan neigh flush all
succeeds "the lan reaches the wan after" on lan timeout 20 bash -c "</dev/tcp/$wan/80"
equal "nothing came to the lan that the rules deny" "packets 0 packets 0" \
	"$(on lan ct6 show -c | grep 'denied by the router' |
		grep -o 'packets [0-9]*' | xargs)"
stats=$(on router ct6 --json stats)
note "$(printf '%s' "$stats" | jq -c 'with_entries(select(.value != 0))')"
equal "each flow that began has ended or is there" 0 "$(printf '%s' "$stats" |
	jq '.created - .flows - .expired - .deleted - .denied - .evicted - .replaced')"
succeeds "all flows go" on router ct6 flows delete all
equal "none is left" 0 "$(flow_count router)"
