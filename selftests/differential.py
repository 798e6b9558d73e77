# SPDX-License-Identifier: GPL-2.0-only
"""
Two routers that are the same but for their filter: "a" has the kernel's own
(nft, ip6tables), "b" has ct6. Both get the same rules and the same packets.
What comes out of them must be the same, byte for byte, in any order,
and so must be what each rule has counted.

	differential.py [SEED [PAIRS]]

The hosts behind both routers are this process.
"""
import ctypes
import json
import os
import socket
import struct
import subprocess
import sys

from ct6nl import C, Genl, NLM_F_DUMP, attrs
from random_iptables import Writer as IptablesWriter
from random_packets import FRAG, Maker
from random_rules import Writer
from random_values import DEVICES

LEGACY = "ip6tables-legacy"
CLONE_NEWNET = 0x40000000
ETH_P_IPV6 = 0x86dd
ROUTER_MAC, HOST_MAC = "020000000001", "020000000002"
ETHER = {"host": bytes.fromhex(ROUTER_MAC), "broadcast": b"\xff" * 6,
         "multicast": bytes.fromhex("333300000001")}
SO_RCVBUFFORCE, SO_SNDBUFFORCE = 33, 32
libc = ctypes.CDLL(None, use_errno=True)


def in_netns(name, call):
    """The result of a call made in another network namespace."""
    with open("/proc/self/ns/net", "rb") as home, \
            open("/run/netns/" + name, "rb") as other:
        if libc.setns(other.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns to " + name)
        try:
            return call()
        finally:
            libc.setns(home.fileno(), CLONE_NEWNET)


def run(host, *words, given=None, good=True):
    """Run a command in a namespace; its output."""
    out = subprocess.run(["nsenter", "--net=/run/netns/" + host] +
                         list(words), input=given, text=True,
                         capture_output=True, check=False)
    if good and out.returncode:
        raise RuntimeError("%s: %s\n%s" % (" ".join(words), out.stderr,
                                           given or ""))
    return out.stdout


def frames_socket(dev):
    """IPv6 that comes by a device."""
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                         socket.htons(ETH_P_IPV6))
    sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 24)
    sock.bind((dev, ETH_P_IPV6))
    return sock


def own_socket():
    """What sends a router's own packets, whole ones."""
    sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
    sock.setsockopt(socket.SOL_SOCKET, SO_SNDBUFFORCE, 1 << 24)
    return sock


def talk(data):
    """Is it what a router's kernel says by itself, of neighbours and groups?"""
    at = 8 if data[6] == 0 else 0
    return data[6 + 34 * (at > 0)] == 58 and data[7] in (1, 255) and \
        130 <= data[40 + at] <= 143 and data[8:10] in (b"\xfe\x80", b"\0\0")


def normal(data):
    """A packet without what a kernel draws at random: a fragment's number."""
    at, kind = 40, data[6]
    while kind in (0, 43, 60) and at + 8 <= len(data):
        kind, at = data[at], at + 8 * (data[at + 1] + 1)
    if kind == FRAG:
        data = data[:at + 4] + bytes(4) + data[at + 8:]
    return data


class Unlisted(Exception):
    """The kernel's filter cannot say what it has counted."""


class Router:
    """One of the two, from outside."""

    def __init__(self, name):
        self.name = name
        self.port = {dev: frames_socket("%s-%s" % (name, dev))
                     for dev in DEVICES}
        self.own = in_netns(name, own_socket)

    def send(self, packet):
        """Send a packet; what the sender is told."""
        told = []
        for data in packet.data:
            if packet.way == "out":
                told.append(self.send_own(packet.mark, data))
                continue
            self.port[packet.way].send(
                ETHER[packet.ether] + bytes.fromhex(HOST_MAC) + b"\x86\xdd" +
                data)
        return told

    def send_own(self, mark, data):
        """Send one of the router's own."""
        to = socket.inet_ntop(socket.AF_INET6, data[24:40])
        self.own.setsockopt(socket.SOL_SOCKET, socket.SO_MARK,
                            struct.pack("=I", mark))
        try:
            self.own.sendto(data, (to, 0))
        except OSError as err:
            return err.errno
        return 0

    def came(self):
        """What has come out, at each device."""
        found = {}
        for dev, sock in self.port.items():
            found[dev] = []
            while True:
                try:
                    data = sock.recv(1 << 16, socket.MSG_DONTWAIT)[14:]
                except BlockingIOError:
                    break
                if not talk(data):
                    found[dev].append(normal(data))
        return found


