#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Who asks a group of the link gets its answers, from whatever address and
# port they come: for a time, over that link, to the port that asked. They
# are established and make no flow.

. "$(dirname "$0")/lib.sh"
plan 49
silent_hosts

results_of python3 - <<'END'
import time
from packets import *
from state import State

w, s = Wire(), State()
index = {dev: in_netns("router", socket.if_nametoindex, dev)
         for dev in ("lan", "wan")}
GLOBAL, OTHER = "2001:db8:1::1", "2001:db8:2::1"
out = in_netns("router", subprocess.check_output,
               "ip -6 -br addr show dev lan scope link".split())
LINK = out.decode().split()[2].split("/")[0]
HOST = """
chain input { policy drop; ct state established,related accept; }
chain output { policy accept; udp dport 9999 drop; }
"""
w.load(HOST)


def asker(source, dev="lan", port=0):
    """A socket of the router."""
    sock = in_netns("router", socket.socket, socket.AF_INET6,
                    socket.SOCK_DGRAM)
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index[dev])
    sock.bind((source, port, 0, index[dev] if source == LINK else 0))
    return sock, sock.getsockname()[1]


def ask(sock, group, port, dev="lan"):
    """Send a request to a group."""
    try:
        sock.sendto(b"who?", (group, port, 0, index[dev]))
    except PermissionError:
        pass


def got(sock, side, *packets):
    """How many of these the socket gets."""
    w.passed(side, *packets)
    for number in range(len(packets) + 1):
        try:
            sock.recv(100, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return number


for group, port in ("ff02::1:2", 547), ("ff02::fb", 5353), ("ff02::c", 1900):
    for kind, source in ("link-local", LINK), ("global", GLOBAL):
        name = "%s, %s source: " % (group, kind)
        sock, mine = asker(source)
        answers = [udp(src, source, sport, mine) for src, sport in
                   (("fe80::99", port), ("fe80::99", 33333), (LAN, port),
                    ("2001:db8:77::1", 4444))]
        equal(name + "nothing before it asks", 0, got(sock, w.lan, *answers))
        ask(sock, group, port)
        flows, before = len(s.flows()), s.stats()
        equal(name + "any member answers, from any port", 4,
              got(sock, w.lan, *answers))
        equal(name + "they make no flow", flows, len(s.flows()))
        after = s.stats()
        equal(name + "they are established and were expected", (4, 4),
              tuple(after[k] - before[k] for k in
                    ("established", "expect-used")))
        equal(name + "not over another link", 0, got(sock, w.wan, *answers))
        w.passed(w.lan, udp(LAN, source, port, mine + 1),
                 udp(LAN, OTHER, port, mine), tcp(LAN, source, "S", 80, mine))
        last = s.stats()
        equal(name + "nor to another port, address or protocol", 0,
              last["expect-used"] - after["expect-used"])
        sock.close()

for group in "ff01::1", "ff05::1:3", "ff08::1", "ff0e::fb":
    sock, mine = asker(GLOBAL)
    ask(sock, group, 5353)
    equal(group + " is no group of the link: no answer is expected", 0,
          got(sock, w.lan, udp(LAN, GLOBAL, 5353, mine)))
sock, mine = asker(GLOBAL)
ask(sock, "ff02::fb", 9999)
equal("a request that the rules drop expects nothing", 0,
      got(sock, w.lan, udp(LAN, GLOBAL, 9999, mine)))

most = s.stats()["flows-max"]
s.forget()
sock, mine = asker(GLOBAL)
# a connection, which makes no room for another flow
for _ in range(2):
    ask(sock, LAN, 5000)
    got(sock, w.lan, udp(LAN, GLOBAL, 5000, mine))
s.set(max_flows=1)
ask(sock, "ff02::fb", 5353)
equal("nor does one for whose flow there is no room", 0,
      got(sock, w.lan, udp(LAN, GLOBAL, 5353, mine)))
s.set(max_flows=most)

# the time, and that a request begins it anew
s.set(timeout_multicast=2)
ask(sock, "ff02::fb", 5353)
time.sleep(1.3)
ask(sock, "ff02::fb", 5353)
begin = time.monotonic()
time.sleep(1.0)
equal("another request, more time", 1,
      got(sock, w.lan, udp(LAN, GLOBAL, 5353, mine)))
while got(sock, w.lan, udp(LAN, GLOBAL, 5353, mine)):
    time.sleep(0.02)
took = time.monotonic() - begin
ok(1.0 <= took <= 4, "after timeout-multicast the answers end",
   "expected: 2 s", "seen:     %.2f s" % took)

s.set(timeout_multicast=10)
ask(sock, "ff02::fb", 5353)	# one that lives; expired ones may go any time
s.set(max_expects=1)
refused = s.stats()["expect-refused"]
sock, mine = asker(GLOBAL, port=34567)
ask(sock, "ff02::fb", 5353)
equal("at max-expects one more is not expected", 0,
      got(sock, w.lan, udp(LAN, GLOBAL, 5353, mine)))
equal("which is counted", 1, s.stats()["expect-refused"] - refused)
s.set(max_expects=1000)
w.load(HOST + "chain forward { policy drop; }")
ask(sock, "ff02::fb", 5353)
equal("under a new ruleset it goes on", 1,
      got(sock, w.lan, udp(LAN, GLOBAL, 5353, mine)))
w.load(HOST.replace("9999 drop", "7777 ct filtering endpoint-independent accept"))
sock, mine = asker(LINK)
sock.sendto(b"anybody?", ("fe80::99", 7777, 0, index["lan"]))
ask(sock, "ff02::fb", 5353)
equal("where anybody may send to, answers come as well", 1,
      got(sock, w.lan, udp("fe80::98", LINK, 5353, mine)))
sock, mine = asker(GLOBAL)
ask(sock, "ff02::fb", 5353)
w.load("chain input { policy drop; ct state related accept; }")
equal("rules that do not accept established do not accept answers", 0,
      got(sock, w.lan, udp(LAN, GLOBAL, 5353, mine)))
END
