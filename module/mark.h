/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A mark made of the packet's and its flow's.
 */
#ifndef _CT6_MARK_H
#define _CT6_MARK_H

#include <linux/types.h>

struct ct6_expr;
struct ct6_fields;
struct ct6_packet;
struct netlink_ext_ack;
struct nlattr;
struct sk_buff;

/**
 * struct ct6_mark - how a mark is made
 * @of_flow: that of the flow is set, else that of the packet
 * @keep: bits of it that stay
 * @take: bits of the other one
 * @value: what is xored to both
 */
struct ct6_mark {
	bool	of_flow;
	u32	keep;
	u32	take;
	u32	value;
};

void ct6_mark_set(u32 mark, struct ct6_packet *pkt, struct ct6_fields *fields);
void ct6_mark_set_flow(u32 mark, struct ct6_packet *pkt,
		       struct ct6_fields *fields);
void ct6_mark_apply(const struct ct6_mark *mark, struct ct6_packet *pkt,
		    struct ct6_fields *fields);
int ct6_mark_parse(struct ct6_expr *expr, const struct nlattr *nest,
		   struct netlink_ext_ack *extack);
int ct6_mark_put(struct sk_buff *msg, const struct ct6_mark *mark);

#endif /* _CT6_MARK_H */
