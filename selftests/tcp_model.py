# SPDX-License-Identifier: GPL-2.0-only
"""
Valid TCP traffic: two stacks after RFC 9293, small but complete, and between
them a network that loses, doubles and reorders on both sides of the router.

	tcp_model.py FIRST LAST SEGMENTS	a result for each seed

Every segment that a stack sends is valid, however late it passes the router:
so none may be invalid.
"""
import heapq
import random
import sys

LIMIT = 3000			# time at which a connection is left alone


class Seg:
    """A segment; numbers count from the SYN of their side."""

    def __init__(self, who, flags, seq, ack, length, win, scale=None):
        self.who, self.flags, self.seq, self.ack = who, flags, seq, ack
        self.length, self.win, self.scale = length, win, scale
        self.end = seq + length + ("S" in flags) + ("F" in flags)


class End:
    """One stack."""

    def __init__(self, net, who, rng):
        self.net, self.who, self.rng = net, who, rng
        self.state, self.synack = "listen", False
        self.scale = rng.choice((None, 0, 2, 7, 9))
        self.scaled = 0
        self.buf = rng.choice((300, 3000, 30000, 60000, 200000))
        self.shrinks = rng.random() < 0.2
        self.mss = rng.choice((50, 300, 1200))
        self.data = rng.choice((0, 1, 500, 5000, 20000)) + 1
        self.una = self.nxt = self.rcv = self.unread = 0
        self.edge = self.limit = self.wl = 0
        self.early, self.fin_in, self.fin_out = {}, False, False
        self.dups = 0
        self.cwnd = rng.choice((1, 4, 20, 100)) * self.mss
        self.ending = rng.choice("FFFFFRG")	# FIN, RST, gone
        self.lasts = rng.randint(5, 300)
        self.fast = rng.choice((1, 1, 5))
        self.peer_scale = 0

    def window(self):
        """What goes in the header; its right edge stays, mostly."""
        edge = self.rcv + max(0, self.buf - self.unread)
        if not self.shrinks:
            edge = max(edge, self.edge)
        win = min(65535, max(0, edge - self.rcv) >> self.scaled)
        self.edge = self.rcv + (win << self.scaled)
        return win

    def send(self, flags, seq=None, length=0, ack=None):
        """Give a segment to the network."""
        seq = self.nxt if seq is None else seq
        ack = self.rcv if ack is None else ack
        scaled, self.scaled = self.scaled, 0 if "S" in flags else self.scaled
        win = self.window()
        self.scaled = scaled
        scale = self.scale if "S" in flags else None
        if "S" in flags and "A" in flags and not self.net.both and \
                self.net.opener is not self:
            scale = self.scale if self.net.opener.scale is not None else None
        if "R" in flags:
            win = 0
        self.net.carry(Seg(self.who, flags, seq, ack if "A" in flags else 0,
                   length, win, scale))

    def connect(self):
        """Send a SYN, perhaps with data."""
        self.state = "syn-sent"
        self.fast_open = self.rng.choice((0, 0, 0, min(self.data, 40)))
        self.send("S", 0, self.fast_open)
        self.nxt = 1 + self.fast_open

    def bytes_at(self, seq, most):
        """A segment's worth of what was or can be sent from there."""
        length = max(0, min(most, 1 + self.data - seq))
        fin = self.fin_out and seq + length == 1 + self.data
        self.send("FA" if fin else "PA" if length else "A", seq, length)
        return length + fin

    def push(self):
        """Send what the window lets through."""
        if self.state != "est":
            return
        while self.nxt < 1 + self.data:
            room = min(self.limit, self.una + self.cwnd) - self.nxt
            if room <= 0:
                break
            self.nxt += self.bytes_at(self.nxt, min(room, self.mss))
        if self.nxt == 1 + self.data and self.ending == "F" and \
                not self.fin_out and self.net.time > self.lasts:
            self.fin_out = True
            self.nxt += self.bytes_at(self.nxt, 0)

    def tick(self):
        """Time passes: read, retransmit, probe, close."""
        if self.state in ("dead", "gone", "listen"):
            return
        if self.state == "est":
            full = self.buf - self.unread < self.mss
            self.unread -= self.rng.randint(0, self.unread) if \
                self.rng.random() < 0.7 else 0
            if full and self.buf - self.unread >= self.mss:
                self.send("A")
            if self.net.time > self.lasts and self.ending in "RG":
                self.abort()
                return
        self.push()
        if self.rng.random() < 0.3:
            self.retransmit()

    def retransmit(self):
        """The timer, for whatever it is set."""
        if self.state == "syn-sent":
            self.fast_open = self.rng.choice((0, self.fast_open))
            self.send("S", 0, self.fast_open)
        elif self.state == "syn-recv":
            self.send("SA", 0)
        elif self.state == "est" and self.una < self.nxt:
            self.bytes_at(self.una, min(self.nxt - self.una,
                            self.rng.choice((1, self.mss, 1400))))
        elif self.state == "est" and self.nxt < 1 + self.data:
            # a closed window: either kind of probe
            if self.rng.random() < 0.5:
                self.send("A", self.una - 1)
            else:
                self.nxt = max(self.nxt, self.una + self.bytes_at(self.una, 1))
        elif self.state == "est" and self.rng.random() < 0.1:
            self.send("A", self.nxt - 1,
                  0 if self.fin_out else self.rng.choice((0, 1)))

    def abort(self):
        """End it with a RST, or forget it."""
        if self.ending == "R":
            self.send(self.rng.choice(("R", "RA")))
        self.state = "gone"

    def receive(self, seg):
        """A segment arrives."""
        flags = seg.flags
        if self.state == "dead":
            return
        if self.state in ("gone", "listen") and "A" in flags:
            if "R" not in flags:
                self.send("R", seg.ack)
        elif self.state == "listen" and flags == "S":
            self.opened(seg)
            self.state = "syn-recv"
            if self.rng.random() < 0.6:
                self.rcv = seg.end		# the SYN's data too
            self.send("SA", 0)
            self.nxt = max(self.nxt, 1)
        elif self.state == "syn-sent":
            self.receive_opening(seg)
        elif self.state in ("syn-recv", "est"):
            self.receive_open(seg)

    def opened(self, seg):
        """The other's SYN was seen."""
        self.rcv = max(self.rcv, 1)
        self.limit = self.una + seg.win if "A" not in seg.flags else \
            seg.ack + seg.win
        both = seg.scale is not None and self.scale is not None
        self.scaled = self.scale if both else 0
        self.peer_scale = seg.scale if both else 0

    def receive_opening(self, seg):
        """In SYN-SENT."""
        good = "A" in seg.flags and 1 <= seg.ack <= self.nxt
        if "R" in seg.flags:
            if good:
                self.state = "dead"
        elif "A" in seg.flags and not (good and "S" in seg.flags):
            self.send("R", seg.ack)
        elif "S" in seg.flags:
            self.opened(seg)
            if good:
                self.state, self.una = "est", seg.ack
                self.nxt = max(seg.ack, 1)
                self.send("A")
            else:
                self.state, self.nxt = "syn-recv", 1
                self.send("SA", 0)

    def receive_open(self, seg):
        """In SYN-RECEIVED and everything behind it."""
        flags = seg.flags
        if "S" in flags:
            if flags == "S" and self.state == "syn-recv":
                self.send("SA", 0)
            elif self.state == "syn-recv" and 1 <= seg.ack <= self.nxt:
                self.state, self.una = "est", max(self.una, seg.ack)
                self.send("A")
            else:
                self.send("A")
            return
        room = max(self.edge - self.rcv, 0)
        fits = self.rcv <= seg.seq <= self.rcv + room or \
            self.rcv < seg.end <= self.rcv + room
        if "R" in flags:
            if seg.seq == self.rcv:
                self.state = "dead"
            elif fits:
                self.send("A")
            return
        if not fits or seg.ack > self.nxt:
            self.send("A")
            if not fits:
                return
        if seg.ack > self.nxt:
            return
        self.state = "est"
        self.acked(seg)
        self.take(seg)
        self.push()

    def acked(self, seg):
        """What the segment acknowledges."""
        if seg.ack > self.una:
            self.una, self.dups = seg.ack, 0
        elif seg.ack == self.una and not seg.length and self.una < self.nxt:
            self.dups += 1
            if self.dups == 3:
                self.bytes_at(self.una, min(self.mss, self.nxt - self.una))
        if (seg.seq, seg.ack) >= (self.wl, self.una):
            self.wl = seg.seq
            self.limit = seg.ack + (seg.win << self.peer_scale)

    def take(self, seg):
        """What the segment brings."""
        if not seg.length and "F" not in seg.flags:
            return
        if "F" in seg.flags:
            self.fin_in = seg.end
        end = min(seg.end, max(self.edge, self.rcv) + ("F" in seg.flags))
        if end > seg.seq:
            self.early[seg.seq] = max(end, self.early.get(seg.seq, 0))
        for first in sorted(self.early):
            if first > self.rcv:
                break
            last = self.early.pop(first)
            if last > self.rcv:
                self.unread += last - self.rcv
                self.rcv = last
        if self.rng.random() < 0.7 or self.early or seg.end <= self.rcv:
            self.send("A")
        if self.fin_in and self.rcv >= self.fin_in and self.ending != "F" \
                and self.rng.random() < 0.5:
            self.ending = "F"


