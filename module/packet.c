// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads a packet: the extension headers (header.c), then the few
 * bytes of the upper layer that tracking and rules ask for.
 *
 * Nothing here changes the skb or allocates; what is not in the linear part
 * is copied to the stack.
 */
#include <linux/icmpv6.h>
#include <linux/ipv6.h>
#include <linux/netfilter_ipv6.h>
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/gre.h>
#include <net/ipv6.h>

#include <uapi/linux/ct6.h>

#include "key.h"

#include "packet.h"
#include "proto.h"

static __always_inline int ct6_packet_tcp(struct ct6_packet *pkt)
{
	u32 len = pkt->skb->len - pkt->l4off;
	struct tcphdr buf __uninitialized;
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
	pkt->tcp.scale = 0;
	pkt->tcp.has_scale = false;
	return 0;
}

static __always_inline int ct6_packet_udp(struct ct6_packet *pkt)
{
	struct udphdr buf __uninitialized;
	const struct udphdr *uh;
	u32 len;

	uh = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	if (!uh)
		return CT6_STAT_INVALID_TRUNCATED;
	pkt->sport = uh->source;
	pkt->dport = uh->dest;
	pkt->has_ports = true;
	pkt->unsummed = !uh->check && pkt->l4proto == IPPROTO_UDP;
	/* 0 is a jumbogram's (RFC 2675). Of UDP-Lite it is how much the
	 * checksum covers: 0 is all, and the header always (RFC 3828, 3.1)
	 */
	len = ntohs(uh->len);
	if (!len)
		return 0;
	if (len < sizeof(*uh))
		return CT6_STAT_INVALID_PROTO;
	if (len > pkt->skb->len - pkt->l4off)
		return CT6_STAT_INVALID_TRUNCATED;
	return 0;
}

static u16 ct6_packet_chunk_bit(u8 type)
{
	switch (type) {
	case SCTP_CID_DATA:
	case SCTP_CID_I_DATA:
		return CT6_SCTP_DATA;
	case SCTP_CID_INIT:
		return CT6_SCTP_INIT;
	case SCTP_CID_INIT_ACK:
		return CT6_SCTP_INIT_ACK;
	case SCTP_CID_HEARTBEAT:
		return CT6_SCTP_HEARTBEAT;
	case SCTP_CID_HEARTBEAT_ACK:
		return CT6_SCTP_HEARTBEAT_ACK;
	case SCTP_CID_ABORT:
		return CT6_SCTP_ABORT;
	case SCTP_CID_SHUTDOWN:
		return CT6_SCTP_SHUTDOWN;
	case SCTP_CID_SHUTDOWN_ACK:
		return CT6_SCTP_SHUTDOWN_ACK;
	case SCTP_CID_COOKIE_ECHO:
		return CT6_SCTP_COOKIE_ECHO;
	case SCTP_CID_COOKIE_ACK:
		return CT6_SCTP_COOKIE_ACK;
	case SCTP_CID_SHUTDOWN_COMPLETE:
		return CT6_SCTP_SHUTDOWN_COMPLETE;
	default:
		return 0;
	}
}

/* INIT and INIT ACK name a tag, which is never 0 (RFC 9260, 3.3.2). */
static int ct6_packet_init_tag(struct ct6_packet *pkt, u32 offset, u32 len)
{
	struct sctp_inithdr buf;
	const struct sctp_inithdr *init;

	if (len < sizeof(struct sctp_chunkhdr) + sizeof(*init))
		return CT6_STAT_INVALID_SCTP;
	init = skb_header_pointer(pkt->skb,
				  offset + sizeof(struct sctp_chunkhdr),
				  sizeof(buf), &buf);
	if (!init || !init->init_tag)
		return CT6_STAT_INVALID_SCTP;
	pkt->sctp.itag = ntohl(init->init_tag);
	return 0;
}

