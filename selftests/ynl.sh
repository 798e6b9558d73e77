#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel's own Python client for netlink (tools/net/ynl) drives the family
# with nothing but its specification: settings, statistics, flows, events, and
# refusals with their reasons.

. "$(dirname "$0")/lib.sh"
spec=$here/../Documentation/netlink/specs/ct6.yaml
for ynl in "$here/../build/source"/6.*-{tools,all}/tools/net/ynl \
	"$here/../../../../net/ynl"; do
	[ ! -e "$ynl/cli.py" ] || break
done
if [ ! -e "$ynl/cli.py" ] || [ ! -e "$spec" ]; then
	skip_all "tools/net/ynl: scripts/kernel-source 6.12 tools"
fi
plan 10
silent_hosts
load_rules router <<-END
	chain forward { policy drop; ct state established accept; iifname "lan" accept; }
END
YNL=$ynl SPEC=$spec results_of python3 - <<'END'
import os
import socket
import sys

sys.path.insert(0, os.environ["YNL"])
from lib import NlError, YnlFamily  # noqa: E402

from packets import *  # noqa: E402

w = Wire()
ct6 = in_netns("router", YnlFamily, os.environ["SPEC"], "")
events = in_netns("router", YnlFamily, os.environ["SPEC"], "")
events.ntf_subscribe("flows")


def refusal(*words):
    """What a request is refused with."""
    try:
        ct6.do(*words)
    except NlError as error:
        return error.error, error.nl_msg.extack.get("msg", "")
    return 0, ""


def address(text):
    """As the client takes it."""
    return socket.inet_pton(socket.AF_INET6, text)


equal("it reads a setting", int(w.ct6("get", "max-flows")),
      ct6.do("config-get", {})["max-flows"])
ct6.do("config-set", {"max-flows": 4321, "timeout-udp": 77})
equal("it sets two", ("4321\n", "77\n"),
      (w.ct6("get", "max-flows"), w.ct6("get", "timeout-udp")))
error, words = refusal("config-set", {"timeout-udp": 0})
ok(error == 34 and words, "one that is out of range is refused, with words",
   error, words)
w.from_lan(udp(LAN, WAN, 1000, 5353, b"12345"), udp(LAN, WAN, 1001, 5353))
w.from_wan(udp(WAN, LAN, 5353, 1000))
flows = sorted(ct6.dump("flow-get", {}), key=lambda flow: flow["sport"])
equal("it lists flows", [1000, 1001], [flow["sport"] for flow in flows])
first = flows[0]
equal("with addresses as they are in a packet", (address(LAN), address(WAN), 17),
      (first["saddr"], first["daddr"], first["l4proto"]))
equal("and flags by name", (True, False),
      ("seen-reply" in first["status"], "seen-reply" in flows[1]["status"]))
one = ct6.do("flow-get", {"l4proto": 17, "saddr": address(LAN),
                          "daddr": address(WAN), "sport": 1000,
                          "dport": 5353})
equal("it finds one by its ends", first["id"], one["id"])
equal("statistics", 2, ct6.do("stats-get", {})["created"])
ct6.do("flow-del", {"filter": {"l4proto": 17}})
equal("it ends them", [], ct6.dump("flow-get", {}))
events.check_ntf()
told = [event["name"] for event in events.async_msg_queue]
equal("events come by their names",
      ["flow-new-ntf", "flow-new-ntf", "flow-update-ntf"] +
      ["flow-del-ntf"] * 2, told)
END
