/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Token buckets of limit expressions.
 */
#ifndef _CT6_LIMIT_H
#define _CT6_LIMIT_H

#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include <uapi/linux/ct6.h>

struct ct6_packet;

#define CT6_LIMIT_SIZE	8192	/* buckets of a limit that says no more */

/**
 * struct ct6_bucket - a token bucket
 * @tokens: nanoseconds of credit
 * @last: when @tokens was right, ktime; 0 of a bucket that nobody has
 */
struct ct6_bucket {
	u64	tokens;
	u64	last;
};

/**
 * struct ct6_limit_by - what has a bucket of its own
 * @what: bits of enum ct6_limit_per, 0 when all packets share one
 * @saddr_len: bits of the source that count
 * @daddr_len: bits of the destination that count
 * @size: bytes of a key
 */
struct ct6_limit_by {
	u8	what;
	u8	saddr_len;
	u8	daddr_len;
	u8	size;
};

/**
 * struct ct6_limit - a limit
 * @lock: protects @bucket
 * @bucket: of all packets, or of those whose key has no place
 * @cost: nanoseconds a packet costs, unless bytes are counted
 * @max: most nanoseconds of credit
 * @rate: packets or bytes a unit, as given
 * @unit: seconds of the unit, as given
 * @burst: packets or bytes at once, as given
 * @over: match what is over the rate
 * @bytes: bytes are counted, not packets
 * @per: what has a bucket of its own
 * @size: keys that there is a place for, as given
 * @mask: of the hash, sets less one
 * @secret: of the hash
 * @set: places by the key's hash, NULL when all share @bucket
 * @name: what it is called, as given, or empty
 */
struct ct6_limit {
	spinlock_t		lock;	/* protects bucket */
	struct ct6_bucket	bucket;
	u64			cost;
	u64			max;
	u32			rate;
	u32			unit;
	u32			burst;
	bool			over;
	bool			bytes;
	struct ct6_limit_by	per;
	u32			size;
	u32			mask;
	hsiphash_key_t		secret;
	void			*set;
	char			name[CT6_NAME_MAX + 1];
};

int ct6_limit_init(struct ct6_limit *limit);
void ct6_limit_free(struct ct6_limit *limit);
bool ct6_limit_match(struct ct6_limit *limit, const struct ct6_packet *pkt);

#endif /* _CT6_LIMIT_H */
