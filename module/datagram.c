// SPDX-License-Identifier: GPL-2.0-only
/*
 * Datagrams that come in fragments: which bytes of each have come, so that
 * one whose fragments overlap is discarded whole, with those still to come
 * (RFC 5722, RFC 8200, 4.5), while a fragment that comes twice does no harm.
 *
 * Fragments of one datagram are of one size but for the last, so they are
 * remembered as runs: begin, size, number. In order that is one run however
 * many there are.
 */
#include <linux/jiffies.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "compat.h"
#include "datagram.h"
#include "net.h"

/* Runs of a datagram, at most. */
#define CT6_DATAGRAM_RUNS	64

/* Old ones that make room for a new one, at most, when there are too many. */
#define CT6_DATAGRAM_EVICT	2

/* Old ones forgotten without a pause. */
#define CT6_DATAGRAM_BATCH	256

/**
 * struct ct6_run - fragments of one size without a gap between them
 * @begin: in units of 8 bytes, as all here
 * @size: of each
 * @count: their number
 */
struct ct6_run {
	u16	begin;
	u16	size;
	u16	count;
};

/**
 * struct ct6_datagram - a datagram of which fragments have come
 * @node: in ct6_datagrams.table
 * @list: in ct6_datagrams.waiting or ct6_datagrams.discarded
 * @key: which it is
 * @expires: jiffies
 * @bytes: that have come
 * @size: of the whole, 0 until the last fragment has come
 * @top: end of the farthest fragment that is not the last
 * @reason: why it is discarded, a CT6_STAT_*, or 0
 * @nr: number of @runs
 * @runs: what has come, in no order
 */
struct ct6_datagram {
	struct rhash_head	node;
	struct list_head	list;
	struct ct6_datagram_key	key;
	unsigned long		expires;
	u16			bytes;
	u16			size;
	u16			top;
	u8			reason;
	u8			nr;
	struct ct6_run		runs[CT6_DATAGRAM_RUNS];
};

/* The default of max-datagrams makes 4 MiB of them. */
static_assert(sizeof(struct ct6_datagram) <= 512);

/* Where a fragment stands among what has come. */
struct ct6_place {
	struct ct6_run	*before;
	struct ct6_run	*behind;
};

static const struct rhashtable_params ct6_datagram_params = {
	.key_len		= sizeof(struct ct6_datagram_key),
	.key_offset		= offsetof(struct ct6_datagram, key),
	.head_offset		= offsetof(struct ct6_datagram, node),
	.automatic_shrinking	= true,
};

static struct kmem_cache *ct6_datagram_slab __ro_after_init;

static u16 ct6_run_end(const struct ct6_run *run)
{
	return run->begin + run->size * run->count;
}

/* Is it one of the run's fragments, from its first byte to its last? */
static bool ct6_run_has(const struct ct6_run *run, u16 begin, u16 size)
{
	return size == run->size && begin >= run->begin &&
	       (begin - run->begin) % size == 0;
}

/*
 * Return: 0 with the runs that it continues, CT6_STAT_FRAGMENT_DUPLICATE or
 *	CT6_STAT_INVALID_FRAGMENT_OVERLAP
 */
static int ct6_datagram_place(struct ct6_datagram *datagram, u16 begin,
			      u16 size, struct ct6_place *place)
{
	int i;

	*place = (struct ct6_place) {};
	for (i = 0; i < datagram->nr; i++) {
		struct ct6_run *run = &datagram->runs[i];
		u16 end = ct6_run_end(run);

		if (begin < end && begin + size > run->begin)
			return ct6_run_has(run, begin, size) ?
			       CT6_STAT_FRAGMENT_DUPLICATE :
			       CT6_STAT_INVALID_FRAGMENT_OVERLAP;
		if (size != run->size)
			continue;
		if (begin == end)
			place->before = run;
		else if (begin + size == run->begin)
			place->behind = run;
	}
	return 0;
}

/* Does its end agree with what is known of the datagram's? */
static bool ct6_datagram_ends(const struct ct6_datagram *datagram,
			      const struct ct6_piece *piece)
{
	if (piece->more)
		return !datagram->size || piece->end < datagram->size;
	if (datagram->size)
		return piece->end == datagram->size;
	return piece->end > datagram->top;
}

/* Return: whether there was room. */
static bool ct6_datagram_run(struct ct6_datagram *datagram, u16 begin,
			     u16 size, const struct ct6_place *place)
{
	if (place->before) {
		place->before->count++;
		if (place->behind) {
			place->before->count += place->behind->count;
			*place->behind = datagram->runs[--datagram->nr];
		}
	} else if (place->behind) {
		place->behind->begin = begin;
		place->behind->count++;
	} else {
		if (datagram->nr == CT6_DATAGRAM_RUNS)
			return false;
		datagram->runs[datagram->nr++] = (struct ct6_run) {
			.begin = begin, .size = size, .count = 1,
		};
	}
	return true;
}

