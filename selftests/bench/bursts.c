// SPDX-License-Identifier: GPL-2.0-only
/*
 * What pktgen cannot send, or not tell: datagrams that cost the sender the same
 * in every run, a flood of SYNs, and new flows whose every packet is timed.
 *
 *	bursts udp FROM MAC SRC DST COUNT SPORT-SPORT DPORT-DPORT
 *	bursts syn FROM MAC SRC DST COUNT
 *	bursts grow FROM MAC SRC DST COUNT
 *
 * From the eth0 of the network namespace FROM to the router, whose link-layer
 * address MAC is.
 *
 * udp: datagrams of 128 bytes with Ethernet header, one by one, each from and to
 * the next port of both ranges. pktgen keeps a hand on each packet that it
 * sends, so that the receiver copies it, and whether the allocator then serves
 * from one slab or from two by turns stays as it is for a whole run: 290
 * instructions more or less. Prints the nanoseconds that each took.
 *
 * syn: TCP SYNs, each from another address of SRC's /64 and another port.
 * Prints the nanoseconds that each took.
 *
 * grow: UDP, each packet a flow of its own, ten at a time, and rests in which
 * others can work. As a real-time process, so that nobody who can be
 * interrupted delays it. Prints nanoseconds: the longest that ten packets took,
 * the longest that a rest took more than it should, because somebody kept the
 * processor who cannot be interrupted by a process, and the mean of a packet.
 */
#define _GNU_SOURCE
#define __FAVOR_BSD
#include <stddef.h>
#include <stdlib.h>

#include "packet.h"

#define GROW_BURST	10	/* packets that are timed together */
#define GROW_BURSTS	10	/* between two rests */
#define GROW_REST	200000	/* nanoseconds */
#define GROW_PORTS	1000	/* of the source, one more of the destination */

#define UDP_DATA	66

struct ports {
	uint16_t	first;
	uint16_t	nr;
};

static struct ports ports_of(const char *text)
{
	unsigned int first, last;

	if (sscanf(text, "%u-%u", &first, &last) != 2 || first > last ||
	    last > UINT16_MAX)
		errx(2, "bursts: %s is not FIRST-LAST", text);
	return (struct ports){ first, last - first + 1 };
}

static void datagrams(const struct end *from, const struct in6_addr *dst,
		      unsigned long count, struct ports sport,
		      struct ports dport)
{
	static struct {
		struct packet	packet;
		uint8_t		data[UDP_DATA];
	} full;
	const uint16_t len = sizeof(full.packet.udp) + UDP_DATA;
	struct packet *p = &full.packet;
	double begin = seconds();
	unsigned long i;

	packet_begin(p, from, dst, IPPROTO_UDP, len,
		     offsetof(struct udphdr, uh_sum));
	p->udp.uh_ulen = htons(len);
	p->udp.uh_sum = pseudo(&p->ip);
	for (i = 0; i < count; i++) {
		p->udp.uh_sport = htons(sport.first + i % sport.nr);
		p->udp.uh_dport = htons(dport.first + i % dport.nr);
		send_now(from, p, offsetof(struct packet, udp) + len);
	}
	printf("%.1f\n", (seconds() - begin) * 1e9 / count);
}

static void flood(const struct end *from, const struct in6_addr *dst,
		  unsigned long count)
{
	static struct packet packets[BURST_MAX];
	static struct burst burst;
	double begin = seconds();
	unsigned long i;

	burst.from = from;
	burst.size = BURST_MAX;
	srandom(begin * 1e6);
	for (i = 0; i < count; i++) {
		struct packet *p = &packets[burst.used];
		uint32_t host = random();

		packet_begin(p, from, dst, IPPROTO_TCP, sizeof(p->tcp),
			     offsetof(struct tcphdr, th_sum));
		memcpy(&p->ip.ip6_src.s6_addr[8], &host, sizeof(host));
		p->tcp.th_sport = htons(1024 + random() % 60000);
		p->tcp.th_dport = htons(8080);
		p->tcp.th_seq = random();
		p->tcp.th_off = sizeof(p->tcp) / 4;
		p->tcp.th_flags = TH_SYN;
		p->tcp.th_win = htons(0xffff);
		p->tcp.th_sum = pseudo(&p->ip);
		burst_add(&burst, p, offsetof(struct packet, tcp) +
				     sizeof(p->tcp));
	}
	burst_flush(&burst);
	printf("%.1f\n", (seconds() - begin) * 1e9 / count);
}

static void later(double *longest, double took)
{
	if (took > *longest)
		*longest = took;
}

static void grow(const struct end *from, const struct in6_addr *dst,
		 unsigned long count)
{
	static const struct timespec rest = { .tv_nsec = GROW_REST };
	static const struct sched_param first = { .sched_priority = 10 };
	static struct packet packets[GROW_BURST];
	static struct burst burst;
	double longest = 0, late = 0, sum = 0, begin, end;
	unsigned long i;

	if (sched_setscheduler(0, SCHED_FIFO, &first))
		err(1, "sched_setscheduler");
	burst.from = from;
	burst.size = BURST_MAX;
	begin = seconds();
	for (i = 0; i < count; i++) {
		struct packet *p = &packets[burst.used];

		packet_begin(p, from, dst, IPPROTO_UDP, sizeof(p->udp),
			     offsetof(struct udphdr, uh_sum));
		p->udp.uh_ulen = htons(sizeof(p->udp));
		p->udp.uh_sum = pseudo(&p->ip);
		p->udp.uh_sport = htons(10000 + i % GROW_PORTS);
		p->udp.uh_dport = htons(5000 + i % (GROW_PORTS + 1));
		burst_add(&burst, p, offsetof(struct packet, udp) +
				     sizeof(p->udp));
		if (burst.used < GROW_BURST)
			continue;
		burst_flush(&burst);
		end = seconds();
		later(&longest, end - begin);
		sum += end - begin;
		begin = end;
		if (i / GROW_BURST % GROW_BURSTS)
			continue;
		nanosleep(&rest, NULL);
		begin = seconds();
		later(&late, begin - end - GROW_REST / 1e9);
	}
	burst_flush(&burst);
	printf("%.0f %.0f %.1f\n", longest * 1e9, late * 1e9,
	       sum * 1e9 / count);
}

int main(int argc, char **argv)
{
	unsigned long count;
	struct in6_addr dst;
	struct end from;

	if (argc != 7 && argc != 9)
		errx(2, "usage: bursts udp|syn|grow FROM MAC SRC DST COUNT [SPORTS DPORTS]");
	end_open(&from, argv[2], argv[4], argv[3]);
	count = strtoul(argv[6], NULL, 10);
	if (!count || inet_pton(AF_INET6, argv[5], &dst) != 1)
		errx(2, "bursts: no address or no number");
	if (argc == 9 && !strcmp(argv[1], "udp"))
		datagrams(&from, &dst, count, ports_of(argv[7]), ports_of(argv[8]));
	else if (!strcmp(argv[1], "syn"))
		flood(&from, &dst, count);
	else if (!strcmp(argv[1], "grow"))
		grow(&from, &dst, count);
	else
		errx(2, "bursts: %s is not udp with ports, syn or grow", argv[1]);
	return 0;
}
