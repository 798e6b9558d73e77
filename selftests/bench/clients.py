#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Who is to get through a flood.

    clients.py serve PORT
    clients.py use SERVER PORT PREFIX CLIENTS SECONDS

serve echoes what TCP connections and UDP queries (port 53) bring. use opens a
connection from each of CLIENTS addresses, which it holds; they are spread over
eight /64s of PREFIX, a /48. It says "ready", waits for a line, and then begins
a connection from each address every second, for SECONDS. Prints a line of
JSON: connections that were tried, those that brought the echo within 3
seconds, those that did before a SYN would have been repeated; connections
that were held, those that still bring an echo.
"""
import heapq
import json
import random
import selectors
import socket
import sys
import time

LINKS = 8
PATIENCE = 3            # seconds
FIRST = 0.9             # a SYN is repeated after a second


def tcp_socket():
    sock = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    sock.setblocking(False)
    return sock


def serve(port):
    poll = selectors.DefaultSelector()
    listener = tcp_socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("::", port))
    listener.listen(4096)
    poll.register(listener, selectors.EVENT_READ)
    queries = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    queries.setblocking(False)
    queries.bind(("::", 53))
    poll.register(queries, selectors.EVENT_READ)
    print("ready", flush=True)
    while True:
        for key, _ in poll.select():
            sock = key.fileobj
            try:
                if sock is listener:
                    poll.register(sock.accept()[0], selectors.EVENT_READ)
                elif sock is queries:
                    sock.sendto(*sock.recvfrom(2000))
                else:
                    data = sock.recv(2000)
                    if not data:
                        raise ConnectionError
                    sock.send(data)
            except BlockingIOError:
                pass
            except OSError:
                if sock is not queries:
                    poll.unregister(sock)
                    sock.close()


class Clients:
    """Connections under way and held."""

    def __init__(self, server, port, prefix, number):
        self.server = server, port
        self.poll = selectors.DefaultSelector()
        self.begun = {}
        net = prefix.split("::")[0]
        self.sources = ["%s:%x::%x" % (net, i % LINKS + 1, i + 1)
                        for i in range(number)]
        self.tried = self.came = self.at_once = 0

    def begin(self, source):
        sock = tcp_socket()
        sock.bind((source, 0))
        self.tried += 1
        self.begun[sock] = time.monotonic()
        sock.connect_ex(self.server)
        self.poll.register(sock, selectors.EVENT_WRITE)

    def end(self, sock):
        self.poll.unregister(sock)
        del self.begun[sock]
        sock.close()

    def step(self, keep, wait=0.005):
        """Go on with what is under way; keep gets who has an echo."""
        for key, events in self.poll.select(wait):
            sock = key.fileobj
            try:
                if events & selectors.EVENT_WRITE:
                    sock.send(b"x")
                    self.poll.modify(sock, selectors.EVENT_READ)
                    continue
                if not sock.recv(100):
                    raise ConnectionError
            except OSError:
                self.end(sock)
                continue
            took = time.monotonic() - self.begun[sock]
            self.came += took < PATIENCE
            self.at_once += took < FIRST
            if keep is None:
                self.end(sock)
            else:
                self.poll.unregister(sock)
                del self.begun[sock]
                keep.append(sock)
        late = time.monotonic() - PATIENCE
        for sock in [s for s, begun in self.begun.items() if begun < late]:
            self.end(sock)

    def hold(self):
        held = []
        for source in self.sources:
            self.begin(source)
        while self.begun:
            self.step(held)
        return held

    def go(self, seconds):
        self.tried = self.came = self.at_once = 0
        start = time.monotonic()
        due = [(start + random.random(), source) for source in self.sources]
        heapq.heapify(due)
        while due or self.begun:
            now = time.monotonic()
            while due and due[0][0] <= now:
                when, source = heapq.heappop(due)
                self.begin(source)
                if when + 1 < start + seconds:
                    heapq.heappush(due, (when + 1, source))
            self.step(None)

    def ask(self, held):
        """How many of those held bring an echo, each within its time."""
        alive = 0
        for sock in held:
            try:
                sock.send(b"y")
            except OSError:
                pass
        end = time.monotonic() + PATIENCE
        poll = selectors.DefaultSelector()
        for sock in held:
            poll.register(sock, selectors.EVENT_READ)
        while alive < len(held) and time.monotonic() < end:
            for key, _ in poll.select(0.1):
                poll.unregister(key.fileobj)
                try:
                    alive += key.fileobj.recv(100) == b"y"
                except OSError:
                    pass
        return alive


def use(server, port, prefix, number, seconds):
    clients = Clients(server, port, prefix, number)
    held = clients.hold()
    print("ready", flush=True)
    sys.stdin.readline()
    clients.go(seconds)
    alive = clients.ask(held)
    print(json.dumps({"tried": clients.tried, "came": clients.came,
                      "at-once": clients.at_once, "held": len(held),
                      "alive": alive}))


if sys.argv[1] == "serve":
    serve(int(sys.argv[2]))
else:
    use(sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5]),
        float(sys.argv[6]))
