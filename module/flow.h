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
#include "tcp_window.h"

struct ct6_net;

/* Bits of ct6_flow.status; those below 8 are enum ct6_flow_status. */
#define CT6_FLOW_DEAD		BIT(8)	/* out of the table, readers may last */
#define CT6_FLOW_ENDPOINT	BIT(9)	/* where it began others were let in */
#define CT6_FLOW_COUNTED	BIT(10)	/* is or was in a count */
#define CT6_FLOW_PAIRED		BIT(11)	/* of GRE: the other end's key is known */
#define CT6_FLOW_STATUS_UAPI	0xffU

/* In ct6_flow.cached, below the epoch: accept, or no verdict at all. */
#define CT6_CACHED_ACCEPT	BIT(31)
#define CT6_CACHED_NONE		(BIT(31) - 1)

/**
 * struct ct6_first - the first packet, to judge it again
 * @iif: input interface, 0 when it was sent here
 * @oif: output interface, 0 when it was for this host
 * @mark: mark of the packet, as it came
 * @len: its length, at most 65535
 * @exthdrs: extension headers seen
 * @hook: enum ct6_hook
 * @nexthdr: next header of the fixed header
 * @hoplimit: hop limit
 * @tclass: traffic class
 * @pkttype: PACKET_*
 * @tcp_flags: of TCP
 * @ct_state: new or related
 * @expected: enum ct6_expect_kind, why it was related; of a mobile node's
 *	tunnel none
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
	u8	ct_state;
	u8	expected;
};

/**
 * struct ct6_flow - a connection
 * @node: link in the table
 * @key: both endpoints; never changes
 * @orig: index in @key of the endpoint that sent the first packet
 * @state: of the protocol, such as enum ct6_tcp_state
 * @proto: two bytes for the protocol's own use
 * @expires: low 32 bits of the jiffies at which it ends; written without a
 *	lock, any writer's value is right
 * @status: bits of enum ct6_flow_status, CT6_FLOW_DEAD and CT6_FLOW_COUNTED
 * @cached: by direction, the verdict on its established packets: epoch of the
 *	ruleset and its sets in the upper half, below it the number of the one
 *	counter that counted the packet and CT6_CACHED_ACCEPT, or
 *	CT6_CACHED_NONE. The epoch says also that this ruleset let the
 *	flow live. Written and read as one word.
 * @packets: accepted packets by direction
 * @bytes: and their bytes
 * @start: nanoseconds since 1970 at the first packet; never changes
 * @lock: protects @state, @proto, @tcp, @sctp and @dccp; readers that look at
 *	one field take none
 * @mark: mark of the flow
 * @tcp: by direction, of TCP
 * @sctp: of SCTP
 * @dccp: by direction, of DCCP
 * @rcu: for the end, in the place of these: who holds @lock and finds
 *	CT6_FLOW_DEAD leaves it alone
 * @filtering: enum ct6_filtering, as the rules have it
 * @helper: enum ct6_helper, as the rules have it
 * @special: both of these; 0 of most flows
 * @rt_type: type of the first packet's routing header, if it had one
 * @rt_left: its segments left; these two are of @first, and never change
 * @first: the first packet; never changes
 *
 * Lifetime: alloc (nobody else knows it) -> table (found under RCU) ->
 * ct6_flow_end() takes it out exactly once, whoever comes first of the
 * worker, an operator, a new connection, a denying ruleset -> freed after a
 * grace period. Who finds a flow uses it until rcu_read_unlock() and takes
 * no reference.
 *
 * A cache line each: what finds it; what an established packet changes; what
 * TCP changes, with what only the control plane reads.
 */
struct ct6_flow {
	struct rhash_head	node;
	struct ct6_key		key;
	u8			orig;
	u8			state;
	u16			proto;
	u32			expires;

	atomic_t		status ____cacheline_aligned;
	u32			mark;
	atomic64_t		cached[2];
	atomic64_t		packets[2];
	atomic64_t		bytes[2];
	u64			start;

	union {
		struct ct6_tcp_peer	tcp[2];
		struct ct6_sctp_tags	sctp;
		struct ct6_dccp_peer	dccp[2];
		struct rcu_head		rcu;
	};
	spinlock_t		lock;	/* protects state, proto, the union */
	union {
		struct {
			u8	filtering;
			u8	helper;
		};
		u16		special;
	};
	u8			rt_type;
	u8			rt_left;
	struct ct6_first	first;
};

/**
 * ct6_flow_test() - has a flow one of some status bits?
 * @flow: flow
 * @bits: enum ct6_flow_status, CT6_FLOW_DEAD
 */
static inline bool ct6_flow_test(const struct ct6_flow *flow, u32 bits)
{
	return atomic_read(&flow->status) & bits;
}

/**
 * ct6_flow_set() - set a status bit
 * @flow: flow
 * @bit: enum ct6_flow_status, CT6_FLOW_DEAD
 *
 * Return: true for the one caller that changed it.
 */
static inline bool ct6_flow_set(struct ct6_flow *flow, u32 bit)
{
	if (ct6_flow_test(flow, bit))
		return false;
	return !(atomic_fetch_or(bit, &flow->status) & bit);
}

/**
 * ct6_flow_clear() - clear a status bit
 * @flow: flow
 * @bit: enum ct6_flow_status
 *
 * Return: true for the one caller that changed it.
 */
static inline bool ct6_flow_clear(struct ct6_flow *flow, u32 bit)
{
	if (!ct6_flow_test(flow, bit))
		return false;
	return atomic_fetch_andnot(bit, &flow->status) & bit;
}

/**
 * ct6_flow_generation() - the epoch that let a flow live
 * @flow: flow
 *
 * Return: the epoch, 0 when there was no ruleset.
 */
static inline u32 ct6_flow_generation(const struct ct6_flow *flow)
{
	return (u64)atomic64_read(&flow->cached[CT6_DIR_ORIG]) >> 32;
}

/**
 * ct6_flow_cache() - remember a verdict
 * @flow: flow
 * @dir: direction
 * @generation: epoch
 * @word: CT6_CACHED_*
 */
static inline void ct6_flow_cache(struct ct6_flow *flow, enum ct6_dir dir,
				  u32 generation, u32 word)
{
	atomic64_set(&flow->cached[dir], (u64)generation << 32 | word);
}

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
	u32 later = expires - READ_ONCE(flow->expires);

	/* neither from 0 to under HZ nor, below 0, down to over -HZ */
	if (later + (HZ - 1) >= 2 * HZ - 1)
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

/**
 * ct6_flow_count() - count an accepted packet
 * @flow: flow
 * @dir: direction
 * @len: bytes
 */
static inline void ct6_flow_count(struct ct6_flow *flow, enum ct6_dir dir,
				  u32 len)
{
	atomic64_inc(&flow->packets[dir]);
	atomic64_add(len, &flow->bytes[dir]);
}

struct ct6_flow *ct6_flow_alloc(const struct ct6_packet *pkt,
				const struct ct6_key *key, unsigned int orig,
				u32 generation);
void ct6_flow_free(struct ct6_flow *flow);
void ct6_flow_retire(struct ct6_net *cn, struct ct6_flow *flow);
bool ct6_flow_end(struct ct6_net *cn, struct ct6_flow *flow,
		  enum ct6_destroy_reason reason);
void ct6_flow_first(const struct ct6_flow *flow, struct ct6_packet *pkt);
u64 ct6_flow_id(const struct ct6_flow *flow);
int ct6_flow_init(void);
void ct6_flow_exit(void);

#endif /* _CT6_FLOW_H */
