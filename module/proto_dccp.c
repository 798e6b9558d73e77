// SPDX-License-Identifier: GPL-2.0-only
/*
 * DCCP (RFC 4340), seen from the middle: states by the types of packets that
 * pass, and only with numbers that fit.
 *
 *   LISTEN	a Listen of a server that is not reached otherwise (RFC 5596)
 *   REQUEST	the Request of the client
 *   RESPOND	the Response of the server
 *   PARTOPEN	the client's acknowledgment of it
 *   OPEN	and the server's answer to that
 *   CLOSEREQ	the server asks for the end
 *   CLOSING	either side closes
 *   TIME_WAIT	and the other has reset it, or a Reset came at any time
 *
 * A packet of the sender S to the receiver R fits when
 *
 *   R.ack - window <= seq <= S.seq + window
 *   S.ack - window <= ack <= R.seq
 *
 * The ends agree on their windows as they go (7.5.2), up to 2^46. What is out
 * of R's window but not out of this one is R's to answer, with a Sync, for so
 * the ends find each other again after a burst of losses; a stricter one here
 * would cut them off. Against guesses it is as good: it leaves one in 2^23.
 */
#include <linux/skbuff.h>

#include "compat.h"
#include "dccp.h"
#include "net.h"
#include "proto.h"

#define CT6_DCCP_WINDOW		((s64)BIT(24))
/* Of numbers of 24 bits: one in 2^8. */
#define CT6_DCCP_WINDOW_BRIEF	((s64)BIT(15))
#define CT6_DCCP_NUMBER		GENMASK_ULL(47, 0)

/* ct6_flow.proto: no number of a direction is known; its sender is the
 * client.
 */
#define CT6_DCCP_FREE(dir)	BIT(dir)
#define CT6_DCCP_CLIENT(dir)	BIT(2 + (dir))

/* How a packet stands to its flow. */
enum ct6_dccp_fit {
	CT6_DCCP_TAKE,		/* moves the state, or fits it */
	CT6_DCCP_IGNORE,	/* passes, the ends sort it out */
	CT6_DCCP_REFUSE,	/* has no place in this connection */
	CT6_DCCP_REOPEN,	/* begins a new connection in its place */
};

/**
 * struct ct6_dccp - a connection
 * @peer: by direction
 * @bits: CT6_DCCP_FREE() and the like
 * @state: enum ct6_dccp_state
 */
struct ct6_dccp {
	struct ct6_dccp_peer	peer[2];
	u16			bits;
	u8			state;
};

static_assert(sizeof(((struct ct6_dccp *)0)->peer) <=
	      sizeof(((struct ct6_flow *)0)->tcp));

/**
 * ct6_dccp_read() - read type and numbers of a packet
 * @skb: packet, or an error that quotes it
 * @offset: of the header
 * @seg: result
 *
 * Only Data, Ack and DataAck may have short numbers (RFC 4340, 5.1).
 *
 * Context: any.
 * Return: 0, or the CT6_STAT_INVALID_* that says what is wrong.
 */
int ct6_dccp_read(const struct sk_buff *skb, u32 offset,
		  struct ct6_dccp_seg *seg)
{
	static const u8 size[2][CT6_DCCP_TYPES] = { {
		[CT6_DCCP_DATA]		= 12,
		[CT6_DCCP_ACK]		= 16,
		[CT6_DCCP_DATAACK]	= 16,
	}, {
		[CT6_DCCP_REQUEST]	= 20,
		[CT6_DCCP_RESPONSE]	= 28,
		[CT6_DCCP_DATA]		= 16,
		[CT6_DCCP_ACK]		= 24,
		[CT6_DCCP_DATAACK]	= 24,
		[CT6_DCCP_CLOSEREQ]	= 24,
		[CT6_DCCP_CLOSE]	= 24,
		[CT6_DCCP_RESET]	= 28,
		[CT6_DCCP_SYNC]		= 24,
		[CT6_DCCP_SYNCACK]	= 24,
		[CT6_DCCP_LISTEN]	= 20,
	} };
	unsigned int need;
	const u8 *header;
	u8 buf[28];

