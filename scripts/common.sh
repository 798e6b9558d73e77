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
