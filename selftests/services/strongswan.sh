#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# strongSwan: a client in the world, IKEv2, an address of the gateway's pool, and
# ESP to the lan behind examples/vpn-gateway.ct6.

. "$(dirname "$0")/lib.sh"
need swanctl /usr/lib/ipsec/charon
plan 9
service "strongSwan, IKEv2 and ESP" strongswan-charon strongswan-swanctl
three_hosts
modprobe -qa xfrm_interface esp6
gateway=2001:db8:2::1
ip -n router link add vpn type xfrm dev wan if_id 1 && ip -n router link set vpn up
ip -n router route add 2001:db8:9::/64 dev vpn
load_rules router <"$examples/vpn-gateway.ct6"
host_rules wan

# charon HOST: the rest of swanctl's file from standard input
charon() {
	local dir=$work/$1
	mkdir "$dir"
	cat >"$dir/strongswan.conf" <<-END
		charon {
			load = random nonce aes sha1 sha2 hmac kdf gmp pem pkcs1 pubkey vici kernel-netlink socket-default
			plugins { vici { socket = unix://$dir/vici } }
			filelog { log { path = $dir/log
				default = 1 } }
		}
	END
	{
		cat
		echo 'secrets { ike { secret = "only for a test" } }'
	} >"$dir/swanctl.conf"
	on "$1" unshare --mount sh -c "mount -t tmpfs tmpfs /run &&
		STRONGSWAN_CONF=$dir/strongswan.conf exec /usr/lib/ipsec/charon" >/dev/null 2>&1 &
	busywait 60 swan "$1" --version || cat "$dir/log"
	busywait 60 swan "$1" --load-all --file "$dir/swanctl.conf"
}

swan() {
	local name=$1
	shift
	STRONGSWAN_CONF=$work/$name/strongswan.conf timeout 60 swanctl "$@" \
		--uri "unix://$work/$name/vici"
}

common="version = 2
	mobike = no
	proposals = aes128-sha256-modp2048
	local { auth = psk }
	remote { auth = psk }"
charon router <<-END
	connections { c {
		$common
		local_addrs = $gateway
		pools = clients
		if_id_in = 1
		if_id_out = 1
		children { lan {
			local_ts = 2001:db8:1::/64
			esp_proposals = aes128-sha256 } }
	} }
	pools { clients { addrs = 2001:db8:9::5/128 } }
END
charon wan <<-END
	connections { c {
		$common
		local_addrs = $wan
		remote_addrs = $gateway
		vips = ::
		children { lan {
			remote_ts = 2001:db8:1::/64
			esp_proposals = aes128-sha256 } }
	} }
END

agreed() {
	swan wan --initiate --child lan --timeout "${1-40}" &&
		ip -n wan -6 addr | grep -q '2001:db8:9::5/128'
}

sed '/"IKE"/d' "$examples/vpn-gateway.ct6" | load_rules router
closed "an agreement" agreed 5
swan wan --terminate --ike c --force --timeout 1 >/dev/null 2>&1
load_rules router <"$examples/vpn-gateway.ct6"
blocked "the lan, without the tunnel" on wan ping -c 1 -W 2 $lan
works "IKEv2, and an address of the pool" agreed
works "the client pings the lan through ESP" on wan ping -c 2 -W 5 -I 2001:db8:9::5 $lan
works "the lan pings the client" on lan ping -c 2 -W 5 2001:db8:9::5
equal "ESP was seen" true "$(on router ct6 --json flows | jq 'any(.proto == "esp")')"
none_invalid router wan
sed '/l4proto esp/d' "$examples/vpn-gateway.ct6" | load_rules router
closed "ESP" on wan ping -c 1 -W 3 -I 2001:db8:9::5 $lan