/* Return: 0 with the chunk's length in @len, or a reason. */
static int ct6_packet_chunk(struct ct6_packet *pkt, u32 offset, u32 *len)
{
	struct sctp_chunkhdr buf;
	const struct sctp_chunkhdr *ch;
	u16 bit;

	ch = skb_header_pointer(pkt->skb, offset, sizeof(buf), &buf);
	if (!ch)
		return CT6_STAT_INVALID_SCTP;
	*len = ntohs(ch->length);
	if (*len < sizeof(*ch) || *len > pkt->skb->len - offset)
		return CT6_STAT_INVALID_SCTP;
	bit = ct6_packet_chunk_bit(ch->type);
	pkt->sctp.chunks |= bit;
	if (bit & (CT6_SCTP_ABORT | CT6_SCTP_SHUTDOWN_COMPLETE))
		pkt->sctp.reflected = ch->flags & SCTP_CHUNK_FLAG_T;
	if (bit & (CT6_SCTP_INIT | CT6_SCTP_INIT_ACK))
		return ct6_packet_init_tag(pkt, offset, *len);
	return 0;
}

/*
 * All chunks, up to a bound: what ends the walk in a packet full of small
 * DATA is behind the DATA, where nothing else belongs (RFC 9260, 6.10).
 */
static int ct6_packet_chunks(struct ct6_packet *pkt, u32 offset)
{
	const u16 alone = CT6_SCTP_INIT | CT6_SCTP_INIT_ACK |
			  CT6_SCTP_SHUTDOWN_COMPLETE;
	u32 len;
	int i, err;

	for (i = 0; i < CT6_SCTP_CHUNKS_MAX; i++) {
		err = ct6_packet_chunk(pkt, offset, &len);
		if (err)
			return err;
		offset += round_up(len, 4);
		if (offset >= pkt->skb->len)
			break;
	}
	if (i == CT6_SCTP_CHUNKS_MAX && !(pkt->sctp.chunks & CT6_SCTP_DATA))
		return CT6_STAT_INVALID_SCTP;
	if (i && pkt->sctp.chunks & alone)
		return CT6_STAT_INVALID_SCTP;
	return 0;
}

static int ct6_packet_sctp(struct ct6_packet *pkt)
{
	struct sctphdr buf;
	const struct sctphdr *sh;
	int err;

	sh = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	if (!sh)
		return CT6_STAT_INVALID_TRUNCATED;
	pkt->sport = sh->source;
	pkt->dport = sh->dest;
	pkt->has_ports = true;
	pkt->sctp = (struct ct6_sctp_seg) { .vtag = ntohl(sh->vtag) };
	err = ct6_packet_chunks(pkt, pkt->l4off + sizeof(*sh));
	if (err)
		return err;
	/* port 0 is none (RFC 9260, 3.1), and only an INIT has no tag */
	if (!sh->source || !sh->dest ||
	    !pkt->sctp.vtag != !!(pkt->sctp.chunks & CT6_SCTP_INIT))
		return CT6_STAT_INVALID_SCTP;
	return 0;
}

/* Header and checksum coverage lie within the packet (RFC 4340, 8.5, 9.2.1). */
static int ct6_packet_dccp(struct ct6_packet *pkt)
{
	u32 len = pkt->skb->len - pkt->l4off;
	u8 buf[12], covered;
	const u8 *header;

	header = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), buf);
	if (!header)
		return CT6_STAT_INVALID_TRUNCATED;
	memcpy(&pkt->sport, header, sizeof(pkt->sport));
	memcpy(&pkt->dport, header + 2, sizeof(pkt->dport));
	pkt->has_ports = true;
	covered = header[5] & 15;
	if (header[4] * 4 > len)
		return CT6_STAT_INVALID_TRUNCATED;
	if (covered && (covered - 1) * 4 > len - header[4] * 4)
		return CT6_STAT_INVALID_DCCP;
	pkt->dccp = (struct ct6_dccp_seg) {};
	return ct6_dccp_read(pkt->skb, pkt->l4off, &pkt->dccp);
}

/**
 * ct6_packet_gre() - read a GRE header
 * @pkt: packet, or one that an error quotes; @l4off is known
 *
 * Version 0 is RFC 2784 with the key and sequence number of RFC 2890; what
 * that leaves of the bits 1 to 5 of RFC 1701 discards the packet. Version 1
 * is that of PPTP (RFC 2637), always with a key.
 *
 * Context: any.
 * Return: 0, or the CT6_STAT_INVALID_* that says what is wrong.
 */
