// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ahead of the filter hooks: with many flows, what a packet waits for is the
 * memory. Where it comes in, its flow is asked for, which has come when the
 * packet was routed. Its hash is kept till then, so it is hashed once as before.
 */
#include <linux/ipv6.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/prefetch.h>
#include <linux/rhashtable.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include "ends.h"
#include "flow.h"
#include "net.h"

/* From how many buckets on it pays: a smaller table is in the caches. */
#define CT6_AHEAD_BUCKETS	16384

/**
 * struct ct6_ahead - the packet of TCP or UDP that came in last
 * @addr: its source and its destination
 * @ports: both ports, as they are in it
 * @nexthdr: protocol
 * @hash: of its ends
 *
 * Nothing says whose it is, and nothing needs to: the hash is that of every
 * packet with the same addresses and ports.
 */
struct ct6_ahead {
	struct in6_addr	addr[2];
	u32		ports;
	u8		nexthdr;
	u32		hash;
};

static DEFINE_PER_CPU_ALIGNED(struct ct6_ahead, ct6_ahead);

/*
 * The upper layer's fixed header, where it can be read as it is, or NULL when
 * it is another than TCP and UDP or behind something else.
 */
static __always_inline const void *
ct6_ahead_upper(const struct sk_buff *skb, const struct ipv6hdr *ip6h)
{
	u32 end = skb_network_offset(skb) + sizeof(*ip6h);
	const void *upper = skb->data + end;

	if (ip6h->nexthdr == IPPROTO_UDP)
		end += sizeof(struct udphdr);
	else if (ip6h->nexthdr == IPPROTO_TCP)
		end += sizeof(struct tcphdr);
	else
		return NULL;
	return likely(skb_headlen(skb) >= end) ? upper : NULL;
}

/*
 * The bucket is waited for, as far as the processor does that; the first flow
 * in it, mostly the one, is not.
 */
static __always_inline void ct6_ahead_fetch(const struct bucket_table *tbl,
					    u32 hash)
{
	struct rhash_head *node;
	struct ct6_flow *flow;

	node = rht_ptr_rcu(rht_bucket(tbl, rht_bucket_index(tbl, hash)));
	if (rht_is_a_nulls(node))
		return;
	flow = container_of(node, struct ct6_flow, node);
	prefetch(&flow->key);
	prefetchw(&flow->status);
}

/**
 * ct6_ahead_ask() - ask for a packet's flow
 * @cn: namespace
 * @skb: packet that comes in
 *
 * Context: PRE_ROUTING, under RCU.
 */
static __always_inline void ct6_ahead_ask(const struct ct6_net *cn,
					  const struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	const __be16 *port = ct6_ahead_upper(skb, ip6h);
	struct ct6_ahead *ahead;
	struct ct6_ends ends __uninitialized;
	u32 hash;

	if (!port || !in_softirq())
		return;
	ct6_ends_make(&ends, ip6h, port);
	hash = ct6_ends_hash(&ends);
	/* where softirqs can be preempted (PREEMPT_RT) others come meanwhile */
	preempt_disable();
	ahead = this_cpu_ptr(&ct6_ahead);
	ahead->addr[0] = ip6h->saddr;
	ahead->addr[1] = ip6h->daddr;
	ahead->ports = get_unaligned((const u32 *)port);
	ahead->nexthdr = ip6h->nexthdr;
	ahead->hash = hash;
	preempt_enable();
	ct6_ahead_fetch(rcu_dereference(cn->table.tbl), hash);
}

/* Return: the hash of a packet like the one that came in last, or -1. */
static noinline s64 ct6_ahead_asked(const struct ipv6hdr *ip6h,
				    const __be16 *port)
{
	const struct ct6_ahead *ahead;
	s64 hash = -1;

	preempt_disable();
	ahead = this_cpu_ptr(&ct6_ahead);
	if (ahead->ports == get_unaligned((const u32 *)port) &&
	    ahead->nexthdr == ip6h->nexthdr &&
	    ipv6_addr_equal(&ahead->addr[0], &ip6h->saddr) &&
	    ipv6_addr_equal(&ahead->addr[1], &ip6h->daddr))
		hash = ahead->hash;
	preempt_enable();
	return hash;
}

/**
 * ct6_ahead_pays() - is a table so large that its flows are asked for ahead?
 * @tbl: its buckets
 */
static __always_inline bool ct6_ahead_pays(const struct bucket_table *tbl)
{
	return unlikely(tbl->size >= CT6_AHEAD_BUCKETS);
}

/**
 * ct6_ahead_hash() - the hash of a packet of TCP or UDP
 * @tbl: where its flow will be looked for
 * @ip6h: its fixed header
 * @port: its ports
 * @ends: what ct6_ends_make() makes of these
 *
 * Context: under RCU, BHs off.
 * Return: the hash of @ends.
 */
static __always_inline u32 ct6_ahead_hash(const struct bucket_table *tbl,
					  const struct ipv6hdr *ip6h,
					  const __be16 *port,
					  const struct ct6_ends *ends)
{
	s64 hash = -1;

	if (ct6_ahead_pays(tbl))
		hash = ct6_ahead_asked(ip6h, port);
	return likely(hash < 0) ? ct6_ends_hash(ends) : hash;
}