	header = skb_header_pointer(skb, offset, 12, buf);
	if (!header)
		return CT6_STAT_INVALID_TRUNCATED;
	seg->brief = !(header[8] & 1);
	seg->type = header[8] >> 1 & 15;
	need = seg->type < CT6_DCCP_TYPES ? size[!seg->brief][seg->type] : 0;
	if (!need || header[4] * 4 < need)
		return CT6_STAT_INVALID_DCCP;
	header = skb_header_pointer(skb, offset, need, buf);
	if (!header)
		return CT6_STAT_INVALID_TRUNCATED;
	seg->seq = seg->brief ? get_unaligned_be24(header + 9) :
				get_unaligned_be48(header + 10);
	seg->has_ack = seg->type != CT6_DCCP_REQUEST &&
		       seg->type != CT6_DCCP_DATA &&
		       seg->type != CT6_DCCP_LISTEN;
	if (seg->has_ack)
		seg->ack = seg->brief ? get_unaligned_be24(header + 13) :
					get_unaligned_be48(header + 18);
	return 0;
}

/* How far @a is behind @b, in the circle of 48 bits; negative before it. */
static s64 ct6_dccp_behind(u64 a, u64 b)
{
	return (s64)((a - b) << 16) >> 16;
}

/* The number nearest to @near that ends in these 24 bits (7.6). */
static u64 ct6_dccp_extend(u64 number, u64 near)
{
	s64 distance = (s64)((number - near) << 40) >> 40;

	return (near + distance) & CT6_DCCP_NUMBER;
}

/* Numbers of 48 bits, as far as the others are known. */
static void ct6_dccp_whole(const struct ct6_dccp *dccp,
			   struct ct6_dccp_seg *seg, unsigned int dir)
{
	if (!seg->brief)
		return;
	seg->seq = ct6_dccp_extend(seg->seq, dccp->peer[dir].seq);
	seg->ack = ct6_dccp_extend(seg->ack, dccp->peer[!dir].seq);
}

static s64 ct6_dccp_window(const struct ct6_dccp_seg *seg)
{
	return seg->brief ? CT6_DCCP_WINDOW_BRIEF : CT6_DCCP_WINDOW;
}

static bool ct6_dccp_seq_old(const struct ct6_dccp *dccp,
			     const struct ct6_dccp_seg *seg, unsigned int dir)
{
	return !(dccp->bits & CT6_DCCP_FREE(dir)) &&
	       ct6_dccp_behind(seg->seq, dccp->peer[!dir].ack) <
	       -ct6_dccp_window(seg);
}

static bool ct6_dccp_seq_fits(const struct ct6_dccp *dccp,
			      const struct ct6_dccp_seg *seg, unsigned int dir)
{
	if (dccp->bits & CT6_DCCP_FREE(dir))
		return true;
	return !ct6_dccp_seq_old(dccp, seg, dir) &&
	       ct6_dccp_behind(seg->seq, dccp->peer[dir].seq) <=
	       ct6_dccp_window(seg);
}

static bool ct6_dccp_ack_fits(const struct ct6_dccp *dccp,
			      const struct ct6_dccp_seg *seg, unsigned int dir)
{
	s64 window = ct6_dccp_window(seg);

	if (!seg->has_ack || dccp->bits & CT6_DCCP_FREE(!dir))
		return true;
	/* there was nothing before the first Request */
	if (dccp->state == CT6_DCCP_STATE_REQUEST)
		window = 0;
	return ct6_dccp_behind(seg->ack, dccp->peer[!dir].seq) <= 0 &&
	       ct6_dccp_behind(seg->ack, dccp->peer[dir].ack) >= -window;
}

static bool ct6_dccp_fits(const struct ct6_dccp *dccp,
			  const struct ct6_dccp_seg *seg, unsigned int dir)
{
	return ct6_dccp_seq_fits(dccp, seg, dir) &&
	       ct6_dccp_ack_fits(dccp, seg, dir);
}

/* The first number that is known of a direction. */
static void ct6_dccp_learn(struct ct6_dccp *dccp,
			   const struct ct6_dccp_seg *seg, unsigned int dir)
{
	/* nobody knows the upper half */
	if (seg->brief)
		return;
	dccp->bits &= ~CT6_DCCP_FREE(dir);
	dccp->peer[dir].seq = seg->seq;
	dccp->peer[!dir].ack = seg->seq;
}

