/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Classify, judge, commit.
 */
#ifndef _CT6_JUDGE_H
#define _CT6_JUDGE_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <linux/types.h>

struct ct6_key;
struct ct6_net;
struct ct6_packet;

bool ct6_judge_key(const struct ct6_packet *pkt, struct ct6_key *key,
		   unsigned int *src);
unsigned int ct6_judge(struct ct6_net *cn, struct sk_buff *skb,
		       const struct nf_hook_state *state);

#endif /* _CT6_JUDGE_H */
