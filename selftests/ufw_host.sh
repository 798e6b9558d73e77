# SPDX-License-Identifier: GPL-2.0-only
#
# What a test of ufw sources behind lib.sh: ufw as it is at host router, with
# ct6 in the place of ip6tables; its files are copies, and its IPv4 is the
# distribution's own iptables'. Servers of ssh's and of the web's port there,
# and of the web's at the wan.

need ufw iptables python3
if [ ! -L /etc/alternatives/ip6tables ]; then
	echo "1..0 # SKIP ip6tables is no alternative here"
	exit 4
fi
three_hosts
router=2001:db8:2::1
bad_net=2001:db8:bad::
ip -n wan addr add ${bad_net}1/128 dev eth0 nodad
ip -n router route add ${bad_net}/48 dev wan

# ufw calls /usr/sbin/ip6tables; this mount namespace is the test's own
cp -a /etc/alternatives "$work/alternatives"
for name in ip6tables ip6tables-save ip6tables-restore; do
	ln -sf "$(command -v ct6)" "$work/alternatives/$name"
done
cp -a /etc/ufw "$work/ufw"
mount --bind "$work/alternatives" /etc/alternatives
mount --bind "$work/ufw" /etc/ufw

fw() {
	on router ufw "$@"
}

# done_by NAME PATTERN WORD...: ufw says so, and means it
done_by() {
	local name=$1 pattern=$2 out
	shift 2
	if ! out=$(fw "$@" 2>&1) ||
	   grep -iq -e "error" -e "problem" -e "could not" <<<"$out"; then
		note "ufw $*: $out"
		result "not ok" "$name"
		return
	fi
	contains "$name" "$pattern" "$out"
}

# tries HOST NUMBER PORT [SOURCE]: + for each connection that is made
tries() {
	on "$1" python3 - "${to:-$router}" "$2" "$3" "${4-}" <<-'PYTHON'
		import socket, sys
		made, open_ones = "", []
		for _ in range(int(sys.argv[2])):
		    s = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
		    # what is dropped says nothing, a refusal may be heard late
		    s.settimeout(2)
		    if sys.argv[4]:
		        s.bind((sys.argv[4], 0))
		    try:
		        s.connect((sys.argv[1], int(sys.argv[3])))
		        made += "+"
		    except (ConnectionRefusedError, TimeoutError):
		        made += "-"
		    open_ones.append(s)
		print(made)
	PYTHON
}

pings() {
	on "$1" ping -c 1 -W 3 "$2"
}

server router python3 -m http.server --bind :: 22
server router python3 -m http.server --bind :: 80
server wan python3 -m http.server --bind :: 80
busywait 60 listens router 22
busywait 60 listens router 80
busywait 60 listens wan 80
