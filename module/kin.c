// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kin: flows that were let in because of another flow, their master. A data
 * connection of FTP has its control connection, who sends to an endpoint that
 * is filtered endpoint-independently has the flow that began there, a mobile
 * node's tunnel has the binding, GRE of the other end with another key has the
 * tunnel. When the rules change, such a flow is as good as its master.
 *
 * Whom a helper announced is written down here, and whom a tunnel let in. The
 * others are found by their addresses, where and as long as they let anybody in.
 */
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "expect.h"
#include "flow.h"
#include "kin.h"
#include "mobility.h"
#include "net.h"
#include "table.h"

/**
 * struct ct6_kin - who announced a connection
 * @node: link in ct6_net.kin
 * @child: key of the connection
 * @master: key of the flow that expected it
 * @rcu: for the end
 *
 * Lifetime: from the first packet of the connection to its end.
 */
struct ct6_kin {
	struct rhash_head	node;
	struct ct6_key		child;
	struct ct6_key		master;
	struct rcu_head		rcu;
};

static const struct rhashtable_params ct6_kin_params = {
	.key_len		= sizeof(struct ct6_key),
	.key_offset		= offsetof(struct ct6_kin, child),
	.head_offset		= offsetof(struct ct6_kin, node),
	.min_size		= 16,
	.automatic_shrinking	= true,
};

/**
 * ct6_kin_table_init() - make an empty table
 * @cn: namespace
 *
 * Context: process, under ct6_net.lock.
 * Return: 0 or -ENOMEM.
 */
int ct6_kin_table_init(struct ct6_net *cn)
{
	return rhashtable_init(&cn->kin, &ct6_kin_params);
}

static void ct6_kin_free(void *object, void *arg)
{
	kfree(object);
}

/**
 * ct6_kin_table_destroy() - forget them all
 * @cn: namespace that no hook and no worker uses any more
 *
 * Context: process.
 */
void ct6_kin_table_destroy(struct ct6_net *cn)
{
	rhashtable_free_and_destroy(&cn->kin, ct6_kin_free, NULL);
}

/**
 * ct6_kin_add() - a connection came that another flow had announced
 * @cn: namespace
 * @child: its flow, in the table
 * @master: key of the flow that expected it
 *
 * Without memory nothing is written down: then the next ruleset judges the
 * connection as any other.
 *
 * Context: under RCU, BHs off.
 */
void ct6_kin_add(struct ct6_net *cn, struct ct6_flow *child,
		 const struct ct6_key *master)
{
	struct ct6_kin *kin = kmalloc(sizeof(*kin), GFP_ATOMIC | __GFP_NOWARN);

	if (!kin) {
		ct6_stat_inc(cn->stats, CT6_STAT_REFUSED_NOMEM);
		return;
	}
	kin->child = child->key;
	kin->master = *master;
	if (rhashtable_lookup_insert_fast(&cn->kin, &kin->node,
					  ct6_kin_params)) {
		kfree(kin);
		return;
	}
	/* ct6_flow_end() sets the bit before it looks here: one of the two
	 * takes it out
	 */
	smp_mb();
	if (unlikely(ct6_flow_test(child, CT6_FLOW_DEAD)))
		ct6_kin_forget(cn, child);
}

/**
 * ct6_kin_forget() - a flow ends
 * @cn: namespace
 * @child: flow, CT6_FLOW_DEAD
 *
 * Context: under RCU.
 */
void ct6_kin_forget(struct ct6_net *cn, const struct ct6_flow *child)
{
	struct ct6_kin *kin;

	if (likely(!ct6_expect_bound(child->first.expected)))
		return;
	kin = rhashtable_lookup(&cn->kin, &child->key, ct6_kin_params);
	if (kin && !rhashtable_remove_fast(&cn->kin, &kin->node,
					   ct6_kin_params))
		kfree_rcu(kin, rcu);
}

static struct ct6_flow *ct6_kin_written(struct ct6_net *cn,
					const struct ct6_flow *child)
{
	const struct ct6_kin *kin;

	kin = rhashtable_lookup(&cn->kin, &child->key, ct6_kin_params);
	return kin ? ct6_table_find(&cn->table, &kin->master) : NULL;
}

/**
 * ct6_kin_master() - the flow because of which another was let in
 * @cn: namespace
 * @child: flow whose first packet was related
 *
 * Context: under RCU.
 * Return: the master, or NULL when it has ended.
 */
struct ct6_flow *ct6_kin_master(struct ct6_net *cn,
				const struct ct6_flow *child)
{
	switch (child->first.expected) {
	case CT6_EXPECT_HELPER:
	case CT6_EXPECT_GRE:
		return ct6_kin_written(cn, child);
	case CT6_EXPECT_ENDPOINT:
		return ct6_expect_owner(cn, child);
	default:
		return ct6_mobility_tunnel_master(cn, child);
	}
}
