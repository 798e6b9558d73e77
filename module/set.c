// SPDX-License-Identifier: GPL-2.0-only
/*
 * Named sets: their elements, how they change, and how they go by themselves.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "set.h"

/* Of all namespaces: a number that was given comes again after 2^32 others. */
static atomic_t ct6_epoch_last;

static u32 ct6_epoch_next(void)
{
	u32 epoch;

	do {
		epoch = atomic_inc_return(&ct6_epoch_last);
	} while (!epoch);
	return epoch;
}

static struct ct6_intervals *ct6_set_intervals(const struct ct6_sets *sets,
					       const struct ct6_set *set)
{
	return rcu_dereference_protected(set->intervals,
					 lockdep_is_held(&sets->lock));
}

/* What was remembered before is good no more. */
static void ct6_sets_publish(struct ct6_sets *sets)
{
	u64 due = U64_MAX, now = get_jiffies_64();
	const struct ct6_intervals *intervals;
	u32 i;

	lockdep_assert_held(&sets->lock);
	if (!sets->running)
		return;
	for (i = 0; i < sets->nr; i++) {
		intervals = ct6_set_intervals(sets, &sets->set[i]);
		if (intervals)
			due = min(due, intervals->due);
	}
	/* pairs with smp_load_acquire() in ct6_epoch_now() */
	smp_store_release(&sets->running->number, ct6_epoch_next());
	/* pairs with smp_load_acquire() in ct6_epoch_now() */
	smp_store_release(&sets->running->due, due);
	if (due == U64_MAX)
		return;
	due = due > now ? due - now : 0;
	mod_delayed_work(system_power_efficient_wq, &sets->reaper,
			 min_t(u64, due, MAX_JIFFY_OFFSET));
}

/* Return: 0, or what ct6_intervals_change() says. */
static int ct6_set_replace(struct ct6_sets *sets, struct ct6_set *set,
			   struct ct6_interval_change *change)
{
	struct ct6_intervals *old = ct6_set_intervals(sets, set), *new;

	new = ct6_intervals_change(old, change);
	if (IS_ERR(new))
		return PTR_ERR(new);
	rcu_assign_pointer(set->intervals, new);
	ct6_intervals_retire(old);
	return 0;
}

/*
 * The packets that come until this has run are judged anew each: that they
 * look up nothing whose time is over does not depend on it.
 */
static void ct6_sets_reap(struct work_struct *work)
{
	struct ct6_sets *sets = container_of(to_delayed_work(work),
					     struct ct6_sets, reaper);
	const struct ct6_intervals *intervals;
	bool failed = false;
	u32 i;

	mutex_lock(&sets->lock);
	for (i = 0; i < sets->nr; i++) {
		struct ct6_interval_change change = {
			.now	= get_jiffies_64(),
			.max	= U32_MAX,
		};

		intervals = ct6_set_intervals(sets, &sets->set[i]);
		if (intervals && intervals->due <= change.now)
			failed |= ct6_set_replace(sets, &sets->set[i],
						  &change);
	}
	if (failed)
		queue_delayed_work(system_power_efficient_wq, &sets->reaper,
				   HZ);
	else
		ct6_sets_publish(sets);
	mutex_unlock(&sets->lock);
}

/**
 * ct6_sets_alloc() - sets of a ruleset
 * @nr: room for sets
 *
 * Context: process.
 * Return: no sets yet, ct6_sets_put() is due; or NULL without memory.
 */
struct ct6_sets *ct6_sets_alloc(u32 nr)
{
	struct ct6_sets *sets = kzalloc(sizeof(*sets), GFP_KERNEL);

	if (!sets)
		return NULL;
	/* one more: an array of none is no failure */
	sets->set = kvcalloc(nr + 1, sizeof(*sets->set), GFP_KERNEL);
	if (!sets->set) {
		kfree(sets);
		return NULL;
	}
	refcount_set(&sets->users, 1);
	mutex_init(&sets->lock);
	INIT_DELAYED_WORK(&sets->reaper, ct6_sets_reap);
	return sets;
}

/**
 * ct6_sets_get() - let another ruleset have the same sets
 * @sets: sets, or NULL
 *
 * Return: @sets; ct6_sets_put() is due for each.
 */
struct ct6_sets *ct6_sets_get(struct ct6_sets *sets)
{
	if (sets)
		refcount_inc(&sets->users);
	return sets;
}

/**
 * ct6_sets_put() - a ruleset needs its sets no more
 * @sets: of a ruleset that no packet meets any more; or NULL
 *
 * Context: process; waits for the reaper.
 */
void ct6_sets_put(struct ct6_sets *sets)
{
	u32 i;

	if (!sets || !refcount_dec_and_test(&sets->users))
		return;
	cancel_delayed_work_sync(&sets->reaper);
	for (i = 0; i < sets->nr; i++) {
		ct6_intervals_free(rcu_dereference_protected(sets->set[i].intervals,
							     1));
		kfree(sets->set[i].comment);
	}
	kvfree(sets->set);
	mutex_destroy(&sets->lock);
	kfree(sets);
}

