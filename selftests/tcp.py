# SPDX-License-Identifier: GPL-2.0-only
"""
TCP connections through a router, segment by segment, as tables.

	tcp.py [--nf] [--table]		cases from standard input

	case NAME		a new connection between lan and wan, its numbers
				begin at 1000 and 5000 unless an isn line follows
	isn lan=N wan=N		with other ones
	set KEY VALUE		a setting of ct6
	inbound			the wan may begin connections to this port
	open [ws=N]		the handshake, both ends scale their windows
	WHO FLAGS [WORDS] : pass|drop STATE
				a segment of lan or wan, whether it is delivered,
				and the state of the flow after it (none: no flow);
				lan@wan: it comes from the side of the wan

Words: seq= and ack= (from the first number of that side on; without them,
what follows), len= bytes of data, win=, ws= window scale (SYN), isn= begin
anew with that number. A segment with seq= or ack= is a stray: the next ones
do not follow it. FLAGS "E" is an ICMPv6 error from that side about a segment
of the other, whose number is seq=.

With --nf the router is one with nf_conntrack and nft.
"""
import json
import socket
import struct
import subprocess
import sys
from pathlib import Path

from ct6nl import C, Genl, NLM_F_DUMP, attr, nest
from packets import LAN, WAN, Wire, in_netns, ok
from state import names

ADDRESS = {"lan": socket.inet_pton(socket.AF_INET6, LAN),
           "wan": socket.inet_pton(socket.AF_INET6, WAN)}
HOP = {side: addr[:15] + b"\x99" for side, addr in ADDRESS.items()}
FLAGS = "FSRPAUEC"
RULES = """chain forward {
	policy drop;
	ct state established,related accept
	ct state invalid drop
	iifname "lan" ct state new accept
	iifname "wan" tcp dport %d-65535 ct state new accept
}
"""
INBOUND = 10000
BATCH = 50		# packets that a socket's buffer is sure to hold
STATES = names("CT6_TCP_STATE_")
NF_FLOWS = "/proc/thread-self/net/nf_conntrack"
NF_KEYS = {"tcp-loose": "nf_conntrack_tcp_loose",
           "tcp-liberal": "nf_conntrack_tcp_be_liberal"}


def peer(who):
    """The other side."""
    return "wan" if who == "lan" else "lan"


def checksum(data):
    """The checksum of the Internet."""
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return total ^ 0xffff


def datagram(src, dst, proto, upper, at):
    """An IPv6 packet; the checksum goes to that place of its payload."""
    pseudo = src + dst + struct.pack("!IHBB", len(upper), 0, 0, proto)
    upper = upper[:at] + struct.pack("!H", checksum(pseudo + upper)) + \
        upper[at + 2:]
    return struct.pack("!IHBB", 6 << 28, len(upper), proto, 64) + src + dst + \
        upper


