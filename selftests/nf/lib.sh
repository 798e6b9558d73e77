# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# For what sends the same packets to ct6 and to nf_conntrack: source this in
# place of ../lib.sh. Nothing here passes or fails, it prints.

nf=$(cd "$(dirname "$0")" && pwd)
if [ -z "${CT6_TEST_ISOLATED-}" ]; then
	export CT6_TEST_ISOLATED=1
	exec unshare --mount --fork --kill-child "$0" "$@"
fi
. "$nf/../lib.sh" >/dev/null
trap 'end_hosts; rm -rf "$work"' EXIT
modprobe -qa nf_conntrack nf_tables nft_ct

# nf_rules HOST: the lan may begin, what belongs to it passes; and the wan may
# begin to the ports from 10000 on
nf_rules() {
	on "$1" nft -f - <<-RULES
		table ip6 t {
			chain forward {
				type filter hook forward priority filter; policy drop;
				ct state established,related accept
				ct state invalid drop
				iifname "lan" ct state new accept
				iifname "wan" tcp dport 10000-65535 ct state new accept
			}
		}
	RULES
}
