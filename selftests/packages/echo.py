#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Servers and clients for guest.

    serve TCP UDP UDP           answer on these ports
    connect ADDRESS PORT        ends with 0 when a connection comes about
    ask ADDRESS GOOD BAD FILE   until there is FILE: questions to two ports of
                                UDP, one that answers and one that must not
"""
import os
import select
import socket
import sys
import time

FEW = 100


def serve(tcp, *ports):
    """A connection is accepted, a datagram sent back."""
    listener = socket.create_server(("::", int(tcp)), family=socket.AF_INET6)
    known = [listener]
    for port in ports:
        sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        sock.bind(("::", int(port)))
        known.append(sock)
    while True:
        for sock in select.select(known, [], [])[0]:
            if sock is listener:
                sock.accept()[0].close()
            else:
                sock.sendto(*sock.recvfrom(64))


def ask(address, good, bad, file):
    """How many went unanswered, and how many were answered that must not be."""
    socks = [socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) for _ in "gb"]
    asked = lost = let = 0
    while asked < FEW or not os.path.exists(file):
        asked += 1
        what = b"%d" % asked
        socks[1].sendto(what, (address, int(bad)))
        socks[0].sendto(what, (address, int(good)))
        end = time.monotonic() + 5
        answers = []
        while what not in answers and time.monotonic() < end:
            if select.select(socks[:1], [], [], 0.5)[0]:
                answers.append(socks[0].recv(64))
        lost += what not in answers
        while select.select(socks[1:], [], [], 0)[0]:
            socks[1].recv(64)
            let += 1
    print("lost %d let %d, %s" % (lost, let, "many" if asked > FEW else asked))


def connect(address, port):
    """Once, within five seconds."""
    socket.create_connection((address, int(port)), 5).close()


if __name__ == "__main__":
    try:
        {"serve": serve, "connect": connect, "ask": ask}[sys.argv[1]](*sys.argv[2:])
    except OSError as error:
        sys.exit(str(error))
