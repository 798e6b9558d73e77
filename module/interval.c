// SPDX-License-Identifier: GPL-2.0-only
/*
 * Disjoint intervals of values: a tree of two levels, one array of leaves and
 * the leaves, each searched by halves. Nothing that readers see is written:
 * a change copies the array and the leaves that it touches, so that it is
 * whole for them and costs what it touches, and one of many elements costs
 * little more than one of one.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "interval.h"

/* Fewer are joined with those that follow. */
#define CT6_INTERVAL_FEW	(CT6_INTERVAL_LEAF / 4)

/**
 * struct ct6_interval_build - intervals in the making
 * @change: what is to change
 * @new: result
 * @made: leaves made for it
 * @gone: leaves of the old one that it does not share
 * @pending: intervals that are in no leaf yet, up to 2 leaves
 * @nr: their number
 * @last: last value so far, of no use before there is one
 * @last_item: number of the item that @last is of, or -1
 * @begun: there is a @last
 */
struct ct6_interval_build {
	struct ct6_interval_change	*change;
	struct ct6_intervals		*new;
	struct ct6_interval_leaf	*made;
	struct ct6_interval_leaf	*gone;
	struct ct6_interval		*pending;
	u32				nr;
	struct ct6_value		last;
	s64				last_item;
	bool				begun;
};

/* The last slot that begins at or below a value, or the first slot. */
static u32 ct6_interval_slot(const struct ct6_intervals *intervals,
			     const struct ct6_value *value)
{
	u32 low = 0, nr = intervals->nr_leaf, half;

	while (nr > 1) {
		half = nr / 2;
		if (!ct6_value_less(value, &intervals->slot[low + half].first))
			low += half;
		nr -= half;
	}
	return low;
}

/* The last interval of a leaf that begins at or below a value, or the first. */
static u32 ct6_interval_place(const struct ct6_interval_leaf *leaf,
			      const struct ct6_value *value)
{
	u32 low = 0, nr = leaf->nr, half;

	while (nr > 1) {
		half = nr / 2;
		if (!ct6_value_less(value, &leaf->of[low + half].first))
			low += half;
		nr -= half;
	}
	return low;
}

/**
 * ct6_intervals_have() - is a value in one of the intervals?
 * @intervals: intervals, NULL for none
 * @value: value
 *
 * One whose time is over is none, whether or not it was taken out.
 *
 * Context: any; under RCU, or what else keeps @intervals.
 */
bool ct6_intervals_have(const struct ct6_intervals *intervals,
			const struct ct6_value *value)
{
	const struct ct6_interval_leaf *leaf;
	const struct ct6_interval *found;

	if (!intervals || !intervals->nr_leaf)
		return false;
	leaf = intervals->slot[ct6_interval_slot(intervals, value)].leaf;
	found = &leaf->of[ct6_interval_place(leaf, value)];
	if (ct6_value_less(value, &found->first) ||
	    ct6_value_less(&found->last, value))
		return false;
	return likely(!found->expires) ||
	       !ct6_interval_over(found, get_jiffies_64());
}

/**
 * ct6_intervals_from() - the first interval that begins at or above a value
 * @intervals: intervals, NULL for none
 * @value: value
 *
 * Context: what keeps @intervals.
 * Return: the interval, or NULL.
 */
const struct ct6_interval *
ct6_intervals_from(const struct ct6_intervals *intervals,
		   const struct ct6_value *value)
{
	const struct ct6_interval_leaf *leaf;
	u32 slot, place;

	if (!intervals || !intervals->nr_leaf)
		return NULL;
	slot = ct6_interval_slot(intervals, value);
	leaf = intervals->slot[slot].leaf;
	place = ct6_interval_place(leaf, value);
	if (!ct6_value_less(&leaf->of[place].first, value))
		return &leaf->of[place];
	if (place + 1 < leaf->nr)
		return &leaf->of[place + 1];
	if (slot + 1 < intervals->nr_leaf)
		return &intervals->slot[slot + 1].leaf->of[0];
	return NULL;
}

static void ct6_interval_leaves_free(struct ct6_interval_leaf *leaf)
{
	struct ct6_interval_leaf *next;

	for (; leaf; leaf = next) {
		next = leaf->next;
		kfree(leaf);
	}
}

static int ct6_interval_alloc(struct ct6_interval_build *build,
			      const struct ct6_intervals *old)
{
	const struct ct6_interval_change *change = build->change;
	size_t leaves = old ? old->nr_leaf : 0;

	/* a leaf that is touched may become two, and what comes fills some */
	leaves = 2 * leaves + change->nr / CT6_INTERVAL_LEAF + 2;
	build->pending = kmalloc_array(2 * CT6_INTERVAL_LEAF,
				       sizeof(*build->pending), GFP_KERNEL);
	build->new = kvzalloc(struct_size(build->new, slot, leaves),
			      GFP_KERNEL_ACCOUNT);
	if (!build->pending || !build->new)
		return -ENOMEM;
	build->new->due = U64_MAX;
	build->last_item = -1;
	return 0;
}

