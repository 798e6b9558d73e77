#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A flow that was let in because of another one lives on under a new ruleset
# only while that one does, and the rules still want it to let others in.

. "$(dirname "$0")/lib.sh"
plan 25
silent_hosts
neighbour wan wan 2001:db8:2::3

results_of python3 - <<'END'
import ends
from ftp import *
from packets import *
from state import State

w, s = Wire(), State()
WAN2 = "2001:db8:2::3"
CHAIN = """chain forward {
	policy drop;
	ct state established,related accept
	ct state invalid drop
	%s
}
"""
NOTHING = CHAIN % ""


def status(l4proto, port):
    """Status of the flow of that protocol whose opener has the port."""
    return [f["status"] & {"denied"} for f in s.flows()
            if (f["l4proto"], f.get("sport")) == (l4proto, port)]


# who was let in to a filtered endpoint
EIF = CHAIN % 'iifname "lan" %s ct filtering endpoint-independent accept'
PLAIN = CHAIN % 'iifname "lan" accept'
stranger = udp(WAN2, LAN, 9999, 4000), udp(LAN, WAN2, 4000, 9999)


def strangers():
    """The stranger's flow, both ways, under an endpoint's flow."""
    s.forget()
    w.load(EIF % "")
    w.from_lan(udp(LAN, WAN, 4000, 5000))
    return w.from_wan(stranger[0]), w.from_lan(stranger[1])


equal("a stranger is let in and answered", (1, 1), strangers())
w.load(EIF % "udp sport 4000")
equal("the same statement in another ruleset: it lives on", (1, 1),
      (w.from_wan(stranger[0]), w.from_lan(stranger[1])))
w.load(PLAIN)
equal("without the statement it does not", 0, w.from_wan(stranger[0]))
equal("and is denied", [{"denied"}], status(17, 9999))
equal("the endpoint's own flow lives on", 1,
      w.from_wan(udp(WAN, LAN, 5000, 4000)))
strangers()
w.load(EIF % "udp sport 4001")
equal("a statement for another endpoint is none for this", 0,
      w.from_wan(stranger[0]))
strangers()
w.load(NOTHING)
equal("the endpoint's flow is denied: so is the stranger's", (0, 0),
      (w.from_wan(stranger[0]), w.from_wan(udp(WAN, LAN, 5000, 4000))))
strangers()
w.load(CHAIN % 'iifname "wan" accept')
equal("rules that let the stranger in themselves do so", 1,
      w.from_wan(stranger[0]))
s.forget()
w.load(EIF % "")
w.from_lan(udp(LAN, WAN, 4000, 5000))
w.from_wan(stranger[0])
w.ct6("flows", "delete", "udp", "dport", "5000")
equal("the endpoint's flow was deleted: the stranger's lives on", 1,
      w.from_wan(stranger[0]))
w.load(EIF % "udp sport 4000")
equal("up to the next ruleset", 0, w.from_wan(stranger[0]))

# what a helper announced
FTP, OTHER = RULES % "ct helper ftp", RULES % "ct helper ftp counter"
sport = itertools.count(41000)


def transfer():
    """A control connection and the source port of a data connection."""
    control, port, mine = Control(w), next(data_ports), next(sport)
    control.say("lan", eprt(port))
    ends_of = (mine, port)
    came = [w.from_wan(tcp_bytes(WAN, LAN, "S", *ends_of, seq=10)),
            w.from_lan(tcp_bytes(LAN, WAN, "SA", *ends_of[::-1], seq=90,
                                 ack=11)),
            w.from_wan(tcp_bytes(WAN, LAN, "A", *ends_of, seq=11, ack=91))]
    return control, ends_of, came


def data(ends_of):
    """Does its next segment come?"""
    return w.from_wan(tcp_bytes(WAN, LAN, "PA", *ends_of, seq=11, ack=91,
                                data=b"x" * 10))


s.forget()
w.load(FTP)
control, both, came = transfer()
equal("a data connection opens", [1, 1, 1], came)
w.load(OTHER)
equal("another ruleset with the helper: it lives on", 1, data(both))
w.load(RULES % "")
equal("one without the helper: it does not", 0, data(both))
equal("and is denied", [{"denied"}], status(6, both[0]))
equal("the control connection lives on", 1, control.say("lan", b"NOOP\r\n"))
w.load(FTP)
control, both, _ = transfer()
w.load(NOTHING)
equal("a ruleset without FTP: data that is under way ends at once", 0,
      data(both))
equal("and so does control", 0, control.say("lan", b"NOOP\r\n"))
w.load(FTP)
control, both, _ = transfer()
w.load(CHAIN % 'iifname "lan" tcp dport 21 ct helper ftp accept\n'
               '\tiifname "wan" tcp dport >= 20000 accept')
w.ct6("flows", "delete", "tcp", "dport", "21")
equal("rules that let the data in themselves do so", 1, data(both))
w.load(FTP)
control, both, _ = transfer()
w.ct6("flows", "delete", "tcp", "sport", str(control.port["lan"]))
equal("the control connection is gone: the data still comes", 1, data(both))
w.load(OTHER)
equal("up to the next ruleset", 0, data(both))
w.load(FTP)
for _ in range(20):
    transfer()
w.ct6("flows", "delete", "all")
w.load(OTHER)
equal("nothing is expected of flows that are gone", 0, s.stats()["expects"])

# a mobile node's tunnel
HOME, PEER = "2001:db8:2::7", "2001:db8:77::1"
MOBILE = CHAIN % 'iifname "lan" meta l4proto 135 %s accept'
inner = IPv6(src=WAN, dst=LAN) / udp(PEER, HOME, 53, 4000)
update = ends.chain(LAN, WAN, [ends.home(HOME)], 135,
                    ends.summed(135, HOME, WAN, ends.update()))
s.forget()
w.load(MOBILE % "")
w.from_lan(update)
equal("a tunnel opens with its binding", 1, w.from_wan(inner))
w.load(MOBILE % "counter")
equal("another ruleset that lets the binding pass: it lives on", 1,
      w.from_wan(inner))
w.load(NOTHING)
equal("one that does not: it does not", 0, w.from_wan(inner))
w.load(CHAIN % 'iifname "wan" accept')
equal("rules that let the tunnel in themselves do so", 1, w.from_wan(inner))
END
