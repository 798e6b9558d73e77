/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A flow: what ct6 remembers of a connection.
 */
#ifndef _CT6_FLOW_H
#define _CT6_FLOW_H

#include <linux/atomic.h>
#include <linux/jiffies.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>

#include <uapi/linux/ct6.h>

#include "key.h"
#include "packet.h"

struct ct6_net;

/* Bit numbers of ct6_flow.status; below 8 those of enum ct6_flow_status. */
enum ct6_flow_bit {
	CT6_FLOW_SEEN_REPLY	= 0,
	CT6_FLOW_ASSURED	= 1,
	CT6_FLOW_LOCAL		= 2,
	CT6_FLOW_DENIED		= 3,
	CT6_FLOW_DEAD		= 8,	/* out of the table, readers may last */
};

#define CT6_FLOW_STATUS_UAPI	0xffU

static_assert(BIT(CT6_FLOW_SEEN_REPLY) == CT6_FLOW_STATUS_SEEN_REPLY);
static_assert(BIT(CT6_FLOW_ASSURED) == CT6_FLOW_STATUS_ASSURED);
static_assert(BIT(CT6_FLOW_LOCAL) == CT6_FLOW_STATUS_LOCAL);
static_assert(BIT(CT6_FLOW_DENIED) == CT6_FLOW_STATUS_DENIED);

/**
 * struct ct6_cached - the verdict on established packets of one direction
 * @generation: of the ruleset that gave it, 0 for none
 * @rule: the only rule that counted the packet, or its policy's number
 * @iif: input interface that it holds for, 0 without one
 * @oif: output interface that it holds for, 0 without one
 *
 * Written once a generation, under ct6_flow.lock, generation last. Readers
 * hold nothing: they read the generation before and behind the rest; it
 * never returns to a value it had.
 */
struct ct6_cached {
	u32	generation;
	u32	rule;
	u32	iif;
	u32	oif;
};

/**
 * struct ct6_first - the first packet, to judge it again
 * @iif: input interface, 0 when it was sent here
 * @oif: output interface, 0 when it was for this host
 * @mark: mark of the packet
 * @len: its length, at most 65535
 * @exthdrs: extension headers seen
 * @hook: enum ct6_hook
 * @nexthdr: next header of the fixed header
 * @hoplimit: hop limit
 * @tclass: traffic class
 * @pkttype: PACKET_*
 * @tcp_flags: of TCP
 */
struct ct6_first {
	u32	iif;
	u32	oif;
	u32	mark;
	u16	len;
	u16	exthdrs;
	u8	hook;
	u8	nexthdr;
	u8	hoplimit;
	u8	tclass;
	u8	pkttype;
	u8	tcp_flags;
};

/**
 * struct ct6_flow - a connection
 * @node: link in the table
 * @key: both endpoints; never changes
 * @orig: index in @key of the endpoint that sent the first packet
 * @state: of the protocol, such as enum ct6_tcp_state; written by cmpxchg
 * @proto: two bytes for the protocol's own use; written with @state
 * @word: the three before it as one, for cmpxchg
 * @expires: low 32 bits of the jiffies at which it ends; written without a
 *	lock, any writer's value is right
 * @status: bits of enum ct6_flow_bit; atomic bit operations
 * @judged: generation of the ruleset that let it live; written without a
 *	lock, by who judged under that generation
 * @lock: protects the writing of @cached
 * @mark: mark of the flow
 * @cached: verdicts by direction; see there
 * @packets: accepted packets by direction
 * @bytes: and their bytes
 * @start: nanoseconds since 1970 at the first packet; never changes
 * @first: the first packet; never changes
 * @rcu: for the end
 *
 * Lifetime: alloc (nobody else knows it) -> table (found under RCU) ->
 * ct6_flow_end() takes it out exactly once, whoever comes first of the
 * worker, an operator, a new connection, a denying ruleset -> freed after a
 * grace period. Who finds a flow uses it until rcu_read_unlock() and takes
 * no reference.
 */
struct ct6_flow {
	struct rhash_head	node;
	struct ct6_key		key;
	union {
		struct {
			u8	orig;
			u8	state;
			u16	proto;
		};
		u32		word;
	};
	u32			expires;
	u32			judged;
	unsigned long		status;
	struct ct6_cached	cached[2];
	spinlock_t		lock;	/* protects the writing of cached */
	u32			mark;
	atomic64_t		packets[2];
	atomic64_t		bytes[2];
	u64			start;
	struct ct6_first	first;
	struct rcu_head		rcu;
};

/**
 * ct6_flow_expired() - has its time run out?
 * @flow: flow
 *
 * Jiffies are compared in 32 bits: timeouts are under 2^31 of them.
 */
static inline bool ct6_flow_expired(const struct ct6_flow *flow)
{
	return (s32)((u32)jiffies - READ_ONCE(flow->expires)) >= 0;
}

/**
 * ct6_flow_refresh() - let a flow live on
 * @flow: flow
 * @seconds: from now
 *
 * Writes only when the end moves by a second or more, so that a busy flow's
 * cache line stays shared.
 */
static inline void ct6_flow_refresh(struct ct6_flow *flow, u32 seconds)
{
	u32 expires = (u32)jiffies + seconds * HZ;

	if (abs((s32)(expires - READ_ONCE(flow->expires))) >= HZ)
		WRITE_ONCE(flow->expires, expires);
}

/**
 * ct6_flow_src() - address that a direction's packets come from
 * @flow: flow
 * @dir: direction
 */
static inline const struct in6_addr *ct6_flow_src(const struct ct6_flow *flow,
						  enum ct6_dir dir)
{
	return &flow->key.addr[flow->orig ^ dir];
}

/**
 * ct6_flow_sport() - port that a direction's packets come from
 * @flow: flow
 * @dir: direction
 */
static inline __be16 ct6_flow_sport(const struct ct6_flow *flow,
				    enum ct6_dir dir)
{
	return flow->key.port[flow->orig ^ dir];
}

struct ct6_flow *ct6_flow_alloc(const struct ct6_packet *pkt,
				const struct ct6_key *key, unsigned int orig);
void ct6_flow_free(struct ct6_flow *flow);
void ct6_flow_count(struct ct6_flow *flow, enum ct6_dir dir, u32 len);
bool ct6_flow_end(struct ct6_net *cn, struct ct6_flow *flow,
		  enum ct6_destroy_reason reason);
void ct6_flow_first(const struct ct6_flow *flow, struct ct6_packet *pkt);
u64 ct6_flow_id(const struct ct6_flow *flow);
int ct6_flow_init(void);
void ct6_flow_exit(void);

#endif /* _CT6_FLOW_H */
