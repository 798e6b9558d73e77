// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer over TCP: options, states and windows of one connection.
 *
 * The input is a script of segments, whose numbers are near those that the
 * connection knows. It is played twice, the second time with all numbers of
 * each end moved: sequence space is a circle, so all has to be the same.
 */
#include "conn.h"

void ct6_count_closed(struct ct6_flow *flow)
{
	check(ct6_proto_over(flow), "what is told to be closed is");
}

#define SEGMENTS	64

struct segment {
	u32	seq;
	u32	ack;
	u16	win;
	u8	flags;
	u8	nr_options;	/* words */
	u8	options[MAX_TCP_OPTION_SPACE];
	u8	nr_data;
	u8	front;
	u8	dir;
	bool	accept;
	bool	liberal;
};

/* A number near one that stands in the flow; @near says which and how far. */
static u32 number(const struct conn *conn, unsigned int dir, u8 near, u16 off)
{
	const struct ct6_tcp_peer *s, *r;
	u32 from[4] = { 1000, 1000, 1000, 1000 };

	if (conn->flow) {
		s = &conn->flow->tcp[dir];
		r = &conn->flow->tcp[!dir];
		from[0] = s->end;
		from[1] = s->maxend;
		from[2] = r->maxack;
		from[3] = s->end - 1;
	}
	return from[near & 3] + ((u32)(s32)(s16)off << (near >> 2 & 15));
}

static void segment_read(struct segment *seg, struct input *in,
			 const struct conn *conn)
{
	u8 how = input_u8(in);

	memset(seg, 0, sizeof(*seg));
	seg->dir = how & 1;
	seg->accept = (how >> 1 & 3) != 3;
	seg->liberal = (how >> 3 & 3) == 3;
	seg->front = how >> 5;
	seg->flags = input_u8(in);
	how = input_u8(in);
	seg->seq = number(conn, seg->dir, how, how & 0x80 ? input_u16(in) : 0);
	how = input_u8(in);
	seg->ack = number(conn, !seg->dir, how, how & 0x80 ? input_u16(in) : 0);
	seg->win = input_u16(in);
	how = input_u8(in);
	seg->nr_data = how & 0x80 ? input_u8(in) : 0;
	if (!(how & 0x40))
		return;
	seg->nr_options = how & 15;
	if (seg->nr_options > 10)
		seg->nr_options = 10;
	input_bytes(in, seg->options, seg->nr_options * 4);
}

static u32 segment_write(const struct segment *seg, u8 *data)
{
	struct tcphdr *th = (struct tcphdr *)(data + CONN_HEADER);
	u32 len = sizeof(*th) + seg->nr_options * 4;

	memset(th, 0, sizeof(*th));
	th->source = htons(seg->dir ? 22 : 4000);
	th->dest = htons(seg->dir ? 4000 : 22);
	th->seq = htonl(seg->seq);
	th->ack_seq = htonl(seg->ack);
	th->window = htons(seg->win);
	((u8 *)th)[13] = seg->flags;
	th->doff = len / 4;
	memcpy(th + 1, seg->options, seg->nr_options * 4);
	memset((u8 *)th + len, 'x', seg->nr_data);
	return CONN_HEADER + len + seg->nr_data;
}

/* The last window scale of the list, as far as it is one (RFC 9293, 3.1). */
static int plain_scale(const struct segment *seg)
{
	const u8 *opt = seg->options, *end = opt + seg->nr_options * 4;
	int scale = -1;

	while (opt < end && *opt) {
		size_t size = 1;

		if (*opt != 1) {
			if (end - opt < 2 || opt[1] < 2 || opt[1] > end - opt)
				return scale;
			size = opt[1];
			if (*opt == 3 && size == 3)
				scale = opt[2];
		}
		opt += size;
	}
	return scale;
}

static void check_options(const struct segment *seg,
			  const struct ct6_packet *pkt)
{
	int scale = plain_scale(seg);

	if ((seg->flags & (TCPHDR_SYN | TCPHDR_FIN | TCPHDR_RST)) != TCPHDR_SYN)
		return;
	check(pkt->tcp.has_scale == (scale >= 0) &&
	      (scale < 0 || pkt->tcp.scale == scale),
	      "a window scale is that of the options");
}

/* Is the handshake over? */
static bool shaken(u8 state)
{
	return state != CT6_TCP_STATE_SYN_SENT &&
	       state != CT6_TCP_STATE_SYN_SENT2 &&
	       state != CT6_TCP_STATE_SYN_RECV;
}

