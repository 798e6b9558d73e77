# SPDX-License-Identifier: GPL-2.0-only
#
# The Debian that packages are installed into; sourced by run and rpm, which set
# $top. debootstrap makes it below build/packages, once (remove it for a new one);
# each test takes a copy of it. Wants root, and the network the first time.

. "$top/selftests/ktap.sh"
dir=$top/build/packages
base=$dir/base
inside=/opt/ct6-test
mirror=${CT6_MIRROR-http://deb.debian.org/debian}
suite=bookworm
packages="systemd-sysv udev dbus kmod iproute2 procps dkms initramfs-tools netbase
	openssh-server openssh-client iputils-ping iptables python3-minimal
	ca-certificates"
kernel_packages="linux-image-amd64 linux-headers-amd64"
# what starts it from UEFI under Secure Boot
boot_packages="shim-signed grub-efi-amd64-signed mokutil"

die() {
	echo "Bail out! $*"
	exit 1
}

# in_root ROOT COMMAND...: in its own mounts and processes, which end with it.
# Neither networks nor services of this machine are touched.
in_root() {
	local where=$1
	shift
	# shellcheck disable=SC2016 # the inner shell's
	unshare --mount --pid --fork --kill-child sh -ec '
		root=$1
		shift
		mount --bind /dev "$root/dev"
		mount -t proc proc "$root/proc"
		exec chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
			PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"
	' sh "$where" "$@" </dev/null
}

# apt_in ROOT ARGUMENT...
apt_in() {
	local where=$1
	shift
	in_root "$where" apt-get -q -y -o Acquire::Retries=5 \
		--no-install-recommends "$@"
}

make_base() {
	local key
	key=$(echo "2 $suite $mirror" $packages $kernel_packages $boot_packages | cksum)
	[ "$(cat "$base/.complete" 2>/dev/null)" != "$key" ] || return 0
	note "making $base"
	rm -rf "$base"
	{
		# shellcheck disable=SC2086 # a list of packages
		debootstrap --variant=minbase --include="$(echo $packages | tr ' ' ,)" \
			$suite "$base" "$mirror" &&
		apt_in "$base" update &&
		apt_in "$base" install $kernel_packages &&
		apt_in "$base" clean &&
		# these, and the newer kernel, wait in apt's cache
		apt_in "$base" install --download-only $boot_packages &&
		echo "deb $mirror $suite-backports main" \
			>"$base/etc/apt/sources.list.d/backports.list" &&
		apt_in "$base" update &&
		apt_in "$base" install -t $suite-backports --download-only $kernel_packages
	} >"$dir/base.log" 2>&1 || {
		tail -n 20 "$dir/base.log" >&2
		die "no Debian to install into"
	}
	echo "$key" >"$base/.complete"
}

# make_root: $root, a copy of it
make_root() {
	rm -rf "$root"
	cp -a "$base" "$root"
	rm -f "$root/.complete"
}

# put_test GUEST PORT: that script runs last of all that the machine in $root
# starts, and its results go to the port. Then the machine is off, or what the
# script has written to /run/then.
put_test() {
	local unit raw=''
	mkdir -p "$root$inside"
	cp "$here/$1" "$here/guest.sh" "$here/echo.py" "$top/selftests/ktap.sh" \
		"$root$inside/"
	unit=$(in_root "$root" systemd-escape --path --suffix=device "$2")
	case $2 in /dev/tty*) raw="ExecStartPre=/usr/bin/stty -F $2 raw" ;; esac
	cat >"$root/etc/systemd/system/ct6-test.service" <<-END
		[Unit]
		Wants=$unit
		After=multi-user.target $unit
		[Service]
		Type=oneshot
		$raw
		ExecStart=$inside/$1
		StandardOutput=file:$2
		ExecStopPost=/bin/sh -c 'systemctl --no-block \$\$(cat /run/then 2>/dev/null || echo poweroff)'
		[Install]
		WantedBy=multi-user.target
	END
	in_root "$root" systemctl -q enable ct6-test.service
}

# make_disk: $disk, of $root
make_disk() {
	rm -f "$disk"
	mke2fs -q -t ext4 -L ct6-root -d "$root" "$disk" 6G >"$dir/disk.log" 2>&1 || {
		cat "$dir/disk.log" >&2
		die "no disk"
	}
}

# take_results FILE: what the guest has written, of one boot or several; sets $ends
# to a line for each, its name and how many results it says it had
take_results() {
	local line name=''
	ends=
	while IFS= read -r line; do
		case $line in
		"boot "*) name=${line#boot } ;;
		"ok "*) result ok "$name: ${line#ok * }" ;;
		"not ok "*) result "not ok" "$name: ${line#not ok * }" ;;
		"end "*) ends=$ends${ends:+$'\n'}${line#end } ;;
		*) note "${line#\# }" ;;
		esac
	done <"$1"
}

# release: of the newest kernel in there
release() {
	basename "$(printf '%s\n' "$root"/lib/modules/* | sort -V | tail -n 1)"
}

# modules: which modules DKMS has for which kernel, by its own word
modules() {
	in_root "$root" dkms status ct6 | sort
}

# left: files named after them, and alternatives that name them; what this test
# put there itself, and apt's logs, are not theirs
left() {
	(
		cd "$root" || exit
		find . -xdev -path ".$inside" -prune -o -path ./var/log -prune -o \
			\( -name 'ct6*' -o -name '*-ct6*' \) ! -name 'ct6-test*' -print
		grep -rl ct6 etc/alternatives var/lib/dpkg/alternatives
	) | sort
}
