#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The mail server of a small office: Postfix takes letters from the world's
# Postfix and from desks, and sends theirs on; Dovecot hands them out by IMAP and
# POP3.

. "$(dirname "$0")/lib.sh"
need dovecot curl openssl
plan 22
service "Postfix, SMTP and submission" postfix curl
office_net
host_rules wan "tcp dport 25 accept"
unpacked postfix
account postfix postdrop reader
certificate
head -c 20 /dev/urandom | base64 >"$work/short"
head -c 2000000 /dev/urandom | base64 >"$work/long"

# postfix_at HOST DOMAIN OTHER ADDRESS: takes all letters for this domain into one
# Maildir, and sends on those for the other
postfix_at() {
	local dir=$work/$1 service
	mkdir -p "$dir"/{etc,data,mail,queue/{private,public,maildrop,pid}}
	mkdir "$dir"/queue/{active,bounce,corrupt,defer,deferred,flush,hold,incoming,saved,trace}
	chown -R postfix "$dir"/{data,queue}
	chown root "$dir"/queue "$dir/queue/pid"
	chgrp postdrop "$dir"/queue/{maildrop,public}
	chown reader "$dir/mail"
	{
		echo "smtp inet n - n - - smtpd"
		echo "submission inet n - n - - smtpd -o smtpd_tls_security_level=encrypt" \
			"-o smtpd_sasl_auth_enable=yes"
		echo "pickup unix n - n 60 1 pickup"
		echo "cleanup unix n - n - 0 cleanup"
		echo "qmgr unix n - n 300 1 qmgr"
		echo "postlog unix-dgram n - n - 1 postlogd"
		echo "virtual unix - n n - - virtual"
		for service in tlsmgr anvil scache; do
			echo "$service unix - - n - 1 $service"
		done
		for service in smtp error bounce proxymap; do
			echo "$service unix - - n - 0 $service"
		done
		for service in trivial-rewrite:rewrite bounce:defer error:retry; do
			echo "${service#*:} unix - - n - 0 ${service%:*}"
		done
	} >"$dir/etc/master.cf"
	cat >"$dir/etc/main.cf" <<-END
		compatibility_level = 3.6
		queue_directory = $dir/queue
		data_directory = $dir/data
		daemon_directory = /usr/lib/postfix/sbin
		inet_protocols = ipv6
		maillog_file = $dir/log
		maillog_file_prefixes = $dir
		myhostname = $1.test
		mydestination =
		mynetworks =
		alias_maps =
		smtp_dns_support_level = disabled
		smtp_connect_timeout = 5s
		smtp_tls_security_level = may
		smtpd_tls_security_level = may
		smtpd_tls_cert_file = $work/tls.crt
		smtpd_tls_key_file = $work/tls.key
		smtpd_sasl_type = dovecot
		smtpd_sasl_path = $dir/run/asked-by-postfix
		smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
		transport_maps = inline:{ $3=smtp:[$4] }
		virtual_transport = virtual
		virtual_mailbox_domains = $2
		virtual_mailbox_maps = static:mail/
		virtual_mailbox_base = $dir
		virtual_uid_maps = static:$(id -u reader)
		virtual_gid_maps = static:$(id -g reader)
	END
	server "$1" /usr/lib/postfix/sbin/master -d -c "$dir/etc"
	up "$1" 25
	up "$1" 587
}

# dovecot_at HOST: has the mails of this host's Postfix
dovecot_at() {
	local dir=$work/$1
	mkdir "$dir/run" "$dir/state"
	cat >"$dir/dovecot" <<-END
		protocols = imap pop3
		listen = ::
		base_dir = $dir/run
		state_dir = $dir/state
		log_path = $dir/dovecot.log
		ssl_cert = <$work/tls.crt
		ssl_key = <$work/tls.key
		disable_plaintext_auth = yes
		mail_location = maildir:$dir/mail
		passdb {
		  driver = static
		  args = password=secret
		}
		userdb {
		  driver = static
		  args = uid=reader gid=reader home=$dir/mail
		}
		service auth {
		  unix_listener asked-by-postfix {
		    mode = 0666
		  }
		}
	END
	on "$1" dovecot -F -c "$dir/dovecot" >"$work/server.$1.log" 2>&1 &
	up "$1" 993
	up "$1" 995
}

