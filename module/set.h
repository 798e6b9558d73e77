/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Named sets of a ruleset.
 */
#ifndef _CT6_SET_H
#define _CT6_SET_H

#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/workqueue.h>

#include <uapi/linux/ct6.h>

#include "interval.h"

struct ct6_ruleset;
struct netlink_ext_ack;
struct nlattr;
struct nlmsghdr;

/* Sets of a ruleset, which are found by name one after the other. */
#define CT6_SET_MAX	4096

/**
 * struct ct6_set - a named set
 * @intervals: its elements, NULL for none; RCU for packets, changed under
 *	ct6_sets.lock
 * @name: unique
 * @comment: text or NULL
 * @type: enum ct6_set_type
 * @width: bytes of an element
 * @flags: enum ct6_set_flags
 * @timeout: seconds that an element lives which says nothing else, 0 for ever
 * @size: most elements, 0 when the set does not say
 */
struct ct6_set {
	struct ct6_intervals __rcu	*intervals;
	char				name[CT6_NAME_MAX + 1];
	char				*comment;
	u8				type;
	u8				width;
	u32				flags;
	u32				timeout;
	u32				size;
};

/**
 * struct ct6_epoch - what a remembered verdict is good for
 * @number: of the ruleset with its sets as they are, never given twice; 0
 *	before it runs
 * @due: get_jiffies_64() at which the next element's time is over, U64_MAX
 *	for never
 *
 * Rules never change, sets do. Who changes a set publishes its intervals, then
 * @number, then @due; packets read them in the other order.
 */
struct ct6_epoch {
	u32	number;
	u64	due;
};

/**
 * struct ct6_sets - the sets of a ruleset, and of those made of it
 * @users: rulesets
 * @running: epoch of the one that runs, NULL before; under @lock
 * @nr: sets
 * @set: sets
 * @lock: serialises changes of elements, and of @running
 * @reaper: takes out elements whose time is over; takes @lock alone
 */
struct ct6_sets {
	refcount_t		users;
	struct ct6_epoch	*running;
	u32			nr;
	struct ct6_set		*set;
	struct mutex		lock;	/* serialises changes of elements */
	struct delayed_work	reaper;
};

/**
 * ct6_epoch_now() - the number that a packet's verdict is good for
 * @epoch: of the running ruleset
 *
 * To be asked for before anything is looked up.
 *
 * Context: under RCU.
 * Return: the number; 0 when an element's time is over and it has not been
 *	taken out yet, so that nothing that is remembered is good.
 */
static inline u32 ct6_epoch_now(const struct ct6_epoch *epoch)
{
	u64 now = get_jiffies_64();

	/* pairs with smp_store_release() in ct6_sets_publish() */
	if (unlikely(smp_load_acquire(&epoch->due) <= now))
		return 0;
	/* pairs with smp_store_release() in ct6_sets_publish() */
	return smp_load_acquire(&epoch->number);
}

/**
 * ct6_set_has() - is a value in a set?
 * @set: set
 * @value: value
 *
 * Context: under RCU.
 */
static inline bool ct6_set_has(const struct ct6_set *set,
			       const struct ct6_value *value)
{
	return ct6_intervals_have(rcu_dereference(set->intervals), value);
}

/**
 * ct6_set_max() - most elements of a set
 * @set: set
 */
static inline u32 ct6_set_max(const struct ct6_set *set)
{
	return set->size ? set->size : CT6_SET_SIZE;
}

struct ct6_sets *ct6_sets_alloc(u32 nr);
struct ct6_sets *ct6_sets_get(struct ct6_sets *sets);
void ct6_sets_put(struct ct6_sets *sets);
void ct6_sets_start(struct ct6_sets *sets, struct ct6_epoch *epoch);
struct ct6_set *ct6_set_find(const struct ct6_sets *sets, const char *name);
enum ct6_set_type ct6_set_type_of(enum ct6_field field);
unsigned int ct6_set_width(enum ct6_set_type type);
int ct6_set_change(struct ct6_sets *sets, struct ct6_set *set,
		   struct ct6_interval_change *change);
void ct6_set_flush(struct ct6_sets *sets, struct ct6_set *set, u32 *went);

/* set_parse.c */
/**
 * struct ct6_set_batch - elements from netlink
 * @set: their set
 * @item: elements
 * @nr: their number
 */
struct ct6_set_batch {
	struct ct6_set		*set;
	struct ct6_interval	*item;
	u32			nr;
};

int ct6_sets_parse(struct ct6_ruleset *rs, const struct nlmsghdr *nlh,
		   int hdrlen, struct netlink_ext_ack *extack);
struct ct6_set *ct6_set_parse_name(const struct ct6_sets *sets,
				   const struct nlmsghdr *nlh, int hdrlen,
				   struct netlink_ext_ack *extack);
int ct6_set_parse_change(struct ct6_sets *sets, struct ct6_set *set,
			 const struct nlmsghdr *nlh, int hdrlen,
			 struct ct6_interval_change *change,
			 struct netlink_ext_ack *extack);

#endif /* _CT6_SET_H */
