# SPDX-License-Identifier: GPL-2.0-only
#
# What guest and secureboot.guest share; they source it inside of their machine.

here=$(cd "$(dirname "$0")" && pwd)
. "$here/ktap.sh"
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8
boot=$(sed 's/.*ct6_boot=\([a-z]*\).*/\1/' /proc/cmdline)
us=2001:db8::1

value() {
	systemctl show -P "$1" "$2"
}

# as_shown FILE: what `ct6 show` says when it is loaded, in a namespace
as_shown() {
	ip netns exec mirror ct6 load "$1" && ip netns exec mirror ct6 show ||
		echo "$1 does not load"
}

# a neighbour on a link, and something that listens beside sshd
make_peer() {
	ip netns add mirror
	ip netns add peer
	ip link add toward type veth peer name eth0 netns peer
	ip addr add $us/64 dev toward nodad
	ip link set toward up
	ip -n peer addr add 2001:db8::2/64 dev eth0 nodad
	ip -n peer link set eth0 up
	ip -n peer link set lo up
	mkdir -p /root/.ssh
	ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
	cp /root/.ssh/id_ed25519.pub /root/.ssh/authorized_keys
	python3 "$here/echo.py" serve 8080 5000 5001 &
	until [ "$(ss -Hltun 'sport = :8080 or sport = :5000 or sport = :5001' |
		wc -l)" -eq 3 ]; do
		read -r -t 0.1 <> <(:) || true
	done
}

peer_ssh() {
	ip netns exec peer timeout 60 ssh -o BatchMode=yes -o ConnectTimeout=20 \
		-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
		-o LogLevel=ERROR root@$us "$@"
}

# reached: what the peer comes to: our link-layer address, echo, SSH, port 8080
reached() {
	local seen=''
	ip -n peer -6 neigh flush all
	ip netns exec peer ping -c 1 -W 5 $us >/dev/null && seen="$seen echo"
	ip -n peer -6 neigh show $us | grep -q lladdr && seen="neighbour$seen"
	[ "$(peer_ssh echo in)" = in ] && seen="$seen ssh"
	ip netns exec peer python3 "$here/echo.py" connect $us 8080 2>/dev/null &&
		seen="$seen 8080"
	echo "$seen"
}

# dkms_module NAME: the module that runs is the one DKMS has built for this
# kernel
dkms_module() {
	equal "$1: it is where DKMS puts it" \
		"/lib/modules/$(uname -r)/updates/dkms/ct6.ko" \
		"$(modinfo -n ct6 | sed 's/\.xz$//')"
	equal "$1: and it is the one that runs, of this version" \
		"$(cat "$here/version") $(modinfo -F srcversion ct6)" \
		"$(cat /sys/module/ct6/version /sys/module/ct6/srcversion | paste -s -d ' ')"
}

# critical NAME PATTERN SINCE: a line of the unit in the journal
critical() {
	journalctl --sync
	contains "$1" "$2" "$(journalctl -u ct6 -p crit -q -o cat --since "$3")"
}
