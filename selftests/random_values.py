# SPDX-License-Identifier: GPL-2.0-only
"""
Values for random rules and random packets.

What a rule compares with is noted, with what lies just inside of it and just
outside, and packets are made of that: random packets alone would hardly ever
meet a random rule, and never its limits.
"""
import random
import socket

FULL = (1 << 128) - 1

# behind the router's devices; what is in LOCAL is the router's own
LAN, LAN1, LOCAL, WAN = (0x20010db8 << 96 | n << 80 for n in (1, 2, 3, 4))
NETS = LAN, LAN1, LOCAL, WAN
ROUTER = 0xfe80 << 112 | 1
NEIGHBOUR = 0xfe80 << 112 | 2
ALL_NODES = 0xff02 << 112 | 1
DEVICES = "lan", "lan1", "wan"

WIDTH = {"addr": 128, "port": 16, "length": 16, "hoplimit": 8, "dscp": 6,
         "proto": 8, "nexthdr": 8, "flags": 8, "type": 8, "code": 8,
         "mark": 32}
PROTOS = {"tcp": 6, "udp": 17, "icmpv6": 58, "udplite": 136, "sctp": 132,
          "dccp": 33}
# marks that packets may have when they come, by their hop limit, and get from
# rules; the router writes them into the hop limit of what it sends
MARKS = 1, 2, 0x10, 0x0100, 0x80000001, 0xffffffff


def text(number):
    """An address as it is written."""
    return socket.inet_ntop(socket.AF_INET6, number.to_bytes(16, "big"))


def net_of(number):
    """The device behind which an address is, or "local", or None."""
    if number in (ROUTER, ALL_NODES):
        return "local"
    if not number >> 125 == 1:
        return None
    return {LAN >> 80: "lan", LAN1 >> 80: "lan1",
            LOCAL >> 80: "local"}.get(number >> 80, "wan")


class Values:
    """A source of random values that remembers what rules ask for."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.begin()

    def begin(self):
        """Forget what rules ask for."""
        self.seen, self.groups, self.focus = {}, [{}], {}

    def group(self):
        """What is noted from here on belongs together: it is one rule's."""
        if self.groups[-1]:
            self.groups.append({})

    def chance(self, n):
        """True one time in n."""
        return self.rng.randrange(n) == 0

    def pick(self, choice):
        """One of a list."""
        return self.rng.choice(choice)

    def some(self, choice, most=4):
        """A few of a list, each once."""
        nr = min(self.rng.randint(1, most), len(choice))
        return self.rng.sample(choice, nr)

    def note(self, field, first, last=None):
        """A rule asks for first to last: remember the limits."""
        end = (1 << WIDTH[field]) - 1
        last = first if last is None else last
        self.keep(field, [v for v in (first - 1, first, last, last + 1,
                                      self.rng.randint(first, last))
                          if 0 <= v <= end])

    def keep(self, field, values):
        """Remember values, of all rules and of this one."""
        self.seen.setdefault(field, []).extend(values)
        self.groups[-1].setdefault(field, []).extend(values)

    def note_mask(self, field, value, mask):
        """A rule asks for value under mask: others that fit, or nearly do."""
        width = WIDTH[field]
        fits = value | self.rng.getrandbits(width) & ~mask
        kept = [fits, value, fits ^ 1 << self.rng.randrange(width)]
        if mask:
            bit = self.pick([b for b in range(width) if mask >> b & 1])
            kept.append(fits ^ 1 << bit)
        self.keep(field, kept)

    def look(self):
        """Look at one rule, mostly: values are those that it asks for."""
        self.focus = {} if self.chance(4) else self.pick(self.groups)

    def known(self, field, other):
        """What a rule asks for, or what the function other says."""
        if field in self.focus and not self.chance(8):
            return self.pick(self.focus[field])
        if field in self.seen and self.chance(2):
            return self.pick(self.seen[field])
        return other()

    def number(self, field):
        """Small, at a limit, or any."""
        end = (1 << WIDTH[field]) - 1
        way = self.rng.randrange(6)
        if way == 0:
            return self.rng.randint(0, min(9, end))
        if way == 1:
            return end - self.rng.randint(0, 3)
        if way == 2:
            return 1 << self.rng.randrange(WIDTH[field])
        if field == "length":
            return self.rng.randint(40, 300)
        if field == "hoplimit" and way == 3:
            return self.rng.randint(58, 66)
        if field in ("proto", "nexthdr") and way > 2:
            return self.pick(list(PROTOS.values()))
        if field == "type" and way > 2:
            return self.rng.choice((1, 2, 3, 4, 128, 129, 130, 135, 136, 143))
        if field == "mark":
            return self.pick(MARKS)
        if field == "port" and way == 3:
            return self.rng.choice((22, 53, 80, 443))
        return self.rng.randint(0, end)

    def range(self, field):
        """First and last of some numbers that are not all."""
        end = (1 << WIDTH[field]) - 1
        first, last = sorted((self.number(field), self.number(field)))
        if self.chance(3):
            last = min(end, first + self.rng.randint(1, 20))
        if first == last or (first, last) == (0, end):
            first, last = (0, 1) if last == 0 else (last - 1, last)
        return first, last

    def addr(self):
        """An address of one of the networks, near to others."""
        net = self.pick(NETS)
        sub = self.pick((0, 1, 2, 0x10, 0xff00, 0xffff,
                         self.rng.getrandbits(16)))
        iid = self.pick((0, 1, 2, 3, 0xff, 1 << 63, (1 << 64) - 1,
                         (1 << 64) - 2, self.rng.getrandbits(64),
                         self.rng.getrandbits(4) << 60))
        return net | sub << 64 | iid

    def prefix(self):
        """First address and length of a prefix."""
        length = self.pick((0, 16, 32, 47, 48, 49, 56, 60, 63, 64, 65, 96,
                            127, 128, self.rng.randint(1, 128)))
        addr = self.addr()
        return addr & FULL << (128 - length) & FULL, length

    def mask(self):
        """A mask for addresses, mostly one that is no prefix."""
        return self.pick(((1 << 64) - 1, 0xffff, 0xf << 60 | 0xf,
                          FULL ^ 0xff << 64, 1, FULL - 1, 1 << 64, 1 << 127,
                          self.rng.getrandbits(128),
                          self.rng.getrandbits(128) &
                          self.rng.getrandbits(128),
                          self.rng.getrandbits(16) << 56))
