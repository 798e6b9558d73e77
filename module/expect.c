// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expectations: endpoints that may be sent to by who is not yet known. They
 * come from four places: a request to a multicast group of the link, whose
 * answers come from the members' own addresses; a rule that filters an
 * endpoint's flows endpoint-independently (RFC 4787, 5); a helper that read
 * of a connection to come; a GRE tunnel, whose other end may have another key.
 *
 * A packet looks here only when it has no flow and there is an expectation
 * at all.
 */
#include <linux/netdevice.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "expect.h"
#include "flow.h"
#include "net.h"
#include "packet.h"
#include "proto.h"
#include "ruleset.h"
#include "table.h"

/* Expired ones that one turn of the worker ends. */
#define CT6_EXPECT_BATCH	4096

static const struct rhashtable_params ct6_expect_params = {
	.key_len		= sizeof(struct ct6_expect_key),
	.key_offset		= offsetof(struct ct6_expect, key),
	.head_offset		= offsetof(struct ct6_expect, node),
	.min_size		= 16,
	.automatic_shrinking	= true,
};

/**
 * ct6_expect_table_init() - make an empty table of expectations
 * @cn: namespace
 *
 * Context: process, under ct6_net.lock.
 * Return: 0 or -ENOMEM.
 */
int ct6_expect_table_init(struct ct6_net *cn)
{
	return rhashtable_init(&cn->expects, &ct6_expect_params);
}

static void ct6_expect_free(void *object, void *arg)
{
	kfree(object);
}

/**
 * ct6_expect_table_destroy() - forget every expectation
 * @cn: namespace that no hook and no worker uses any more
 *
 * Context: process.
 */
void ct6_expect_table_destroy(struct ct6_net *cn)
{
	rhashtable_free_and_destroy(&cn->expects, ct6_expect_free, NULL);
}

static bool ct6_expect_expired(const struct ct6_expect *expect)
{
	return (s32)((u32)jiffies - READ_ONCE(expect->expires)) >= 0;
}

static bool ct6_expect_end(struct ct6_net *cn, struct ct6_expect *expect)
{
	if (rhashtable_remove_fast(&cn->expects, &expect->node,
				   ct6_expect_params))
		return false;
	kfree_rcu(expect, rcu);
	return true;
}

/* An expectation that a rule made ends with its ruleset. */
static struct ct6_expect *ct6_expect_find(struct ct6_net *cn, u32 epoch,
					  const struct ct6_expect_key *key)
{
	struct ct6_expect *expect;

	expect = rhashtable_lookup(&cn->expects, key, ct6_expect_params);
	if (!expect || ct6_expect_expired(expect))
		return NULL;
	if (expect->kind == CT6_EXPECT_ENDPOINT &&
	    READ_ONCE(expect->generation) != epoch)
		return NULL;
	return expect;
}

static u32 ct6_expect_scope(const struct ct6_packet *pkt)
{
	if (!((ipv6_addr_type(pkt->saddr) | ipv6_addr_type(pkt->daddr)) &
	      IPV6_ADDR_LINKLOCAL))
		return 0;
	return ct6_packet_link(pkt);
}

/* Has the other end of a tunnel not shown its key yet? */
static bool ct6_expect_gre_due(const struct ct6_flow *flow)
{
	return !ct6_flow_test(flow,
			      CT6_FLOW_STATUS_SEEN_REPLY | CT6_FLOW_PAIRED);
}

static bool ct6_expect_gre_open(struct ct6_net *cn,
				const struct ct6_packet *pkt)
{
	const struct ct6_flow *master;

	if (pkt->gre.kind != CT6_KEY_GRE_KEY)
		return false;
	master = ct6_table_find(&cn->table, pkt->expect->master);
	return master && ct6_expect_gre_due(master);
}

/**
 * ct6_expect_find_any() - is a packet expected that has no flow?
 * @cn: namespace
 * @pkt: packet that its protocol calls new; pkt->expect is set
 *
 * The long way of ct6_expect_classify().
 *
 * Context: under RCU, BHs off.
 * Return: CT6_CT_STATE_RELATED; CT6_CT_STATE_ESTABLISHED for the answer to a
 *	multicast request; CT6_CT_STATE_NEW for all others.
 */
