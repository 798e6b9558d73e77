// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads a packet: one bounded walk over the extension headers, then the few
 * bytes of the upper layer that tracking and rules ask for.
 *
 * Nothing here changes the skb or allocates; what is not in the linear part
 * is copied to the stack.
 */
#include <linux/icmpv6.h>
#include <linux/ipv6.h>
#include <linux/netfilter_ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ipv6.h>

#include <uapi/linux/ct6.h>

#include "packet.h"

/* RFC 9288, 7045: routing types 0 and 1 are deprecated and dropped. */
static int ct6_packet_routing(const struct sk_buff *skb, u32 offset)
{
	struct ipv6_rt_hdr buf;
	const struct ipv6_rt_hdr *rt;

	rt = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!rt)
		return CT6_STAT_INVALID_TRUNCATED;
	if (rt->type == IPV6_SRCRT_TYPE_0 || rt->type == 1)
		return CT6_STAT_INVALID_HEADER;
	return 0;
}

/*
 * What the defragmenter hands on is whole and has no fragment header; one
 * that is still there is harmless only in an atomic fragment (RFC 6946).
 */
static int ct6_packet_fragment(const struct sk_buff *skb, u32 offset)
{
	struct frag_hdr buf;
	const struct frag_hdr *frag;

	frag = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!frag)
		return CT6_STAT_INVALID_TRUNCATED;
	if (frag->frag_off & htons(IP6_OFFSET | IP6_MF))
		return CT6_STAT_INVALID_FRAGMENT;
	return 0;
}

static u16 ct6_packet_exthdr(u8 nexthdr)
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

/* Headers that end the walk, and have a bit all the same. */
static u16 ct6_packet_lasthdr(u8 nexthdr)
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
	default:
		return 0;
	}
}

/**
 * ct6_packet_walk() - find the upper layer behind the extension headers
 * @skb: packet
 * @offset: in: offset of the first header behind a fixed header; out: of
 *	the upper layer
 * @nexthdr: in: next header of that fixed header; out: the upper layer
 * @exthdrs: out: bits of the headers seen
 *
 * The walk follows CT6_EXTHDR_MAX headers and never reads behind the
 * packet's end. Hop-by-hop options may only come first (RFC 8200, 4.1).
 *
 * Context: any.
 * Return: 0, or the CT6_STAT_INVALID_* that says what is wrong.
 */
int ct6_packet_walk(const struct sk_buff *skb, u32 *offset, u8 *nexthdr,
		    u16 *exthdrs)
{
	u32 off = *offset;
	u8 next = *nexthdr;
	int i, err;

	*exthdrs = 0;
	for (i = 0; i <= CT6_EXTHDR_MAX; i++) {
		u16 bit = ct6_packet_exthdr(next);
		struct ipv6_opt_hdr buf;
		const struct ipv6_opt_hdr *hdr;
		u32 len;

		if (!bit) {
			*exthdrs |= ct6_packet_lasthdr(next);
			*offset = off;
			*nexthdr = next;
			return 0;
		}
		if (bit == CT6_EXTHDR_HBH && i)
			return CT6_STAT_INVALID_HEADER;

		hdr = skb_header_pointer(skb, off, sizeof(buf), &buf);
		if (!hdr)
			return CT6_STAT_INVALID_TRUNCATED;
		len = ipv6_optlen(hdr);
		err = 0;
		if (bit == CT6_EXTHDR_RT) {
			err = ct6_packet_routing(skb, off);
		} else if (bit == CT6_EXTHDR_FRAG) {
			err = ct6_packet_fragment(skb, off);
			len = sizeof(struct frag_hdr);
		} else if (bit == CT6_EXTHDR_AH) {
			len = ipv6_authlen(hdr);
		}
		if (err)
			return err;
		if (len > skb->len - off)
			return CT6_STAT_INVALID_TRUNCATED;
		*exthdrs |= bit;
		next = hdr->nexthdr;
		off += len;
	}
	return CT6_STAT_INVALID_CHAIN;
}

static int ct6_packet_tcp(struct ct6_packet *pkt)
{
	u32 len = pkt->skb->len - pkt->l4off;
	struct tcphdr buf;
	const struct tcphdr *th;

	th = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	if (!th)
		return CT6_STAT_INVALID_TRUNCATED;
	pkt->sport = th->source;
	pkt->dport = th->dest;
	pkt->has_ports = true;
	pkt->tcp.flags = tcp_flag_byte(th);
	pkt->has_tcp = true;
	if (th->doff < 5)
		return CT6_STAT_INVALID_TCP;
	if (th->doff * 4 > len)
		return CT6_STAT_INVALID_TRUNCATED;
	pkt->tcp.seq = ntohl(th->seq);
	pkt->tcp.end = pkt->tcp.seq + len - th->doff * 4 + th->syn + th->fin;
	pkt->tcp.ack = ntohl(th->ack_seq);
	pkt->tcp.win = ntohs(th->window);
	return 0;
}