# arrives POSTFIX ADDRESS HOST BODY: that Postfix says it has sent it, and it is
# in the other host's mailbox
arrives() {
	local letter
	busywait 60 grep -q "to=<$2>.*status=" "$work/$1/log" &&
		grep "to=<$2>.*status=" "$work/$1/log" | grep -q "status=sent" &&
		busywait 30 grep -qr "^Delivered-To: $2" "$work/$3/mail/new" &&
		letter=$(grep -lr "^Delivered-To: $2" "$work/$3/mail/new") &&
		sed '1,/^$/d' "$letter" | cmp - "$work/$4"
}

# new_letter BODY DOMAIN: to an address that no other has, $to
new_letter() {
	echo >>"$work/count"
	to=$(wc -l <"$work/count")@$2
	{
		printf 'From: who@ct6.test\nTo: %s\nSubject: a letter\n\n' "$to"
		cat "$work/$1"
	} >"$work/letter"
}

# sent POSTFIX DOMAIN HOST [BODY]: a letter given to it by who sits there
sent() {
	new_letter "${4-short}" "$2"
	on "$1" sendmail -C "$work/$1/etc" -f "who@$1.test" -i "$to" <"$work/letter" &&
		arrives "$1" "$to" "$3" "${4-short}"
}

# submitted HOST SERVER ADDRESS DOMAIN HOST: to a server, with a password
submitted() {
	new_letter short "$4"
	on "$1" curl -ksS --connect-timeout 5 -m 60 --ssl-reqd -u reader:secret --crlf \
		--mail-from reader@office.test --mail-rcpt "$to" -T "$work/letter" \
		"smtp://[$3]:587" && arrives "$2" "$to" "$5" short
}

postfix_at wan world.test office.test $mail
for name in dmz lan; do
	postfix_at $name office.test world.test $wan
	dovecot_at $name
done
works "a letter from the world's Postfix" sent wan office.test dmz
works "a letter of 2.7 MB" sent wan office.test dmz long
works "a letter to the world" sent dmz world.test wan
works "a desk submits one, with TLS and a password" submitted lan dmz $mail world.test wan
works "so does one who is in the world" submitted wan dmz $mail world.test wan
none_invalid router wan
from_outside "a desk's server" submitted wan lan $lan office.test lan
office_rules '/\$mail tcp dport .* accept/d'
closed "a letter from the world's Postfix" sent wan office.test dmz
closed "submission" submitted wan dmz $mail office.test dmz
office_rules '/ip6 saddr \$mail tcp dport 25 accept/d'
closed "a letter to the world" sent dmz world.test wan

service "Dovecot, IMAP and POP3" dovecot-imapd dovecot-pop3d curl
pop3='ip6 daddr $mail tcp dport 995 accept'
office_rules "" "$pop3"

# fetched HOST ADDRESS SCHEME MAILBOX [OPTION...]: the long letter
fetched() {
	local name=$1 address=$2 scheme=$3 mailbox=$4
	shift 4
	on "$name" curl -ksS --connect-timeout 5 -m 60 -u reader:secret "$@" \
		"$scheme://[$address]/$mailbox" >"$work/fetched" &&
		tr -d '\r' <"$work/fetched" | sed '1,/^$/d' | cmp - "$work/long"
}

# the first letter is the short one
long_one='INBOX;MAILINDEX=2'
works "IMAP with TLS" fetched wan $mail imaps "$long_one"
works "a desk's IMAP with STARTTLS" fetched lan $mail imap "$long_one" --ssl-reqd
works "POP3 with TLS" fetched wan $mail pop3s 2
works "a desk's POP3 with STARTTLS" fetched lan $mail pop3 2 --ssl-reqd
none_invalid router
blocked "IMAP without TLS" connects wan $mail 143
from_outside "a desk's server" connects wan $lan 993
office_rules '/\$mail tcp dport .* accept/d'
closed "IMAP with TLS" fetched wan $mail imaps "$long_one"
closed "POP3 with TLS" fetched wan $mail pop3s 2
[ $bad -eq 0 ] || note "$(tail -n 20 "$work"/{wan,dmz,lan}/log "$work"/*/dovecot.log)"
