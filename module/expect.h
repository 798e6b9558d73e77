/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Expectations: endpoints that may be sent to by who is not yet known.
 */
#ifndef _CT6_EXPECT_H
#define _CT6_EXPECT_H

#include <linux/in6.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/types.h>

#include "key.h"
#include "net.h"

struct ct6_flow;
struct ct6_net;
struct ct6_packet;
struct ct6_ruleset;

/* Why an endpoint is expected to be sent to. */
enum ct6_expect_kind {
	CT6_EXPECT_NONE,
	CT6_EXPECT_MULTICAST,	/* it has asked a group; answers make no flow */
	CT6_EXPECT_ENDPOINT,	/* a rule filters it endpoint-independently */
	CT6_EXPECT_HELPER,	/* a helper has read of it; for one connection */
	CT6_EXPECT_GRE,		/* the other end of a tunnel may have a key of
				 * its own; for one flow
				 */
};

/**
 * ct6_expect_bound() - does an expectation hang on the flow that made it?
 * @kind: enum ct6_expect_kind
 *
 * Such are for one flow each, and void without their master.
 */
static inline bool ct6_expect_bound(u8 kind)
{
	return kind == CT6_EXPECT_HELPER || kind == CT6_EXPECT_GRE;
}

/**
 * struct ct6_expect_key - what is expected
 * @saddr: who may send; :: for anybody
 * @daddr: endpoint
 * @scope: interface that the packet must come in by, 0 for any
 * @dport: port of the endpoint, 0 without
 * @l4proto: protocol
 * @pad: zero; compared and hashed
 */
struct ct6_expect_key {
	struct in6_addr	saddr;
	struct in6_addr	daddr;
	u32		scope;
	__be16		dport;
	u8		l4proto;
	u8		pad;
};

static_assert(sizeof(struct ct6_expect_key) == 40);

/**
 * struct ct6_expect - an expectation
 * @node: link in ct6_net.expects
 * @key: what is expected; never changes
 * @expires: low 32 bits of the jiffies at which it ends
 * @generation: epoch that made it, where a rule did; a newer one
 *	has to make it again
 * @kind: enum ct6_expect_kind
 * @helper: enum ct6_helper of the flow that it lets in
 * @owner: of CT6_EXPECT_ENDPOINT, flow that has it last the longest; it is
 *	in the table, or was within this grace period: its end takes the
 *	expectation away; of others to be compared only
 * @rcu: for the end
 * @master: where it is ct6_expect_bound(), and there with no other: key of
 *	the flow that made it; without that flow it is void
 *
 * Lifetime: as a flow's: found under RCU, taken out once, freed after a
 * grace period.
 */
struct ct6_expect {
	struct rhash_head	node;
	struct ct6_expect_key	key;
	u32			expires;
	u32			generation;
	u8			kind;
	u8			helper;
	struct ct6_flow		*owner;
	struct rcu_head		rcu;
	struct ct6_key		master[];
};

int ct6_expect_table_init(struct ct6_net *cn);
void ct6_expect_table_destroy(struct ct6_net *cn);

/**
 * ct6_expect_count() - expectations that there are
 * @cn: active namespace
 */
static inline u32 ct6_expect_count(const struct ct6_net *cn)
{
	return atomic_read(&cn->expects.nelems);
}

u8 ct6_expect_find_any(struct ct6_net *cn, struct ct6_packet *pkt);

/**
 * ct6_expect_classify() - is a packet expected that has no flow?
 * @cn: namespace
 * @pkt: packet that its protocol calls new; pkt->expect is set
 *
 * Context: under RCU, BHs off.
 * Return: a bit of enum ct6_ct_state, as ct6_expect_find_any().
 */
static inline u8 ct6_expect_classify(struct ct6_net *cn,
				     struct ct6_packet *pkt)
{
	if (likely(!ct6_expect_count(cn)))
		return CT6_CT_STATE_NEW;
	return ct6_expect_find_any(cn, pkt);
}

void ct6_expect_use(struct ct6_net *cn, const struct ct6_packet *pkt);
void ct6_expect_make(struct ct6_net *cn, const struct ct6_expect_key *key,
		     enum ct6_expect_kind kind, u32 seconds, u32 generation,
		     u8 helper, struct ct6_flow *master);
bool ct6_expect_is_open(struct ct6_net *cn, const struct ct6_expect_key *key);
void ct6_expect_request(struct ct6_net *cn, const struct ct6_packet *pkt);
void ct6_expect_endpoint(struct ct6_net *cn, struct ct6_flow *flow,
			 u32 generation, u32 seconds);
void ct6_expect_gre(struct ct6_net *cn, struct ct6_flow *flow);
struct ct6_flow *ct6_expect_owner(struct ct6_net *cn,
				  const struct ct6_flow *child);
void ct6_expect_forget(struct ct6_net *cn, const struct ct6_flow *flow);
void ct6_expect_expire(struct ct6_net *cn);

#endif /* _CT6_EXPECT_H */
