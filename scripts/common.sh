# SPDX-License-Identifier: GPL-2.0-only
#
# What the scripts beside this file share; they source it. Sets $top.

top=$(cd "$(dirname "$0")/.." && pwd)
me=${0##*/}

say() {
	printf '%s: %s\n' "$me" "$*" >&2
}

die() {
	say "$*"
	exit 1
}

# as_root COMMAND...: run it as root, through sudo when we are not
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "needs root for: $*"
	fi
}

# have_apt: is this a machine whose packages we know by name?
have_apt() {
	command -v apt-get >/dev/null && command -v dpkg-query >/dev/null
}

# kernel_release KDIR: of the kernel that these headers or this tree build for.
# What `make kernelrelease` says is not it with a distribution's headers.
kernel_release() {
	local found
	found=$(sed -n 's/^#define UTS_RELEASE "\(.*\)"$/\1/p' \
		"$1/include/generated/utsrelease.h" 2>/dev/null)
	if [ -n "$found" ]; then
		echo "$found"
	else
		make -s -C "$1" kernelrelease
	fi
}

# in_root ROOT COMMAND...: in that root file system, as scripts/kernel-fetch has
# unpacked it, with $top at its own place. Takes a user namespace, not root.
in_root() {
	local root=$1
	shift
	mkdir -p "$root$top" "$root/dev" "$root/proc"
	[ -e "$root/dev/null" ] || : >"$root/dev/null"
	# shellcheck disable=SC2016 # the inner shell's
	unshare --user --map-root-user --mount sh -ec '
		root=$1 top=$2
		shift 2
		mount --rbind "$top" "$root$top"
		mount --bind /dev/null "$root/dev/null"
		mount --rbind /proc "$root/proc"
		exec chroot "$root" env -i PATH=/usr/bin LC_ALL=C "$@"
	' sh "$root" "$top" "$@"
}
