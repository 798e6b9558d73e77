// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer over SCTP: chunks, tags and states of one association.
 *
 * The input is a script of packets. It is played twice, the second time with
 * every tag another: only which are the same matters, and which are 0.
 */
#include "conn.h"

#define PACKETS		48
#define SCTP_HEADER	12

struct packet {
	u8	data[CONN_ROOM] __attribute__((aligned(8)));
	u32	len;
	u32	itag[CT6_SCTP_CHUNKS_MAX];	/* where chunks name tags */
	u32	nr_itag;
	u8	front;
	u8	dir;
	bool	accept;
};

/* A tag that stands in the flow, or one of a few others. */
static u32 tag(const struct conn *conn, u8 which)
{
	const struct ct6_sctp_tags *tags;

	if (!conn->flow || which & 0x10)
		return which & 3 ? 0x1000 + (which & 15) : 0;
	tags = &conn->flow->sctp;
	return ((const u32 *)tags)[which & 7];
}

static void chunk_read(struct packet *p, struct input *in,
		       const struct conn *conn)
{
	u8 *chunk = p->data + p->len, how = input_u8(in);
	u32 len = 4, claimed;

	memset(chunk, 0, 4 + 64);
	/* the types that move anything, more often than others */
	chunk[0] = how & 0x80 ? input_u8(in) : how & 15;
	chunk[1] = how >> 4 & 1;
	if (chunk[0] == SCTP_CID_INIT || chunk[0] == SCTP_CID_INIT_ACK) {
		u32 itag = htonl(tag(conn, input_u8(in)));

		memcpy(chunk + 4, &itag, sizeof(itag));
		len += 16;
	}
	if (how & 0x20)
		len = 4 + (input_u8(in) & 63);
	claimed = len;
	if (how & 0x40)
		claimed = input_u16(in);
	chunk[2] = claimed >> 8;
	chunk[3] = claimed;
	p->len += round_up(len, 4);
}

static void packet_read(struct packet *p, struct input *in,
			const struct conn *conn)
{
	u8 how = input_u8(in), nr;
	u32 vtag = htonl(tag(conn, input_u8(in)));

	memset(p, 0, sizeof(*p));
	p->dir = how & 1;
	p->accept = (how >> 1 & 3) != 3;
	p->front = how >> 3;
	p->data[CONN_HEADER + 1] = p->dir ? 5 : 7;
	p->data[CONN_HEADER + 3] = p->dir ? 7 : 5;
	memcpy(p->data + CONN_HEADER + 4, &vtag, sizeof(vtag));
	p->len = CONN_HEADER + SCTP_HEADER;
	nr = input_u8(in);
	do
		chunk_read(p, in, conn);
	while (nr-- & 7 && in->left && p->len + 80 < CONN_ROOM);
	/* cut off within the last chunk, or what it is filled up with */
	if (nr & 0x80)
		p->len -= nr >> 3 & 15;
}

/* Tags are what they are, but for which are equal and which are 0. */
static void packet_move(struct packet *p)
{
	const u32 moved = htonl(0xc0ffee00);
	u32 i, value;

	for (i = 0; i <= p->nr_itag; i++) {
		u8 *at = p->data + (i ? p->itag[i - 1] : CONN_HEADER + 4);

		if (at + 4 > p->data + p->len)
			continue;
		memcpy(&value, at, sizeof(value));
		if (value && value != moved)
			value ^= moved;
		memcpy(at, &value, sizeof(value));
	}
}

/* RFC 9260, 3, and without a thought of speed. Return: is it whole? */
static bool plain_chunks(struct packet *p, u16 *chunks)
{
	const u8 *data = p->data;
	size_t at = CONN_HEADER + SCTP_HEADER, size;
	unsigned int nr = 0, alone = 0;
	u32 vtag, itag;

	*chunks = 0;
	p->nr_itag = 0;
	if (p->len < at)
		return false;
	for (; nr < CT6_SCTP_CHUNKS_MAX && (!nr || at < p->len); nr++) {
		if (at + 4 > p->len)
			return false;
		size = data[at + 2] << 8 | data[at + 3];
		if (size < 4 || at + size > p->len)
			return false;
		if (data[at] == SCTP_CID_INIT || data[at] == SCTP_CID_INIT_ACK) {
			memcpy(&itag, data + at + 4, 4);
			if (size < 20 || !itag)
				return false;
			p->itag[p->nr_itag++] = at + 4;
			alone++;
		}
		if (data[at] == SCTP_CID_SHUTDOWN_COMPLETE)
			alone++;
		*chunks |= ct6_packet_chunk_bit(data[at]);
		at += (size + 3) & ~3u;
	}
	if (at < p->len && !(*chunks & CT6_SCTP_DATA))
		return false;
	memcpy(&vtag, data + CONN_HEADER + 4, 4);
	return !(alone && nr > 1) && !vtag == !!(*chunks & CT6_SCTP_INIT);
}