u8 ct6_expect_find_any(struct ct6_net *cn, struct ct6_packet *pkt)
{
	struct ct6_expect_key key = {
		.saddr		= *pkt->saddr,
		.daddr		= *pkt->daddr,
		.dport		= pkt->has_ports ? pkt->dport : 0,
		.l4proto	= pkt->l4proto,
	};

	/* one sender is known by the same scope as in a flow's key */
	key.scope = ct6_expect_scope(pkt);
	pkt->expect = ct6_expect_find(cn, pkt->epoch, &key);
	if (unlikely(pkt->expect && pkt->expect->kind == CT6_EXPECT_GRE &&
		     !ct6_expect_gre_open(cn, pkt)))
		pkt->expect = NULL;
	if (!pkt->expect) {
		key.saddr = in6addr_any;
		key.scope = 0;
		pkt->expect = ct6_expect_find(cn, pkt->epoch, &key);
	}
	if (!pkt->expect && pkt->in) {
		key.scope = ct6_packet_link(pkt);
		pkt->expect = ct6_expect_find(cn, pkt->epoch, &key);
	}
	if (!pkt->expect)
		return CT6_CT_STATE_NEW;
	return pkt->expect->kind == CT6_EXPECT_MULTICAST ?
	       CT6_CT_STATE_ESTABLISHED : CT6_CT_STATE_RELATED;
}

/**
 * ct6_expect_use() - an expected packet was accepted
 * @cn: namespace
 * @pkt: packet with its expectation
 *
 * What a helper announced is one connection, so it is no longer expected; and
 * the other end of a tunnel has one key.
 *
 * Context: under RCU, BHs off.
 */
void ct6_expect_use(struct ct6_net *cn, const struct ct6_packet *pkt)
{
	struct ct6_flow *master;

	ct6_stat_inc(cn->stats, CT6_STAT_EXPECT_USED);
	if (!ct6_expect_bound(pkt->expect->kind))
		return;
	if (pkt->expect->kind == CT6_EXPECT_GRE) {
		master = ct6_table_find(&cn->table, pkt->expect->master);
		if (master)
			ct6_flow_set(master, CT6_FLOW_PAIRED);
	}
	ct6_expect_end(cn, pkt->expect);
}

/*
 * Of several flows that begin at one endpoint that one keeps it open which
 * lives longest; only that one makes it shorter again. Written when it moves
 * by a second or more, as a flow's own end.
 */
static void ct6_expect_refresh(struct ct6_expect *expect, u32 seconds,
			       u32 generation, struct ct6_flow *owner)
{
	u32 expires = (u32)jiffies + seconds * HZ;
	s32 later = expires - READ_ONCE(expect->expires);

	if (READ_ONCE(expect->generation) != generation)
		WRITE_ONCE(expect->generation, generation);
	else if (later < 0 && READ_ONCE(expect->owner) != owner)
		return;
	if (abs(later) >= HZ)
		WRITE_ONCE(expect->expires, expires);
	if (READ_ONCE(expect->owner) != owner)
		WRITE_ONCE(expect->owner, owner);
}

static void ct6_expect_refuse(struct ct6_net *cn)
{
	ct6_stat_inc(cn->stats, CT6_STAT_EXPECT_REFUSED);
}

/**
 * ct6_expect_make() - expect, or go on to expect
 * @cn: namespace
 * @key: what
 * @kind: why
 * @seconds: how long
 * @generation: of the ruleset, of use with CT6_EXPECT_ENDPOINT
 * @helper: enum ct6_helper of the flow that it lets in
 * @master: flow that expects, NULL with CT6_EXPECT_MULTICAST
 *
 * At the maximum nothing is expected, which is counted.
 *
 * Context: under RCU, BHs off.
 */
