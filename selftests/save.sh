#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `ct6 save` replaces a file at one stroke: what is saved loads again, and
# whatever goes wrong, the file is the former or the new ruleset, whole.

. "$(dirname "$0")/lib.sh"
plan 17
host router
mkdir "$work/disk"
mount -t tmpfs -o size=64k tmpfs "$work/disk"
file=$work/disk/ruleset

rules() {
	echo "set banned { type ipv6_addr; flags interval; elements = { 2001:db8:$1::/48 } }"
	echo "chain input { policy drop; ip6 saddr @banned drop; tcp dport $1 accept; }"
}

# unsaved NAME WORDS COMMAND...: with words, and the file as it was
unsaved() {
	local name=$1 words=$2 before err status
	shift 2
	before=$(cat "$file")
	err=$("$@" 2>&1)
	status=$?
	equal "$name: exit code" 1 "$status"
	contains "$name: says why" "$words" "$err"
	equal "$name: the file is as it was" "$before" "$(cat "$file")"
}

rules 1 | on router ct6 load -
on router ct6 save "$file"
equal "a new file is for its owner" "600 0:0" "$(stat -c '%a %u:%g' "$file")"
equal "it says what runs" "$(on router ct6 show)" "$(sed 1,2d "$file")"
on router ct6 flush ruleset
on router ct6 load "$file"
equal "and loads again" "$(sed 1,2d "$file")" "$(on router ct6 show)"

chmod 640 "$file"
chown 12:34 "$file"
ln -s ruleset "$work/disk/link"
rules 2 | on router ct6 load -
on router ct6 save "$work/disk/link"
equal "mode and owner stay" "640 12:34" "$(stat -c '%a %u:%g' "$file")"
equal "a link stays one" ruleset "$(readlink "$work/disk/link")"
contains "and what it leads to is replaced" "dport 2 " "$(cat "$file")"

rules 3 | on router ct6 load -
dd if=/dev/zero of="$work/disk/full" bs=1k 2>/dev/null
unsaved "full disk" "No space left" on router ct6 save "$file"
equal "and nothing is left behind" "full link ruleset" "$(cd "$work/disk" && echo *)"
rm "$work/disk/full"

exec 9>"$file.ct6-new"
flock 9
unsaved "while another saves" "another ct6" on router ct6 save "$file"
exec 9>&-

on router ct6 load --confirm 600s - < <(rules 4) >/dev/null
unsaved "before it is confirmed" "ct6 confirm" on router ct6 save "$file"
on router ct6 rollback

# killed.sh kills it at each of its system calls
echo half >"$file.ct6-new"
on router ct6 save "$file"
equal "what one that was killed has left is not in the way" "link ruleset" "$(cd "$work/disk" && echo *)"
umount "$work/disk"
