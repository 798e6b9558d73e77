// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters of a network namespace.
 */
#include <linux/netdevice.h>
#include <linux/percpu.h>

#include "stats.h"

/**
 * ct6_stats_alloc() - counters for a namespace, all zero
 *
 * Context: process.
 * Return: the counters, or NULL without memory.
 */
struct ct6_stats __percpu *ct6_stats_alloc(void)
{
	return netdev_alloc_pcpu_stats(struct ct6_stats);
}

/**
 * ct6_stats_free() - give counters back
 * @stats: counters or NULL; no hook uses them any more
 */
void ct6_stats_free(struct ct6_stats __percpu *stats)
{
	free_percpu(stats);
}

/* Is a packet of the fast path one of these? */
static bool ct6_stats_fast(enum ct6_stat stat)
{
	return stat == CT6_STAT_PACKETS || stat == CT6_STAT_ESTABLISHED ||
	       stat == CT6_STAT_CACHED || stat == CT6_STAT_ACCEPTED;
}

/**
 * ct6_stats_read() - sum of a counter over all CPUs
 * @stats: counters
 * @stat: which
 *
 * Return: the sum; CPUs are read one after the other.
 */
u64 ct6_stats_read(const struct ct6_stats __percpu *stats, enum ct6_stat stat)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct ct6_stats *s = per_cpu_ptr(stats, cpu);
		unsigned int start;
		u64 value;

		do {
			start = u64_stats_fetch_begin(&s->syncp);
			value = u64_stats_read(&s->value[stat]);
			if (ct6_stats_fast(stat))
				value += u64_stats_read(&s->fast);
		} while (u64_stats_fetch_retry(&s->syncp, start));
		sum += value;
	}
	return sum;
}
