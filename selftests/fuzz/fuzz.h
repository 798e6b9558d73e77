/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzzers of the packet's way share: reading the input, packets in
 * two pieces, and what is to hold.
 */
#ifndef _CT6_FUZZ_H
#define _CT6_FUZZ_H

#include "module.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Behind the input everything is 0. */
struct input {
	const u8	*data;
	size_t		left;
};

static void check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "not so: %s\n", what);
	abort();
}

static u8 input_u8(struct input *in)
{
	if (!in->left)
		return 0;
	in->left--;
	return *in->data++;
}

static u16 input_u16(struct input *in)
{
	u16 high = input_u8(in);

	return high << 8 | input_u8(in);
}

static inline u32 input_u32(struct input *in)
{
	u32 high = input_u16(in);

	return high << 16 | input_u16(in);
}

/* Return: how many bytes there were of those asked for. */
static inline size_t input_bytes(struct input *in, u8 *to, size_t len)
{
	if (len > in->left)
		len = in->left;
	memcpy(to, in->data, len);
	in->data += len;
	in->left -= len;
	return len;
}

/*
 * A copy in two pieces, of which the first has @front bytes; a walk that reads
 * behind either does so behind an allocation.
 */
static void skb_make(struct sk_buff *skb, const u8 *data, u32 len, u32 front)
{
	u8 *linear, *paged;

	if (front > len)
		front = len;
	linear = malloc(front ? front : 1);
	paged = malloc(len - front ? len - front : 1);
	memcpy(linear, data, front);
	memcpy(paged, data + front, len - front);
	*skb = (struct sk_buff) {
		.data		= linear,
		.linear		= linear,
		.nr_linear	= front,
		.paged		= paged,
		.len		= len,
		.ip_summed	= CHECKSUM_UNNECESSARY,
	};
	skb_reads = 0;
}

static void skb_free(struct sk_buff *skb)
{
	/* more than any walk takes: 16 headers of 64 options each */
	check(skb_reads < 8192, "a packet is walked in bounded time");
	free((void *)skb->linear);
	free((void *)skb->paged);
}

/* Addresses that differ in what matters: who sorts first, and the scope. */
static const struct in6_addr places[] = {
	{ { { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 } } },
	{ { { 0x20, 0x01, 0x0d, 0xb8, [15] = 2 } } },
	{ { { 0x20, 0x01, 0x0d, 0xb9, [15] = 1 } } },
	{ { { 0xfe, 0x80, [15] = 1 } } },
	{ { { 0xff, 0x02, [15] = 1 } } },
	{ { { 0xff, 0x0e, [15] = 1 } } },
	{ { { 0 } } },
	{ { { [15] = 1 } } },
};

static inline void fixed_header(u8 *to, u8 nexthdr, u32 payload,
				const struct in6_addr *saddr,
				const struct in6_addr *daddr)
{
	struct ipv6hdr hdr = {
		.version	= 6,
		.payload_len	= htons(payload),
		.nexthdr	= nexthdr,
		.hop_limit	= 64,
		.saddr		= *saddr,
		.daddr		= *daddr,
	};

	memcpy(to, &hdr, sizeof(hdr));
}

static struct net_device devices[] = {
	{ .ifindex = 1, .flags = IFF_LOOPBACK }, { .ifindex = 2 }, { .ifindex = 3 },
};

static struct net net;

static inline struct nf_hook_state hook_state(u8 hook)
{
	return (struct nf_hook_state) {
		.hook	= hook,
		.in	= hook == NF_INET_LOCAL_OUT ? NULL : &devices[1],
		.out	= hook == NF_INET_LOCAL_IN ? NULL : &devices[2],
		.net	= &net,
	};
}

#endif /* _CT6_FUZZ_H */
