// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer over the whole way of packets: flows of many kinds, what they
 * expect, rules that change, memory that ends.
 *
 * The input is a script of packets and events. Two namespaces get the same.
 * The one has its packets in one piece, takes the fast path where it may and
 * remembers verdicts; the other has them in pieces, goes the whole way and is
 * made to forget every verdict. Both must come to the same. And what is
 * dropped must have changed nothing.
 */
#include "fuzz.h"
#include "../../module/ruleset.h"

#define HEADER	sizeof(struct ipv6hdr)
#define ROOM	(HEADER + 512)
#define RULES	8
#define FLOWS	12
#define STEPS	200

struct world {
	struct ct6_net		cn;
	struct ct6_ruleset	rs;
	struct ct6_stats	stats;
	struct ct6_counter	counters[RULES];
	struct ct6_counter	*counter;
};

struct script {
	struct world	quick, whole;
	u32		next[8];	/* numbers of TCP, by address */
	u8		packet[ROOM] __attribute__((aligned(8)));
	u32		len;
	u8		hook;
	bool		back;		/* the other way through the router */
	u8		last[ROOM];	/* what an error may quote */
	u32		nr_last;
};

/* Of the module, what lies beyond the packet's way. */

void ct6_nl_flow_event(struct ct6_net *cn, const struct ct6_flow *flow, u8 cmd,
		       enum ct6_destroy_reason reason)
{
	check(cn && flow && cmd, "an event tells of a flow");
}

void ct6_count_adopt(const struct ct6_packet *first, struct ct6_flow *flow)
{
	check(!first->counted->nr && flow, "no rule counts flows");
}

void ct6_count_closed(struct ct6_flow *flow)
{
	check(ct6_proto_over(flow), "what is told to be closed is");
}

/* Not under pressure; a table that is full has no room. */
u32 ct6_pressure_shorten(struct ct6_net *cn, const struct ct6_flow *flow,
			 u32 seconds)
{
	check(false, "nothing presses");
	return seconds;
}

bool ct6_pressure_room(struct ct6_net *cn)
{
	check(cn, "a namespace is full");
	return false;
}

bool ct6_reject_under_way(void)
{
	return false;
}

void ct6_delayed_cancel(struct ct6_net *cn, const struct ct6_key *key)
{
	check(cn && key, "a flow that begins has a key");
}

/*
 * The rules: what they say is a hash of what stays the same in a flow, and of
 * the epoch; some look at the length of the packet, too, and say so.
 */
static u32 rules_hash(const struct ct6_ruleset *rs,
		      const struct ct6_packet *pkt, u32 more)
{
	const siphash_key_t key = { { rs->generation, more } };
	u8 fields[] = {
		pkt->saddr->s6_addr[15], pkt->saddr->s6_addr[3],
		pkt->daddr->s6_addr[15], pkt->daddr->s6_addr[3],
		pkt->l4proto, pkt->ct_state, pkt->hook,
		pkt->has_ports ? pkt->sport >> 8 : 0,
		pkt->has_ports ? pkt->dport >> 8 : 0,
	};

	return siphash(fields, sizeof(fields), &key);
}

static bool rules_say(const struct ct6_ruleset *rs, struct ct6_packet *pkt,
		      u32 *hash)
{
	*hash = rules_hash(rs, pkt, 0);
	if (!(*hash >> 8 & 3)) {
		pkt->varies = true;
		*hash = rules_hash(rs, pkt, pkt->len);
	}
	pkt->filtering = *hash >> 16 & 7 ? CT6_FILTERING_FLOW :
					   CT6_FILTERING_ENDPOINT;
	pkt->helper = CT6_HELPER_NONE;
	if (pkt->has_ports && pkt->dport == htons(21))
		pkt->helper = CT6_HELPER_FTP;
	if (pkt->has_ports && pkt->dport == htons(69))
		pkt->helper = CT6_HELPER_TFTP;
	return *hash & 3;
}

void ct6_rules_judge(const struct ct6_ruleset *rs, struct ct6_packet *pkt,
		     struct ct6_judgement *verdict)
{
	u32 hash;