static enum ct6_dccp_fit ct6_dccp_take(struct ct6_dccp *dccp,
				       const struct ct6_dccp_seg *seg,
				       unsigned int dir)
{
	struct ct6_dccp_peer *s = &dccp->peer[dir];

	if (dccp->bits & CT6_DCCP_FREE(dir))
		ct6_dccp_learn(dccp, seg, dir);
	else if (ct6_dccp_behind(seg->seq, s->seq) > 0)
		s->seq = seg->seq;
	if (seg->has_ack && !(dccp->bits & CT6_DCCP_FREE(!dir)) &&
	    ct6_dccp_ack_fits(dccp, seg, dir) &&
	    ct6_dccp_behind(seg->ack, s->ack) > 0)
		s->ack = seg->ack;
	return CT6_DCCP_TAKE;
}

/* Who sends it is the client, unless that is the other. */
static bool ct6_dccp_client(const struct ct6_dccp *dccp, unsigned int dir)
{
	return !(dccp->bits & CT6_DCCP_CLIENT(!dir));
}

static bool ct6_dccp_server(const struct ct6_dccp *dccp, unsigned int dir)
{
	return !(dccp->bits & CT6_DCCP_CLIENT(dir));
}

static enum ct6_dccp_fit ct6_dccp_request(struct ct6_dccp *dccp,
					  const struct ct6_dccp_seg *seg,
					  unsigned int dir)
{
	if (dccp->state == CT6_DCCP_STATE_TIME_WAIT)
		return CT6_DCCP_REOPEN;
	if (!ct6_dccp_client(dccp, dir))
		return CT6_DCCP_REFUSE;
	switch (dccp->state) {
	case CT6_DCCP_STATE_REQUEST:
		/* sent again, perhaps by a client that has begun anew */
		if (!ct6_dccp_seq_fits(dccp, seg, dir))
			ct6_dccp_learn(dccp, seg, dir);
		return ct6_dccp_take(dccp, seg, dir);
	case CT6_DCCP_STATE_LISTEN:
		dccp->state = CT6_DCCP_STATE_REQUEST;
		return ct6_dccp_take(dccp, seg, dir);
	case CT6_DCCP_STATE_RESPOND:
		return ct6_dccp_seq_fits(dccp, seg, dir) ?
		       ct6_dccp_take(dccp, seg, dir) : CT6_DCCP_IGNORE;
	default:
		/* of a client that has crashed: the server asks back, and
		 * gets a Reset (7.5.6)
		 */
		return CT6_DCCP_IGNORE;
	}
}

static enum ct6_dccp_fit ct6_dccp_response(struct ct6_dccp *dccp,
					   const struct ct6_dccp_seg *seg,
					   unsigned int dir)
{
	if (!ct6_dccp_server(dccp, dir))
		return CT6_DCCP_REFUSE;
	switch (dccp->state) {
	case CT6_DCCP_STATE_REQUEST:
	case CT6_DCCP_STATE_RESPOND:
		/* once more, perhaps out of another Init Cookie (8.1.4) */
		if (!ct6_dccp_ack_fits(dccp, seg, dir))
			return CT6_DCCP_REFUSE;
		if (!ct6_dccp_seq_fits(dccp, seg, dir))
			ct6_dccp_learn(dccp, seg, dir);
		dccp->state = CT6_DCCP_STATE_RESPOND;
		return ct6_dccp_take(dccp, seg, dir);
	case CT6_DCCP_STATE_TIME_WAIT:
	case CT6_DCCP_STATE_LISTEN:
		return CT6_DCCP_REFUSE;
	default:
		if (!ct6_dccp_ack_fits(dccp, seg, dir))
			return CT6_DCCP_REFUSE;
		return ct6_dccp_seq_fits(dccp, seg, dir) ?
		       ct6_dccp_take(dccp, seg, dir) : CT6_DCCP_IGNORE;
	}
}

static enum ct6_dccp_fit ct6_dccp_listen(struct ct6_dccp *dccp,
					 unsigned int dir)
{
	if (!ct6_dccp_server(dccp, dir))
		return CT6_DCCP_REFUSE;
	/* the client has been heard meanwhile, and answered */
	return dccp->state == CT6_DCCP_STATE_LISTEN ? CT6_DCCP_TAKE :
						      CT6_DCCP_IGNORE;
}

/*
 * A Reset is believed when it fits, or has just the number of the last packet
 * of the other end: an end without the connection answers so, and makes up
 * its own number (8.3.1). Anything else that acknowledges what was sent is
 * the end's to ask back (7.5.4).
 */
