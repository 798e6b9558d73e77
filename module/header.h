/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The chain of extension headers.
 */
#ifndef _CT6_HEADER_H
#define _CT6_HEADER_H

#include <linux/in6.h>
#include <linux/types.h>
#include <net/ipv6.h>

struct sk_buff;

/* Extension headers that are followed, at most; RFC 8200 knows eight. */
#define CT6_EXTHDR_MAX		16

/* Options of one header that are looked at, at most. */
#define CT6_OPTION_MAX		64

/**
 * struct ct6_headers - what a walk over the headers finds
 * @offset: before the walk of the first header behind a fixed header, after
 *	it of the upper layer
 * @home: offset of a Home Address option's address, 0 without one
 * @routing: offset of a routing header with segments left, 0 without one
 * @exthdrs: bits of enum ct6_exthdr
 * @nexthdr: before the walk next header of that fixed header, after it the
 *	upper layer
 * @rt_type: type of the first routing header, with @has_rt
 * @rt_left: its segments left
 * @has_rt: there is one
 * @quoted: the packet is quoted by an error, so a first fragment will do
 */
struct ct6_headers {
	u32	offset;
	u32	home;
	u32	routing;
	u16	exthdrs;
	u8	nexthdr;
	u8	rt_type;
	u8	rt_left;
	bool	has_rt;
	bool	quoted;
};

/**
 * struct ct6_detour - where the ends of a packet really are
 * @home: whose care-of address the source is (RFC 6275, 6.3)
 * @final: where a routing header leads in the end
 * @has_home: @home is set
 * @has_final: @final is set
 * @final_home: @final is the home address of the destination, which is its
 *	care-of address (RFC 6275, 6.4)
 */
struct ct6_detour {
	struct in6_addr	home;
	struct in6_addr	final;
	bool		has_home;
	bool		has_final;
	bool		final_home;
};

/**
 * ct6_header_none() - is there no extension header?
 * @nexthdr: next header of the fixed header
 *
 * Return: true for the upper layers that most packets have; false says
 *	nothing.
 */
static inline bool ct6_header_none(u8 nexthdr)
{
	return nexthdr == NEXTHDR_TCP || nexthdr == NEXTHDR_UDP ||
	       nexthdr == NEXTHDR_ICMP;
}

u16 ct6_header_last_bit(u8 nexthdr);
u32 ct6_header_find(const struct sk_buff *skb, u16 bit);
int ct6_header_walk(const struct sk_buff *skb, struct ct6_headers *headers);
int ct6_header_detour(const struct sk_buff *skb,
		      const struct ct6_headers *headers,
		      const struct in6_addr *daddr, struct ct6_detour *detour);

#endif /* _CT6_HEADER_H */