	verdict->accept = rules_say(rs, pkt, &hash);
	verdict->reject = NULL;
	verdict->number = hash >> 4 & 7;
	verdict->counted = hash >> 12 & 3 ? 1 : 2;
	ct6_ruleset_count(rs, verdict->number, pkt->len);
	if (verdict->counted == 2)
		ct6_ruleset_count(rs, 7 - verdict->number, pkt->len);
	if (!(hash >> 20 & 15)) {
		pkt->varies = true;
		pkt->notrack = true;
	}
	if (!(hash >> 24 & 7)) {
		pkt->varies = true;
		pkt->ct_mark_set = true;
		pkt->ct_mark = hash;
	}
}

bool ct6_rules_rejudge(const struct ct6_ruleset *rs, struct ct6_packet *first)
{
	u32 hash;

	return rules_say(rs, first, &hash);
}

/* Worlds. */

static void world_begin(struct world *w)
{
	int i;

	memset(w, 0, sizeof(*w));
	w->counter = w->counters;
	w->rs.counter = &w->counter;
	w->rs.flags = CT6_RULESET_FLAGS_REVALIDATE;
	w->rs.generation = 1;
	w->rs.epoch.number = 1;
	w->rs.epoch.due = U64_MAX;
	w->cn.ruleset = &w->rs;
	w->cn.stats = &w->stats;
	w->cn.net = &net;
	w->cn.config.max = FLOWS;
	w->cn.config.max_expects = FLOWS;
	w->cn.config.tcp_loose = true;
	for (i = 0; i < CT6_TIMEOUT_NR; i++)
		w->cn.config.timeout[i] = 10 + i;
	w->cn.config.adaptive_from = U32_MAX;
	ct6_table_init(&w->cn.table);
	ct6_expect_table_init(&w->cn);
	ct6_kin_table_init(&w->cn);
	ct6_helper_table_init(&w->cn);
}

static void world_end(struct world *w)
{
	ct6_table_destroy(&w->cn.table);
	ct6_expect_table_destroy(&w->cn);
	ct6_kin_table_destroy(&w->cn);
	ct6_helper_table_destroy(&w->cn);
}

static struct ct6_flow *flow_of(struct rhash_head *head)
{
	return container_of(head, struct ct6_flow, node);
}

/* Verdicts are not remembered; which epoch let a flow live is. */
static void world_forget(struct world *w)
{
	struct rhash_head *head;
	int dir;

	for (head = w->cn.table.all.head; head; head = head->next)
		for (dir = 0; dir < 2; dir++)
			flow_of(head)->cached[dir].counter |= CT6_CACHED_ACCEPT |
							      CT6_CACHED_NONE;
	for (head = w->cn.table.all.head; head; head = head->next)
		for (dir = 0; dir < 2; dir++)
			flow_of(head)->cached[dir].counter &= ~(s64)CT6_CACHED_ACCEPT;
}

/* A flow as far as it is the same in both, or not to be changed by a drop. */
static void flow_copy(struct ct6_flow *to, const struct ct6_flow *flow)
{
	*to = *flow;
	to->node.next = NULL;
	memset(to->cached, 0, sizeof(to->cached));
}

static u32 world_copy(const struct world *w, struct ct6_flow *to)
{
	struct rhash_head *head;
	u32 nr = 0;

	for (head = w->cn.table.all.head; head; head = head->next) {
		check(nr < FLOWS, "no more flows than there may be");
		check(!ct6_flow_test(flow_of(head), CT6_FLOW_DEAD),
		      "no flow in the table is over");
		flow_copy(&to[nr++], flow_of(head));
	}
	check(nr == (u32)w->cn.table.nelems.counter, "flows are counted");
	return nr;
}

static void check_expects(const struct world *a, const struct world *b)
{
	struct rhash_head *x = a->cn.expects.all.head, *y = b->cn.expects.all.head;

	for (; x && y; x = x->next, y = y->next) {
		struct ct6_expect *e = container_of(x, struct ct6_expect, node);
		struct ct6_expect *f = container_of(y, struct ct6_expect, node);

		check(!memcmp(&e->key, &f->key, sizeof(e->key)) &&
		      e->kind == f->kind && e->helper == f->helper &&
		      e->expires == f->expires &&
		      e->generation == f->generation,
		      "both expect the same");
	}
	check(!x && !y, "both expect as much");
}

