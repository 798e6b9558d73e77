// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rulesets: memory, counters and the swap.
 */
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "count.h"
#include "net.h"
#include "rule_index.h"
#include "ruleset.h"

static int ct6_ruleset_alloc_counters(struct ct6_ruleset *rs)
{
	u32 nr = ct6_ruleset_essentials(rs) + 1;
	u32 i;
	int cpu;

	rs->start = kvcalloc(nr, sizeof(*rs->start), GFP_KERNEL);
	if (!rs->start)
		return -ENOMEM;
	rs->counter = kcalloc(nr_cpu_ids, sizeof(*rs->counter), GFP_KERNEL);
	if (!rs->counter)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		struct ct6_counter *c;

		c = kvmalloc_node(array_size(nr, sizeof(*c)),
				  GFP_KERNEL | __GFP_ZERO, cpu_to_node(cpu));
		if (!c)
			return -ENOMEM;
		for (i = 0; i < nr; i++)
			u64_stats_init(&c[i].syncp);
		rs->counter[cpu] = c;
	}
	return 0;
}

/**
 * ct6_ruleset_alloc() - an empty ruleset of given size
 * @nr_chain: chains
 * @nr_rule: rules
 * @nr_expr: expressions
 *
 * Context: process.
 * Return: the ruleset, everything in it zero, or NULL without memory.
 */
struct ct6_ruleset *ct6_ruleset_alloc(u32 nr_chain, u32 nr_rule, u32 nr_expr)
{
	struct ct6_ruleset *rs;
	int i;

	rs = kzalloc(sizeof(*rs), GFP_KERNEL);
	if (!rs)
		return NULL;
	for (i = 0; i < CT6_HOOKS; i++)
		rs->base[i] = -1;
	rs->nr_chain = nr_chain;
	rs->nr_rule = nr_rule;
	rs->nr_expr = nr_expr;
	/* one more of each: an array of none is no failure */
	rs->chain = kvcalloc(nr_chain + 1, sizeof(*rs->chain), GFP_KERNEL);
	rs->rule = kvcalloc(nr_rule + 1, sizeof(*rs->rule), GFP_KERNEL);
	rs->expr = kvcalloc(nr_expr + 1, sizeof(*rs->expr), GFP_KERNEL);
	if (!rs->chain || !rs->rule || !rs->expr ||
	    ct6_ruleset_alloc_counters(rs)) {
		ct6_ruleset_free(rs);
		return NULL;
	}
	return rs;
}

static void ct6_ruleset_free_rule(struct ct6_ruleset *rs,
				  const struct ct6_rule *rule)
{
	u32 i;

	for (i = 0; i < rule->nr_expr; i++)
		ct6_expr_free(&rs->expr[rule->expr + i]);
	kfree(rule->comment);
}

/**
 * ct6_ruleset_free() - free a ruleset
 * @rs: ruleset that no packet meets any more, maybe half made, or NULL
 *
 * Context: process.
 */
void ct6_ruleset_free(struct ct6_ruleset *rs)
{
	u32 i;
	int cpu;

	if (!rs)
		return;
	for (i = 0; rs->rule && i < rs->nr_rule; i++)
		if (!rs->rule[i].borrowed)
			ct6_ruleset_free_rule(rs, &rs->rule[i]);
	for (i = 0; rs->chain && i < rs->nr_chain; i++)
		ct6_rule_index_put(rs->chain[i].index);
	if (rs->counter)
		for_each_possible_cpu(cpu)
			kvfree(rs->counter[cpu]);
	kfree(rs->counter);
	kvfree(rs->start);
	kvfree(rs->origin);
	kvfree(rs->expr);
	kvfree(rs->rule);
	kvfree(rs->chain);
	ct6_sets_put(rs->sets);
	kfree(rs);
}

