#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What ip6tables-ct6 and ip6tables-ct6-save print of a ruleset is, byte for
# byte, what ip6tables itself prints of the same one, with every match and
# target of rulesets/output.ip6tables.

. "$(dirname "$0")/lib.sh"
need ip6tables ip6tables-save ip6tables-restore ipset
plan 14
host real ours
file=$here/rulesets/output.ip6tables

case $(ip6tables --version) in
*v1.8.9*) ;;
*)
	for name in {1..14}; do
		skip "as ip6tables 1.8.9 prints it ($name)" "another version is installed"
	done
	exit
	;;
esac

on real ipset create hosts hash:net family inet6
on real ipset create services bitmap:port range 0-1023
load_rules ours <<-END
	set hosts { type ipv6_addr; flags interval; }
	set services { type inet_service; }
END
succeeds "ip6tables takes the file" on real ip6tables-restore "$file"
succeeds "ip6tables-ct6 takes the file" on ours ip6tables-ct6-restore "$file"

# ip6tables looks for names of hosts, which ours never does: it finds none
: >"$work/hosts"
# shellcheck disable=SC2016 # of the shell within
real() {
	on real sh -c 'mount --bind "$0" /etc/hosts && exec ip6tables "$@"' \
		"$work/hosts" "$@"
}

# same OPTION...
same() {
	local want seen
	want=$(real "$@" 2>&1)
	seen=$(on ours ip6tables-ct6 "$@" 2>&1)
	if [ -n "$want" ] && [ "$want" = "$seen" ]; then
		result ok "the same: ip6tables $*"
		return
	fi
	diff <(echo "$want") <(echo "$seen") | head -n 30 | sed 's/^/# /'
	result "not ok" "the same: ip6tables $*"
}

same -S
same -S -v
same -S FORWARD 3
same -L
same -L -n
same -nvL
same -L -n -v -x --line-numbers
same -L USER
same -t nat -L -n -v
same -t raw -S

saved() {
	on "$1" "$2" -c | sed '/^#/d'
}
want=$(saved real ip6tables-save)
seen=$(saved ours ip6tables-ct6-save)
equal "the same is saved" "$want" "$seen"
on ours ip6tables-ct6-save -c >"$work/saved"
on ours ip6tables-ct6 -F
on ours ip6tables-ct6-restore -c "$work/saved"
equal "and saved again when it was restored" "$seen" "$(saved ours ip6tables-ct6-save)"
