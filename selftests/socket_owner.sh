#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Whose socket it is that sends: the user and the group that opened it, which
# stay so when the process changes; what the kernel sends by itself is nobody's.
# nft says the same.

. "$(dirname "$0")/lib.sh"
need nft
plan 11
silent_hosts

results_of python3 - <<'END'
import json
from packets import *
from state import State

w, s = Wire(), State()
NOBODY, ME = 65534, "2001:db8:1::1"
WORDS = ["meta skuid 0", "meta skuid nobody", "meta skuid != 0",
         "meta skuid 1000-70000", "meta skgid 0", "meta skgid 65534"]


def nft(*words, rules=None):
    """Run nft at the router."""
    return subprocess.run(["ip", "netns", "exec", "router", "nft", *words],
                          input=rules, text=True, capture_output=True,
                          check=True).stdout


def nft_counts():
    """Packets of nft's rules, in order."""
    answer = json.loads(nft("-j", "list", "chain", "ip6", "t", "out"))
    return [part["counter"]["packets"]
            for line in answer["nftables"] if "rule" in line
            for part in line["rule"]["expr"] if "counter" in part]


def counted(call, *args):
    """The words that count what a call sends, in nft and here."""
    before = nft_counts(), s.packets("output")[1:]
    call(*args)
    after = nft_counts(), s.packets("output")[1:]
    return [[word for word, a, b in zip(WORDS, *pair) if b - a]
            for pair in zip(before, after)]


def child(*steps):
    """Do the steps at the router, in another process, and wait for it."""
    pid = os.fork()
    if not pid:
        with open("/run/netns/router", "rb") as ns:
            libc.setns(ns.fileno(), CLONE_NEWNET)
        for step in steps:
            step()
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        raise RuntimeError("a child failed")


def become(uid, gid):
    """Be another user from now on."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def opened():
    """A socket, opened now."""
    global sock
    sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)


def send():
    """A datagram from it to the lan."""
    sock.sendto(b"x", (LAN, 9))


def nobody():
    """Be a user that is not root, and in no group of root's."""
    become(NOBODY, NOBODY)


RULES = "\n\t".join(word + " counter" for word in WORDS)
OTHERS = "icmpv6 type != echo-reply accept"
nft("-f", "-", rules="table ip6 t {\nchain out {\n\ttype filter hook output "
    "priority -10;\n\t%s\n\t%s\n}\n}\n" % (OTHERS, RULES))
w.load("chain output {\n\tpolicy accept;\n\t%s\n\t%s\n}\n" % (OTHERS, RULES))
ROOT = ["meta skuid 0", "meta skgid 0"]
OTHER = ["meta skuid nobody", "meta skuid != 0", "meta skuid 1000-70000",
         "meta skgid 65534"]
for name, words, steps in (
        ("root's socket", ROOT, (opened, send)),
        ("another user's", OTHER, (nobody, opened, send)),
        ("one that root opened before", ROOT, (opened, nobody, send)),
        ("another group's", ["meta skuid 0", "meta skgid 65534"],
         (lambda: become(0, NOBODY), opened, send)),
        ("what a process does as another user counts",
         OTHER[:3] + ["meta skgid 0"],
         (lambda: os.seteuid(NOBODY), opened, send)),
        ("and as another group", ["meta skuid 0", "meta skgid 65534"],
         (lambda: os.setegid(NOBODY), opened, send))):
    equal(name, [words, words], counted(child, *steps))
equal("what the kernel answers is nobody's", [[], []],
      counted(w.from_lan, echo(LAN, ME)))

w.load("chain input { policy accept; meta skuid 0-4294967295 counter; "
       "meta l4proto udp counter; }\n"
       "chain forward { policy accept; meta skuid 0-4294967295 counter; }")
receiver = in_netns("router", socket.socket, socket.AF_INET6, socket.SOCK_DGRAM)
receiver.bind((ME, 9))
receiver.connect((LAN, 9))
w.from_lan(udp(LAN, ME, 9, 9), udp(LAN, WAN))
equal("what comes for a socket was not sent by it", (0, 1, 0),
      (*s.packets("input"), *s.packets("forward")))

w.load("chain output { policy drop; meta skuid nobody accept; }")
ASK = "explain", "output", "oif", "lan", "saddr", ME, "daddr", LAN, "udp"
for user, word in (("nobody", "accepted"), ("root", "dropped")):
    answer = w.ct6(*ASK, "skuid", user)
    ok(word in answer, "explain: %s is %s" % (user, word), answer)
w.load("chain forward { policy drop; }")
try:
    answer = w.ct6("explain", "forward", *ASK[2:], "skuid", "0")
except RuntimeError as e:
    answer = str(e)
ok("at this hook" in answer, "explain: not at forward", answer)
END