int ct6_packet_gre(struct ct6_packet *pkt)
{
	u32 len = pkt->skb->len - pkt->l4off;
	struct gre_base_hdr buf;
	const struct gre_base_hdr *gh;
	const __be32 *key;

	gh = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	if (!gh)
		return CT6_STAT_INVALID_TRUNCATED;
	pkt->gre = (struct ct6_gre) { .size = sizeof(*gh) };
	if (gh->flags & GRE_CSUM)
		pkt->gre.size += 4;
	if (gh->flags & GRE_KEY) {
		key = skb_header_pointer(pkt->skb,
					 pkt->l4off + pkt->gre.size,
					 sizeof(*key), &pkt->gre.key);
		if (!key)
			return CT6_STAT_INVALID_TRUNCATED;
		pkt->gre.key = *key;
		pkt->gre.kind = CT6_KEY_GRE_KEY;
		pkt->gre.size += 4;
	}
	if (gh->flags & GRE_SEQ)
		pkt->gre.size += 4;
	switch (gh->flags & GRE_VERSION) {
	case GRE_VERSION_0:
		if (gh->flags & (GRE_ROUTING | GRE_STRICT | htons(0x0400)))
			return CT6_STAT_INVALID_PROTO;
		break;
	case GRE_VERSION_1:
		if ((gh->flags & (GRE_CSUM | GRE_ROUTING | GRE_KEY |
				  GRE_STRICT)) != GRE_KEY ||
		    gh->protocol != GRE_PROTO_PPP)
			return CT6_STAT_INVALID_PROTO;
		pkt->gre.kind = CT6_KEY_GRE_PPTP;
		if (gh->flags & GRE_ACK)
			pkt->gre.size += 4;
		break;
	default:
		return CT6_STAT_INVALID_PROTO;
	}
	return pkt->gre.size > len ? CT6_STAT_INVALID_TRUNCATED : 0;
}

/* An index of 0 is never sent (RFC 4303, 2.1). */
static int ct6_packet_esp(struct ct6_packet *pkt)
{
	__be32 buf[2];
	const __be32 *esp;

	esp = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), buf);
	if (!esp)
		return CT6_STAT_INVALID_TRUNCATED;
	return esp[0] ? 0 : CT6_STAT_INVALID_PROTO;
}

/**
 * ct6_packet_nonce() - read what ties a node information reply to its query
 * @pkt: packet, or one that an error quotes; @l4off is known
 *
 * Their nonce (RFC 4620, 4) serves as the identifier.
 *
 * Context: any.
 * Return: 0, or the CT6_STAT_INVALID_* that says what is wrong.
 */
int ct6_packet_nonce(struct ct6_packet *pkt)
{
	__be16 buf[4];
	const __be16 *nonce;

	nonce = skb_header_pointer(pkt->skb, pkt->l4off + 8, sizeof(buf), buf);
	if (!nonce)
		return CT6_STAT_INVALID_TRUNCATED;
	pkt->icmp_id = nonce[0] ^ nonce[1] ^ nonce[2] ^ nonce[3];
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
	if (ct6_icmpv6_request(ih->icmp6_type) == CT6_ICMPV6_NI_QUERY)
		return ct6_packet_nonce(pkt);
	return 0;
}

static noinline int ct6_packet_seldom(struct ct6_packet *pkt)
{
	switch (pkt->l4proto) {
	case IPPROTO_SCTP:
		return ct6_packet_sctp(pkt);
	case IPPROTO_DCCP:
		return ct6_packet_dccp(pkt);
	case IPPROTO_GRE:
		return ct6_packet_gre(pkt);
	case IPPROTO_ESP:
		return ct6_packet_esp(pkt);
	case IPPROTO_ICMPV6:
		return ct6_packet_icmpv6(pkt);
	default:
		return 0;
	}
}

static __always_inline int ct6_packet_upper(struct ct6_packet *pkt)
{
	if (pkt->l4proto == IPPROTO_TCP)
		return ct6_packet_tcp(pkt);
	if (pkt->l4proto == IPPROTO_UDP || pkt->l4proto == IPPROTO_UDPLITE)
		return ct6_packet_udp(pkt);
	return ct6_packet_seldom(pkt);
}

