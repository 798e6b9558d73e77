// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ahead of the filter hooks: with many flows, what a packet waits for is the
 * memory. Where it comes in, its flow is asked for, which has come when the
 * packet was routed. Its key is kept till then, so it is hashed once as before.
 */
#include <linux/ipv6.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/prefetch.h>
#include <linux/rhashtable.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include "flow.h"
#include "key.h"
#include "net.h"

/* From how many buckets on it pays: a smaller table is in the caches. */
#define CT6_AHEAD_BUCKETS	16384

/**
 * struct ct6_ahead - the packet of TCP or UDP that came in last
 * @key: its key, sealed
 * @src: index of its source in @key
 *
 * Nothing says whose it is, and nothing needs to: the hash of a key is that of
 * every packet with the same addresses and ports.
 */
struct ct6_ahead {
	struct ct6_key	key;
	unsigned int	src;
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

static __always_inline unsigned int
ct6_ahead_make(struct ct6_key *key, const struct ipv6hdr *ip6h,
	       const __be16 *port)
{
	unsigned int src = ct6_key_make(key, ip6h->nexthdr, &ip6h->saddr,
					&ip6h->daddr, port[0], port[1]);

	ct6_key_seal(key);
	return src;
}

static noinline void ct6_ahead_ask(const struct bucket_table *tbl,
				   const struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	const __be16 *port = ct6_ahead_upper(skb, ip6h);
	struct ct6_ahead *ahead;
	u32 hash;

	if (!port || !in_softirq())
		return;
	/* where softirqs can be preempted (PREEMPT_RT) others come meanwhile */
	preempt_disable();
	ahead = this_cpu_ptr(&ct6_ahead);
	ahead->src = ct6_ahead_make(&ahead->key, ip6h, port);
	hash = ahead->key.hash;
	preempt_enable();
	ct6_ahead_fetch(tbl, hash);
}

/* Is it the packet that came in last, or one like it? */
static noinline bool ct6_ahead_asked(struct ct6_key *key, unsigned int *src,
				     const struct ipv6hdr *ip6h,
				     const __be16 *port)
{
	const struct ct6_ahead *ahead;
	unsigned int s;
	bool same;

	preempt_disable();
	ahead = this_cpu_ptr(&ct6_ahead);
	s = ahead->src;
	same = ahead->key.port[s] == port[0] &&
	       ahead->key.port[!s] == port[1] &&
	       ahead->key.l4proto == ip6h->nexthdr &&
	       ipv6_addr_equal(&ahead->key.addr[s], &ip6h->saddr) &&
	       ipv6_addr_equal(&ahead->key.addr[!s], &ip6h->daddr);
	if (same) {
		*key = ahead->key;
		*src = s;
	}
	preempt_enable();
	return same;
}

static __always_inline bool ct6_ahead_pays(const struct bucket_table *tbl)
{
	return unlikely(tbl->size >= CT6_AHEAD_BUCKETS);
}

/**
 * ct6_ahead_come() - a packet comes in
 * @cn: namespace
 * @skb: packet
 *
 * Context: PRE_ROUTING, under RCU.
 */
static __always_inline void ct6_ahead_come(const struct ct6_net *cn,
					   const struct sk_buff *skb)
{
	const struct bucket_table *tbl = rcu_dereference(cn->table.tbl);

	if (ct6_ahead_pays(tbl))
		ct6_ahead_ask(tbl, skb);
}

/**
 * ct6_ahead_key() - the key of a packet of TCP or UDP, sealed
 * @cn: namespace
 * @key: result
 * @ip6h: its fixed header
 * @port: its ports
 *
 * Context: under RCU, BHs off.
 * Return: index of its source in @key.
 */
static __always_inline unsigned int
ct6_ahead_key(const struct ct6_net *cn, struct ct6_key *key,
	      const struct ipv6hdr *ip6h, const __be16 *port)
{
	unsigned int src;

	if (ct6_ahead_pays(rcu_dereference(cn->table.tbl)) &&
	    ct6_ahead_asked(key, &src, ip6h, port))
		return src;
	return ct6_ahead_make(key, ip6h, port);
}