class Net:
    """Two ends, and what passes the router between them, in trace."""

    def __init__(self, rng):
        self.rng, self.time, self.queue, self.count = rng, 0, [], 0
        self.trace = []
        self.loss = rng.choice((0, 0.02, 0.1, 0.3))
        self.double = rng.choice((0, 0.01, 0.1))
        self.jitter = rng.choice((0, 1, 3, 8))
        self.end = {"lan": End(self, "lan", rng), "wan": End(self, "wan", rng)}
        self.opener = self.end["lan"]
        self.both = rng.random() < 0.1

    def at(self, delay, what, *args):
        """Do something later."""
        self.count += 1
        heapq.heappush(self.queue,
                   (self.time + delay, self.count, what, args))

    def leg(self, then, seg):
        """One way to or from the router."""
        if self.rng.random() < self.loss:
            return
        for _ in range(2 if self.rng.random() < self.double else 1):
            self.at(1 + self.rng.random() * self.jitter *
                (self.rng.random() < 0.4), then, seg)

    def carry(self, seg):
        """From an end."""
        self.leg(self.router, seg)

    def router(self, seg):
        """At the router."""
        self.trace.append((self.time, seg))
        self.leg(self.end["wan" if seg.who == "lan" else "lan"].receive, seg)

    def ticks(self, end):
        """The clock of an end."""
        end.tick()
        if self.time < LIMIT and end.state not in ("dead", "gone"):
            self.at(5 + self.rng.random() * 10 * end.fast, self.ticks, end)

    def run(self):
        """Play it; what passed the router."""
        self.at(0, self.end["lan"].connect)
        self.at(1, self.ticks, self.end["lan"])
        if self.both:
            self.end["wan"].state = "none"
            self.at(2, self.end["wan"].connect)
        self.at(3, self.ticks, self.end["wan"])
        idle = 0
        while self.queue and idle < 400:
            self.time, _, what, args = heapq.heappop(self.queue)
            what(*args)
            idle = idle + 1 if what == self.ticks and all(
                e.fin_out and e.una == e.nxt for e in self.end.values()) \
                else 0
            if self.time > LIMIT:
                break
        return self.trace


