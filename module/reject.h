/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Answers of reject statements.
 */
#ifndef _CT6_REJECT_H
#define _CT6_REJECT_H

#include <linux/types.h>

struct ct6_expr;
struct ct6_packet;
struct net;
struct sk_buff;

bool ct6_reject_under_way(void);
void ct6_reject_unreach(struct net *net, struct sk_buff *skb, u8 code,
			unsigned int hook);
void ct6_reject_now(const struct ct6_packet *pkt,
		    const struct ct6_expr *reject);

#endif /* _CT6_REJECT_H */