static enum ct6_dccp_fit ct6_dccp_reset(struct ct6_dccp *dccp,
					const struct ct6_dccp_seg *seg,
					unsigned int dir)
{
	bool known = !(dccp->bits & CT6_DCCP_FREE(!dir));
	bool exact = known && seg->ack == dccp->peer[!dir].seq;

	if (!ct6_dccp_ack_fits(dccp, seg, dir))
		return CT6_DCCP_REFUSE;
	if (dccp->state == CT6_DCCP_STATE_TIME_WAIT)
		return CT6_DCCP_IGNORE;
	/* any of the Requests is refused */
	if (dccp->state == CT6_DCCP_STATE_REQUEST)
		exact = known;
	if (!exact && (!known || dccp->bits & CT6_DCCP_FREE(dir) ||
		       !ct6_dccp_seq_fits(dccp, seg, dir)))
		return CT6_DCCP_IGNORE;
	dccp->state = CT6_DCCP_STATE_TIME_WAIT;
	return CT6_DCCP_TAKE;
}

/*
 * An end that lost its place asks for it; its number may be far ahead. What it
 * acknowledges is what it did not expect: perhaps the Request of a client that
 * has crashed, which has no place here either.
 */
static enum ct6_dccp_fit ct6_dccp_sync(struct ct6_dccp *dccp,
				       const struct ct6_dccp_seg *seg,
				       unsigned int dir)
{
	bool known = ct6_dccp_ack_fits(dccp, seg, dir);

	if (!known && seg->type == CT6_DCCP_SYNCACK)
		return CT6_DCCP_REFUSE;
	if (known ? ct6_dccp_seq_old(dccp, seg, dir) :
		    !ct6_dccp_seq_fits(dccp, seg, dir))
		return CT6_DCCP_REFUSE;
	switch (dccp->state) {
	case CT6_DCCP_STATE_LISTEN:
		return CT6_DCCP_REFUSE;
	case CT6_DCCP_STATE_REQUEST:
		/* of a server that has an old connection (7.5.6) */
		return known && ct6_dccp_server(dccp, dir) ?
		       CT6_DCCP_IGNORE : CT6_DCCP_REFUSE;
	case CT6_DCCP_STATE_TIME_WAIT:
		return CT6_DCCP_IGNORE;
	default:
		return ct6_dccp_take(dccp, seg, dir);
	}
}

static void ct6_dccp_close(struct ct6_dccp *dccp,
			   const struct ct6_dccp_seg *seg)
{
	if (seg->type == CT6_DCCP_CLOSE)
		dccp->state = CT6_DCCP_STATE_CLOSING;
	else if (seg->type == CT6_DCCP_CLOSEREQ &&
		 dccp->state != CT6_DCCP_STATE_CLOSING)
		dccp->state = CT6_DCCP_STATE_CLOSEREQ;
}

/* Data, Ack, DataAck, CloseReq and Close. */
static enum ct6_dccp_fit ct6_dccp_rest(struct ct6_dccp *dccp,
				       const struct ct6_dccp_seg *seg,
				       unsigned int dir)
{
	if (seg->type == CT6_DCCP_CLOSEREQ && !ct6_dccp_server(dccp, dir))
		return CT6_DCCP_REFUSE;
	if (!ct6_dccp_fits(dccp, seg, dir))
		return CT6_DCCP_REFUSE;
	switch (dccp->state) {
	case CT6_DCCP_STATE_REQUEST:
	case CT6_DCCP_STATE_LISTEN:
		return CT6_DCCP_REFUSE;
	case CT6_DCCP_STATE_RESPOND:
		/* the server asks back for data without acknowledgment */
		if (!ct6_dccp_client(dccp, dir) || !seg->has_ack)
			return ct6_dccp_take(dccp, seg, dir);
		dccp->state = CT6_DCCP_STATE_PARTOPEN;
		break;
	case CT6_DCCP_STATE_PARTOPEN:
		if (!ct6_dccp_client(dccp, dir))
			dccp->state = CT6_DCCP_STATE_OPEN;
		break;
	case CT6_DCCP_STATE_TIME_WAIT:
		return CT6_DCCP_IGNORE;
	}
	ct6_dccp_close(dccp, seg);
	return ct6_dccp_take(dccp, seg, dir);
}

/**
 * ct6_dccp_next() - what a packet makes of a connection
 * @dccp: connection, replaced by what it becomes
 * @packet: packet
 * @dir: its direction
 *
 * Context: any; a pure function. After anything but CT6_DCCP_TAKE, @dccp is
 * of no use.
 */
