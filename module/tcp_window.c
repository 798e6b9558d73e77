// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sequence space of a TCP connection, seen from the middle (RFC 9293,
 * 3.4 and 3.10.7.4). Arithmetic only: no packet, no flow, no lock.
 *
 * A segment of the sender S to the receiver R is in its place when
 *
 *   seq <= S.maxend             R has offered room for it
 *   end >= R.maxack - R.window  it is not older than a window that was full
 *   ack <= R.end                it acknowledges what was sent
 *   ack >= S.maxack - S.window  and not less than R itself would look at
 *
 * The last is R's own bound (RFC 5961, 5.2): R knows of an acknowledgment
 * when it has passed here, so S.maxack is at least what R goes by. The second
 * is the same for data: what R has acknowledged it throws away, and says so,
 * which a segment that was delayed or doubled on its way is entitled to.
 *
 * On a short way with long queues, more than a window passes while one
 * segment is delayed. It is still one that S has sent; R does nothing but say
 * what it waits for. So what brings R nothing new may be late by more, passes
 * without a trace, and so is of no use to who guesses.
 */
#include <linux/minmax.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <net/tcp.h>

#include "tcp_window.h"

/*
 * What a segment may lag beside a window: segments overtake each other on
 * parallel ways by more than one, when they are small.
 */
#define CT6_TCP_LAG		66000

/*
 * How far a segment of a connection that was taken up under way may be from
 * what was seen of it to teach us anything, or to be quoted, and one that
 * brings nothing new from where the connection is: far more than is lost or
 * overtaken at a time, far less than a blind attacker needs.
 */
#define CT6_TCP_LEAP		SZ_1M

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

/*
 * As far back as what is late may lie: a window of the end behind @from, and
 * CT6_TCP_LAG more, or CT6_TCP_LEAP when it is of no use.
 */