static void check_tags(struct packet *p, const struct conn_seen *seen,
		       const struct ct6_flow *before)
{
	unsigned int dir = before->orig == p->dir ? CT6_DIR_ORIG : CT6_DIR_REPLY;
	const struct ct6_sctp_tags *tags = &before->sctp;
	const u32 *all = (const u32 *)tags;
	bool known = false;
	u16 chunks;
	u32 vtag;
	int i;

	plain_chunks(p, &chunks);
	memcpy(&vtag, p->data + CONN_HEADER + 4, 4);
	vtag = ntohl(vtag);
	for (i = 0; i < 8; i++)
		known |= all[i] == vtag;
	if (!seen->begun && seen->state && seen->state != before->state &&
	    !(chunks & CT6_SCTP_INIT))
		check(known || before->proto & 3,
		      "what moves a state carries a tag that was named");
	if (before->proto & 3 || before->state == CT6_SCTP_STATE_CLOSED ||
	    !tags->tag[dir] || !seen->state || seen->begun)
		return;
	check(!(chunks & (CT6_SCTP_INIT | CT6_SCTP_INIT_ACK)) ||
	      seen->state == before->state,
	      "an INIT moves no association that stands");
	check(seen->state == before->state || vtag == tags->tag[dir] ||
	      vtag == tags->tag[!dir] ||
	      chunks & (CT6_SCTP_COOKIE_ECHO | CT6_SCTP_COOKIE_ACK),
	      "only its own tags end an association");
}

static struct conn_seen play(struct conn *conn, struct packet *p)
{
	struct ct6_flow before = {};
	struct ct6_packet pkt;
	struct conn_seen seen;
	bool had = conn->flow, whole;
	u16 chunks;

	if (had)
		before = *conn->flow;
	whole = plain_chunks(p, &chunks);
	seen = conn_packet(conn, &pkt, p->data, p->len,
			   CONN_HEADER + p->front, p->dir, p->accept);
	check(whole == !!seen.ct_state, "what is whole is read, and only that");
	if (!whole)
		return seen;
	check(pkt.sctp.chunks == chunks, "the chunks are those of the packet");
	if (had)
		check_tags(p, &seen, &before);
	if (conn->flow && conn->flow->state == CT6_SCTP_STATE_ESTABLISHED)
		check((conn->flow->sctp.tag[0] || conn->flow->proto & 1) &&
		      (conn->flow->sctp.tag[1] || conn->flow->proto & 2),
		      "an association that stands has its tags");
	return seen;
}

static void show(const struct packet *p, const struct conn_seen *seen)
{
	u32 i;

	fprintf(stderr, "dir %u%s: class %u%s, reason %u, state %u bits %x:",
		p->dir, p->accept ? "" : " drop", seen->ct_state,
		seen->passive ? " passive" : "", seen->invalid, seen->state,
		seen->bits);
	for (i = CONN_HEADER; i < p->len; i++)
		fprintf(stderr, " %02x", p->data[i]);
	fprintf(stderr, "\n");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct packet packets[PACKETS];
	static struct conn_seen seen[PACKETS];
	struct input in = { data, size };
	struct conn_seen again;
	struct conn conn;
	int nr, i;

	conn_begin(&conn, IPPROTO_SCTP);
	for (nr = 0; nr < PACKETS && in.left; nr++) {
		packet_read(&packets[nr], &in, &conn);
		seen[nr] = play(&conn, &packets[nr]);
	}
	conn_end(&conn);
	conn_begin(&conn, IPPROTO_SCTP);
	for (i = 0; i < nr; i++) {
		packet_move(&packets[i]);
		again = play(&conn, &packets[i]);
		if (!conn_same(&seen[i], &again)) {
			for (nr = 0; nr < i; nr++)
				show(&packets[nr], &seen[nr]);
			show(&packets[i], &seen[i]);
			show(&packets[i], &again);
		}
		check(conn_same(&seen[i], &again),
		      "which tags they are makes no difference");
	}
	conn_end(&conn);
	return 0;
}