static enum ct6_dccp_fit ct6_dccp_next(struct ct6_dccp *dccp,
				       const struct ct6_dccp_seg *packet,
				       unsigned int dir)
{
	struct ct6_dccp_seg seg = *packet;

	ct6_dccp_whole(dccp, &seg, dir);
	switch (seg.type) {
	case CT6_DCCP_REQUEST:
		return ct6_dccp_request(dccp, &seg, dir);
	case CT6_DCCP_RESPONSE:
		return ct6_dccp_response(dccp, &seg, dir);
	case CT6_DCCP_RESET:
		return ct6_dccp_reset(dccp, &seg, dir);
	case CT6_DCCP_SYNC:
	case CT6_DCCP_SYNCACK:
		return ct6_dccp_sync(dccp, &seg, dir);
	case CT6_DCCP_LISTEN:
		return ct6_dccp_listen(dccp, dir);
	default:
		return ct6_dccp_rest(dccp, &seg, dir);
	}
}

/* The first packet that is seen of a connection. */
static void ct6_dccp_begin(struct ct6_dccp *dccp,
			   const struct ct6_dccp_seg *seg, unsigned int dir)
{
	dccp->bits = CT6_DCCP_FREE(0) | CT6_DCCP_FREE(1);
	switch (seg->type) {
	case CT6_DCCP_LISTEN:
		/* it has no number of the connection */
		dccp->bits |= CT6_DCCP_CLIENT(!dir);
		dccp->state = CT6_DCCP_STATE_LISTEN;
		return;
	case CT6_DCCP_REQUEST:
		dccp->bits |= CT6_DCCP_CLIENT(dir);
		dccp->state = CT6_DCCP_STATE_REQUEST;
		break;
	default:
		dccp->state = CT6_DCCP_STATE_OPEN;
	}
	ct6_dccp_learn(dccp, seg, dir);
	ct6_dccp_close(dccp, seg);
}

static void ct6_dccp_load(const struct ct6_flow *flow, struct ct6_dccp *dccp)
{
	/* ct6_dccp_look() says why this may be read without the lock */
	data_race(memcpy(dccp->peer, flow->dccp, sizeof(dccp->peer)));
	dccp->state = READ_ONCE(flow->state);
	dccp->bits = READ_ONCE(flow->proto);
}

static void ct6_dccp_store(struct ct6_flow *flow, const struct ct6_dccp *dccp)
{
	memcpy(flow->dccp, dccp->peer, sizeof(dccp->peer));
	WRITE_ONCE(flow->state, dccp->state);
	WRITE_ONCE(flow->proto, dccp->bits);
}

/**
 * ct6_dccp_quoted() - was a packet sent that an ICMPv6 error quotes?
 * @flow: flow of DCCP
 * @packet: the packet
 * @dir: its direction
 *
 * As the end itself would ask (RFC 4340, 14.1): not before what the other end
 * has acknowledged, and not behind what was sent.
 *
 * Context: under RCU.
 */
bool ct6_dccp_quoted(const struct ct6_flow *flow,
		     const struct ct6_dccp_seg *packet, unsigned int dir)
{
	struct ct6_dccp_seg seg = *packet;
	struct ct6_dccp dccp;

	ct6_dccp_load(flow, &dccp);
	if (dccp.bits & CT6_DCCP_FREE(dir))
		return true;
	ct6_dccp_whole(&dccp, &seg, dir);
	return !ct6_dccp_seq_old(&dccp, &seg, dir) &&
	       ct6_dccp_behind(seg.seq, dccp.peer[dir].seq) <= 0;
}

/*
 * Without the lock another CPU may be seen half way: what seems wrong gets a
 * second look, and what seems right is asked again before it moves anything.
 */
static enum ct6_dccp_fit ct6_dccp_look(const struct ct6_packet *pkt)
{
	struct ct6_flow *flow = pkt->flow;
	enum ct6_dccp_fit fit;
	struct ct6_dccp dccp;

	ct6_dccp_load(flow, &dccp);
	fit = ct6_dccp_next(&dccp, &pkt->dccp, pkt->dir);
	if (likely(fit != CT6_DCCP_REFUSE))
		return fit;
	spin_lock(&flow->lock);
	ct6_dccp_load(flow, &dccp);
	spin_unlock(&flow->lock);
	return ct6_dccp_next(&dccp, &pkt->dccp, pkt->dir);
}

