#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# TFTP with real programs: the server answers from a new port, which the
# helper expects, and only after a request.

. "$(dirname "$0")/lib.sh"
need in.tftpd tftp curl jq
plan 13
three_hosts

# rules [HELPER]
rules() {
	load_rules router <<-END
		chain forward {
			policy drop;
			ct state established,related accept
			ct state invalid drop
			iifname "lan" udp dport 69 ${1-} accept
		}
	END
}

get() {
	rm -f "$work/got"
	on lan curl -sS -m "$1" -o "$work/got" "tftp://[$wan]/file" &&
		cmp "$work/got" "$work/tftp/file"
}

mkdir -p "$work/tftp"
head -c 20000 /dev/urandom >"$work/tftp/file"
head -c 10000 /dev/urandom >"$work/up"
touch "$work/tftp/new"
chmod 755 "$work" "$work/tftp"
chmod 666 "$work/tftp/new"
server wan in.tftpd -L -6 -a "[::]:69" -u nobody -s "$work/tftp"
busywait 10 listens wan 69 || note "tftpd does not listen"

rules
fails "without helper nothing comes" get 4
equal "nor is anything expected" 0 "$(stat_of router expect-created)"

rules "ct helper tftp"
succeeds "curl gets a file" get 20
(cd "$work" && on lan timeout 20 tftp -6 -m octet $wan -c put up new >/dev/null)
succeeds "tftp puts one" cmp "$work/up" "$work/tftp/new"
equal "each was expected once" "2 2" \
	"$(stat_of router expect-created) $(stat_of router expect-used)"

# probe DATA: an answer from another port of the wan, behind that
cat >"$work/probe.py" <<'END'
import socket
import sys

from packets import in_netns


def sock(name, port):
    """A socket of a host."""
    s = in_netns(name, socket.socket, socket.AF_INET6, socket.SOCK_DGRAM)
    s.bind(("::", port))
    s.settimeout(1)
    return s


port = int(sys.argv[1])
client, server = sock("lan", port), sock("wan", port)
client.sendto(eval(sys.argv[2]), (sys.argv[3], 69))
client.settimeout(0.3)
came = 0
for host, again in (("wan", 0), ("wan", 1)):
    server = sock(host, port + 1 + again)
    server.sendto(b"\0\5probe\0", (sys.argv[4], port))
    try:
        while client.recv(100) != b"\0\5probe\0":
            pass
        came += 1
    except TimeoutError:
        pass
print(came)
END
probe() {
	PYTHONPATH=$here python3 "$work/probe.py" "$1" "$2" $wan $lan
}
equal "one answer is let in" 1 "$(probe 3000 "b'\0\1file\0octet\0'")"
equal "to a request to write, too" 1 "$(probe 3010 "b'\0\2new\0octet\0'")"
equal "none to anything else" 0 "$(probe 3020 "b'\0\3file\0octet\0'")"
equal "nor to a request without mode" 0 "$(probe 3030 "b'\0\1file\0'")"
equal "nor with a mode that has no end" 0 "$(probe 3040 "b'\0\1file\0octet'")"
equal "nor to a request that is too long" 0 \
	"$(probe 3050 "b'\0\1file\0octet\0' + b'blksize\0008\0' * 60")"
load_rules router <<-END
	chain input { policy drop; ct state established,related accept; }
	chain output { policy accept; udp dport 69 ct helper tftp accept; }
END
far=$(ip -n wan -br -6 addr show dev eth0 scope link | awk '{ print $3 }')
rm -f "$work/got"
on router curl -sS -m 20 -o "$work/got" "tftp://[${far%/*}%25wan]/file"
succeeds "between link-local addresses" cmp "$work/got" "$work/tftp/file"
rules
equal "nor under rules without the helper" 0 "$(probe 3060 "b'\0\1file\0octet\0'")"
