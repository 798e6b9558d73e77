// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer over the reading of packets: extension headers, upper layers, and
 * the keys of both directions.
 *
 * The input is a byte of how the packet is in pieces, one of its addresses,
 * one of its next header, and what follows the fixed header.
 */
#include "fuzz.h"
#include "plain.h"

#define HEADER	sizeof(struct ipv6hdr)
#define ROOM	2048

struct walked {
	struct ct6_headers	headers;
	struct ct6_detour	detour;
	int			err;
	int			detour_err;
};

static void walk(struct walked *w, const u8 *data, u32 len, u32 front,
		 u32 offset, u8 nexthdr, bool quoted)
{
	struct sk_buff skb;

	memset(w, 0, sizeof(*w));
	w->headers.offset = offset;
	w->headers.nexthdr = nexthdr;
	w->headers.quoted = quoted;
	skb_make(&skb, data, len, front);
	w->err = ct6_header_walk(&skb, &w->headers);
	if (!w->err && (w->headers.home || w->headers.routing))
		w->detour_err = ct6_header_detour(&skb, &w->headers,
						  &ipv6_hdr(&skb)->daddr,
						  &w->detour);
	skb_free(&skb);
}

static bool walked_same(const struct walked *a, const struct walked *b)
{
	const struct ct6_headers *x = &a->headers, *y = &b->headers;

	return a->err == b->err && a->detour_err == b->detour_err &&
	       x->offset == y->offset && x->home == y->home &&
	       x->routing == y->routing && x->exthdrs == y->exthdrs &&
	       x->nexthdr == y->nexthdr && x->has_rt == y->has_rt &&
	       (!x->has_rt || (x->rt_type == y->rt_type &&
			       x->rt_left == y->rt_left)) &&
	       a->detour.has_home == b->detour.has_home &&
	       a->detour.has_final == b->detour.has_final &&
	       a->detour.final_home == b->detour.final_home &&
	       (!a->detour.has_home ||
		ipv6_addr_equal(&a->detour.home, &b->detour.home)) &&
	       (a->detour_err || !a->detour.has_final ||
		ipv6_addr_equal(&a->detour.final, &b->detour.final));
}

/*
 * Where a route ends (RFC 6275, 6.4; RFC 6554, 3; RFC 8754, 2). Return: false
 * when that is malformed, or of another kind.
 */
static bool plain_final(const u8 *data, size_t at, struct in6_addr *final)
{
	size_t bytes = data[at + 1] * 8, shared, pad;

	memcpy(final, data + 24, sizeof(*final));
	switch (data[at + 2]) {
	case 2:
		if (bytes != 16 || data[at + 3] != 1)
			return false;
		memcpy(final, data + at + 8, sizeof(*final));
		return !IN6_IS_ADDR_MULTICAST(final) &&
		       !IN6_IS_ADDR_LINKLOCAL(final) &&
		       !IN6_IS_ADDR_UNSPECIFIED(final) &&
		       !IN6_IS_ADDR_LOOPBACK(final) &&
		       !IN6_IS_ADDR_V4MAPPED(final);
	case 3:
		shared = data[at + 4] & 15;
		pad = data[at + 5] >> 4;
		if (bytes < pad + 16 - shared)
			return false;
		memcpy(final->s6_addr + shared,
		       data + at + 8 + bytes - pad - (16 - shared), 16 - shared);
		return true;
	case 4:
		if (bytes < 16)
			return false;
		memcpy(final, data + at + 8, sizeof(*final));
		return true;
	default:
		return false;
	}
}

static void check_detour(const u8 *data, const struct walked *w)
{
	const struct ct6_headers *h = &w->headers;
	struct in6_addr final;
	bool good;

	if (h->home && !w->detour_err)
		check(w->detour.has_home &&
		      !memcmp(&w->detour.home, data + h->home, 16),
		      "the home address is that of the option");
	if (!h->routing || (h->home && !w->detour.has_home))
		return;
	good = plain_final(data, h->routing, &final);
	if (data[h->routing + 2] < 2 || data[h->routing + 2] > 4)
		check(!w->detour_err && !w->detour.has_final,
		      "of unknown routes nothing is said");
	else
		check(good == !w->detour_err, "a route is taken if it is one");
	check(!good || (w->detour.has_final &&
			ipv6_addr_equal(&w->detour.final, &final)),
	      "a route ends where the RFCs have it");
}

