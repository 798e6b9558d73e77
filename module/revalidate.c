// SPDX-License-Identifier: GPL-2.0-only
/*
 * After a change of the ruleset or of its sets, a flow earns its state again:
 * the rules judge its first packet before they judge the one at hand.
 */
#include <linux/netdevice.h>
#include <net/ip6_route.h>
#include <net/l3mdev.h>

#include "count.h"
#include "expect.h"
#include "flow.h"
#include "helper.h"
#include "judge.h"
#include "kin.h"
#include "net.h"
#include "netlink.h"
#include "rules.h"
#include "ruleset.h"
#include "table.h"

/* Masters of masters that are judged again because of one flow. */
#define CT6_KIN_MAX	2

static void ct6_revalidate(struct ct6_net *cn, const struct ct6_ruleset *rs,
			   u32 epoch, struct ct6_flow *flow, enum ct6_dir dir,
			   unsigned int depth);

/* Does a flow let in those that @kind says, under the newest rules? */
static bool ct6_judge_lets_in(struct ct6_net *cn, const struct ct6_ruleset *rs,
			      u32 epoch, struct ct6_flow *master,
			      enum ct6_expect_kind kind, unsigned int depth)
{
	if (!master || depth > CT6_KIN_MAX)
		return false;
	if (rs)
		ct6_revalidate(cn, rs, epoch, master, CT6_DIR_ORIG, depth);
	if (ct6_flow_test(master, CT6_FLOW_STATUS_DENIED))
		return false;
	switch (kind) {
	case CT6_EXPECT_HELPER:
		return READ_ONCE(master->helper);
	case CT6_EXPECT_ENDPOINT:
		return READ_ONCE(master->filtering) == CT6_FILTERING_ENDPOINT;
	default:
		return true;
	}
}

/*
 * A flow that was related is so as long as what it was related to lives and
 * the rules have not changed their mind about that.
 */
static u8 ct6_rejudge_state(struct ct6_net *cn, const struct ct6_ruleset *rs,
			    u32 epoch, const struct ct6_flow *flow,
			    unsigned int depth)
{
	const struct ct6_first *first = &flow->first;

	if (likely(first->ct_state != CT6_CT_STATE_RELATED) ||
	    ct6_judge_lets_in(cn, rs, epoch, ct6_kin_master(cn, flow),
			      first->expected, depth + 1))
		return first->ct_state;
	return CT6_CT_STATE_NEW;
}

/*
 * What a ruleset says of the first packet at one hook. At the one where the
 * flow began, it becomes a member of the counts that the packet comes by.
 */
static bool ct6_rejudge_packet(const struct ct6_ruleset *rs,
			       struct ct6_flow *flow, u8 state,
			       struct ct6_packet *first, u8 hook,
			       const struct net_device *in,
			       const struct net_device *out)
{
	struct ct6_counted counted __uninitialized;

	ct6_flow_first(flow, first);
	first->net = rs->net;
	first->ct_state = state;
	first->hook = hook;
	first->in = in;
	first->out = out;
	counted.nr = 0;
	if (hook == flow->first.hook)
		first->counted = &counted;
	if (!ct6_rules_rejudge(rs, first))
		return false;
	if (hook == flow->first.hook)
		ct6_count_adopt(first, flow);
	return true;
}

static bool ct6_rejudge_hook(const struct ct6_ruleset *rs,
			     struct ct6_flow *flow, u8 state, u8 hook,
			     const struct net_device *in,
			     const struct net_device *out)
{
	struct ct6_packet first;

	if (!ct6_rejudge_packet(rs, flow, state, &first, hook, in, out))
		return false;
	WRITE_ONCE(flow->filtering, first.filtering);
	WRITE_ONCE(flow->helper, first.helper);
	return true;
}

/*
 * What this host sent was judged a second time: when it came back, over
 * loopback or within a VRF; and at first by the VRF that it was sent from.
 */
static bool ct6_rejudge_again(const struct ct6_ruleset *rs,
			      struct ct6_flow *flow, u8 state,
			      const struct net_device *out)
{
	const struct net_device *vrf;

	if (out->flags & IFF_LOOPBACK || netif_is_l3_master(out))
		return ct6_rejudge_hook(rs, flow, state, CT6_HOOK_INPUT, out,
					NULL);
	if (likely(!netif_is_l3_slave(out)) ||
	    rt6_need_strict(ct6_flow_src(flow, CT6_DIR_REPLY)))
		return true;
	vrf = l3mdev_master_dev_rcu(out);
	return !vrf || ct6_rejudge_hook(rs, flow, state, CT6_HOOK_OUTPUT, NULL,
					vrf);
}

