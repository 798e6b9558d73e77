/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A ruleset: one object that never changes once packets see it, but for its
 * counters, its token buckets and the elements of its sets.
 */
#ifndef _CT6_RULESET_H
#define _CT6_RULESET_H

#include <linux/smp.h>
#include <linux/types.h>
#include <linux/u64_stats_sync.h>

#include <uapi/linux/ct6.h>

#include "expr.h"
#include "set.h"

struct ct6_net;
struct ct6_rule_index;
struct net;
struct netlink_ext_ack;

#define CT6_HOOKS	(CT6_HOOK_OUTPUT + 1)

/* Packets and bytes on one CPU; written with BHs off. */
struct ct6_counter {
	u64_stats_t		packets;
	u64_stats_t		bytes;
	struct u64_stats_sync	syncp;
};

/* What a counter began with. */
struct ct6_count {
	u64	packets;
	u64	bytes;
};

/**
 * struct ct6_origin - what a counter or a rule goes on with
 * @number: its number in the ruleset that is replaced, plus 1; 0 for none
 * @counts: its counts too
 */
struct ct6_origin {
	u32	number;
	bool	counts;
};

/**
 * struct ct6_rule - a rule
 * @expr: number of its first expression
 * @nr_expr: expressions
 * @chain: number of its chain
 * @borrowed: another ruleset frees its expressions and its comment
 * @handle: for users
 * @comment: text or NULL
 */
struct ct6_rule {
	u32	expr;
	u32	nr_expr;
	u32	chain;
	bool	borrowed;
	u64	handle;
	char	*comment;
};

/**
 * struct ct6_chain - a chain
 * @name: unique
 * @base: judges the packets of @hook
 * @hook: enum ct6_hook, of a base chain
 * @policy: CT6_VERDICT_ACCEPT or DROP, of a base chain
 * @rule: number of its first rule
 * @nr_rule: rules, which follow each other
 * @index: which of them can match, or NULL
 */
struct ct6_chain {
	char	name[CT6_NAME_MAX + 1];
	bool	base;
	u8	hook;
	u8	policy;
	u32	rule;
	u32	nr_rule;
	struct ct6_rule_index	*index;
};

/**
 * struct ct6_ruleset - a ruleset
 * @net: namespace, which outlives it
 * @generation: number that no other of the namespace has
 * @flags: enum ct6_ruleset_flags
 * @epoch: number of it with its sets as they are
 * @sets: named sets, which others may have too; NULL for none
 * @nr_chain: chains
 * @nr_rule: rules
 * @nr_expr: expressions
 * @longest: bytes of the longest rule as it came
 * @base: number of the base chain by hook, -1 without
 * @chain: chains
 * @rule: rules, those of a chain together
 * @expr: expressions, those of a rule together
 * @counter: by CPU, an array by rule, then by chain (policies), then one for
 *	the essentials
 * @start: by counter, what it began with; under ct6_net.lock
 * @origin: by counter, what it goes on with; NULL of a ruleset that is new
 *
 * Lifetime: made and validated by ct6_ruleset_parse() or ct6_ruleset_edit(),
 * then published by RCU; the one it replaces is freed after a grace period.
 * The rules that a change left as they were are the former ruleset's until
 * then, and are taken over without being copied.
 */
struct ct6_ruleset {
	struct net		*net;
	u32			generation;
	u32			flags;
	struct ct6_epoch	epoch;
	struct ct6_sets		*sets;
	u32			nr_chain;
	u32			nr_rule;
	u32			nr_expr;
	u32			longest;
	s32			base[CT6_HOOKS];
	struct ct6_chain	*chain;
	struct ct6_rule		*rule;
	struct ct6_expr		*expr;
	struct ct6_counter	**counter;
	struct ct6_count	*start;
	struct ct6_origin	*origin;
};

/**
 * ct6_ruleset_policy() - counter of a chain's policy
 * @rs: ruleset
 * @chain: number of a base chain
 */
static inline u32 ct6_ruleset_policy(const struct ct6_ruleset *rs, u32 chain)
{
	return rs->nr_rule + chain;
}

/**
 * ct6_ruleset_essentials() - counter of the essentials
 * @rs: ruleset
 */
static inline u32 ct6_ruleset_essentials(const struct ct6_ruleset *rs)
{
	return rs->nr_rule + rs->nr_chain;
}

/**
 * ct6_ruleset_count() - count a packet
 * @rs: ruleset
 * @number: of the counter
 * @len: bytes
 *
 * Context: BHs off.
 */
static inline void ct6_ruleset_count(const struct ct6_ruleset *rs, u32 number,
				     u32 len)
{
	struct ct6_counter *c = &rs->counter[smp_processor_id()][number];

	u64_stats_update_begin(&c->syncp);
	u64_stats_inc(&c->packets);
	u64_stats_add(&c->bytes, len);
	u64_stats_update_end(&c->syncp);
}

struct ct6_ruleset *ct6_ruleset_alloc(u32 nr_chain, u32 nr_rule, u32 nr_expr);
void ct6_ruleset_free(struct ct6_ruleset *rs);
void ct6_ruleset_count_read(const struct ct6_ruleset *rs, u32 number,
			    u64 *packets, u64 *bytes);
void ct6_ruleset_count_set(struct ct6_ruleset *rs, u32 number, u64 packets,
			   u64 bytes);
struct ct6_ruleset *ct6_ruleset_exchange(struct ct6_net *cn,
					 struct ct6_ruleset *rs);
void ct6_ruleset_swap(struct ct6_net *cn, struct ct6_ruleset *rs);

/* ruleset_parse.c */
struct ct6_ruleset *ct6_ruleset_parse(struct net *net,
				      const struct nlmsghdr *nlh, int hdrlen,
				      struct netlink_ext_ack *extack);
/* ruleset_edit.c */
struct ct6_ruleset *ct6_ruleset_edit(struct net *net,
				     const struct ct6_ruleset *old,
				     const struct nlmsghdr *nlh, int hdrlen,
				     u64 *handle,
				     struct netlink_ext_ack *extack);
/* expr_parse.c */
int ct6_expr_parse(const struct ct6_ruleset *rs, struct ct6_expr *expr,
		   const struct nlattr *attr, struct netlink_ext_ack *extack);
s32 ct6_chain_find(const struct ct6_ruleset *rs, const char *name);

#endif /* _CT6_RULESET_H */
