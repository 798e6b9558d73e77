// SPDX-License-Identifier: GPL-2.0-only
/*
 * Token buckets: credit grows with time, a packet costs what the rate says.
 *
 * A limit for each prefix or port has a bucket for each, in memory that is there
 * from the beginning. A bucket that is full again is as good as none, so its
 * place is free for another: nothing has to be reaped, and nobody's credit is
 * ever renewed by throwing it out. Those that find no place share one bucket: a
 * flood of sources gets no more than one source there.
 */
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>

#include "limit.h"
#include "net.h"
#include "packet.h"

/* Places that a key may take. */
#define CT6_LIMIT_WAYS	8

/* Both addresses and both ports. */
#define CT6_LIMIT_KEY_MAX	(2 * sizeof(struct in6_addr) + 2 * sizeof(__be16))

/**
 * struct ct6_limit_slot - a place; as large as the limit's keys ask for
 * @bucket: its bucket
 * @key: who has it
 */
struct ct6_limit_slot {
	struct ct6_bucket	bucket;
	u8			key[];
};

/**
 * struct ct6_limit_set - the places of all keys of one hash
 * @lock: protects @slot
 * @slot: places, CT6_LIMIT_WAYS of ct6_limit_slot_size()
 */
struct ct6_limit_set {
	spinlock_t		lock;	/* protects slot */
	u8			slot[] __aligned(8);
};

static u8 ct6_limit_key_size(u8 what)
{
	u8 size = 0;

	if (what & CT6_LIMIT_PER_SADDR)
		size += sizeof(struct in6_addr);
	if (what & CT6_LIMIT_PER_DADDR)
		size += sizeof(struct in6_addr);
	if (what & CT6_LIMIT_PER_SPORT)
		size += sizeof(__be16);
	if (what & CT6_LIMIT_PER_DPORT)
		size += sizeof(__be16);
	return size;
}

static size_t ct6_limit_slot_size(const struct ct6_limit *limit)
{
	return ALIGN(sizeof(struct ct6_limit_slot) + limit->per.size, 8);
}

static size_t ct6_limit_set_size(const struct ct6_limit *limit)
{
	return sizeof(struct ct6_limit_set) +
	       CT6_LIMIT_WAYS * ct6_limit_slot_size(limit);
}

static struct ct6_limit_set *ct6_limit_set_at(const struct ct6_limit *limit,
					      u32 i)
{
	return limit->set + i * ct6_limit_set_size(limit);
}

static int ct6_limit_sets(struct ct6_limit *limit)
{
	u32 nr = roundup_pow_of_two(DIV_ROUND_UP(limit->size, CT6_LIMIT_WAYS));
	u32 i;

	limit->per.size = ct6_limit_key_size(limit->per.what);
	limit->set = kvcalloc(nr, ct6_limit_set_size(limit),
			      GFP_KERNEL_ACCOUNT);
	if (!limit->set)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		spin_lock_init(&ct6_limit_set_at(limit, i)->lock);
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
	return limit->per.what ? ct6_limit_sets(limit) : 0;
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

/* What of a packet the limit's buckets go by. */
static void ct6_limit_key(const struct ct6_limit_by *per,
			  const struct ct6_packet *pkt, u8 *key)
{
	static const __be16 none;

	if (per->what & CT6_LIMIT_PER_SADDR) {
		ipv6_addr_prefix((struct in6_addr *)key, pkt->saddr,
				 per->saddr_len);
		key += sizeof(struct in6_addr);
	}
	if (per->what & CT6_LIMIT_PER_DADDR) {
		ipv6_addr_prefix((struct in6_addr *)key, pkt->daddr,
				 per->daddr_len);
		key += sizeof(struct in6_addr);
	}
	if (per->what & CT6_LIMIT_PER_SPORT) {
		memcpy(key, pkt->has_ports ? &pkt->sport : &none,
		       sizeof(__be16));
		key += sizeof(__be16);
	}
	if (per->what & CT6_LIMIT_PER_DPORT)
		memcpy(key, pkt->has_ports ? &pkt->dport : &none,
		       sizeof(__be16));
}

/* The place of a key, which may be new; NULL when all are taken. */
static struct ct6_bucket *ct6_limit_place(const struct ct6_limit *limit,
					  struct ct6_limit_set *set,
					  const u8 *key, u64 now)
{
	size_t size = ct6_limit_slot_size(limit);
	struct ct6_limit_slot *room = NULL;
	int i;

	for (i = 0; i < CT6_LIMIT_WAYS; i++) {
		struct ct6_limit_slot *slot = (void *)set->slot + i * size;

		if (slot->bucket.last && !memcmp(slot->key, key,
						 limit->per.size))
			return &slot->bucket;
		if (!room && ct6_bucket_free(limit, &slot->bucket, now))
			room = slot;
	}
	if (!room)
		return NULL;
	memcpy(room->key, key, limit->per.size);
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
	u8 key[CT6_LIMIT_KEY_MAX] __aligned(8);
	bool within = false;

	ct6_limit_key(&limit->per, pkt, key);
	set = ct6_limit_set_at(limit, hsiphash(key, limit->per.size,
					       &limit->secret) & limit->mask);
	spin_lock(&set->lock);
	bucket = ct6_limit_place(limit, set, key, now);
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
