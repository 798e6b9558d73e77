# SPDX-License-Identifier: GPL-2.0-only
"""
Requests made of the YAML spec: trees of attributes that know which set they
are of, damage of every kind at every attribute, and attributes that a request
has not but could. What is new in the spec is tried by itself.
"""
import os
import struct

import yaml

from ct6nl import C, NLA_F_NESTED, attrs
from netlink_samples import samples

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "Documentation", "netlink", "specs", "ct6.yaml")
SIZES = {"u8": 1, "u16": 2, "u32": 4, "u64": 8}
KINDS = ("absent", "short", "empty", "long", "twice", "flat", "nested",
         "foreign", "low", "high", "text", "length", "unknown")


class Spec:
    """The spec: sets of attributes by name, operations, enums."""

    def __init__(self):
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        with open(PATH, encoding="utf-8") as file:
            spec = yaml.load(file, loader)
        self.consts = {d["name"]: d["value"] for d in spec["definitions"]
                       if d["type"] == "const"}
        self.enums = {d["name"]: d for d in spec["definitions"]
                      if d["type"] != "const"}
        self.sets = {s["name"]: {} for s in spec["attribute-sets"]}
        for found in spec["attribute-sets"]:
            for at in found["attributes"]:
                name = "CT6_A_%s_%s" % (found["name"], at["name"])
                number = C[name.upper().replace("-", "_")]
                self.sets[found["name"]][number] = at
        self.ops = []
        for op in spec["operations"]["list"]:
            if "attribute-set" not in op:
                continue
            number = C["CT6_CMD_" + op["name"].upper().replace("-", "_")]
            for way in "do", "dump":
                if way in op:
                    wanted = op[way].get("request", {}).get("attributes", [])
                    self.ops.append((op["name"], number, way == "dump",
                                     op["attribute-set"], wanted))

    def number(self, value):
        """A number of the spec, or one of its constants."""
        return self.consts.get(value, value)

    def values(self, at):
        """Values that an attribute of numbers may have, and some near them."""
        checks = at.get("checks", {})
        most = (1 << 8 * SIZES[at["type"]]) - 1
        low = self.number(checks.get("min", 0))
        high = self.number(checks.get("max", most))
        good = [low, min(low + 1, high), high]
        if "enum" in at:
            found = self.enums[at["enum"]]
            count = len(found["entries"])
            if found["type"] == "flags":
                good = [0, 1, (1 << count) - 1]
            else:
                good = list(range(count))
                high = count - 1
        return good, [v & most for v in (low - 1, high + 1, most, most >> 1)]

    def payload(self, at, rnd):
        """What such an attribute may have in it, mostly."""
        kind = at["type"]
        if kind in SIZES:
            good, bad = self.values(at)
            value = rnd.choice(good if rnd.random() < 0.8 else bad)
            order = "big" if at.get("byte-order") == "big-endian" else "little"
            return (value & (1 << 8 * SIZES[kind]) - 1).to_bytes(SIZES[kind],
                                                                 order)
        if kind == "string":
            return rnd.choice((b"input", b"user", b"other", b"s", b"lo", b"x",
                               b"")) + b"\0"
        if kind == "flag":
            return b""
        return rnd.choice((bytes(16), b"\x06", b"\0\x16", b"\0\0\0\1",
                           rnd.randbytes(rnd.choice((1, 2, 4, 6, 8, 16)))))


class Node:
    """An attribute of a set; with a list of others, or with bytes."""

    def __init__(self, spec, within, number, data):
        self.number, self.data, self.inner = number, data, None
        self.at = spec.sets.get(within, {}).get(number, {"type": "binary"})
        self.within = within
        self.of = self.at.get("nested-attributes")
        if self.of and isinstance(data, bytes):
            self.inner = parse(spec, self.of, data)
        self.flag = NLA_F_NESTED if self.of else 0
        self.length = None

    def copy(self):
        """The same once more."""
        other = Node.__new__(Node)
        other.__dict__.update(self.__dict__)
        if self.inner is not None:
            other.inner = [node.copy() for node in self.inner]
        return other

    def bytes(self):
        """As it is sent."""
        data = self.data if self.inner is None else \
            b"".join(node.bytes() for node in self.inner)
        if len(data) > 65000:
            data = data[:65000]
        size = 4 + len(data) if self.length is None else self.length
        return struct.pack("=HH", size & 0xffff, self.number | self.flag) + \
            data + bytes(-len(data) % 4)


