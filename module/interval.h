/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Disjoint intervals of values, to be searched by many while one changes them.
 */
#ifndef _CT6_INTERVAL_H
#define _CT6_INTERVAL_H

#include <linux/jiffies.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

#include "expr.h"

/* Intervals of a leaf: it fits into 4 KiB. */
#define CT6_INTERVAL_LEAF	84

/**
 * struct ct6_interval - the values from one to another
 * @first: first value
 * @last: last value, not below @first
 * @expires: get_jiffies_64() at which it is no more, 0 for never
 * @timeout: seconds that it was given, 0 for ever
 */
struct ct6_interval {
	struct ct6_value	first;
	struct ct6_value	last;
	u64			expires;
	u32			timeout;
};

/**
 * struct ct6_interval_leaf - some intervals that follow each other
 * @next: in the list of those made or left behind by a change; not for readers
 * @due: earliest end of an interval, U64_MAX for none
 * @nr: intervals, at least 1
 * @of: they, ascending; never change
 */
struct ct6_interval_leaf {
	struct ct6_interval_leaf	*next;
	u64				due;
	u32				nr;
	struct ct6_interval		of[];
};

/**
 * struct ct6_interval_slot - a leaf as its parent knows it
 * @first: first value of its first interval
 * @leaf: leaf
 */
struct ct6_interval_slot {
	struct ct6_value		first;
	struct ct6_interval_leaf	*leaf;
};

/**
 * struct ct6_intervals - intervals, as readers see them
 * @rcu: for its end
 * @gone: leaves that end with it
 * @due: earliest end of an interval, U64_MAX for none
 * @nr: intervals
 * @nr_leaf: leaves
 * @slot: leaves, ascending
 *
 * Never changes. A change makes another one, which shares the leaves that it
 * did not touch.
 */
struct ct6_intervals {
	struct rcu_head			rcu;
	struct ct6_interval_leaf	*gone;
	u64				due;
	u32				nr;
	u32				nr_leaf;
	struct ct6_interval_slot	slot[];
};

/**
 * struct ct6_interval_change - what is to change, and what came of it
 * @item: intervals to add or to take out, ascending and disjoint
 * @nr: their number
 * @remove: take out those that are there exactly so
 * @now: what has expired by then is left out
 * @max: most intervals afterwards
 * @came: result, intervals that are new
 * @went: result, intervals that were taken out
 * @over: result, intervals whose time was over
 * @clash: result, number of the item that overlaps another interval, with
 *	-EEXIST
 */
struct ct6_interval_change {
	const struct ct6_interval	*item;
	u32				nr;
	bool				remove;
	u64				now;
	u32				max;
	u32				came;
	u32				went;
	u32				over;
	u32				clash;
};

/**
 * ct6_interval_over() - is an interval's time over?
 * @interval: interval
 * @now: get_jiffies_64()
 */
static inline bool ct6_interval_over(const struct ct6_interval *interval,
				     u64 now)
{
	return interval->expires && interval->expires <= now;
}

bool ct6_intervals_have(const struct ct6_intervals *intervals,
			const struct ct6_value *value);
const struct ct6_interval *
ct6_intervals_from(const struct ct6_intervals *intervals,
		   const struct ct6_value *value);
struct ct6_intervals *ct6_intervals_change(struct ct6_intervals *old,
					   struct ct6_interval_change *change);
void ct6_intervals_retire(struct ct6_intervals *old);
void ct6_intervals_free(struct ct6_intervals *intervals);
bool ct6_intervals_sort(struct ct6_interval *item, u32 nr);
u32 ct6_intervals_merge(struct ct6_interval *item, u32 nr);

#endif /* _CT6_INTERVAL_H */