/**
 * ct6_packet_headers() - walk a packet's headers
 * @pkt: addresses and skb are set; its upper layer is added, though invalid
 * @headers: where to begin
 * @detour: room for where its ends really are, if they are elsewhere
 *
 * Context: any.
 * Return: 0, or the CT6_STAT_INVALID_* that says what is wrong.
 */
int ct6_packet_headers(struct ct6_packet *pkt, struct ct6_headers *headers,
		       struct ct6_detour *detour)
{
	int err = ct6_header_walk(pkt->skb, headers);

	pkt->l4off = headers->offset;
	pkt->l4proto = headers->nexthdr;
	pkt->exthdrs = headers->exthdrs;
	if (unlikely(headers->has_rt)) {
		pkt->has_rt = true;
		pkt->rt_type = headers->rt_type;
		pkt->rt_left = headers->rt_left;
	}
	if (likely(!headers->home && !headers->routing) || err)
		return err;
	pkt->detour = detour;
	return ct6_header_detour(pkt->skb, headers, pkt->daddr, detour);
}

/**
 * ct6_packet_link() - interface to the link that a packet comes from or goes to
 * @pkt: packet that a hook was given, or one that it quotes
 *
 * Of what came in through a VRF the hooks see the VRF; links are those of its
 * own interfaces (RFC 4007, 6).
 *
 * Return: its index, 0 without one.
 */
u32 ct6_packet_link(const struct ct6_packet *pkt)
{
	if (pkt->in)
		return inet6_sdif(pkt->skb) ?: pkt->in->ifindex;
	return pkt->out ? pkt->out->ifindex : 0;
}

/* Most packets have nothing between the fixed header and the upper layer. */
static __always_inline int ct6_packet_chain(struct ct6_packet *pkt,
					    struct ct6_detour *detour)
{
	u32 offset = skb_network_offset(pkt->skb) + sizeof(struct ipv6hdr);
	struct ct6_headers headers __uninitialized;

	if (likely(ct6_header_none(pkt->nexthdr))) {
		pkt->l4off = offset;
		pkt->l4proto = pkt->nexthdr;
		pkt->exthdrs = 0;
		return 0;
	}
	headers.offset = offset;
	headers.nexthdr = pkt->nexthdr;
	headers.quoted = false;
	return ct6_packet_headers(pkt, &headers, detour);
}

/**
 * ct6_packet_read() - read a packet that a hook was given
 * @pkt: what is read; whole afterwards, though invalid; not zeroed before
 * @detour: room for @pkt->detour, as long-lived as @pkt
 * @skb: packet, skb->data at the fixed header
 * @state: of the hook
 *
 * A malformed packet is read as far as it goes, with the reason in
 * pkt->invalid, so that rules can still match its addresses.
 *
 * Context: a netfilter hook, under RCU.
 */
__always_inline void ct6_packet_read(struct ct6_packet *pkt,
				     struct ct6_detour *detour,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);

	memset_startat(pkt, 0, sport);
	pkt->detour = NULL;
	pkt->flow = NULL;
	pkt->expect = NULL;
	pkt->saddr = &ip6h->saddr;
	pkt->daddr = &ip6h->daddr;
	pkt->skb = skb;
	pkt->state = state;
	pkt->in = state->in;
	pkt->out = state->out;
	pkt->len = skb->len;
	pkt->mark = skb->mark;
	pkt->first_mark = skb->mark;
	pkt->nexthdr = ip6h->nexthdr;
	pkt->hoplimit = ip6h->hop_limit;
	pkt->tclass = ipv6_get_dsfield(ip6h);
	pkt->pkttype = skb->pkt_type;
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
	pkt->invalid = ct6_packet_chain(pkt, detour);
	/* put together of fragments; on output that may mean anything */
	if (unlikely(IP6CB(skb)->flags & IP6SKB_FRAGMENTED) &&
	    pkt->hook != CT6_HOOK_OUTPUT)
		pkt->exthdrs |= CT6_EXTHDR_FRAG;
	if (unlikely(pkt->invalid))
		return;
	/* RFC 4291, 2.7: a multicast address is never a source */
	if (unlikely(ipv6_addr_is_multicast(pkt->saddr)))
		pkt->invalid = CT6_STAT_INVALID_ADDRESS;
	else
		pkt->invalid = ct6_packet_upper(pkt);
}