static void check_walk(const u8 *data, u32 len, u32 front, u8 nexthdr,
		       bool quoted)
{
	struct walked flat, pieces, other;
	u8 upper = nexthdr;
	size_t plain = plain_walk(data, len, HEADER, &upper, quoted);
	const struct ct6_headers *h = &flat.headers;

	walk(&flat, data, len, len, HEADER, nexthdr, quoted);
	walk(&pieces, data, len, front, HEADER, nexthdr, quoted);
	check(walked_same(&flat, &pieces), "a walk is the same over pieces");
	check(!flat.err == !!plain, "the walk takes what the RFCs take");
	if (flat.err)
		return;
	check(h->offset == plain && h->nexthdr == upper,
	      "the upper layer is where the RFCs have it");
	check(h->offset <= len, "the upper layer is not behind the packet");
	check(!h->home || (h->home > HEADER && h->home + 16 <= h->offset),
	      "a home address lies within the headers");
	check(!h->routing || (h->routing >= HEADER &&
			      h->routing + 8 <= h->offset),
	      "a routing header lies within the headers");
	check_detour(data, &flat);
	walk(&other, data, len, front, h->offset, h->nexthdr, quoted);
	check(!other.err && other.headers.offset == h->offset &&
	      other.headers.nexthdr == h->nexthdr,
	      "behind a walk there is nothing to walk");
	walk(&other, data, h->offset, front, HEADER, nexthdr, quoted);
	check(walked_same(&flat, &other), "a walk reads no upper layer");
	if (h->offset == HEADER)
		return;
	walk(&other, data, h->offset - 1, front, HEADER, nexthdr, quoted);
	check(other.err == CT6_STAT_INVALID_TRUNCATED,
	      "a walk misses the last byte of the headers");
}

static void read_packet(struct ct6_packet *pkt, struct ct6_detour *detour,
			struct sk_buff *skb, struct nf_hook_state *state)
{
	memset(pkt, 0x5a, sizeof(*pkt));
	memset(detour, 0x5a, sizeof(*detour));
	ct6_packet_read(pkt, detour, skb, state);
}

static bool packets_same(const struct ct6_packet *a, const struct ct6_packet *b)
{
	if (a->invalid != b->invalid || a->l4off != b->l4off ||
	    a->l4proto != b->l4proto || a->exthdrs != b->exthdrs ||
	    a->has_ports != b->has_ports || a->has_icmp != b->has_icmp ||
	    a->has_tcp != b->has_tcp || a->sport != b->sport ||
	    a->dport != b->dport || a->icmp_id != b->icmp_id ||
	    a->icmp_type != b->icmp_type || a->icmp_code != b->icmp_code)
		return false;
	if (a->invalid)
		return true;
	switch (a->l4proto) {
	case IPPROTO_TCP:
		return a->tcp.seq == b->tcp.seq && a->tcp.end == b->tcp.end &&
		       a->tcp.ack == b->tcp.ack && a->tcp.win == b->tcp.win &&
		       a->tcp.flags == b->tcp.flags;
	case IPPROTO_SCTP:
		return a->sctp.vtag == b->sctp.vtag &&
		       a->sctp.itag == b->sctp.itag &&
		       a->sctp.chunks == b->sctp.chunks &&
		       a->sctp.reflected == b->sctp.reflected;
	case IPPROTO_DCCP:
		return a->dccp.seq == b->dccp.seq &&
		       a->dccp.ack == b->dccp.ack &&
		       a->dccp.type == b->dccp.type;
	case IPPROTO_GRE:
		return a->gre.key == b->gre.key && a->gre.size == b->gre.size &&
		       a->gre.kind == b->gre.kind;
	default:
		return true;
	}
}

