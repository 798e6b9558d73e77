// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer over DCCP: types, numbers and states of one connection.
 *
 * The input is a script of packets, whose numbers are near those that the
 * connection knows. It is played twice, the second time with all numbers of
 * each end moved: they are a circle of 48 bits, so all has to be the same.
 */
#include "conn.h"

#define PACKETS		64
#define NUMBER		((1ULL << 48) - 1)

struct packet {
	u8	data[CONN_ROOM] __attribute__((aligned(8)));
	u32	len;
	u64	seq;
	u64	ack;
	u8	type;
	bool	brief;
	u8	front;
	u8	dir;
	bool	accept;
};

static u64 number(const struct conn *conn, unsigned int dir, u8 near, u16 off)
{
	u64 from = 1ULL << 40;

	if (conn->flow)
		from = near & 1 ? conn->flow->dccp[dir].seq :
				  conn->flow->dccp[!dir].ack;
	return (from + ((u64)(s64)(s16)off << (near >> 1 & 31))) & NUMBER;
}

static void put(u8 *to, u64 value, int bytes)
{
	while (bytes--)
		*to++ = value >> bytes * 8;
}

/* The numbers stand where X says (RFC 4340, 5.1). */
static void packet_write(struct packet *p)
{
	u8 *header = p->data + CONN_HEADER;

	if (p->brief) {
		put(header + 9, p->seq, 3);
		put(header + 13, p->ack, 3);
	} else {
		put(header + 10, p->seq, 6);
		put(header + 18, p->ack, 6);
	}
}

static void packet_read(struct packet *p, struct input *in,
			const struct conn *conn)
{
	u8 how = input_u8(in), near;
	u8 *header = p->data + CONN_HEADER;

	memset(p, 0, sizeof(*p));
	p->dir = how & 1;
	p->accept = (how >> 1 & 3) != 3;
	p->brief = (how >> 3 & 3) == 3;
	p->front = how >> 5;
	how = input_u8(in);
	p->type = how & 15;
	near = input_u8(in);
	p->seq = number(conn, p->dir, near, near & 0x80 ? input_u16(in) : 0);
	near = input_u8(in);
	p->ack = number(conn, !p->dir, near, near & 0x80 ? input_u16(in) : 0);
	header[1] = p->dir ? 5 : 7;
	header[3] = p->dir ? 7 : 5;
	header[4] = 7;
	header[8] = p->type << 1 | !p->brief;
	p->len = CONN_HEADER + 28;
	if (how & 0x80)
		p->len = CONN_HEADER + (input_u8(in) & 63);
	if (how & 0x40)
		header[4] = input_u8(in);
	if (how & 0x20)
		header[5] = input_u8(in);
	packet_write(p);
}

/* RFC 4340, 5.1, 8.5 and 9.2.1; RFC 5596, 2.2. Return: is it whole? */
static bool plain_read(const struct packet *p)
{
	static const u8 words[] = { 5, 7, 4, 6, 6, 6, 6, 7, 6, 6, 5 };
	const u8 *header = p->data + CONN_HEADER;
	u32 len = p->len - CONN_HEADER, need, covered;

	if (len < 12 || p->type >= sizeof(words))
		return false;
	if (p->brief && (p->type < 2 || p->type > 4))
		return false;
	need = p->brief ? p->type == 2 ? 12 : 16 : words[p->type] * 4u;
	covered = header[5] & 15;
	return header[4] * 4u >= need && header[4] * 4u <= len &&
	       (!covered || header[4] * 4u + (covered - 1) * 4 <= len);
}

static void check_numbers(const struct packet *p, const struct ct6_packet *pkt)
{
	u64 mask = p->brief ? 0xffffff : NUMBER;

	check(pkt->dccp.type == p->type && pkt->dccp.brief == p->brief,
	      "the type is that of the packet");
	check(pkt->dccp.seq == (p->seq & mask), "so is its number");
	check(!pkt->dccp.has_ack || pkt->dccp.ack == (p->ack & mask),
	      "and what it acknowledges");
}

static void check_place(const struct packet *p, const struct conn_seen *seen,
			const struct ct6_flow *before)
{
	unsigned int dir = before->orig == p->dir ? CT6_DIR_ORIG : CT6_DIR_REPLY;
	s64 sent = (s64)((p->ack - before->dccp[!dir].seq) << 16) >> 16;

	if (before->proto & 3 || p->brief)
		return;
	if (seen->state && seen->state != before->state && !seen->begun &&
	    p->type == CT6_DCCP_RESET)
		check(sent <= 0, "a Reset acknowledges what was sent");
	if ((p->type == CT6_DCCP_ACK || p->type == CT6_DCCP_DATAACK) &&
	    seen->ct_state != CT6_CT_STATE_INVALID)
		check(sent <= 0, "nothing is acknowledged that was not sent");
}

static struct conn_seen play(struct conn *conn, struct packet *p)
{
	struct ct6_flow before = {};
	struct ct6_packet pkt;
	struct conn_seen seen;
	bool had = conn->flow, whole = plain_read(p);

	if (had)
		before = *conn->flow;
	seen = conn_packet(conn, &pkt, p->data, p->len,
			   CONN_HEADER + p->front * 4, p->dir, p->accept);
	check(whole == !!seen.ct_state, "what is whole is read, and only that");
	if (!whole)
		return seen;
	check_numbers(p, &pkt);
	if (had)
		check_place(p, &seen, &before);
	if (conn->flow)
		check(!((conn->flow->dccp[0].seq | conn->flow->dccp[1].seq |
			 conn->flow->dccp[0].ack | conn->flow->dccp[1].ack) &
			~NUMBER), "numbers have 48 bits");
	return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct packet packets[PACKETS];
	static struct conn_seen seen[PACKETS];
	u64 move[2] = { 0x7ffffffffff0, 0xff0000fff800 };
	struct input in = { data, size };
	struct conn_seen again;
	struct conn conn;
	int nr, i;

	conn_begin(&conn, IPPROTO_DCCP);
	for (nr = 0; nr < PACKETS && in.left; nr++) {
		packet_read(&packets[nr], &in, &conn);
		seen[nr] = play(&conn, &packets[nr]);
	}
	conn_end(&conn);
	conn_begin(&conn, IPPROTO_DCCP);
	for (i = 0; i < nr; i++) {
		struct packet *p = &packets[i];

		p->seq = (p->seq + move[p->dir]) & NUMBER;
		p->ack = (p->ack + move[!p->dir]) & NUMBER;
		packet_write(p);
		again = play(&conn, p);
		check(conn_same(&seen[i], &again),
		      "where numbers begin makes no difference");
	}
	conn_end(&conn);
	return 0;
}
