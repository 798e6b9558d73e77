/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The key of a flow: both endpoints, sorted, so that the packets of either
 * direction make the same key and find the same node.
 */
#ifndef _CT6_KEY_H
#define _CT6_KEY_H

#include <linux/in6.h>
#include <linux/types.h>
#include <net/ipv6.h>

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
 * @hash: of all these, by ct6_key_seal(); a flow keeps it, so that nothing is
 *	hashed twice: to begin it, to end it, when the table grows
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
	u32		hash;
};

static_assert(sizeof(struct ct6_key) == 48);

/**
 * ct6_key_equal() - compare two keys as words
 * @a: a key
 * @b: another; both sealed
 *
 * The ports differ most often, so they come first. Equal keys have equal
 * hashes.
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
		 (get_unaligned(&x[5]) ^ get_unaligned(&y[5])));
}

/* fe80::/10, ff01::/16 and the like of interface and link scope */
static inline bool ct6_addr_scoped(const struct in6_addr *addr)
{
	if (likely(addr->s6_addr[0] < 0xfe))
		return false;
	return ipv6_addr_type(addr) & IPV6_ADDR_LINKLOCAL;
}

/**
 * ct6_key_scoped() - is the scope of a key an interface?
 * @key: key
 *
 * Link-local unicast and link-local multicast addresses carry their
 * interface: fe80::1 on eth0 is not fe80::1 on eth1 (RFC 4007, 6).
 */
static inline bool ct6_key_scoped(const struct ct6_key *key)
{
	return ct6_addr_scoped(&key->addr[0]) || ct6_addr_scoped(&key->addr[1]);
}

/* As memcmp() has it; both addresses are at least 4 byte aligned. */
static inline int ct6_addr_order(const struct in6_addr *a,
				 const struct in6_addr *b)
{
	u64 x = get_unaligned_be64(a), y = get_unaligned_be64(b);

	if (x == y) {
		x = get_unaligned_be64(&a->s6_addr[8]);
		y = get_unaligned_be64(&b->s6_addr[8]);
	}
	return x < y ? -1 : x > y;
}

/**
 * ct6_key_make() - the key of a packet
 * @key: result; where it is ct6_key_scoped() the caller sets its scope, and
 *	when it is complete it is to be sealed
 * @l4proto: protocol
 * @saddr: source
 * @daddr: destination
 * @sport: source port, 0 without one
 * @dport: destination port, 0 without one
 *
 * Context: any.
 * Return: index of the source among the key's endpoints, 0 or 1.
 */
static inline unsigned int ct6_key_make(struct ct6_key *key, u8 l4proto,
					const struct in6_addr *saddr,
					const struct in6_addr *daddr,
					__be16 sport, __be16 dport)
{
	int order = ct6_addr_order(saddr, daddr);
	unsigned int src;

	if (unlikely(!order))
		order = (int)ntohs(sport) - (int)ntohs(dport);
	src = order > 0;
	key->addr[src] = *saddr;
	key->addr[!src] = *daddr;
	key->port[src] = sport;
	key->port[!src] = dport;
	key->l4proto = l4proto;
	key->query = 0;
	key->request = 0;
	key->gre = CT6_KEY_GRE_PLAIN;
	key->scope = 0;
	return src;
}

void ct6_key_home(struct ct6_key *key, const struct in6_addr *home);
void ct6_key_gre(struct ct6_key *key, enum ct6_key_gre kind, __be32 value);
void ct6_key_query(struct ct6_key *key, u8 request, unsigned int asker);
void ct6_key_seal(struct ct6_key *key);
void ct6_key_init(void);

#endif /* _CT6_KEY_H */
