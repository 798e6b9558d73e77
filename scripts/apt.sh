# SPDX-License-Identifier: GPL-2.0-only
#
# Packages by name from the system's own lists or, when these do not have
# them, from backports. Sourced after common.sh by what unpacks a package
# without installing it.

# apt VERB ARGUMENT...: either the system's apt or, after use_backports, one
# with sources and lists of its own, which leaves the system's untouched.
private=
apt() {
	tool=$1
	shift
	# shellcheck disable=SC2086 # the options hold no spaces but $dir's
	if [ -n "$private" ]; then
		"$tool" -o Dir::Etc::sourcelist="$private/sources.list" \
			-o Dir::Etc::sourceparts=- \
			-o Dir::State::Lists="$private/lists" \
			-o Dir::Cache="$private/cache" \
			-o APT::Sandbox::User="$(id -un)" "$@"
	else
		"$tool" -o APT::Sandbox::User="$(id -un)" "$@"
	fi
}

use_backports() {
	. /etc/os-release
	private=$top/build/apt/backports
	mkdir -p "$private/lists/partial" "$private/cache/archives/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
		"${CT6_MIRROR-http://deb.debian.org/debian}" \
		"$VERSION_CODENAME-backports main" >"$private/sources.list"
	say "reading the package list of $VERSION_CODENAME-backports"
	apt apt-get -q update >"$private/update.log" 2>&1 || {
		cat "$private/update.log" >&2
		die "cannot read $VERSION_CODENAME-backports"
	}
}

update_lists() {
	say "apt-get update"
	as_root apt-get -q update >&2 || die "apt-get update failed"
}
