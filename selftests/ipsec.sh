#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# IPsec between two hosts, through a router that drops what it did not see
# begin: IKE and ESP pass (RFC 6092 REC-21 to 25). At a host, ESP and what was
# in it are judged and counted once each.

. "$(dirname "$0")/lib.sh"
need swanctl /usr/lib/ipsec/charon
plan 20
three_hosts
load_rules router <<-END
	chain forward {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		iifname "lan" accept
	}
END
load_rules wan <<-END
	chain input {
		policy drop;
		ct state established,related accept
		ct state invalid drop
		meta l4proto esp accept
		udp dport { 500, 4500 } accept
		icmpv6 type echo-request counter accept
	}
	chain output { policy accept; }
END

# esp SRC DST SPI: one direction, by hand
esp() {
	local name dir
	for name in lan wan; do
		dir=out
		[ "$2" != "${!name}" ] || dir=in
		ip -n $name xfrm state add src "$1" dst "$2" proto esp spi "$3" reqid 1 \
			mode "$mode" aead 'rfc4106(gcm(aes))' 0x${3#0x}aabbccddeeff00112233445566778899aabbcc 128
		ip -n $name xfrm policy add src "$1" dst "$2" dir $dir \
			tmpl src "$1" dst "$2" proto esp reqid 1 mode "$mode"
	done
}

forget() {
	local name
	for name in router wan; do
		on $name ct6 flows delete all >/dev/null
	done
}

# flows_of HOST: protocol and packets
flows_of() {
	on "$1" ct6 --json flows | jq -c '[.[] | select(.proto != "udp") |
		[.proto, .orig.packets, .reply.packets]] | sort'
}

# both NAME: three pings from the lan
both() {
	forget
	succeeds "$1: a ping from the lan" on lan ping -q -i 0.2 -c 3 -W 5 $wan
	equal "$1: the router sees one flow of ESP" '[["esp",3,3]]' "$(flows_of router)"
	equal "$1: the host sees ESP and what is in it, once each" \
		'[["esp",3,3],["icmpv6",3,3]]' "$(flows_of wan)"
	forget
	fails "$1: the wan cannot begin" on wan ping -c 1 -W 1 $lan
}

for mode in transport tunnel; do
	esp $lan $wan 0x11
	esp $wan $lan 0x22
	both "by hand, $mode mode"
	for name in lan wan; do
		ip -n $name xfrm state flush
		ip -n $name xfrm policy flush
	done
done

# charon NAME ADDRESS PEER ADDRESS: with a /run of its own
charon() {
	local dir=$work/$1
	mkdir "$dir"
	cat >"$dir/strongswan.conf" <<-END
		charon {
			load = random nonce aes sha1 sha2 hmac kdf gmp pem pkcs1 pubkey vici kernel-netlink socket-default
			plugins { vici { socket = unix://$dir/vici } }
			install_routes = no
			filelog { log { path = $dir/log
				default = 1 } }
		}
	END
	cat >"$dir/swanctl.conf" <<-END
		connections { c {
			version = 2
			mobike = no
			local_addrs = $2
			remote_addrs = $4
			proposals = aes128-sha256-modp2048
			local { auth = psk
				id = $1 }
			remote { auth = psk
				id = $3 }
			children {
				transport { mode = transport
					esp_proposals = aes128-sha256 }
				tunnel { mode = tunnel
					esp_proposals = aes128-sha256 }
			}
		} }
		secrets { ike { secret = "only for a test" } }
	END
	on "$1" unshare --mount sh -c "mount -t tmpfs tmpfs /run &&
		STRONGSWAN_CONF=$dir/strongswan.conf exec /usr/lib/ipsec/charon" >/dev/null 2>&1 &
	busywait 30 swan "$1" --version || cat "$dir/log"
	busywait 30 swan "$1" --load-all --file "$dir/swanctl.conf"
}

swan() {
	local name=$1
	shift
	STRONGSWAN_CONF=$work/$name/strongswan.conf swanctl "$@" --uri "unix://$work/$name/vici"
}

charon lan $lan wan $wan
charon wan $wan lan $lan
for mode in transport tunnel; do
	succeeds "strongSwan, $mode mode: it is agreed on" timeout 60 bash -c \
		"STRONGSWAN_CONF=$work/lan/strongswan.conf swanctl --initiate --child $mode \
			--uri unix://$work/lan/vici"
	forget
	both "strongSwan, $mode mode"
	swan lan --terminate --ike c >/dev/null 2>&1
done
forget
fails "the wan's own IKE does not come in" timeout 5 bash -c \
	"STRONGSWAN_CONF=$work/wan/strongswan.conf swanctl --initiate --child tunnel \
		--timeout 3 --uri unix://$work/wan/vici"
equal "nothing was invalid" "0 0" "$(stat_of router invalid) $(stat_of wan invalid)"
