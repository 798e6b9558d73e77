// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fragments: put together by the kernel's reassembly for conntrack, but only
 * those that the standards let a node put together. That reassembly takes a
 * fragment that lies within others for a duplicate, forgets an overlap with
 * the fragments it throws away, and drops an atomic fragment whose
 * identification is in use.
 *
 * Whoever calls it decides what it gets, so ct6 calls it itself instead of
 * having its hooks registered.
 */
#include <linux/icmpv6.h>
#include <linux/netfilter_bridge.h>
#include <linux/netfilter_ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ipv6_frag.h>
#include <net/ndisc.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>

#include "datagram.h"
#include "fragment.h"
#include "header.h"
#include "net.h"
#include "trace.h"

/* RFC 3971 */
#define CT6_ICMPV6_CPS	148

/**
 * struct ct6_fragment - a fragment under judgement
 * @skb: packet
 * @net: namespace
 * @hdr: its fragment header
 * @offset: of @hdr from skb->data
 * @user: for whom it is put together
 * @answer: its sender may be told what is wrong
 */
struct ct6_fragment {
	struct sk_buff	*skb;
	struct net	*net;
	struct frag_hdr	hdr;
	u32		offset;
	u32		user;
	bool		answer;
};

/* As the kernel's reassembly finds it. */
static bool ct6_fragment_find(struct ct6_fragment *frag)
{
	const struct sk_buff *skb = frag->skb;
	u32 offset = skb_network_offset(skb) + sizeof(struct ipv6hdr);
	u8 next = ipv6_hdr(skb)->nexthdr;
	struct ipv6_opt_hdr buf;
	const struct ipv6_opt_hdr *hdr;
	int i;

	for (i = 0; i <= CT6_EXTHDR_MAX; i++) {
		if (next == NEXTHDR_FRAGMENT) {
			frag->offset = offset;
			return !skb_copy_bits(skb, offset, &frag->hdr,
					      sizeof(frag->hdr));
		}
		if (!ct6_fragment_behind(next))
			return false;
		hdr = skb_header_pointer(skb, offset, sizeof(buf), &buf);
		if (!hdr)
			return false;
		offset += next == NEXTHDR_AUTH ? ipv6_authlen(hdr) :
						 ipv6_optlen(hdr);
		next = hdr->nexthdr;
	}
	return false;
}

static u32 ct6_fragment_user(const struct sk_buff *skb, unsigned int hook)
{
	if (nf_bridge_in_prerouting(skb))
		return IP6_DEFRAG_CONNTRACK_BRIDGE_IN;
	return hook == NF_INET_PRE_ROUTING ? IP6_DEFRAG_CONNTRACK_IN :
					     IP6_DEFRAG_CONNTRACK_OUT;
}

/* Dropped in front of the rules: counted as they would have. */
static unsigned int ct6_fragment_drop(struct ct6_net *cn,
				      const struct ct6_fragment *frag,
				      enum ct6_stat reason)
{
	trace_ct6_drop(cn->net, frag->skb, NULL, reason);
	ct6_stat_inc(cn->stats, CT6_STAT_PACKETS);
	ct6_stat_inc(cn->stats, CT6_STAT_INVALID);
	ct6_stat_inc(cn->stats, reason);
	ct6_stat_inc(cn->stats, CT6_STAT_DROPPED);
	return NF_DROP;
}

static unsigned int ct6_fragment_gather(struct ct6_net *cn,
					const struct ct6_fragment *frag)
{
	int err = nf_ct_frag6_gather(frag->net, frag->skb, frag->user);

	if (!err)
		return NF_ACCEPT;
	if (err == -EINPROGRESS)
		return NF_STOLEN;
	ct6_stat_inc(cn->stats, CT6_STAT_FRAGMENT_REFUSED);
	trace_ct6_drop(cn->net, frag->skb, NULL, CT6_STAT_FRAGMENT_REFUSED);
	return NF_DROP;
}

static void ct6_fragment_answer(const struct ct6_fragment *frag, u8 code,
				u32 pointer)
{
	if (frag->answer)
		icmpv6_send(frag->skb, ICMPV6_PARAMPROB, code, pointer);
}

/* Bytes that an upper layer's header has at least; TCP's says it itself. */
static u32 ct6_fragment_upper_min(u8 l4proto)
{
	switch (l4proto) {
	case IPPROTO_NONE:
		return 0;
	case IPPROTO_IPIP:
		return 20;
	case IPPROTO_IPV6:
		return sizeof(struct ipv6hdr);
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return 12;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_ICMPV6:
	case IPPROTO_ESP:
	case IPPROTO_MH:
		return 8;
	case IPPROTO_GRE:
		return 4;
	default:
		return 1;
	}
}

