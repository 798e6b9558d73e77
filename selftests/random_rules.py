# SPDX-License-Identifier: GPL-2.0-only
"""
Random rulesets in the words that nft and ct6 have in common.
"""
from random_values import FULL, MARKS, PROTOS, WIDTH, Values, text

HOOKS = "input", "forward", "output"
FLAGS = "fin", "syn", "rst", "psh", "ack", "urg", "ecn", "cwr"
IFNAMES = "lan", "lan1", "wan", "lo", "lan10", "x"
WILDCARDS = "lan*", "la*", "lan1*", "w*", "x*", "l*"
REJECTS = ("icmpv6 no-route", "icmpv6 admin-prohibited",
           "icmpv6 addr-unreachable", "icmpv6 port-unreachable",
           "icmpv6 policy-fail", "icmpv6 reject-route", "tcp reset")
# What the router's kernel says to its links by itself, and when it likes:
# it passes before any rule and is not compared.
TALK = ("icmpv6 type { nd-router-solicit, nd-neighbor-solicit, "
        "nd-neighbor-advert, mld2-listener-report, mld-listener-report, "
        "mld-listener-done } counter accept")


class Ruleset:
    """
    Chains with rules, in order; from the last chain to the first, so that
    what a rule names is there before it.

    Attributes:
    plain: no rule asks for anything behind the extension headers, or for them
    frag: a rule asks for a fragment header
    """

    kind = "nft"

    def __init__(self):
        self.sets, self.chains, self.policy = [], {}, {}
        self.flags = []
        self.plain, self.frag = False, False

    def rules(self):
        """Chain and number of every rule but the router's own talk."""
        return [(name, n) for name, rules in self.chains.items()
                for n in range(len(rules)) if not self.quiet(rules[n])]

    @staticmethod
    def quiet(rule):
        """Is it the router's own talk?"""
        return rule == TALK

    def without(self, gone):
        """The same without some rules."""
        found = type(self)()
        found.__dict__.update(self.__dict__)
        found.chains = {name: [r for n, r in enumerate(rules)
                               if (name, n) not in gone]
                        for name, rules in self.chains.items()}
        return found

    def nft(self):
        """As nft reads it, in the place of the one before."""
        return ("table ip6 filter\ndelete table ip6 filter\n" +
                self.table())

    def ct6(self):
        """As ct6 reads it."""
        return "".join(f + " off;\n" for f in self.flags) + self.table()

    def shown(self):
        """As a reader of the test's output wants it."""
        return self.ct6()

    def table(self):
        """What both read."""
        lines = ["table ip6 filter {"] + self.sets
        for name, rules in self.chains.items():
            lines.append("chain %s {" % name)
            if name in HOOKS:
                lines.append("type filter hook %s priority filter; policy %s;"
                             % (name, self.policy[name]))
            lines += rules + ["}"]
        return "\n".join(lines + ["}", ""])


