#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Rules, flows, settings and counters are a network namespace's own, and go
# with it, under traffic too.

. "$(dirname "$0")/lib.sh"
plan 18
host one two peer
wire one eth0 2001:db8:1::1/64 peer eth1 2001:db8:1::2/64
wire two eth0 2001:db8:2::1/64 peer eth2 2001:db8:2::2/64

load_rules one <<-END
	chain input { policy drop; icmpv6 type echo-request accept; }
END
equal "the other has no ruleset" "" "$(on two ct6 show)"
equal "and no generation" 0 "$(stat_of two generation)"
load_rules two <<-END
	chain input { policy drop; }
END
succeeds "one answers the ping" on peer ping -c 1 -W 3 2001:db8:1::1
fails "two does not" on peer ping -c 1 -W 1 2001:db8:2::1
equal "one has the flow" 1 "$(flow_count one)"
equal "two has none" 0 "$(flow_count two)"
equal "two has counted a drop" 1 "$(stat_of two dropped)"
equal "one has not" 0 "$(stat_of one dropped)"
succeeds "a setting of one" on one ct6 set max-flows 77
contains "is one's" 77 "$(on one ct6 get max-flows)"
fails "and not two's" sh -c "ip netns exec two ct6 get max-flows | grep -qw 77"
succeeds "flush in one" on one ct6 flush
contains "leaves two's rules" "policy drop" "$(on two ct6 show)"

load_rules one <<-END
	chain input { policy accept; icmpv6 type echo-request recent set name "seen" per saddr/32; }
END
load_rules two <<-END
	chain input { policy accept; icmpv6 type echo-request recent check name "seen" per saddr/32 drop; }
END
succeeds "one keeps account of pings" on peer ping -c 1 -W 3 2001:db8:1::1
succeeds "two has another account of that name" on peer ping -c 1 -W 3 2001:db8:2::1

load_rules two <<-END
	chain input { policy accept; }
END
# the flows of a peer that does not stop
server peer python3 -c '
import itertools, socket
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
for port in itertools.cycle(range(1024, 60000)):
    try:
        s.sendto(b"x", ("2001:db8:2::1", port))
    except OSError:
        pass
'
busy() { [ "$(flow_count two)" -gt 100 ]; }
succeeds "there are flows under traffic" busywait 20 busy
succeeds "the namespace is deleted" ip netns del two
hosts=${hosts/ two/}
gone() { ! ip -n peer link show eth2; }
succeeds "and it goes" busywait 20 gone
