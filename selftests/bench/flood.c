// SPDX-License-Identifier: GPL-2.0-only
/*
 * A flood of packets from forged addresses, at a steady rate.
 *
 *	flood KIND FROM MAC SRC/LENGTH DST RATE
 *
 * From the eth0 of the network namespace FROM to the router, whose link-layer
 * address MAC is; RATE packets a second until a signal ends it. What is behind
 * LENGTH bits of SRC is another with each packet, and so are ports, numbers and
 * identifiers. KIND:
 *
 *	syn		TCP SYN to port 80
 *	ack		TCP ACK of no connection to port 80
 *	udp		UDP to port 5000
 *	query		UDP to port 53
 *	echo		ICMPv6 echo request
 *	solicit		Neighbour Solicitation of DST
 *	fragment	the first fragment of a UDP datagram, and no other
 */
#define _GNU_SOURCE
#define __FAVOR_BSD
#include <stddef.h>
#include <stdlib.h>
#include <sys/random.h>

#include "packet.h"

#define TICKS	1000	/* bursts a second */

struct flood {
	const char	*kind;
	struct end	from;
	struct in6_addr	dst;
	unsigned int	length;
	uint64_t	random[2];
};

/* xorshift128+: the sender is to take little of the time that all share */
static uint64_t any(struct flood *flood)
{
	uint64_t a = flood->random[0], b = flood->random[1];

	flood->random[0] = b;
	a ^= a << 23;
	flood->random[1] = a ^ b ^ (a >> 18) ^ (b >> 5);
	return flood->random[1] + b;
}

static struct in6_addr forge(struct flood *flood)
{
	struct in6_addr addr = flood->from.addr;
	unsigned int i, bits;
	uint64_t host[2] = { any(flood), any(flood) };
	const uint8_t *byte = (const uint8_t *)host;

	for (i = flood->length / 8; i < sizeof(addr); i++) {
		bits = i == flood->length / 8 ? flood->length % 8 : 0;
		addr.s6_addr[i] = (addr.s6_addr[i] & ~(0xff >> bits)) |
				  (byte[i] & (0xff >> bits));
	}
	return addr;
}

/* The sum is that of the pseudo-header; the router's card does the rest. */
static size_t begin(struct flood *flood, struct packet *p, uint8_t proto,
		    size_t len, size_t sum_at)
{
	packet_begin(p, &flood->from, &flood->dst, proto, len, sum_at);
	p->ip.ip6_src = forge(flood);
	*(uint16_t *)((uint8_t *)&p->tcp + sum_at) = pseudo(&p->ip);
	return offsetof(struct packet, tcp) + len;
}

static size_t make_tcp(struct flood *flood, struct packet *p, uint8_t flags)
{
	size_t size = begin(flood, p, IPPROTO_TCP, sizeof(p->tcp),
			    offsetof(struct tcphdr, th_sum));

	p->tcp.th_sport = any(flood);
	p->tcp.th_dport = htons(80);
	p->tcp.th_seq = any(flood);
	p->tcp.th_ack = flags & TH_ACK ? any(flood) : 0;
	p->tcp.th_off = sizeof(p->tcp) / 4;
	p->tcp.th_flags = flags;
	p->tcp.th_win = htons(0xffff);
	return size;
}

static size_t make_udp(struct flood *flood, struct packet *p, uint16_t port)
{
	size_t size = begin(flood, p, IPPROTO_UDP, sizeof(p->udp),
			    offsetof(struct udphdr, uh_sum));

	p->udp.uh_sport = any(flood);
	p->udp.uh_dport = htons(port);
	p->udp.uh_ulen = htons(sizeof(p->udp));
	return size;
}

static size_t make_echo(struct flood *flood, struct packet *p)
{
	size_t size = begin(flood, p, IPPROTO_ICMPV6, sizeof(p->icmp),
			    offsetof(struct icmp6_hdr, icmp6_cksum));

	p->icmp.icmp6_type = ICMP6_ECHO_REQUEST;
	p->icmp.icmp6_id = any(flood);
	return size;
}

