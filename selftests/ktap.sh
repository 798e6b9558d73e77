# SPDX-License-Identifier: GPL-2.0-only
#
# Results in KTAP, of the tests in namespaces (lib.sh) and of those of the
# packages. Whoever sources this ends with a look at $bad, and compares $planned
# with $done_tests.

planned=0 done_tests=0 bad=0

# plan NUMBER: how many results there will be
plan() {
	planned=$1
	echo "1..$planned"
}

note() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

result() {
	local status=$1
	shift
	done_tests=$((done_tests + 1))
	[ "$status" = ok ] || bad=$((bad + 1))
	echo "$status $done_tests $*"
}

skip() {
	result ok "$1 # SKIP $2"
}

# skip_all WHAT: the whole test, before its plan: it needs what is not here
skip_all() {
	planned=0
	echo "1..0 # SKIP needs $1"
	exit 4
}

# equal NAME EXPECTED SEEN
equal() {
	if [ "$2" = "$3" ]; then
		result ok "$1"
	else
		note "expected: $2"
		note "seen:     $3"
		result "not ok" "$1"
	fi
}

# contains NAME PATTERN TEXT: an extended regular expression in some line
contains() {
	if printf '%s\n' "$3" | grep -Eq -e "$2"; then
		result ok "$1"
	else
		note "expected: /$2/"
		note "seen:     $3"
		result "not ok" "$1"
	fi
}

# succeeds NAME COMMAND... / fails NAME COMMAND...
succeeds() {
	local name=$1 out status
	shift
	out=$("$@" 2>&1)
	status=$?
	if [ $status -eq 0 ]; then
		result ok "$name"
	else
		note "expected: success of: $*"
		note "seen:     status $status: $out"
		result "not ok" "$name"
	fi
}

fails() {
	local name=$1 out
	shift
	if out=$("$@" 2>&1); then
		note "expected: failure of: $*"
		note "seen:     success: $out"
		result "not ok" "$name"
	else
		result ok "$name"
	fi
}

# refused NAME STATUS PATTERN COMMAND...: ends with that status and says so
refused() {
	local name=$1 want=$2 pattern=$3 out status
	shift 3
	out=$("$@" 2>&1)
	status=$?
	if [ $status -eq "$want" ] && printf '%s\n' "$out" | grep -Eq -e "$pattern"; then
		result ok "$name"
	else
		note "expected: status $want and /$pattern/ of: $*"
		note "seen:     status $status: $out"
		result "not ok" "$name"
	fi
}

# results_of COMMAND...: of a program that prints `ok NAME` and `not ok NAME`
# behind notes, as packets.py does; anything else it prints is a note
results_of() {
	local line
	while IFS= read -r line; do
		case $line in
		"ok "*) result ok "${line#ok }" ;;
		"not ok "*) result "not ok" "${line#not ok }" ;;
		*) note "${line#\# }" ;;
		esac
	done < <(PYTHONPATH=$here "$@" 2>&1 || echo "not ok $* ends with 0, not $?")
}
