# SPDX-License-Identifier: GPL-2.0-only
"""
Random rulesets as ip6tables-save writes them.

	random_iptables.py COUNT [SEED]

prints some, of all that ip6tables-ct6-restore reads.
"""
import re
import sys

from random_rules import Ruleset as NftRuleset
from random_values import FULL, MARKS, PROTOS, Values, text

HOOKS = "INPUT", "FORWARD", "OUTPUT"
FLAGS = "FIN", "SYN", "RST", "PSH", "ACK", "URG"
IFNAMES = "lan", "lan1", "wan", "lo", "lan10", "x", "la+", "lan+", "w+", "+"
HEADERS = {"hop": 0, "dst": 60, "route": 43, "frag": 44, "auth": 51, "esp": 50,
           "none": 59, "prot": 255}
REJECTS = ("icmp6-no-route", "icmp6-adm-prohibited", "icmp6-addr-unreachable",
           "icmp6-port-unreachable", "icmp6-policy-fail",
           "icmp6-reject-route")
# as of random_rules.py
TALK = ["-p icmpv6 -m icmp6 --icmpv6-type %d -j ACCEPT" % n
        for n in (133, 135, 136, 131, 132, 143)]


class Ruleset(NftRuleset):
    """Chains with rules."""

    kind = "iptables"

    def iptables(self):
        """As both read it."""
        lines = ["*filter"]
        for name in self.chains:
            lines.append(":%s %s" % (name, self.policy[name]))
        for name, rules in self.chains.items():
            lines += ["-A %s %s" % (name, rule) for rule in rules]
        return "\n".join(lines + ["COMMIT", ""])

    shown = iptables

    def counters(self, saved):
        """What each rule has counted, and last the policy, by chain."""
        found = {name: [] for name in self.chains}
        policy = {}
        for line in saved.splitlines():
            match = re.match(r":(\S+) \S+ \[(\d+):(\d+)\]", line)
            if match:
                policy[match[1]] = (int(match[2]), int(match[3]))
            match = re.match(r"\[(\d+):(\d+)\] -A (\S+)", line)
            if match:
                found[match[3]].append((int(match[1]), int(match[2])))
        for name in HOOKS:
            found[name].append(policy[name])
        return found

    @staticmethod
    def quiet(rule):
        """Is it one of the router's own talk?"""
        return rule in TALK


