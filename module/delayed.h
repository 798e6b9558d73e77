/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rejects that wait.
 */
#ifndef _CT6_DELAYED_H
#define _CT6_DELAYED_H

#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "key.h"

struct ct6_net;
struct ct6_packet;

/**
 * struct ct6_delayed_queue - rejects of a namespace that are due
 * @lock: protects the rest but @work
 * @list: by the time at which they are due, as each has its place found
 * @table: by key
 * @nr: their number
 * @work: sends those whose time has come
 */
struct ct6_delayed_queue {
	spinlock_t		lock;	/* protects list, table, nr */
	struct list_head	list;
	struct rhashtable	table;
	u32			nr;
	struct delayed_work	work;
};

int ct6_delayed_start(struct ct6_net *cn);
void ct6_delayed_stop(struct ct6_net *cn);
bool ct6_delayed_applies(const struct ct6_packet *pkt);
void ct6_delayed_add(struct ct6_net *cn, const struct ct6_packet *pkt,
		     const struct ct6_key *key, u8 code, u32 seconds);
void ct6_delayed_cancel(struct ct6_net *cn, const struct ct6_key *key);

#endif /* _CT6_DELAYED_H */