void ct6_expect_make(struct ct6_net *cn, const struct ct6_expect_key *key,
		     enum ct6_expect_kind kind, u32 seconds, u32 generation,
		     u8 helper, struct ct6_flow *master)
{
	bool bound = ct6_expect_bound(kind);
	struct ct6_expect *expect, *twin;

	twin = rhashtable_lookup(&cn->expects, key, ct6_expect_params);
	if (twin && twin->kind == kind && twin->helper == helper &&
	    (!bound || ct6_key_equal(twin->master, &master->key))) {
		ct6_expect_refresh(twin, seconds, generation, master);
		return;
	}
	if (twin)
		ct6_expect_end(cn, twin);
	if (ct6_expect_count(cn) >= READ_ONCE(cn->config.max_expects)) {
		ct6_expect_refuse(cn);
		return;
	}
	expect = kzalloc(struct_size(expect, master, bound ? 1 : 0),
			 GFP_ATOMIC | __GFP_NOWARN);
	if (!expect) {
		ct6_expect_refuse(cn);
		return;
	}
	expect->key = *key;
	expect->kind = kind;
	expect->helper = helper;
	if (bound)
		*expect->master = master->key;
	expect->owner = master;
	expect->generation = generation;
	expect->expires = (u32)jiffies + seconds * HZ;
	twin = rhashtable_lookup_get_insert_fast(&cn->expects, &expect->node,
						 ct6_expect_params);
	if (!twin) {
		ct6_stat_inc(cn->stats, CT6_STAT_EXPECT_CREATED);
		return;
	}
	kfree(expect);
	if (IS_ERR(twin))
		ct6_expect_refuse(cn);
	else if (twin->kind == kind)
		ct6_expect_refresh(twin, seconds, generation, master);
}

/**
 * ct6_expect_is_open() - is a packet expected still?
 * @cn: namespace
 * @key: what was to be expected
 *
 * Context: under RCU, BHs off.
 */
bool ct6_expect_is_open(struct ct6_net *cn, const struct ct6_expect_key *key)
{
	const struct ct6_expect *expect;

	expect = rhashtable_lookup(&cn->expects, key, ct6_expect_params);
	return expect && !ct6_expect_expired(expect);
}

/**
 * ct6_expect_request() - a datagram to a multicast group is sent from here
 * @cn: namespace
 * @pkt: accepted packet to a multicast address
 *
 * Who is in a group of the link answers from an address of its own, from
 * whatever port it likes: DHCPv6 (RFC 8415, 18), mDNS (RFC 6762, 6.7), SSDP.
 * Such answers come over the same link.
 *
 * Context: under RCU, BHs off.
 */
void ct6_expect_request(struct ct6_net *cn, const struct ct6_packet *pkt)
{
	struct ct6_expect_key key = {
		.daddr		= *pkt->saddr,
		.dport		= pkt->sport,
		.l4proto	= pkt->l4proto,
	};

	if (pkt->hook != CT6_HOOK_OUTPUT || !pkt->has_ports || !pkt->out ||
	    IPV6_ADDR_MC_SCOPE(pkt->daddr) != IPV6_ADDR_SCOPE_LINKLOCAL ||
	    pkt->out->flags & IFF_LOOPBACK)
		return;
	key.scope = ct6_packet_link(pkt);
	ct6_expect_make(cn, &key, CT6_EXPECT_MULTICAST,
			READ_ONCE(cn->config.timeout[CT6_TIMEOUT_MULTICAST]),
			0, CT6_HELPER_NONE, NULL);
}

/* That anybody may send to where packets of @dir come from. */
static struct ct6_expect_key ct6_expect_at(const struct ct6_flow *flow,
					   enum ct6_dir dir)
{
	return (struct ct6_expect_key) {
		.daddr		= *ct6_flow_src(flow, dir),
		.scope		= ct6_key_scoped(&flow->key) ?
				  flow->key.scope : 0,
		.dport		= ct6_proto_has_ports(flow->key.l4proto) ?
				  ct6_flow_sport(flow, dir) : 0,
		.l4proto	= flow->key.l4proto,
	};
}

/**
 * ct6_expect_endpoint() - anybody may send to where a flow began
 * @cn: namespace
 * @flow: flow that a rule filters endpoint-independently
 * @generation: of that rule's ruleset
 * @seconds: how long
 *
 * Context: under RCU, BHs off.
 */
