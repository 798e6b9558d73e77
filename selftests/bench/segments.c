// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments of TCP with valid numbers and windows through the router of
 * lib.sh, which pktgen cannot send.
 *
 *	segments WEST EAST FLOWS COUNT
 *
 * WEST and EAST are the router's link-layer addresses. FLOWS connections are
 * opened, both ends played here, then COUNT segments with data are sent from
 * the source, one flow after the other. Prints the nanoseconds that each of
 * these took. The checksums are left to the network card, as a host does it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip6.h>
#define __FAVOR_BSD
#include <netinet/tcp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

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

struct end {
	int			fd;
	struct sockaddr_ll	to;
	struct in6_addr		addr;
	uint8_t			mac[ETH_ALEN];
	uint8_t			router[ETH_ALEN];
};

static void end_open(struct end *end, const char *name, const char *addr,
		     const char *router)
{
	struct ifreq ifr = { .ifr_name = "eth0" };
	int on = 1, ns;
	char path[64];

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	ns = open(path, O_RDONLY);
	if (ns < 0 || setns(ns, CLONE_NEWNET))
		err(1, "%s", path);
	close(ns);
	/* protocol 0: nothing is received */
	end->fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (end->fd < 0 || ioctl(end->fd, SIOCGIFHWADDR, &ifr) ||
	    setsockopt(end->fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof(on)))
		err(1, "%s: packet socket", name);
	memcpy(end->mac, ifr.ifr_hwaddr.sa_data, ETH_ALEN);
	end->to = (struct sockaddr_ll) {
		.sll_family	= AF_PACKET,
		.sll_protocol	= htons(ETHERTYPE_IPV6),
		.sll_ifindex	= if_nametoindex("eth0"),
		.sll_halen	= ETH_ALEN,
	};
	if (inet_pton(AF_INET6, addr, &end->addr) != 1 ||
	    sscanf(router, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &end->router[0],
		   &end->router[1], &end->router[2], &end->router[3],
		   &end->router[4], &end->router[5]) != 6)
		errx(1, "%s: not an address", router);
}

/* The sum of the pseudo-header: what the card is to begin with. */
static uint16_t pseudo(const struct packet *p, uint16_t len)
{
	const uint8_t *addr = (const uint8_t *)&p->ip.ip6_src;
	uint32_t sum = len + IPPROTO_TCP;
	int i;

	for (i = 0; i < 32; i += 2)
		sum += addr[i] << 8 | addr[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons(sum);
}

static void send_segment(const struct end *from, const struct end *to,
			 uint16_t sport, uint16_t dport, uint8_t flags,
			 uint32_t seq, uint32_t ack, uint16_t data)
{
	static const uint8_t scale[] = { 1, 3, 3, 7 };	/* NOP, window scale */
	size_t options = flags & TH_SYN ? sizeof(scale) : 0;
	uint16_t len = sizeof(struct tcphdr) + options + data;
	struct packet p = {
		.vnet	= {
			.flags		= VIRTIO_NET_HDR_F_NEEDS_CSUM,
			.csum_start	= sizeof(p.eth) + sizeof(p.ip),
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
			.th_off		= (sizeof(p.tcp) + options) / 4,
			.th_flags	= flags,
			.th_win		= htons(0xffff),
		},
	};
	size_t size = offsetof(struct packet, tcp) + len;

	memcpy(p.eth.ether_shost, from->mac, ETH_ALEN);
	memcpy(p.eth.ether_dhost, from->router, ETH_ALEN);
	memcpy(p.rest, scale, options);
	p.tcp.th_sum = pseudo(&p, len);
	if (sendto(from->fd, &p, size, 0, (const struct sockaddr *)&from->to,
		   sizeof(from->to)) != (ssize_t)size)
		err(1, "send");
}

int main(int argc, char **argv)
{
	struct timespec begin, end;
	struct end source, sink;
	uint32_t flows, count, i;

	if (argc != 5)
		errx(2, "usage: segments WEST EAST FLOWS COUNT");
	end_open(&source, "source", "2001:db8:a::2", argv[1]);
	end_open(&sink, "sink", "2001:db8:b::2", argv[2]);
	flows = strtoul(argv[3], NULL, 10);
	count = strtoul(argv[4], NULL, 10);
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
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (i = 0; i < count; i++)
		send_segment(&source, &sink, 10000 + i % flows, 80, TH_ACK,
			     ISN_SOURCE + 1 + (i / flows + 1) * DATA,
			     ISN_SINK + 1, DATA);
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%.1f\n", ((end.tv_sec - begin.tv_sec) * 1e9 +
			  end.tv_nsec - begin.tv_nsec) / count);
	return 0;
}
