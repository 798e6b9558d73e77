#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a set takes and loses while its ruleset waits for the confirmation, the
# former ruleset's set takes and loses, too: a ban outlives the roll-back.

. "$(dirname "$0")/lib.sh"
plan 12
silent_hosts

results_of python3 - <<'END'
import json
from packets import *

w = Wire()
RULES = ("set banned { type ipv6_addr; flags interval, timeout; %s }\n"
         "set ports { type inet_service; elements = { 1 } }\n"
         "chain forward { policy accept; ip6 saddr @banned drop; %s }\n")
FORMER = RULES % ("elements = { 2001:db8:bad::1 }", "accept")
NEWER = RULES % ("elements = { 2001:db8:bad::2 }", "counter")


def elements(name="banned"):
    """Of a set of the ruleset that runs."""
    for one in json.loads(w.ct6("--json", "show", "set", name))["elements"]:
        yield one.get("value", one.get("first"))


def pend(rules=NEWER):
    """The former ruleset, and another one that waits."""
    w.load(FORMER)
    subprocess.run(["ip", "netns", "exec", "router", "ct6", "load", "-",
                    "--confirm", "600"], input=rules, text=True, check=True,
                   capture_output=True)


pend()
w.ct6("set-add", "banned", LAN, "timeout", "1h")
equal("a ban counts at once", 0, w.from_lan(udp(LAN, WAN)))
w.ct6("rollback")
equal("and when the former ruleset runs again", 0, w.from_lan(udp(LAN, WAN)))
answer = json.loads(w.ct6("--json", "show", "set", "banned"))["elements"]
equal("beside its own, with its time", [(LAN, 3600), ("2001:db8:bad::1", 0)],
      [(e["value"], e["timeout"]) for e in answer])
pend()
w.ct6("set-add", "banned", LAN)
w.ct6("confirm")
equal("confirmed: the newer set with it", [LAN, "2001:db8:bad::2"],
      list(elements()))
pend()
w.ct6("set-del", "banned", "2001:db8:bad::1", "2001:db8:bad::2")
w.ct6("rollback")
equal("what was taken out is out", [], list(elements()))
pend()
w.ct6("set-flush", "banned")
w.ct6("rollback")
equal("a set that was emptied is empty", [], list(elements()))
equal("others are as they were", [1], list(elements("ports")))

# the former set already has a prefix around it
w.load(RULES % ("elements = { 2001:db8:1::/48 }", "accept"))
subprocess.run(["ip", "netns", "exec", "router", "ct6", "load", "-",
                "--confirm", "600"], input=NEWER, text=True, check=True,
               capture_output=True)
w.ct6("set-add", "banned", LAN)
equal("one that the former set cannot take counts in the newer one", 0,
      w.from_lan(udp(LAN, WAN)))
w.ct6("rollback")
equal("and there all is as it was", ["2001:db8:1::/48"],
      [e.strip() for e in w.ct6("show", "set", "banned")
       .split("elements = {")[1].split("}")[0].split(",")])

pend("set banned { type mark; }\nchain forward { policy accept; }\n")
w.ct6("set-add", "banned", "7")
w.ct6("rollback")
equal("a set of another type is another set", ["2001:db8:bad::1"],
      list(elements()))
pend()
w.ct6("add", "forward", "accept", "--force")
w.ct6("set-add", "banned", LAN)
w.ct6("rollback")
equal("rules changed meanwhile: the ban outlives that as well",
      [LAN, "2001:db8:bad::1"], list(elements()))
w.load(FORMER)
w.ct6("set-add", "banned", LAN)
equal("with nothing that waits it is as ever", [LAN, "2001:db8:bad::1"],
      list(elements()))
END
