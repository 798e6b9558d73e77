/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The key of a flow: both endpoints, sorted, so that the packets of either
 * direction make the same key and find the same node.
 */
#ifndef _CT6_KEY_H
#define _CT6_KEY_H

#include <linux/in6.h>
#include <linux/siphash.h>
#include <linux/types.h>

#include "compat.h"

struct ct6_packet;

/* What tells the GRE of two hosts apart. */
enum ct6_key_gre {
	CT6_KEY_GRE_PLAIN,	/* version 0 without a key; what is not GRE */
	CT6_KEY_GRE_KEY,	/* version 0 with a key: its halves are the ports */
	CT6_KEY_GRE_PPTP,	/* version 1 */
};

/**
 * struct ct6_key - the two endpoints of a flow
 * @addr: addresses, the endpoint that sorts lower first
 * @port: ports of these, or the identifier of an ICMPv6 query in both
 * @l4proto: protocol
 * @query: of an ICMPv6 query, 1 + index of the endpoint that asks: both
 *	sides may ask each other with the same identifier
 * @request: of an ICMPv6 query, its type
 * @gre: of GRE, enum ct6_key_gre
 * @scope: interface index when an address is link-local, else 0: the same
 *	address on another link is another endpoint (RFC 4007). Where ends
 *	have home addresses, a hash of these is added: a mobile node's flows
 *	are told apart by home and care-of address (RFC 6092 REC-27)
 *
 * Compared and hashed as words, so every byte is set.
 */
struct ct6_key {
	struct in6_addr	addr[2];
	__be16		port[2];
	u8		l4proto;
	u8		query;
	u8		request;
	u8		gre;
	u32		scope;
};

static_assert(sizeof(struct ct6_key) == 44);

/* A key as words: five of 64 bits and one of 32. */
#define CT6_KEY_WORDS	5

/**
 * ct6_key_equal() - compare two keys as words
 * @a: a key
 * @b: another, both aligned to 4 bytes
 *
 * The ports differ most often, so they come first.
 */
static inline bool ct6_key_equal(const struct ct6_key *a,
				 const struct ct6_key *b)
{
	const u64 *x = (const u64 *)a, *y = (const u64 *)b;

	if (get_unaligned(&x[4]) ^ get_unaligned(&y[4]))
		return false;
	return !((get_unaligned(&x[0]) ^ get_unaligned(&y[0])) |
		 (get_unaligned(&x[1]) ^ get_unaligned(&y[1])) |
		 (get_unaligned(&x[2]) ^ get_unaligned(&y[2])) |
		 (get_unaligned(&x[3]) ^ get_unaligned(&y[3])) |
		 (a->scope ^ b->scope));
}

unsigned int ct6_key_make(struct ct6_key *key, u8 l4proto,
			  const struct in6_addr *saddr,
			  const struct in6_addr *daddr,
			  __be16 sport, __be16 dport, u32 ifindex);
bool ct6_key_scoped(const struct ct6_key *key);
void ct6_key_home(struct ct6_key *key, const struct in6_addr *home);
void ct6_key_gre(struct ct6_key *key, enum ct6_key_gre kind, __be32 value);
void ct6_key_query(struct ct6_key *key, u8 request, unsigned int asker);
u32 ct6_key_hash(const struct ct6_key *key, u32 seed);
void ct6_key_init(void);

#endif /* _CT6_KEY_H */
