# SPDX-License-Identifier: GPL-2.0-only
"""
Two processors that send at one time. Which of the router's packets they are
in the middle of then, nobody knows; that they are, rules that take a while
make likely.
"""
import mmap
import os

from packets import ETH_P_IPV6, Port, in_netns

GO, DONE = 0, 8		# how many may be sent; how many the other has sent


def both(wire, pairs, enough):
    """
    Send the two packets of each pair from the lan at once, until there are
    no more or it is enough; how many pairs were sent.
    """
    head = wire.lan.ether + ETH_P_IPV6.to_bytes(2, "big")
    pairs = [(head + bytes(one), head + bytes(two)) for one, two in pairs]
    shared = mmap.mmap(-1, mmap.PAGESIZE)

    def put(at, value):
        shared[at:at + 8] = value.to_bytes(8, "little")

    def reach(at, value):
        # a process that sleeps comes too late
        while int.from_bytes(shared[at:at + 8], "little") < value:
            pass

    if not os.fork():
        os.sched_setaffinity(0, {1})
        sock = in_netns("lan", Port.open)
        for number, (_, packet) in enumerate(pairs, 1):
            reach(GO, number)
            if shared[GO + 7]:
                break
            sock.send(packet)
            put(DONE, number)
        os._exit(0)
    sent = 0
    while sent < len(pairs) and not enough():
        put(GO, sent + 1)
        wire.lan.sock.send(pairs[sent][0])
        sent += 1
        reach(DONE, sent)
    put(GO, 1 << 56)
    os.wait()
    return sent


def meanwhile(wire, packets, call):
    """
    Send packets from the lan on the other processor, and call() again and
    again until all are sent.
    """
    head = wire.lan.ether + ETH_P_IPV6.to_bytes(2, "big")
    packets = [head + bytes(packet) for packet in packets]
    child = os.fork()
    if not child:
        os.sched_setaffinity(0, {1})
        sock = in_netns("lan", Port.open)
        for packet in packets:
            sock.send(packet)
        os._exit(0)
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        call()


def came(wire, number):
    """
    How many packets come out at the wan, that many at most: those of the
    other processor may come behind the mark.
    """
    found = 0
    for _ in range(100):
        found += len(wire.wan.until(wire.lan.end()))
        if found >= number:
            break
    return found
