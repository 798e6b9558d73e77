#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# With many flows, a packet's flow is asked for where the packet comes in, and
# its key is kept for the filter hooks: all find theirs as before, and what the
# router itself sends is not taken for what came in before it.

. "$(dirname "$0")/lib.sh"
plan 16
silent_hosts
ip -n router addr add 2001:db8:2::11/64 dev wan nodad

results_of python3 - <<'END'
import json
import socket
import struct
from ct6nl import C, NLM_F_DUMP
from packets import *
from state import State

FLOWS = 6400
COUNTED = "created", "established", "cached"
w, s = Wire(), State()
w.load("""chain forward {
	policy drop;
	ct state established accept
	ct state invalid drop
	iifname "lan" accept
}
chain input { policy accept; }
chain output { policy accept; }
""")
ENDS = [socket.inet_pton(socket.AF_INET6, a) for a in (LAN, WAN)]


def datagrams(there, sports, dport):
    """UDP without a checksum, 1000 at a time: scapy takes its time."""
    src, dst = ENDS if there else ENDS[::-1]
    sent = [struct.pack("!IHBB16s16sHHHH", 6 << 28, 8, 17, 64, src, dst,
                        *((n, dport) if there else (dport, n)), 8, 0)
            for n in sports]
    return [sent[i:i + 1000] for i in range(0, len(sent), 1000)]


def flows(*words):
    """As the tool shows them."""
    return json.loads(w.ct6("--json", "flows", *words))


def change(call):
    """What call() returns, and how counters change by it."""
    before, got = s.stats(), call()
    after = s.stats()
    return got, {name: after[name] - before[name] for name in COUNTED}


sports = range(10000, 10000 + FLOWS)
got, diff = change(lambda: sum(w.from_lan(*part) for part in
                               datagrams(True, sports, 7)))
equal("each of %d datagrams begins a flow" % FLOWS, (FLOWS, FLOWS),
      (got, diff["created"]))
# the tool would leave out what comes twice
dump = [dict(flow)[C["CT6_A_FLOW_SPORT"]] for flow in
        s.genl.call(C["CT6_CMD_FLOW_GET"], flags=NLM_F_DUMP)]
equal("a dump has each once", (FLOWS, FLOWS), (len(dump), len(set(dump))))
ok(s.stats()["table-size"] >= 16384, "the table is a large one", s.stats())
got, diff = change(lambda: sum(w.from_wan(*part) for part in
                               datagrams(False, sports, 7)))
equal("each is answered, which is established", (FLOWS, FLOWS, 0),
      (got, diff["established"], diff["created"]))
w.from_lan(*datagrams(True, sports, 7)[0])
got, diff = change(lambda: w.from_lan(*datagrams(True, sports, 7)[0]))
equal("each finds what its flow remembers", (1000, 1000),
      (got, diff["cached"]))
got, diff = change(lambda: w.from_wan(*datagrams(False, range(9000, 9100), 7)[0]))
equal("answers to nobody are not taken for others'", (0, 0),
      (got, diff["established"]))

c = Connection(10000)
equal("TCP with the ports of one of UDP", [1, 1, 1],
      [w.passed(port, packet) for port, packet in
       zip((w.lan, w.wan, w.lan), c.open())])
equal("it is a flow of its own", ["established"],
      [flow["state"] for flow in flows("tcp", "sport", "10000")])
got, diff = change(lambda: [w.from_lan(c("lan", "A", b"x")),
                            w.from_wan(c("wan", "A", b"x"))])
equal("which remembers, both ways", ([1, 1], 2), (got, diff["cached"]))

# what comes in, then what the router sends, alike but for one thing
MINE, NOBODY = "2001:db8:2::1", "2001:db8:2::9"


def say(kind, sport, dport, src=MINE, dst=NOBODY):
    """The router's own first packet."""
    sock = in_netns("router", socket.socket, socket.AF_INET6, kind)
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((src, sport))
    w.lan.send(udp(MINE, NOBODY, 53, 5000))
    w.wan.until(w.lan.end())
    sock.connect_ex((dst, dport))
    if kind == socket.SOCK_DGRAM:
        sock.send(b"x")
    sock.close()


UDP_, TCP_ = socket.SOCK_DGRAM, socket.SOCK_STREAM
for name, kind, sport, dport, more in (
        ("source", UDP_, 53, 5000, {"src": "2001:db8:2::11"}),
        ("destination", UDP_, 53, 5000, {"dst": "2001:db8:2::99"}),
        ("source port", UDP_, 54, 5000, {}),
        ("destination port", UDP_, 53, 5001, {}),
        ("protocol", TCP_, 53, 5000, {})):
    say(kind, sport, dport, **more)
    equal("another %s of the router's own is another flow" % name, 1,
          len(flows("tcp" if kind == TCP_ else "udp",
                    "saddr", more.get("src", MINE), "sport", str(sport),
                    "daddr", more.get("dst", NOBODY), "dport", str(dport))))
w.lan.until(w.wan.end())
got, diff = change(lambda: w.from_lan(udp(LAN, WAN, 5000, 5000),
                                      udp(LAN, WAN, 5000, 5000)))
got += w.from_wan(udp(WAN, LAN, 5000, 5000))
equal("equal ports, both ways", (3, 1), (got, diff["created"]))
w.ct6("flush", "flows")
equal("none is left", [], flows())
END
