// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts of flows. A packet that comes by a count asks how many flows its
 * prefix has; when it begins a flow, that becomes a member of every count that
 * the packet came by, until it ends; of TCP, until it is closed, for what waits
 * in TIME_WAIT holds nothing any more. So nothing has to be walked to count, and
 * a packet that is dropped changes nothing.
 *
 * Two packets may ask at once, and both find room for one. Who joins second
 * finds none, and its flow does not begin: the count is never exceeded.
 */
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "count.h"
#include "expr.h"
#include "flow.h"
#include "judge.h"
#include "net.h"
#include "proto.h"
#include "ruleset.h"
#include "table.h"

/* Flows that a walk looks at before it lets others run. */
#define CT6_COUNT_TURN	64

/**
 * struct ct6_account - what a prefix has
 * @node: link in ct6_count.accounts
 * @prefix: the prefix
 * @nr: its members, at least one; under ct6_count.lock, read without
 * @rcu: for the end
 */
struct ct6_account {
	struct rhash_head	node;
	struct in6_addr		prefix;
	u32			nr;
	struct rcu_head		rcu;
};

/**
 * struct ct6_member - a flow in a count
 * @node: link in ct6_count_members
 * @flow: the flow, whose address is the key
 * @count: the count
 * @account: of its prefix there
 * @list: link in ct6_count.members, empty once it is out; under ct6_count.lock
 * @rcu: for the end
 */
struct ct6_member {
	struct rhlist_head	node;
	const struct ct6_flow	*flow;
	struct ct6_flow_count	*count;
	struct ct6_account	*account;
	struct list_head	list;
	struct rcu_head		rcu;
};

static const struct rhashtable_params ct6_account_params = {
	.key_len		= sizeof(struct in6_addr),
	.key_offset		= offsetof(struct ct6_account, prefix),
	.head_offset		= offsetof(struct ct6_account, node),
	.automatic_shrinking	= true,
};

static const struct rhashtable_params ct6_member_params = {
	.key_len		= sizeof(struct ct6_flow *),
	.key_offset		= offsetof(struct ct6_member, flow),
	.head_offset		= offsetof(struct ct6_member, node),
	.automatic_shrinking	= true,
};

/* Members of all namespaces: a flow's address is a key everywhere. */
static struct rhltable ct6_count_members;

/**
 * ct6_count_start() - begin to count
 * @count: with what is given set
 *
 * Context: process; nobody else knows @count.
 * Return: 0 or -ENOMEM.
 */
int ct6_count_start(struct ct6_flow_count *count)
{
	spin_lock_init(&count->lock);
	INIT_LIST_HEAD(&count->members);
	return rhashtable_init(&count->accounts, &ct6_account_params);
}

/* Under ct6_count.lock, @member not out yet. */
static void ct6_member_leave(struct ct6_member *member)
{
	struct ct6_account *account = member->account;

	lockdep_assert_held(&member->count->lock);
	list_del_init(&member->list);
	rhltable_remove(&ct6_count_members, &member->node, ct6_member_params);
	WRITE_ONCE(account->nr, account->nr - 1);
	if (!account->nr) {
		rhashtable_remove_fast(&member->count->accounts, &account->node,
				       ct6_account_params);
		kfree_rcu(account, rcu);
	}
	kfree_rcu(member, rcu);
}

/* Return: whether there are more. */
static bool ct6_count_shed(struct ct6_flow_count *count)
{
	struct ct6_member *member, *next;
	int turn = CT6_COUNT_TURN;

	spin_lock_bh(&count->lock);
	list_for_each_entry_safe(member, next, &count->members, list) {
		if (!turn--)
			break;
		ct6_member_leave(member);
	}
	spin_unlock_bh(&count->lock);
	return turn < 0;
}

/**
 * ct6_count_free() - count no more
 * @count: count that no packet meets any more, started, or NULL
 *
 * Its flows may end meanwhile; who finds a member out already touches no more
 * of the count than its lock.
 *
 * Context: process.
 */
void ct6_count_free(struct ct6_flow_count *count)
{
	if (!count)
		return;
	while (ct6_count_shed(count))
		cond_resched();
	rhashtable_destroy(&count->accounts);
	kfree_rcu(count, rcu);
}

static u32 ct6_count_nr(struct ct6_flow_count *count, const struct ct6_packet *pkt)
{
	struct ct6_account *account;
	struct in6_addr prefix;

	ct6_prefix_get(&count->prefix, pkt, &prefix);
	account = rhashtable_lookup(&count->accounts, &prefix,
				    ct6_account_params);
	return account ? READ_ONCE(account->nr) : 0;
}

