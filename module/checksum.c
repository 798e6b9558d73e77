// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checksums of the upper layer, before a packet may change any state. What
 * the network card has verified or is yet to fill in is not summed again. The
 * pseudo-header has the packet's real ends, which are not those of the fixed
 * header behind a Home Address option or on a route (RFC 8200, 8.1; RFC 6275,
 * 11.3.1).
 */
#include <linux/dccp.h>
#include <linux/skbuff.h>
#include <linux/udp.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/sctp/checksum.h>

#include "checksum.h"
#include "packet.h"

/* Whether UDP and UDP-Lite have a checksum, and their length field. */
static bool ct6_checksum_udp_field(const struct ct6_packet *pkt, u16 *len,
				   bool *none)
{
	struct udphdr buf;
	const struct udphdr *uh;

	uh = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	if (!uh)
		return false;
	*len = ntohs(uh->len);
	*none = !uh->check;
	return true;
}

/* Over the first @covered of @len bytes; @len is the pseudo-header's. */
static bool ct6_checksum_sum(const struct ct6_packet *pkt, u32 covered,
			     u32 len)
{
	struct sk_buff *skb = pkt->skb;
	__wsum sum;

	if (skb->ip_summed == CHECKSUM_COMPLETE &&
	    covered == skb->len - pkt->l4off) {
		sum = csum_sub(skb->csum,
			       skb_checksum(skb, 0, pkt->l4off, 0));
		if (!csum_ipv6_magic(ct6_packet_src(pkt), ct6_packet_dst(pkt),
				     len, pkt->l4proto, sum))
			return true;
	}
	sum = skb_checksum(skb, pkt->l4off, covered, 0);
	return !csum_ipv6_magic(ct6_packet_src(pkt), ct6_packet_dst(pkt), len,
				pkt->l4proto, sum);
}

/*
 * A tunnel may send UDP without a checksum (RFC 6935), and who takes such is
 * for its end to say.
 */
static bool ct6_checksum_udp(const struct ct6_packet *pkt, u32 len)
{
	bool none;
	u16 field;

	if (!ct6_checksum_udp_field(pkt, &field, &none))
		return false;
	return none || ct6_checksum_sum(pkt, field ?: len, field ?: len);
}

/* RFC 3828, 3.1: a length of 0 covers all; no checksum is no checksum. */
static bool ct6_checksum_udplite(const struct ct6_packet *pkt, u32 len)
{
	bool none;
	u16 field;

	if (!ct6_checksum_udp_field(pkt, &field, &none) || none)
		return false;
	return ct6_checksum_sum(pkt, field ?: len, len);
}

/* RFC 4340, 9.2: 0 covers all, n the header, options and n - 1 words. */
static bool ct6_checksum_dccp(const struct ct6_packet *pkt, u32 len)
{
	struct dccp_hdr buf;
	const struct dccp_hdr *dh;
	u32 covered = len;

	dh = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	if (!dh)
		return false;
	if (dh->dccph_cscov)
		covered = dh->dccph_doff * 4 + (dh->dccph_cscov - 1) * 4;
	return covered <= len && ct6_checksum_sum(pkt, covered, len);
}

static bool ct6_checksum_sctp(const struct ct6_packet *pkt, u32 len)
{
	struct sctphdr buf;
	const struct sctphdr *sh;

	sh = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	return sh && sh->checksum == sctp_compute_cksum(pkt->skb, pkt->l4off);
}

/**
 * ct6_checksum_sums() - is the upper layer's checksum right, summed here?
 * @pkt: packet that came from elsewhere, its headers read
 *
 * Protocols without a checksum of their own are always right.
 *
 * Context: any.
 */
bool ct6_checksum_sums(const struct ct6_packet *pkt)
{
	u32 len = pkt->skb->len - pkt->l4off;

	switch (pkt->l4proto) {
	case IPPROTO_TCP:
	case IPPROTO_ICMPV6:
	case NEXTHDR_MOBILITY:
		return ct6_checksum_sum(pkt, len, len);
	case IPPROTO_UDP:
		return ct6_checksum_udp(pkt, len);
	case IPPROTO_UDPLITE:
		return ct6_checksum_udplite(pkt, len);
	case IPPROTO_DCCP:
		return ct6_checksum_dccp(pkt, len);
	case IPPROTO_SCTP:
		return ct6_checksum_sctp(pkt, len);
	default:
		return true;
	}
}