/**
 * ct6_ruleset_count_read() - sum of a counter over all CPUs
 * @rs: ruleset
 * @number: of the counter
 * @packets: result
 * @bytes: result
 *
 * Context: process, under ct6_net.lock.
 */
void ct6_ruleset_count_read(const struct ct6_ruleset *rs, u32 number,
			    u64 *packets, u64 *bytes)
{
	int cpu;

	*packets = rs->start[number].packets;
	*bytes = rs->start[number].bytes;
	for_each_possible_cpu(cpu) {
		const struct ct6_counter *c = &rs->counter[cpu][number];
		unsigned int start;
		u64 p, b;

		do {
			start = u64_stats_fetch_begin(&c->syncp);
			p = u64_stats_read(&c->packets);
			b = u64_stats_read(&c->bytes);
		} while (u64_stats_fetch_retry(&c->syncp, start));
		*packets += p;
		*bytes += b;
	}
}

/**
 * ct6_ruleset_count_set() - begin a counter with given values
 * @rs: ruleset that no packet meets yet
 * @number: of the counter
 * @packets: packets
 * @bytes: bytes
 */
void ct6_ruleset_count_set(struct ct6_ruleset *rs, u32 number, u64 packets,
			   u64 bytes)
{
	rs->start[number].packets = packets;
	rs->start[number].bytes = bytes;
}

/*
 * Takes over what a change left as it was, when the former ruleset's counts
 * are final. New packets may have been counted by now; nobody has read it.
 */
static void ct6_ruleset_take(struct ct6_ruleset *rs, struct ct6_ruleset *old)
{
	u32 nr = ct6_ruleset_essentials(rs) + 1;
	u64 packets, bytes;
	u32 i;

	for (i = 0; i < nr; i++) {
		const struct ct6_origin *origin = &rs->origin[i];

		if (!origin->number)
			continue;
		if (i < rs->nr_rule)
			old->rule[origin->number - 1].borrowed = true;
		if (!origin->counts)
			continue;
		ct6_ruleset_count_read(old, origin->number - 1, &packets,
				       &bytes);
		rs->start[i].packets += packets;
		rs->start[i].bytes += bytes;
	}
}

/* Its own rules from now on, whoever made them. */
static void ct6_ruleset_own(struct ct6_ruleset *rs)
{
	u32 i;

	for (i = 0; i < rs->nr_rule; i++)
		rs->rule[i].borrowed = false;
}

/**
 * ct6_ruleset_exchange() - let packets meet a new ruleset
 * @cn: namespace
 * @rs: ruleset, or NULL for none
 *
 * A packet meets the old one or the new one, whole. This waits for a grace
 * period; what @rs goes on with has been taken out of the old one then.
 *
 * Context: process, under ct6_net.lock.
 * Return: the old one, which no packet meets any more, or NULL.
 */
struct ct6_ruleset *ct6_ruleset_exchange(struct ct6_net *cn,
					 struct ct6_ruleset *rs)
{
	struct ct6_ruleset *old;

	if (rs) {
		ct6_ruleset_own(rs);
		ct6_sets_start(rs->sets, &rs->epoch);
		ct6_count_flows(cn, rs);
	}
	old = rcu_replace_pointer(cn->ruleset, rs,
				  lockdep_is_held(&cn->lock));
	if (old)
		synchronize_rcu();
	if (rs)
		ct6_count_flows(cn, rs);
	if (rs && rs->origin) {
		if (old)
			ct6_ruleset_take(rs, old);
		kvfree(rs->origin);
		rs->origin = NULL;
	}
	return old;
}

/**
 * ct6_ruleset_swap() - let packets meet a new ruleset, free the old one
 * @cn: namespace
 * @rs: ruleset, or NULL for none
 *
 * Context: process, under ct6_net.lock. Waits for a grace period.
 */
void ct6_ruleset_swap(struct ct6_net *cn, struct ct6_ruleset *rs)
{
	ct6_ruleset_free(ct6_ruleset_exchange(cn, rs));
}