class Kernel(Router):
    """The one with the kernel's filter."""

    def __init__(self):
        super().__init__("a")
        self.kind = None

    def use(self, kind):
        """From now on with this one of its filters."""
        if self.kind == LEGACY:
            run(self.name, self.kind + "-restore",
                given="*filter\n:INPUT ACCEPT\n:FORWARD ACCEPT\n"
                ":OUTPUT ACCEPT\nCOMMIT\n")
        elif self.kind:
            run(self.name, "nft", "delete table ip6 filter", good=False)
        self.kind = kind

    def load(self, rs):
        """Load a ruleset."""
        if self.kind == "nft":
            run(self.name, "nft", "-f", "-", given=rs.nft())
        else:
            run(self.name, self.kind + "-restore", given=rs.iptables())

    def counters(self, rs):
        """What each rule has counted: packets and bytes by chain."""
        if self.kind != "nft":
            return rs.counters(run(self.name, self.kind + "-save", "-c", "-t",
                                   "filter"))
        found = {name: [] for name in rs.chains}
        try:
            listed = run(self.name, "nft", "-j", "-t", "list", "table",
                         "ip6", "filter")
        except RuntimeError as err:
            # an assertion of nft 1.0.6, payload_expr_complete()
            if "Assertion" in str(err):
                raise Unlisted from err
            raise
        listed = json.loads(listed)
        for entry in listed["nftables"]:
            if "rule" not in entry:
                continue
            entry = entry["rule"]
            found[entry["chain"]] += [
                (word["counter"]["packets"], word["counter"]["bytes"])
                for word in entry["expr"] if "counter" in word]
        return found


class Ct6(Router):
    """The one with ct6."""

    def __init__(self):
        super().__init__("b")
        self.genl = in_netns(self.name, Genl)

    def load(self, rs):
        """Load a ruleset."""
        if rs.kind == "nft":
            run(self.name, "ct6", "load", "-", given=rs.ct6())
        else:
            run(self.name, "ip6tables-ct6-restore", given=rs.iptables())

    def counters(self, rs):
        """What each rule has counted."""
        if rs.kind != "nft":
            return rs.counters(run(self.name, "ip6tables-ct6-save", "-c"))
        found = {name: [] for name in rs.chains}
        for message in self.genl.call(C["CT6_CMD_RULESET_GET"],
                                      flags=NLM_F_DUMP):
            for number, data in message:
                if number != C["CT6_A_RULESET_RULE"]:
                    continue
                part = dict(attrs(data))
                chain = part[C["CT6_A_RULE_CHAIN"]].rstrip(b"\0").decode()
                found[chain].append(tuple(
                    int.from_bytes(part.get(C["CT6_A_RULE_" + what], b""),
                                   "little") for what in ("PACKETS",
                                                          "BYTES")))
        return found


class Mark:
    """
    The end of what is under way. All is on one CPU, whose backlog is one
    queue: what was sent before has been seen by the router when a frame sent
    behind it arrives; what the router then had in the queue, when a second
    one does. A packet that goes over loopback, is answered over loopback and
    refused there takes some turns more.
    """

    TURNS = 8

    def __init__(self):
        self.near, self.far = (self.open(dev) for dev in ("mark0", "mark1"))

    @staticmethod
    def open(dev):
        """A socket for frames of no protocol."""
        sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                             socket.htons(0x88b5))
        sock.bind((dev, 0x88b5))
        sock.settimeout(30)
        return sock

    def wait(self):
        """Until all that was sent has gone its way."""
        for _ in range(self.TURNS):
            self.near.send(b"\xff" * 12 + b"\x88\xb5" + bytes(46))
            self.far.recv(100)