/* Return: as ct6_datagram_add() */
static int ct6_datagram_take(struct ct6_datagram *datagram,
			     const struct ct6_piece *piece)
{
	u16 begin = piece->begin / 8;
	u16 size = DIV_ROUND_UP(piece->end - piece->begin, 8);
	struct ct6_place place;
	int err;

	err = ct6_datagram_place(datagram, begin, size, &place);
	if (err == CT6_STAT_INVALID_FRAGMENT_OVERLAP)
		return err;
	if (!ct6_datagram_ends(datagram, piece))
		return CT6_STAT_INVALID_FRAGMENT_END;
	if (err)
		return err;
	if (!ct6_datagram_run(datagram, begin, size, &place))
		return CT6_STAT_INVALID_FRAGMENT_SCATTER;
	datagram->bytes += piece->end - piece->begin;
	if (!piece->more)
		datagram->size = piece->end;
	else if (piece->end > datagram->top)
		datagram->top = piece->end;
	return 0;
}

static void ct6_datagram_forget(struct ct6_datagrams *datagrams,
				struct ct6_datagram *datagram)
{
	lockdep_assert_held(&datagrams->lock);
	rhashtable_remove_fast(&datagrams->table, &datagram->node,
			       ct6_datagram_params);
	list_del(&datagram->list);
	WRITE_ONCE(datagrams->nr, datagrams->nr - 1);
	kmem_cache_free(ct6_datagram_slab, datagram);
}

static struct ct6_datagram *
ct6_datagram_find(struct ct6_datagrams *datagrams,
		  const struct ct6_datagram_key *key)
{
	struct ct6_datagram *datagram;

	datagram = rhashtable_lookup_fast(&datagrams->table, key,
					  ct6_datagram_params);
	if (datagram && time_after_eq(jiffies, datagram->expires)) {
		ct6_datagram_forget(datagrams, datagram);
		datagram = NULL;
	}
	return datagram;
}

/*
 * What was discarded is no longer in the reassembly: to forget it does less
 * harm than to forget what waits there.
 */
static struct ct6_datagram *ct6_datagram_victim(struct ct6_datagrams *datagrams)
{
	return list_first_entry_or_null(&datagrams->discarded,
					struct ct6_datagram, list) ?:
	       list_first_entry(&datagrams->waiting, struct ct6_datagram,
				list);
}

static void ct6_datagram_evict(struct ct6_net *cn)
{
	struct ct6_datagrams *datagrams = &cn->datagrams;
	u32 max = READ_ONCE(cn->config.max_datagrams);
	int i;

	for (i = 0; i < CT6_DATAGRAM_EVICT && datagrams->nr >= max; i++) {
		ct6_datagram_forget(datagrams, ct6_datagram_victim(datagrams));
		ct6_stat_inc(cn->stats, CT6_STAT_FRAGMENT_EVICTED);
	}
}

static void ct6_datagram_discard(struct ct6_datagrams *datagrams,
				 struct ct6_datagram *datagram, u8 reason)
{
	datagram->reason = reason;
	list_move_tail(&datagram->list, &datagrams->discarded);
}

static struct ct6_datagram *
ct6_datagram_begin(struct ct6_net *cn, const struct ct6_datagram_key *key)
{
	u32 seconds = READ_ONCE(cn->config.timeout[CT6_TIMEOUT_FRAGMENT]);
	struct ct6_datagrams *datagrams = &cn->datagrams;
	struct ct6_datagram *datagram;

	ct6_datagram_evict(cn);
	datagram = kmem_cache_zalloc(ct6_datagram_slab,
				     GFP_ATOMIC | __GFP_NOWARN);
	if (!datagram)
		return NULL;
	datagram->key = *key;
	datagram->expires = jiffies + seconds * HZ;
	if (rhashtable_insert_fast(&datagrams->table, &datagram->node,
				   ct6_datagram_params)) {
		kmem_cache_free(ct6_datagram_slab, datagram);
		return NULL;
	}
	if (!datagrams->nr)
		mod_delayed_work(system_power_efficient_wq, &datagrams->work,
				 seconds * HZ);
	list_add_tail(&datagram->list, &datagrams->waiting);
	WRITE_ONCE(datagrams->nr, datagrams->nr + 1);
	return datagram;
}

/**
 * ct6_datagram_add() - take notice of a fragment
 * @cn: namespace
 * @piece: the fragment
 * @discard: set when it is the first that spoils its datagram; what has come
 *	of it before is then to be thrown away
 *
 * A datagram is forgotten when all of it has come, or timeout-fragment after
 * its first fragment. One that is discarded is remembered until then, so that
 * no later fragment makes a datagram of its rest.
 *
 * Context: BHs off.
 * Return: 0 when it is new and fits; CT6_STAT_FRAGMENT_DUPLICATE when it has
 *	come before; CT6_STAT_INVALID_FRAGMENT_* why its datagram is
 *	discarded; CT6_STAT_FRAGMENT_REFUSED without memory.
 */
