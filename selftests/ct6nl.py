# SPDX-License-Identifier: GPL-2.0-only
"""
Generic netlink by hand, for tests that must send what the tool never would.
Attribute and command numbers are read from the uapi header.
"""
import errno
import os
import re
import socket
import struct

NETLINK_GENERIC = 16
GENL_ID_CTRL = 16
CTRL_CMD_GETFAMILY = 3
CTRL_ATTR_FAMILY_ID = 1
CTRL_ATTR_FAMILY_NAME = 2
NLM_F_REQUEST, NLM_F_ACK, NLM_F_ROOT, NLM_F_MATCH = 1, 4, 0x100, 0x200
NLM_F_DUMP = NLM_F_ROOT | NLM_F_MATCH
NLMSG_ERROR, NLMSG_DONE = 2, 3
NLA_F_NESTED = 1 << 15
SOL_NETLINK, NETLINK_CAP_ACK, NETLINK_EXT_ACK = 270, 10, 11
NLM_F_CAPPED, NLM_F_ACK_TLVS = 0x100, 0x200
NLMSGERR_ATTR_MSG, NLMSGERR_ATTR_OFFS = 1, 2


def constants():
    """Names and numbers of the uapi header's enums."""
    here = os.path.dirname(os.path.abspath(__file__))
    for path in (os.path.join(here, "..", "uapi", "linux", "ct6.h"),
                 "/usr/include/linux/ct6.h"):
        if os.path.exists(path):
            break
    text = re.sub(r"/\*.*?\*/", "", open(path, encoding="utf-8").read(),
                  flags=re.S)
    found = {}
    for body in re.findall(r"enum\s+\w*\s*\{(.*?)\}", text, flags=re.S):
        value = -1
        for entry in body.split(","):
            entry = entry.strip()
            if not entry:
                continue
            name, _, given = entry.partition("=")
            if given and not re.fullmatch(r"\s*(0x)?[0-9a-fA-F]+\s*", given):
                continue
            value = int(given, 0) if given else value + 1
            found[name.strip()] = value
    return found


C = constants()


def attr(kind, data=b"", nested=False):
    """One attribute; data is bytes, an int (u32) or a string."""
    if isinstance(data, int):
        data = struct.pack("=I", data)
    elif isinstance(data, str):
        data = data.encode() + b"\0"
    head = struct.pack("=HH", 4 + len(data),
                       kind | (NLA_F_NESTED if nested else 0))
    return head + data + b"\0" * (-len(data) % 4)


def nest(kind, *attrs):
    """An attribute that holds others."""
    return attr(kind, b"".join(attrs), nested=True)


def attrs(data):
    """The attributes in data, as (kind, payload)."""
    at = 0
    while at + 4 <= len(data):
        size, kind = struct.unpack_from("=HH", data, at)
        if size < 4:
            break
        yield kind & 0x3fff, data[at + 4:at + size]
        at += (size + 3) & ~3


class Refused(Exception):
    """The kernel's refusal: errno, the message of its extack, the offset."""

    def __init__(self, err, message, offset):
        super().__init__("%s: %s (at %s)" % (errno.errorcode.get(err, err),
                                             message, offset))
        self.errno, self.message, self.offset = err, message, offset