class Test:
    """Rulesets and packets, and what is found."""

    def __init__(self):
        self.kernel, self.ct6, self.mark = Kernel(), Ct6(), Mark()

    def both(self, rs, packets):
        """Load a ruleset, send packets: what the two routers made of them."""
        seen = []
        for router in self.kernel, self.ct6:
            router.load(rs)
            router.came()
        told = [], []
        for packet in packets:
            for router, to in zip((self.kernel, self.ct6), told):
                to.append(router.send(packet))
        self.mark.wait()
        for router, to in zip((self.kernel, self.ct6), told):
            seen.append({"came": router.came(), "told": to,
                         "counted": router.counters(rs)})
        return seen

    def differ(self, rs, packets):
        """Do they differ?"""
        a, b = self.both(rs, packets)
        return self.differences(rs, a, b)

    def differences(self, rs, a, b):
        """What is different, as lines; none if nothing is."""
        found = []
        for dev in DEVICES:
            if sorted(a["came"][dev]) != sorted(b["came"][dev]):
                found.append("%s: %s came out of %s, of ct6 %s" % (
                    dev, self.only(a, b, dev), self.kernel.kind,
                    self.only(b, a, dev)))
        if a["told"] != b["told"]:
            found.append("its own packets: %s was told %s, ct6 %s" % (
                self.kernel.kind, a["told"], b["told"]))
        for chain, rules in rs.chains.items():
            counted = a["counted"][chain], b["counted"][chain]
            if len(counted[0]) != len(counted[1]):
                found.append("chain %s: %d and %d rules" % (
                    chain, *map(len, counted)))
            for n, (x, y) in enumerate(zip(*counted)):
                if x != y and not any(map(rs.quiet, rules[n:n + 1])):
                    found.append(
                        "chain %s, rule %d: %s packets and bytes counted "
                        "%s, ct6 %s: %s" % (chain, n + 1, self.kernel.kind,
                                            x, y, "".join(rules[n:n + 1])))
        return found

    @staticmethod
    def only(a, b, dev):
        """Packets that came out of one alone."""
        left = list(b["came"][dev])
        found = []
        for data in a["came"][dev]:
            if data in left:
                left.remove(data)
            else:
                found.append(data.hex())
        return found[:4] or "nothing else"

    def smaller(self, rs, packets):
        """As few packets and rules as still show a difference."""
        packets = self.fewer(packets, lambda p: self.differ(rs, p))
        kept = self.fewer(rs.rules(), lambda rules: self.differ(
            rs.without(set(rs.rules()) - set(rules)), packets))
        return rs.without(set(rs.rules()) - set(kept)), packets

    @staticmethod
    def fewer(things, wrong, tries=60):
        """Leave out as many of a list as do not matter."""
        size = max(1, len(things) // 2)
        while tries:
            at = 0
            while at < len(things) and tries:
                rest = things[:at] + things[at + size:]
                tries -= 1
                if rest and wrong(rest):
                    things = rest
                else:
                    at += size
            if size == 1:
                break
            size = max(1, size // 2)
        return things

    def report(self, rs, packets, found):
        """Show a difference, of little."""
        for line in found[:8]:
            print("#   " + line[:2000])
        try:
            rs, packets = self.smaller(rs, packets)
            found = self.differ(rs, packets)
        except (RuntimeError, Unlisted) as err:
            print("# while making it smaller: %s" % err)
        print("# with few rules and packets:")
        for line in found[:8] or ["no difference any more"]:
            print("#   " + line[:2000])
        for packet in packets[:8]:
            print("# packet %s" % str(packet)[:3000])
        for line in rs.shown().splitlines():
            print("# | " + line[:3000])

    def round(self, kind, writer, pairs, most=3):
        """Rulesets of one kind; pairs of ruleset and packet, differences."""
        self.kernel.use(kind)
        done, bad, unlisted, rulesets = 0, 0, 0, 0
        while done < pairs and bad < most:
            rs = writer.write()
            rulesets += 1
            packets = Maker(writer, rs, kind == LEGACY).packets(
                min(60, pairs - done))
            try:
                found = self.differ(rs, packets)
            except Unlisted:
                unlisted += 1
                if unlisted > 2 + rulesets // 10:
                    raise RuntimeError("%d of %d rulesets cannot be listed" %
                                       (unlisted, rulesets)) from None
                continue
            done += len(packets)
            if found:
                bad += 1
                print("# ruleset after %d pairs" % (done - len(packets)))
                self.report(rs, packets, found)
        if unlisted:
            print("# %d of %d rulesets were not compared: nft dies listing "
                  "them" % (unlisted, rulesets))
        return done, bad


def main():
    """Each kind of ruleset in turn."""
    seed = int(sys.argv[1], 0) if len(sys.argv) > 1 else 1
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    # one CPU: what is sent first arrives first
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print("# seed %d" % seed)
    test = Test()
    for kind, writer, share in (("nft", Writer, 6),
                                ("ip6tables-nft", IptablesWriter, 1),
                                (LEGACY, IptablesWriter, 1)):
        try:
            done, bad = test.round(kind, writer("%d %s" % (seed, kind)),
                                   pairs * share // 8)
        except RuntimeError as err:
            print("# " + str(err).replace("\n", "\n# "))
            done, bad = 0, 1
        print("%s %s: of %d pairs of packet and ruleset every packet and "
              "counter is the same" % ("not ok" if bad else "ok", kind, done),
              flush=True)


main()
