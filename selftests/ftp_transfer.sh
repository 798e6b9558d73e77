#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# FTP with real programs through a router that lets the control connection
# pass: with its helper all transfers work, in passive and in active mode,
# whoever stands outside; without it none does.

. "$(dirname "$0")/lib.sh"
need vsftpd lftp curl jq
plan 24
three_hosts

# served HOST: anonymous users may read, and write in upload
served() {
	local root=$work/$1
	mkdir -p "$root/upload" "$work/empty"
	head -c 300000 /dev/urandom >"$root/file"
	chmod 755 "$work" "$root"
	chmod 777 "$root/upload"
	cat >"$work/$1.conf" <<-END
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
		ftp_username=daemon
		nopriv_user=nobody
		secure_chroot_dir=$work/empty
		seccomp_sandbox=NO
		connect_timeout=3
		accept_timeout=3
	END
	server "$1" vsftpd "$work/$1.conf"
	busywait 10 listens "$1" 21 || note "vsftpd does not listen"
}

# rules DEV [HELPER]: of what comes in there, FTP passes
rules() {
	load_rules router <<-END
		chain forward {
			policy drop;
			ct state established,related accept
			ct state invalid drop
			iifname "$1" tcp dport 21 ${2-} accept
		}
	END
}

# lftp_on CLIENT SERVER passive|active COMMAND
lftp_on() {
	local passive=on
	[ "$3" = passive ] || passive=off
	(cd "$work" && on "$1" lftp -c "set net:timeout 3; set net:max-retries 1;
		set net:persist-retries 0; set ftp:passive-mode $passive;
		set ftp:sync-mode ${sync-on}; set cmd:fail-exit on;
		open ftp://[$2]; $4")
}

# transfers CLIENT SERVER HOST MODE: from there and to there
transfers() {
	local got=$work/got
	rm -f "$got" "$work/$3/upload/new"
	succeeds "$4: the $1 lists what is in the $3" lftp_on "$1" "$2" "$4" "cls -1 /"
	lftp_on "$1" "$2" "$4" "get file -o got" >/dev/null 2>&1
	succeeds "$4: the $1 gets a file from the $3" cmp "$work/$3/file" "$got"
	lftp_on "$1" "$2" "$4" "put -O upload file.up -o new" >/dev/null 2>&1
	succeeds "$4: the $1 puts one there" cmp "$work/file.up" "$work/$3/upload/new"
}

served wan
served lan
head -c 200000 /dev/urandom >"$work/file.up"

rules lan
succeeds "without helper the control connection is there" \
	lftp_on lan $wan passive "cd upload"
for mode in passive active; do
	fails "$mode: without helper nothing is listed" lftp_on lan $wan $mode "cls -1 /"
done
fails "passive: nor with curl" on lan curl -sS -m 5 -o /dev/null "ftp://[$wan]/file"
equal "nothing was expected" 0 "$(stat_of router expect-created)"

rules lan "ct helper ftp"
transfers lan $wan wan passive
transfers lan $wan wan active
sync=off succeeds "pipelined: the lan lists" lftp_on lan $wan passive "cls -1 /; cls -1 upload"
for mode in "" "-P -"; do
	# shellcheck disable=SC2086 # two words or none
	on lan curl -sS -m 20 $mode -o "$work/got" "ftp://[$wan]/file"
	succeeds "curl $mode gets a file" cmp "$work/wan/file" "$work/got"
done
created=$(stat_of router expect-created)
succeeds "connections were expected" [ "$created" -ge 10 ]
equal "and each has come" "$created" "$(stat_of router expect-used)"

rules wan "ct helper ftp"
transfers wan $lan lan passive
lftp_on wan $lan active "get file -o got2" >/dev/null 2>&1
succeeds "active: the wan gets a file from the lan" cmp "$work/lan/file" "$work/got2"

# on a link, each host filters for itself
served router
link=$(ip -n router -br addr show dev lan scope link | sed 's/.*\(fe80:[^/]*\).*/\1/')%eth0
for helper in "" "ct helper ftp"; do
	outcome=fails
	[ -z "$helper" ] || outcome=succeeds
	load_rules router <<-END
		chain input {
			policy drop;
			ct state established,related accept
			tcp dport 21 $helper accept
		}
	END
	$outcome "link-local, passive, '$helper' at the server" \
		lftp_on lan "$link" passive "cls -1 /"
	on router ct6 flush
	load_rules lan <<-END
		chain input {
			policy drop;
			ct state established,related accept
		}
		chain output {
			policy accept;
			tcp dport 21 $helper accept
		}
	END
	$outcome "link-local, active, '$helper' at the client" \
		lftp_on lan "$link" active "cls -1 /"
	on lan ct6 flush
done
