/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ct6.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_CT6_GEN_H
#define _LINUX_CT6_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/ct6.h>

/* Common nested types */
extern const struct nla_policy ct6_chain_nl_policy[CT6_A_CHAIN_BYTES + 1];
extern const struct nla_policy ct6_change_nl_policy[CT6_A_CHANGE_BYTES + 1];
extern const struct nla_policy ct6_count_nl_policy[CT6_A_COUNT_PREFIX_LEN + 1];
extern const struct nla_policy ct6_elem_nl_policy[CT6_A_ELEM_EXPIRES + 1];
extern const struct nla_policy ct6_expr_nl_policy[CT6_A_EXPR_MARK + 1];
extern const struct nla_policy ct6_filter_nl_policy[CT6_A_FILTER_IFINDEX + 1];
extern const struct nla_policy ct6_limit_nl_policy[CT6_A_LIMIT_DADDR_LEN + 1];
extern const struct nla_policy ct6_log_nl_policy[CT6_A_LOG_FLAGS + 1];
extern const struct nla_policy ct6_mark_nl_policy[CT6_A_MARK_VALUE + 1];
extern const struct nla_policy ct6_match_nl_policy[CT6_A_MATCH_SET + 1];
extern const struct nla_policy ct6_recent_nl_policy[CT6_A_RECENT_FLAGS + 1];
extern const struct nla_policy ct6_reject_nl_policy[CT6_A_REJECT_DELAY + 1];
extern const struct nla_policy ct6_rule_nl_policy[CT6_A_RULE_BYTES + 1];
extern const struct nla_policy ct6_set_nl_policy[CT6_A_SET_NR_ELEMS + 1];
extern const struct nla_policy ct6_set_elems_nl_policy[CT6_A_SET_ELEMS_COUNT + 1];
extern const struct nla_policy ct6_told_nl_policy[CT6_A_TOLD_DATA + 1];
extern const struct nla_policy ct6_verdict_nl_policy[CT6_A_VERDICT_CHAIN + 1];

extern const struct nla_policy ct6_ruleset_set_nl_policy[CT6_A_RULESET_FORCE + 1];

extern const struct nla_policy ct6_ruleset_get_nl_policy[CT6_A_RULESET_PAD + 1];

extern const struct nla_policy ct6_ruleset_del_nl_policy[CT6_A_RULESET_FORCE + 1];

extern const struct nla_policy ct6_flow_get_nl_policy[CT6_A_FLOW_SCOPE + 1];

extern const struct nla_policy ct6_flow_del_nl_policy[CT6_A_FLOW_FILTER + 1];

extern const struct nla_policy ct6_config_get_nl_policy[CT6_A_CONFIG_PAD + 1];

extern const struct nla_policy ct6_config_set_nl_policy[CT6_A_CONFIG_ADAPTIVE_END + 1];

extern const struct nla_policy ct6_stats_get_nl_policy[CT6_A_STATS_PAD + 1];

extern const struct nla_policy ct6_ruleset_change_nl_policy[CT6_A_RULESET_FORCE + 1];

extern const struct nla_policy ct6_set_elem_add_nl_policy[CT6_A_RULESET_SET_ELEMS + 1];

extern const struct nla_policy ct6_set_elem_del_nl_policy[CT6_A_RULESET_SET_ELEMS + 1];

extern const struct nla_policy ct6_set_flush_nl_policy[CT6_A_RULESET_SET_ELEMS + 1];

extern const struct nla_policy ct6_set_get_nl_policy[CT6_A_RULESET_SET_ELEMS + 1];

extern const struct nla_policy ct6_ruleset_confirm_nl_policy[CT6_A_RULESET_GENERATION + 1];

extern const struct nla_policy ct6_ruleset_rollback_nl_policy[CT6_A_RULESET_GENERATION + 1];

extern const struct nla_policy ct6_explain_nl_policy[CT6_A_EXPLAIN_TOLD + 1];

extern const struct nla_policy ct6_counters_take_nl_policy[CT6_A_RULESET_ESSENTIAL_BYTES + 1];

/* Ops table for ct6 */
extern const struct genl_ops ct6_nl_ops[17];

int ct6_nl_ruleset_set_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_ruleset_get_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_ruleset_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ct6_nl_ruleset_del_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_flow_get_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_flow_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ct6_nl_flow_del_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_config_get_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_config_set_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_ruleset_change_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_set_elem_add_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_set_elem_del_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_set_flush_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_set_get_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_set_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ct6_nl_ruleset_confirm_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_ruleset_rollback_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_explain_doit(struct sk_buff *skb, struct genl_info *info);
int ct6_nl_counters_take_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	CT6_NLGRP_FLOWS,
	CT6_NLGRP_RULESET,
};

#endif /* _LINUX_CT6_GEN_H */