static void ct6_interval_slot_add(struct ct6_interval_build *build,
				  struct ct6_interval_leaf *leaf)
{
	struct ct6_intervals *new = build->new;
	struct ct6_interval_slot *slot = &new->slot[new->nr_leaf++];

	slot->first = leaf->of[0].first;
	slot->leaf = leaf;
	new->nr += leaf->nr;
	new->due = min(new->due, leaf->due);
}

/* The first @nr pending ones become a leaf. */
static int ct6_interval_leaf_make(struct ct6_interval_build *build, u32 nr)
{
	struct ct6_interval_leaf *leaf;
	u32 i;

	leaf = kmalloc(struct_size(leaf, of, nr), GFP_KERNEL_ACCOUNT);
	if (!leaf)
		return -ENOMEM;
	leaf->next = build->made;
	build->made = leaf;
	leaf->nr = nr;
	leaf->due = U64_MAX;
	memcpy(leaf->of, build->pending, nr * sizeof(*leaf->of));
	for (i = 0; i < nr; i++)
		if (leaf->of[i].expires)
			leaf->due = min(leaf->due, leaf->of[i].expires);
	build->nr -= nr;
	memmove(build->pending, build->pending + nr,
		build->nr * sizeof(*build->pending));
	ct6_interval_slot_add(build, leaf);
	cond_resched();
	return 0;
}

static int ct6_interval_flush(struct ct6_interval_build *build)
{
	u32 nr = build->nr;
	int err = 0;

	if (nr > CT6_INTERVAL_LEAF)
		err = ct6_interval_leaf_make(build, nr / 2);
	if (!err && build->nr)
		err = ct6_interval_leaf_make(build, build->nr);
	return err;
}

/* One more behind all others; @item is its number among the items, or -1. */
static int ct6_interval_push(struct ct6_interval_build *build,
			     const struct ct6_interval *interval, s64 item)
{
	if (build->begun && !ct6_value_less(&build->last, &interval->first)) {
		build->change->clash = item >= 0 ? item : build->last_item;
		return -EEXIST;
	}
	build->begun = true;
	build->last = interval->last;
	build->last_item = item;
	build->pending[build->nr++] = *interval;
	if (build->nr < 2 * CT6_INTERVAL_LEAF)
		return 0;
	return ct6_interval_leaf_make(build, CT6_INTERVAL_LEAF);
}

static bool ct6_interval_same(const struct ct6_interval *a,
			      const struct ct6_interval *b)
{
	return a->first.hi == b->first.hi && a->first.lo == b->first.lo &&
	       a->last.hi == b->last.hi && a->last.lo == b->last.lo;
}

/* Items from @*at to @end and a leaf, which may be NULL, become one. */
static int ct6_interval_join(struct ct6_interval_build *build,
			     const struct ct6_interval_leaf *leaf, u32 *at,
			     u32 end)
{
	struct ct6_interval_change *change = build->change;
	u32 i = 0, nr = leaf ? leaf->nr : 0;
	int err = 0;

	while (!err && (i < nr || *at < end)) {
		const struct ct6_interval *item = &change->item[*at];

		if (i < nr && ct6_interval_over(&leaf->of[i], change->now)) {
			change->over++;
			i++;
		} else if (*at == end ||
			   (i < nr && ct6_value_less(&leaf->of[i].first,
						     &item->first))) {
			err = ct6_interval_push(build, &leaf->of[i++], -1);
		} else if (i < nr && ct6_interval_same(&leaf->of[i], item)) {
			if (change->remove)
				change->went++;
			else
				err = ct6_interval_push(build, item, *at);
			i++;
			++*at;
		} else {
			if (!change->remove) {
				change->came++;
				err = ct6_interval_push(build, item, *at);
			}
			++*at;
		}
	}
	return err;
}

/* Of the items from @at, the first that does not belong into a slot's leaf. */
static u32 ct6_interval_end(const struct ct6_intervals *old, u32 slot,
			    const struct ct6_interval_change *change, u32 at)
{
	const struct ct6_value *limit;

	if (!old || slot + 1 >= old->nr_leaf)
		return change->nr;
	limit = &old->slot[slot + 1].first;
	while (at < change->nr && ct6_value_less(&change->item[at].first,
						 limit))
		at++;
	return at;
}

