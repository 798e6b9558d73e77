#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A log statement writes prefix, devices, addresses and ports to the kernel
# log; a limit lets its burst through and no more.

. "$(dirname "$0")/lib.sh"
plan 15
silent_hosts
log() { dmesg | grep -F "log_limit $1: "; }

load_rules router <<-END
	chain forward {
		policy accept;
		udp dport 1 log prefix "log_limit all: " level info
		udp dport 2 limit rate 5/minute log prefix "log_limit five: "
		udp dport 3 limit rate 5/minute burst 2 packets accept
		udp dport 3 drop
		udp dport 4 limit rate over 3/hour burst 3 packets drop
		udp dport 5 limit rate 5/minute drop
	}
END
results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()
equal("what is logged passes", 1, w.from_lan(udp(LAN, WAN, 7, 1)))
equal("what is over a log's limit passes too", 10,
      w.from_lan(*[udp(LAN, WAN, p, 2) for p in range(10)]))
equal("that rule matched the burst", 5, s.packets("forward")[1])
equal("a burst of 2 lets 2 of 10 pass", 2,
      w.from_lan(*[udp(LAN, WAN, p, 3) for p in range(10)]))
equal("over 3: 3 of 10 pass", 3,
      w.from_lan(*[udp(LAN, WAN, p, 4) for p in range(10)]))
equal("the first five are dropped, five pass", 5,
      w.from_lan(*[udp(LAN, WAN, p, 5) for p in range(10)]))
END
line=$(log all)
contains "input and output device" 'IN=lan OUT=wan' "$line"
contains "addresses" "SRC=2001:0db8:0001:0000:0000:0000:0000:0002 DST=2001:0db8:0002:0000:0000:0000:0000:0002" "$line"
contains "protocol and ports" 'PROTO=UDP SPT=7 DPT=1' "$line"
equal "one line for one packet" 1 "$(log all | wc -l)"
equal "the level is info (6)" 6 "$(dmesg --raw | sed -n 's/^<\([0-9]*\)>.*log_limit all: .*/\1/p')"
equal "the default level is warning (4)" 4 "$(dmesg --raw | sed -n 's/^<\([0-9]*\)>.*log_limit five: .*/\1/p' | sort -u)"
equal "5/minute logs a burst of five of ten" 5 "$(log five | wc -l)"
load_rules router <<-END
	chain forward { policy accept; udp dport 6 log prefix "log_limit %s%n: "; }
END
results_of python3 - <<'END'
from packets import *

equal("a prefix is no format", 1, Wire().from_lan(udp(LAN, WAN, 7, 6)))
END
contains "it is written as it is" 'log_limit %s%n: IN=lan' "$(dmesg)"
