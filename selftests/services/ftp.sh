#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# FTP servers behind the rules of a host, asked from a home: vsftpd and ProFTPD,
# active and passive, by the helper that a user adds to the rule on each side.

. "$(dirname "$0")/lib.sh"
need vsftpd lftp
plan 18
home_net
unpacked proftpd-core
account ftp
root=$work/ftp
mkdir -p "$root/upload" "$work/empty"
head -c 1000000 /dev/urandom >"$root/file"
chmod 777 "$root/upload"

cat >"$work/vsftpd.conf" <<-END
	background=NO
	listen=NO
	listen_ipv6=YES
	anonymous_enable=YES
	anon_root=$root
	anon_upload_enable=YES
	anon_umask=022
	write_enable=YES
	no_anon_password=YES
	connect_from_port_20=YES
	ftp_username=ftp
	nopriv_user=nobody
	secure_chroot_dir=$work/empty
	seccomp_sandbox=NO
	connect_timeout=5
	accept_timeout=5
END
cat >"$work/proftpd.conf" <<-END
	ServerType standalone
	ServerName test
	UseIPv6 on
	DefaultAddress ::
	Port 21
	User nobody
	Group nogroup
	PidFile $work/proftpd.pid
	ScoreboardFile none
	SystemLog none
	WtmpLog off
	TransferLog none
	UseReverseDNS off
	DelayEngine off
	<Anonymous $root>
		User ftp
		UserAlias anonymous ftp
		RequireValidShell off
		AnonRequirePassword off
		<Directory upload>
			AllowOverwrite on
		</Directory>
	</Anonymous>
END

# ftp HOST SERVER MODE COMMAND
ftp() {
	local passive=on
	[ "$3" = passive ] || passive=off
	(cd "$work" && on "$1" timeout "${limit-60}" lftp -c "set net:timeout 5; set net:max-retries 1; set net:reconnect-interval-base 1;
		set net:persist-retries 0; set ftp:passive-mode $passive;
		set ftp:ssl-allow no; set cmd:fail-exit on; open ftp://[$2]; $4")
}

# transfers MODE: a list, a file from there, and one to there
transfers() {
	rm -f "$work/got" "$root/upload/new"
	ftp lan $outside "$1" "cls -1 / ; get file -o got; put -O upload $root/file -o new" &&
		cmp "$root/file" "$work/got" && cmp "$root/file" "$root/upload/new"
}

# both rules: of the client's router, for what the lan begins, and the server's
with_helpers() {
	home_rules 's/^\tiifname \$lan oifname \$wan ct filtering/\tiifname $lan oifname $wan tcp dport 21 ct helper ftp accept\n&/' \
		>"$work/router.rules"
	load_rules router <"$work/router.rules"
	host_rules wan "tcp dport 21 ct helper ftp accept"
}

# server_of NAME COMMAND...: the same results of each
server_of() {
	local name=$1 mode
	shift
	server wan "$@"
	up wan 21
	with_helpers
	for mode in passive active; do
		works "$mode" transfers $mode
	done
	none_invalid router wan
	host_rules wan "tcp dport 21 accept"
	limit=15 closed "passive, the server's helper" transfers passive
	host_rules wan "tcp dport 21 ct helper ftp accept"
	load_rules router < <(home_rules)
	limit=15 closed "active, the router's helper" transfers active
	with_helpers
	host_rules wan
	closed "the control connection" connects lan $outside 21
	with_helpers
	server lan "$@"
	up lan 21
	limit=20 from_outside "the lan's server, passive" ftp wan $inside passive "cls -1 /"
	on wan ct6 flush
	on router ct6 flush
}

# quits HOST: what listens there
quits() {
	local pid
	for pid in $(on "$1" ss -Hltnp 'sport = :21' | grep -o 'pid=[0-9]*'); do
		kill "${pid#pid=}"
	done
	busywait 30 sh -c "! ip netns exec $1 ss -Hltn 'sport = :21' | grep -q ."
}

service vsftpd vsftpd lftp
server_of vsftpd vsftpd "$work/vsftpd.conf"
quits wan
quits lan
service ProFTPD proftpd-core lftp
server_of proftpd proftpd -n -c "$work/proftpd.conf"
