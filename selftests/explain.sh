#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What `ct6 explain` says of a packet is what the data path does with it: of
# each reason a case, and packets by rules, each asked and each sent. Asking
# changes nothing.

. "$(dirname "$0")/lib.sh"
plan 46
silent_hosts

results_of python3 - <<'PYTHON'
import json
from packets import *
from state import State

w, s = Wire(), State()
FORWARD = "explain", "forward", "iif", "lan", "oif", "wan"
ENDS = "saddr", LAN, "daddr", WAN


def ask(*words):
    return json.loads(w.ct6("--json", *FORWARD, *ENDS, *words))


def failed(*words):
    """The verdict, by what, and what did not match."""
    answer = ask(*words)
    return "%s by %s: %s" % (answer["verdict"], answer["by"], ", ".join(
        r.get("failed", "yes") for r in answer["rules"]))


def refusal(*words):
    out = subprocess.run(["ip", "netns", "exec", "router", "ct6", *words],
                         capture_output=True, text=True, check=False)
    return "%d %s" % (out.returncode, out.stderr.strip())


w.load("""
chain web {
	tcp dport { 80, 443 } limit rate 1/hour burst 1 packets accept;
	return;
}
chain forward {
	policy drop;
	ip6 saddr 2001:db8:bad::/48 drop;
	ct state established accept;
	iif "wan" drop;
	tcp flags syn tcp dport 25 reject;
	jump web;
	udp dport 53 meta mark 7 accept;
	meta mark 9 notrack;
	meta mark 9 accept;
}
""")
SOURCE = "ip6 saddr 2001:db8:bad::/48, "
FIRST = SOURCE + 'ct state established, iifname "wan", '
UDP = FIRST + "meta l4proto tcp, yes, meta l4proto tcp, yes, "
MARKS = ", meta mark 0x9, meta mark 0x9"
equal("a rule of a chain that is jumped to",
      "accepted by rule: " + FIRST + "tcp dport 25, yes, yes",
      failed("tcp", "dport", "80"))
equal("the policy", "dropped by policy: " + UDP + "udp dport 53" + MARKS,
      failed("udp", "dport", "54"))
equal("a mark", "dropped by policy: " + UDP + "meta mark 0x7" + MARKS,
      failed("udp", "dport", "53"))
equal("a state that is given", "accepted by rule: " + SOURCE + "yes",
      failed("udp", "dport", "9", "state", "established"))
answer = ask("tcp", "dport", "25")
equal("a reject", ("rejected", "rule"), (answer["verdict"], answer["by"]))
answer = ask("udp", "dport", "1", "mark", "9")
equal("notrack", ("accepted", True), (answer["verdict"], answer["notrack"]))
equal("the essentials", "accepted by essentials: ",
      failed("icmpv6", "type", "nd-neighbor-solicit", "code", "0"))
equal("but not of a hop limit that has been forwarded", "invalid",
      ask("icmpv6", "type", "nd-neighbor-solicit", "hoplimit", "64")["state"])
equal("SYN and FIN are invalid", "invalid",
      ask("tcp", "dport", "80", "flags", "syn,fin")["state"])
equal("nothing was counted", ([0, 0], [0] * 8, 0, 0),
      (s.packets("web"), s.packets("forward"), s.policy("forward")[0],
       len(s.flows())))
equal("nor taken out of a bucket", 1, w.from_lan(tcp(LAN, WAN, "S")))
answer = ask("tcp", "sport", "40000", "dport", "80")
equal("a flow is found", ("new", True),
      (answer["state"], "flow" in answer))
w.from_wan(tcp(WAN, LAN, "SA", 80, 40000, seq=1, ack=1))
equal("when it was answered, it is established",
      "accepted by rule: " + SOURCE + "yes",
      failed("tcp", "sport", "40000", "dport", "80"))
text = w.ct6(*FORWARD, *ENDS, "udp", "dport", "54")
ok("dropped by the policy of forward\n" in text and
   "not: iifname \"wan\"" in text, "as text", text)