def segment(who, flags, seq, ack=0, port=1, length=0, win=1000, ws=None):
    """A TCP segment as bytes; both ports are the same."""
    bits = sum(1 << FLAGS.index(f) for f in flags)
    options = b"" if ws is None else bytes((1, 3, 3, ws))
    head = struct.pack("!HHIIBBHHH", port, port, seq % 2**32, ack % 2**32,
                       5 + len(options) // 4 << 4, bits, win, 0, 0)
    return datagram(ADDRESS[who], ADDRESS[peer(who)], 6,
                    head + options + bytes(length), 16)


def error(who, quote):
    """Packet Too Big from a router at one side, to the sender of a packet."""
    return datagram(HOP[who], ADDRESS[peer(who)], 58,
                    struct.pack("!BBHI", 2, 0, 0, 1280) + quote[:1200], 2)


class Router:
    """ct6, or nf_conntrack: how flows are read and settings changed."""

    def __init__(self, nf=False):
        self.nf, self.wire = nf, Wire()
        if not nf:
            self.genl = in_netns("router", Genl)
            self.wire.load(RULES % INBOUND)

    def set(self, key, value):
        """Change a setting, where there is such a one."""
        if not self.nf:
            self.wire.ct6("set", key, value)
        elif key in NF_KEYS:
            subprocess.run(["ip", "netns", "exec", "router", "sysctl", "-qw",
                            "net.netfilter.%s=%d" % (NF_KEYS[key],
                                                     value == "on")],
                           check=True)

    def state(self, port):
        """The state of the flow of a port."""
        if self.nf:
            lines = in_netns("router", Path(NF_FLOWS).read_text).split("\n")
            states = [s.split()[5].lower().replace("_", "-") for s in lines
                      if " sport=%d " % port in s]
        else:
            states = [STATES[dict(flow)[C["CT6_A_FLOW_STATE"]][0]] for flow in
                      self.genl.call(C["CT6_CMD_FLOW_GET"], nest(
                          C["CT6_A_FLOW_FILTER"],
                          attr(C["CT6_A_FILTER_PORT"], port.to_bytes(2, "big"))),
                                     NLM_F_DUMP)]
        return "+".join(states) or "none"

    def shown(self, port):
        """The same, as the tool shows it."""
        if self.nf:
            return self.state(port)
        flows = json.loads(self.wire.ct6("--json", "flows", "tcp", "sport",
                                         str(port)))
        return "+".join(flow["state"] for flow in flows) or "none"

    def send(self, side, *packets):
        """How many packets are delivered that come from one side."""
        port = self.wire.lan if side == "lan" else self.wire.wan
        other, count = self.wire.other(port), 0
        for at in range(0, len(packets), BATCH):
            for packet in packets[at:at + BATCH]:
                port.send(packet)
            count += len(other.until(port.end()))
            # what was sent from where it belongs to goes back there
            count += sum(p[6] == 6 for p in port.until(other.end()))
        return count


class Talk:
    """A connection: the numbers that its sides are at."""

    def __init__(self, port):
        self.port = port
        self.isn = {"lan": 1000, "wan": 5000}
        self.next = {"lan": 0, "wan": 0}
        self.scale = {"lan": None, "wan": None}

    def __call__(self, who, flags, **words):
        """A segment of one side; see above."""
        other, length = peer(who), words.get("len", 0)
        if "isn" in words:
            self.isn[who], self.next[who] = words["isn"], 0
        seq = words.get("seq", 0 if "S" in flags else self.next[who])
        ack = words.get("ack", self.next[other]) if "A" in flags else 0
        if flags == "E":
            quote = segment(other, "A", self.isn[other] + seq, port=self.port)
            return error(who, quote)
        if not {"seq", "ack"} & set(words):
            self.next[who] = max(self.next[who], seq + length +
                                 ("S" in flags) + ("F" in flags))
        if "S" in flags:
            self.scale[who] = words.get("ws", self.scale[who])
        return segment(
            who, flags, self.isn[who] + seq,
            self.isn[other] + ack if "A" in flags else 0, self.port, length,
            words.get("win", 1000), self.scale[who] if "S" in flags else None)


def parse(lines):
    """Cases as (name, [(line, command, words, result)])."""
    cases = []
    for line in lines:
        line = line.split("#")[0].strip()
        words, _, result = line.partition(" : ")
        words = words.split()
        if not words:
            continue
        if words[0] == "case":
            cases.append((line[5:], []))
        elif words[0] == "open":
            ws = words[1] if len(words) > 1 else "ws=7"
            cases[-1][1].extend(
                (row, row.split(), result.split()) for row, result in (
                    ("lan S " + ws, "pass syn-sent"),
                    ("wan SA " + ws, "pass syn-recv"),
                    ("lan A", "pass established")))
        else:
            cases[-1][1].append((line, words, result.split()))
    return cases


def play(router, rows, port):
    """Play a case; yields each row with what was seen."""
    talk = Talk(port)
    for line, words, want in rows:
        given = dict(w.split("=") for w in words if "=" in w)
        given = {key: int(value) for key, value in given.items()}
        if words[0] == "isn":
            talk.isn.update(given)
        elif words[0] == "inbound":
            talk.port += INBOUND
        elif words[0] == "set":
            router.set(*words[1:])
        else:
            flags = words[1] if len(words) > 1 and "=" not in words[1] else ""
            who, _, side = words[0].partition("@")
            packet = talk(who, flags, **given)
            came = "pass" if router.send(side or who, packet) else "drop"
            yield line, want, [came, router.state(talk.port)]


def main():
    """Play all cases."""
    router = Router("--nf" in sys.argv)
    for number, (name, rows) in enumerate(parse(sys.stdin)):
        notes = []
        for line, want, seen in play(router, rows, 1000 + number):
            if "--table" in sys.argv:
                print("\t".join((name, line.partition(" : ")[0],
                                 " ".join(seen))), flush=True)
            if want != seen:
                notes.append("%s, seen: %s" % (line, " ".join(seen)))
        if "--table" not in sys.argv:
            port = 1000 + number + INBOUND * (("inbound", ["inbound"], []) in
                                              rows)
            shown = router.shown(port)
            if shown != seen[1]:
                notes.append("the tool shows " + shown)
            ok(not notes, name, *notes)


if __name__ == "__main__":
    main()
