// SPDX-License-Identifier: GPL-2.0-only
/*
 * A setting for those who doubt: every verdict, be it the flow's remembered
 * one or one that came by an index, is compared with what all rules say, one
 * after the other, without effects and without counting.
 */
#include <linux/net.h>

#include "count.h"
#include "flow.h"
#include "judge.h"
#include "net.h"
#include "packet.h"
#include "proto.h"
#include "ruleset.h"
#include "verify.h"

DEFINE_STATIC_KEY_FALSE(ct6_verifying);

/**
 * ct6_verify_set() - compare the verdicts of a namespace, or no more
 * @cn: namespace
 * @on: whether to compare
 *
 * Context: process, under ct6_net.lock, or nobody else has @cn.
 */
void ct6_verify_set(struct ct6_net *cn, bool on)
{
	if (cn->config.verify == on)
		return;
	WRITE_ONCE(cn->config.verify, on);
	if (on)
		static_branch_inc(&ct6_verifying);
	else
		static_branch_dec(&ct6_verifying);
}

/**
 * ct6_verify_expect() - what all rules say of a packet
 * @rs: ruleset
 * @pkt: packet that they have not judged yet
 * @expected: result
 *
 * Context: under RCU, BHs off.
 */
void ct6_verify_expect(const struct ct6_ruleset *rs,
		       const struct ct6_packet *pkt,
		       struct ct6_expected *expected)
{
	struct ct6_counted counted;
	struct ct6_trace trace = {};
	struct ct6_packet copy = *pkt;

	counted.nr = 0;
	copy.counted = &counted;
	copy.rejudge = true;
	copy.varies = false;
	copy.guessed = false;
	ct6_rules_trace(rs, &copy, &expected->verdict, &trace);
	expected->varies = copy.varies;
	expected->guessed = copy.guessed;
}

static void ct6_verify_count(struct ct6_net *cn, bool same)
{
	ct6_stat_inc(cn->stats, CT6_STAT_VERIFIED);
	if (!same)
		ct6_stat_inc(cn->stats, CT6_STAT_VERIFY_DIFFERS);
}

/**
 * ct6_verify_rules() - compare a verdict of rules
 * @cn: namespace
 * @expected: of the same packet, see ct6_verify_expect()
 * @verdict: what the rules said, maybe by an index
 *
 * Context: under RCU, BHs off.
 */
void ct6_verify_rules(struct ct6_net *cn, const struct ct6_expected *expected,
		      const struct ct6_judgement *verdict)
{
	const struct ct6_judgement *all = &expected->verdict;
	bool same = verdict->accept == all->accept &&
		    verdict->reject == all->reject &&
		    verdict->number == all->number &&
		    verdict->counted == all->counted;

	if (expected->guessed)
		return;
	ct6_verify_count(cn, same);
	if (!same)
		net_warn_ratelimited("ct6: judged by counter %u of %u, but all rules say %u of %u\n",
				     verdict->number, verdict->counted,
				     all->number, all->counted);
}

/**
 * ct6_verify_cached() - compare a verdict that a flow remembered
 * @cn: namespace
 * @rs: ruleset
 * @pkt: packet
 * @word: what was remembered
 *
 * Context: under RCU, BHs off.
 */
void ct6_verify_cached(struct ct6_net *cn, const struct ct6_ruleset *rs,
		       const struct ct6_packet *pkt, u32 word)
{
	struct ct6_expected expected;
	const struct ct6_judgement *all = &expected.verdict;
	bool accept = word & CT6_CACHED_ACCEPT, same;
	u32 number = word & ~CT6_CACHED_ACCEPT;

	ct6_verify_expect(rs, pkt, &expected);
	same = !expected.varies && all->accept == accept && !all->reject &&
	       all->number == number && all->counted == 1;
	ct6_verify_count(cn, same);
	if (!same)
		net_warn_ratelimited("ct6: remembered counter %u, but all rules say %u of %u\n",
				     number, all->number, all->counted);
}

/**
 * ct6_verify_fast() - compare a verdict of the fast path
 * @cn: namespace
 * @rs: ruleset
 * @skb: packet that it accepted
 * @state: of the hook
 * @flow: its flow
 * @dir: its direction
 *
 * Context: a netfilter hook, under RCU, BHs off.
 */
void ct6_verify_fast(struct ct6_net *cn, const struct ct6_ruleset *rs,
		     struct sk_buff *skb, const struct nf_hook_state *state,
		     struct ct6_flow *flow, unsigned int dir)
{
	struct ct6_detour detour;
	struct ct6_packet pkt;
	u64 cached;

	ct6_packet_read(&pkt, &detour, skb, state);
	pkt.epoch = ct6_epoch_now(&rs->epoch);
	pkt.flow = flow;
	pkt.dir = dir;
	pkt.ct_state = CT6_CT_STATE_ESTABLISHED;
	pkt.ct_mark = READ_ONCE(flow->mark);
	cached = atomic64_read(&flow->cached[pkt.dir]);
	/* a set may have changed since */
	if (pkt.epoch && cached >> 32 == pkt.epoch &&
	    (u32)cached != CT6_CACHED_NONE)
		ct6_verify_cached(cn, rs, &pkt, cached);
}
