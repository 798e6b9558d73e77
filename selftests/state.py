# SPDX-License-Identifier: GPL-2.0-only
"""
What the kernel knows, read over netlink without the tool: flows, counters of
rules, statistics, settings, events. Names are those of the uapi header, in
small letters with dashes.
"""
import socket
import struct

from ct6nl import C, Genl, NLM_F_DUMP, attr, attrs, nest
from packets import in_netns

CTRL_ATTR_MCAST_GROUPS, CTRL_GRP_NAME, CTRL_GRP_ID = 7, 1, 2
NETLINK_ADD_MEMBERSHIP = 1
STATES = {6: "CT6_TCP_STATE_", 33: "CT6_DCCP_STATE_", 132: "CT6_SCTP_STATE_"}
ANSWERS = "new", "established", "related", "invalid", "untracked"

# The rules that count each state, for the chain of a test.
COUNT_STATES = "\n".join("\tct state %s counter" % s for s in ANSWERS)


def names(prefix):
    """Numbers of the constants that begin so, by their names' rest."""
    return {number: name[len(prefix):].lower().replace("_", "-")
            for name, number in C.items() if name.startswith(prefix)}


def read(prefix, pairs):
    """Attributes by name; what is in network byte order stays bytes."""
    known, found = names(prefix), {}
    for kind, data in pairs:
        name = known.get(kind, kind)
        if len(data) == 16:
            found[name] = socket.inet_ntop(socket.AF_INET6, data)
        elif name in ("sport", "dport", "icmp-id"):
            found[name] = int.from_bytes(data, "big")
        elif len(data) in (1, 2, 4, 8):
            found[name] = int.from_bytes(data, "little")
        else:
            found[name] = data
    return found


def read_flow(message):
    """A flow with its state, status and reason in words."""
    flow = read("CT6_A_FLOW_", message)
    status = names("CT6_FLOW_STATUS_")
    flow["status"] = {name for bit, name in status.items()
                      if flow["status"] & bit}
    if flow["l4proto"] in STATES:
        flow["state"] = names(STATES[flow["l4proto"]])[flow["state"]]
    if "reason" in flow:
        flow["reason"] = names("CT6_DESTROY_REASON_")[flow["reason"]]
    return flow


class State:
    """The state of ct6 in a network namespace."""

    def __init__(self, host="router"):
        self.host = host
        self.genl = in_netns(host, Genl)
        self.events_genl = None

    def flows(self, **want):
        """Flows, those with the given values."""
        found = [read_flow(m) for m in
                 self.genl.call(C["CT6_CMD_FLOW_GET"], flags=NLM_F_DUMP)]
        return [f for f in found
                if all(f.get(k.replace("_", "-")) == v
                       for k, v in want.items())]

    def flow(self, **want):
        """The one flow with the given values."""
        found = self.flows(**want)
        if len(found) != 1:
            raise LookupError("%d flows with %s" % (len(found), want))
        return found[0]

    def counters(self, chain):
        """(packets, bytes) of a chain's rules, in order."""
        return [pair for name, pair in self.ruleset("RULE", "CHAIN")
                if name == chain]

    def packets(self, chain):
        """Packets of a chain's rules, in order."""
        return [packets for packets, _ in self.counters(chain)]

    def policy(self, chain):
        """(packets, bytes) of a base chain's policy."""
        return dict(self.ruleset("CHAIN", "NAME"))[chain]

    def ruleset(self, kind, key):
        """Name and counters of each chain or rule."""
        for message in self.genl.call(C["CT6_CMD_RULESET_GET"],
                                      flags=NLM_F_DUMP):
            for number, data in message:
                if number != C["CT6_A_RULESET_" + kind]:
                    continue
                part = dict(attrs(data))
                name = part[C["CT6_A_%s_%s" % (kind, key)]]
                pair = tuple(
                    int.from_bytes(part.get(C["CT6_A_%s_%s" % (kind, what)],
                                            b""), "little")
                    for what in ("PACKETS", "BYTES"))
                yield name.rstrip(b"\0").decode(), pair

    def stats(self):
        """Every counter by its name."""
        return read("CT6_A_STATS_",
                    self.genl.call(C["CT6_CMD_STATS_GET"])[0])

    def settings(self):
        """Every setting by its name."""
        return read("CT6_A_CONFIG_",
                    self.genl.call(C["CT6_CMD_CONFIG_GET"])[0])

    def set(self, **settings):
        """Change settings."""
        payload = b""
        for name, value in settings.items():
            if name in ("tracking", "tcp_loose"):
                value = struct.pack("=B", value)
            payload += attr(C["CT6_A_CONFIG_" + name.upper()], value)
        self.genl.call(C["CT6_CMD_CONFIG_SET"], payload)

    def forget(self):
        """End all flows."""
        self.genl.call(C["CT6_CMD_FLOW_DEL"], nest(C["CT6_A_FLOW_FILTER"]))

    def listen(self, group="flows"):
        """Collect events from now on, for events()."""
        genl = self.events_genl = in_netns(self.host, Genl)
        for kind, data in genl.family:
            if kind != CTRL_ATTR_MCAST_GROUPS:
                continue
            for _, one in attrs(data):
                one = dict(attrs(one))
                if one[CTRL_GRP_NAME].rstrip(b"\0").decode() == group:
                    genl.sock.setsockopt(
                        270, NETLINK_ADD_MEMBERSHIP,
                        int.from_bytes(one[CTRL_GRP_ID], "little"))

    def events(self):
        """The flow events that have come, as (what, flow)."""
        kinds = {C["CT6_CMD_FLOW_NEW_NTF"]: "new",
                 C["CT6_CMD_FLOW_UPDATE_NTF"]: "update",
                 C["CT6_CMD_FLOW_DEL_NTF"]: "destroy"}
        found = []
        while True:
            try:
                data = self.events_genl.sock.recv(1 << 16,
                                                  socket.MSG_DONTWAIT)
            except BlockingIOError:
                return found
            size = struct.unpack_from("=I", data)[0]
            found.append((kinds[data[16]],
                          read_flow(attrs(data[20:size]))))

    def classify(self, wire, port, packet, chain="forward"):
        """The state that a packet is in, by the rules of COUNT_STATES."""
        before = self.packets(chain)
        wire.passed(port, packet)
        after = self.packets(chain)
        return "+".join(name for name, a, b in zip(ANSWERS, before, after)
                        for _ in range(b - a)) or "not seen"