class Writer(Values):
    """Writes rulesets."""

    def __init__(self, seed):
        super().__init__(seed)
        self.rs, self.cost, self.devs = Ruleset(), {}, ()

    def not_(self):
        """Inverted or not."""
        return self.pick(("", "", "! "))

    def names(self):
        """-i, -o; a chain of its own hook has but one of them"""
        return "%s%s %s" % (self.not_(), self.pick(self.devs),
                            self.pick(IFNAMES))

    def addrs(self):
        """-s, -d"""
        side = self.pick(("-s", "-d"))
        if self.chance(4):
            mask = self.mask() or 1
            value = self.addr() & mask
            self.note_mask("addr", value, mask)
            return "%s%s %s/%s" % (self.not_(), side, text(value), text(mask))
        first, length = self.prefix()
        self.note("addr", first, first | FULL >> length)
        # "none at all" is refused by ip6tables-nft
        return "%s%s %s/%d" % (self.not_() if length else "", side, text(first), length)

    def iprange(self):
        """-m iprange"""
        found = "-m iprange"
        for side in self.some(("src", "dst"), 2):
            first, last = sorted((self.addr(), self.addr()))
            # a range of one is a range for ip6tables-save, for
            # ip6tables-ct6-save it is -s or -d
            if self.chance(2) or first == last:
                last = min(FULL, first + self.rng.randint(1, 99))
            self.note("addr", first, last)
            found += " %s--%s-range %s-%s" % (self.not_(), side, text(first),
                                              text(last))
        return found

    def header(self):
        """Of the fixed header and the packet"""
        way = self.rng.randrange(5)
        if way == 0:
            value = self.number("hoplimit")
            self.note("hoplimit", value)
            op = self.pick(("eq", "lt", "gt"))
            value = min(max(value, 1), 254)
            return "-m hl %s--hl-%s %d" % (self.not_() if op == "eq" else "",
                                           op, value)
        if way == 1:
            value = self.number("dscp")
            self.note("dscp", value)
            return "-m dscp %s--dscp 0x%02x" % (self.not_(), value)
        if way == 2:
            first, last = self.range("length")
            self.note("length", first, last)
            return "-m length %s--length %d:%d" % (self.not_(), first, last)
        if way == 3:
            return "-m pkttype %s--pkt-type %s" % (
                self.not_(), self.pick(("unicast", "broadcast",
                                        "multicast")))
        mask = self.pick((0xffffffff, 0xff, self.rng.getrandbits(32)))
        value = self.pick(MARKS) & mask
        self.note_mask("mark", value, mask)
        return "-m mark %s--mark 0x%x/0x%x" % (self.not_(), value, mask)

    def port_range(self):
        """A port or some."""
        if self.chance(2):
            first = self.number("port")
            self.note("port", first)
            return str(first)
        first, last = self.range("port")
        self.note("port", first, last)
        return "%d:%d" % (first, last)

    def upper(self):
        """-p and what belongs to a protocol"""
        proto = self.pick(("tcp", "tcp", "udp", "udp", "icmpv6", "udplite",
                           "sctp", "dccp", "other"))
        if proto == "other":
            number = self.number("proto") or 1
            self.note("proto", number)
            return "%s-p %d" % (self.not_(), number)
        self.note("proto", PROTOS[proto])
        if proto == "icmpv6":
            if self.chance(5):
                return "-p icmpv6"
            kind = self.number("type")
            self.note("type", kind)
            code = ""
            if self.chance(3):
                value = self.pick((0, 1, 4, self.number("code")))
                self.note("code", value)
                code = "/%d" % value
            return "-p icmpv6 -m icmp6 %s--icmpv6-type %d%s" % (
                self.not_(), kind, code)
        if proto in ("tcp", "udp") and self.chance(3):
            kind = self.pick(("sports", "dports", "ports"))
            return "-p %s -m multiport %s--%s %s" % (
                proto, self.not_(), kind,
                ",".join(self.port_range() for _ in range(self.rng.randint(
                    1, 7))))
        name = "-p %s -m %s" % (proto, proto)
        if proto == "udplite":
            # its match is multiport alone
            return "-p udplite -m multiport --%s %s" % (
                self.pick(("sports", "dports")), self.port_range())
        words = []
        for side in self.some(("sport", "dport"), 2):
            words.append("%s--%s %s" % (self.not_(), side,
                                        self.port_range()))
        if proto == "tcp" and self.chance(2):
            mask = self.some(FLAGS, 6)
            bits = [b for b in mask if self.chance(2)]
            value = sum(1 << FLAGS.index(b) for b in bits)
            self.note_mask("flags", value,
                           sum(1 << FLAGS.index(b) for b in mask))
            words = words[:self.rng.randrange(2)] + [
                "%s--tcp-flags %s %s" % (self.not_(), ",".join(mask),
                                         ",".join(bits) or "NONE")]
        return " ".join([name] + words)

    def exthdr(self):
        """Extension headers"""
        name = self.pick(("hbh", "dst"))
        return self.pick((
            "-m " + name,
            "-m %s %s--%s-len %d" % (name, self.not_(), name,
                                     self.pick((7, 8, 16))),
            "-m %s --%s-opts %s" % (name, name, self.pick(
                ("1:4", "1", "5:2,1", "0,0,5", "0", "4:1,8,0", "1:12"))),
            "-m rt %s--rt-len %d" % (self.not_(), self.pick((0, 24))),
            "-m ah %s--ahspi %s" % (self.not_(), self.pick(("1", "2:", ":1"))),
            "-m ah %s--ahlen %d" % (self.not_(), self.pick((0, 24, 28))),
            "-m ah --ahres", "-m frag --fragres --fragfirst --fraglast",
            "-m frag %s--fragid %s" % (self.not_(),
                                       self.pick(("5", "6:", ":77"))),
            "-m ipv6header %s--header %s%s" % (
                self.not_(), ",".join(self.some(list(HEADERS), 3)),
                self.pick((" --soft", "")))))

    def target(self, later, tcp, times=1):
        """What a rule does; as of random_rules.py."""
        way = self.rng.randrange(10)
        later = [name for name in later if self.cost[name] * times < 1000]
        if later and way < 3:
            return "%s %s" % (self.pick(("-j", "-j", "-g")),
                              self.pick(later))
        if way == 3:
            return "-j RETURN"
        if way == 4:
            if tcp and self.chance(2):
                return "-j REJECT --reject-with tcp-reset"
            return "-j REJECT --reject-with " + self.pick(REJECTS)
        if way == 5:
            return "-j MARK --set-xmark 0x%x/0xffffffff" % self.pick(MARKS)
        return self.pick(("-j ACCEPT", "-j ACCEPT", "-j DROP", "", ""))

    def rule(self, later):
        """A rule."""
        self.group()
        words, tcp = [], False
        if self.chance(3):
            words.append(self.names())
        if self.chance(2):
            words.append(self.addrs())
        if not self.rs.plain and not self.chance(3):
            words.append(self.upper())
            tcp = words[-1].startswith("-p tcp")
        if self.chance(3):
            words.append(self.pick((self.iprange, self.header, self.header)
                                   if self.rs.plain else
                                   (self.iprange, self.header, self.header,
                                    self.exthdr))())
        target = self.target(later, tcp)
        if not words and target and not self.chance(3):
            target = ""
        return " ".join(words + [target]).strip()

    def run(self, later):
        """Many rules of one shape."""
        times, found = self.pick((5, 20, 60, 200)), []
        target = self.target(later, False, times)
        shape = self.pick(("addr", "prefix", "range", "dest") if
                          self.rs.plain else
                          ("addr", "prefix", "range", "dest", "port", "both"))
        base = self.addr() >> 68 << 68
        for _ in range(times):
            self.group()
            addr = base | self.rng.getrandbits(self.pick((4, 12, 68)))
            if shape == "prefix":
                length = self.pick((56, 64, 65, 127))
                addr = addr & FULL << (128 - length) & FULL
                self.note("addr", addr, addr | FULL >> length)
                words = "-s %s/%d" % (text(addr), length)
            elif shape == "range":
                self.note("addr", addr, min(FULL, addr + 99))
                words = "-m iprange --src-range %s-%s" % (
                    text(addr), text(min(FULL, addr + 99)))
            elif shape in ("port", "both"):
                port = self.rng.getrandbits(self.pick((6, 16)))
                self.note("port", port)
                self.note("proto", 6)
                words = "-p tcp -m tcp --dport %d" % port
                if shape == "both":
                    self.note("addr", addr)
                    words = "-d %s/128 " % text(addr) + words
            else:
                self.note("addr", addr)
                words = "%s %s/128" % ("-s" if shape == "addr" else "-d",
                                       text(addr))
            found.append(("%s %s" % (words, target)).strip())
        return found

    def write(self):
        """A ruleset."""
        self.begin()
        self.cost = {}
        rs = self.rs = Ruleset()
        rs.plain = self.chance(6)
        users = ["user%d" % n for n in range(self.rng.randrange(6))]
        many, runs = self.pick((2, 4, 8, 20)), self.chance(3)
        for n, name in enumerate(users + list(HOOKS)):
            self.devs = {"INPUT": ("-i",), "OUTPUT": ("-o",)}.get(
                name, ("-i", "-o"))
            later = users[:n]
            rules = list(TALK) if name == "OUTPUT" else []
            for _ in range(self.rng.randint(0, many)):
                rules.append(self.rule(later))
            if runs and self.chance(2):
                rules += self.run(later)
            rs.chains[name] = rules
            self.cost[name] = sum(1 + sum(
                self.cost[word] for word in rule.split()[-1:]
                if word in self.cost) for rule in rules)
            rs.policy[name] = self.pick(("ACCEPT", "ACCEPT", "DROP")) \
                if name in HOOKS else "-"
        return rs