for words, want in (
        (("web", *ENDS), "1 ct6: packets meet a base chain first"),
        (("none", *ENDS), "1 ct6: no such chain"),
        (("forward", *ENDS, "iif", "none"), "1 ct6: no such interface"),
        (("forward", *ENDS, "udp", "type", "1"), "1 ct6: only ICMPv6 has it"),
        (("forward", *ENDS, "esp", "dport", "1"),
         "1 ct6: the protocol has no ports"),
        (("forward", *ENDS, "icmpv6"), "1 ct6: ICMPv6 has a type"),
        (("forward", *ENDS, "udp", "flags", "syn"), "1 ct6: only TCP has it"),
        (("forward", *ENDS, "state", "new,invalid"),
         "1 ct6: a packet is in one state"),
        (("forward", "saddr", LAN), "2 ct6: a packet has a saddr and a daddr"),
        (("forward", *ENDS, "dpotr", "1"),
         "2 ct6: unknown word of a packet 'dpotr', did you mean 'dport'?"),
        (("forward", *ENDS, "udp", "dport", "1-2"),
         "2 ct6: dport: "),
        (("forward", *ENDS, "sport"), "2 ct6: sport what?")):
    seen = refusal("explain", *words)
    ok(want in seen, "refused: " + " ".join(words), "expected: " + want,
       "seen:     " + seen)

# fields that flows do not keep: of a header that one is told of, all are known
for word, told in (("frag id 5 frag reserved 0", ("frag-id", "5")),
                   ("frag more-fragments 1", ("frag-more", "1")),
                   ('hbh options "5:2,1" hbh hdrlength 0',
                    ("hbh-options", "5:2,1:1")),
                   ("dst hdrlength > 0", ("dst-hdrlength", "3")),
                   ("rt hdrlength 2 rt type 0", ("rt-hdrlength", "2")),
                   ("ah spi 7 ah hdrlength 4",
                    ("ah-spi", "7", "ah-hdrlength", "4")),
                   ("esp spi 0", ("esp",)), ("mh type 5", ("l4proto", "135",
                                                           "mh-type", "5")),
                   ("ip6 flowlabel 5", ("flowlabel", "5"))):
    w.load("chain forward { policy drop; %s accept; }" % word)
    equal(" ".join(told) + " meets " + word, ["accepted", "dropped"],
          [ask(*told)["verdict"], ask()["verdict"]])

OPEN = "chain forward { policy drop; ct state established accept; %s }"
w.load(OPEN % "udp dport 53 accept;")
w.from_lan(udp(LAN, WAN, 7000, 53))
w.from_wan(udp(WAN, LAN, 53, 7000))
w.load(OPEN % "")
answer = ask("udp", "sport", "7000", "dport", "53")
equal("of a flow that new rules deny, though no packet has come since",
      ("dropped", "new"), (answer["verdict"], answer["state"]))
answer = json.loads(w.ct6("--json", "explain", "forward", "iif", "wan", "oif",
                          "lan", "saddr", WAN, "daddr", LAN, "udp", "sport",
                          "53", "dport", "7000"))
equal("and of its other side", ("dropped", "invalid"),
      (answer["verdict"], answer["state"]))

# Every packet by every set of rules: what is said, and what is done.
PACKETS = [(udp(LAN, WAN, sport, dport, b"x" * size),
            ("udp", "sport", str(sport), "dport", str(dport), "length",
             str(48 + size)))
           for sport, dport, size in ((1000, 53, 1), (2000, 53, 99),
                                      (2000, 80, 1))]
PACKETS += [(tcp(LAN, WAN, flags, sport, dport),
             ("tcp", "sport", str(sport), "dport", str(dport), "flags", names,
              "length", "60"))
            for sport, dport, flags, names in (
                (1000, 80, "S", "syn"), (2000, 53, "S", "syn"),
                (1000, 53, "A", "ack"), (2000, 80, "SF", "syn,fin"),
                (1000, 53, "R", "rst"))]
RULES = ("udp accept", "tcp dport 80 accept", "th sport 1000-1999 accept",
         "meta length > 100 accept", "ct state invalid accept",
         "tcp flags syn accept", "th dport != 53 ct state new accept",
         "ip6 hoplimit 64 accept", "ct state untracked accept")
for rule in RULES:
    rule = rule.replace("udp accept", "meta l4proto udp accept")
    w.load("chain forward { policy drop; %s; }" % rule)
    told, done = [], []
    for packet, words in PACKETS:
        s.forget()
        told.append(ask(*words, "hoplimit", "63")["verdict"] == "accepted")
        done.append(bool(w.from_lan(packet)))
    equal("told and done: " + rule, done, told)
PYTHON
