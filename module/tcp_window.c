// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sequence space of a TCP connection, seen from the middle (RFC 9293,
 * 3.4 and 3.10.7.4). Arithmetic only: no packet, no flow, no lock.
 *
 * A segment of the sender S to the receiver R is in its place when
 *
 *   seq <= S.maxend             R has offered room for it
 *   end >= S.end - R.window     it is not older than what R may still miss
 *   ack <= R.end                it acknowledges what was sent
 *   ack >= R.end - S.window     and not less than what may still be missing
 *
 * The lower bounds are what a segment that was lost, delayed or doubled on
 * its way may fall back to: as much as is in flight at one time.
 */
#include <linux/minmax.h>
#include <net/tcp.h>

#include "tcp_window.h"

/*
 * The least that an acknowledgment may lag: with small windows, acknowledgments
 * overtake each other on parallel ways by more than one window.
 */
#define CT6_TCP_ACK_LAG		66000

static u32 ct6_tcp_window_of(const struct ct6_tcp_peer *peer)
{
	return (u32)peer->maxwin << peer->scale;
}

/* The window of a SYN is never scaled (RFC 7323, 2.2). */
static u32 ct6_tcp_window_now(const struct ct6_tcp_peer *peer,
			      const struct ct6_tcp_seg *seg)
{
	if (seg->flags & TCPHDR_SYN)
		return seg->win;
	return (u32)seg->win << peer->scale;
}

static void ct6_tcp_window_offer(struct ct6_tcp_peer *peer, u32 window)
{
	u32 units = DIV_ROUND_UP(window, 1U << peer->scale);

	if (units > peer->maxwin)
		peer->maxwin = min_t(u32, units, U16_MAX);
}

/**
 * ct6_tcp_window_syn() - an end opens
 * @tcp: connection
 * @seg: its SYN, with or without an acknowledgment
 * @dir: of the segment
 *
 * Forgets what an earlier SYN of the same end had said.
 */
void ct6_tcp_window_syn(struct ct6_tcp *tcp, const struct ct6_tcp_seg *seg,
			unsigned int dir)
{
	struct ct6_tcp_peer *s = &tcp->peer[dir], *r = &tcp->peer[!dir];

	s->end = seg->end;
	s->maxend = seg->end;
	s->maxwin = 0;
	s->scale = seg->has_scale ? min_t(u8, seg->scale, CT6_TCP_SCALE_MAX) :
				    0;
	s->flags = seg->has_scale ? CT6_TCP_PEER_SCALE : 0;
	ct6_tcp_window_offer(s, seg->win);
	/* what the other end's SYN offered already, before it knows ours */
	if (seg->flags & TCPHDR_ACK)
		s->maxend = seg->seq + 1 + ct6_tcp_window_of(r);
	r->maxack = seg->seq + 1;
}

/**
 * ct6_tcp_window_agree() - both SYNs were seen
 * @tcp: connection
 *
 * Windows are scaled when both ends have offered it, and else neither's
 * (RFC 7323, 2.2).
 */
void ct6_tcp_window_agree(struct ct6_tcp *tcp)
{
	unsigned int dir;

	if (tcp->peer[0].flags & tcp->peer[1].flags & CT6_TCP_PEER_SCALE)
		return;
	for (dir = 0; dir < CT6_TCP_DIRS; dir++) {
		struct ct6_tcp_peer *peer = &tcp->peer[dir];

		peer->maxwin = min_t(u32, ct6_tcp_window_of(peer), U16_MAX);
		peer->scale = 0;
	}
}

/**
 * ct6_tcp_window_join() - take up a connection that is under way
 * @tcp: connection, all zero
 * @seg: its first segment that was seen
 * @dir: of the segment
 *
 * The scale of its windows is not known, so they are not checked (RFC 6092
 * REC-32).
 */
void ct6_tcp_window_join(struct ct6_tcp *tcp, const struct ct6_tcp_seg *seg,
			 unsigned int dir)
{
	struct ct6_tcp_peer *s = &tcp->peer[dir], *r = &tcp->peer[!dir];

	s->flags = CT6_TCP_PEER_FREE;
	s->end = seg->end;
	s->maxend = seg->end;
	s->maxack = seg->ack;
	r->flags = CT6_TCP_PEER_FREE;
	r->end = seg->ack;
	r->maxend = seg->ack;
	r->maxack = seg->seq;
}