class Writer(Values):
    """Writes rulesets."""

    def __init__(self, seed):
        super().__init__(seed)
        self.rs = Ruleset()
        self.named, self.cost, self.proto = {}, {}, None

    def names(self):
        """iifname, oifname"""
        field = self.pick(("iifname", "oifname"))
        op = self.pick(("", "", "!= "))
        if self.chance(4):
            return "%s %s{ %s }" % (field, op, ", ".join(
                '"%s"' % n for n in self.some(IFNAMES)))
        return '%s %s"%s"' % (field, op, self.pick(IFNAMES + WILDCARDS))

    def addr_elem(self, many=False):
        """A value, prefix or range of addresses: first, last and its text."""
        way = self.rng.randrange(4)
        first = last = self.addr()
        if way < 2:
            first, length = self.prefix()
            if many and length < 40:
                first, length = self.addr() >> 64 << 64, 64
            last = first | FULL >> length
            shown = "%s/%d" % (text(first), length)
            if length == 0:
                shown = "::/0"
        elif way == 2:
            last = self.addr()
            if many:
                last = min(FULL, first + self.rng.randint(1, 1 << 20))
            first, last = min(first, last), max(first, last)
            shown = "%s-%s" % (text(first), text(last))
        if first == last:
            shown = text(first)
        return first, last, shown

    def number_elem(self, field):
        """The same of numbers."""
        first = last = self.number(field)
        if self.chance(3):
            first, last = self.range(field)
        return first, last, "%d-%d" % (first, last) if first < last else \
            str(first)

    def elems(self, field, nr):
        """Elements that do not overlap, and are noted."""
        found = []
        for _ in range(nr):
            first, last, shown = self.addr_elem(True) if field == "addr" \
                else self.number_elem(field)
            if any(f <= last and first <= l for f, l, _ in found):
                continue
            found.append((first, last, shown))
            self.note(field, first, last)
        self.rng.shuffle(found)
        return ", ".join(shown for _, _, shown in found)

    def nr_elems(self):
        """How many elements: few, or many enough to be searched."""
        return self.rng.randint(1, self.pick((3, 6, 12, 12, 60)))

    def named_set(self, field):
        """A set of its own, or one that is there."""
        kind = {"addr": "ipv6_addr", "port": "inet_service",
                "proto": "inet_proto", "nexthdr": "inet_proto",
                "type": "icmpv6_type", "mark": "mark"}.get(field)
        if not kind or self.chance(3):
            return "{ %s }" % self.elems(field, self.nr_elems())
        if kind not in self.named or self.chance(3):
            name = "%s%d" % (kind, len(self.rs.sets))
            self.named[kind] = name
            self.rs.sets.append(
                "set %s { type %s; flags interval; elements = { %s } }" %
                (name, kind, self.elems(field, self.nr_elems())))
        return "@" + self.named[kind]

    def addrs(self):
        """ip6 saddr, ip6 daddr"""
        field = self.pick(("ip6 saddr", "ip6 daddr"))
        way = self.rng.randrange(8)
        if way < 2:
            mask = self.mask()
            if not mask:
                mask = 1
            value = self.addr() & mask
            self.note_mask("addr", value, mask)
            return "%s & %s %s %s" % (field, text(mask),
                                      self.pick(("==", "==", "!=")),
                                      text(value))
        op = self.pick(("", "", "", "!= "))
        if way < 4:
            return "%s %s%s" % (field, op, self.named_set("addr"))
        first, last, shown = self.addr_elem()
        self.note("addr", first, last)
        return "%s %s%s" % (field, op, shown)

    def numbers(self, said, field):
        """A number in every way that it can be compared."""
        way, end = self.rng.randrange(8), (1 << WIDTH[field]) - 1
        if way == 0:
            return "%s %s%s" % (said, self.pick(("", "", "!= ")),
                                self.named_set(field))
        if way == 1:
            first, last = self.range(field)
            self.note(field, first, last)
            return "%s %s%d-%d" % (said, self.pick(("", "", "!= ")), first,
                                   last)
        if way == 2 and field in ("mark", "hoplimit", "code"):
            mask = self.rng.randint(1, end)
            value = self.number(field) & mask
            self.note_mask(field, value, mask)
            return "%s & 0x%x %s 0x%x" % (said, mask,
                                          self.pick(("==", "!=")), value)
        value = self.number(field)
        self.note(field, value)
        if way == 3 and 0 < value < end:
            return "%s %s %d" % (said, self.pick(("<", ">", "<=", ">=")),
                                 value)
        return "%s %s%d" % (said, self.pick(("", "", "", "!= ")), value)

    def belongs(self, proto):
        """
        May a rule ask for a protocol? nft takes one for what can never match
        when it has asked for another one before.
        """
        if self.proto not in (None, proto):
            return False
        self.proto = proto
        return True

    def l4proto(self):
        """meta l4proto"""
        return self.numbers("meta l4proto", "proto") \
            if self.belongs("any") else self.addrs()

    def header(self):
        """Fields of the fixed header and of the packet."""
        said, field = self.pick((
            ("ip6 nexthdr", "nexthdr"), ("ip6 hoplimit", "hoplimit"),
            ("ip6 dscp", "dscp"), ("ip6 length", "length"),
            ("meta length", "length"), ("meta mark", "mark"),
            ("mark", "mark")))
        if field == "nexthdr" and not self.belongs("any"):
            said, field = "ip6 hoplimit", "hoplimit"
        if said == "ip6 length":
            # what is noted is the whole packet's
            value = self.rng.randint(0, 200)
            self.note("length", value + 40)
            return "%s %s%d" % (said, self.pick(("", "!= ", "< ", "> ")),
                                max(value, 1))
        return self.numbers(said, field)

    def pkttype(self):
        """meta pkttype"""
        kinds = "host", "broadcast", "multicast", "other"
        return "meta pkttype %s%s" % (self.pick(("", "!= ")),
                                      self.pick(kinds))

    def ports(self):
        """Ports of a protocol, or of two."""
        end = self.pick(("sport", "dport"))
        if self.chance(5) and self.belongs("any"):
            return "meta l4proto { tcp, udp } " + \
                self.numbers("th " + end, "port")
        proto = self.pick(("tcp", "tcp", "udp", "udp", "udplite", "sctp",
                           "dccp"))
        if self.proto in PROTOS and self.proto != "icmpv6":
            proto = self.proto
        if not self.belongs(proto):
            return self.addrs()
        self.note("proto", PROTOS[proto])
        return self.numbers("%s %s" % (proto, end), "port")

    def tcp_flags(self):
        """tcp flags"""
        if not self.belongs("tcp"):
            return self.ports()
        self.note("proto", 6)
        bits, mask = self.some(FLAGS, 3), self.some(FLAGS, 5)
        one = sum(1 << FLAGS.index(b) for b in bits)
        self.note_mask("flags", one, one)
        way = self.rng.randrange(6)
        if way == 0:
            return "tcp flags %s%s" % (self.pick(("", "! ")), bits[0])
        if way == 1:
            return "tcp flags " + ",".join(bits)
        if way == 2:
            return "tcp flags %s %s" % (self.pick(("==", "!=")),
                                        "|".join(bits))
        if way == 3:
            return "tcp flags & (%s) %s 0" % ("|".join(bits),
                                              self.pick(("==", "!=")))
        if way == 4:
            found = {"|".join(sorted(self.some(FLAGS, 2)))
                     for _ in range(self.rng.randint(1, 4))}
            found |= {"fin|syn", "ack"} if len(found) == 1 else set()
            for each in found:
                self.note("flags", sum(1 << FLAGS.index(b)
                                       for b in each.split("|")))
            return "tcp flags { %s }" % ", ".join(sorted(found))
        bits = [b for b in mask if self.chance(2)]
        value = sum(1 << FLAGS.index(b) for b in bits)
        self.note_mask("flags", value,
                       sum(1 << FLAGS.index(b) for b in mask))
        return "tcp flags & (%s) %s %s" % (
            "|".join(mask), self.pick(("==", "!=")), "|".join(bits) or "0")

    def icmpv6(self):
        """icmpv6 type and code"""
        if not self.belongs("icmpv6"):
            return self.header()
        self.note("proto", 58)
        if self.chance(3):
            return self.numbers("icmpv6 code", "code")
        return self.numbers("icmpv6 type", "type")

    def exthdr(self):
        """Extension headers"""
        if self.chance(4):
            return self.pick(("rt type %s%d" % (self.pick(("", "!= ")),
                                                self.pick((0, 2, 4, 200))),
                              "rt type { 2, 100-200 }",
                              "rt seg-left %s0" % self.pick(("", "> "))))
        if self.chance(2):
            return self.pick((
                "frag id %s" % self.pick(("5", "!= 77", "0-80", "{ 0, 5 }")),
                "frag frag-off 0", "frag more-fragments %d" % self.pick((0, 1)),
                "frag reserved 0", "frag reserved2 != 1",
                "%s hdrlength %s" % (self.pick(("hbh", "dst", "rt")),
                                     self.pick(("0", "1", "!= 2", "1-255")))))
        name = self.pick(("hbh", "dst", "rt", "frag"))
        self.rs.frag |= name == "frag"
        return "exthdr %s %s" % (name, self.pick(("exists", "missing")))

    def match(self):
        """Any match, of a plain ruleset a plain one."""
        plain = self.names, self.addrs, self.addrs, self.header, self.pkttype
        upper = (self.l4proto, self.ports, self.ports, self.tcp_flags,
                 self.icmpv6, self.exthdr)
        return self.pick(plain if self.rs.plain else plain + upper)()

    def verdict(self, later, times=1):
        """
        What ends a rule, or nothing; jumps are to other chains, and not to
        what would take for ever.
        """
        way = self.rng.randrange(10)
        later = [name for name in later if self.cost[name] * times < 1000]
        if later and way < 3:
            return "%s %s" % (self.pick(("jump", "jump", "goto")),
                              self.pick(later))
        if way == 3:
            return "return"
        if way == 4 and not (self.rs.plain and self.chance(2)):
            how = self.pick(REJECTS)
            if how == "tcp reset" and (self.rs.plain or
                                       not self.belongs("tcp")):
                return "drop"
            return "reject with " + how
        return self.pick(("accept", "accept", "drop", "", ""))

    def mark(self):
        """meta mark set"""
        mark = "meta mark set "
        if self.chance(2):
            return mark + "0x%x" % self.pick(MARKS)
        keep, bits = self.rng.getrandbits(32), self.pick(MARKS)
        return mark + self.pick((
            "meta mark | 0x%x" % bits, "meta mark & 0x%x" % keep,
            "meta mark ^ 0x%x" % bits,
            "meta mark & 0x%x | 0x%x" % (keep & ~bits, bits)))

    def rule(self, later):
        """A rule."""
        self.group()
        self.proto = None
        words = [self.match() for _ in range(self.pick((0, 1, 1, 1, 2, 2,
                                                        3)))]
        if self.chance(6):
            words.append(self.mark())
            if self.chance(3):
                words.append(self.match())
        verdict = self.verdict(later)
        if not words and verdict and not self.chance(4):
            verdict = ""
        words.append("counter packets %d bytes %d" % (
            (0, 0) if not self.chance(6) else
            (self.rng.randint(1, 99), self.rng.randint(100, 1 << 40))))
        return " ".join(words + [verdict]).rstrip()

    def run(self, later):
        """Many rules of one shape."""
        self.proto = "any"
        times = self.pick((5, 9, 20, 40, 100, 300))
        end = self.verdict(later, times)
        op = self.pick(("", "", "", "", "!= "))
        if op and end not in ("", "return"):
            end = ""
        shapes = ["addr", "prefix", "same", "range", "hoplimit", "both",
                  "iface"]
        if not self.rs.plain:
            shapes += ["tcp", "udp", "addr-port", "mixed"]
        shape = self.pick(shapes)
        side = self.pick(("ip6 saddr", "ip6 daddr"))
        port = self.pick(("sport", "dport"))
        found, base = [], self.addr() >> 68 << 68
        for _ in range(times):
            self.group()
            addr = base | self.rng.getrandbits(self.pick((4, 12, 68)))
            number = self.rng.getrandbits(self.pick((6, 10, 16)))
            if shape == "prefix":
                length = self.pick((56, 60, 64, 65, 80, 112, 127))
                addr = addr & FULL << (128 - length) & FULL
                self.note("addr", addr, addr | FULL >> length)
                words = "%s %s%s/%d" % (side, op, text(addr), length)
            elif shape == "same":
                # prefixes of one length
                addr = addr >> 64 << 64
                self.note("addr", addr, addr | FULL >> 64)
                words = "%s %s%s/64" % (side, op, text(addr))
            elif shape == "range":
                last = min(FULL, addr + self.rng.randint(1, 4000))
                self.note("addr", addr, last)
                words = "%s %s%s-%s" % (side, op, text(addr), text(last))
            elif shape == "hoplimit":
                number = self.number("hoplimit")
                self.note("hoplimit", number)
                words = "ip6 hoplimit %s%d" % (op, number)
            elif shape in ("tcp", "udp"):
                number |= not number
                self.note("port", number)
                self.note("proto", PROTOS[shape])
                words = "%s %s %s%d" % (shape, port, op, number)
            elif shape == "addr-port":
                self.note("port", number)
                self.note("addr", addr)
                words = "%s %s tcp %s %s%d" % (side, text(addr), port, op,
                                               number)
            elif shape == "both":
                self.note("addr", addr)
                words = "ip6 saddr %s%s ip6 daddr & ::f == ::%x" % (
                    op, text(addr), number & 15)
            elif shape == "iface":
                self.note("addr", addr)
                words = 'iifname "%s" %s %s%s' % (
                    self.pick(("lan", "lan1", "wan")), side, op, text(addr))
            elif shape == "mixed":
                self.note("port", number)
                words = "%s dport %d" % (self.pick(("tcp", "udp")), number)
            else:
                self.note("addr", addr)
                words = "%s %s%s" % (side, op, text(addr))
            found.append(("%s counter %s" % (words, end)).rstrip())
        if self.chance(3):
            found[self.rng.randrange(len(found))] = self.rule(later)
        if self.chance(4):
            found.insert(self.rng.randrange(len(found)),
                         "counter return" if self.chance(3) else
                         "counter " + self.mark())
        return found

    def write(self):
        """A ruleset."""
        self.begin()
        self.named, self.cost = {}, {}
        rs = self.rs = Ruleset()
        rs.plain = self.chance(6)
        rs.flags = ["essentials"] + ["revalidate"] * self.chance(2)
        users = ["user%d" % n for n in range(self.rng.randrange(6))]
        many = self.pick((2, 4, 8, 20))
        runs = self.chance(2)
        for n, name in enumerate(users + list(HOOKS)):
            later = users[:n]
            if name in HOOKS and self.chance(8):
                continue
            rules = [TALK] if name == "output" else []
            for _ in range(self.rng.randint(0, many)):
                rules.append(self.rule(later))
            if runs and self.chance(2):
                at = self.rng.randint(len(rules[:1]), len(rules))
                rules[at:at] = self.run(later)
            if self.chance(2):
                rules.append("counter")
            rs.chains[name] = rules
            self.cost[name] = sum(1 + sum(
                self.cost[word] for word in rule.split()[-1:]
                if word in self.cost) for rule in rules)
            rs.policy[name] = self.pick(("accept", "accept", "drop"))
        return rs


