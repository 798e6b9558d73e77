#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Checksums that a network card fills in later, or has verified, of packets
# that are many in one: none of a real stack's is ever called wrong.

. "$(dirname "$0")/lib.sh"
need ethtool
plan 24
three_hosts
load_rules router <<-END
	chain input { policy accept; }
	chain forward { policy accept; }
	chain output { policy accept; }
END

cat >"$work/traffic.py" <<'END'
"""Bulk TCP, datagrams of every size and many in one, to ADDRESS."""
import hashlib
import socket
import sys
import threading

from packets import in_netns

client, server, address = sys.argv[1:4]
SOL_UDP, UDP_SEGMENT, UDP_GRO = 17, 103, 104
data = bytes(range(251)) * 1000


def sock(where, kind, proto=0):
    s = in_netns(where, socket.socket, socket.AF_INET6, kind, proto)
    s.settimeout(60)
    return s


listener = sock(server, socket.SOCK_STREAM)
listener.bind(("::", 5201))
listener.listen()
got = []


def serve():
    peer, _ = listener.accept()
    peer.settimeout(60)
    while True:
        part = peer.recv(1 << 16)
        if not part:
            break
        got.append(part)
    peer.close()


thread = threading.Thread(target=serve)
thread.start()
tcp = sock(client, socket.SOCK_STREAM)
tcp.connect((address, 5201))
tcp.sendall(data)
tcp.close()
thread.join()
assert hashlib.sha1(b"".join(got)).digest() == hashlib.sha1(data).digest()
for kind, proto in (socket.SOCK_DGRAM, 0), (socket.SOCK_DGRAM, 136):
    receiver, sender = sock(server, kind, proto), sock(client, kind, proto)
    receiver.bind(("::", 5202))
    sender.connect((address, 5202))
    for size in 0, 1, 9, 1399, 5000:
        sender.send(data[:size])
        assert receiver.recv(1 << 16) == data[:size], size
    if not proto and "plain" not in sys.argv:
        sender.setsockopt(SOL_UDP, UDP_SEGMENT, 1000)
        sender.send(data[:9500])
        assert sum(len(receiver.recv(1 << 16)) for _ in range(10)) == 9500
    sender.close()
    receiver.close()
END

# right NAME CLIENT SERVER ADDRESS [plain]: all of it comes, nothing is wrong
right() {
	local before after
	before=$(stat_of router invalid)
	succeeds "$1: everything comes" env PYTHONPATH="$here" \
		timeout 120 python3 "$work/traffic.py" "${@:2}"
	after=$(stat_of router invalid)
	equal "$1: nothing is invalid" 0 $((after - before))
}

offload() {
	local name
	for name in lan:eth0 wan:eth0 router:lan router:wan; do
		on "${name%:*}" ethtool -K "${name#*:}" "$@" >/dev/null 2>&1
	done
}

right "the card sums, segments" lan wan $wan
offload tx off tso off gso off gro off
# many in one need a card that sums
right "the host sums" lan wan $wan plain
offload tx on tso on gso on gro on rx off
right "merged on the way" lan wan $wan
offload rx on
right "to the router itself" lan router 2001:db8:1::1
right "from the router" router wan $wan
right "within the router" router router 2001:db8:1::1

# vlan on both sides, and tunnels that end at the router
for name in lan:eth0:1 router:lan:1 wan:eth0:2 router:wan:2; do
	IFS=: read -r where dev net <<<"$name"
	ip -n "$where" link add link "$dev" name v7 type vlan id 7 2>/dev/null ||
		ip -n "$where" link add link "$dev" name v8 type vlan id 7
done
ip -n router link set v7 up; ip -n router link set v8 up
ip -n lan link set v7 up; ip -n wan link set v7 up
ip -n router addr add 2001:db8:71::1/64 dev v7 nodad
ip -n router addr add 2001:db8:72::1/64 dev v8 nodad
ip -n lan addr add 2001:db8:71::2/64 dev v7 nodad
ip -n wan addr add 2001:db8:72::2/64 dev v7 nodad
ip -n lan route add 2001:db8:72::/64 via 2001:db8:71::1
ip -n wan route add 2001:db8:71::/64 via 2001:db8:72::1
right "over VLANs" lan wan 2001:db8:72::2

tunnel() {
	local net=$1
	shift
	ip -n router link add t$net "$@" local 2001:db8:2::1 remote $wan || return
	ip -n wan link add t$net "$@" local $wan remote 2001:db8:2::1
	ip -n router addr add 2001:db8:$net::1/64 dev t$net nodad
	ip -n wan addr add 2001:db8:$net::2/64 dev t$net nodad
	ip -n router link set t$net up
	ip -n wan link set t$net up
	# or the first datagram that is too big is lost, as path MTU discovery is
	ip -n lan route add 2001:db8:$net::/64 via 2001:db8:1::1 mtu 1400
	ip -n wan route add 2001:db8:1::/64 via 2001:db8:$net::1 dev t$net 2>/dev/null ||
		ip -n wan route replace 2001:db8:1::/64 via 2001:db8:$net::1 dev t$net
}
modprobe -qa ip6_gre ip6_tunnel vxlan
tunnel 81 type ip6gre
right "through GRE" lan wan 2001:db8:81::2
tunnel 82 type ip6gre csum key 7
right "through GRE with checksum and key" lan wan 2001:db8:82::2
tunnel 83 type ip6tnl mode ip6ip6
right "through IPv6 in IPv6" lan wan 2001:db8:83::2
tunnel 84 type vxlan id 1 dstport 4789
right "through VXLAN" lan wan 2001:db8:84::2
tunnel 85 type vxlan id 2 dstport 4790 udp6zerocsumtx udp6zerocsumrx
right "through VXLAN without a checksum" lan wan 2001:db8:85::2
