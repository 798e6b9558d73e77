/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Classify, judge, commit.
 */
#ifndef _CT6_JUDGE_H
#define _CT6_JUDGE_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <linux/types.h>

#include "key.h"

struct ct6_flow;
struct ct6_net;
struct ct6_packet;
struct ct6_proto;
struct ct6_ruleset;

/**
 * struct ct6_track - a packet's place in the table
 * @key: its key
 * @proto: its protocol, NULL when it is not tracked
 * @flow: the flow of @key, or NULL
 * @old: flow that a new one would replace, or NULL
 * @src: index of the sender in @key
 * @keyed: @key, @src and @flow are set
 */
struct ct6_track {
	struct ct6_key		key;
	const struct ct6_proto	*proto;
	struct ct6_flow		*flow;
	struct ct6_flow		*old;
	unsigned int		src;
	bool			keyed;
};

bool ct6_judge_key(const struct ct6_packet *pkt, struct ct6_key *key,
		   unsigned int *src);
void ct6_judge_adopt(struct ct6_net *cn, const struct ct6_ruleset *rs,
		     struct ct6_flow *flow);

#endif /* _CT6_JUDGE_H */
