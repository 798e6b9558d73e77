// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer over ICMPv6 errors: what they quote, and whether it was sent.
 *
 * The input says which flow there is, and how an error that quotes one of its
 * packets is damaged.
 */
#include "fuzz.h"
#include "plain.h"

#define OUTER	(sizeof(struct ipv6hdr) + sizeof(struct icmp6hdr))
#define INNER	(OUTER + sizeof(struct ipv6hdr))
#define ROOM	1280

static const u8 protocols[] = {
	IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP, IPPROTO_DCCP, IPPROTO_GRE,
	IPPROTO_ICMPV6, IPPROTO_ESP, IPPROTO_UDPLITE,
};

struct quoting {
	struct ct6_net	cn;
	struct ct6_flow	*flow;
	u8		packet[ROOM] __attribute__((aligned(8)));
	u32		len;
	u8		l4proto;
	u8		dir;
	s8		moved;		/* the number that is quoted */
	bool		damaged;
};

/* A flow in which both ends have sent something. */
static void flow_make(struct quoting *q)
{
	struct ct6_packet pkt = {
		.saddr		= &places[0],
		.daddr		= &places[1],
		.l4proto	= q->l4proto,
		.ct_state	= CT6_CT_STATE_NEW,
		.hook		= CT6_HOOK_FORWARD,
		.in		= &devices[1],
		.out		= &devices[2],
	};
	struct ct6_key key;
	unsigned int src, i;

	pkt.has_ports = ct6_proto_has_ports(q->l4proto);
	if (pkt.has_ports) {
		pkt.sport = htons(4000);
		pkt.dport = htons(53);
	}
	pkt.has_icmp = q->l4proto == IPPROTO_ICMPV6;
	pkt.icmp_type = ICMPV6_ECHO_REQUEST;
	pkt.icmp_id = htons(77);
	if (q->l4proto == IPPROTO_GRE)
		pkt.gre.kind = CT6_KEY_GRE_PLAIN;
	check(ct6_judge_key(&pkt, &key, &src), "the flow has a key");
	q->flow = ct6_flow_alloc(&pkt, &key, src, 0);
	q->flow->state = 3;
	q->flow->expires = (u32)jiffies + 100 * HZ;
	for (i = 0; i < 2; i++) {
		if (q->l4proto == IPPROTO_TCP) {
			q->flow->tcp[i].end = 0x80000010;
			q->flow->tcp[i].maxack = 0x80000000;
			q->flow->tcp[i].maxwin = 100;
		} else if (q->l4proto == IPPROTO_SCTP) {
			q->flow->sctp.tag[i] = 0x80000010;
		} else if (q->l4proto == IPPROTO_DCCP) {
			q->flow->dccp[i].seq = 0x800010;
			q->flow->dccp[i].ack = 0x800000;
		}
	}
	check(!ct6_table_insert(&q->cn.table, q->flow), "the table was empty");
}

/* A packet of the flow, as far as a quote of it goes. */
static void quote_make(struct quoting *q, u8 type, u8 nr_headers)
{
	u8 *p = q->packet, *upper;
	u8 first = nr_headers ? NEXTHDR_DEST : q->l4proto;
	u32 i;

	memset(p, 0, ROOM);
	q->len = INNER + nr_headers * 8 + 28;
	fixed_header(p, IPPROTO_ICMPV6, q->len - 40, &places[2],
		     &places[q->dir]);
	p[40] = type;
	fixed_header(p + OUTER, first, 100, &places[q->dir], &places[!q->dir]);
	for (i = 0; i < nr_headers; i++) {
		p[INNER + i * 8] = i + 1 == nr_headers ? q->l4proto : NEXTHDR_DEST;
		p[INNER + i * 8 + 2] = 1;
		p[INNER + i * 8 + 3] = 4;
	}
	upper = p + INNER + nr_headers * 8;
	if (ct6_proto_has_ports(q->l4proto)) {
		put_unaligned_be16(q->dir ? 53 : 4000, upper);
		put_unaligned_be16(q->dir ? 4000 : 53, upper + 2);
		put_unaligned_be16((0x80000010u + q->moved) >> 16, upper + 4);
		put_unaligned_be16(0x80000010u + q->moved, upper + 6);
	}
	if (q->l4proto == IPPROTO_ICMPV6) {
		upper[0] = q->dir ? ICMPV6_ECHO_REPLY : ICMPV6_ECHO_REQUEST;
		upper[5] = 77;
	}
	if (q->l4proto == IPPROTO_DCCP) {
		memset(upper + 4, 0, 24);
		upper[4] = 7;
		upper[8] = 4 << 1 | 1;
		upper[13] = 0x80;
		upper[15] = 0x10;
	}
}

