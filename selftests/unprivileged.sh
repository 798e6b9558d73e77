#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every operation and every group needs CAP_NET_ADMIN over the network
# namespace: a user has it not, nor root of a user namespace that does not own
# it; root of one that does may do everything.

. "$(dirname "$0")/lib.sh"
plan 51
host router
load_rules router <<-END
	chain input { policy accept; }
END

cat >"$work/ask.py" <<'END'
import errno
import socket
import sys
from ct6nl import *

FILTER = nest(C["CT6_A_FLOW_FILTER"])
HEAD = "may" if sys.argv[1] == "may" else "may not"
ops = {
    "ruleset-set": (C["CT6_CMD_RULESET_SET"], base("output", "accept"), 0),
    "ruleset-get": (C["CT6_CMD_RULESET_GET"], b"", 0),
    "ruleset-get dump": (C["CT6_CMD_RULESET_GET"], b"", NLM_F_DUMP),
    "ruleset-del": (C["CT6_CMD_RULESET_DEL"], b"", 0),
    "flow-get dump": (C["CT6_CMD_FLOW_GET"], FILTER, NLM_F_DUMP),
    "flow-get": (C["CT6_CMD_FLOW_GET"], attr(C["CT6_A_FLOW_L4PROTO"], b"\6") +
                 attr(C["CT6_A_FLOW_SADDR"], bytes(16)) +
                 attr(C["CT6_A_FLOW_DADDR"], bytes(16)), 0),
    "flow-del": (C["CT6_CMD_FLOW_DEL"], FILTER, 0),
    "config-get": (C["CT6_CMD_CONFIG_GET"], b"", 0),
    "config-set": (C["CT6_CMD_CONFIG_SET"],
                   attr(C["CT6_A_CONFIG_MAX_FLOWS"], 99), 0),
    "stats-get": (C["CT6_CMD_STATS_GET"], b"", 0),
}
genl = Genl()


def outcome(call, *args):
    """What comes of a call: that there is no such flow is an answer, too."""
    try:
        call(*args)
        return "may"
    except Refused as err:
        return "may" if err.errno == errno.ENOENT else \
            "may not" if err.errno == errno.EPERM else str(err)
    except PermissionError:
        return "may not"


def result(name, seen):
    if seen != HEAD:
        print("# expected: %s\n# seen:     %s" % (HEAD, seen))
    print("%s %s: %s %s" % ("ok" if seen == HEAD else "not ok",
                            sys.argv[2], HEAD, name))


for name, request in ops.items():
    result(name, outcome(genl.call, *request))
for kind, data in genl.family:
    for _, one in attrs(data) if kind == 7 else ():
        one = dict(attrs(one))
        result("listen to " + one[1].rstrip(b"\0").decode(), outcome(
            genl.sock.setsockopt, 270, 1, int.from_bytes(one[2], "little")))
END
# the user may have no way to where this project lies
mkdir -p "$work/selftests" "$work/uapi/linux"
cp "$here/ct6nl.py" "$work/selftests"
cp "$here/../uapi/linux/ct6.h" "$work/uapi/linux" 2>/dev/null
mv "$work/ask.py" "$work/selftests"
chmod -R a+rX "$work"

# as it is: none of it may harm the ruleset
before=$(on router ct6 --json show)
results_of on router setpriv --reuid 65534 --clear-groups --inh-caps=-all \
	python3 "$work/selftests/ask.py" "may not" "a user"
results_of on router unshare --user --map-root-user \
	python3 "$work/selftests/ask.py" "may not" "root of another user namespace"
equal "the ruleset is unharmed" "$before" "$(on router ct6 --json show)"
equal "so are the settings" 0 "$(on router ct6 get max-flows | grep -cw 99)"
results_of setpriv --reuid 65534 --clear-groups --inh-caps=-all \
	unshare --user --map-root-user --net \
	python3 "$work/selftests/ask.py" may "root of the owning user namespace"
results_of unshare --net python3 "$work/selftests/ask.py" may "root"
# what happened there did not happen here
equal "its changes were its own" "$before" "$(on router ct6 --json show)"
