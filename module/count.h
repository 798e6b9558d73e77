/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many flows of a prefix live that came by a count expression.
 */
#ifndef _CT6_COUNT_H
#define _CT6_COUNT_H

#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "prefix.h"

struct ct6_flow;
struct ct6_net;
struct ct6_packet;
struct ct6_ruleset;

/* Counts that one packet may come by. */
#define CT6_COUNT_MAX	8

/**
 * struct ct6_flow_count - a count expression
 * @lock: protects @members, and what @accounts hold
 * @prefix: whose account it is
 * @max: flows that are within
 * @over: match what is over them
 * @ready: flows that were there before it are counted; under ct6_net.lock
 * @accounts: flows by prefix
 * @members: flows that are counted
 * @rcu: for the end
 */
struct ct6_flow_count {
	spinlock_t		lock;	/* protects members, accounts */
	struct ct6_prefix	prefix;
	u32			max;
	bool			over;
	bool			ready;
	struct rhashtable	accounts;
	struct list_head	members;
	struct rcu_head		rcu;
};

/**
 * struct ct6_counted - counts that a packet without a flow came by
 * @nr: of them
 * @item: which, and whether there was room
 */
struct ct6_counted {
	u32			nr;
	struct {
		struct ct6_flow_count	*count;
		bool			within;
	} item[CT6_COUNT_MAX];
};

int ct6_count_start(struct ct6_flow_count *count);
void ct6_count_free(struct ct6_flow_count *count);
bool ct6_count_match(struct ct6_flow_count *count, const struct ct6_packet *pkt);
bool ct6_count_join(const struct ct6_packet *pkt, struct ct6_flow *flow);
void ct6_count_adopt(const struct ct6_packet *pkt, struct ct6_flow *flow);
void ct6_count_closed(struct ct6_flow *flow);
void ct6_count_forget(struct ct6_flow *flow);
void ct6_count_flows(struct ct6_net *cn, const struct ct6_ruleset *rs);
int ct6_count_init(void);
void ct6_count_exit(void);

#endif /* _CT6_COUNT_H */
