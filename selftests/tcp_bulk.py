# SPDX-License-Identifier: GPL-2.0-only
"""
Many connections at once, data both ways in each, checked to the last byte:
BYTES of the server, UP of the client.

	tcp_bulk.py serve PORT CONNECTIONS BYTES UP
	tcp_bulk.py connect PORT CONNECTIONS BYTES UP ADDRESS
"""
import hashlib
import random
import selectors
import socket
import sys

CHUNK = 16384


def stream(who, index):
    """What a side sends in a connection, piece by piece."""
    size = SIZES[who]
    piece = random.Random("%s %d" % (who, index)).randbytes(CHUNK - 8)
    for number in range(0, size, CHUNK):
        yield (number.to_bytes(8, "big") + piece)[:size - number]


def digest(who, index):
    """What the other side has to receive."""
    sha = hashlib.sha256()
    for piece in stream(who, index):
        sha.update(piece)
    return sha.digest()


class Side:
    """One side of one connection."""

    def __init__(self, sock, who, index=None):
        self.sock, self.who, self.index = sock, who, index
        self.sha, self.count = hashlib.sha256(), 0
        self.pieces, self.rest = None, b""
        self.done_sending = self.done_receiving = False
        sock.setblocking(False)
        if index is not None:
            self.begin()

    def begin(self):
        """The connection's number is known: what there is to send."""
        self.pieces = stream(self.who, self.index)
        if self.who == "client":
            self.rest = self.index.to_bytes(4, "big")

    def send(self):
        """Send what fits, close behind the last byte."""
        try:
            while not self.done_sending:
                if not self.rest:
                    self.rest = next(self.pieces, b"")
                if not self.rest:
                    self.sock.shutdown(socket.SHUT_WR)
                    self.done_sending = True
                    return
                self.rest = self.rest[self.sock.send(self.rest):]
        except BlockingIOError:
            pass

    def receive(self):
        """Take what has come."""
        try:
            data = self.sock.recv(1 << 16)
        except BlockingIOError:
            return
        if self.index is None:
            self.index = int.from_bytes(data[:4], "big")
            data = data[4:]
            self.begin()
        elif not data:
            self.done_receiving = True
        self.sha.update(data)
        self.count += len(data)

    def check(self):
        """What is wrong, or None."""
        other = "server" if self.who == "client" else "client"
        if self.sha.digest() == digest(other, self.index):
            return None
        return "%s %d: %d of %d bytes, or others" % (
            self.who, self.index, self.count, SIZES[other])


def run(who, sides, listener=None, wanted=0):
    """Until all are through; what is wrong."""
    wait, wrong = selectors.DefaultSelector(), []
    if listener:
        wait.register(listener, selectors.EVENT_READ)
    for side in sides:
        wait.register(side.sock, 3, side)
    left = wanted or len(sides)
    while left:
        events = wait.select(100)
        if not events:
            return wrong + ["%s: %d stand still" % (who, left)]
        for key, mask in events:
            side = key.data
            if side is None:
                side = Side(listener.accept()[0], who)
                wait.register(side.sock, 1, side)
                continue
            if mask & 1 and not side.done_receiving:
                side.receive()
            if mask & 2 and side.pieces:
                side.send()
            if side.done_sending and side.done_receiving:
                wait.unregister(side.sock)
                side.sock.close()
                wrong += filter(None, [side.check()])
                left -= 1
            else:
                wait.modify(side.sock, (not side.done_receiving) +
                            2 * bool(side.pieces and not side.done_sending),
                            side)
    return wrong


if __name__ == "__main__":
    PORT, COUNT, DOWN, UP = map(int, sys.argv[2:6])
    SIZES = {"server": DOWN, "client": UP}
    if sys.argv[1] == "serve":
        with socket.create_server(("::", PORT), family=socket.AF_INET6,
                                  backlog=COUNT) as server:
            faults = run("server", [], server, COUNT)
    else:
        faults = run("client", [
            Side(socket.create_connection((sys.argv[6], PORT), 60), "client",
                 i) for i in range(COUNT)])
    print("\n".join(faults) or "all intact")
    sys.exit(bool(faults))