def connections(seed, segments):
    """(port, time, segment) of connections side by side, in order."""
    rng, found, port = random.Random(seed), [], 20000
    while len(found) < segments:
        start = rng.random() * 300
        net = Net(rng)
        isn = {who: rng.choice((rng.getrandbits(32), 2**32 - 300)) for
               who in ("lan", "wan")}
        for time, seg in net.run():
            found.append((start + time, len(found), port, isn, seg))
        port += 1
    return [row[2:] for row in sorted(found, key=lambda row: row[:2])]


def main():
    """Play the connections of each seed through the router."""
    from packets import equal
    from tcp import BATCH, Router, peer, segment
    first, last, segments = map(int, sys.argv[1:])
    router = Router()
    for seed in range(first, last + 1):
        rows = connections(seed, segments)
        lost = []
        # numbers of two seeds may be the same, as those of two connections
        # one after the other never are (RFC 6528)
        router.wire.ct6("flows", "delete", "all")
        for at in range(0, len(rows), BATCH):
            lost += through(router, rows[at:at + BATCH], peer, segment)
        equal("seed %d: %d segments of %d connections are valid" %
              (seed, len(rows), len({row[0] for row in rows})),
              "0 lost", "%d lost" % len(lost) + "".join("\n  " + n for n in lost[:9]))


def through(router, rows, peer, segment):
    """Send segments in order; those that do not come through."""
    wire, sent = router.wire, {}
    for number, (port, isn, seg) in enumerate(rows):
        data = bytearray(segment(
            seg.who, seg.flags, isn[seg.who] + seg.seq,
            isn[peer(seg.who)] + seg.ack if "A" in seg.flags else 0,
            port, seg.length, seg.win, seg.scale))
        data[2:4] = number.to_bytes(2, "big")	# of the flow label
        (wire.lan if seg.who == "lan" else wire.wan).send(data)
        sent[number] = "%s %s %s seq=%d ack=%d len=%d" % (
            port, seg.who, seg.flags, seg.seq, seg.ack, seg.length)
    for here, there in ((wire.lan, wire.wan), (wire.wan, wire.lan)):
        for packet in there.until(here.end()):
            sent.pop(int.from_bytes(packet[2:4], "big"), None)
    return list(sent.values())


if __name__ == "__main__":
    main()
