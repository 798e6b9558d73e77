#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The tracepoints ct6_flow_new, ct6_flow_destroy and ct6_drop tell of flows and
# of dropped packets with their reasons, in the words of `ct6 stats`, and of
# nothing that passes by what its flow remembers.

. "$(dirname "$0")/lib.sh"
tracing=$work/tracing
mkdir "$tracing"
mount -t tracefs tracefs "$tracing" 2>/dev/null
if [ ! -d "$tracing/events/ct6" ]; then
	umount "$tracing" 2>/dev/null
	skip_all "a kernel with tracepoints"
fi
plan 13

# a buffer of its own, so that nobody else's events are in it
mine=$tracing/instances/ct6-$$
mkdir "$mine"
stop_tracing() {
	echo 0 >"$mine/events/ct6/enable"
	rmdir "$mine"
	umount "$tracing"
}
trap 'stop_tracing; finish' EXIT

silent_hosts
load_rules router <<-END
	chain forward {
		policy drop;
		ct state established accept
		ct state invalid drop
		iifname "lan" accept
	}
END
MINE=$mine results_of python3 - <<'END'
import os
import re

from fragments import fragment
from packets import *
from state import State

w, s = Wire(), State()
mine = os.environ["MINE"] + "/"


def enable(value):
    """Begin with an empty buffer, or end."""
    with open(mine + "trace", "w", encoding="ascii"):
        pass
    with open(mine + "events/ct6/enable", "w", encoding="ascii") as file:
        file.write(value)


def told(event, *fields):
    """These fields of each event of that name, as one string each."""
    with open(mine + "trace", encoding="ascii") as file:
        lines = [line.split(" %s: " % event)[1] for line in file
                 if " %s: " % event in line]
    found = [dict(re.findall(r"(\w+)=(\S+)", line)) for line in lines]
    return [" ".join(one[field] for field in fields) for one in found]


def send():
    """A flow of two packets and an answer; two that are dropped."""
    w.from_lan(udp(LAN, WAN, 1000, 5353))
    w.from_wan(udp(WAN, LAN, 5353, 1000))
    w.from_lan(udp(LAN, WAN, 1000, 5353))
    w.from_wan(tcp(WAN, LAN, "S", 80, 7, seq=1),
               tcp(WAN, LAN, "SF", 80, 7, seq=1))


def index(dev):
    """Index of an interface of the router."""
    out = subprocess.run(["ip", "-n", "router", "-o", "link", "show", "dev",
                          dev], check=True, capture_output=True, text=True)
    return out.stdout.split(":")[0]


send()
equal("nothing is told before it is asked for", [], told("ct6_drop", "reason"))
w.ct6("flows", "delete", "all")
enable("1")
send()
flow = s.flow(l4proto=17)
w.ct6("flows", "delete", "all")
equal("a flow begins with its first packet", ["17 %s 1000 %s 5353 1/0 49/0" %
                                              (LAN, WAN)],
      told("ct6_flow_new", "proto", "src", "sport", "dst", "dport", "packets",
           "bytes"))
netns = os.stat("/run/netns/router").st_ino
equal("in its namespace, over its links",
      ["%d %s %s" % (netns, index("lan"), index("wan"))],
      told("ct6_flow_new", "netns", "iif", "oif"))
equal("with the number that ct6 flows has", ["%016x" % flow["id"]],
      told("ct6_flow_new", "id"))
equal("it ends, with what passed", ["%016x 2/1 98/49 deleted" % flow["id"]],
      told("ct6_flow_destroy", "id", "packets", "bytes", "reason"))
equal("one packet is dropped by the rules, one as invalid",
      ["%s 6 %s 80 %s 7" % (why, WAN, LAN)
       for why in ("rules new", "invalid-tcp invalid")],
      told("ct6_drop", "reason", "state", "proto", "src", "sport", "dst",
           "dport"))

syn, answer, ack = Connection(40).open()
w.from_lan(syn)
w.from_wan(answer)
w.from_lan(ack)
w.ct6("set", "max-flows", "1")
enable("1")
w.from_lan(udp(LAN, WAN, 2, 5000))
equal("one flow too many", ["refused-max new 2"],
      told("ct6_drop", "reason", "state", "sport"))
w.ct6("set", "max-flows", "1000")
w.from_lan(udp(LAN, WAN, 1, 5000))

w.load("chain forward { policy drop; }")
enable("1")
equal("a flow that is denied now", 0, w.from_lan(udp(LAN, WAN, 1, 5000)))
equal("is dropped with its packet", ["rules 1"],
      told("ct6_drop", "reason", "sport"))

enable("1")
w.from_lan(bytes(fragment(7, 0, b"x" * 12)))
equal("what a fragment is dropped for, in front of the rules",
      ["invalid-fragment-length %s" % LAN], told("ct6_drop", "reason", "src"))
w.from_wan(fragment(8, 0, b"x" * 8, src=WAN, dst=LAN))
w.from_wan(fragment(8, 0, b"y" * 8, src=WAN, dst=LAN))
equal("each is told once", 1,
      len([r for r in told("ct6_drop", "reason", "src") if WAN in r]))
enable("0")
send()
equal("nothing is told when it is over", [], told("ct6_drop", "reason"))
END
contains "the format has the reasons' names" '"fragment-refused"' \
	"$(cat "$tracing/events/ct6/ct6_drop/format")"