def parse(spec, within, data):
    """The attributes in a payload as nodes."""
    return [Node(spec, within, number, bytes(inner))
            for number, inner in attrs(data)]


def canonical(spec, within, data, without=()):
    """The same without what only aligns, and without attributes of a name."""
    kept = []
    for node in parse(spec, within, data):
        if node.at["type"] == "pad" or node.at.get("name") in without:
            continue
        if node.inner is not None:
            node.inner = None
            node.data = canonical(spec, node.of, node.data, without)
        kept.append(node.bytes())
    return b"".join(kept)


def places(nodes):
    """Every list of nodes with every place in it, the innermost last."""
    for index, node in enumerate(nodes):
        yield nodes, index
        if node.inner is not None:
            yield from places(node.inner)


def grow(spec, within, rnd, depth=0):
    """Any attribute of a set, with any of its own in it."""
    number = rnd.choice(list(spec.sets[within]))
    at = spec.sets[within][number]
    if not at.get("nested-attributes") or depth > 4:
        data = spec.payload(at, rnd) if not at.get("nested-attributes") else b""
        return Node(spec, within, number, data)
    node = Node(spec, within, number, b"")
    node.inner = [grow(spec, node.of, rnd, depth + 1)
                  for _ in range(rnd.choice((0, 1, 1, 2, 3)))]
    return node


def complete(spec, within, rnd, depth=0):
    """Every attribute of a set, each as it may be."""
    nodes = []
    for number, at in spec.sets[within].items():
        if at.get("nested-attributes"):
            node = Node(spec, within, number, b"")
            node.inner = complete(spec, node.of, rnd, depth + 1) \
                if depth < 2 else []
        else:
            node = Node(spec, within, number, spec.payload(at, rnd))
        nodes.append(node)
    return nodes


def instead(spec, rnd, name, number, flags, nodes, done):
    """In the place of what a nest has, each nest that it could have: with all
    of its attributes, with each of them missing, with one alone."""
    for at, (within, index) in enumerate(places(nodes)):
        node = within[index]
        if node.inner is None:
            continue
        for kind, spec_at in spec.sets[node.of].items():
            of = spec_at.get("nested-attributes")
            if not of or (number, node.of, kind, "instead") in done:
                continue
            done.add((number, node.of, kind, "instead"))
            whole = complete(spec, of, rnd)
            variants = [whole, []]
            variants += [whole[:i] + whole[i + 1:] for i in range(len(whole))]
            variants += [[more] for more in whole]
            # some go together only with few
            variants += [[a, b] for a in whole for b in whole if a is not b]
            for variant in variants:
                tree = [other.copy() for other in nodes]
                found, place = list(places(tree))[at]
                nest = Node(spec, node.of, kind, b"")
                nest.inner = [other.copy() for other in variant]
                found[place].inner = [nest]
                yield name, number, flags, tree


def damage(spec, nodes, index, kind, rnd):
    """One kind of damage at one attribute."""
    node = nodes[index]
    if kind == "absent":
        del nodes[index]
    elif kind == "twice":
        nodes.insert(index, node.copy())
    elif kind == "unknown":
        node.number = rnd.choice((0, len(spec.sets[node.within]) + 1, 0x3fff))
    elif kind == "flat":
        node.flag ^= NLA_F_NESTED
    elif kind == "length":
        node.length = rnd.choice((0, 1, 3, 4, 5, 0xffff, 0x7fff))
    elif kind == "foreign" and node.inner is not None:
        other = rnd.choice(sorted(spec.sets))
        node.inner = [grow(spec, other, rnd)]
    elif kind in ("nested", "foreign"):
        node.inner = [grow(spec, rnd.choice(sorted(spec.sets)), rnd)]
        node.flag = NLA_F_NESTED
    elif node.inner is not None:
        node.inner = [] if kind in ("short", "empty") else \
            node.inner + [node.inner[0].copy()] * 3 if node.inner else []
    elif kind == "short":
        node.data = node.data[:-1]
    elif kind == "empty":
        node.data = b""
    elif kind == "long":
        node.data += rnd.choice((b"\0", b"x", bytes(16), b"x" * 4096))
    elif kind in ("low", "high") and node.at["type"] in SIZES:
        value = spec.values(node.at)[1][("low", "high").index(kind) *
                                        rnd.choice((1, 2))]
        order = "big" if node.at.get("byte-order") == "big-endian" else "little"
        node.data = value.to_bytes(SIZES[node.at["type"]], order)
    elif kind in ("low", "high"):
        node.data = bytes(len(node.data)) if kind == "low" else \
            b"\xff" * len(node.data)
    elif kind == "text":
        node.data = rnd.choice((b"x" * len(node.data), b"in\0put\0",
                                b"\xff\xfe", b"%s%n\0", b"x" * 200 + b"\0"))


