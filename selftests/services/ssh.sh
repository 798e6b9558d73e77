#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# OpenSSH: a login, a file there and back, a connection forwarded in it.

. "$(dirname "$0")/lib.sh"
need sshd ssh sftp ssh-keygen
plan 8
service OpenSSH openssh-server openssh-client
home_net
fresh /run/sshd
ssh-keygen -q -t ed25519 -N '' -f "$work/key"
cat >"$work/ssh_config" <<-END
	Host *
	User root
	IdentityFile $work/key
	StrictHostKeyChecking no
	UserKnownHostsFile /dev/null
	LogLevel ERROR
	BatchMode yes
	ConnectTimeout 5
	Host away
	HostName $outside
	Host home
	HostName $inside
END
for name in lan wan; do
	ssh-keygen -q -t ed25519 -N '' -f "$work/hostkey.$name"
	cat >"$work/sshd.$name" <<-END
		HostKey $work/hostkey.$name
		AuthorizedKeysFile $work/key.pub
		PidFile none
		StrictModes no
		UsePAM no
		Subsystem sftp internal-sftp
	END
	server $name "$(command -v sshd)" -D -e -f "$work/sshd.$name"
	up $name 22
done
head -c 2000000 /dev/urandom >"$work/file"

away() {
	on lan timeout 60 ssh -F "$work/ssh_config" "$@" </dev/null
}

login() {
	# shellcheck disable=SC2016 # the server's variable
	away away 'set -- $SSH_CONNECTION; echo $1 $3' | grep -qx "$inside $outside"
}

copied() {
	printf 'put %s %s\nget %s %s\n' "$work/file" "$work/there" "$work/there" "$work/back" |
		on lan timeout 60 sftp -q -F "$work/ssh_config" -b - away &&
		cmp "$work/file" "$work/back"
}

forwarded() {
	away -W '[::1]:22' away | grep -qa '^SSH-2.0-OpenSSH'
}

works "a login" login
works "sftp there and back" copied
works "a forwarded connection" forwarded
none_invalid router wan
from_outside "a login at the lan" on wan timeout 60 ssh -F "$work/ssh_config" home true
sed '/^define services/s/22/222/' "$examples/host.ct6" | load_rules wan
closed "a login" login
