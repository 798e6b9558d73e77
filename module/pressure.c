// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a table that fills does. From adaptive-start on, the time of flows that
 * are not, or no longer, of a connection shrinks; at max-flows one of them ends
 * for each that begins. Connections stay.
 *
 * Which one: of a few taken at random, one of the source prefix that most of
 * these few are of, and of that the oldest. Who floods has most flows, so a
 * few tell who it is; who floods from everywhere has no prefix, but its flows
 * grow old, while a handshake is done after a round trip. Nothing has to be
 * counted for that while there is room.
 */
#include <linux/math64.h>
#include <linux/random.h>
#include <linux/rhashtable.h>

#include "pressure.h"
#include "proto.h"

/* Never less time than this: a handshake, two lost SYNs included. */
#define CT6_PRESSURE_LEAST	5

/*
 * Answers to who has not said another word since, that may be those to a
 * forged address; with more it is a stream.
 */
#define CT6_PRESSURE_ANSWERS	3

/* Two of a prefix may have met by chance: a crowd has more. */
#define CT6_PRESSURE_MATES	2

/* Flows to choose from, flows to find them among, buckets to look into. */
#define CT6_PRESSURE_CHOICE	8
#define CT6_PRESSURE_FLOWS	32
#define CT6_PRESSURE_BUCKETS	256

/**
 * struct ct6_candidate - a flow that may make room
 * @flow: flow
 * @high: upper half of the address that began it
 * @low: lower half
 * @mates: others of the same /48
 * @crowd: what they share with it
 */
struct ct6_candidate {
	struct ct6_flow	*flow;
	u64		high;
	u64		low;
	u32		mates;
	u32		crowd;
};

/**
 * struct ct6_sample - some flows of the table
 * @seen: flows that were looked at
 * @nr: number of @candidate
 * @over: one whose time has run out, or NULL
 * @candidate: those that yield
 */
struct ct6_sample {
	u32			seen;
	u32			nr;
	struct ct6_flow		*over;
	struct ct6_candidate	candidate[CT6_PRESSURE_CHOICE];
};

/* Did the side that began it say something behind the other's answer? */
static bool ct6_pressure_unproved(const struct ct6_flow *flow, u32 status)
{
	if (status & CT6_FLOW_STATUS_ASSURED)
		return false;
	switch (flow->key.l4proto) {
	case IPPROTO_TCP:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return true;
	}
	return !(status & CT6_FLOW_STATUS_SEEN_REPLY) ||
	       atomic64_read(&flow->packets[CT6_DIR_REPLY]) <=
	       CT6_PRESSURE_ANSWERS;
}

/**
 * ct6_pressure_yields() - may a flow make room for another?
 * @flow: flow
 *
 * Those may that nobody has answered, whose opener has not shown that it gets
 * the answers, and connections of TCP that are over. Of those that a ruleset
 * denies only what nobody has answered: the others keep a connection from
 * beginning anew from its other side.
 *
 * Context: under RCU.
 */
bool ct6_pressure_yields(const struct ct6_flow *flow)
{
	u32 status = atomic_read(&flow->status);

	if (status & CT6_FLOW_DEAD)
		return false;
	if (status & CT6_FLOW_STATUS_DENIED)
		return !(status & CT6_FLOW_STATUS_SEEN_REPLY);
	return ct6_pressure_unproved(flow, status) || ct6_proto_over(flow);
}

/* The share of the time that the number of flows leaves. */
static u32 ct6_pressure_scale(const struct ct6_net *cn, u32 seconds)
{
	u32 from = READ_ONCE(cn->config.adaptive_from);
	u32 to = READ_ONCE(cn->config.adaptive_to);
	u32 flows = ct6_table_flows(&cn->table);
	u32 scaled = 0;

	/* the two are written one after the other */
	if (flows <= from || to <= from)
		return seconds;
	if (flows < to)
		scaled = div_u64((u64)seconds * (to - flows), to - from);
	return max_t(u32, scaled, min_t(u32, seconds, CT6_PRESSURE_LEAST));
}

/**
 * ct6_pressure_shorten() - the time that a flow gets under pressure
 * @cn: namespace
 * @flow: flow
 * @seconds: time without pressure
 *
 * Context: under RCU, BHs off.
 * Return: seconds, no more than @seconds.
 */
u32 ct6_pressure_shorten(struct ct6_net *cn, const struct ct6_flow *flow,
			 u32 seconds)
{
	u32 scaled;

	if (!ct6_pressure_yields(flow))
		return seconds;
	scaled = ct6_pressure_scale(cn, seconds);
	if (scaled < seconds)
		ct6_stat_inc(cn->stats, CT6_STAT_SHORTENED);
	return scaled;
}

/**
 * ct6_pressure_trim() - let a flow that began before the pressure have less time
 * @cn: namespace
 * @flow: flow that lives
 *
 * When a flow ends is in itself alone, so everybody agrees on it, whatever the
 * pressure is or was. A flow that becomes one of a connection meanwhile keeps
 * its time: one of the two sees what the other wrote.
 *
 * Context: under RCU, in process context.
 */