def bases(spec):
    """Good requests as trees: (name of the operation, number, dump, nodes)."""
    names = {number: (name, within) for name, number, _, within, _ in spec.ops}
    found = []
    for number, payload, flags in samples():
        name, within = names[number]
        found.append((name, number, flags, parse(spec, within, payload)))
    # operations that no sample is of, with what they may be asked
    for name, number, dump, within, _ in spec.ops:
        if not any(base[1] == number and bool(base[2]) == dump
                   for base in found):
            found.append((name, number, 0x300 if dump else 0,
                          parse(spec, within, b"")))
    return found


def systematic(spec, rnd):
    """Each kind of damage at each attribute of each good request, and each
    attribute of the spec in each place where it may stand, once."""
    done = set()
    for name, number, flags, nodes in bases(spec):
        count = len(list(places(nodes)))
        for at in range(count):
            for kind in KINDS:
                tree = [node.copy() for node in nodes]
                within, index = list(places(tree))[at]
                path = (number, flags, within[index].within,
                        within[index].number, kind)
                if path in done:
                    continue
                done.add(path)
                damage(spec, within, index, kind, rnd)
                yield name, number, flags, tree
        yield from added(spec, rnd, name, number, flags, nodes, done)
        yield from instead(spec, rnd, name, number, flags, nodes, done)


def added(spec, rnd, name, number, flags, nodes, done):
    """A good request with one attribute more, of those that the spec knows."""
    roots = {op[1]: op[3] for op in spec.ops}
    lists = [(roots[number], ())]
    for at, (within, index) in enumerate(places(nodes)):
        if within[index].inner is not None:
            lists.append((within[index].of, (at,)))
    for within, at in lists:
        for more in spec.sets[within]:
            if (number, flags, within, more, "added") in done:
                continue
            done.add((number, flags, within, more, "added"))
            tree = [node.copy() for node in nodes]
            into = tree
            if at:
                found, index = list(places(tree))[at[0]]
                into = found[index].inner
            node = Node(spec, within, more, b"")
            if node.of:
                node.inner = [grow(spec, node.of, rnd)]
            else:
                node.data = spec.payload(node.at, rnd)
            into.append(node)
            yield name, number, flags, tree


def mixed(spec, rnd, good):
    """A good request with damage of several kinds, or one made of the spec."""
    name, number, flags, nodes = rnd.choice(good)
    tree = [node.copy() for node in nodes]
    if rnd.random() < 0.15:
        within = {op[1]: op[3] for op in spec.ops}[number]
        tree = [grow(spec, within, rnd) for _ in range(rnd.randrange(6))]
    for _ in range(rnd.choice((1, 1, 2, 3, 6))):
        found = list(places(tree))
        if not found:
            break
        into, index = rnd.choice(found)
        if rnd.random() < 0.3:
            into.insert(index, grow(spec, into[index].within, rnd)
                        if into[index].within in spec.sets else
                        into[index].copy())
        else:
            damage(spec, into, index, rnd.choice(KINDS), rnd)
    if rnd.random() < 0.1:
        rnd.shuffle(tree)
    if rnd.random() < 0.1:
        flags ^= 0x300
    return name, number, flags, tree


def payload_of(tree):
    """As it is sent."""
    return b"".join(node.bytes() for node in tree)