static void quote_damage(struct quoting *q, struct input *in)
{
	u8 nr = input_u8(in);

	/* more of them than of whole ones */
	for (; nr & 15 && in->left; nr--) {
		/* the outer header is one of ICMPv6 in any case */
		u32 at = 8 + input_u16(in) % (q->len - 8);
		u8 was = q->packet[at];

		q->packet[at] = input_u8(in);
		q->damaged |= was != q->packet[at];
	}
	if (nr & 0x80) {
		u32 cut = input_u8(in);

		q->len -= cut > q->len - 48 ? q->len - 48 : cut;
		q->damaged |= cut;
	}
}

static u8 classify(struct quoting *q, struct ct6_packet *pkt, u32 front)
{
	struct nf_hook_state state = hook_state(NF_INET_FORWARD);
	struct ct6_flow before = *q->flow;
	struct ct6_detour detour;
	struct sk_buff skb;
	u8 class = 0;

	skb_make(&skb, q->packet, q->len, front);
	ct6_packet_read(pkt, &detour, &skb, &state);
	if (!pkt->invalid && pkt->has_icmp && pkt->icmp_type < 128)
		class = ct6_icmpv6_error(&q->cn, pkt);
	check(!memcmp(&before, q->flow, sizeof(before)),
	      "an error changes no flow");
	skb_free(&skb);
	return class;
}

/* An error that is related quotes what was sent, to whom had sent it. */
static void check_related(const struct quoting *q, const struct ct6_packet *pkt)
{
	const u8 *p = q->packet, *inner = p + OUTER;
	u8 upper = inner[6];
	size_t at = plain_walk(p, q->len, INNER, &upper, true);
	bool reply;
	u32 seq;

	check(pkt->flow == q->flow, "an error that is related has its flow");
	check(p[40] >= 1 && p[40] <= 4, "its type is one that is assigned");
	check(q->len >= INNER && inner[0] >> 4 == 6, "what it quotes is IPv6");
	check(!memcmp(p + 24, inner + 8, 16),
	      "it goes to where that came from");
	check(at && upper == q->l4proto, "that was of the flow's protocol");
	reply = !memcmp(inner + 8, &places[1], 16);
	check(reply || !memcmp(inner + 8, &places[0], 16),
	      "that came from an end of the flow");
	check(pkt->dir == (reply ? CT6_DIR_ORIG : CT6_DIR_REPLY),
	      "it goes the other way");
	if (!ct6_proto_has_ports(upper))
		return;
	check(at + 8 <= q->len, "ports and number were quoted");
	check(p[at] << 8 == (reply ? 53 : 4000) >> 8 << 8 &&
	      p[at + 1] == ((reply ? 53 : 4000) & 255), "the port is its own");
	seq = (u32)p[at + 4] << 24 | p[at + 5] << 16 | p[at + 6] << 8 | p[at + 7];
	if (upper == IPPROTO_TCP)
		check((s32)(seq - 0x80000010) <= 0 &&
		      (s32)(seq - (0x80000000 - 100)) >= 0,
		      "the number was sent, and not long ago");
	if (upper == IPPROTO_SCTP)
		check(seq == 0x80000010, "the tag is that of the association");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	static struct quoting q;
	struct ct6_packet pkt, pieces;
	u8 how, front, class, type;

	memset(&q, 0, sizeof(q));
	rhashtable_init(&q.cn.table, NULL);
	if (!ct6_flow_slab)
		ct6_flow_init();
	how = input_u8(&in);
	q.l4proto = protocols[how & 7];
	q.dir = how >> 3 & 1;
	q.moved = how & 0x10 ? (s8)input_u8(&in) : 0;
	q.damaged = q.moved;
	type = 1 + (input_u8(&in) & 3);
	front = input_u8(&in);
	flow_make(&q);
	quote_make(&q, type, how >> 6);
	quote_damage(&q, &in);
	class = classify(&q, &pkt, q.len);
	check(class == classify(&q, &pieces, 40 + front),
	      "an error is the same in pieces");
	check(pkt.invalid == pieces.invalid, "for the same reason");
	if (class == CT6_CT_STATE_RELATED)
		check_related(&q, &pkt);
	check(q.damaged || class == CT6_CT_STATE_RELATED,
	      "a true error is related");
	ct6_table_remove(&q.cn.table, q.flow);
	ct6_flow_free(q.flow);
	return 0;
}