void ct6_pressure_trim(struct ct6_net *cn, struct ct6_flow *flow)
{
	const struct ct6_proto *proto = ct6_proto_get(flow->key.l4proto);
	u32 expires = READ_ONCE(flow->expires);
	u32 scaled, end;

	if (!ct6_pressure_yields(flow))
		return;
	scaled = ct6_pressure_scale(cn, ct6_proto_timeout(proto, cn, flow));
	end = (u32)jiffies + scaled * HZ;
	if ((s32)(expires - end) < HZ ||
	    cmpxchg(&flow->expires, expires, end) != expires)
		return;
	/* pairs with the order in ct6_commit(): status, then time */
	smp_mb();
	if (!ct6_pressure_yields(flow)) {
		ct6_flow_refresh(flow, ct6_proto_timeout(proto, cn, flow));
		return;
	}
	local_bh_disable();
	ct6_stat_inc(cn->stats, CT6_STAT_SHORTENED);
	local_bh_enable();
}

/* Return: whether that is enough. */
static bool ct6_sample_take(struct ct6_sample *sample, struct ct6_flow *flow)
{
	struct ct6_candidate *candidate = &sample->candidate[sample->nr];
	const struct in6_addr *src;

	sample->seen++;
	if (ct6_flow_expired(flow)) {
		sample->over = flow;
		return true;
	}
	if (ct6_pressure_yields(flow)) {
		src = ct6_flow_src(flow, CT6_DIR_ORIG);
		candidate->flow = flow;
		candidate->high = (u64)ntohl(src->s6_addr32[0]) << 32 |
				  ntohl(src->s6_addr32[1]);
		candidate->low = (u64)ntohl(src->s6_addr32[2]) << 32 |
				 ntohl(src->s6_addr32[3]);
		candidate->mates = 0;
		candidate->crowd = 0;
		sample->nr++;
	}
	return sample->nr == CT6_PRESSURE_CHOICE ||
	       sample->seen == CT6_PRESSURE_FLOWS;
}

/* Some buckets that follow one taken at random: the hash is keyed. */
static void ct6_sample_buckets(struct ct6_sample *sample,
			       struct bucket_table *tbl)
{
	u32 buckets = min_t(u32, tbl->size, CT6_PRESSURE_BUCKETS);
	u32 hash = get_random_u32();
	struct rhash_head *pos;
	struct ct6_flow *flow;

	while (buckets--) {
		hash = (hash + 1) & (tbl->size - 1);
		rht_for_each_entry_rcu(flow, pos, tbl, hash, node)
			if (ct6_sample_take(sample, flow))
				return;
	}
}

static void ct6_sample_draw(struct ct6_sample *sample, struct rhashtable *table)
{
	struct bucket_table *tbl = rht_dereference_rcu(table->tbl, table);

	sample->seen = 0;
	sample->nr = 0;
	sample->over = NULL;
	ct6_sample_buckets(sample, tbl);
	if (sample->nr || sample->over)
		return;
	/* they may all have gone on to a table of another size */
	tbl = rht_dereference_rcu(tbl->future_tbl, table);
	if (tbl && sample->seen < CT6_PRESSURE_FLOWS)
		ct6_sample_buckets(sample, tbl);
}

/*
 * How near two addresses are: of one /48, /56, /64, or the same. These are
 * what a site gets, a customer, a link and a host.
 */
static u32 ct6_candidate_near(const struct ct6_candidate *a,
			      const struct ct6_candidate *b)
{
	u64 differs = a->high ^ b->high;

	return (differs < BIT_ULL(16)) + (differs < BIT_ULL(8)) + !differs +
	       (!differs && a->low == b->low);
}

/* Of those with the greatest crowd the oldest. */
static struct ct6_flow *ct6_sample_choose(struct ct6_sample *sample)
{
	struct ct6_candidate *best = NULL, *c = sample->candidate;
	u32 i, j, near;

	for (i = 0; i < sample->nr; i++) {
		for (j = 0; j < i; j++) {
			near = ct6_candidate_near(&c[i], &c[j]);
			c[i].crowd += near;
			c[j].crowd += near;
			c[i].mates += near > 0;
			c[j].mates += near > 0;
		}
	}
	for (i = 0; i < sample->nr; i++) {
		if (c[i].mates < CT6_PRESSURE_MATES)
			c[i].crowd = 0;
		if (!best || c[i].crowd > best->crowd ||
		    (c[i].crowd == best->crowd &&
		     c[i].flow->start < best->flow->start))
			best = &c[i];
	}
	return best ? best->flow : NULL;
}

/**
 * ct6_pressure_room() - end a flow, so that another can begin
 * @cn: namespace that has as many flows as it may
 *
 * Of many CPUs that choose the same one, one may do with it.
 *
 * Context: under RCU, BHs off; looks at a few flows and allocates nothing.
 * Return: false when there is none to end among those that it looked at.
 */
bool ct6_pressure_room(struct ct6_net *cn)
{
	struct ct6_sample sample __uninitialized;
	struct ct6_flow *victim;

	ct6_sample_draw(&sample, &cn->table);
	if (sample.over)
		return ct6_flow_end(cn, sample.over,
				    CT6_DESTROY_REASON_TIMEOUT);
	victim = ct6_sample_choose(&sample);
	return victim && ct6_flow_end(cn, victim, CT6_DESTROY_REASON_EVICTED);
}
