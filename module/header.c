// SPDX-License-Identifier: GPL-2.0-only
/*
 * The chain of extension headers: one bounded walk that never reads behind
 * the packet's end, and what the headers say of the packet's real ends.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <net/ipv6.h>

#include <uapi/linux/ct6.h>

#include "header.h"
#include "stats.h"

/* Routing types (RFC 9288, 3.4.2). */
#define CT6_ROUTING_SOURCE	0	/* deprecated by RFC 5095 */
#define CT6_ROUTING_NIMROD	1	/* deprecated */
#define CT6_ROUTING_MOBILE	2	/* RFC 6275 */
#define CT6_ROUTING_RPL		3	/* RFC 6554 */
#define CT6_ROUTING_SEGMENT	4	/* RFC 8754 */

/* Headers that the walk follows. */
static u16 ct6_header_bit(u8 nexthdr)
{
	switch (nexthdr) {
	case NEXTHDR_HOP:
		return CT6_EXTHDR_HBH;
	case NEXTHDR_DEST:
		return CT6_EXTHDR_DST;
	case NEXTHDR_ROUTING:
		return CT6_EXTHDR_RT;
	case NEXTHDR_FRAGMENT:
		return CT6_EXTHDR_FRAG;
	case NEXTHDR_AUTH:
		return CT6_EXTHDR_AH;
	default:
		return 0;
	}
}

/**
 * ct6_header_last_bit() - a header that ends the walk, and has a bit all the
 *	same
 * @nexthdr: number of the upper layer
 *
 * Return: a bit of enum ct6_exthdr, or 0.
 */
u16 ct6_header_last_bit(u8 nexthdr)
{
	switch (nexthdr) {
	case NEXTHDR_ESP:
		return CT6_EXTHDR_ESP;
	case NEXTHDR_MOBILITY:
		return CT6_EXTHDR_MH;
	case 139:
		return CT6_EXTHDR_HIP;
	case 140:
		return CT6_EXTHDR_SHIM6;
	case NEXTHDR_NONE:
		return CT6_EXTHDR_NONE;
	case 253:
	case 254:
		/* of experiments (RFC 4727, 2.2); nobody knows their format */
		return CT6_EXTHDR_UNKNOWN;
	default:
		return 0;
	}
}

static int ct6_header_routing(const struct sk_buff *skb, u32 offset,
			      struct ct6_headers *headers)
{
	struct ipv6_rt_hdr buf;
	const struct ipv6_rt_hdr *rt;

	rt = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!rt)
		return CT6_STAT_INVALID_TRUNCATED;
	/* rules can name what is refused, too */
	if (!headers->has_rt) {
		headers->has_rt = true;
		headers->rt_type = rt->type;
		headers->rt_left = rt->segments_left;
	}
	/* RFC 5095, 3 and RFC 6092 REC-4: never on, whatever is left */
	if (rt->type == CT6_ROUTING_SOURCE || rt->type == CT6_ROUTING_NIMROD)
		return CT6_STAT_INVALID_HEADER;
	if (rt->segments_left && headers->routing)
		return CT6_STAT_INVALID_HEADER;
	if (rt->segments_left)
		headers->routing = offset;
	return 0;
}

/*
 * What was put together has no fragment header; one that is still there is
 * harmless only in an atomic fragment (RFC 6946). What an error quotes was
 * not put together: of several fragments the first has the upper layer.
 */
static int ct6_header_fragment(const struct sk_buff *skb, u32 offset,
			       bool quoted)
{
	struct frag_hdr buf;
	const struct frag_hdr *frag;

	frag = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!frag)
		return CT6_STAT_INVALID_TRUNCATED;
	if (frag->frag_off & htons(quoted ? IP6_OFFSET : IP6_OFFSET | IP6_MF))
		return CT6_STAT_INVALID_FRAGMENT;
	return 0;
}

/*
 * Looks for a Home Address option. What is no list of options is malformed
 * (RFC 8200, 4.2); a second home is, too (RFC 6275, 6.3).
 */
static int ct6_header_options(const struct sk_buff *skb, u32 offset, u32 len,
			      struct ct6_headers *headers)
{
	u32 end = offset + len, i;

