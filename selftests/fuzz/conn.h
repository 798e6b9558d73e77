/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One connection and the packets of its two ends, for the fuzzers of protocols
 * with states.
 */
#ifndef _CT6_FUZZ_CONN_H
#define _CT6_FUZZ_CONN_H

#include "fuzz.h"

#define CONN_HEADER	sizeof(struct ipv6hdr)
#define CONN_ROOM	(CONN_HEADER + 1024)

struct conn {
	struct ct6_net		cn;
	struct ct6_flow		*flow;
	u8			l4proto;
};

/* What is to be the same in runs that differ in nothing that matters. */
struct conn_seen {
	u8	ct_state;
	u8	invalid;
	bool	passive;
	bool	begun;
	u8	state;
	u16	bits;
	u32	expires;
};

void ct6_nl_flow_event(struct ct6_net *cn, const struct ct6_flow *flow, u8 cmd,
		       enum ct6_destroy_reason reason)
{
	check(cn && flow && cmd, "an event tells of a flow");
}

static void conn_begin(struct conn *conn, u8 l4proto)
{
	int i;

	memset(conn, 0, sizeof(*conn));
	conn->l4proto = l4proto;
	conn->cn.config.tcp_loose = true;
	for (i = 0; i < CT6_TIMEOUT_NR; i++)
		conn->cn.config.timeout[i] = 100 + i;
	jiffies = 0xfffff000;
	if (!ct6_flow_slab)
		ct6_flow_init();
}

static void conn_end(struct conn *conn)
{
	if (conn->flow)
		ct6_flow_free(conn->flow);
	conn->flow = NULL;
}

static void conn_commit(struct conn *conn, struct ct6_packet *pkt,
			const struct ct6_proto *proto, struct conn_seen *seen)
{
	bool begins = !pkt->flow;
	struct ct6_key key;
	unsigned int src;
	u32 left;

	if (begins) {
		conn_end(conn);
		check(ct6_judge_key(pkt, &key, &src), "a packet has a key");
		conn->flow = ct6_flow_alloc(pkt, &key, src, 0);
	}
	ct6_commit(&conn->cn, pkt, proto, conn->flow, begins);
	seen->begun = begins;
	seen->state = conn->flow->state;
	seen->bits = conn->flow->proto;
	seen->expires = conn->flow->expires;
	check(conn->flow->state, "a flow with a packet has a state");
	left = conn->flow->expires - (u32)jiffies;
	check(pkt->passive || (left >= 100 * HZ &&
			       left < (100 + CT6_TIMEOUT_NR) * HZ),
	      "a flow lives for one of the timeouts");
}

/*
 * One packet of an end. Classifying it changes nothing of the flow, however
 * often; what is invalid is not committed.
 */
static struct conn_seen conn_packet(struct conn *conn, struct ct6_packet *pkt,
				    u8 *data, u32 len, u32 front,
				    unsigned int dir, bool accept)
{
	const struct ct6_proto *proto = ct6_proto_get(conn->l4proto);
	struct nf_hook_state state = hook_state(NF_INET_FORWARD);
	struct conn_seen seen = {};
	struct ct6_detour detour;
	struct ct6_flow before;
	struct sk_buff skb;
	int i;

	fixed_header(data, conn->l4proto, len - CONN_HEADER, &places[dir],
		     &places[!dir]);
	skb_make(&skb, data, len, front);
	for (i = 0; i < 2; i++) {
		ct6_packet_read(pkt, &detour, &skb, &state);
		seen.invalid = pkt->invalid;
		if (pkt->invalid)
			break;
		pkt->flow = conn->flow;
		if (conn->flow) {
			before = *conn->flow;
			pkt->dir = places[dir].s6_addr[15] ==
				   ct6_flow_src(conn->flow, CT6_DIR_ORIG)->s6_addr[15] ?
				   CT6_DIR_ORIG : CT6_DIR_REPLY;
		}
		pkt->ct_state = ct6_proto_classify(proto, &conn->cn, pkt);
		check(!conn->flow ||
		      !memcmp(&before, conn->flow, sizeof(before)),
		      "classifying changes nothing");
		check(!i || seen.ct_state == pkt->ct_state,
		      "a packet is classified as it was");
		check(pkt->ct_state == CT6_CT_STATE_NEW ||
		      pkt->ct_state == CT6_CT_STATE_ESTABLISHED ||
		      (pkt->ct_state == CT6_CT_STATE_INVALID && pkt->invalid),
		      "a packet has a state, an invalid one a reason");
		seen.ct_state = pkt->ct_state;
		seen.invalid = pkt->invalid;
		seen.passive = pkt->passive;
	}
	if (accept && seen.ct_state &&
	    seen.ct_state != CT6_CT_STATE_INVALID)
		conn_commit(conn, pkt, proto, &seen);
	skb_free(&skb);
	return seen;
}

static bool conn_same(const struct conn_seen *a, const struct conn_seen *b)
{
	return a->ct_state == b->ct_state && a->invalid == b->invalid &&
	       a->passive == b->passive && a->begun == b->begun &&
	       a->state == b->state && a->bits == b->bits &&
	       a->expires == b->expires;
}

#endif /* _CT6_FUZZ_CONN_H */