/**
 * ct6_tcp_window_fits() - is a segment in its place?
 * @tcp: connection, the SYNs of both ends seen
 * @seg: segment with an acknowledgment, neither SYN nor RST
 * @dir: of the segment
 */
bool ct6_tcp_window_fits(const struct ct6_tcp *tcp,
			 const struct ct6_tcp_seg *seg, unsigned int dir)
{
	const struct ct6_tcp_peer *s = &tcp->peer[dir], *r = &tcp->peer[!dir];

	if (s->flags & CT6_TCP_PEER_FREE)
		return true;
	/* one byte more: a keep-alive is what was acknowledged already */
	return !after(seg->seq, s->maxend) &&
	       !before(seg->end, s->end - ct6_tcp_window_of(r) - 1) &&
	       !after(seg->ack, r->end) &&
	       !before(seg->ack, r->end - max_t(u32, CT6_TCP_ACK_LAG,
						ct6_tcp_window_of(s)));
}

/**
 * ct6_tcp_window_acks_syn() - does a segment acknowledge the other end's SYN?
 * @tcp: connection, the other end's SYN seen
 * @seg: segment
 * @dir: of the segment
 *
 * With the SYN's data or without it (RFC 7413).
 */
bool ct6_tcp_window_acks_syn(const struct ct6_tcp *tcp,
			     const struct ct6_tcp_seg *seg, unsigned int dir)
{
	const struct ct6_tcp_peer *s = &tcp->peer[dir], *r = &tcp->peer[!dir];

	return seg->flags & TCPHDR_ACK && !before(seg->ack, s->maxack) &&
	       !after(seg->ack, r->end);
}

/**
 * ct6_tcp_window_reset() - may the receiver believe a RST?
 * @tcp: connection, the SYNs of both ends seen
 * @seg: RST
 * @dir: of the segment
 * @exact: result: it is at the next byte that the receiver waits for, as far
 *	as can be seen from here
 *
 * The receiver ends the connection only when it is exact, and asks back when
 * it is anywhere else in its window (RFC 5961, 3.2). What it waits for is
 * what it has acknowledged, or all that was sent to it.
 *
 * Return: whether it is in the window.
 */
bool ct6_tcp_window_reset(const struct ct6_tcp *tcp,
			  const struct ct6_tcp_seg *seg, unsigned int dir,
			  bool *exact)
{
	const struct ct6_tcp_peer *s = &tcp->peer[dir], *r = &tcp->peer[!dir];

	*exact = seg->seq == r->maxack || seg->seq == s->end;
	if (*exact || s->flags & CT6_TCP_PEER_FREE)
		return true;
	return !before(seg->seq, r->maxack) && !after(seg->seq, s->maxend);
}

/**
 * ct6_tcp_window_quoted() - was a segment sent that an error quotes?
 * @tcp: connection
 * @seq: sequence number of the quoted segment
 * @dir: its direction
 *
 * It lies between what was acknowledged, or a window before that for the
 * error's own time under way, and what was sent (RFC 5927, 4.1).
 */
bool ct6_tcp_window_quoted(const struct ct6_tcp *tcp, u32 seq,
			   unsigned int dir)
{
	const struct ct6_tcp_peer *s = &tcp->peer[dir], *r = &tcp->peer[!dir];

	if (s->flags & CT6_TCP_PEER_FREE)
		return true;
	return !after(seq, s->end) &&
	       !before(seq, r->maxack - max_t(u32, ct6_tcp_window_of(r), 1));
}

/**
 * ct6_tcp_window_take() - learn from a segment that is in its place
 * @tcp: connection
 * @seg: segment
 * @dir: of the segment
 */
void ct6_tcp_window_take(struct ct6_tcp *tcp, const struct ct6_tcp_seg *seg,
			 unsigned int dir)
{
	struct ct6_tcp_peer *s = &tcp->peer[dir], *r = &tcp->peer[!dir];
	u32 window = ct6_tcp_window_now(s, seg), edge;

	if (after(seg->end, s->end))
		s->end = seg->end;
	if (seg->flags & TCPHDR_RST)
		return;
	ct6_tcp_window_offer(s, window);
	if (!(seg->flags & TCPHDR_ACK))
		return;
	if (after(seg->ack, s->maxack))
		s->maxack = seg->ack;
	/* a window that is closed is probed with one byte (3.8.6.1) */
	edge = seg->ack + max_t(u32, window, 1);
	if (after(edge, r->maxend))
		r->maxend = edge;
}
