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

/* What a quote tells of a packet's upper layer. */
struct ct6_quote {
	struct ct6_packet	pkt;
	struct ct6_detour	detour;
	struct ipv6hdr		ip6h;
	u32			number;	/* of its sequence, or tag */
};

/* A quote has as much of the packet as fits; 8 bytes serve every protocol. */
static int ct6_quote_upper(struct ct6_quote *quote)
{
	struct ct6_packet *pkt = &quote->pkt;
	union {
		struct icmp6hdr	icmp;
		struct {
			__be16	port[2];
			__be32	number;
		};
	} buf;
	const typeof(buf) *upper;

	if (pkt->l4proto == IPPROTO_GRE)
		return ct6_packet_gre(pkt);
	if (!ct6_proto_has_ports(pkt->l4proto) &&
	    pkt->l4proto != IPPROTO_ICMPV6)
		return 0;
	upper = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	if (!upper)
		return CT6_STAT_INVALID_TRUNCATED;
	if (pkt->l4proto == IPPROTO_ICMPV6) {
		pkt->icmp_type = upper->icmp.icmp6_type;
		pkt->icmp_id = upper->icmp.icmp6_identifier;
		pkt->has_icmp = true;
		if (ct6_icmpv6_request(pkt->icmp_type) == CT6_ICMPV6_NI_QUERY)
			return ct6_packet_nonce(pkt);
		return 0;
	}
	pkt->sport = upper->port[0];
	pkt->dport = upper->port[1];
	pkt->has_ports = true;
	quote->number = ntohl(upper->number);
	return 0;
}

static int ct6_quote_read(const struct ct6_packet *pkt,
			  struct ct6_quote *quote)
{
	struct ct6_headers headers = {
		.offset	= pkt->l4off + sizeof(struct icmp6hdr),
		.quoted	= true,
	};
	const struct ipv6hdr *hdr;
	int err;

	hdr = skb_header_pointer(pkt->skb, headers.offset, sizeof(*hdr),
				 &quote->ip6h);
	if (!hdr)
		return CT6_STAT_INVALID_TRUNCATED;
	if (hdr != &quote->ip6h)
		quote->ip6h = *hdr;
	if (quote->ip6h.version != 6)
		return CT6_STAT_INVALID_ICMPV6;
	/* a quote has the direction of the packet that failed, and so the
	 * interface of its link on the same side as the error
	 */
	quote->pkt = (struct ct6_packet) {
		.saddr	= &quote->ip6h.saddr,
		.daddr	= &quote->ip6h.daddr,
		.skb	= pkt->skb,
		.in	= pkt->in,
		.out	= pkt->out,
		.hook	= pkt->hook,
	};
	headers.offset += sizeof(*hdr);
	headers.nexthdr = quote->ip6h.nexthdr;
	err = ct6_packet_headers(&quote->pkt, &headers, &quote->detour);
	return err ?: ct6_quote_upper(quote);
}

/* Was the quoted packet sent, as far as its numbers tell? */
static bool ct6_quote_sent(const struct ct6_quote *quote,
			   const struct ct6_flow *flow, unsigned int dir)
{
	struct ct6_dccp_seg dccp;

	switch (flow->key.l4proto) {
	case IPPROTO_TCP:
		return ct6_tcp_quoted(flow, quote->number, dir);
	case IPPROTO_SCTP:
		return ct6_sctp_quoted(flow, quote->number, dir);
	case IPPROTO_DCCP:
		return !ct6_dccp_read(quote->pkt.skb, quote->pkt.l4off, &dccp) &&
		       ct6_dccp_quoted(flow, &dccp, dir);
	default:
		return true;
	}
}

/**
 * ct6_icmpv6_error() - classify an ICMPv6 error
 * @cn: namespace
 * @pkt: an ICMPv6 message of type below 128; pkt->flow is set when related
 *
 * The quoted packet must belong to a flow and have a number that was sent in
 * it (RFC 5927, 4.1), and the error must go to where that packet came from.
 * Errors without flow are invalid (RFC 6092 REC-10).
 *
 * Context: under RCU, BHs off.
 * Return: CT6_CT_STATE_RELATED, or CT6_CT_STATE_INVALID with the reason.
 */
u8 ct6_icmpv6_error(struct ct6_net *cn, struct ct6_packet *pkt)
{
	struct ct6_quote quote;
	struct ct6_flow *flow;
	struct ct6_key key;
	unsigned int src, dir;

	/* 5 to 99 and 102 to 126 are unassigned, 100, 101 and 127 private */
	pkt->invalid = CT6_STAT_INVALID_ICMPV6;
	if (pkt->icmp_type < ICMPV6_DEST_UNREACH ||
	    pkt->icmp_type > ICMPV6_PARAMPROB)
		return CT6_CT_STATE_INVALID;
	pkt->invalid = ct6_quote_read(pkt, &quote);
	if (pkt->invalid)
		return CT6_CT_STATE_INVALID;
	pkt->invalid = CT6_STAT_INVALID_ICMPV6;
	if (!ipv6_addr_equal(pkt->daddr, quote.pkt.saddr))
		return CT6_CT_STATE_INVALID;
	if (!ct6_judge_key(&quote.pkt, &key, &src))
		return CT6_CT_STATE_INVALID;
	flow = ct6_table_find(&cn->table, &key);
	if (!flow)
		return CT6_CT_STATE_INVALID;
	dir = src == flow->orig ? CT6_DIR_ORIG : CT6_DIR_REPLY;
	if (!ct6_quote_sent(&quote, flow, dir))
		return CT6_CT_STATE_INVALID;

	pkt->invalid = 0;
	pkt->flow = flow;
	/* it answers the quoted packet: it goes the other way */
	pkt->dir = !dir;
	return CT6_CT_STATE_RELATED;
}