/*
 * Does a first fragment have every header through the upper layer's, the
 * options of TCP included (RFC 7112, 5)? What is malformed otherwise is
 * found out when the datagram is whole.
 */
static bool ct6_fragment_first_whole(const struct ct6_fragment *frag)
{
	struct ct6_headers headers = {
		.offset		= frag->offset + sizeof(frag->hdr),
		.nexthdr	= frag->hdr.nexthdr,
	};
	const struct sk_buff *skb = frag->skb;
	struct tcphdr buf;
	const struct tcphdr *th;
	u32 len;
	int err;

	err = ct6_header_walk(skb, &headers);
	if (err)
		return err != CT6_STAT_INVALID_TRUNCATED;
	if (headers.offset > skb->len)
		return false;
	len = skb->len - headers.offset;
	if (len < ct6_fragment_upper_min(headers.nexthdr))
		return false;
	if (headers.nexthdr != IPPROTO_TCP)
		return true;
	th = skb_header_pointer(skb, headers.offset, sizeof(buf), &buf);
	return th && len >= th->doff * 4;
}

/*
 * Neighbour Discovery is never fragmented, not even into one (RFC 6980, 5).
 * Certification Path Advertisements are large and may be.
 */
static bool ct6_fragment_nd(const struct sk_buff *skb)
{
	struct ct6_headers headers = {
		.offset		= skb_network_offset(skb) +
				  sizeof(struct ipv6hdr),
		.nexthdr	= ipv6_hdr(skb)->nexthdr,
	};
	const u8 *type;
	u8 buf;

	if (ct6_header_walk(skb, &headers) ||
	    headers.nexthdr != IPPROTO_ICMPV6)
		return false;
	type = skb_header_pointer(skb, headers.offset, sizeof(buf), &buf);
	if (!type)
		return false;
	switch (*type) {
	case NDISC_ROUTER_SOLICITATION:
	case NDISC_ROUTER_ADVERTISEMENT:
	case NDISC_NEIGHBOUR_SOLICITATION:
	case NDISC_NEIGHBOUR_ADVERTISEMENT:
	case NDISC_REDIRECT:
	case CT6_ICMPV6_CPS:
		return true;
	default:
		return false;
	}
}

/*
 * Where it stands in its datagram, and whether it can: RFC 8200, 4.5.
 * Return: 0, or the CT6_STAT_INVALID_FRAGMENT_* that says what is wrong.
 */
static int ct6_fragment_piece(const struct ct6_fragment *frag,
			      struct ct6_piece *piece)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(frag->skb);
	u32 net = skb_network_offset(frag->skb);
	u32 headers = frag->offset + sizeof(frag->hdr) - net - sizeof(*ip6h);
	u32 payload = ntohs(ip6h->payload_len);

	if (payload <= headers)
		return CT6_STAT_INVALID_FRAGMENT_LENGTH;
	piece->begin = ntohs(frag->hdr.frag_off) & IP6_OFFSET;
	piece->end = piece->begin + payload - headers;
	piece->more = frag->hdr.frag_off & htons(IP6_MF);
	if (piece->more && piece->end % 8) {
		ct6_fragment_answer(frag, ICMPV6_HDR_FIELD,
				    offsetof(struct ipv6hdr, payload_len));
		return CT6_STAT_INVALID_FRAGMENT_LENGTH;
	}
	if (headers - sizeof(frag->hdr) + piece->end > IPV6_MAXPLEN) {
		ct6_fragment_answer(frag, ICMPV6_HDR_FIELD,
				    frag->offset - net +
				    offsetof(struct frag_hdr, frag_off));
		return CT6_STAT_INVALID_FRAGMENT_SIZE;
	}
	piece->key = (struct ct6_datagram_key) {
		.saddr	= ip6h->saddr,
		.daddr	= ip6h->daddr,
		.id	= frag->hdr.identification,
		.user	= frag->user,
	};
	if (ipv6_addr_type(&ip6h->daddr) &
	    (IPV6_ADDR_MULTICAST | IPV6_ADDR_LINKLOCAL))
		piece->key.iif = frag->skb->dev ? frag->skb->dev->ifindex : 0;
	return 0;
}

