#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# NFS by the kernel's server and client: version 4 by its one port, version 3 by
# those that rpcbind names, which are fixed here as on any server behind rules.

. "$(dirname "$0")/lib.sh"
need rpc.nfsd rpc.mountd rpc.statd exportfs rpcbind mount.nfs
modprobe -qa nfsd nfs nfsv4 nfsv3
modprobe -q lockd
if ! grep -qw nfsd /proc/filesystems || ! grep -qw nfs4 /proc/filesystems; then
	skip_all "a kernel with NFS, as those of distributions are"
fi
plan 14
service "NFSv4" nfs-kernel-server nfs-common
home_net
portmap=111 nfs=2049 statd=32765 mountd=32767 lockd=32768
# the seconds in which a server that has started grants only locks of its former
# life: as few as there may be, here and in nfs_at
for setting in tcpport=$lockd udpport=$lockd timeout=3 grace_period=3; do
	printf %s "${setting#*=}" >"/sys/module/lockd/parameters/nlm_${setting%=*}"
done
mkdir "$work/mnt"
head -c 3000000 /dev/urandom >"$work/file"

# nfs_at HOST: with places of its own for what its daemons leave
nfs_at() {
	mkdir -p "$work/$1/export"
	cp "$work/file" "$work/$1/export"
	chmod 777 "$work/$1/export"
	cat >"$work/$1/start" <<-END
		mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/lib/nfs &&
		mount -t nfsd nfsd /proc/fs/nfsd || exit 1
		mkdir -p /run/rpcbind /var/lib/nfs/{sm,sm.bak,v4recovery}
		touch /var/lib/nfs/{etab,rmtab,state}
		chown -R statd /var/lib/nfs/{sm,sm.bak,state}
		echo "$work/$1/export *(rw,fsid=0,insecure,no_subtree_check,no_root_squash)" >/run/exports
		mount --bind /run/exports /etc/exports
		rpcbind -f -w &
		until rpcinfo -T tcp6 ::1 portmapper >/dev/null 2>&1; do
			read -r -t 0.1 <> <(:)
		done
		rpc.statd -F -p $statd &
		exportfs -ra
		echo 10 >/proc/fs/nfsd/nfsv4leasetime
		echo 10 >/proc/fs/nfsd/nfsv4gracetime
		rpc.nfsd -V 3 -V 4 4
		exec rpc.mountd -F -p $mountd
	END
	server "$1" bash "$work/$1/start"
	for port in $portmap $nfs $statd $mountd $lockd; do
		up "$1" $port
	done
}

# there_and_back HOST SERVER ADDRESS OPTIONS PATH: a file is read, a lock is had,
# and a file is written
there_and_back() {
	rm -f "$work/$2/export/new"
	# shellcheck disable=SC2016
	on "$1" timeout "${limit-90}" bash -c '
		mount.nfs "$0" "$1" -o "$2" || exit
		cd "$1" && cmp file "$3/file" &&
			flock -n -x -E 9 file -c "cp file new" && sync new
		status=$?
		cd / && umount -f "$1"
		exit $status' "[$3]:$5" "$work/mnt" \
		"soft,timeo=100,retrans=1,retry=0,$4" "$work" &&
		cmp "$work/file" "$work/$2/export/new"
}

nfs4() {
	there_and_back "$1" "$2" "$3" vers=4.2 /
}

nfs3() {
	there_and_back "$1" "$2" "$3" "vers=3,proto=tcp6,mountproto=tcp6" "$work/$2/export"
}

nfs_at wan
nfs_at lan
host_rules wan "tcp dport $nfs accept"
works "a file and its lock, there and back" nfs4 lan wan $outside
none_invalid router wan
limit=40 from_outside "the lan's server" nfs4 wan lan $inside
host_rules wan
limit=40 closed "a file" nfs4 lan wan $outside

service "NFSv3, rpcbind, mountd and lockd" nfs-kernel-server nfs-common rpcbind
host_rules wan "tcp dport { $portmap, $nfs, $mountd, $lockd } accept"
works "a file and its lock, there and back" nfs3 lan wan $outside
none_invalid router wan
limit=40 from_outside "the lan's server" nfs3 wan lan $inside
host_rules wan "tcp dport { $nfs, $mountd, $lockd } accept"
limit=40 closed "a file, without rpcbind's port" nfs3 lan wan $outside
host_rules wan "tcp dport { $portmap, $nfs, $lockd } accept"
limit=40 closed "without mountd's" nfs3 lan wan $outside
host_rules wan "tcp dport { $portmap, $nfs, $mountd } accept"
limit=40 closed "a lock, without lockd's" nfs3 lan wan $outside
[ $bad -eq 0 ] || note "$(tail -n 20 "$work"/server.*.log; dmesg | tail -n 20)"
for name in wan lan; do
	on $name sh -c 'mount -t nfsd nfsd /proc/fs/nfsd && echo 0 >/proc/fs/nfsd/threads'
done
