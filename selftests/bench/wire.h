/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ends of the router's links of lib.sh, to send whole packets from: what
 * segments.c and bursts.c share.
 */
#ifndef _CT6_BENCH_WIRE_H
#define _CT6_BENCH_WIRE_H

#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip6.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BURST_MAX	256	/* packets that one system call sends */

struct end {
	int			fd;
	struct sockaddr_ll	to;
	struct in6_addr		addr;
	uint8_t			mac[ETH_ALEN];
	uint8_t			router[ETH_ALEN];
};

static inline void end_open(struct end *end, const char *name, const char *addr,
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

/* The sum of an IPv6 header as pseudo-header: what the card is to begin with. */
static inline uint16_t pseudo(const void *ip)
{
	const uint8_t *byte = ip;
	uint32_t sum = (byte[4] << 8 | byte[5]) + byte[6];
	int i;

	for (i = 8; i < 40; i += 2)
		sum += byte[i] << 8 | byte[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons(sum);
}

/* Packets that wait until there is a burst of them. */
struct burst {
	const struct end	*from;
	unsigned int		size;	/* 1: each goes at once */
	unsigned int		used;
	struct mmsghdr		msg[BURST_MAX];
	struct iovec		iov[BURST_MAX];
};

static inline void burst_flush(struct burst *burst)
{
	unsigned int done = 0;
	int sent;

	while (done < burst->used) {
		sent = sendmmsg(burst->from->fd, burst->msg + done,
				burst->used - done, 0);
		if (sent < 0)
			err(1, "send");
		done += sent;
	}
	burst->used = 0;
}

static inline void send_now(const struct end *from, const void *packet,
			    size_t size)
{
	if (sendto(from->fd, packet, size, 0,
		   (const struct sockaddr *)&from->to,
		   sizeof(from->to)) != (ssize_t)size)
		err(1, "send");
}

/* The packet stays where it is until the burst is sent. */
static inline void burst_add(struct burst *burst, void *packet, size_t size)
{
	struct iovec *iov = &burst->iov[burst->used];
	struct mmsghdr *msg = &burst->msg[burst->used];

	*iov = (struct iovec) { .iov_base = packet, .iov_len = size };
	msg->msg_hdr = (struct msghdr) {
		.msg_name	= (void *)&burst->from->to,
		.msg_namelen	= sizeof(burst->from->to),
		.msg_iov	= iov,
		.msg_iovlen	= 1,
	};
	if (burst->size == 1)
		send_now(burst->from, packet, size);
	else if (++burst->used == burst->size)
		burst_flush(burst);
}

static inline double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

#endif /* _CT6_BENCH_WIRE_H */
