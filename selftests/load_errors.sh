#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A ruleset that cannot be loaded is refused with its place and what is wrong,
# and the running one stays.

. "$(dirname "$0")/lib.sh"
plan 29
host router
load_rules router <<-END
	chain input {
		policy accept;
		tcp dport 22 accept
	}
END
running=$(on router ct6 --json show)
generation=$(stat_of router generation)

# bad NAME STATUS PATTERN: of the ruleset at standard input
bad() {
	cat >"$work/bad"
	refused "$1" "$2" "$3" on router ct6 load "$work/bad"
}

refused "no such file" 2 'none.*No such file' on router ct6 load "$work/none"
refused "a directory" 2 'a directory' on router ct6 load "$work"
refused "a file without an end" 2 '/dev/zero: File too large' on router ct6 load /dev/zero
refused "no file named" 2 'load what' on router ct6 load
bad "a word that is misspelled" 2 'bad:3:22: .*did you mean .accept' <<-END
	chain input {
	        policy drop;
	        tcp dport 22 acept
	}
END
bad "a word that nobody knows" 2 'bad:2:9: ' <<-END
	chain input {
	        fnord 22 accept
	}
END
contains "the line is shown" '^ +fnord 22 accept|fnord 22 accept$' "$(on router ct6 load "$work/bad" 2>&1)"
contains "with a caret under the word" '^ *\^~*|^ *\^\^*$' "$(on router ct6 load "$work/bad" 2>&1)"
bad "a value that is none" 2 'bad:1:[0-9]+: .*70000|bad:1:[0-9]+: .*at most 65535' <<-END
	chain input { tcp dport 70000 accept; }
END
bad "an IPv4 address" 2 'bad:1:[0-9]+: .*IPv4' <<-END
	chain input { ip6 saddr 192.0.2.1 accept; }
END
bad "a chain that is not closed" 2 'bad:[0-9]+:[0-9]+: ' <<-END
	chain input {
	        accept
END
bad "a string that is not closed" 2 'bad:1:[0-9]+: .*string' <<-END
	chain input { log prefix "x
	}
END
bad "a jump to nowhere" 2 'bad:2:14: no chain .nowhere' <<-END
	chain input {
	        jump nowhere
	}
END
bad "words behind a verdict" 2 'bad:2:[0-9]+: ' <<-END
	chain input {
	        accept drop
	}
END
for i in $(seq 17); do
	printf 'chain c%d {\n\tjump c%d\n}\n' $i $((i + 1))
done >"$work/deep"
printf 'chain c18 {\n}\nchain input {\n\taccept\n\tjump c1\n}\n' >>"$work/deep"
refused "jumps too deep have their place" 2 'deep:[0-9]+:[0-9]+: more than 16 jumps deep' \
	on router ct6 load "$work/deep"
bad "a loop has its place" 2 'bad:3:[0-9]+: .*loop' <<-END
	chain input { jump a; }
	chain a { jump b; }
	chain b { jump a; }
END
bad "a burst that is too large" 2 'bad:3:9: the burst is too large' <<-END
	chain input {
	        accept
	        limit rate 1/week burst 4294967295 packets accept
	}
END
# what the kernel's other modules can do the kernel alone knows
modprobe -rq nfnetlink_log
loader=$(sysctl -n kernel.modprobe)
sysctl -qw kernel.modprobe=/bin/false
printf 'chain input {\n\taccept\n\ttcp dport 22 log group 3\n}\n' >"$work/group"
for command in load check; do
	refused "ct6 $command: the kernel's refusal has its place" 1 'group:3:15: a group needs nfnetlink_log' \
		on router ct6 $command "$work/group"
done
sysctl -qw kernel.modprobe="$loader"
printf '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n' >"$work/bad"
refused "ip6tables: an option that is misspelled" 2 'bad:3:[0-9]+: .*--dport' \
	on router ip6tables-ct6-restore "$work/bad"
printf '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j ACCEPT\n' >"$work/bad"
refused "ip6tables: without COMMIT nothing happens" 2 'COMMIT' \
	on router ip6tables-ct6-restore "$work/bad"
printf 'chain input { accept; }\n' >"$work/good"
refused "outside, where the user may not" 1 'permi' on router setpriv --reuid 65534 \
	--clear-groups --inh-caps=-all ct6 load - <"$work/good"
refused "an unknown command" 2 'lod.*load|unknown.*lod' on router ct6 lod "$work/good"
equal "nothing of all that changed the rules" "$running" "$(on router ct6 --json show)"
equal "nor was there another ruleset for a while" "$generation" "$(stat_of router generation)"
succeeds "a good one is checked" on router ct6 check "$work/good"
equal "which changes nothing" "$generation" "$(stat_of router generation)"
succeeds "and loaded" on router ct6 load "$work/good"
equal "which does" $((generation + 1)) "$(stat_of router generation)"