/* As ct6_stats_read() has it. */
static u64 stat_of(const struct world *w, enum ct6_stat stat)
{
	u64 value = w->stats.value[stat].v;

	switch (stat) {
	case CT6_STAT_PACKETS:
	case CT6_STAT_ESTABLISHED:
	case CT6_STAT_CACHED:
	case CT6_STAT_ACCEPTED:
		return value + w->stats.fast.v;
	default:
		return value;
	}
}

static void check_same(const struct world *a, const struct world *b)
{
	static struct ct6_flow x[FLOWS], y[FLOWS];
	u32 nr = world_copy(a, x), i;
	u64 packets = 0;

	check(nr == world_copy(b, y), "both have as many flows");
	for (i = 0; i < nr; i++)
		check(!memcmp(&x[i], &y[i], sizeof(x[i])),
		      "a flow is the same, whichever way its packets take");
	check_expects(a, b);
	for (i = 0; i < RULES; i++)
		check(a->counters[i].packets.v == b->counters[i].packets.v &&
		      a->counters[i].bytes.v == b->counters[i].bytes.v,
		      "rules count the same");
	for (i = 0; i < CT6_STAT_NR; i++)
		check(i == CT6_STAT_CACHED || stat_of(a, i) == stat_of(b, i),
		      "the counters are the same");
	for (i = CT6_STAT_NEW; i <= CT6_STAT_INVALID; i++)
		packets += stat_of(a, i);
	check(packets == stat_of(a, CT6_STAT_PACKETS) &&
	      packets == stat_of(a, CT6_STAT_ACCEPTED) +
			 stat_of(a, CT6_STAT_DROPPED),
	      "each packet has a state and a verdict");
}

/*
 * Rules that changed may deny a flow when its next packet comes; whatever the
 * rules say of that packet, nothing else of the flow has changed.
 */
static void check_dropped(const struct ct6_flow *before, u32 nr,
			  const struct world *w, u32 expects)
{
	static struct ct6_flow after[FLOWS];
	u32 i;

	check(nr == world_copy(w, after), "a drop begins and ends no flow");
	check(expects == (u32)w->cn.expects.nelems.counter,
	      "a drop makes no expectation");
	for (i = 0; i < nr; i++) {
		const struct ct6_flow *a = &before[i], *b = &after[i];

		check(!memcmp(&a->key, &b->key, sizeof(a->key)) &&
		      a->state == b->state && a->proto == b->proto &&
		      !memcmp(a->tcp, b->tcp, sizeof(a->tcp)) &&
		      !memcmp(a->packets, b->packets, sizeof(a->packets)) &&
		      !memcmp(a->bytes, b->bytes, sizeof(a->bytes)) &&
		      a->mark == b->mark &&
		      (a->expires == b->expires ||
		       b->status.counter & CT6_FLOW_STATUS_DENIED),
		      "a drop changes no flow");
	}
}

/* Packets. */

static void header_put(struct script *s, u8 nexthdr, u8 src, u8 dst, u32 payload)
{
	fixed_header(s->packet, nexthdr, payload, &places[src], &places[dst]);
	s->len = HEADER + payload;
	s->back = src > dst;
}

static u16 port(u8 which)
{
	static const u16 ports[] = { 4000, 4001, 53, 21, 69, 5282, 8080, 1025 };

	return ports[which & 7];
}

static void udp_put(struct script *s, struct input *in, u8 ends)
{
	u8 src = ends & 3, dst = ends >> 2 & 7, ports = input_u8(in);
	u8 *p = s->packet + HEADER;
	u32 payload = 8;

	put_unaligned_be16(port(ports), p);
	put_unaligned_be16(port(ports >> 3), p + 2);
	payload += input_bytes(in, p + 8, ports >> 6 ? input_u8(in) & 31 : 0);
	put_unaligned_be16(payload, p + 4);
	put_unaligned_be16(ports & 0x40 ? 0 : 0xffff, p + 6);
	header_put(s, IPPROTO_UDP, src, dst, payload);
}

