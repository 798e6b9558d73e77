# SPDX-License-Identifier: GPL-2.0-only
#
# The demo's three hosts, as network namespaces with real servers in them.
# Sourced by demo/run.

# on HOST COMMAND...: run a command at a host
on() {
	local host=$1
	shift
	ip netns exec "$host" "$@"
}

# busywait SECONDS COMMAND...: until the command succeeds
busywait() {
	local end=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -le $end ] || return 1
		read -r -t 0.05 <> <(:) || true
	done
}

# answers HOST PORT: does a TCP server listen there?
answers() {
	on "$1" ss -Hltn "sport = :$2" | grep -q .
}

# listening HOST: has somebody joined a netlink multicast group of ct6?
listening() {
	on "$1" awk '$2 == 16 && $4 != "00000000" { found = 1 } END { exit !found }' /proc/net/netlink
}

link_hosts() {
	local host
	for host in lan router wan; do
		ip netns add $host || return 1
		on $host sysctl -qw net.ipv6.conf.default.accept_dad=0 \
			net.ipv6.conf.all.accept_dad=0
		ip -n $host link set lo up
	done
	ip -n router link add lan type veth peer name eth0 netns lan &&
	ip -n router link add wan type veth peer name eth0 netns wan &&
	ip -n router addr add 2001:db8:1::1/64 dev lan nodad &&
	ip -n router addr add 2001:db8:2::1/64 dev wan nodad &&
	ip -n lan addr add "$lan/64" dev eth0 nodad &&
	ip -n wan addr add "$wan/64" dev eth0 nodad || return 1
	ip -n router link set lan up
	ip -n router link set wan up
	ip -n lan link set eth0 up
	ip -n wan link set eth0 up
	ip -n lan route add default via 2001:db8:1::1
	ip -n wan route add default via 2001:db8:2::1
	on router sysctl -qw net.ipv6.conf.all.forwarding=1
}

# serve HOST ADDRESS: OpenSSH, nginx and BIND
serve() {
	local host=$1 addr=$2 dir=$3/$1
	mkdir -p "$dir" /run/sshd
	ssh-keygen -q -t ed25519 -N '' -f "$dir/hostkey"
	cat >"$dir/sshd_config" <<-END
		ListenAddress $addr
		HostKey $dir/hostkey
		AuthorizedKeysFile $3/key.pub
		PidFile none
		StrictModes no
		UsePAM no
	END
	cat >"$dir/nginx.conf" <<-END
		pid $dir/nginx.pid;
		error_log $dir/nginx.log;
		daemon off;
		worker_processes 1;
		events { }
		http {
			access_log off;
			client_body_temp_path $dir/tmp;
			proxy_temp_path $dir/tmp;
			fastcgi_temp_path $dir/tmp;
			uwsgi_temp_path $dir/tmp;
			scgi_temp_path $dir/tmp;
			server {
				listen [::]:80;
				location / { return 200 "This is the web server of $host.\n"; }
			}
		}
	END
	cat >"$dir/named.conf" <<-END
		options {
			directory "$dir";
			pid-file none;
			session-keyfile none;
			listen-on { none; };
			listen-on-v6 { any; };
			recursion no;
			dnssec-validation no;
		};
		controls { };
		zone "example.test" { type primary; file "$dir/zone"; };
	END
	cat >"$dir/zone" <<-END
		\$TTL 60
		@ SOA ns hostmaster 1 60 60 60 60
		@ NS ns
		ns AAAA $addr
		www AAAA $addr
	END
	on "$host" "$(command -v sshd || echo /usr/sbin/sshd)" -D -f "$dir/sshd_config" >"$dir/sshd.log" 2>&1 &
	on "$host" nginx -c "$dir/nginx.conf" >"$dir/nginx.out" 2>&1 &
	on "$host" named -n 1 -g -c "$dir/named.conf" >"$dir/named.log" 2>&1 &
}

# hosts_up DIR: make them all and wait until they serve
hosts_up() {
	local host port
	link_hosts || return 1
	chmod 755 "$1"
	ssh-keygen -q -t ed25519 -N '' -f "$1/key"
	cat >"$1/ssh_config" <<-END
		Host *
		IdentityFile $1/key
		StrictHostKeyChecking no
		UserKnownHostsFile /dev/null
		LogLevel ERROR
		BatchMode yes
		ConnectTimeout 3
		ServerAliveInterval 1
		ServerAliveCountMax 3
		Host lan
		HostName $lan
		Host wan
		HostName $wan
	END
	serve lan "$lan" "$1"
	serve wan "$wan" "$1"
	for host in lan wan; do
		for port in 22 53 80; do
			busywait 30 answers $host $port && continue
			echo "no server at port $port of $host:" >&2
			tail -n 5 "$1/$host"/*.log "$1/$host"/*.out >&2
			return 1
		done
	done
	busywait 10 on lan ping -c 1 -W 1 "$wan"
}

# hosts_down: end what runs in them, and them
hosts_down() {
	local host
	for host in lan router wan; do
		# shellcheck disable=SC2046 # a list of numbers
		kill -9 $(ip netns pids $host 2>/dev/null) 2>/dev/null
		ip netns del $host 2>/dev/null
	done
}