	offset += sizeof(struct ipv6_opt_hdr);
	for (i = 0; i < CT6_OPTION_MAX && offset < end; i++) {
		u8 buf[2];
		const u8 *opt;

		opt = skb_header_pointer(skb, offset, 1, buf);
		if (opt && *opt == IPV6_TLV_PAD1) {
			offset++;
			continue;
		}
		opt = skb_header_pointer(skb, offset, sizeof(buf), buf);
		if (!opt)
			return CT6_STAT_INVALID_TRUNCATED;
		if (opt[1] + 2 > end - offset)
			return CT6_STAT_INVALID_HEADER;
		if (opt[0] == IPV6_TLV_HAO) {
			if (headers->home ||
			    opt[1] != sizeof(struct in6_addr))
				return CT6_STAT_INVALID_HEADER;
			headers->home = offset + 2;
		}
		offset += opt[1] + 2;
	}
	return offset < end ? CT6_STAT_INVALID_CHAIN : 0;
}

/* Return: 0 with the header's length in @len, or a reason. */
static int ct6_header_one(const struct sk_buff *skb, u16 bit, u32 offset,
			  const struct ipv6_opt_hdr *hdr,
			  struct ct6_headers *headers, u32 *len)
{
	int err;

	*len = ipv6_optlen(hdr);
	switch (bit) {
	case CT6_EXTHDR_RT:
		err = ct6_header_routing(skb, offset, headers);
		break;
	case CT6_EXTHDR_FRAG:
		*len = sizeof(struct frag_hdr);
		err = ct6_header_fragment(skb, offset, headers->quoted);
		break;
	case CT6_EXTHDR_AH:
		/* followed as any other: proto_esp.c says why */
		*len = ipv6_authlen(hdr);
		err = *len < sizeof(struct ip_auth_hdr) ?
		      CT6_STAT_INVALID_HEADER : 0;
		break;
	default:
		err = 0;
	}
	if (err)
		return err;
	if (*len > skb->len - offset)
		return CT6_STAT_INVALID_TRUNCATED;
	if (bit == CT6_EXTHDR_DST)
		return ct6_header_options(skb, offset, *len, headers);
	return 0;
}

/**
 * ct6_header_walk() - find the upper layer behind the extension headers
 * @skb: packet
 * @headers: where to begin, @offset and @nexthdr; replaced by what is found
 *
 * The walk follows CT6_EXTHDR_MAX headers and never reads behind the
 * packet's end. Hop-by-hop options may only come first (RFC 8200, 4.1).
 *
 * Context: any.
 * Return: 0, or the CT6_STAT_INVALID_* that says what is wrong; then
 *	@headers are as far as the walk came.
 */
int ct6_header_walk(const struct sk_buff *skb, struct ct6_headers *headers)
{
	int i;

	headers->exthdrs = 0;
	headers->home = 0;
	headers->routing = 0;
	headers->has_rt = false;
	for (i = 0; i <= CT6_EXTHDR_MAX; i++) {
		u16 bit = ct6_header_bit(headers->nexthdr);
		struct ipv6_opt_hdr buf;
		const struct ipv6_opt_hdr *hdr;
		u32 len;
		int err;

		if (!bit) {
			headers->exthdrs |=
				ct6_header_last_bit(headers->nexthdr);
			return 0;
		}
		if (bit == CT6_EXTHDR_HBH && i)
			return CT6_STAT_INVALID_HEADER;
		hdr = skb_header_pointer(skb, headers->offset, sizeof(buf),
					 &buf);
		if (!hdr)
			return CT6_STAT_INVALID_TRUNCATED;
		/* rules can name it, even if it is malformed */
		headers->exthdrs |= bit;
		err = ct6_header_one(skb, bit, headers->offset, hdr, headers,
				     &len);
		if (err)
			return err;
		headers->nexthdr = hdr->nexthdr;
		headers->offset += len;
	}
	return CT6_STAT_INVALID_CHAIN;
}

/**
 * ct6_header_find() - the first header of a kind
 * @skb: packet that was walked
 * @bit: of enum ct6_exthdr, one that the walk has seen
 *
 * Nothing is checked that the walk has checked; where it went no further,
 * there is nothing to find either.
 *
 * Context: any.
 * Return: its offset, or 0 when it is not there as a whole.
 */
u32 ct6_header_find(const struct sk_buff *skb, u16 bit)
{
	u32 offset = skb_network_offset(skb) + sizeof(struct ipv6hdr);
	u8 nexthdr = ipv6_hdr(skb)->nexthdr;
	int i;

	for (i = 0; i <= CT6_EXTHDR_MAX; i++) {
		u16 seen = ct6_header_bit(nexthdr);
		struct ipv6_opt_hdr buf;
		const struct ipv6_opt_hdr *hdr;

		if (bit == (seen ?: ct6_header_last_bit(nexthdr)))
			return offset;
		if (!seen)
			break;
		hdr = skb_header_pointer(skb, offset, sizeof(buf), &buf);
		if (!hdr)
			break;
		nexthdr = hdr->nexthdr;
		if (seen == CT6_EXTHDR_FRAG)
			offset += sizeof(struct frag_hdr);
		else if (seen == CT6_EXTHDR_AH)
			offset += ipv6_authlen(hdr);
		else
			offset += ipv6_optlen(hdr);
	}
	return 0;
}