void ct6_expect_endpoint(struct ct6_net *cn, struct ct6_flow *flow,
			 u32 generation, u32 seconds)
{
	struct ct6_expect_key key = ct6_expect_at(flow, CT6_DIR_ORIG);

	/* an identifier is no port */
	if (flow->key.query)
		return;
	ct6_flow_set(flow, CT6_FLOW_ENDPOINT);
	ct6_expect_make(cn, &key, CT6_EXPECT_ENDPOINT, seconds, generation,
			CT6_HELPER_NONE, flow);
	/* ct6_flow_end() sets the bit before it looks here: one of the two
	 * takes away what has @flow as owner
	 */
	smp_mb();
	if (unlikely(ct6_flow_test(flow, CT6_FLOW_DEAD)))
		ct6_expect_forget(cn, flow);
}

/**
 * ct6_expect_gre() - the other end of a tunnel may have a key of its own
 * @cn: namespace
 * @flow: flow of GRE that has a key, of which a packet of the original
 *	direction was accepted
 *
 * A key is what an end puts into what it encapsulates (RFC 2890, 2.1); that
 * both ends have the same is usual and not said. So as long as nothing has come
 * back with the same key, one flow with another may come from where the
 * tunnel goes to. Which of several tunnels it belongs to is not to be seen:
 * it is that of the last one that was used.
 *
 * Context: under RCU, BHs off.
 */
void ct6_expect_gre(struct ct6_net *cn, struct ct6_flow *flow)
{
	struct ct6_expect_key key = {
		.saddr		= *ct6_flow_src(flow, CT6_DIR_REPLY),
		.daddr		= *ct6_flow_src(flow, CT6_DIR_ORIG),
		.scope		= ct6_key_scoped(&flow->key) ?
				  flow->key.scope : 0,
		.l4proto	= IPPROTO_GRE,
	};

	/* the other end's own flow expects nobody: its master is there */
	if (flow->first.expected == CT6_EXPECT_GRE || !ct6_expect_gre_due(flow))
		return;
	ct6_expect_make(cn, &key, CT6_EXPECT_GRE,
			READ_ONCE(cn->config.timeout[CT6_TIMEOUT_GRE]),
			ct6_flow_generation(flow), CT6_HELPER_NONE, flow);
}

/**
 * ct6_expect_owner() - the flow at whose beginning anybody is let in
 * @cn: namespace
 * @child: flow of whom was let in
 *
 * Context: under RCU.
 * Return: of the flows that begin there the one that keeps it open, or NULL.
 */
struct ct6_flow *ct6_expect_owner(struct ct6_net *cn,
				  const struct ct6_flow *child)
{
	struct ct6_expect_key key = ct6_expect_at(child, CT6_DIR_REPLY);
	const struct ct6_expect *expect;

	expect = rhashtable_lookup(&cn->expects, &key, ct6_expect_params);
	if (!expect || expect->kind != CT6_EXPECT_ENDPOINT)
		return NULL;
	return READ_ONCE(expect->owner);
}

/**
 * ct6_expect_forget() - a flow ends, and where it began is an endpoint no more
 * @cn: namespace
 * @flow: flow
 *
 * Context: under RCU.
 */
void ct6_expect_forget(struct ct6_net *cn, const struct ct6_flow *flow)
{
	struct ct6_expect_key key = ct6_expect_at(flow, CT6_DIR_ORIG);
	struct ct6_expect *expect;

	if (likely(!ct6_flow_test(flow, CT6_FLOW_ENDPOINT)))
		return;
	expect = rhashtable_lookup(&cn->expects, &key, ct6_expect_params);
	if (expect && expect->kind == CT6_EXPECT_ENDPOINT &&
	    READ_ONCE(expect->owner) == flow)
		ct6_expect_end(cn, expect);
}

/**
 * ct6_expect_expire() - end expectations whose time has run out
 * @cn: namespace
 *
 * Context: the namespace's worker.
 */
void ct6_expect_expire(struct ct6_net *cn)
{
	struct rhashtable_iter iter;
	struct ct6_expect *expect;
	unsigned int seen = 0;

	if (!ct6_expect_count(cn))
		return;
	rhashtable_walk_enter(&cn->expects, &iter);
	rhashtable_walk_start(&iter);
	while (seen++ < CT6_EXPECT_BATCH &&
	       (expect = rhashtable_walk_next(&iter))) {
		if (!IS_ERR(expect) && ct6_expect_expired(expect))
			ct6_expect_end(cn, expect);
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
}
