#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fe80::2 on one link is not fe80::2 on another: the same addresses and ports
# on two interfaces are two flows, which begin, answer and end apart.

. "$(dirname "$0")/lib.sh"
plan 16
silent_hosts
for dev in lan wan; do
	ip -n router addr add fe80::1/64 dev $dev nodad
	neighbour $dev $dev fe80::2
done
load_rules router <<-END
	chain input {
		policy drop;
		ct state established accept
		iifname "lan" udp dport 53 accept
		iifname "wan" udp dport 53 accept
	}
	chain output {
		policy drop;
		ct state established accept
		udp dport 99 accept
	}
END

results_of python3 - <<'END'
from ct6nl import C, attr
from packets import *
from state import State, read_flow

w, s = Wire(), State()
index = {dev: in_netns("router", socket.if_nametoindex, dev)
         for dev in ("lan", "wan")}
ports = {"lan": w.lan, "wan": w.wan}


def server(dev, port):
    """A socket at fe80::1 of that interface."""
    sock = in_netns("router", socket.socket, socket.AF_INET6,
                    socket.SOCK_DGRAM)
    sock.bind(("fe80::1", port, 0, index[dev]))
    sock.settimeout(TIMEOUT)
    return sock


def flows(**want):
    """Interface, packets of each direction."""
    return sorted((f["scope"], f["orig-packets"], f["reply-packets"])
                  for f in s.flows(**want))


ask = udp("fe80::2", "fe80::1", 4000, 53)
dns = {dev: server(dev, 53) for dev in ports}
w.through(w.lan, ask, ask)
equal("one link: one flow", [(index["lan"], 2, 0)], flows(dport=53))
w.through(w.wan, ask)
equal("the other link: another flow",
      sorted([(index["lan"], 2, 0), (index["wan"], 1, 0)]), flows(dport=53))


def named(dev):
    """The packets of a flow that is asked for by its name."""
    name = {"L4PROTO": b"\x11", "SADDR": "fe80::2", "DADDR": "fe80::1",
            "SPORT": (4000).to_bytes(2, "big"), "DPORT": b"\0\x35",
            "SCOPE": index[dev]}
    found = s.genl.call(C["CT6_CMD_FLOW_GET"], b"".join(
        attr(C["CT6_A_FLOW_" + key],
             socket.inet_pton(socket.AF_INET6, value) if "ADDR" in key else value)
        for key, value in name.items()))
    return read_flow(found[0])["orig-packets"]


equal("each has a name of its own", (2, 1), (named("lan"), named("wan")))
for dev, sock in dns.items():
    data, peer = sock.recvfrom(99)
    equal("the question came in at %s" % dev, ("fe80::2", 4000, index[dev]),
          (peer[0], peer[1], peer[3]))
    sock.sendto(b"answer", peer)
equal("each answer belongs to the flow of its link",
      sorted([(index["lan"], 2, 1), (index["wan"], 1, 1)]), flows(dport=53))

for dev in ports:
    server(dev, 4001).sendto(b"ask", ("fe80::2", 99, 0, index[dev]))
equal("asked from here: two flows as well",
      sorted((i, 1, 0) for i in index.values()), flows(dport=99))
reply = udp("fe80::2", "fe80::1", 99, 4001)
w.through(w.wan, reply)
equal("an answer from one link is only that one's",
      sorted([(index["lan"], 1, 0), (index["wan"], 1, 1)]), flows(dport=99))
server("lan", 4002).sendto(b"ask", ("fe80::2", 99, 0, index["lan"]))
dropped = s.stats()["dropped"]
w.through(w.wan, udp("fe80::2", "fe80::1", 99, 4002))
equal("what the lan was asked the wan cannot answer", dropped + 1,
      s.stats()["dropped"])
w.through(w.lan, udp("fe80::2", "fe80::1", 99, 4002))
equal("the lan can", [(index["lan"], 1, 1)], flows(sport=4002))
invalid, there = s.stats()["invalid-address"], len(s.flows())
w.lan.send(udp("::", "fe80::1", 4003, 53))
w.wan.until(w.lan.end())
equal("nobody has a connection without an address", (invalid + 1, there),
      (s.stats()["invalid-address"], len(s.flows())))
END
contains "the tool shows both" . "$(on router ct6 flows)"
equal "it counts those of the lan" 3 "$(flow_count router dev lan)"
equal "and those of the wan" 2 "$(flow_count router dev wan)"
succeeds "and ends those of the lan alone" on router ct6 flows delete dev lan
equal "which leaves the wan's" 2 "$(flow_count router)"