/* Neither home nor end of a route can be such an address. */
static bool ct6_header_unicast(const struct in6_addr *addr)
{
	int type = ipv6_addr_type(addr);

	return type & IPV6_ADDR_UNICAST &&
	       !(type & (IPV6_ADDR_LINKLOCAL | IPV6_ADDR_LOOPBACK));
}

static int ct6_header_copy(const struct sk_buff *skb, u32 offset,
			   struct in6_addr *addr)
{
	return skb_copy_bits(skb, offset, addr, sizeof(*addr)) ?
	       CT6_STAT_INVALID_TRUNCATED : 0;
}

/*
 * The last address of a source route of RPL has as many bytes in common with
 * the destination as CmprE says (RFC 6554, 3).
 */
static int ct6_header_rpl(const struct sk_buff *skb, u32 offset, u32 end,
			  const struct in6_addr *daddr, struct in6_addr *final)
{
	u8 buf[4], shared, pad;
	const u8 *cmpr;

	cmpr = skb_header_pointer(skb, offset + 4, sizeof(buf), buf);
	if (!cmpr)
		return CT6_STAT_INVALID_TRUNCATED;
	shared = cmpr[0] & 15;
	pad = cmpr[1] >> 4;
	if (end < offset + 8 + pad + (16 - shared))
		return CT6_STAT_INVALID_HEADER;
	*final = *daddr;
	return skb_copy_bits(skb, end - pad - (16 - shared),
			     final->s6_addr + shared, 16 - shared) ?
	       CT6_STAT_INVALID_TRUNCATED : 0;
}

static int ct6_header_final(const struct sk_buff *skb, u32 offset,
			    const struct in6_addr *daddr,
			    struct ct6_detour *detour)
{
	struct ipv6_rt_hdr buf;
	const struct ipv6_rt_hdr *rt;
	int err;

	rt = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!rt)
		return CT6_STAT_INVALID_TRUNCATED;
	switch (rt->type) {
	case CT6_ROUTING_MOBILE:
		if (rt->hdrlen != 2 || rt->segments_left != 1)
			return CT6_STAT_INVALID_HEADER;
		err = ct6_header_copy(skb, offset + 8, &detour->final);
		detour->final_home = true;
		break;
	case CT6_ROUTING_RPL:
		err = ct6_header_rpl(skb, offset,
				     offset + 8 + rt->hdrlen * 8, daddr,
				     &detour->final);
		break;
	case CT6_ROUTING_SEGMENT:
		/* the first of the list is the last of the way */
		if (rt->hdrlen < 2)
			return CT6_STAT_INVALID_HEADER;
		err = ct6_header_copy(skb, offset + 8, &detour->final);
		break;
	default:
		/* where it leads is not known, so the destination counts */
		return 0;
	}
	detour->has_final = true;
	return err;
}

/**
 * ct6_header_detour() - where the ends of a packet really are
 * @skb: packet
 * @headers: of ct6_header_walk(), with @home or @routing
 * @daddr: destination of the fixed header
 * @detour: result
 *
 * Context: any.
 * Return: 0, or the CT6_STAT_INVALID_* that says what is wrong.
 */
int ct6_header_detour(const struct sk_buff *skb,
		      const struct ct6_headers *headers,
		      const struct in6_addr *daddr, struct ct6_detour *detour)
{
	int err;

	detour->has_home = false;
	detour->has_final = false;
	detour->final_home = false;
	if (headers->home) {
		err = ct6_header_copy(skb, headers->home, &detour->home);
		if (err)
			return err;
		/* RFC 6275, 9.3.1 */
		if (!ct6_header_unicast(&detour->home))
			return CT6_STAT_INVALID_ADDRESS;
		detour->has_home = true;
	}
	if (!headers->routing)
		return 0;
	err = ct6_header_final(skb, headers->routing, daddr, detour);
	if (err)
		return err;
	if (detour->final_home && !ct6_header_unicast(&detour->final))
		return CT6_STAT_INVALID_ADDRESS;
	return 0;
}
