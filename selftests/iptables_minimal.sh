#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A ruleset as ip6tables-save writes it is loaded verbatim, and what `ct6 show`
# prints of it is read by `ct6 load` to the same rules in the kernel.

. "$(dirname "$0")/lib.sh"
plan 21
host router
file=$here/rulesets/minimal.ip6tables

# what two rulesets may differ in: who counted, and which one it is
rules() {
	on router ct6 --json show | jq -S 'walk(if type == "object" then
		del(.handle, .generation, .packets, .bytes,
		    .essential_packets, .essential_bytes,
		    ."essential-packets", ."essential-bytes") else . end)'
}

# kernel: flags and number of rules, as the kernel itself tells them
kernel() {
	on router python3 - <<-'END'
		import sys
		from ct6nl import C, Genl
		head = dict(Genl().call(C["CT6_CMD_RULESET_GET"])[0])
		print(*(int.from_bytes(head[C["CT6_A_RULESET_" + name]], "little")
		        for name in ("FLAGS", "NR_RULES")))
	END
}
export PYTHONPATH=$here

# round_trip NAME NUMBER: of the ruleset that runs
round_trip() {
	local before
	before=$(rules)
	equal "$1: flags 0 (essentials and revalidate off) and $2 rules" "0 $2" "$(kernel)"
	succeeds "$1: ct6 show prints it" on router ct6 show
	on router ct6 show >"$work/shown"
	succeeds "$1: ct6 flush" on router ct6 flush
	succeeds "$1: ct6 load reads what show printed" on router ct6 load "$work/shown"
	equal "$1: the same rules in the kernel" "$before" "$(rules)"
	equal "$1: the same flags in the kernel" "0 $2" "$(kernel)"
	equal "$1: show prints the same again" "$(cat "$work/shown")" "$(on router ct6 show)"
}

succeeds "the file loads verbatim" on router ip6tables-ct6-restore "$file"
round_trip minimal 5
load_rules router <<-END
	chain input { policy accept; }
END
succeeds "and from standard input" on router sh -c 'ip6tables-ct6-restore <"$1"' - "$file"
equal "whatever ran before has no flags to leave" "0 5" "$(kernel)"
contains "LOG is a log at level warning, behind the limit" \
	'limit rate 5/minute log$' "$(on router ct6 show)"
contains "the policy of forward is drop" 'drop' \
	"$(on router ct6 show forward | grep policy)"

sed '/-m limit/i -A INPUT -p tcp --dport 22 -j ACCEPT' "$file" >"$work/more"
succeeds "with one line more it loads" on router ip6tables-ct6-restore "$work/more"
round_trip "one line more" 6
contains "the line stands fourth" 'tcp dport 22 accept' \
	"$(on router ct6 show input | grep -vE 'chain|policy|}' | sed -n 4p)"
