#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A bridge is no router: its packets are judged only when br_netfilter asks
# for it, and then once, as forwarded; those of the bridging host itself are
# its own. Links go on to work (RFC 4890, 4.3). It answers for nobody else, and
# what others ask a group lets nothing in.

. "$(dirname "$0")/lib.sh"
plan 28
host lan router wan
wire router lan none lan eth0 2001:db8:1::2/64
wire router wan none wan eth0 2001:db8:1::3/64
ip -n router link add br0 type bridge mcast_snooping 0 || exit 1
for dev in lan wan; do
	ip -n router link set $dev master br0
done
ip -n router addr add 2001:db8:1::1/64 dev br0 nodad
ip -n router link set br0 up
wan=2001:db8:1::3

rules() {
	load_rules router <<-END
		$1
		chain input {
			policy drop;
			ct state established,related accept
			iifname "br0" icmpv6 type echo-request accept
		}
		chain forward {
			policy drop;
			ct state established,related accept
			ct state invalid drop
			ip6 saddr { $lan, fe80::/10 } icmpv6 type echo-request accept
			ip6 saddr $lan udp dport 5353 accept
		}
		chain output { policy accept; }
	END
}

# counted NAME EXPECTED: packets of each flow
counted() {
	equal "$1" "$2" "$(on router ct6 --json flows icmpv6 |
		jq -c '[.[] | [.orig.packets, .reply.packets, .hook]]')"
	on router ct6 flows delete all >/dev/null
}

three() {
	local name=$1
	shift
	on "$name" ping -q -i 0.2 -c 3 -W 5 "$@"
}

forget_neighbours() {
	ip -n lan neigh flush dev eth0
	ip -n wan neigh flush dev eth0
}

link_local() {
	ip -n "$1" -br -6 addr show dev "$2" scope link | awk '{ print $3 }' | cut -d / -f 1
}
busywait 20 on lan ping -c 1 -W 1 $wan
busywait 20 on lan ping -c 1 -W 1 2001:db8:1::1
rmmod br_netfilter 2>/dev/null

rules ""
forget_neighbours
succeeds "without br_netfilter: bridged packets pass" three lan $wan
succeeds "from either side" three wan $lan
counted "unseen" '[]'
succeeds "to the host itself" three lan 2001:db8:1::1
counted "each is counted once" '[[3,3,"input"]]'
succeeds "from the host" three router $lan
counted "those too" '[[3,3,"output"]]'
succeeds "by its link-local address" three lan "$(link_local router br0)%eth0"
counted "those as well" '[[3,3,"input"]]'

modprobe br_netfilter || { echo "Bail out! no br_netfilter"; exit 1; }
on router sysctl -qw net.bridge.bridge-nf-call-ip6tables=1
forget_neighbours
succeeds "with br_netfilter: neighbours find each other, what the rules allow passes" three lan $wan
counted "each is counted once, as forwarded" '[[3,3,"forward"]]'
fails "what they do not allow does not" on wan ping -c 1 -W 1 $lan
counted "and makes no flow" '[]'
succeeds "to the host itself" three lan 2001:db8:1::1
counted "each is counted once" '[[3,3,"input"]]'
succeeds "from the host" three router $lan
counted "those too" '[[3,3,"output"]]'
succeeds "link-local addresses across the bridge" three lan "$(link_local wan eth0)%eth0"
equal "have the bridge as their scope" br0 "$(on router ct6 --json flows icmpv6 |
	jq -r '.[0].scope | .. | strings' | head -n 1)"
counted "and are counted once" '[[3,3,"forward"]]'
rules "essentials off;"
forget_neighbours
fails "essentials off: no neighbour is found" on lan ping -c 1 -W 2 $wan
rules ""
forget_neighbours
succeeds "on again: they are" busywait 20 on lan ping -c 1 -W 1 $wan
equal "nothing was invalid" 0 "$(stat_of router invalid)"

results_of python3 - $lan $wan <<'END'
import sys
from fragments import fragment, header
from packets import *
from state import State

MARK = 0x88b5	# a protocol of nobody's: it passes bridges
s = State()


class End:
    """An end of the bridge."""

    def __init__(self, host, address):
        self.address = address
        self.mac = bytes.fromhex(in_netns(host, link_address,
                                          "eth0").replace(":", ""))
        self.sock = in_netns(host, Port.open)

    def send(self, mac, data, kind=ETH_P_IPV6):
        self.sock.send(mac + self.mac + kind.to_bytes(2, "big") + bytes(data))

    def came(self, other):
        """The protocols of what came from others until now."""
        other.send(self.mac, bytes(46), MARK)
        found = []
        while True:
            data, address = self.sock.recvfrom(1 << 16)
            if address[2] == socket.PACKET_OUTGOING:
                continue
            if data[12:14] == MARK.to_bytes(2, "big"):
                return found
            if data[12:14] == b"\x86\xdd" and not link_message(data[14:]):
                found.append(data[20])


lan, wan = End("lan", sys.argv[1]), End("wan", sys.argv[2])
lan.send(wan.mac, fragment(1, 0, bytes(8), True, 6, src=lan.address,
                           dst=wan.address))
equal("a fragment that may not pass does not", [], wan.came(lan))
equal("and was counted", 1, s.stats()["invalid-fragment-first"])
equal("its sender is not told: the bridge was not spoken to", [],
      lan.came(wan))
lan.send(bytes.fromhex("3333000000fb"), udp(lan.address, "ff02::fb", 4000, 5353))
equal("a request to a group passes", [17], wan.came(lan))
wan.send(lan.mac, udp(wan.address, lan.address, 5353, 4000))
equal("its answers do not, unless the rules say so", [], lan.came(wan))
END
end_hosts
rmmod br_netfilter
