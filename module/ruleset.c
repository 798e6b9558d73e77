// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rulesets: memory, counters and the swap.
 */
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "net.h"
#include "ruleset.h"

static int ct6_ruleset_alloc_counters(struct ct6_ruleset *rs)
{
	u32 nr = ct6_ruleset_essentials(rs) + 1;
	u32 i;
	int cpu;

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
	for (i = 0; rs->expr && i < rs->nr_expr; i++)
		ct6_expr_free(&rs->expr[i]);
	for (i = 0; rs->rule && i < rs->nr_rule; i++)
		kfree(rs->rule[i].comment);
	if (rs->counter)
		for_each_possible_cpu(cpu)
			kvfree(rs->counter[cpu]);
	kfree(rs->counter);
	kvfree(rs->expr);
	kvfree(rs->rule);
	kvfree(rs->chain);
	kfree(rs);
}

/**
 * ct6_ruleset_count_read() - sum of a counter over all CPUs
 * @rs: ruleset
 * @number: of the counter
 * @packets: result
 * @bytes: result
 */
void ct6_ruleset_count_read(const struct ct6_ruleset *rs, u32 number,
			    u64 *packets, u64 *bytes)
{
	int cpu;

	*packets = 0;
	*bytes = 0;
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
	int cpu = cpumask_first(cpu_possible_mask);

	u64_stats_set(&rs->counter[cpu][number].packets, packets);
	u64_stats_set(&rs->counter[cpu][number].bytes, bytes);
}

/**
 * ct6_ruleset_swap() - let packets meet a new ruleset
 * @cn: namespace
 * @rs: ruleset, or NULL for none
 *
 * A packet meets the old one or the new one, whole. The old one is freed
 * after a grace period, which this waits for.
 *
 * Context: process, under ct6_net.lock.
 */
void ct6_ruleset_swap(struct ct6_net *cn, struct ct6_ruleset *rs)
{
	struct ct6_ruleset *old;

	old = rcu_replace_pointer(cn->ruleset, rs,
				  lockdep_is_held(&cn->lock));
	if (!old)
		return;
	synchronize_rcu();
	ct6_ruleset_free(old);
}