static int ct6_interval_make(struct ct6_interval_build *build,
			     const struct ct6_intervals *old)
{
	u32 slot, end, at = 0;
	int err;

	if (!old || !old->nr_leaf) {
		err = ct6_interval_join(build, NULL, &at, build->change->nr);
		return err ? err : ct6_interval_flush(build);
	}
	for (slot = 0; slot < old->nr_leaf; slot++) {
		struct ct6_interval_leaf *leaf = old->slot[slot].leaf;

		end = ct6_interval_end(old, slot, build->change, at);
		if (at == end && !build->nr &&
		    leaf->due > build->change->now) {
			if (build->begun &&
			    !ct6_value_less(&build->last, &leaf->of[0].first)) {
				build->change->clash = build->last_item;
				return -EEXIST;
			}
			build->begun = true;
			build->last = leaf->of[leaf->nr - 1].last;
			build->last_item = -1;
			ct6_interval_slot_add(build, leaf);
			continue;
		}
		leaf->next = build->gone;
		build->gone = leaf;
		err = ct6_interval_join(build, leaf, &at, end);
		if (!err && (build->nr >= CT6_INTERVAL_FEW ||
			     slot + 1 == old->nr_leaf))
			err = ct6_interval_flush(build);
		if (err)
			return err;
	}
	return 0;
}

/**
 * ct6_intervals_change() - other intervals, made of those that there are
 * @old: intervals as they are, NULL for none; readers may see them
 * @change: what is to change; has the results
 *
 * The caller publishes what it gets and then hands @old to
 * ct6_intervals_retire(). Until then nobody else may change @old.
 *
 * Context: process.
 * Return: the intervals; or an ERR_PTR, and @old is as it was: -EEXIST when an
 *	item overlaps another interval, -ENOSPC when there would be too many,
 *	-ENOMEM.
 */
struct ct6_intervals *ct6_intervals_change(struct ct6_intervals *old,
					   struct ct6_interval_change *change)
{
	struct ct6_interval_build build = { .change = change };
	int err;

	change->came = 0;
	change->went = 0;
	change->over = 0;
	err = ct6_interval_alloc(&build, old);
	if (!err)
		err = ct6_interval_make(&build, old);
	if (!err && change->came && build.new->nr > change->max)
		err = -ENOSPC;
	kfree(build.pending);
	if (!err) {
		if (old)
			old->gone = build.gone;
		return build.new;
	}
	ct6_interval_leaves_free(build.made);
	kvfree(build.new);
	return ERR_PTR(err);
}

static void ct6_intervals_free_rcu(struct rcu_head *rcu)
{
	struct ct6_intervals *old = container_of(rcu, struct ct6_intervals,
						 rcu);

	ct6_interval_leaves_free(old->gone);
	kvfree(old);
}

/**
 * ct6_intervals_retire() - free intervals that others have replaced
 * @old: of ct6_intervals_change(), or NULL
 *
 * What the new ones share stays. Readers may go on until the end of their RCU
 * section.
 */
void ct6_intervals_retire(struct ct6_intervals *old)
{
	if (old)
		call_rcu(&old->rcu, ct6_intervals_free_rcu);
}

/**
 * ct6_intervals_free() - free intervals that nobody reads any more
 * @intervals: intervals, or NULL
 *
 * Context: process.
 */
void ct6_intervals_free(struct ct6_intervals *intervals)
{
	u32 i;

	if (!intervals)
		return;
	for (i = 0; i < intervals->nr_leaf; i++)
		kfree(intervals->slot[i].leaf);
	kvfree(intervals);
}

static int ct6_interval_compare(const void *a, const void *b)
{
	const struct ct6_interval *x = a, *y = b;

	if (ct6_value_less(&x->first, &y->first))
		return -1;
	return ct6_value_less(&y->first, &x->first);
}

/**
 * ct6_intervals_sort() - put intervals in order
 * @item: intervals
 * @nr: their number
 *
 * Who sends many sends them in order, and then there is nothing to do.
 *
 * Context: process.
 * Return: whether their order was another.
 */
bool ct6_intervals_sort(struct ct6_interval *item, u32 nr)
{
	u32 i;

	for (i = 1; i < nr; i++)
		if (ct6_value_less(&item[i].first, &item[i - 1].first))
			break;
	if (i >= nr)
		return false;
	sort(item, nr, sizeof(*item), ct6_interval_compare, NULL);
	return true;
}

/**
 * ct6_intervals_merge() - make one of intervals that overlap
 * @item: intervals in order
 * @nr: their number
 *
 * Return: how many are left.
 */
u32 ct6_intervals_merge(struct ct6_interval *item, u32 nr)
{
	u32 i, to = 0;

	for (i = 1; i < nr; i++) {
		if (ct6_value_less(&item[to].last, &item[i].first))
			item[++to] = item[i];
		else if (ct6_value_less(&item[to].last, &item[i].last))
			item[to].last = item[i].last;
	}
	return nr ? to + 1 : 0;
}