static void tcp_put(struct script *s, struct input *in, u8 ends)
{
	u8 src = ends & 3, dst = ends >> 2 & 3, ports = input_u8(in);
	u8 flags = input_u8(in), bend = input_u8(in);
	struct tcphdr *th = (struct tcphdr *)(s->packet + HEADER);
	u32 data = bend & 0x80 ? input_u8(in) & 63 : 0;
	u32 seq = s->next[src], ack = s->next[dst];

	if (bend & 1)
		seq += (s8)input_u8(in) * 1000;
	if (bend & 2)
		ack += (s8)input_u8(in) * 1000;
	th->source = htons(port(ports));
	th->dest = htons(port(ports >> 3));
	th->seq = htonl(seq);
	th->ack_seq = htonl(ack);
	((u8 *)th)[12] = bend & 4 ? bend & 0xf0 : 0x50;
	((u8 *)th)[13] = flags;
	th->window = htons(0x1000);
	data = input_bytes(in, (u8 *)(th + 1), data);
	if (!(bend & 3))
		s->next[src] += data + !!(flags & TCPHDR_SYN) +
				!!(flags & TCPHDR_FIN);
	header_put(s, IPPROTO_TCP, src, dst, sizeof(*th) + data);
}

static void echo_put(struct script *s, struct input *in, u8 ends)
{
	u8 how = input_u8(in), *p = s->packet + HEADER;

	memset(p, 0, 16);
	p[0] = ICMPV6_ECHO_REQUEST + (how & 1);
	if (how & 2)
		p[0] = CT6_ICMPV6_NI_QUERY + (how & 1);
	if (how & 4)
		p[0] = input_u8(in);
	p[5] = how >> 4;
	header_put(s, IPPROTO_ICMPV6, ends & 3, ends >> 2 & 7, 16);
}

static void error_put(struct script *s, struct input *in, u8 ends)
{
	u8 *p = s->packet + HEADER;
	u32 quoted = min_t(u32, s->nr_last, 80);
	u8 dst;

	memset(p, 0, 8);
	p[0] = 1 + (input_u8(in) & 7);
	memcpy(p + 8, s->last, quoted);
	header_put(s, IPPROTO_ICMPV6, ends & 3, ends >> 2 & 7, 8 + quoted);
	for (dst = 0; dst < 8; dst++)
		if (quoted && !memcmp(&places[dst], s->last + 8, 16))
			header_put(s, IPPROTO_ICMPV6, ends & 3, dst, 8 + quoted);
}

/* Tunnels and whatever else; behind options or a home address, too. */
static void other_put(struct script *s, struct input *in, u8 ends)
{
	static const u8 kinds[] = {
		NEXTHDR_MOBILITY, IPPROTO_IPV6, IPPROTO_IPIP, IPPROTO_GRE,
		IPPROTO_ESP, IPPROTO_SCTP, IPPROTO_DCCP, 99,
	};
	u8 how = input_u8(in), *p = s->packet + HEADER;
	u8 kind = kinds[how & 7];
	u32 len = 0;

	if (how & 0x80) {
		memset(p, 0, 24);
		p[0] = kind;
		p[1] = 2;
		p[2] = 1;
		p[3] = 2;
		p[6] = IPV6_TLV_HAO;
		p[7] = 16;
		memcpy(p + 8, &places[input_u8(in) & 7], 16);
		len = 24;
	}
	memset(p + len, 0, 64);
	len += input_bytes(in, p + len, input_u8(in) & 63);
	header_put(s, how & 0x80 ? NEXTHDR_DEST : kind, ends & 3,
		   ends >> 2 & 7, len);
}