static size_t make_solicit(struct flood *flood, struct packet *p)
{
	size_t size = begin(flood, p, IPPROTO_ICMPV6, sizeof(p->nd),
			    offsetof(struct icmp6_hdr, icmp6_cksum));
	uint64_t mac = any(flood);

	p->ip.ip6_hlim = 255;
	p->nd.ns.nd_ns_type = ND_NEIGHBOR_SOLICIT;
	p->nd.ns.nd_ns_target = flood->dst;
	p->nd.opt.nd_opt_type = ND_OPT_SOURCE_LINKADDR;
	p->nd.opt.nd_opt_len = 1;
	memcpy(p->nd.mac, &mac, sizeof(p->nd.mac));
	p->nd.mac[0] = 2;
	return size;
}

static size_t make_fragment(struct flood *flood, struct packet *p)
{
	size_t size = begin(flood, p, IPPROTO_FRAGMENT, sizeof(p->frag), 0);

	p->vnet.flags = 0;
	p->frag.hdr.ip6f_nxt = IPPROTO_UDP;
	p->frag.hdr.ip6f_reserved = 0;
	p->frag.hdr.ip6f_offlg = IP6F_MORE_FRAG;
	p->frag.hdr.ip6f_ident = any(flood);
	p->frag.udp.uh_sport = any(flood);
	p->frag.udp.uh_dport = htons(5000);
	p->frag.udp.uh_ulen = htons(1000);
	return size;
}

static size_t make(struct flood *flood, struct packet *p)
{
	if (!strcmp(flood->kind, "syn"))
		return make_tcp(flood, p, TH_SYN);
	if (!strcmp(flood->kind, "ack"))
		return make_tcp(flood, p, TH_ACK);
	if (!strcmp(flood->kind, "udp"))
		return make_udp(flood, p, 5000);
	if (!strcmp(flood->kind, "query"))
		return make_udp(flood, p, 53);
	if (!strcmp(flood->kind, "echo"))
		return make_echo(flood, p);
	if (!strcmp(flood->kind, "solicit"))
		return make_solicit(flood, p);
	if (!strcmp(flood->kind, "fragment"))
		return make_fragment(flood, p);
	errx(2, "flood: unknown kind %s", flood->kind);
}

static void flood_run(struct flood *flood, unsigned long rate)
{
	static struct packet packets[BURST_MAX];
	static struct burst burst;
	unsigned long sent = 0, due;
	double start = seconds();
	const struct timespec tick = { .tv_nsec = 1000000000 / TICKS };

	burst.from = &flood->from;
	burst.size = BURST_MAX;
	while (1) {
		due = (seconds() - start) * rate;
		/* what could not be sent in time is not sent later */
		if (due > sent + rate / 50)
			start = seconds() - (double)sent / rate;
		for (; sent < due; sent++) {
			struct packet *p = &packets[burst.used];

			burst_add(&burst, p, make(flood, p));
		}
		burst_flush(&burst);
		nanosleep(&tick, NULL);
	}
}

int main(int argc, char **argv)
{
	struct flood flood = {};
	unsigned long rate;
	char *slash;

	if (argc != 7)
		errx(2, "usage: flood KIND FROM MAC SRC/LENGTH DST RATE");
	flood.kind = argv[1];
	slash = strchr(argv[4], '/');
	if (!slash)
		errx(2, "flood: a prefix is wanted, not %s", argv[4]);
	*slash = '\0';
	flood.length = strtoul(slash + 1, NULL, 10);
	end_open(&flood.from, argv[2], argv[4], argv[3]);
	rate = strtoul(argv[6], NULL, 10);
	if (!rate || flood.length > 128 ||
	    inet_pton(AF_INET6, argv[5], &flood.dst) != 1 ||
	    getrandom(flood.random, sizeof(flood.random), 0) < 0)
		errx(2, "flood: no address or no number");
	flood_run(&flood, rate);
	return 0;
}
