// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer over the helpers as packets meet them: requests of TFTP, and the
 * bytes of FTP's control connection in packets that are in pieces. What FTP's
 * reader makes of a stream is ftp.c's.
 */
#include "conn.h"

#define STEPS	32

bool ct6_reject_under_way(void)
{
	return false;
}

/* RFC 1350, 5, and RFC 2347: code, name, mode, and what follows. */
static bool plain_request(const u8 *data, u32 len)
{
	u32 at, ends = 0, begin = 2;

	if (len < 2 || len > 512 || data[0] || (data[1] != 1 && data[1] != 2))
		return false;
	for (at = 2; at < len && ends < 2; at++) {
		if (data[at])
			continue;
		if (at == begin)
			return false;
		begin = at + 1;
		ends++;
	}
	return ends == 2;
}

struct helped {
	struct conn	conn;
	struct ct6_key	key;
	u32		next[2];
};

static void helped_begin(struct helped *h, u8 l4proto, u8 helper)
{
	struct ct6_packet pkt = {
		.saddr = &places[0], .daddr = &places[1],
		.sport = htons(4000), .dport = htons(21),
		.has_ports = true, .l4proto = l4proto, .helper = helper,
		.ct_state = CT6_CT_STATE_NEW, .hook = CT6_HOOK_FORWARD,
		.in = &devices[1], .out = &devices[2],
	};
	unsigned int src;

	conn_begin(&h->conn, l4proto);
	h->conn.cn.config.max_expects = 4;
	h->conn.cn.stats = calloc(1, sizeof(struct ct6_stats));
	ct6_expect_table_init(&h->conn.cn);
	ct6_helper_table_init(&h->conn.cn);
	check(ct6_judge_key(&pkt, &h->key, &src), "the flow has a key");
	h->conn.flow = ct6_flow_alloc(&pkt, &h->key, src, 7);
	ct6_flow_set(h->conn.flow, CT6_FLOW_STATUS_SEEN_REPLY);
	h->next[0] = 0xfffffff0;
	h->next[1] = 5000;
}

static void helped_end(struct helped *h)
{
	ct6_expect_table_destroy(&h->conn.cn);
	ct6_helper_table_destroy(&h->conn.cn);
	rcu_grace_period();
	free(h->conn.cn.stats);
	conn_end(&h->conn);
}

/* What is expected lies between the two ends, and at no low port. */
static void check_expects(const struct helped *h, u8 l4proto)
{
	struct rhash_head *head;
	int nr = 0;

	for (head = h->conn.cn.expects.all.head; head; head = head->next) {
		struct ct6_expect *e = container_of(head, struct ct6_expect,
						    node);
		unsigned int to = ipv6_addr_equal(&e->key.daddr, &places[1]);

		check(++nr <= 4, "no more is expected than may be");
		check(ipv6_addr_equal(&e->key.saddr, &places[!to]) &&
		      ipv6_addr_equal(&e->key.daddr, &places[to]),
		      "what is expected is between the two ends");
		check(e->key.l4proto == l4proto && !e->key.scope &&
		      e->generation == 7, "of the flow's protocol and epoch");
		check(l4proto == IPPROTO_UDP ? e->key.dport == htons(4000) :
		      ntohs(e->key.dport) >= 1024, "at a port that is right");
		check(ct6_key_equal(e->master, &h->key), "by this flow");
	}
}

static void tftp(struct input *in)
{
	u8 data[48 + 600] = {}, front = input_u8(in), how = input_u8(in);
	struct ct6_packet pkt = {
		.l4off = 40, .l4proto = IPPROTO_UDP,
		.dir = how & 1 ? CT6_DIR_REPLY : CT6_DIR_ORIG,
	};
	u32 len = 48 + input_bytes(in, data + 48, 600);
	struct sk_buff skb;
	struct helped h;
	bool asks;

	helped_begin(&h, IPPROTO_UDP, CT6_HELPER_TFTP);
	skb_make(&skb, data, len, 40 + front);
	pkt.skb = &skb;
	asks = plain_request(data + 48, len - 48) && pkt.dir == CT6_DIR_ORIG;
	ct6_helper_read(&h.conn.cn, &pkt, h.conn.flow);
	check(h.conn.cn.expects.nelems.counter == asks,
	      "an answer is expected to a request, and only then");
	check_expects(&h, IPPROTO_UDP);
	skb_free(&skb);
	helped_end(&h);
}

/* One segment, in the same place for both, in one piece for the first. */
static void segment(struct helped *both, struct input *in)
{
	u8 data[60 + 300] __attribute__((aligned(8))) = {};
	u8 how = input_u8(in), front = input_u8(in), size = input_u8(in);
	struct tcphdr *th = (struct tcphdr *)(data + 40);
	struct ct6_packet pkt = {
		.l4off = 40, .l4proto = IPPROTO_TCP, .has_tcp = true,
		.dir = how & 1,
	};
	u32 words = how & 0x80 ? how >> 4 & 7 : 0, len, moved;
	struct sk_buff skb;
	int i;

	th->doff = 5 + words;
	len = 60 + words * 4;
	len += input_bytes(in, data + len, size);
	moved = how & 2 ? (s8)input_u8(in) : 0;
	pkt.tcp.seq = both[0].next[pkt.dir] + moved;
	pkt.tcp.ack = both[0].next[!pkt.dir];
	pkt.tcp.flags = how & 4 ? input_u8(in) : TCPHDR_ACK;
	for (i = 0; i < 2; i++) {
		skb_make(&skb, data, len, i ? 40 + front : len);
		pkt.skb = &skb;
		ct6_helper_read(&both[i].conn.cn, &pkt, both[i].conn.flow);
		skb_free(&skb);
		check_expects(&both[i], IPPROTO_TCP);
		if (!moved)
			both[i].next[pkt.dir] += len - 60 - words * 4;
	}
	check(both[0].conn.cn.expects.nelems.counter ==
	      both[1].conn.cn.expects.nelems.counter,
	      "the same is read of packets in pieces");
	rcu_grace_period();
}

static void ftp(struct input *in)
{
	static struct helped both[2];
	int i;

	for (i = 0; i < 2; i++)
		helped_begin(&both[i], IPPROTO_TCP, CT6_HELPER_FTP);
	for (i = 0; i < STEPS && in->left; i++)
		segment(both, in);
	for (i = 0; i < 2; i++)
		helped_end(&both[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };

	if (!ct6_flow_slab) {
		ct6_key_init();
		ct6_flow_init();
		ct6_helper_init();
	}
	if (input_u8(&in) & 1)
		tftp(&in);
	else
		ftp(&in);
	return 0;
}
