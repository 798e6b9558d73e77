// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flows: birth, counters and end.
 */
#include <linux/netdevice.h>
#include <linux/slab.h>
#include <linux/siphash.h>
#include <linux/timekeeping.h>

#include "compat.h"
#include "count.h"
#include "expect.h"
#include "flow.h"
#include "helper.h"
#include "kin.h"
#include "net.h"
#include "netlink.h"
#include "proto.h"
#include "table.h"
#include "trace.h"

static struct kmem_cache *ct6_flow_slab __ro_after_init;
static siphash_aligned_key_t ct6_flow_id_secret __ro_after_init;

/**
 * ct6_flow_alloc() - a flow for the connection that a packet begins
 * @pkt: first packet
 * @key: its key
 * @orig: index of the sender in @key
 * @generation: of the ruleset that lets it live, 0 without one
 *
 * Context: softirq; does not sleep.
 * Return: a flow that nobody else knows, without state and with no time to
 *	live, or NULL without memory.
 */
struct ct6_flow *ct6_flow_alloc(const struct ct6_packet *pkt,
				const struct ct6_key *key, unsigned int orig,
				u32 generation)
{
	struct ct6_first *first;
	struct ct6_flow *flow;

	flow = kmem_cache_zalloc(ct6_flow_slab, GFP_ATOMIC | __GFP_NOWARN);
	if (!flow)
		return NULL;
	flow->key = *key;
	flow->orig = orig;
	flow->expires = (u32)jiffies;
	ct6_flow_cache(flow, CT6_DIR_ORIG, generation, CT6_CACHED_NONE);
	ct6_flow_cache(flow, CT6_DIR_REPLY, generation, CT6_CACHED_NONE);
	spin_lock_init(&flow->lock);
	flow->start = ktime_to_ns(ktime_get_coarse_real());
	first = &flow->first;
	first->iif = pkt->in ? pkt->in->ifindex : 0;
	first->oif = pkt->out ? pkt->out->ifindex : 0;
	first->mark = pkt->first_mark;
	first->len = min_t(u32, pkt->len, U16_MAX);
	first->exthdrs = pkt->exthdrs;
	first->hook = pkt->hook;
	first->nexthdr = pkt->nexthdr;
	first->hoplimit = pkt->hoplimit;
	first->tclass = pkt->tclass;
	first->pkttype = pkt->pkttype;
	first->tcp_flags = pkt->has_tcp ? pkt->tcp.flags : 0;
	first->ct_state = pkt->ct_state;
	first->expected = pkt->expect ? pkt->expect->kind : CT6_EXPECT_NONE;
	flow->rt_type = pkt->rt_type;
	flow->rt_left = pkt->rt_left;
	flow->filtering = pkt->filtering;
	flow->helper = pkt->expect ? pkt->expect->helper : pkt->helper;
	if (pkt->hook != CT6_HOOK_FORWARD)
		atomic_set(&flow->status, CT6_FLOW_STATUS_LOCAL);
	return flow;
}

/**
 * ct6_flow_free() - free a flow that nobody can know any more
 * @flow: flow that was never in a table, or whose table is gone
 */
void ct6_flow_free(struct ct6_flow *flow)
{
	kmem_cache_free(ct6_flow_slab, flow);
}

static void ct6_flow_free_rcu(struct rcu_head *head)
{
	ct6_flow_free(container_of(head, struct ct6_flow, rcu));
}

static void ct6_flow_end_count(struct ct6_net *cn,
			       enum ct6_destroy_reason reason)
{
	static const u8 stat[] = {
		[CT6_DESTROY_REASON_TIMEOUT]	= CT6_STAT_EXPIRED,
		[CT6_DESTROY_REASON_DELETED]	= CT6_STAT_DELETED,
		[CT6_DESTROY_REASON_DENIED]	= CT6_STAT_DENIED,
		[CT6_DESTROY_REASON_EVICTED]	= CT6_STAT_EVICTED,
		[CT6_DESTROY_REASON_REPLACED]	= CT6_STAT_REPLACED,
	};

	if (reason == CT6_DESTROY_REASON_NONE || reason >= ARRAY_SIZE(stat))
		return;
	local_bh_disable();
	ct6_stat_inc(cn->stats, stat[reason]);
	local_bh_enable();
}

/**
 * ct6_flow_retire() - free a flow that is in no table, but known elsewhere
 * @cn: namespace
 * @flow: committed flow, taken out of its table or never let into it
 *
 * Counts and the expectation of its endpoint know it since its commit. What is
 * kept by its key stays: a twin may have that key.
 *
 * Context: under RCU. Who found it elsewhere may use it until leaving RCU.
 */
