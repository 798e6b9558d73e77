/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The generic netlink family "ct6".
 */
#ifndef _CT6_NETLINK_H
#define _CT6_NETLINK_H

#include <net/genetlink.h>

#include "netlink-gen.h"

struct ct6_expr;
struct ct6_flow;
struct ct6_net;
struct ct6_ruleset;
struct ct6_set;
struct ct6_value;

extern struct genl_family ct6_nl_family;

struct sk_buff *ct6_nl_reply(struct genl_info *info, u8 cmd, void **hdr);
int ct6_nl_send(struct sk_buff *msg, void *hdr, struct genl_info *info,
		int err);
void ct6_nl_flow_event(struct ct6_net *cn, const struct ct6_flow *flow, u8 cmd,
		       enum ct6_destroy_reason reason);
void ct6_nl_flow_dumps_end(struct ct6_net *cn);
int ct6_nl_expr_put(struct sk_buff *msg, const struct ct6_ruleset *rs,
		    const struct ct6_expr *expr);

int ct6_nl_value_put(struct sk_buff *msg, int type,
		     const struct ct6_value *value, unsigned int width);
int ct6_nl_set_put(struct sk_buff *msg, struct netlink_callback *cb,
		   const struct ct6_set *set);

/* for the table of operations */
int ct6_nl_ruleset_get_start(struct netlink_callback *cb);
int ct6_nl_flow_get_start(struct netlink_callback *cb);
int ct6_nl_flow_get_done(struct netlink_callback *cb);

int ct6_nl_init(void);
void ct6_nl_exit(void);

#endif /* _CT6_NETLINK_H */
