/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of a name that remember when packets of a prefix came.
 */
#ifndef _CT6_RECENT_H
#define _CT6_RECENT_H

#include <linux/in6.h>
#include <linux/types.h>

#include <uapi/linux/ct6.h>

#include "prefix.h"

struct ct6_packet;
struct ct6_recent_table;
struct net;

#define CT6_RECENT_SIZE	1024	/* of a table of which no rule says more */

/**
 * struct ct6_recent - a question to a table
 * @table: shared by all expressions of one name
 * @prefix: whose account it is
 * @seconds: how old a packet may be, 0 for any age
 * @hits: packets that there must be
 * @size: prefixes that the table has to have room for
 * @op: enum ct6_recent_op
 * @invert: match when it would not
 * @hoplimit: only what came with the packet's hop limit counts
 */
struct ct6_recent {
	struct ct6_recent_table	*table;
	struct ct6_prefix	prefix;
	u32			seconds;
	u32			hits;
	u32			size;
	u8			op;
	bool			invert;
	bool			hoplimit;
};

int ct6_recent_bind(struct ct6_recent *recent, struct net *net,
		    const char *name);
void ct6_recent_free(struct ct6_recent *recent);
const char *ct6_recent_name(const struct ct6_recent *recent);
bool ct6_recent_match(const struct ct6_recent *recent,
		      const struct ct6_packet *pkt);

#endif /* _CT6_RECENT_H */