class WideWriter(Writer):
    """Writes rulesets with what looks at more than the packet, too."""

    STATES = "NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED"
    COMMENTS = ("plain", '"two words"', '"quo\\"ted"', '"a - b"', "-x", "'")

    def rule(self, later):
        """A rule."""
        rule = super().rule(later)
        words, dash, target = rule.partition("-j ")
        if "-g " in rule:
            words, dash, target = rule.partition("-g ")
        words = words.rstrip()
        several = "--ports" in rule or "! --icmpv6-type" in rule
        more = [
            "-m comment --comment " + self.pick(self.COMMENTS),
            self.pick((
                "-m conntrack %s--ctstate %s" % (
                    self.not_(), ",".join(self.some(self.STATES, 3))),
                "-m conntrack --ctstate NEW --ctproto %d" %
                self.pick(list(PROTOS.values()) + [47, 50, 89, 255]))),
            "-m connmark %s--mark 0x%x/0x%x" % (
                self.not_(), self.number("mark") & 0xff, 0xff),
            "-m limit --limit %d/%s --limit-burst %d" % (
                self.rng.randint(1, 60),
                self.pick(("sec", "min", "hour", "day")),
                self.rng.randint(1, 100)),
        ]
        if several:
            del more[3]
        for word in self.some(more, 2) if self.chance(2) else ():
            words = (words + " " + word).lstrip()
        if not target and self.chance(2):
            dash, target = "-j ", self.pick((
                "LOG", 'LOG --log-prefix "in: " --log-level %d' %
                self.rng.randrange(8), "LOG --log-tcp-sequence --log-uid",
                "NFLOG --nflog-group %d" % self.rng.getrandbits(16),
                'NFLOG --nflog-prefix "a b" --nflog-size 64',
                "CONNMARK --set-xmark 0x%x/0xffffffff" %
                self.number("mark")))
        return (words + " " + dash + target).strip()

    def write(self):
        """A ruleset, its chains and policies with counters."""
        rs = super().write()
        rs.policy = {name: "%s [%d:%d]" % (
            policy, self.rng.getrandbits(8),
            self.rng.getrandbits(40)) for name, policy in rs.policy.items()}
        return rs


def main():
    """Rulesets one behind the other."""
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    writer = WideWriter("iptables " + seed)
    for _ in range(int(sys.argv[1])):
        rs = writer.write()
        text = rs.iptables()
        text = re.sub(r"^-A", lambda _: "[%d:%d] -A" % (
            writer.rng.getrandbits(20), writer.rng.getrandbits(50)), text,
            flags=re.M)
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