/**
 * ct6_sets_start() - number a ruleset that is going to run
 * @sets: its sets, or NULL
 * @epoch: result; what changes the sets changes it from now on
 *
 * Context: process, before packets meet the ruleset.
 */
void ct6_sets_start(struct ct6_sets *sets, struct ct6_epoch *epoch)
{
	if (!sets) {
		epoch->number = ct6_epoch_next();
		epoch->due = U64_MAX;
		return;
	}
	mutex_lock(&sets->lock);
	sets->running = epoch;
	ct6_sets_publish(sets);
	mutex_unlock(&sets->lock);
}

/**
 * ct6_set_find() - a set by its name
 * @sets: sets of a ruleset, or NULL
 * @name: name
 *
 * Return: the set, or NULL.
 */
struct ct6_set *ct6_set_find(const struct ct6_sets *sets, const char *name)
{
	u32 i;

	for (i = 0; sets && i < sets->nr; i++)
		if (!strcmp(sets->set[i].name, name))
			return &sets->set[i];
	return NULL;
}

/**
 * ct6_set_type_of() - the type of the sets that a field is looked up in
 * @field: field
 *
 * Return: the type, or CT6_SET_TYPE_UNSPEC when there is none.
 */
enum ct6_set_type ct6_set_type_of(enum ct6_field field)
{
	switch (field) {
	case CT6_FIELD_SADDR:
	case CT6_FIELD_DADDR:
		return CT6_SET_TYPE_IPV6_ADDR;
	case CT6_FIELD_SPORT:
	case CT6_FIELD_DPORT:
		return CT6_SET_TYPE_INET_SERVICE;
	case CT6_FIELD_IIFNAME:
	case CT6_FIELD_OIFNAME:
		return CT6_SET_TYPE_IFNAME;
	case CT6_FIELD_L4PROTO:
	case CT6_FIELD_NEXTHDR:
		return CT6_SET_TYPE_INET_PROTO;
	case CT6_FIELD_ICMPV6_TYPE:
		return CT6_SET_TYPE_ICMPV6_TYPE;
	case CT6_FIELD_MARK:
	case CT6_FIELD_CT_MARK:
		return CT6_SET_TYPE_MARK;
	case CT6_FIELD_ETHER_SADDR:
		return CT6_SET_TYPE_ETHER_ADDR;
	default:
		return CT6_SET_TYPE_UNSPEC;
	}
}

/**
 * ct6_set_width() - bytes of an element
 * @type: type of a set
 *
 * Return: the width, or 0 when there is no such type.
 */
unsigned int ct6_set_width(enum ct6_set_type type)
{
	static const u8 width[CT6_SET_TYPE_MAX + 1] = {
		[CT6_SET_TYPE_IPV6_ADDR]	= 16,
		[CT6_SET_TYPE_INET_SERVICE]	= 2,
		[CT6_SET_TYPE_IFNAME]		= 16,
		[CT6_SET_TYPE_INET_PROTO]	= 1,
		[CT6_SET_TYPE_ICMPV6_TYPE]	= 1,
		[CT6_SET_TYPE_MARK]		= 4,
		[CT6_SET_TYPE_ETHER_ADDR]	= 6,
	};

	return type <= CT6_SET_TYPE_MAX ? width[type] : 0;
}

/**
 * ct6_set_change() - add or take out elements, all or none
 * @sets: sets of a ruleset
 * @set: one of them
 * @change: what is to change; has the results
 *
 * The next packet meets the set as it is then, whatever was remembered of its
 * flow.
 *
 * Context: process.
 * Return: 0, or what ct6_intervals_change() says.
 */
int ct6_set_change(struct ct6_sets *sets, struct ct6_set *set,
		   struct ct6_interval_change *change)
{
	int err;

	mutex_lock(&sets->lock);
	err = ct6_set_replace(sets, set, change);
	if (!err)
		ct6_sets_publish(sets);
	mutex_unlock(&sets->lock);
	return err;
}

/**
 * ct6_set_flush() - take out all elements
 * @sets: sets of a ruleset
 * @set: one of them
 * @went: result, their number
 *
 * Context: process.
 */
void ct6_set_flush(struct ct6_sets *sets, struct ct6_set *set, u32 *went)
{
	struct ct6_intervals *old;

	mutex_lock(&sets->lock);
	old = ct6_set_intervals(sets, set);
	*went = old ? old->nr : 0;
	RCU_INIT_POINTER(set->intervals, NULL);
	ct6_sets_publish(sets);
	mutex_unlock(&sets->lock);
	/* packets may still search it, and all of it goes */
	synchronize_rcu();
	ct6_intervals_free(old);
}