class Genl:
    """A socket of the ct6 family."""

    def __init__(self, family="ct6"):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW,
                                  NETLINK_GENERIC)
        self.sock.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1)
        self.sock.setsockopt(SOL_NETLINK, NETLINK_CAP_ACK, 1)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.sock.bind((0, 0))
        self.seq = 0
        self.id = GENL_ID_CTRL
        self.family = []
        for message in self.call(CTRL_CMD_GETFAMILY,
                                 attr(CTRL_ATTR_FAMILY_NAME, family)):
            self.family += message
            for kind, data in message:
                if kind == CTRL_ATTR_FAMILY_ID:
                    self.id = struct.unpack("=H", data)[0]

    def send(self, cmd, payload=b"", flags=0):
        """Send one request, as it is."""
        self.seq += 1
        body = struct.pack("=BBH", cmd, 1, 0) + payload
        self.sock.send(struct.pack("=IHHII", 16 + len(body), self.id,
                                   NLM_F_REQUEST | NLM_F_ACK | flags,
                                   self.seq, 0) + body)

    def call(self, cmd, payload=b"", flags=0):
        """Send a request; the attributes of each answer, or Refused."""
        self.send(cmd, payload, flags)
        return self.answers()

    def answers(self):
        """The answers up to the acknowledgement or the end of the dump."""
        found = []
        while True:
            data = self.sock.recv(1 << 20)
            while data:
                size, kind, flags, _, _ = struct.unpack_from("=IHHII", data)
                body, data = data[16:size], data[(size + 3) & ~3:]
                if kind == NLMSG_ERROR:
                    self.error(body, flags)
                    return found
                if kind == NLMSG_DONE:
                    self.done(body, flags)
                    return found
                found.append(list(attrs(body[4:])))

    def error(self, body, flags):
        """Raise what an error message says, unless it is an ACK."""
        err, size = struct.unpack_from("=iI", body)
        at = 20 if flags & NLM_F_CAPPED else 4 + ((size + 3) & ~3)
        if err:
            self.refuse(err, body, at, flags)

    def done(self, body, flags):
        """Raise what the end of a dump says, unless it went well."""
        err = struct.unpack_from("=i", body)[0] if len(body) >= 4 else 0
        if err < 0:
            self.refuse(err, body, 4, flags)

    @staticmethod
    def refuse(err, body, at, flags):
        """Raise a refusal with the words of its extack."""
        message, offset = "", None
        if flags & NLM_F_ACK_TLVS:
            for kind, data in attrs(body[at:]):
                if kind == NLMSGERR_ATTR_MSG:
                    message = data.rstrip(b"\0").decode()
                elif kind == NLMSGERR_ATTR_OFFS:
                    offset = struct.unpack("=I", data)[0]
        raise Refused(-err, message, offset)


def settle(genl):
    """A ruleset that waits for its confirmation lets none take its place."""
    try:
        genl.call(C["CT6_CMD_RULESET_CONFIRM"])
    except Refused as err:
        if err.errno != errno.ENOENT:
            raise


def elem(data, mask=None, end=None, kind=C["CT6_A_MATCH_ELEM"]):
    """One alternative of a match; with another kind, an element of a set."""
    parts = [attr(C["CT6_A_ELEM_DATA"], data)]
    if mask is not None:
        parts.append(attr(C["CT6_A_ELEM_MASK"], mask))
    if end is not None:
        parts.append(attr(C["CT6_A_ELEM_END"], end))
    return nest(kind, *parts)


def match(field, *elems, invert=False):
    """A match expression."""
    return nest(C["CT6_A_RULE_EXPR"], nest(
        C["CT6_A_EXPR_MATCH"],
        attr(C["CT6_A_MATCH_FIELD"], C["CT6_FIELD_" + field]),
        *([attr(C["CT6_A_MATCH_FLAGS"], 1)] if invert else []), *elems))


def verdict(code, chain=None):
    """A verdict expression."""
    return nest(C["CT6_A_RULE_EXPR"], nest(
        C["CT6_A_EXPR_VERDICT"],
        attr(C["CT6_A_VERDICT_CODE"], C["CT6_VERDICT_" + code]),
        *([attr(C["CT6_A_VERDICT_CHAIN"], chain)] if chain else [])))


def rule(chain, *exprs):
    """A rule of ruleset-set."""
    return nest(C["CT6_A_RULESET_RULE"], attr(C["CT6_A_RULE_CHAIN"], chain),
                *exprs)


def base(hook, policy):
    """A base chain of ruleset-set, named as its hook."""
    return nest(C["CT6_A_RULESET_CHAIN"],
                attr(C["CT6_A_CHAIN_NAME"], hook),
                attr(C["CT6_A_CHAIN_HOOK"], C["CT6_HOOK_" + hook.upper()]),
                attr(C["CT6_A_CHAIN_POLICY"],
                     C["CT6_VERDICT_" + policy.upper()]))


def change(kind, chain, *attrs_, **named):
    """A change of ruleset-change; a rule's words, and handle=, index=, ..."""
    parts = [attr(C["CT6_A_CHANGE_KIND"],
                  C["CT6_CHANGE_KIND_" + kind.upper().replace("-", "_")])]
    if chain is not None:
        parts.append(attr(C["CT6_A_CHANGE_CHAIN"], chain))
    for name, value in named.items():
        if name == "handle":
            value = struct.pack("=Q", value)
        parts.append(attr(C["CT6_A_CHANGE_" + name.upper()], value))
    if attrs_:
        parts.append(nest(C["CT6_A_CHANGE_RULE"], *attrs_))
    return nest(C["CT6_A_RULESET_CHANGE"], *parts)
