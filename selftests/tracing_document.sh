#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Each command of Documentation/tracing.rst, taken from there, does what is said
# there: trace_pipe with a filter, a histogram, perf, bpftrace.

. "$(dirname "$0")/lib.sh"
document=$here/../Documentation/tracing.rst
[ -f "$document" ] || skip_all "$document"
tracing=/sys/kernel/tracing
[ -d $tracing/events ] || mount -t tracefs tracefs $tracing 2>/dev/null
[ -d $tracing/events/ct6 ] || skip_all "a kernel with tracepoints"
need perf bpftrace
plan 6

silent_hosts
load_rules router <<-END
	chain forward {
		policy drop;
		ct state established accept
		ct state invalid drop
		iifname "lan" udp dport 53 accept
	}
END
cd "$work" || exit
DOCUMENT=$document results_of python3 - <<'END'
import glob
import os
import re
import signal
import tempfile
import threading

from packets import *

TRACING = "/sys/kernel/tracing"
DROP = TRACING + "/events/ct6/ct6_drop/"
w = Wire()


def blocks():
    """The literal blocks of the document, each a list of its lines."""
    found, inside = [], False
    with open(os.environ["DOCUMENT"], encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line.startswith("    ") and inside:
                found[-1].append(line[4:])
            elif line and not line.startswith(" "):
                inside = line.endswith("::")
                if inside:
                    found.append([])
    return found


def drop():
    """Two that the rules drop, one of them to port 443; one that passes; one
    that is invalid."""
    w.from_lan(udp(LAN, WAN, 1000, 443), udp(LAN, WAN, 1000, 80),
               udp(LAN, WAN, 1000, 53))
    w.from_wan(tcp(WAN, LAN, "SF", 443, 443, seq=1))


def run(lines, where):
    """What these say when they are typed into a shell. Into a file, and from
    nothing: perf would write its records into a pipe, and read them from one."""
    with tempfile.TemporaryFile("w+") as file:
        subprocess.run(["bash", "-ec", "\n".join(lines)], cwd=where,
                       stdin=subprocess.DEVNULL, stdout=file,
                       stderr=subprocess.STDOUT, check=False)
        file.seek(0)
        return file.read()


def until(process, pattern, seen=""):
    """What it says, until a line is like this or it ends."""
    for line in process.stdout:
        seen += line
        if re.search(pattern, line):
            break
    return seen


def start(lines, where):
    """Begin to run what only ends by Ctrl-C."""
    return subprocess.Popen(["bash", "-ec", "\n".join(lines)], cwd=where,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True,
                            start_new_session=True)


def interrupt(process, seen=""):
    """Ctrl-C, and what is said then."""
    os.killpg(process.pid, signal.SIGINT)
    return seen + process.communicate()[0]


def write(name, value):
    """Into a file of the tracepoint's."""
    with open(DROP + name, "w", encoding="ascii") as file:
        file.write(value)


def pipe(lines):
    """One kind of drop is shown, others are not."""
    process = start(lines, ".")
    filtered = ""
    while "443" not in filtered and process.poll() is None:
        with open(DROP + "filter", encoding="ascii") as file:
            filtered = file.read()
    drop()
    drop()
    seen = until(process, "dport=443") + until(process, "dport=443")
    seen = interrupt(process, seen)
    write("enable", "0")
    write("filter", "0")
    return re.findall(r"ct6_drop: .*reason=(\S+) .* dport=(\d+)", seen), seen


def histogram(lines):
    """Drops by reason and state."""
    seen = run(lines[:-1], TRACING)
    drop()
    drop()
    seen += run(lines[-1:], TRACING)
    write("trigger", "!" + re.search("'(.*)'", lines[0]).group(1))
    return re.findall(r"reason: +(\d+), state: +(\d+) .*hitcount: +(\d+)",
                      seen), seen


def perf(lines):
    """Drops with the way to them; packets come all the time."""
    ended = threading.Event()

    def send():
        while not ended.wait(0.2):
            drop()

    sender = threading.Thread(target=send)
    sender.start()
    try:
        seen = run(lines[:-1], ".")
    finally:
        ended.set()
        sender.join()
    seen += run(lines[-1:], ".")
    return seen


def programs_ran(session):
    """Has a BPF program of these processes run? The kernel counts."""
    for path in glob.glob("/proc/[0-9]*/fdinfo/*"):
        try:
            if os.getsid(int(path.split("/")[2])) != session:
                continue
            with open(path, encoding="ascii") as file:
                if re.search(r"run_cnt:\s+[1-9]", file.read()):
                    return True
        except OSError:     # it ended, or closed it
            pass
    return False


def bpf(lines):
    """A count of drops by source, port and reason."""
    with open("/proc/sys/kernel/bpf_stats_enabled", "w", encoding="ascii") as file:
        file.write("1")
    process = start(lines, ".")
    while process.poll() is None and not programs_ran(process.pid):
        drop()
    drop()
    return interrupt(process)


def number(name):
    """The number of a reason or state, which the document says the format has."""
    with open(DROP + "format", encoding="ascii") as file:
        return re.search(r'\{ (\d+), "%s" \}' % name, file.read()).group(1)


found = blocks()
equal("each command of the document is tried here",
      ["cd", "echo", "perf", "bpftrace"], [b[0].split()[0] for b in found])
drops, said = pipe(found[0])
equal("trace_pipe has what the filter lets through", [("rules", "443")] * 2,
      drops or said)
drops, said = histogram(found[1])
equal("the histogram counts by reason and state",
      [(number("invalid-tcp"), number("invalid"), "2"),
       (number("rules"), number("new"), "4")], sorted(drops)[::-1] or said)
said = perf(found[2])
ok(re.search(r"ct6:ct6_drop: .*reason=rules .* dport=443 ", said),
   "perf has the drops", said[:2000])
ok(re.search(r"^\s+[0-9a-f]+ ct6_judge\+.*\n\s+[0-9a-f]+ nf_hook_slow\+", said,
             re.M), "and where in the kernel", said[:2000])
said = bpf(found[3])
equal("bpftrace counts by source, port and reason",
      sorted([(WAN, "443", number("invalid-tcp"))] +
             [(LAN, port, number("rules")) for port in ("443", "80")]),
      sorted(re.findall(r"^@\[(\S+), (\d+), (\d+)\]: [1-9]", said, re.M))
      or said)
END
