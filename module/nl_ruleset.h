/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the operations on rulesets share.
 */
#ifndef _CT6_NL_RULESET_H
#define _CT6_NL_RULESET_H

#include <uapi/linux/ct6.h>

struct ct6_net;
struct ct6_ruleset;
struct genl_info;
struct netlink_ext_ack;

struct ct6_ruleset *ct6_nl_ruleset(const struct ct6_net *cn);
int ct6_nl_generation_check(const struct ct6_net *cn, struct genl_info *info);
void ct6_nl_ruleset_event(struct ct6_net *cn, enum ct6_ruleset_cause cause);
int ct6_nl_pending_check(const struct ct6_net *cn, struct genl_info *info);
u32 ct6_nl_generation_next(struct ct6_net *cn);
int ct6_nl_ruleset_start(struct ct6_net *cn, struct ct6_ruleset *rs,
			 enum ct6_ruleset_cause cause,
			 struct netlink_ext_ack *extack);

#endif /* _CT6_NL_RULESET_H */
