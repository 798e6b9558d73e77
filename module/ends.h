/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ends of a packet of TCP or UDP, where they lie in the packet: enough to
 * hash them and to find a flow, so that nothing is copied for most packets.
 */
#ifndef _CT6_ENDS_H
#define _CT6_ENDS_H

#include <linux/bitops.h>
#include <linux/ipv6.h>

#include "key.h"

/**
 * struct ct6_ends - the ends of a packet, as a key sorts them
 * @low: address of the end that comes first in the key
 * @high: that of the other
 * @rest: the key's word behind the addresses: ports, protocol, no query
 * @src: index of the source in the key, 0 or 1
 *
 * Of addresses that need no scope. To be kept in registers: never by pointer
 * out of line.
 */
struct ct6_ends {
	const struct in6_addr	*low;
	const struct in6_addr	*high;
	u64			rest;
	unsigned int		src;
};

/**
 * ct6_ends_from() - the ends of a packet whose sorting is known
 * @ends: result
 * @ip6h: its fixed header
 * @port: its ports
 * @src: index of the source in the key, 0 or 1
 */
static __always_inline void ct6_ends_from(struct ct6_ends *ends,
					  const struct ipv6hdr *ip6h,
					  const __be16 *port, unsigned int src)
{
	u32 ports = get_unaligned((const u32 *)port);

	ends->src = src;
	if (src) {
		ends->low = &ip6h->daddr;
		ends->high = &ip6h->saddr;
		ports = rol32(ports, 16);
	} else {
		ends->low = &ip6h->saddr;
		ends->high = &ip6h->daddr;
	}
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	ends->rest = (u64)ports << 32 | (u32)ip6h->nexthdr << 24;
#else
	ends->rest = (u64)ip6h->nexthdr << 32 | ports;
#endif
}

/**
 * ct6_ends_make() - the ends of a packet
 * @ends: result: what ct6_key_make() makes of them, as far as no scope is
 *	needed
 * @ip6h: its fixed header
 * @port: its ports
 *
 * Context: any.
 */
static __always_inline void ct6_ends_make(struct ct6_ends *ends,
					  const struct ipv6hdr *ip6h,
					  const __be16 *port)
{
	int order = ct6_addr_order(&ip6h->saddr, &ip6h->daddr);

	if (unlikely(!order))
		order = (int)ntohs(port[0]) - (int)ntohs(port[1]);
	ct6_ends_from(ends, ip6h, port, order > 0);
}

/**
 * ct6_ends_key() - make them a key
 * @ends: ends
 * @hash: of them
 * @key: result, sealed
 */
static __always_inline void ct6_ends_key(const struct ct6_ends *ends, u32 hash,
					 struct ct6_key *key)
{
	key->addr[0] = *ends->low;
	key->addr[1] = *ends->high;
	put_unaligned(ends->rest, (u64 *)key->port);
	key->scope = 0;
	key->hash = hash;
}

/**
 * ct6_ends_system() - is one of the ports a system port?
 * @rest: of struct ct6_ends
 *
 * Below 1024 (RFC 6335).
 */
static __always_inline bool ct6_ends_system(u64 rest)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	rest >>= 32;
#endif
	/* the ports are in network order: the first byte of each is looked at */
	return !(rest & (__force u32)htonl(0xfc000000)) ||
	       !(rest & (__force u32)htonl(0x0000fc00));
}

/**
 * ct6_ends_equal() - are they the ends of a key?
 * @ends: ends
 * @hash: of them
 * @key: key, sealed
 */
static __always_inline bool ct6_ends_equal(const struct ct6_ends *ends,
					   u32 hash, const struct ct6_key *key)
{
	const u64 *low = (const u64 *)ends->low;
	const u64 *high = (const u64 *)ends->high;
	const u64 *word = (const u64 *)key;

	if (key->hash != hash)
		return false;
	return !((get_unaligned(&word[0]) ^ get_unaligned(&low[0])) |
		 (get_unaligned(&word[1]) ^ get_unaligned(&low[1])) |
		 (get_unaligned(&word[2]) ^ get_unaligned(&high[0])) |
		 (get_unaligned(&word[3]) ^ get_unaligned(&high[1])) |
		 (get_unaligned(&word[4]) ^ ends->rest) | key->scope);
}

#endif /* _CT6_ENDS_H */