int ct6_datagram_add(struct ct6_net *cn, const struct ct6_piece *piece,
		     bool *discard)
{
	struct ct6_datagrams *datagrams = &cn->datagrams;
	struct ct6_datagram *datagram;
	int err = CT6_STAT_FRAGMENT_REFUSED;

	*discard = false;
	spin_lock(&datagrams->lock);
	datagram = ct6_datagram_find(datagrams, &piece->key);
	if (!datagram)
		datagram = ct6_datagram_begin(cn, &piece->key);
	if (!datagram)
		goto out;
	err = datagram->reason;
	if (err)
		goto out;
	err = ct6_datagram_take(datagram, piece);
	if (err && err != CT6_STAT_FRAGMENT_DUPLICATE) {
		ct6_datagram_discard(datagrams, datagram, err);
		*discard = true;
	} else if (datagram->size && datagram->bytes == datagram->size) {
		ct6_datagram_forget(datagrams, datagram);
	}
out:
	spin_unlock(&datagrams->lock);
	return err;
}

/**
 * ct6_datagram_refuse() - a fragment that was taken notice of is lost
 * @cn: namespace
 * @key: its datagram, which cannot become whole any more
 *
 * Context: BHs off.
 */
void ct6_datagram_refuse(struct ct6_net *cn,
			 const struct ct6_datagram_key *key)
{
	struct ct6_datagrams *datagrams = &cn->datagrams;
	struct ct6_datagram *datagram;

	spin_lock(&datagrams->lock);
	datagram = ct6_datagram_find(datagrams, key) ?:
		   ct6_datagram_begin(cn, key);
	if (datagram && !datagram->reason)
		ct6_datagram_discard(datagrams, datagram,
				     CT6_STAT_FRAGMENT_REFUSED);
	spin_unlock(&datagrams->lock);
}

/*
 * Forget some of a list whose time is over.
 * Return: jiffies until the next one's is, no more than @again.
 */
static long ct6_datagrams_forget(struct ct6_datagrams *datagrams,
				 struct list_head *list, long again)
{
	struct ct6_datagram *datagram, *next;
	int left = CT6_DATAGRAM_BATCH;

	list_for_each_entry_safe(datagram, next, list, list) {
		long wait = datagram->expires - jiffies;

		if (wait > 0 || !left--)
			return min(again, max(wait, 0L));
		ct6_datagram_forget(datagrams, datagram);
	}
	return again;
}

static void ct6_datagrams_work(struct work_struct *work)
{
	struct ct6_datagrams *datagrams =
		container_of(work, struct ct6_datagrams, work.work);
	long again = MAX_JIFFY_OFFSET;

	spin_lock_bh(&datagrams->lock);
	again = ct6_datagrams_forget(datagrams, &datagrams->waiting, again);
	again = ct6_datagrams_forget(datagrams, &datagrams->discarded, again);
	if (datagrams->nr)
		mod_delayed_work(system_power_efficient_wq, &datagrams->work,
				 again);
	spin_unlock_bh(&datagrams->lock);
}

/**
 * ct6_datagrams_start() - be ready for fragments
 * @cn: namespace whose hooks are not registered yet
 *
 * Context: process.
 * Return: 0 or an error.
 */
int ct6_datagrams_start(struct ct6_net *cn)
{
	struct ct6_datagrams *datagrams = &cn->datagrams;

	spin_lock_init(&datagrams->lock);
	INIT_LIST_HEAD(&datagrams->waiting);
	INIT_LIST_HEAD(&datagrams->discarded);
	INIT_DELAYED_WORK(&datagrams->work, ct6_datagrams_work);
	datagrams->nr = 0;
	return rhashtable_init(&datagrams->table, &ct6_datagram_params);
}

static void ct6_datagram_free(void *datagram, void *unused)
{
	kmem_cache_free(ct6_datagram_slab, datagram);
}

/**
 * ct6_datagrams_stop() - forget all
 * @cn: namespace; no packet is on its way through a hook any more
 *
 * Context: process.
 */
void ct6_datagrams_stop(struct ct6_net *cn)
{
	struct ct6_datagrams *datagrams = &cn->datagrams;

	cancel_delayed_work_sync(&datagrams->work);
	rhashtable_free_and_destroy(&datagrams->table, ct6_datagram_free,
				    NULL);
	datagrams->nr = 0;
}

/**
 * ct6_datagram_init() - make the cache of datagrams
 *
 * Return: 0 or -ENOMEM.
 */
int __init ct6_datagram_init(void)
{
	ct6_datagram_slab = ct6_slab_create("ct6_datagram",
					    sizeof(struct ct6_datagram),
					    offsetof(struct ct6_datagram, key),
					    sizeof(struct ct6_datagram_key));
	return ct6_datagram_slab ? 0 : -ENOMEM;
}

/**
 * ct6_datagram_exit() - free the cache of datagrams
 */
void ct6_datagram_exit(void)
{
	kmem_cache_destroy(ct6_datagram_slab);
}
