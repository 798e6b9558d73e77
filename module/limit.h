/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Token buckets of limit expressions.
 */
#ifndef _CT6_LIMIT_H
#define _CT6_LIMIT_H

#include <linux/spinlock.h>
#include <linux/types.h>

/**
 * struct ct6_limit - a token bucket
 * @lock: protects @tokens and @last
 * @tokens: nanoseconds of credit; a packet costs @cost
 * @last: when @tokens was right, ktime
 * @cost: nanoseconds a packet costs
 * @max: most nanoseconds of credit
 * @rate: packets a unit, as given
 * @unit: seconds of the unit, as given
 * @burst: packets at once, as given
 * @over: match what is over the rate
 */
struct ct6_limit {
	spinlock_t	lock;	/* protects tokens and last */
	u64		tokens;
	u64		last;
	u64		cost;
	u64		max;
	u32		rate;
	u32		unit;
	u32		burst;
	bool		over;
};

void ct6_limit_init(struct ct6_limit *limit);
bool ct6_limit_match(struct ct6_limit *limit);

#endif /* _CT6_LIMIT_H */
