#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Jump comes back, goto does not, return leaves; sixteen jumps are taken,
# seventeen and loops are refused.

. "$(dirname "$0")/lib.sh"
plan 18
silent_hosts

results_of python3 - <<'END'
from packets import *
from state import State

w, s = Wire(), State()


def run(rules, chains):
    """A packet passes or not, and what each chain's rules count of it."""
    w.load(rules)
    run.port += 1
    passed = w.from_lan(udp(LAN, WAN, run.port))
    return (passed, *(s.packets(chain) for chain in chains.split()))


run.port = 0
equal("jump comes back", (0, [1, 1], [1]), run("""
chain forward { policy accept; jump a; drop; }
chain a { counter; }
""", "forward a"))
equal("goto does not", (1, [1, 0], [1]), run("""
chain forward { policy accept; goto a; drop; }
chain a { counter; }
""", "forward a"))
equal("goto in a chain goes back to who jumped", (0, [1, 1], [1, 0], [1]),
      run("""
chain forward { policy accept; jump a; drop; }
chain a { goto b; accept; }
chain b { counter; }
""", "forward a b"))
equal("return leaves the chain", (0, [1, 1], [1, 0]), run("""
chain forward { policy accept; jump a; drop; }
chain a { return; accept; }
""", "forward a"))
equal("in a base chain it takes the policy", (0, [1, 0]), run("""
chain forward { policy drop; return; accept; }
""", "forward"))
equal("after a goto as well", (1, [1, 0], [1, 0]), run("""
chain forward { policy accept; goto a; drop; }
chain a { return; drop; }
""", "forward a"))
equal("an accept in a chain is one", (1, [1, 0], [1, 0], [1]), run("""
chain forward { policy drop; jump a; drop; }
chain a { jump b; drop; }
chain b { accept; }
""", "forward a b"))
equal("a match decides whether to jump", (1, [0, 1], [0]), run("""
chain forward { policy drop; tcp dport 1 jump a; accept; }
chain a { drop; }
""", "forward a"))
equal("a chain may be reached twice", (1, [1, 1, 1], [2]), run("""
chain forward { policy drop; jump a; jump a; accept; }
chain a { counter; }
""", "forward a"))
equal("an empty chain comes back", (1, [1, 1], []), run("""
chain forward { policy drop; jump a; accept; }
chain a {
}
""", "forward a"))


def deep(jumps, word="jump"):
    """A chain of so many jumps, the last one counts."""
    chains = ["chain c%d { counter; %s c%d; counter; }" % (i, word, i + 1)
              for i in range(1, jumps)]
    return "\n".join(["chain forward { policy accept; %s c1; drop; }" % word,
                      *chains, "chain c%d { counter; }" % jumps])


equal("sixteen jumps deep", (0, [1, 1], [1, 1, 1], [1, 1, 1], [1]),
      run(deep(16), "forward c1 c15 c16"))
equal("sixteen gotos", (1, [1, 0], [1, 1, 0], [1]),
      run(deep(16, "goto"), "forward c1 c16"))


def refused(name, words, rules):
    """The kernel refuses it with these words."""
    try:
        w.load(rules)
        seen = "taken"
    except RuntimeError as err:
        seen = str(err)
    ok(words in seen, name, "expected: ..." + words, "seen:     " + seen)


refused("seventeen jumps are too many", "more than 16 jumps deep", deep(17))
refused("seventeen gotos too", "more than 16 jumps deep", deep(17, "goto"))
refused("a chain that jumps to itself", "loop",
        "chain forward { jump a; }\nchain a { jump a; }")
refused("a loop that no base chain reaches", "loop",
        "chain forward { accept; }\nchain a { jump b; }\nchain b { goto a; }")
refused("a jump to a base chain", "base chain",
        "chain forward { jump input; }\nchain input { accept; }")
equal("after all that the last good ruleset runs", [1, 1, 0],
      s.packets("c1"))
END
