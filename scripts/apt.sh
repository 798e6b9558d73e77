# SPDX-License-Identifier: GPL-2.0-only
#
# Packages by name from the system's own lists or, when these do not have
# them, from backports. Sourced after common.sh by what unpacks a package
# without installing it.

# apt VERB ARGUMENT...: either the system's apt or, after use_backports, one
# with sources and lists of its own, which leaves the system's untouched.
# A mirror may fail once.
private=
apt() {
	tool=$1
	shift
	# shellcheck disable=SC2086 # the options hold no spaces but $dir's
	if [ -n "$private" ]; then
		"$tool" -o Acquire::Retries=5 -o Dir::Etc::sourcelist="$private/sources.list" \
			-o Dir::Etc::sourceparts=- \
			-o Dir::State::Lists="$private/lists" \
			-o Dir::Cache="$private/cache" \
			-o APT::Sandbox::User="$(id -un)" "$@"
	else
		"$tool" -o Acquire::Retries=5 -o APT::Sandbox::User="$(id -un)" "$@"
	fi
}

# use_suite SUITE: from now on, packages of that suite of Debian alone
use_suite() {
	private=$top/build/apt/$1
	mkdir -p "$private/lists/partial" "$private/cache/archives/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
		"${CT6_MIRROR-http://deb.debian.org/debian} $1 main" \
		>"$private/sources.list"
	say "reading the package list of $1"
	apt apt-get -q update >"$private/update.log" 2>&1 || {
		cat "$private/update.log" >&2
		die "cannot read $1"
	}
}

use_backports() {
	. /etc/os-release
	use_suite "$VERSION_CODENAME-backports"
}

# unpack_root DIR PACKAGE...: a root file system of the packages and all they
# depend on, as the suite in use has them. They are unpacked, not installed:
# no script of theirs runs, and nobody needs to be root.
unpack_root() {
	local root=$1 deb
	shift
	rm -rf "$private/cache/archives" "$root"
	mkdir -p "$private/cache/archives/partial" "$root"
	: >"$private/status"	# of a system that has nothing yet
	say "fetching $* and what they depend on, of ${private##*/}"
	apt apt-get -q -y --no-install-recommends --download-only \
		-o Dir::State::status="$private/status" \
		-o Debug::NoLocking=1 install base-files "$@" \
		>"$private/root.log" 2>&1 || {
		cat "$private/root.log" >&2
		die "cannot fetch $*"
	}
	# base-files first: it has the links of /bin, /lib and others
	for deb in "$private"/cache/archives/base-files_*.deb \
		"$private"/cache/archives/*.deb; do
		dpkg --fsys-tarfile "$deb" |
			tar -x --no-same-owner --no-same-permissions -C "$root"
	done
	rm -f "$private"/cache/archives/*.deb
}

update_lists() {
	say "apt-get update"
	as_root apt-get -q -o Acquire::Retries=5 update >&2 || die "apt-get update failed"
}
