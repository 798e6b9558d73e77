#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `ct6 stats --prometheus` is what Prometheus reads: its own client library
# takes it, and finds the numbers that --json has, each of its type.

. "$(dirname "$0")/lib.sh"
plan 5
silent_hosts
load_rules router <<-END
	chain forward { policy drop; udp dport 1 accept; }
END
refused "not together with --json" 2 "--prometheus goes without" \
	on router ct6 --json stats --prometheus
results_of python3 - <<'END'
import json
from prometheus_client.parser import text_string_to_metric_families
from packets import *

w = Wire()
w.from_lan(*[udp(LAN, WAN, 1000 + i, 1 + i % 2) for i in range(6)])
known = json.loads(w.ct6("--json", "stats"))
text = w.ct6("stats", "--prometheus")
found = {}
for family in text_string_to_metric_families(text):
    for sample in family.samples:
        found[sample.name] = family.type, sample.value, family.documentation
equal("three flows, a gauge", ("gauge", 3.0), found["ct6_flows"][:2])
equal("three packets dropped, a counter", ("counter", 3.0),
      found["ct6_dropped_total"][:2])
equal("all that --json has, and no more",
      {name.replace("-", "_"): value for name, value in known.items()},
      {name[len("ct6_"):].replace("_total", ""): value
       for name, (kind, value, words) in found.items()})
equal("each with its meaning", [],
      [name for name, (_, _, words) in found.items() if not words])
END