static const struct net_device *ct6_rejudge_dev(const struct ct6_net *cn,
						u32 ifindex)
{
	return ifindex ? dev_get_by_index_rcu(cn->net, ifindex) : NULL;
}

/**
 * ct6_judge_adopt() - let new counts know a flow
 * @cn: namespace
 * @rs: ruleset that has them
 * @flow: flow
 *
 * Changes nothing else of it, and counts no packet.
 *
 * Context: under RCU, BHs off.
 */
void ct6_judge_adopt(struct ct6_net *cn, const struct ct6_ruleset *rs,
		     struct ct6_flow *flow)
{
	struct ct6_packet first;

	ct6_rejudge_packet(rs, flow, flow->first.ct_state, &first,
			   flow->first.hook,
			   ct6_rejudge_dev(cn, flow->first.iif),
			   ct6_rejudge_dev(cn, flow->first.oif));
}

static bool ct6_rejudge(struct ct6_net *cn, const struct ct6_ruleset *rs,
			u32 epoch, struct ct6_flow *flow, unsigned int depth)
{
	u8 state = ct6_rejudge_state(cn, rs, epoch, flow, depth);
	const struct ct6_first *first = &flow->first;
	const struct net_device *in = ct6_rejudge_dev(cn, first->iif);
	const struct net_device *out = ct6_rejudge_dev(cn, first->oif);

	if (!ct6_rejudge_hook(rs, flow, state, first->hook, in, out))
		return false;
	if (first->hook != CT6_HOOK_OUTPUT || !out)
		return true;
	return ct6_rejudge_again(rs, flow, state, out);
}

static bool ct6_judge_helped(const struct ct6_flow *flow)
{
	return READ_ONCE(flow->helper) &&
	       !ct6_flow_test(flow, CT6_FLOW_STATUS_DENIED);
}

/*
 * What came of judging a first packet again: whether its flow's end or return
 * is to be told. Who judged by an older epoch than another CPU has nothing to
 * say; and in none, only when nobody has judged meanwhile.
 */
static bool ct6_revalidate_commit(struct ct6_flow *flow, u32 before, u32 epoch,
				  bool accept)
{
	bool changed = false;
	u32 now;

	spin_lock(&flow->lock);
	now = ct6_flow_generation(flow);
	if (epoch ? !now || (s32)(epoch - now) >= 0 : now == before) {
		changed = accept ?
			  ct6_flow_clear(flow, CT6_FLOW_STATUS_DENIED) :
			  ct6_flow_set(flow, CT6_FLOW_STATUS_DENIED);
		if (epoch) {
			ct6_flow_cache(flow, CT6_DIR_ORIG, epoch,
				       CT6_CACHED_NONE);
			ct6_flow_cache(flow, CT6_DIR_REPLY, epoch,
				       CT6_CACHED_NONE);
		}
	}
	spin_unlock(&flow->lock);
	return changed;
}

/*
 * After a change of the ruleset or of its sets a flow earns its state again:
 * the rules judge its first packet. Two CPUs may do so at once.
 */
static void ct6_revalidate_now(struct ct6_net *cn, const struct ct6_ruleset *rs,
			       u32 epoch, struct ct6_flow *flow,
			       unsigned int depth)
{
	u32 before = ct6_flow_generation(flow);
	bool accept = ct6_rejudge(cn, rs, epoch, flow, depth);

	ct6_stat_inc(cn->stats, CT6_STAT_REVALIDATED);
	if (ct6_revalidate_commit(flow, before, epoch, accept)) {
		if (accept) {
			ct6_nl_flow_event(cn, flow, CT6_CMD_FLOW_NEW_NTF,
					  CT6_DESTROY_REASON_NONE);
		} else {
			ct6_stat_inc(cn->stats, CT6_STAT_DENIED);
			ct6_nl_flow_event(cn, flow, CT6_CMD_FLOW_DEL_NTF,
					  CT6_DESTROY_REASON_DENIED);
		}
	}
	if (!ct6_judge_helped(flow))
		ct6_helper_forget(cn, flow);
	if (ct6_flow_test(flow, CT6_FLOW_COUNTED) &&
	    ct6_flow_test(flow, CT6_FLOW_STATUS_DENIED))
		ct6_count_forget(flow);
}

static void ct6_revalidate(struct ct6_net *cn, const struct ct6_ruleset *rs,
			   u32 epoch, struct ct6_flow *flow, enum ct6_dir dir,
			   unsigned int depth)
{
	u32 judged = (u64)atomic64_read(&flow->cached[dir]) >> 32;

	if (unlikely(judged != epoch || !epoch) &&
	    rs->flags & CT6_RULESET_FLAGS_REVALIDATE)
		ct6_revalidate_now(cn, rs, epoch, flow, depth);
}