/*
 * Lets the reassembly throw away what it has of the datagram, at once and
 * without a word to its sender: it does so when it meets a fragment that is
 * not the last and whose length is odd. That at hand is made one; it is
 * dropped anyhow.
 */
static unsigned int ct6_fragment_discard(const struct ct6_fragment *frag)
{
	struct sk_buff *skb = frag->skb;
	u32 end = frag->offset + sizeof(frag->hdr);
	struct frag_hdr *hdr;

	if (skb_ensure_writable(skb, end))
		return NF_DROP;
	hdr = (struct frag_hdr *)(skb->data + frag->offset);
	hdr->frag_off = htons(8 | IP6_MF);
	ipv6_hdr(skb)->payload_len =
		htons(end - skb_network_offset(skb) - sizeof(struct ipv6hdr) +
		      1);
	if (nf_ct_frag6_gather(frag->net, skb, frag->user) == -EINPROGRESS)
		return NF_STOLEN;
	return NF_DROP;
}

static unsigned int ct6_fragment_strict(struct ct6_net *cn,
					const struct ct6_fragment *frag)
{
	unsigned int verdict;
	struct ct6_piece piece;
	bool discard;
	int err;

	err = ct6_fragment_piece(frag, &piece);
	if (err)
		return ct6_fragment_drop(cn, frag, err);
	err = ct6_datagram_add(cn, &piece, &discard);
	if (err == CT6_STAT_FRAGMENT_DUPLICATE ||
	    err == CT6_STAT_FRAGMENT_REFUSED) {
		ct6_stat_inc(cn->stats, err);
		trace_ct6_drop(cn->net, frag->skb, NULL, err);
		return NF_DROP;
	}
	if (err) {
		verdict = ct6_fragment_drop(cn, frag, err);
		return discard ? ct6_fragment_discard(frag) : verdict;
	}
	verdict = ct6_fragment_gather(cn, frag);
	if (unlikely(verdict == NF_DROP))
		ct6_datagram_refuse(cn, &piece.key);
	if (verdict == NF_ACCEPT && ct6_fragment_nd(frag->skb))
		return ct6_fragment_drop(cn, frag,
					 CT6_STAT_INVALID_FRAGMENT_ND);
	return verdict;
}

/* RFC 6946: a datagram of its own, whatever else has its identification. */
static unsigned int ct6_fragment_atomic(struct ct6_net *cn,
					const struct ct6_fragment *frag)
{
	if (ct6_fragment_nd(frag->skb))
		return ct6_fragment_drop(cn, frag,
					 CT6_STAT_INVALID_FRAGMENT_ND);
	return NF_ACCEPT;
}

/**
 * ct6_fragment() - take a fragment, give back a datagram
 * @cn: namespace
 * @skb: packet that may have a fragment header
 * @state: of the hook
 *
 * Context: PRE_ROUTING or LOCAL_OUT, under RCU, BHs off.
 * Return: NF_ACCEPT when @skb is no fragment, atomic, or by now whole;
 *	NF_STOLEN when it waits for others; NF_DROP.
 */
unsigned int ct6_fragment(struct ct6_net *cn, struct sk_buff *skb,
			  const struct nf_hook_state *state)
{
	struct ct6_fragment frag = {
		.skb	= skb,
		.net	= state->net,
		.user	= ct6_fragment_user(skb, state->hook),
	};
	bool strict = READ_ONCE(cn->config.fragment_strict);
	__be16 place;

	/* a jumbogram cannot be one; the rules get it as it is */
	if (!ipv6_hdr(skb)->payload_len || !ct6_fragment_find(&frag))
		return NF_ACCEPT;
	frag.answer = frag.user == IP6_DEFRAG_CONNTRACK_IN;
	place = frag.hdr.frag_off & htons(IP6_OFFSET | IP6_MF);
	if (!place)
		return strict ? ct6_fragment_atomic(cn, &frag) :
				ct6_fragment_gather(cn, &frag);
	if (!(place & htons(IP6_OFFSET)) && !ct6_fragment_first_whole(&frag)) {
		if (!READ_ONCE(cn->config.fragment_first_whole))
			return ct6_fragment_gather(cn, &frag);
		ct6_fragment_answer(&frag, ICMPV6_HDR_INCOMP, 0);
		return ct6_fragment_drop(cn, &frag,
					 CT6_STAT_INVALID_FRAGMENT_FIRST);
	}
	return strict ? ct6_fragment_strict(cn, &frag) :
			ct6_fragment_gather(cn, &frag);
}