static __always_inline u32
ct6_tcp_window_back(u32 from, const struct ct6_tcp_peer *peer, u32 late)
{
	return from - late - ct6_tcp_window_of(peer);
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
	s->maxwin = seg->win;
	s->scale = 0;
	s->offer = seg->has_scale ? min_t(u8, seg->scale, CT6_TCP_SCALE_MAX) :
				    0;
	s->flags = seg->has_scale ? CT6_TCP_PEER_SCALE : 0;
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
 * (RFC 7323, 2.2). A server that fell back to SYN cookies may have offered
 * none at first, so what the other end offered stays known.
 */
void ct6_tcp_window_agree(struct ct6_tcp *tcp)
{
	bool scaled = tcp->peer[0].flags & tcp->peer[1].flags &
		      CT6_TCP_PEER_SCALE;
	unsigned int dir;

	for (dir = 0; dir < CT6_TCP_DIRS; dir++) {
		struct ct6_tcp_peer *peer = &tcp->peer[dir];
		u32 window = ct6_tcp_window_of(peer);

		peer->scale = scaled ? peer->offer : 0;
		peer->maxwin = 0;
		ct6_tcp_window_offer(peer, window);
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
 * ct6_tcp_window_late() - may a SYN be that of this connection, late?
 * @tcp: connection
 * @seg: SYN
 * @dir: of the segment
 */
bool ct6_tcp_window_late(const struct ct6_tcp *tcp,
			 const struct ct6_tcp_seg *seg, unsigned int dir)
{
	const struct ct6_tcp_peer *s = &tcp->peer[dir], *r = &tcp->peer[!dir];

	return before(seg->seq, s->end) &&
	       !before(seg->seq,
		       ct6_tcp_window_back(s->end, r, CT6_TCP_LAG) - 1);
}

/* What of a SYN's number there is room for. */
static u16 ct6_tcp_window_digest(u32 first)
{
	return first << CT6_TCP_ASKED_SHIFT;
}

/**
 * ct6_tcp_window_ask() - remember a SYN of the opener inside the connection
 * @tcp: connection
 * @seg: SYN
 *
 * When both ends have forgotten the connection, the other answers it with a
 * SYN and ACK, and that is where a new one begins.
 */
void ct6_tcp_window_ask(struct ct6_tcp *tcp, const struct ct6_tcp_seg *seg)
{
	struct ct6_tcp_peer *s = &tcp->peer[CT6_TCP_ORIG];

	s->flags &= CT6_TCP_PEER_SCALE | CT6_TCP_PEER_FREE;
	s->flags |= CT6_TCP_PEER_ASKED;
	if (seg->has_scale)
		s->flags |= CT6_TCP_PEER_ASKED_SCALE |
			    min_t(u8, seg->scale, CT6_TCP_SCALE_MAX) <<
			    CT6_TCP_PEER_ASKED_SHIFT;
	tcp->bits &= BIT(CT6_TCP_ASKED_SHIFT) - 1;
	tcp->bits |= ct6_tcp_window_digest(seg->seq + 1);
}

/**
 * ct6_tcp_window_asked() - is it the answer to a SYN that was remembered?
 * @tcp: connection
 * @seg: SYN and ACK of the other end
 */
bool ct6_tcp_window_asked(const struct ct6_tcp *tcp,
			  const struct ct6_tcp_seg *seg)
{
	const struct ct6_tcp_peer *r = &tcp->peer[CT6_TCP_ORIG];
	u16 digest = tcp->bits & ~(BIT(CT6_TCP_ASKED_SHIFT) - 1);

	return r->flags & CT6_TCP_PEER_ASKED &&
	       digest == ct6_tcp_window_digest(seg->ack);
}

/**
 * ct6_tcp_window_anew() - begin with the SYN that was remembered
 * @tcp: connection
 * @seg: the answer to it
 *
 * Its window was not, so it is taken for the largest.
 */
void ct6_tcp_window_anew(struct ct6_tcp *tcp, const struct ct6_tcp_seg *seg)
{
	u8 asked = tcp->peer[CT6_TCP_ORIG].flags;
	struct ct6_tcp_seg syn = {
		.seq		= seg->ack - 1,
		.end		= seg->ack,
		.win		= U16_MAX,
		.flags		= TCPHDR_SYN,
		.scale		= asked >> CT6_TCP_PEER_ASKED_SHIFT,
		.has_scale	= asked & CT6_TCP_PEER_ASKED_SCALE,
	};

	memset(tcp->peer, 0, sizeof(tcp->peer));
	tcp->bits = 0;
	ct6_tcp_window_syn(tcp, &syn, CT6_TCP_ORIG);
}

/* Is a segment in its place, or late by no more than that and a window? */
static __always_inline bool
ct6_tcp_window_within(const struct ct6_tcp_peer *peer,
		      const struct ct6_tcp_seg *seg, unsigned int dir, u32 late)
{
	const struct ct6_tcp_peer *s = &peer[dir], *r = &peer[!dir];

	return !after(seg->seq, s->maxend) &&
	       !before(seg->end, ct6_tcp_window_back(r->maxack, r, late)) &&
	       !after(seg->ack, r->end) &&
	       !before(seg->ack, ct6_tcp_window_back(s->maxack, s, late));
}

/**
 * ct6_tcp_window_fits() - is a segment in its place?
 * @peer: ends of the connection by direction, the SYNs of both ends seen
 * @seg: segment with an acknowledgment, neither SYN nor RST
 * @dir: of the segment
 */
__always_inline bool ct6_tcp_window_fits(const struct ct6_tcp_peer *peer,
				     const struct ct6_tcp_seg *seg,
				     unsigned int dir)
{
	return peer[dir].flags & CT6_TCP_PEER_FREE ||
	       ct6_tcp_window_within(peer, seg, dir, CT6_TCP_LAG);
}

/**
 * ct6_tcp_window_stale() - is a segment out of its place only late?
 * @tcp: connection, the SYNs of both ends seen
 * @seg: segment with an acknowledgment, neither SYN nor RST
 * @dir: of the segment
 *
 * Data that was acknowledged, or an acknowledgment without any, from further
 * back than ct6_tcp_window_fits() takes. What has data that the receiver may
 * still wait for is not: with such an acknowledgment it throws it away
 * (RFC 5961, 5.2).
 */
bool ct6_tcp_window_stale(const struct ct6_tcp *tcp,
			  const struct ct6_tcp_seg *seg, unsigned int dir)
{
	return (seg->end == seg->seq ||
		!after(seg->end, tcp->peer[!dir].maxack)) &&
	       ct6_tcp_window_within(tcp->peer, seg, dir, CT6_TCP_LEAP);
}

static bool ct6_tcp_window_near(u32 a, u32 b)
{
	return abs((s32)(a - b)) <= CT6_TCP_LEAP;
}

/**
 * ct6_tcp_window_follows() - is a segment to be learnt from?
 * @peer: ends of the connection by direction
 * @seg: segment that fits
 * @dir: of the segment
 *
 * Without windows every segment fits, a blind one too. One that is far from
 * all that was seen passes, but neither closes the connection nor makes a
 * RST behind it an exact one.
 */
__always_inline bool ct6_tcp_window_follows(const struct ct6_tcp_peer *peer,
					const struct ct6_tcp_seg *seg,
					unsigned int dir)
{
	const struct ct6_tcp_peer *s = &peer[dir], *r = &peer[!dir];

	return !(s->flags & CT6_TCP_PEER_FREE) ||
	       (ct6_tcp_window_near(seg->seq, s->end) &&
		ct6_tcp_window_near(seg->ack, r->end));
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
 * what it has acknowledged, or all that was sent to it. One from before that
 * answers a segment that was on its way, and is thrown away.
 *
 * Return: whether it is in the window, or a little before it.
 */
bool ct6_tcp_window_reset(const struct ct6_tcp *tcp,
			  const struct ct6_tcp_seg *seg, unsigned int dir,
			  bool *exact)
{
	const struct ct6_tcp_peer *s = &tcp->peer[dir], *r = &tcp->peer[!dir];

	*exact = seg->seq == r->maxack || seg->seq == s->end;
	if (*exact || s->flags & CT6_TCP_PEER_FREE)
		return true;
	return !before(seg->seq,
		       ct6_tcp_window_back(r->maxack, r, CT6_TCP_LEAP)) &&
	       !after(seg->seq, s->maxend);
}

/**
 * ct6_tcp_window_quoted() - was a segment sent that an error quotes?
 * @tcp: connection
 * @seq: sequence number of the quoted segment
 * @dir: its direction
 *
 * It lies between what was acknowledged, or a window before that for the
 * error's own time under way, and what was sent (RFC 5927, 4.1). Of a connection
 * that was taken up under way neither is known for sure: there it is near what
 * was seen.
 */
bool ct6_tcp_window_quoted(const struct ct6_tcp *tcp, u32 seq,
			   unsigned int dir)
{
	const struct ct6_tcp_peer *s = &tcp->peer[dir], *r = &tcp->peer[!dir];

	if (s->flags & CT6_TCP_PEER_FREE)
		return ct6_tcp_window_near(seq, s->end);
	return !after(seq, s->end) &&
	       !before(seq, r->maxack - max_t(u32, ct6_tcp_window_of(r), 1));
}

/**
 * ct6_tcp_window_take() - learn from a segment that is in its place
 * @peer: ends of the connection by direction
 * @seg: segment
 * @dir: of the segment
 */
__always_inline void ct6_tcp_window_take(struct ct6_tcp_peer *peer,
					 const struct ct6_tcp_seg *seg,
					 unsigned int dir)
{
	struct ct6_tcp_peer *s = &peer[dir], *r = &peer[!dir];
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
	/* what another way than ours has brought was sent all the same */
	if (r->flags & CT6_TCP_PEER_FREE && after(seg->ack, r->end))
		r->end = seg->ack;
	/* a window that is closed is probed with one byte (3.8.6.1) */
	edge = seg->ack + max_t(u32, window, 1);
	if (after(edge, r->maxend))
		r->maxend = edge;
}
