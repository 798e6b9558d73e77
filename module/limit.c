// SPDX-License-Identifier: GPL-2.0-only
/*
 * Token buckets: credit grows with time, a packet costs what the rate says.
 */
#include <linux/math64.h>
#include <linux/ktime.h>

#include "limit.h"

/**
 * ct6_limit_init() - begin with a full bucket
 * @limit: with rate, unit, burst and over set, none of them 0
 *
 * Context: nobody else knows @limit.
 */
void ct6_limit_init(struct ct6_limit *limit)
{
	spin_lock_init(&limit->lock);
	limit->cost = div_u64((u64)limit->unit * NSEC_PER_SEC, limit->rate);
	/* more than one packet a nanosecond is no limit */
	limit->cost = max_t(u64, limit->cost, 1);
	limit->max = limit->cost * limit->burst;
	limit->tokens = limit->max;
	limit->last = ktime_get_ns();
}

/**
 * ct6_limit_match() - take a packet's cost out of the bucket
 * @limit: bucket
 *
 * Context: BHs off.
 * Return: whether the expression matches: there was enough and it asks for
 *	what is within, or there was not and it asks for what is over.
 */
bool ct6_limit_match(struct ct6_limit *limit)
{
	u64 now = ktime_get_ns();
	bool within;

	spin_lock(&limit->lock);
	if (now > limit->last) {
		limit->tokens = min(limit->tokens + (now - limit->last),
				    limit->max);
		limit->last = now;
	}
	within = limit->tokens >= limit->cost;
	if (within)
		limit->tokens -= limit->cost;
	spin_unlock(&limit->lock);
	return within != limit->over;
}
