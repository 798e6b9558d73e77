#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Of two who read a generation and then change it, the second is told so and
# changes nothing; what both do at once without asking is all done.

. "$(dirname "$0")/lib.sh"
plan 8
host router
load_rules router <<-END
	chain input { policy accept; }
END

read_it=$(stat_of router generation)
succeeds "the first writes" on router ct6 add input tcp dport 1 accept -g "$read_it"
for words in "add input tcp dport 2 accept" "policy input drop" "flush" \
	"load /dev/null" "flush input"; do
	# shellcheck disable=SC2086 # words
	refused "the second is refused: ct6 $words" 1 \
		"the ruleset has changed meanwhile" \
		on router ct6 $words --generation "$read_it"
done
contains "nothing of it was done" "tcp dport 1 accept" "$(on router ct6 show)"

writer() {
	local i
	for i in 1 2 3 4 5 6 7 8; do
		on router ct6 add input udp dport $(($1 + i)) accept || return 1
	done
}
writer 100 & one=$!
writer 200 & two=$!
wait $one && wait $two
equal "nothing is lost of two who add at once" 16 \
	"$(on router ct6 show | grep -c "udp dport [12]0")"
