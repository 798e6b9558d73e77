// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 in a network namespace: made when first used, active while there is a
 * ruleset or tracking is asked for.
 */
#include <linux/netlink.h>
#include <linux/slab.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "delayed.h"
#include "expect.h"
#include "expire.h"
#include "helper.h"
#include "hooks.h"
#include "kin.h"
#include "net.h"
#include "netlink.h"
#include "ruleset.h"
#include "table.h"
#include "verify.h"

/* What a namespace that does not use ct6 pays: one pointer. */
struct ct6_net_slot {
	struct ct6_net	*cn;
};

static unsigned int ct6_net_id __ro_after_init;

/* Protects ct6_net_slot.cn against being made twice. */
static DEFINE_MUTEX(ct6_net_mutex);

static struct ct6_net_slot *ct6_net_slot(const struct net *net)
{
	return net_generic(net, ct6_net_id);
}

/**
 * ct6_net_get() - ct6 in a namespace
 * @net: namespace, alive
 *
 * Context: process.
 * Return: what there is, or NULL while the namespace has not used ct6.
 */
struct ct6_net *ct6_net_get(struct net *net)
{
	/* pairs with smp_store_release() in ct6_net_make() */
	return smp_load_acquire(&ct6_net_slot(net)->cn);
}

static struct ct6_net *ct6_net_alloc(struct net *net)
{
	struct ct6_net *cn = kzalloc(sizeof(*cn), GFP_KERNEL);

	if (!cn)
		return NULL;
	cn->stats = ct6_stats_alloc();
	if (!cn->stats) {
		kfree(cn);
		return NULL;
	}
	cn->net = net;
	mutex_init(&cn->lock);
	INIT_LIST_HEAD(&cn->dumps);
	ct6_confirm_init(cn);
	ct6_config_default(&cn->config);
	return cn;
}

/**
 * ct6_net_make() - ct6 in a namespace that begins to use it
 * @net: namespace, alive
 *
 * Context: process.
 * Return: what there is or was made, or NULL without memory.
 */
struct ct6_net *ct6_net_make(struct net *net)
{
	struct ct6_net *cn = ct6_net_get(net);

	if (cn)
		return cn;
	mutex_lock(&ct6_net_mutex);
	cn = ct6_net_get(net);
	if (!cn) {
		cn = ct6_net_alloc(net);
		/* pairs with smp_load_acquire() in ct6_net_get() */
		smp_store_release(&ct6_net_slot(net)->cn, cn);
	}
	mutex_unlock(&ct6_net_mutex);
	return cn;
}

static int ct6_net_tables(struct ct6_net *cn)
{
	int err;

	err = ct6_table_init(&cn->table);
	if (err)
		return err;
	err = ct6_expect_table_init(cn);
	if (err)
		goto err_table;
	err = ct6_kin_table_init(cn);
	if (err)
		goto err_expects;
	err = ct6_helper_table_init(cn);
	if (err)
		goto err_kin;
	err = ct6_delayed_start(cn);
	if (err)
		goto err_helpers;
	err = ct6_datagrams_start(cn);
	if (err)
		goto err_delayed;
	ct6_expire_start(cn);
	return 0;

err_delayed:
	ct6_delayed_stop(cn);
err_helpers:
	ct6_helper_table_destroy(cn);
err_kin:
	ct6_kin_table_destroy(cn);
err_expects:
	ct6_expect_table_destroy(cn);
err_table:
	ct6_table_destroy(&cn->table);
	return err;
}

/* No packet is on its way through a hook any more. */
static void ct6_net_tables_end(struct ct6_net *cn)
{
	ct6_expire_stop(cn);
	ct6_datagrams_stop(cn);
	ct6_delayed_stop(cn);
	ct6_helper_table_destroy(cn);
	ct6_kin_table_destroy(cn);
	ct6_expect_table_destroy(cn);
	ct6_table_destroy(&cn->table);
}

/**
 * ct6_net_activate() - make the tables and let packets come in
 * @cn: namespace
 * @extack: for the reason of a refusal
 *
 * Does nothing when it is active already.
 *
 * Context: process, under ct6_net.lock.
 * Return: 0 or an error, nothing changed.
 */
int ct6_net_activate(struct ct6_net *cn, struct netlink_ext_ack *extack)
{
	int err;

	lockdep_assert_held(&cn->lock);
	if (cn->active)
		return 0;
	err = ct6_net_tables(cn);
	if (err) {
		NL_SET_ERR_MSG_MOD(extack, "no memory for the table of flows");
		return err;
	}
	err = ct6_hooks_register(cn);
	if (err) {
		NL_SET_ERR_MSG_MOD(extack, "cannot register the hooks");
		ct6_net_tables_end(cn);
		return err;
	}
	cn->active = true;
	return 0;
}

static void ct6_net_clear(struct ct6_net *cn)
{
	ct6_nl_flow_dumps_end(cn);
	ct6_net_tables_end(cn);
	cn->active = false;
}

/**
 * ct6_net_deactivate() - let no more packets come in, forget the flows
 * @cn: namespace without ruleset
 *
 * Does nothing when it is not active.
 *
 * Context: process, under ct6_net.lock. Waits for packets on their way.
 */
void ct6_net_deactivate(struct ct6_net *cn)
{
	lockdep_assert_held(&cn->lock);
	if (!cn->active)
		return;
	ct6_hooks_unregister(cn);
	synchronize_net();
	ct6_net_clear(cn);
}

/* The core waits for a grace period between this and ct6_net_exit_one(). */
static void __net_exit ct6_net_pre_exit(struct net *net)
{
	struct ct6_net *cn = ct6_net_get(net);

	if (!cn)
		return;
	/* first: it may take the hooks away itself */
	ct6_confirm_exit(cn);
	if (cn->active)
		ct6_hooks_unregister(cn);
}

static void __net_exit ct6_net_exit_one(struct net *net)
{
	struct ct6_net *cn = ct6_net_get(net);

	if (!cn)
		return;
	if (cn->active)
		ct6_net_clear(cn);
	ct6_verify_set(cn, false);
	ct6_ruleset_free(cn->confirm.former);
	ct6_ruleset_free(rcu_dereference_protected(cn->ruleset, 1));
	ct6_stats_free(cn->stats);
	mutex_destroy(&cn->lock);
	kfree(cn);
	ct6_net_slot(net)->cn = NULL;
}

static struct pernet_operations ct6_net_ops = {
	.pre_exit	= ct6_net_pre_exit,
	.exit		= ct6_net_exit_one,
	.id		= &ct6_net_id,
	.size		= sizeof(struct ct6_net_slot),
};

/**
 * ct6_net_init() - take part in the life of namespaces
 *
 * Return: 0 or an error.
 */
int __init ct6_net_init(void)
{
	return register_pernet_subsys(&ct6_net_ops);
}

/**
 * ct6_net_exit() - leave every namespace
 */
void ct6_net_exit(void)
{
	unregister_pernet_subsys(&ct6_net_ops);
}
