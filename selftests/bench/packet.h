/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whole packets: what bursts.c and flood.c share.
 */
#ifndef _CT6_BENCH_PACKET_H
#define _CT6_BENCH_PACKET_H

#include <netinet/icmp6.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>

#include "wire.h"

struct packet {
	struct virtio_net_hdr	vnet;
	struct ether_header	eth;
	struct ip6_hdr		ip;
	union {
		struct tcphdr	tcp;
		struct udphdr	udp;
		struct icmp6_hdr icmp;
		struct {
			struct nd_neighbor_solicit	ns;
			struct nd_opt_hdr		opt;
			uint8_t				mac[ETH_ALEN];
		} __attribute__((packed)) nd;
		struct {
			struct ip6_frag	hdr;
			struct udphdr	udp;
		} __attribute__((packed)) frag;
	};
} __attribute__((packed));

static inline void packet_begin(struct packet *p, const struct end *from,
				const struct in6_addr *dst, uint8_t proto,
				size_t len, size_t sum_at)
{
	*p = (struct packet) {
		.vnet	= {
			.flags		= VIRTIO_NET_HDR_F_NEEDS_CSUM,
			.csum_start	= sizeof(p->eth) + sizeof(p->ip),
			.csum_offset	= sum_at,
		},
		.eth.ether_type	= htons(ETHERTYPE_IPV6),
		.ip	= {
			.ip6_flow	= htonl(6 << 28),
			.ip6_plen	= htons(len),
			.ip6_nxt	= proto,
			.ip6_hlim	= 64,
			.ip6_src	= from->addr,
			.ip6_dst	= *dst,
		},
	};
	memcpy(p->eth.ether_shost, from->mac, ETH_ALEN);
	memcpy(p->eth.ether_dhost, from->router, ETH_ALEN);
}

#endif /* _CT6_BENCH_PACKET_H */