void ct6_flow_retire(struct ct6_net *cn, struct ct6_flow *flow)
{
	/* from here on nobody writes where the rcu_head is */
	spin_lock_bh(&flow->lock);
	ct6_flow_set(flow, CT6_FLOW_DEAD);
	spin_unlock_bh(&flow->lock);
	if (unlikely(ct6_flow_test(flow, CT6_FLOW_COUNTED)))
		ct6_count_forget(flow);
	ct6_expect_forget(cn, flow);
	call_rcu(&flow->rcu, ct6_flow_free_rcu);
}

/**
 * ct6_flow_end() - take a flow out of its table and free it
 * @cn: namespace
 * @flow: flow that was found in its table
 * @reason: for the event and the counters
 *
 * Context: under RCU. Readers that found the flow before may use it until
 *	they leave RCU.
 * Return: true when this call ended the flow, false when another did.
 */
bool ct6_flow_end(struct ct6_net *cn, struct ct6_flow *flow,
		  enum ct6_destroy_reason reason)
{
	if (!ct6_table_remove(&cn->table, flow))
		return false;
	trace_ct6_flow_destroy(cn->net, flow, reason);
	/* the end of a denied flow was told when it was denied */
	if (!ct6_flow_test(flow, CT6_FLOW_STATUS_DENIED)) {
		ct6_flow_end_count(cn, reason);
		ct6_nl_flow_event(cn, flow, CT6_CMD_FLOW_DEL_NTF, reason);
	}
	ct6_flow_retire(cn, flow);
	ct6_helper_forget(cn, flow);
	ct6_kin_forget(cn, flow);
	return true;
}

/**
 * ct6_flow_first() - the first packet of a flow, as it was judged
 * @flow: flow
 * @pkt: result; without devices, which the caller looks up, and without net
 *
 * Context: under RCU; @pkt points into @flow.
 */
void ct6_flow_first(const struct ct6_flow *flow, struct ct6_packet *pkt)
{
	const struct ct6_first *first = &flow->first;
	u8 proto = flow->key.l4proto;

	*pkt = (struct ct6_packet) {
		.saddr		= ct6_flow_src(flow, CT6_DIR_ORIG),
		.daddr		= ct6_flow_src(flow, CT6_DIR_REPLY),
		.len		= first->len,
		.mark		= first->mark,
		.exthdrs	= first->exthdrs,
		.hook		= first->hook,
		.l4proto	= proto,
		.nexthdr	= first->nexthdr,
		.hoplimit	= first->hoplimit,
		.tclass		= first->tclass,
		.pkttype	= first->pkttype,
		.tcp.flags	= first->tcp_flags,
		.ct_state	= first->ct_state,
		.dir		= CT6_DIR_ORIG,
		.rt_type	= flow->rt_type,
		.rt_left	= flow->rt_left,
		.has_rt		= first->exthdrs & CT6_EXTHDR_RT,
		.rejudge	= true,
	};
	if (flow->key.query) {
		pkt->has_icmp = true;
		pkt->icmp_type = flow->key.request;
		pkt->icmp_id = flow->key.port[0];
	} else if (ct6_proto_has_ports(proto)) {
		pkt->has_ports = true;
		pkt->sport = ct6_flow_sport(flow, CT6_DIR_ORIG);
		pkt->dport = ct6_flow_sport(flow, CT6_DIR_REPLY);
	}
	pkt->has_tcp = proto == IPPROTO_TCP;
}

/**
 * ct6_flow_id() - a number for a flow, for users
 * @flow: flow
 *
 * Its address through a keyed hash: unique among the flows of one time, and
 * tells nothing about the kernel's memory.
 */
u64 ct6_flow_id(const struct ct6_flow *flow)
{
	return siphash_2u64((unsigned long)flow, flow->start,
			    &ct6_flow_id_secret);
}

/**
 * ct6_flow_init() - make the cache of flows
 *
 * Return: 0 or -ENOMEM.
 */
int __init ct6_flow_init(void)
{
	/* what the layout in flow.h promises, with locks that only spin */
	BUILD_BUG_ON(!IS_ENABLED(CONFIG_PREEMPT_RT) &&
		     !IS_ENABLED(CONFIG_DEBUG_SPINLOCK) &&
		     !IS_ENABLED(CONFIG_DEBUG_LOCK_ALLOC) &&
		     sizeof(struct ct6_flow) > 192);
	get_random_bytes(&ct6_flow_id_secret, sizeof(ct6_flow_id_secret));
	ct6_flow_slab = ct6_slab_create("ct6_flow", sizeof(struct ct6_flow),
					offsetof(struct ct6_flow, key),
					sizeof(struct ct6_key));
	return ct6_flow_slab ? 0 : -ENOMEM;
}

/**
 * ct6_flow_exit() - free the cache of flows
 *
 * Every table is gone; flows may still wait for their grace period.
 */
void ct6_flow_exit(void)
{
	rcu_barrier();
	kmem_cache_destroy(ct6_flow_slab);
}
