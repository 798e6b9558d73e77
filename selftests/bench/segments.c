// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments of TCP with valid numbers and windows through the router of
 * lib.sh, which pktgen cannot send.
 *
 *	segments SOURCE SINK WEST EAST FLOWS COUNT [BURST]
 *
 * SOURCE and SINK are the network namespaces at both ends, WEST and EAST the
 * router's link-layer addresses. FLOWS connections are opened, both ends played
 * here, then COUNT segments with data are sent from the source, one flow after
 * the other, BURST of them with one system call (1). Prints the nanoseconds
 * that each of these took. The checksums are left to the network card, as a
 * host does it.
 */
#define _GNU_SOURCE
#define __FAVOR_BSD
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdlib.h>

#include "wire.h"

#define DATA	64
#define ISN_SOURCE	1000u
#define ISN_SINK	5000u

struct packet {
	struct virtio_net_hdr	vnet;
	struct ether_header	eth;
	struct ip6_hdr		ip;
	struct tcphdr		tcp;
	uint8_t			rest[DATA];
} __attribute__((packed));

/* Return: its length. */
static size_t segment(struct packet *p, const struct end *from,
		      const struct end *to, uint16_t sport, uint16_t dport,
		      uint8_t flags, uint32_t seq, uint32_t ack, uint16_t data)
{
	static const uint8_t scale[] = { 1, 3, 3, 7 };	/* NOP, window scale */
	size_t options = flags & TH_SYN ? sizeof(scale) : 0;
	uint16_t len = sizeof(struct tcphdr) + options + data;
	*p = (struct packet) {
		.vnet	= {
			.flags		= VIRTIO_NET_HDR_F_NEEDS_CSUM,
			.csum_start	= sizeof(p->eth) + sizeof(p->ip),
			.csum_offset	= offsetof(struct tcphdr, th_sum),
		},
		.eth.ether_type	= htons(ETHERTYPE_IPV6),
		.ip	= {
			.ip6_flow	= htonl(6 << 28),
			.ip6_plen	= htons(len),
			.ip6_nxt	= IPPROTO_TCP,
			.ip6_hlim	= 64,
			.ip6_src	= from->addr,
			.ip6_dst	= to->addr,
		},
		.tcp	= {
			.th_sport	= htons(sport),
			.th_dport	= htons(dport),
			.th_seq		= htonl(seq),
			.th_ack		= htonl(ack),
			.th_off		= (sizeof(p->tcp) + options) / 4,
			.th_flags	= flags,
			.th_win		= htons(0xffff),
		},
	};
	memcpy(p->eth.ether_shost, from->mac, ETH_ALEN);
	memcpy(p->eth.ether_dhost, from->router, ETH_ALEN);
	memcpy(p->rest, scale, options);
	p->tcp.th_sum = pseudo(&p->ip);
	return offsetof(struct packet, tcp) + len;
}

static void send_segment(const struct end *from, const struct end *to,
			 uint16_t sport, uint16_t dport, uint8_t flags,
			 uint32_t seq, uint32_t ack, uint16_t data)
{
	struct packet p;

	send_now(from, &p, segment(&p, from, to, sport, dport, flags, seq, ack,
				   data));
}

int main(int argc, char **argv)
{
	static struct packet packets[BURST_MAX];
	static struct burst burst;
	struct end source, sink;
	uint32_t flows, count, i;
	double begin;

	if (argc != 7 && argc != 8)
		errx(2, "usage: segments SOURCE SINK WEST EAST FLOWS COUNT [BURST]");
	end_open(&source, argv[1], "2001:db8:a::2", argv[3]);
	end_open(&sink, argv[2], "2001:db8:b::2", argv[4]);
	flows = strtoul(argv[5], NULL, 10);
	count = strtoul(argv[6], NULL, 10);
	burst.from = &source;
	burst.size = argc == 8 ? strtoul(argv[7], NULL, 10) : 1;
	if (!burst.size || burst.size > BURST_MAX)
		errx(2, "a burst has 1 to %u packets", BURST_MAX);
	for (i = 0; i < flows; i++) {
		uint16_t port = 10000 + i;

		send_segment(&source, &sink, port, 80, TH_SYN, ISN_SOURCE, 0,
			     0);
		send_segment(&sink, &source, 80, port, TH_SYN | TH_ACK,
			     ISN_SINK, ISN_SOURCE + 1, 0);
		send_segment(&source, &sink, port, 80, TH_ACK, ISN_SOURCE + 1,
			     ISN_SINK + 1, 0);
	}
	/* and once with data, as those that count */
	for (i = 0; i < flows; i++)
		send_segment(&source, &sink, 10000 + i, 80, TH_ACK,
			     ISN_SOURCE + 1, ISN_SINK + 1, DATA);
	begin = seconds();
	for (i = 0; i < count; i++) {
		struct packet *p = &packets[burst.used];

		burst_add(&burst, p,
			  segment(p, &source, &sink, 10000 + i % flows, 80,
				  TH_ACK, ISN_SOURCE + 1 + (i / flows + 1) * DATA,
				  ISN_SINK + 1, DATA));
	}
	burst_flush(&burst);
	printf("%.1f\n", (seconds() - begin) * 1e9 / count);
	return 0;
}
