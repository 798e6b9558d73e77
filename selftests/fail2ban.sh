#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fail2ban as it is drives ct6: two jails over log files, whose actions
# (iptables-multiport, iptables-allports) call ip6tables and find
# ip6tables-ct6 by that name; IPv4 is the distribution's own iptables'.

. "$(dirname "$0")/lib.sh"
need fail2ban-server fail2ban-client iptables python3
plan 20
three_hosts
router=2001:db8:2::1

mkdir "$work/bin"
for name in ip6tables ip6tables-save ip6tables-restore; do
	ln -s "$(command -v ct6)" "$work/bin/$name"
done
PATH=$work/bin:$PATH

cp -r /etc/fail2ban "$work/f2b"
rm -f "$work"/f2b/jail.d/*
cat >"$work/f2b/fail2ban.local" <<-END
	[DEFAULT]
	logtarget = $work/f2b.log
	dbfile = None
END
cat >"$work/f2b/filter.d/words.conf" <<-END
	[Definition]
	failregex = ^\s*bad password from <ADDR>$
END
cat >"$work/f2b/jail.local" <<-END
	[DEFAULT]
	backend = polling
	usedns = no
	maxretry = 3
	findtime = 600
	bantime = 3600
	filter = words
	[some]
	enabled = true
	logpath = $work/some.log
	port = 8080,8081
	action = iptables-multiport[name=some, port="8080,8081", protocol=tcp]
	[all]
	enabled = true
	logpath = $work/all.log
	action = iptables-allports[name=all, protocol=all]
END
: >"$work/some.log"
: >"$work/all.log"

client() {
	on router fail2ban-client -c "$work/f2b" -s "$work/f2b.sock" -p "$work/f2b.pid" "$@"
}

# fails_to_log_in FILE: three times
fails_to_log_in() {
	local i
	for i in 1 2 3; do
		echo "$(date '+%F %T') bad password from $wan" >>"$work/$1.log"
	done
}

rules() {
	on router ip6tables -S "$@"
}

banned() {
	rules "f2b-$1" | grep -q -- "-s $wan/128"
}

unbanned() {
	! banned "$1"
}

connects() {
	on wan timeout 20 bash -c "exec 3<>/dev/tcp/$router/8080"
}

pings() {
	on wan ping -c 1 -W 3 $router
}

server router python3 -m http.server --bind :: 8080
busywait 30 listens router 8080
succeeds "before: the wan connects" connects
succeeds "fail2ban starts" client start
busywait 60 client status all
succeeds "the wan still connects" connects

fails_to_log_in some
succeeds "three bad passwords are a ban" busywait 60 banned some
equal "by a rule of iptables-multiport" \
	"-A INPUT -p tcp -m multiport --dports 8080,8081 -j f2b-some" "$(rules INPUT | grep some)"
equal "and one for the address" \
	"-A f2b-some -s $wan/128 -j REJECT --reject-with icmp6-port-unreachable" \
	"$(rules f2b-some | grep -- ' -s ')"
fails "the wan does not connect any more" connects
contains "its packets are counted" '^ +[1-9]' "$(on router ip6tables -nvL f2b-some | grep REJECT)"
succeeds "but it pings" pings
contains "fail2ban lists it" "$wan" "$(client status some)"
succeeds "it is unbanned" client set some unbanip "$wan"
succeeds "the rule is gone" busywait 30 unbanned some
succeeds "the wan connects" connects

fails_to_log_in all
succeeds "bad passwords in the other jail" busywait 60 banned all
fails "now it does not even ping" pings
succeeds "it is unbanned there" client set all unbanip "$wan"
busywait 30 unbanned all
succeeds "it pings" pings
succeeds "fail2ban stops" client stop
equal "and leaves nothing behind" "-P INPUT ACCEPT
-P FORWARD ACCEPT
-P OUTPUT ACCEPT" "$(rules)"
equal "nor anything in IPv4" "" "$(on router iptables -S | grep f2b)"
[ "$bad" -eq 0 ] || sed 's/^/# /' "$work/f2b.log"