static int ct6_packet_udp(struct ct6_packet *pkt)
{
	struct udphdr buf;
	const struct udphdr *uh;
	u32 len;

	uh = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	if (!uh)
		return CT6_STAT_INVALID_TRUNCATED;
	pkt->sport = uh->source;
	pkt->dport = uh->dest;
	pkt->has_ports = true;
	/* 0 is a jumbogram's (RFC 2675), or UDP-Lite's whole coverage */
	len = ntohs(uh->len);
	if (!len)
		return 0;
	if (pkt->l4proto == IPPROTO_UDP && len < sizeof(*uh))
		return CT6_STAT_INVALID_PROTO;
	if (len > pkt->skb->len - pkt->l4off)
		return CT6_STAT_INVALID_TRUNCATED;
	return 0;
}

static int ct6_packet_ports(struct ct6_packet *pkt)
{
	__be16 buf[2];
	const __be16 *ports;

	ports = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), buf);
	if (!ports)
		return CT6_STAT_INVALID_TRUNCATED;
	pkt->sport = ports[0];
	pkt->dport = ports[1];
	pkt->has_ports = true;
	return 0;
}

static int ct6_packet_icmpv6(struct ct6_packet *pkt)
{
	struct icmp6hdr buf;
	const struct icmp6hdr *ih;

	/* every message has at least the 8 bytes of struct icmp6hdr but for
	 * a few of type and checksum alone, which are of no use to anybody
	 */
	ih = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	if (!ih)
		return CT6_STAT_INVALID_TRUNCATED;
	pkt->icmp_type = ih->icmp6_type;
	pkt->icmp_code = ih->icmp6_code;
	pkt->icmp_id = ih->icmp6_identifier;
	pkt->has_icmp = true;
	return 0;
}

static int ct6_packet_upper(struct ct6_packet *pkt)
{
	switch (pkt->l4proto) {
	case IPPROTO_TCP:
		return ct6_packet_tcp(pkt);
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		return ct6_packet_udp(pkt);
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return ct6_packet_ports(pkt);
	case IPPROTO_ICMPV6:
		return ct6_packet_icmpv6(pkt);
	default:
		return 0;
	}
}

/**
 * ct6_packet_read() - read a packet that a hook was given
 * @pkt: what is read; whole afterwards, though invalid
 * @skb: packet, skb->data at the fixed header
 * @state: of the hook
 *
 * A malformed packet is read as far as it goes, with the reason in
 * pkt->invalid, so that rules can still match its addresses.
 *
 * Context: a netfilter hook, under RCU.
 */
void ct6_packet_read(struct ct6_packet *pkt, struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);

	*pkt = (struct ct6_packet) {
		.saddr		= &ip6h->saddr,
		.daddr		= &ip6h->daddr,
		.skb		= skb,
		.state		= state,
		.in		= state->in,
		.out		= state->out,
		.len		= skb->len,
		.mark		= skb->mark,
		.first_mark	= skb->mark,
		.l4proto	= ip6h->nexthdr,
		.nexthdr	= ip6h->nexthdr,
		.hoplimit	= ip6h->hop_limit,
		.tclass		= ipv6_get_dsfield(ip6h),
		.pkttype	= skb->pkt_type,
		.l4off		= skb_network_offset(skb) + sizeof(*ip6h),
	};
	switch (state->hook) {
	case NF_INET_LOCAL_IN:
		pkt->hook = CT6_HOOK_INPUT;
		pkt->out = NULL;
		break;
	case NF_INET_FORWARD:
		pkt->hook = CT6_HOOK_FORWARD;
		break;
	default:
		pkt->hook = CT6_HOOK_OUTPUT;
		pkt->in = NULL;
	}
	pkt->invalid = ct6_packet_walk(skb, &pkt->l4off, &pkt->l4proto,
				       &pkt->exthdrs);
	if (pkt->invalid)
		return;
	/* RFC 4291, 2.7: a multicast address is never a source */
	if (ipv6_addr_is_multicast(pkt->saddr))
		pkt->invalid = CT6_STAT_INVALID_ADDRESS;
	else
		pkt->invalid = ct6_packet_upper(pkt);
}