/* The packet that answers, as far as its key is concerned. */
static void mirror(struct ct6_packet *to, struct ct6_detour *detour,
		   const struct ct6_packet *pkt)
{
	*to = *pkt;
	*detour = (struct ct6_detour) {};
	to->saddr = ct6_judge_end(pkt);
	to->daddr = pkt->saddr;
	to->sport = pkt->dport;
	to->dport = pkt->sport;
	to->in = pkt->out;
	to->out = pkt->in;
	if (pkt->l4proto == IPPROTO_ICMPV6)
		to->icmp_type = pkt->icmp_type ^ (pkt->icmp_type < 130 ? 1 : 139 ^ 140);
	if (!pkt->detour)
		return;
	if (pkt->detour->has_home) {
		detour->final = pkt->detour->home;
		detour->has_final = true;
		detour->final_home = true;
	}
	if (pkt->detour->final_home) {
		detour->home = pkt->detour->final;
		detour->has_home = true;
	}
	to->detour = detour;
}

static void check_key(const struct ct6_packet *pkt)
{
	struct ct6_packet back;
	struct ct6_detour detour;
	struct ct6_key key, again, other;
	unsigned int src, src_again, src_other;

	/* what is left of the room says whether every byte is set */
	memset(&key, 0x11, sizeof(key));
	memset(&again, 0xee, sizeof(again));
	memset(&other, 0xee, sizeof(other));
	if (!ct6_judge_key(pkt, &key, &src))
		return;
	ct6_judge_key(pkt, &again, &src_again);
	check(!memcmp(&key, &again, sizeof(key)) && src == src_again,
	      "a packet has one key");
	check(ipv6_addr_equal(&key.addr[src], pkt->saddr),
	      "the sender is where the key says");
	/* on the link, the answer comes by the interface that it was sent by */
	if (ct6_key_scoped(&key))
		return;
	mirror(&back, &detour, pkt);
	check(ct6_judge_key(&back, &other, &src_other),
	      "an answer has a key");
	check(ct6_key_equal(&key, &other) && key.hash == other.hash,
	      "both directions have one key");
	check(src != src_other ||
	      (ipv6_addr_equal(&key.addr[0], &key.addr[1]) &&
	       (key.gre == CT6_KEY_GRE_KEY || key.port[0] == key.port[1])),
	      "the answer comes from the other end");
}

static void check_packet(const u8 *data, u32 len, u32 front, u8 hook)
{
	struct nf_hook_state state = hook_state(hook);
	struct ct6_packet flat, pieces;
	struct ct6_detour detours[2];
	struct sk_buff skbs[2];

	skb_make(&skbs[0], data, len, len);
	read_packet(&flat, &detours[0], &skbs[0], &state);
	skb_make(&skbs[1], data, len, front);
	read_packet(&pieces, &detours[1], &skbs[1], &state);
	check(packets_same(&flat, &pieces), "a packet is the same in pieces");
	check(flat.l4off <= len, "the upper layer is not behind the packet");
	check(!flat.has_ports ||
	      (flat.l4off + 4 <= len &&
	       !memcmp(&flat.sport, data + flat.l4off, 2) &&
	       !memcmp(&flat.dport, data + flat.l4off + 2, 2)),
	      "ports are those of the packet");
	if (!flat.invalid) {
		check(flat.l4proto != IPPROTO_TCP ||
		      flat.tcp.end - flat.tcp.seq <= len - flat.l4off,
		      "a segment is within its packet");
		check(flat.l4proto != IPPROTO_GRE ||
		      flat.l4off + flat.gre.size <= len,
		      "GRE's header is within its packet");
		check_key(&flat);
	}
	skb_free(&skbs[0]);
	skb_free(&skbs[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const u8 hooks[] = {
		NF_INET_LOCAL_IN, NF_INET_FORWARD, NF_INET_LOCAL_OUT,
	};
	struct input in = { data, size };
	u8 packet[ROOM], how, place, nexthdr;
	u32 len, front;

	how = input_u8(&in);
	place = input_u8(&in);
	nexthdr = input_u8(&in);
	len = HEADER + input_bytes(&in, packet + HEADER, ROOM - HEADER);
	fixed_header(packet, nexthdr, len - HEADER, &places[place & 7],
		     &places[place >> 3 & 7]);
	front = HEADER + (how & 127);
	ct6_key_init();
	check_walk(packet, len, front, nexthdr, how >> 7);
	check_packet(packet, len, front, hooks[(place >> 6) % 3]);
	return 0;
}
