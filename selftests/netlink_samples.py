# SPDX-License-Identifier: GPL-2.0-only
"""
Good requests of the ct6 family, for tests that damage them.
"""
from ct6nl import (C, NLM_F_DUMP, attr, base, change, elem, match, nest, rule,
                   verdict)


def samples():
    """Good requests, one of each kind and shape."""
    expr = C["CT6_A_RULE_EXPR"]
    tcp = match("L4PROTO", elem(b"\6"))
    port = match("DPORT", elem(b"\0\x16", end=b"\0\x50"), elem(b"\x01\xbb"))
    addr = match("SADDR", elem(bytes(16), mask=bytes(8) + b"\xff" * 8),
                 invert=True)
    limit = nest(expr, nest(C["CT6_A_EXPR_LIMIT"],
                            attr(C["CT6_A_LIMIT_RATE"], 5),
                            attr(C["CT6_A_LIMIT_UNIT"], 60)))
    log = nest(expr, nest(C["CT6_A_EXPR_LOG"],
                          attr(C["CT6_A_LOG_PREFIX"], "x: ")))
    reject = nest(expr, nest(C["CT6_A_EXPR_REJECT"],
                             attr(C["CT6_A_REJECT_TYPE"], 0)))
    user = nest(C["CT6_A_RULESET_CHAIN"], attr(C["CT6_A_CHAIN_NAME"], "user"))
    kind = C["CT6_A_SET_ELEMS_ELEM"]
    listed = nest(expr, nest(C["CT6_A_EXPR_MATCH"],
                             attr(C["CT6_A_MATCH_FIELD"], C["CT6_FIELD_SADDR"]),
                             attr(C["CT6_A_MATCH_SET"], "s")))
    sets = (nest(C["CT6_A_RULESET_SET"], attr(C["CT6_A_SET_NAME"], "s"),
                 attr(C["CT6_A_SET_TYPE"], C["CT6_SET_TYPE_IPV6_ADDR"]),
                 attr(C["CT6_A_SET_FLAGS"], 3),
                 attr(C["CT6_A_SET_TIMEOUT"], 60)) +
            nest(C["CT6_A_RULESET_SET_ELEMS"],
                 attr(C["CT6_A_SET_ELEMS_SET"], "s"),
                 elem(bytes(16), kind=kind),
                 elem(b"\x20" + bytes(15), mask=b"\xff" + bytes(15), kind=kind)))
    elems = nest(C["CT6_A_RULESET_SET_ELEMS"],
                 attr(C["CT6_A_SET_ELEMS_SET"], "s"),
                 elem(b"\x30" + bytes(15), end=b"\x31" * 16, kind=kind),
                 nest(kind, attr(C["CT6_A_ELEM_DATA"], b"\x40" + bytes(15)),
                      attr(C["CT6_A_ELEM_TIMEOUT"], 9),
                      attr(C["CT6_A_ELEM_EXPIRES"], 3)))
    ruleset = (attr(C["CT6_A_RULESET_FLAGS"], 3) + base("input", "drop") +
               base("forward", "accept") + user + sets +
               rule("input", tcp, port, addr, limit, log, verdict("ACCEPT")) +
               rule("input", verdict("JUMP", "user")) +
               rule("input", listed, verdict("DROP")) +
               rule("user", verdict("RETURN")) +
               rule("forward", attr(C["CT6_A_RULE_COMMENT"], "c"), reject))
    flow = C["CT6_A_FLOW_FILTER"]
    return [
        (C["CT6_CMD_RULESET_SET"], ruleset, 0),
        (C["CT6_CMD_RULESET_SET"], ruleset, 0),
        (C["CT6_CMD_RULESET_SET"], ruleset, 0),
        (C["CT6_CMD_RULESET_GET"], b"", NLM_F_DUMP),
        (C["CT6_CMD_FLOW_GET"],
         nest(flow, attr(C["CT6_A_FILTER_SADDR"], bytes(16)),
              attr(C["CT6_A_FILTER_SADDR_LEN"], b"\x40")), NLM_F_DUMP),
        (C["CT6_CMD_FLOW_GET"], attr(C["CT6_A_FLOW_L4PROTO"], b"\x06") +
         attr(C["CT6_A_FLOW_SADDR"], bytes(16)) +
         attr(C["CT6_A_FLOW_DADDR"], bytes(16)), 0),
        (C["CT6_CMD_FLOW_DEL"],
         nest(flow, attr(C["CT6_A_FILTER_PORT"], b"\0\x50")), 0),
        (C["CT6_CMD_CONFIG_SET"], attr(C["CT6_A_CONFIG_MAX_FLOWS"], 99), 0),
        (C["CT6_CMD_STATS_GET"], b"", 0),
        (C["CT6_CMD_SET_ELEM_ADD"], elems, 0),
        (C["CT6_CMD_SET_ELEM_DEL"], elems, 0),
        (C["CT6_CMD_SET_FLUSH"], elems, 0),
        (C["CT6_CMD_SET_GET"], elems, 0),
        (C["CT6_CMD_SET_GET"], elems, NLM_F_DUMP),
        (C["CT6_CMD_RULESET_CHANGE"],
         change("rule-add", "input", verdict("ACCEPT")) +
         change("chain-add", "other") + change("rule-insert", "other", tcp), 0),
        (C["CT6_CMD_EXPLAIN"],
         attr(C["CT6_A_EXPLAIN_CHAIN"], "input") +
         attr(C["CT6_A_EXPLAIN_SADDR"], bytes(15) + b"\1") +
         attr(C["CT6_A_EXPLAIN_DADDR"], bytes(15) + b"\2") +
         attr(C["CT6_A_EXPLAIN_L4PROTO"], b"\x06") +
         attr(C["CT6_A_EXPLAIN_DPORT"], b"\0\x16"), 0),
    ]