/**
 * ct6_count_match() - is there room for the flow that a packet begins?
 * @count: count
 * @pkt: packet; the count is added to what it came by
 *
 * A packet of a flow that is there is within. One that belongs to no
 * connection does not match.
 *
 * Context: under RCU, BHs off.
 * Return: whether the expression matches.
 */
bool ct6_count_match(struct ct6_flow_count *count, const struct ct6_packet *pkt)
{
	struct ct6_counted *counted = pkt->counted;
	bool within;
	u32 i;

	if (pkt->flow)
		return !count->over;
	if (pkt->notrack || !(pkt->ct_state & (CT6_CT_STATE_NEW |
					       CT6_CT_STATE_RELATED)))
		return false;
	for (i = 0; counted && i < counted->nr; i++)
		if (counted->item[i].count == count)
			return counted->item[i].within != count->over;
	within = pkt->rejudge || ct6_count_nr(count, pkt) < count->max;
	if (counted) {
		/* what cannot be counted is not let in as if it were */
		if (counted->nr == CT6_COUNT_MAX)
			return count->over;
		counted->item[counted->nr].count = count;
		counted->item[counted->nr++].within = within;
	}
	return within != count->over;
}

static bool ct6_count_has(const struct ct6_flow_count *count,
			  const struct ct6_flow *flow)
{
	struct rhlist_head *list, *pos;
	struct ct6_member *member;

	list = rhltable_lookup(&ct6_count_members, &flow, ct6_member_params);
	rhl_for_each_entry_rcu(member, pos, list, node)
		if (member->count == count && !list_empty(&member->list))
			return true;
	return false;
}

static struct ct6_account *ct6_count_account(struct ct6_flow_count *count,
					     const struct in6_addr *prefix)
{
	struct ct6_account *account;

	account = rhashtable_lookup(&count->accounts, prefix,
				    ct6_account_params);
	if (account)
		return account;
	account = kzalloc(sizeof(*account), GFP_ATOMIC | __GFP_NOWARN);
	if (!account)
		return NULL;
	account->prefix = *prefix;
	if (!rhashtable_insert_fast(&count->accounts, &account->node,
				    ct6_account_params))
		return account;
	kfree(account);
	return NULL;
}

/* Under ct6_count.lock. Return: whether @member is in. */
static bool ct6_count_enter(struct ct6_flow_count *count, struct ct6_member *member,
			    const struct in6_addr *prefix, u32 max)
{
	struct ct6_account *account = ct6_count_account(count, prefix);

	if (!account)
		return false;
	if (account->nr < max &&
	    !rhltable_insert(&ct6_count_members, &member->node,
			     ct6_member_params)) {
		WRITE_ONCE(account->nr, account->nr + 1);
		member->account = account;
		list_add_tail(&member->list, &count->members);
		return true;
	}
	if (!account->nr) {
		rhashtable_remove_fast(&count->accounts, &account->node,
				       ct6_account_params);
		kfree_rcu(account, rcu);
	}
	return false;
}

static bool ct6_count_add(struct ct6_flow_count *count, const struct ct6_packet *pkt,
			  struct ct6_flow *flow, u32 max)
{
	struct ct6_member *member;
	struct in6_addr prefix;
	bool known, in = false;

	member = kzalloc(sizeof(*member), GFP_ATOMIC | __GFP_NOWARN);
	if (!member)
		return false;
	member->flow = flow;
	member->count = count;
	ct6_prefix_get(&count->prefix, pkt, &prefix);
	spin_lock(&count->lock);
	known = ct6_count_has(count, flow);
	if (!known)
		in = ct6_count_enter(count, member, &prefix, max);
	spin_unlock(&count->lock);
	if (!in)
		kfree(member);
	return in || known;
}

/**
 * ct6_count_join() - count the flow that a packet begins
 * @pkt: its first packet, which the rules accepted
 * @flow: flow that nobody else knows yet
 *
 * Context: under RCU, BHs off.
 * Return: false when there is no room any more where the packet had found
 *	some, or no memory; the flow is in no count then.
 */
bool ct6_count_join(const struct ct6_packet *pkt, struct ct6_flow *flow)
{
	const struct ct6_counted *counted = pkt->counted;
	u32 i;

	for (i = 0; i < counted->nr; i++) {
		struct ct6_flow_count *count = counted->item[i].count;

		ct6_flow_set(flow, CT6_FLOW_COUNTED);
		if (ct6_count_add(count, pkt, flow, counted->item[i].within ?
				  count->max : U32_MAX))
			continue;
		ct6_count_forget(flow);
		return false;
	}
	return true;
}

