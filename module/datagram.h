/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Datagrams that come in fragments: which bytes of each have come.
 */
#ifndef _CT6_DATAGRAM_H
#define _CT6_DATAGRAM_H

#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct ct6_net;

/**
 * struct ct6_datagram_key - which datagram a fragment belongs to
 * @saddr: source
 * @daddr: destination
 * @id: identification of the fragment header
 * @user: enum ip6_defrag_users: where it is put together
 * @iif: interface, where the destination means one; else 0
 *
 * The kernel's reassembly tells datagrams apart by the same.
 */
struct ct6_datagram_key {
	struct in6_addr	saddr;
	struct in6_addr	daddr;
	__be32		id;
	u32		user;
	u32		iif;
};

/**
 * struct ct6_piece - a fragment's place in its datagram
 * @key: the datagram
 * @begin: offset of its first byte, a multiple of 8
 * @end: offset behind its last byte, a multiple of 8 when @more
 * @more: it is not the last
 */
struct ct6_piece {
	struct ct6_datagram_key	key;
	u32			begin;
	u32			end;
	bool			more;
};

/**
 * struct ct6_datagrams - datagrams of a namespace that are not whole yet
 * @lock: protects the rest but @work
 * @waiting: those that may become whole, the oldest first
 * @discarded: those that never will, in the order in which that was found
 * @table: by key
 * @nr: their number
 * @work: forgets those whose time is over
 */
struct ct6_datagrams {
	spinlock_t		lock;	/* protects the lists, table, nr */
	struct list_head	waiting;
	struct list_head	discarded;
	struct rhashtable	table;
	u32			nr;
	struct delayed_work	work;
};

int ct6_datagram_init(void);
void ct6_datagram_exit(void);
int ct6_datagrams_start(struct ct6_net *cn);
void ct6_datagrams_stop(struct ct6_net *cn);
int ct6_datagram_add(struct ct6_net *cn, const struct ct6_piece *piece,
		     bool *discard);
void ct6_datagram_refuse(struct ct6_net *cn,
			 const struct ct6_datagram_key *key);

#endif /* _CT6_DATAGRAM_H */
