/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What ct6 keeps for a network namespace.
 */
#ifndef _CT6_NET_H
#define _CT6_NET_H

#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/rhashtable-types.h>
#include <linux/workqueue.h>

#include "config.h"
#include "confirm.h"
#include "datagram.h"
#include "delayed.h"
#include "stats.h"

struct net;
struct ct6_ruleset;

#define CT6_NET_HOOKS	5

/**
 * struct ct6_net - ct6 in a network namespace
 * @net: the namespace
 * @lock: serialises the control plane of the namespace: changes of
 *	@ruleset, @config and @active
 * @ruleset: running ruleset, NULL without one; RCU for the data path
 * @confirm: what waits for a confirmation; under @lock
 * @config: settings; single words, read without a lock
 * @generation: of the newest ruleset, never given twice; under @lock
 * @handle: newest handle of a rule, never given twice; under @lock
 * @active: hooks are registered and the table exists; under @lock
 * @table: flows; exists while @active
 * @expects: expectations; exists while @active
 * @kin: connections that helpers had announced; exists while @active
 * @helpers: what helpers remember of flows; exists while @active
 * @delayed: rejects that are due; exists while @active
 * @datagrams: datagrams in fragments; exists while @active
 * @dumps: open dumps of @table; under @lock
 * @peak: most flows that lived at one time
 * @stats: counters
 * @gc: worker that ends expired flows; queued while @active
 * @gc_iter: its place in the table; only for the worker
 * @gc_walking: @gc_iter is in use
 * @hooks: as registered, priv is this struct
 *
 * Lifetime: made by the first netlink operation that changes something,
 * freed when the namespace or the module goes, after the hooks and a grace
 * period. A namespace that uses nothing has a NULL pointer.
 */
struct ct6_net {
	struct net			*net;
	/* serialises the control plane */
	struct mutex			lock;
	struct ct6_ruleset __rcu	*ruleset;
	struct ct6_confirm		confirm;
	struct ct6_config		config;
	u32				generation;
	u64				handle;
	bool				active;
	struct rhashtable		table;
	struct rhashtable		expects;
	struct rhashtable		kin;
	struct rhashtable		helpers;
	struct ct6_delayed_queue	delayed;
	struct ct6_datagrams		datagrams;
	struct list_head		dumps;
	u32				peak;
	struct ct6_stats __percpu	*stats;
	struct delayed_work		gc;
	struct rhashtable_iter		gc_iter;
	bool				gc_walking;
	struct nf_hook_ops		hooks[CT6_NET_HOOKS];
};

struct ct6_net *ct6_net_get(struct net *net);
struct ct6_net *ct6_net_make(struct net *net);
int ct6_net_activate(struct ct6_net *cn, struct netlink_ext_ack *extack);
void ct6_net_deactivate(struct ct6_net *cn);
int ct6_net_init(void);
void ct6_net_exit(void);

#endif /* _CT6_NET_H */