static void packet_put(struct script *s, struct input *in, u8 kind, u8 ends)
{
	switch (kind & 7) {
	case 0:
	case 1:
		udp_put(s, in, ends);
		break;
	case 2:
	case 3:
		tcp_put(s, in, ends);
		break;
	case 4:
		echo_put(s, in, ends);
		break;
	case 5:
		error_put(s, in, ends);
		break;
	default:
		other_put(s, in, ends);
	}
}

static struct nf_hook_state state_of(const struct script *s)
{
	struct nf_hook_state state = hook_state(s->hook);

	if (s->back && s->hook == NF_INET_FORWARD) {
		state.in = &devices[2];
		state.out = &devices[1];
	} else if (s->hook != NF_INET_FORWARD) {
		/* of one host: everything by one interface */
		if (state.in)
			state.in = &devices[1];
		if (state.out)
			state.out = &devices[1];
	}
	return state;
}

static unsigned int judge(struct script *s, bool quick, u32 front)
{
	struct world *w = quick ? &s->quick : &s->whole;
	struct nf_hook_state state = state_of(s);
	const struct ct6_found none = {};
	struct sk_buff skb;
	unsigned int verdict;

	skb_make(&skb, s->packet, s->len, quick ? s->len : HEADER + front);
	if (quick) {
		verdict = ct6_judge(&w->cn, &skb, &state, state.hook);
	} else {
		world_forget(w);
		verdict = ct6_judge_whole(&w->cn, &w->rs, &skb, &state, none);
	}
	skb_free(&skb);
	return verdict;
}

static void step(struct script *s, struct input *in, u8 kind)
{
	static const u8 hooks[] = {
		NF_INET_FORWARD, NF_INET_FORWARD, NF_INET_LOCAL_IN,
		NF_INET_LOCAL_OUT,
	};
	static struct ct6_flow before[FLOWS];
	u8 ends = input_u8(in);
	u32 nr = world_copy(&s->quick, before);
	u32 expects = s->quick.cn.expects.nelems.counter;
	unsigned int verdict;
	long fail = -1;

	s->hook = hooks[ends >> 6];
	packet_put(s, in, kind, ends);
	if ((kind & 0xe0) == 0xe0)
		fail = input_u8(in) & 3;
	allocations_left = fail;
	verdict = judge(s, true, 0);
	allocations_left = fail;
	check(verdict == judge(s, false, kind & 31),
	      "the verdict is the same, whichever way a packet takes");
	allocations_left = -1;
	check_same(&s->quick, &s->whole);
	if (verdict == NF_DROP)
		check_dropped(before, nr, &s->quick, expects);
	memcpy(s->last, s->packet, s->len);
	s->nr_last = s->len;
	rcu_grace_period();
}

/* What happens to both beside packets. */
static void event(struct script *s, struct input *in)
{
	struct world *worlds[] = { &s->quick, &s->whole };
	u8 what = input_u8(in);
	int i;

	if (what & 1)
		jiffies += (what >> 3) * HZ;
	for (i = 0; i < 2; i++) {
		struct world *w = worlds[i];

		if (what & 2) {
			w->rs.epoch.number++;
			w->rs.generation += what >> 4;
		}
		if (what & 4)
			ct6_expect_expire(&w->cn);
		if (what & 8)
			w->cn.config.tcp_liberal ^= true;
		if (what & 0x80)
			w->rs.epoch.due = what & 0x40 ? U64_MAX : 0;
	}
	rcu_grace_period();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct script s;
	struct input in = { data, size };
	int steps;

	if (!ct6_flow_slab) {
		ct6_key_init();
		ct6_flow_init();
		ct6_helper_init();
	}
	jiffies = 0xfffff000;
	memset(&s, 0, sizeof(s));
	world_begin(&s.quick);
	world_begin(&s.whole);
	for (steps = 0; steps < 8; steps++)
		s.next[steps] = 0xffffff00 + steps * 0x10000;
	for (steps = 0; steps < STEPS && in.left; steps++) {
		u8 kind = input_u8(&in);

		if ((kind & 0x18) == 0x18)
			event(&s, &in);
		else
			step(&s, &in, kind);
	}
	world_end(&s.quick);
	world_end(&s.whole);
	return 0;
}
