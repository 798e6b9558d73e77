#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The examples of a small office, a tunnel and a VPN gateway load and do what
# they say: who reaches whom, and who does not. (home-router.ct6 and host.ct6
# have tests of their own: simple_security_*.sh, service.sh.)

. "$(dirname "$0")/lib.sh"
examples=$here/../examples
[ -r "$examples/office-dmz.ct6" ] || skip_all examples/
plan 26
silent_hosts
host dmz
wire router dmz 2001:db8:3::1/64 dmz eth0 none
ip -n router addr add 203.0.113.1/24 dev dmz
on router sysctl -qw net.ipv6.icmp.ratelimit=0
neighbour dmz dmz 2001:db8:3::80 2001:db8:3::25 2001:db8:3::53 203.0.113.2

EXAMPLES=$examples results_of python3 - <<'END'
import os

from packets import *

WEB, MAIL, NAMES = ("2001:db8:3::" + end for end in ("80", "25", "53"))
IPV4 = {"lan": "192.0.2.2", "wan": "198.51.100.2", "dmz": "203.0.113.2"}
ports = {name: Port(name, "router", name, address, address)
         for name, address in IPV4.items()}


def load(example):
    """Load one, as somebody with these nets would write it."""
    with open("%s/%s.ct6" % (os.environ["EXAMPLES"], example),
              encoding="ascii") as file:
        rules = file.read()
    rules = rules.replace('"tun6"', '"wan"').replace('"vpn"', '"dmz"')
    out = subprocess.run(["ip", "netns", "exec", "router", "ct6", "load", "-"],
                         input=rules, text=True, capture_output=True,
                         check=False)
    equal(example + " loads", "", out.stderr)


def passes(a, b, *packets):
    """How many packets from a come out at b."""
    for packet in packets:
        ports[a].send(packet)
    came = []
    for src, dst in (a, b), (b, a):
        port = ports[src]
        port.mark = bytes(IP(src=IPV4[src], dst=IPV4[dst], ttl=9) /
                          UDP(sport=9, dport=9, chksum=0) / bytes(12))
        came.append(ports[dst].until(port.end()))
    return len(came[0])


def answered(a, b, packet, answer):
    """Does a packet pass from a to b, and its answer back?"""
    return passes(a, b, packet), passes(b, a, answer)


load("office-dmz")
equal("office: a desk reaches the world", (1, 1),
      answered("lan", "wan", udp(LAN, WAN, 1, 53), udp(WAN, LAN, 53, 1)))
equal("the servers", (1, 1),
      answered("lan", "dmz", tcp(LAN, WEB, "S", 2, 22, seq=1),
               tcp(WEB, LAN, "SA", 22, 2, seq=1, ack=2)))
equal("the world reaches the web", (1, 1),
      answered("wan", "dmz", tcp(WAN, WEB, "S", 3, 443, seq=1),
               tcp(WEB, WAN, "SA", 443, 3, seq=1, ack=2)))
equal("mail and names", 3,
      passes("wan", "dmz", tcp(WAN, MAIL, "S", 4, 25, seq=1),
             udp(WAN, NAMES, 4, 53), tcp(WAN, NAMES, "S", 5, 53, seq=1)))
equal("nothing else of them", 0,
      passes("wan", "dmz", tcp(WAN, WEB, "S", 6, 22, seq=1),
             tcp(WAN, MAIL, "S", 6, 80, seq=1), udp(WAN, WEB, 6, 53)))
equal("no desk", 0, passes("wan", "lan", tcp(WAN, LAN, "S", 7, 80, seq=1)))
equal("nor do the servers", 0,
      passes("dmz", "lan", tcp(WEB, LAN, "S", 8, 80, seq=1)))
equal("they fetch updates, and mail goes out", 2,
      passes("dmz", "wan", tcp(WEB, WAN, "S", 9, 443, seq=1),
             tcp(MAIL, WAN, "S", 9, 25, seq=1)))
equal("but not from the web server", 0,
      passes("dmz", "wan", tcp(WEB, WAN, "S", 10, 25, seq=1)))
equal("nobody outside has a desk's address", 0,
      passes("wan", "dmz", tcp(LAN, WEB, "S", 11, 443, seq=1)))
equal("a hundred connections of a /64, and no more", 99,
      passes("wan", "dmz", *(tcp(WAN, WEB, "S", 1000 + i, 80, seq=1)
                             for i in range(105))))

load("tunnel-broker")
equal("tunnel: out, and back", (1, 1),
      answered("lan", "wan", udp(LAN, WAN, 21, 53), udp(WAN, LAN, 53, 21)))
equal("a ping comes in", 1, passes("wan", "lan", echo(WAN, LAN, 21)))
equal("nothing else does", 0,
      passes("wan", "lan", tcp(WAN, LAN, "S", 22, 22, seq=1)))
equal("nor from an address that is routed here", 0,
      passes("wan", "lan", echo("2001:db8:1::7", LAN, 23)))
equal("nor from a 6to4 address of a private one, nor an answer from it", 0,
      passes("wan", "lan", echo("2002:c0a8:101::1", LAN, 24),
             echo("2002:a00:1::1", LAN, 25), echo("fd00::1", LAN, 26)))
subprocess.run("ip -n router route add 2002::/16 via %s dev wan" % WAN,
               shell=True, check=True)
equal("nor is anything sent to one, but to one of a public one", (0, 1),
      (passes("lan", "wan", echo(LAN, "2002:c0a8:101::1", 27)),
       passes("lan", "wan", echo(LAN, "2002:cb00:7101::1", 27))))
equal("nobody here has another's address", 0,
      passes("lan", "wan", udp("2001:db8:77::1", WAN, 28, 53)))

CLIENT = "2001:db8:9::5"
subprocess.run("ip -n router route replace 2001:db8:9::/64 dev dmz && "
               "ip -n router neigh replace %s lladdr %s dev dmz nud permanent"
               % (CLIENT, ports["dmz"].mac), shell=True, check=True)
load("vpn-gateway")
equal("VPN: a client reaches the lan, and the lan it", (1, 1),
      answered("dmz", "lan", tcp(CLIENT, LAN, "S", 31, 80, seq=1),
               tcp(LAN, CLIENT, "SA", 80, 31, seq=1, ack=2)))
equal("its address does not do without the tunnel, in a connection either", 0,
      passes("wan", "lan", tcp(CLIENT, LAN, "A", 31, 80, seq=2, ack=2),
             tcp(CLIENT, LAN, "S", 32, 80, seq=1)))
equal("nor another's in it", 0,
      passes("dmz", "lan", tcp(WEB, LAN, "S", 33, 80, seq=1)))
equal("nobody begins from outside", 0,
      passes("wan", "lan", tcp(WAN, LAN, "S", 34, 80, seq=1)))
END
router=2001:db8:2::1
said() {
	on router ct6 --json explain "$@" | jq -r .verdict
}
equal "IKE and SSH of a client get in, SSH from outside does not" \
	"accepted accepted dropped" \
	"$(said input iif wan saddr $wan daddr $router udp sport 500 dport 500) $(
	said input iif dmz saddr 2001:db8:9::5 daddr $router tcp sport 1 dport 22) $(
	said input iif wan saddr $wan daddr $router tcp sport 1 dport 22)"