/**
 * ct6_count_adopt() - count a flow that was there before the count
 * @pkt: its first packet, judged again and accepted
 * @flow: flow, which may end meanwhile
 *
 * Does nothing for counts that know it already, and for what is over. Without
 * memory it stays out.
 *
 * Context: under RCU, BHs off.
 */
void ct6_count_adopt(const struct ct6_packet *pkt, struct ct6_flow *flow)
{
	const struct ct6_counted *counted = pkt->counted;
	u32 i;

	if (!counted->nr || ct6_proto_over(flow))
		return;
	for (i = 0; i < counted->nr; i++)
		ct6_count_add(counted->item[i].count, pkt, flow, U32_MAX);
	/* one of the two sees what the other wrote: ct6_flow_end() sets DEAD,
	 * ct6_count_closed() has the state, before they look for this one
	 */
	if (atomic_fetch_or(CT6_FLOW_COUNTED, &flow->status) & CT6_FLOW_DEAD ||
	    ct6_proto_over(flow))
		ct6_count_forget(flow);
}

/**
 * ct6_count_closed() - a connection is over
 * @flow: flow whose state has become so
 *
 * A SYN that uses its ports anew begins another flow, which is counted.
 *
 * Context: under RCU, BHs off.
 */
void ct6_count_closed(struct ct6_flow *flow)
{
	/* pairs with the order in ct6_count_adopt(): member, then state */
	smp_mb();
	if (unlikely(ct6_flow_test(flow, CT6_FLOW_COUNTED)))
		ct6_count_forget(flow);
}

/**
 * ct6_count_forget() - take a flow out of all counts
 * @flow: flow with CT6_FLOW_COUNTED that ends, is over or denied, or does not
 *	begin
 *
 * Context: any but hard interrupts.
 */
void ct6_count_forget(struct ct6_flow *flow)
{
	const struct ct6_flow *key = flow;
	struct rhlist_head *list, *pos;
	struct ct6_member *member;

	rcu_read_lock();
	list = rhltable_lookup(&ct6_count_members, &key, ct6_member_params);
	rhl_for_each_entry_rcu(member, pos, list, node) {
		spin_lock_bh(&member->count->lock);
		if (!list_empty(&member->list))
			ct6_member_leave(member);
		spin_unlock_bh(&member->count->lock);
	}
	rcu_read_unlock();
}

static void ct6_count_walk(struct ct6_net *cn, const struct ct6_ruleset *rs)
{
	struct rhashtable_iter iter;
	struct ct6_flow *flow;
	unsigned int seen = 0;

	rhashtable_walk_enter(&cn->table, &iter);
	rhashtable_walk_start(&iter);
	while ((flow = rhashtable_walk_next(&iter))) {
		/* the table changed its size, and the walk began anew */
		if (IS_ERR(flow))
			continue;
		if (++seen > CT6_COUNT_TURN && ct6_table_rest(&iter)) {
			seen = 0;
			continue;
		}
		if (!ct6_flow_expired(flow) &&
		    !ct6_flow_test(flow, CT6_FLOW_STATUS_DENIED)) {
			local_bh_disable();
			ct6_judge_adopt(cn, rs, flow);
			local_bh_enable();
		}
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
}

/**
 * ct6_count_flows() - let new counts know the flows that are there
 * @cn: namespace
 * @rs: ruleset that packets are about to meet, or have just begun to
 *
 * Called before the swap, so that counts are right from the first packet on,
 * and behind its grace period, for the flows that began meanwhile.
 *
 * Context: process, under ct6_net.lock.
 */
void ct6_count_flows(struct ct6_net *cn, const struct ct6_ruleset *rs)
{
	bool swapped = rcu_access_pointer(cn->ruleset) == rs;
	bool due = false;
	u32 i, j;

	for (i = 0; i < rs->nr_rule; i++) {
		const struct ct6_rule *rule = &rs->rule[i];

		for (j = rule->expr; j < rule->expr + rule->nr_expr; j++) {
			struct ct6_expr *expr = &rs->expr[j];

			if (expr->kind != CT6_EXPR_COUNT || expr->count->ready)
				continue;
			due = true;
			expr->count->ready = swapped;
		}
	}
	if (due && cn->active)
		ct6_count_walk(cn, rs);
}

/**
 * ct6_count_init() - make the table of members
 *
 * Return: 0 or -ENOMEM.
 */
int __init ct6_count_init(void)
{
	return rhltable_init(&ct6_count_members, &ct6_member_params);
}

/**
 * ct6_count_exit() - free the table of members
 *
 * Every ruleset is gone, and with it every member.
 */
void ct6_count_exit(void)
{
	rhltable_destroy(&ct6_count_members);
}