static bool ct6_dccp_begins(const struct ct6_net *cn,
			    const struct ct6_dccp_seg *seg)
{
	switch (seg->type) {
	case CT6_DCCP_REQUEST:
	case CT6_DCCP_LISTEN:
		return true;
	case CT6_DCCP_RESPONSE:
	case CT6_DCCP_RESET:
	case CT6_DCCP_SYNCACK:
		return false;
	default:
		return READ_ONCE(cn->config.tcp_loose);
	}
}

static u8 ct6_dccp_invalid(struct ct6_packet *pkt)
{
	pkt->invalid = CT6_STAT_INVALID_DCCP;
	return CT6_CT_STATE_INVALID;
}

static u8 ct6_dccp_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	if (!pkt->flow)
		return ct6_dccp_begins(cn, &pkt->dccp) ?
		       CT6_CT_STATE_NEW : ct6_dccp_invalid(pkt);
	switch (ct6_dccp_look(pkt)) {
	case CT6_DCCP_REFUSE:
		return ct6_dccp_invalid(pkt);
	case CT6_DCCP_REOPEN:
		pkt->flow = NULL;
		pkt->dir = CT6_DIR_ORIG;
		return CT6_CT_STATE_NEW;
	case CT6_DCCP_IGNORE:
		pkt->passive = true;
		fallthrough;
	default:
		return ct6_proto_reply_state(pkt);
	}
}

static bool ct6_dccp_commit(const struct ct6_net *cn,
			    const struct ct6_packet *pkt,
			    struct ct6_flow *flow)
{
	enum ct6_dccp_fit fit = CT6_DCCP_TAKE;
	struct ct6_dccp dccp;
	u8 state;

	spin_lock(&flow->lock);
	ct6_dccp_load(flow, &dccp);
	state = dccp.state;
	if (state == CT6_DCCP_STATE_NONE)
		ct6_dccp_begin(&dccp, &pkt->dccp, pkt->dir);
	else
		fit = ct6_dccp_next(&dccp, &pkt->dccp, pkt->dir);
	if (ct6_flow_test(flow, CT6_FLOW_DEAD))
		fit = CT6_DCCP_IGNORE;
	if (fit == CT6_DCCP_TAKE)
		ct6_dccp_store(flow, &dccp);
	spin_unlock(&flow->lock);

	if (fit != CT6_DCCP_TAKE || dccp.state == state)
		return false;
	if (dccp.state == CT6_DCCP_STATE_OPEN)
		ct6_flow_set(flow, CT6_FLOW_STATUS_ASSURED);
	return true;
}

static u32 ct6_dccp_timeout(const struct ct6_net *cn,
			    const struct ct6_flow *flow)
{
	static const u8 timeout[] = {
		[CT6_DCCP_STATE_NONE]		= CT6_TIMEOUT_DCCP_OPENING,
		[CT6_DCCP_STATE_REQUEST]	= CT6_TIMEOUT_DCCP_OPENING,
		[CT6_DCCP_STATE_RESPOND]	= CT6_TIMEOUT_DCCP_OPENING,
		[CT6_DCCP_STATE_PARTOPEN]	= CT6_TIMEOUT_DCCP_OPENING,
		[CT6_DCCP_STATE_OPEN]		= CT6_TIMEOUT_DCCP_OPEN,
		[CT6_DCCP_STATE_CLOSEREQ]	= CT6_TIMEOUT_DCCP_CLOSING,
		[CT6_DCCP_STATE_CLOSING]	= CT6_TIMEOUT_DCCP_CLOSING,
		[CT6_DCCP_STATE_TIME_WAIT]	= CT6_TIMEOUT_DCCP_CLOSING,
		[CT6_DCCP_STATE_LISTEN]		= CT6_TIMEOUT_DCCP_OPENING,
	};
	enum ct6_timeout t = timeout[READ_ONCE(flow->state)];

	/* taken up under way, and nobody has answered yet */
	if (t == CT6_TIMEOUT_DCCP_OPEN &&
	    !ct6_flow_test(flow, CT6_FLOW_STATUS_SEEN_REPLY))
		t = CT6_TIMEOUT_DCCP_OPENING;
	return READ_ONCE(cn->config.timeout[t]);
}

const struct ct6_proto ct6_proto_dccp = {
	.classify	= ct6_dccp_classify,
	.commit		= ct6_dccp_commit,
	.timeout	= ct6_dccp_timeout,
};
