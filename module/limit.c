// SPDX-License-Identifier: GPL-2.0-only
/*
 * Token buckets: credit grows with time, a packet costs what the rate says.
 *
 * A limit for each prefix has a bucket for each, in memory that is there from
 * the beginning. A bucket that is full again is as good as none, so its place
 * is free for another prefix: nothing has to be reaped, and nobody's credit is
 * ever renewed by throwing it out. Prefixes that find no place share one
 * bucket: a flood of sources gets no more than one source there.
 */
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>

#include "limit.h"
#include "net.h"

/* Places that a prefix may take. */
#define CT6_LIMIT_WAYS	8

/**
 * struct ct6_limit_slot - a place
 * @prefix: who has it
 * @bucket: its bucket
 */
struct ct6_limit_slot {
	struct in6_addr		prefix;
	struct ct6_bucket	bucket;
};

/**
 * struct ct6_limit_set - the places of all prefixes of one hash
 * @lock: protects @slot
 * @slot: places
 */
struct ct6_limit_set {
	spinlock_t		lock;	/* protects slot */
	struct ct6_limit_slot	slot[CT6_LIMIT_WAYS];
};

static int ct6_limit_sets(struct ct6_limit *limit)
{
	u32 nr = roundup_pow_of_two(DIV_ROUND_UP(limit->size, CT6_LIMIT_WAYS));
	u32 i;

	limit->set = kvcalloc(nr, sizeof(*limit->set), GFP_KERNEL_ACCOUNT);
	if (!limit->set)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		spin_lock_init(&limit->set[i].lock);
	limit->mask = nr - 1;
	get_random_bytes(&limit->secret, sizeof(limit->secret));
	return 0;
}

/*
 * The bucket of packets holds the burst; that of bytes holds a unit's worth
 * and the burst, as nft has it.
 */
static bool ct6_limit_room(struct ct6_limit *limit)
{
	u64 unit = (u64)limit->unit * NSEC_PER_SEC;
	u64 most = (u64)limit->rate + limit->burst;

	if (limit->bytes) {
		/* rounded down, and nowhere near the end of 64 bits */
		if (most / limit->rate >= div64_u64(S64_MAX, unit))
			return false;
		limit->max = mul_u64_u64_div_u64(unit, most, limit->rate);
		return true;
	}
	/* more than one packet a nanosecond is no limit */
	limit->cost = max_t(u64, div_u64(unit, limit->rate), 1);
	limit->max = limit->cost * limit->burst;
	return div_u64(limit->max, limit->burst) == limit->cost;
}

/**
 * ct6_limit_init() - begin with full buckets
 * @limit: with what is given set; rate and unit, and without bytes the burst,
 *	are not 0
 *
 * Context: process; nobody else knows @limit.
 * Return: 0, -ERANGE when the burst is too large for the rate, or -ENOMEM.
 */
int ct6_limit_init(struct ct6_limit *limit)
{
	spin_lock_init(&limit->lock);
	if (!ct6_limit_room(limit))
		return -ERANGE;
	limit->bucket.tokens = limit->max;
	limit->bucket.last = ktime_get_ns();
	return limit->prefix.per == CT6_PER_ALL ? 0 : ct6_limit_sets(limit);
}

/**
 * ct6_limit_free() - free a limit
 * @limit: limit that no packet meets any more, maybe half made, or NULL
 */
void ct6_limit_free(struct ct6_limit *limit)
{
	if (limit)
		kvfree(limit->set);
	kfree(limit);
}

static void ct6_bucket_fill(const struct ct6_limit *limit,
			    struct ct6_bucket *bucket, u64 now)
{
	if (now <= bucket->last)
		return;
	bucket->tokens = min(bucket->tokens + (now - bucket->last), limit->max);
	bucket->last = now;
}

/* A bucket takes what fits into it only, so no product is too large. */
static bool ct6_bucket_take(const struct ct6_limit *limit,
			    struct ct6_bucket *bucket, u64 now, u32 len)
{
	u64 cost = limit->cost;

	if (limit->bytes) {
		if (len > (u64)limit->rate + limit->burst)
			return false;
		cost = mul_u64_u64_div_u64((u64)limit->unit * NSEC_PER_SEC,
					   len, limit->rate);
	}
	ct6_bucket_fill(limit, bucket, now);
	if (bucket->tokens < cost)
		return false;
	bucket->tokens -= cost;
	return true;
}

/* Nobody has it, or it is full again. */
static bool ct6_bucket_free(const struct ct6_limit *limit,
			    const struct ct6_bucket *bucket, u64 now)
{
	return !bucket->last ||
	       (now > bucket->last &&
		bucket->tokens + (now - bucket->last) >= limit->max);
}

/* The place of a prefix, which may be new; NULL when all are taken. */
static struct ct6_bucket *ct6_limit_place(const struct ct6_limit *limit,
					  struct ct6_limit_set *set,
					  const struct in6_addr *prefix,
					  u64 now)
{
	struct ct6_limit_slot *room = NULL;
	int i;

	for (i = 0; i < CT6_LIMIT_WAYS; i++) {
		struct ct6_limit_slot *slot = &set->slot[i];

		if (slot->bucket.last &&
		    ipv6_addr_equal(&slot->prefix, prefix))
			return &slot->bucket;
		if (!room && ct6_bucket_free(limit, &slot->bucket, now))
			room = slot;
	}
	if (!room)
		return NULL;
	room->prefix = *prefix;
	room->bucket.tokens = limit->max;
	room->bucket.last = now;
	return &room->bucket;
}

static bool ct6_limit_shared(struct ct6_limit *limit, u64 now, u32 len)
{
	bool within;

	spin_lock(&limit->lock);
	within = ct6_bucket_take(limit, &limit->bucket, now, len);
	spin_unlock(&limit->lock);
	return within;
}

static bool ct6_limit_own(struct ct6_limit *limit,
			  const struct ct6_packet *pkt, u64 now)
{
	struct ct6_limit_set *set;
	struct ct6_bucket *bucket;
	struct in6_addr prefix;
	bool within = false;

	ct6_prefix_get(&limit->prefix, pkt, &prefix);
	set = &limit->set[hsiphash(&prefix, sizeof(prefix), &limit->secret) &
			  limit->mask];
	spin_lock(&set->lock);
	bucket = ct6_limit_place(limit, set, &prefix, now);
	if (likely(bucket))
		within = ct6_bucket_take(limit, bucket, now, pkt->len);
	spin_unlock(&set->lock);
	if (likely(bucket))
		return within;
	ct6_stat_inc(ct6_net_get(pkt->state->net)->stats,
		     CT6_STAT_LIMIT_SHARED);
	return ct6_limit_shared(limit, now, pkt->len);
}

/**
 * ct6_limit_match() - take a packet's cost out of its bucket
 * @limit: limit
 * @pkt: packet, none that is judged again
 *
 * Context: under RCU, BHs off.
 * Return: whether the expression matches: there was enough and it asks for
 *	what is within, or there was not and it asks for what is over.
 */
bool ct6_limit_match(struct ct6_limit *limit, const struct ct6_packet *pkt)
{
	u64 now = ktime_get_ns();
	bool within = limit->set ? ct6_limit_own(limit, pkt, now) :
				   ct6_limit_shared(limit, now, pkt->len);

	return within != limit->over;
}