/* What no segment may do that is not in its place. */
static void check_place(const struct segment *seg, const struct conn_seen *seen,
			const struct ct6_flow *before, unsigned int dir)
{
	const struct ct6_tcp_peer *s = &before->tcp[dir];
	const struct ct6_tcp_peer *r = &before->tcp[!dir];
	u8 kind = seg->flags & (TCPHDR_SYN | TCPHDR_ACK | TCPHDR_RST);

	if (s->flags & CT6_TCP_PEER_FREE || !shaken(before->state))
		return;
	if (kind == TCPHDR_ACK && !seg->liberal &&
	    seen->ct_state != CT6_CT_STATE_INVALID) {
		check((s32)(seg->seq - s->maxend) <= 0,
		      "no data behind the window");
		check((s32)(seg->ack - r->end) <= 0,
		      "nothing is acknowledged that was not sent");
	}
	if (seg->flags & TCPHDR_RST && seen->state == CT6_TCP_STATE_CLOSE &&
	    before->state != CT6_TCP_STATE_CLOSE)
		check(seg->seq == r->maxack || seg->seq == s->end,
		      "a RST that closes is exact");
	if (kind == TCPHDR_SYN && before->state != CT6_TCP_STATE_TIME_WAIT &&
	    before->state != CT6_TCP_STATE_CLOSE)
		check(seen->passive || seen->state == before->state ||
		      !seen->state, "a SYN changes no connection");
}

static void check_forward(const struct conn *conn, const struct conn_seen *seen,
			  const struct ct6_flow *before, const struct segment *seg)
{
	unsigned int i;

	for (i = 0; i < CT6_TCP_DIRS; i++) {
		const struct ct6_tcp_peer *p = &conn->flow->tcp[i];
		const struct ct6_tcp_peer *old = &before->tcp[i];

		check(p->scale <= CT6_TCP_SCALE_MAX &&
		      p->offer <= CT6_TCP_SCALE_MAX,
		      "no scale is over 14");
		if (seen->begun || seg->flags & TCPHDR_SYN)
			continue;
		check((s32)(p->end - old->end) >= 0 &&
		      (s32)(p->maxack - old->maxack) >= 0 &&
		      (s32)(p->maxend - old->maxend) >= 0,
		      "what was seen only moves forward");
	}
}

static struct conn_seen play(struct conn *conn, const struct segment *seg)
{
	struct ct6_flow before = {};
	u8 data[CONN_ROOM] __attribute__((aligned(8)));
	u32 len = segment_write(seg, data);
	struct ct6_packet pkt;
	struct conn_seen seen;
	bool had = conn->flow;
	unsigned int dir = 0;

	if (had) {
		before = *conn->flow;
		dir = conn->flow->orig == seg->dir ? CT6_DIR_ORIG :
						     CT6_DIR_REPLY;
	}
	conn->cn.config.tcp_liberal = seg->liberal;
	seen = conn_packet(conn, &pkt, data, len, CONN_HEADER + seg->front * 4,
			   seg->dir, seg->accept);
	if (!seen.ct_state)
		return seen;
	check_options(seg, &pkt);
	if (had)
		check_place(seg, &seen, &before, dir);
	if (had && seen.state)
		check_forward(conn, &seen, &before, seg);
	/* how a SYN is remembered is by its number */
	seen.bits &= BIT(CT6_TCP_ASKED_SHIFT) - 1;
	return seen;
}

static void show(const struct segment *seg, const struct conn_seen *seen)
{
	fprintf(stderr, "dir %u flags %02x seq %08x ack %08x win %u data %u%s%s",
		seg->dir, seg->flags, seg->seq, seg->ack, seg->win,
		seg->nr_data, seg->accept ? "" : " drop",
		seg->liberal ? " liberal" : "");
	fprintf(stderr, ": class %u%s, state %u bits %x\n", seen->ct_state,
		seen->passive ? " passive" : "", seen->state, seen->bits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct segment segments[SEGMENTS];
	static struct conn_seen seen[SEGMENTS];
	struct input in = { data, size };
	u32 move[2] = { 0x7ffffff0, 0xfffff3c0 };
	struct conn_seen again;
	bool refused = false;
	struct conn conn;
	u8 state = 0;
	int nr, i;

	conn_begin(&conn, IPPROTO_TCP);
	for (nr = 0; nr < SEGMENTS && in.left; nr++) {
		segment_read(&segments[nr], &in, &conn);
		seen[nr] = play(&conn, &segments[nr]);
	}
	conn_end(&conn);
	conn_begin(&conn, IPPROTO_TCP);
	for (i = 0; i < nr; i++) {
		struct segment moved = segments[i];

		moved.seq += move[moved.dir];
		moved.ack += move[!moved.dir];
		again = play(&conn, &moved);
		/* of an end that refused by a RST, no number is known */
		refused |= state == CT6_TCP_STATE_SYN_SENT;
		state = conn.flow ? conn.flow->state : 0;
		refused &= state == CT6_TCP_STATE_CLOSE;
		if (refused)
			continue;
		if (!conn_same(&seen[i], &again)) {
			for (nr = 0; nr <= i; nr++)
				show(&segments[nr], &seen[nr]);
			show(&moved, &again);
		}
		check(conn_same(&seen[i], &again),
		      "where numbers begin makes no difference");
	}
	conn_end(&conn);
	return 0;
}
