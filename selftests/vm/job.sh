# SPDX-License-Identifier: GPL-2.0-only
#
# What vm/run and uml/run share: a command and its result travel in a folder of
# build/vm, one for each run, with vm/guest at the other end. They source this
# with $top and $cwd set, $machine, what they call theirs, and $signal, which ends
# it. They have two functions of their own: usage, and stop_machine, which lets
# a machine that takes too long tell what it was at, and ends it.

say() {
	printf '%s: %s\n' "$machine" "$*" >&2
}

die() {
	say "$*"
	exit 125
}

# value OPTION [VALUE]
value() {
	[ $# -ge 2 ] || { usage >&2; die "$1 needs a value"; }
}

pid= timer=
finish() {
	if [ -n "$pid" ]; then
		kill -s "$signal" "$pid"
		[ -z "$timer" ] || kill "$timer"
		wait "$pid"
	fi 2>/dev/null
	[ -n "$debug" ] || rm -rf "$dir"
}

# make_folder: sets $dir
make_folder() {
	mkdir -p "$top/build/vm" || die "cannot write to build/"
	dir=$(mktemp -d "$top/build/vm/run.XXXXXX") || die "cannot write to build/vm"
	trap finish EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	trap 'exit 129' HUP
	touch "$dir/stdout" "$dir/stderr" "$dir/console.log"
}

# quote WORD: as a shell reads it
quote() {
	printf '%s\n' "$1" | LC_ALL=C sed "s/'/'\\\\''/g; 1s/^/'/; \$s/\$/'/"
}

# write_job COMMAND...: for vm/guest. $tty is what an interactive job talks to
# there, $reboot the key of SysRq that ends the machine.
write_job() {
	local name
	size=$(stty size 2>/dev/null) || size="24 80"
	for name in top cwd release modules interactive tty reboot; do
		printf '%s=' $name
		quote "${!name}"
	done
	printf 'term='; quote "${TERM-dumb}"
	printf "rows=%s columns=%s\n" "${size% *}" "${size#* }"
	echo 'job_environment() {'
	for name in $(compgen -e); do
		case $name in
		CT6_KO) ;;
		CT6_* | CI) printf 'export %s=' "$name"; quote "${!name}" ;;
		esac
	done
	printf 'export CT6_KO='; quote "${CT6_KO-$top/build/module/$release/ct6.ko}"
	echo '}'
	printf 'job_command() {\n"$@"'
	for name in "$@"; do
		printf ' '
		quote "$name" | sed '$!b; s/$/ \\/'
	done
	printf '\n}\n'
}

alive() {
	kill -0 "$1" 2>/dev/null
}

# follow FILE: to the end of the machine
follow() {
	exec tail -q -c +1 -s 0.1 -f --pid="$pid" "$1" 2>/dev/null
}

# run_machine COMMAND...: shows what the job says until the machine ends, or
# ends it after $timeout, and exits with the job's status. The machine is not
# to outlive us, even if we are killed.
run_machine() {
	local reason='' reader readers=()
	[ -z "$debug" ] || say "${*@Q}"
	if [ -n "$interactive" ]; then
		if [ -t 0 ]; then
			exec 3<&0
		else
			exec 3< <(cat && printf '\004')
		fi
		setpriv --pdeathsig KILL "$@" <&3 &
	else
		setpriv --pdeathsig KILL "$@" </dev/null >"$dir/machine.log" 2>&1 &
	fi
	pid=$!
	if [ -z "$interactive" ]; then
		follow "$dir/stdout" &
		readers+=($!)
		follow "$dir/stderr" >&2 &
		readers+=($!)
	fi
	[ -z "$debug" ] || follow "$dir/console.log" >&2 &
	if [ "$timeout" -gt 0 ]; then
		setpriv --pdeathsig KILL sleep "$timeout" &
		timer=$!
	fi
	while alive "$pid"; do
		wait -n
		if [ -n "$timer" ] && ! alive "$timer"; then
			timer=
			alive "$pid" || break
			reason="no result after $timeout s"
			stop_machine
		fi
		for reader in "${readers[@]}"; do
			# nobody reads our output any more
			alive "$reader" || ! alive "$pid" || exit 141
		done
	done
	wait "${readers[@]}"
	[ -z "$timer" ] || kill "$timer" 2>/dev/null
	wait "$pid" 2>/dev/null
	show_result $? "$reason"
}

# show_result STATUS REASON: of the machine; exits
show_result() {
	pid=
	if [ -f "$dir/status" ]; then
		mv -f "$dir/kernel.log" "$log"
		exit "$(cat "$dir/status")"
	fi
	cp "$dir/console.log" "$log"
	cat "$dir/machine.log" >&2 2>/dev/null
	tail -n 80 "$log" >&2
	die "${2:-the machine died} (its status: $1; kernel log: $log)"
}
