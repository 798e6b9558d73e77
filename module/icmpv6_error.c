// SPDX-License-Identifier: GPL-2.0-only
/*
 * ICMPv6 errors (RFC 4443, 3): related to the flow of the packet they quote.
 * They never change or refresh that flow (RFC 6092 REC-19, 37).
 */
#include <linux/icmpv6.h>
#include <linux/ipv6.h>
#include <net/ipv6.h>

#include "icmpv6_error.h"
#include "flow.h"
#include "judge.h"
#include "net.h"
#include "packet.h"
#include "proto.h"
#include "table.h"

/* A quote has as much of the packet as fits; 8 bytes serve every protocol. */
static int ct6_icmpv6_error_quote(const struct ct6_packet *pkt,
				  struct ct6_packet *quote,
				  struct ipv6hdr *ip6h)
{
	const struct ipv6hdr *hdr;
	union {
		struct icmp6hdr	icmp;
		__be16		port[2];
	} buf;
	const void *upper;
	u32 off = pkt->l4off + sizeof(struct icmp6hdr);
	u8 next;
	u16 exthdrs;
	int err;

	hdr = skb_header_pointer(pkt->skb, off, sizeof(*ip6h), ip6h);
	if (!hdr)
		return CT6_STAT_INVALID_TRUNCATED;
	if (hdr != ip6h)
		*ip6h = *hdr;
	if (ip6h->version != 6)
		return CT6_STAT_INVALID_ICMPV6;
	off += sizeof(*ip6h);
	next = ip6h->nexthdr;
	err = ct6_packet_walk(pkt->skb, &off, &next, &exthdrs);
	if (err)
		return err;

	quote->saddr = &ip6h->saddr;
	quote->daddr = &ip6h->daddr;
	quote->l4proto = next;
	if (ct6_proto_has_ports(next)) {
		upper = skb_header_pointer(pkt->skb, off, sizeof(buf.port),
					   &buf);
		if (!upper)
			return CT6_STAT_INVALID_TRUNCATED;
		quote->sport = ((const __be16 *)upper)[0];
		quote->dport = ((const __be16 *)upper)[1];
		quote->has_ports = true;
	} else if (next == IPPROTO_ICMPV6) {
		const struct icmp6hdr *ih;

		ih = skb_header_pointer(pkt->skb, off, sizeof(buf.icmp), &buf);
		if (!ih)
			return CT6_STAT_INVALID_TRUNCATED;
		quote->icmp_type = ih->icmp6_type;
		quote->icmp_id = ih->icmp6_identifier;
		quote->has_icmp = true;
	}
	return 0;
}

/**
 * ct6_icmpv6_error() - classify an ICMPv6 error
 * @cn: namespace
 * @pkt: an ICMPv6 message of type below 128; pkt->flow is set when related
 *
 * The quoted packet must belong to a flow, and the error must go to where
 * that packet came from. Errors without flow are invalid (RFC 6092 REC-10).
 *
 * Context: under RCU, BHs off.
 * Return: CT6_CT_STATE_RELATED, or CT6_CT_STATE_INVALID with the reason.
 */
u8 ct6_icmpv6_error(struct ct6_net *cn, struct ct6_packet *pkt)
{
	/* a quote has the direction of the packet that failed, and so the
	 * interface of its link on the same side as the error
	 */
	struct ct6_packet quote = {
		.in	= pkt->in,
		.out	= pkt->out,
		.hook	= pkt->hook,
	};
	struct ct6_flow *flow;
	struct ct6_key key;
	struct ipv6hdr ip6h;
	unsigned int src;

	/* 5 to 99 and 102 to 126 are unassigned, 100, 101 and 127 private */
	pkt->invalid = CT6_STAT_INVALID_ICMPV6;
	if (pkt->icmp_type < ICMPV6_DEST_UNREACH ||
	    pkt->icmp_type > ICMPV6_PARAMPROB)
		return CT6_CT_STATE_INVALID;
	pkt->invalid = ct6_icmpv6_error_quote(pkt, &quote, &ip6h);
	if (pkt->invalid)
		return CT6_CT_STATE_INVALID;
	pkt->invalid = CT6_STAT_INVALID_ICMPV6;
	if (!ipv6_addr_equal(pkt->daddr, quote.saddr))
		return CT6_CT_STATE_INVALID;
	if (!ct6_judge_key(&quote, &key, &src))
		return CT6_CT_STATE_INVALID;
	flow = ct6_table_find(&cn->table, &key);
	if (!flow)
		return CT6_CT_STATE_INVALID;

	pkt->invalid = 0;
	pkt->flow = flow;
	/* it answers the quoted packet: it goes the other way */
	pkt->dir = src == flow->orig ? CT6_DIR_REPLY : CT6_DIR_ORIG;
	return CT6_CT_STATE_RELATED;
}
