// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP (RFC 9293), seen from the middle: states by the flags that pass.
 *
 *   SYN_SENT     the SYN of the opener
 *   SYN_SENT2    SYNs of both sides: simultaneous open
 *   SYN_RECV     SYN and ACK of the other side
 *   ESTABLISHED  the handshake is done
 *   FIN_WAIT     one side has sent its FIN
 *   CLOSE_WAIT   and the other has acknowledged it: half closed
 *   LAST_ACK     both have sent their FINs
 *   TIME_WAIT    and the second is acknowledged too
 *   CLOSE        somebody has sent a RST
 *
 * State and FIN bits are one word, changed by cmpxchg: no lock.
 */
#include <linux/tcp.h>
#include <net/tcp.h>

#include "net.h"
#include "proto.h"

/* Bits of ct6_flow.proto: sides whose FIN has passed, last side to send it. */
#define CT6_TCP_FIN(dir)	BIT(dir)
#define CT6_TCP_FIN_LAST	BIT(2)

/* What a segment does to the state machine. */
enum ct6_tcp_event {
	CT6_TCP_BAD,
	CT6_TCP_SYN,
	CT6_TCP_SYNACK,
	CT6_TCP_FINACK,
	CT6_TCP_RST,
	CT6_TCP_ACK,
};

/* How a segment stands to its flow. */
enum ct6_tcp_fit {
	CT6_TCP_TAKE,		/* moves the state, or fits it */
	CT6_TCP_IGNORE,		/* passes, the ends sort it out */
	CT6_TCP_REFUSE,		/* has no place in this connection */
	CT6_TCP_REOPEN,		/* begins a new connection in its place */
};

/**
 * ct6_tcp_event() - what the flags mean
 * @flags: byte 13 of the header
 *
 * PSH, URG, ECE and CWR say nothing about the state. What no stack sends
 * (no flag, SYN with FIN or RST, FIN without ACK, ...) is bad.
 */
static enum ct6_tcp_event ct6_tcp_event(u8 flags)
{
	switch (flags & (TCPHDR_SYN | TCPHDR_ACK | TCPHDR_FIN | TCPHDR_RST)) {
	case TCPHDR_SYN:
		return CT6_TCP_SYN;
	case TCPHDR_SYN | TCPHDR_ACK:
		return CT6_TCP_SYNACK;
	case TCPHDR_FIN | TCPHDR_ACK:
		return CT6_TCP_FINACK;
	case TCPHDR_RST:
	case TCPHDR_RST | TCPHDR_ACK:
		return CT6_TCP_RST;
	case TCPHDR_ACK:
		return CT6_TCP_ACK;
	default:
		return CT6_TCP_BAD;
	}
}

static enum ct6_tcp_fit ct6_tcp_syn(u8 *state, enum ct6_dir dir)
{
	switch (*state) {
	case CT6_TCP_STATE_SYN_SENT:
		/* a retransmission, or a simultaneous open (3.5) */
		if (dir == CT6_DIR_REPLY)
			*state = CT6_TCP_STATE_SYN_SENT2;
		return CT6_TCP_TAKE;
	case CT6_TCP_STATE_SYN_SENT2:
	case CT6_TCP_STATE_SYN_RECV:
		return CT6_TCP_TAKE;
	case CT6_TCP_STATE_TIME_WAIT:
	case CT6_TCP_STATE_CLOSE:
		/* the ports are used anew (3.6.1), by either side */
		return CT6_TCP_REOPEN;
	default:
		/* of a host that forgot the connection, or a blind one: the
		 * end answers with a challenge ACK (RFC 5961, 4)
		 */
		return CT6_TCP_IGNORE;
	}
}

static enum ct6_tcp_fit ct6_tcp_synack(u8 *state, enum ct6_dir dir)
{
	switch (*state) {
	case CT6_TCP_STATE_SYN_SENT:
		if (dir == CT6_DIR_ORIG)
			return CT6_TCP_REFUSE;
		fallthrough;
	case CT6_TCP_STATE_SYN_SENT2:
		*state = CT6_TCP_STATE_SYN_RECV;
		return CT6_TCP_TAKE;
	case CT6_TCP_STATE_SYN_RECV:
		return CT6_TCP_TAKE;
	case CT6_TCP_STATE_TIME_WAIT:
	case CT6_TCP_STATE_CLOSE:
		return CT6_TCP_REFUSE;
	default:
		return CT6_TCP_IGNORE;
	}
}

static enum ct6_tcp_fit ct6_tcp_fin(u8 *state, u16 *fin, enum ct6_dir dir)
{
	bool other = *fin & CT6_TCP_FIN(!dir);

	switch (*state) {
	case CT6_TCP_STATE_SYN_SENT:
	case CT6_TCP_STATE_SYN_SENT2:
		return CT6_TCP_REFUSE;
	case CT6_TCP_STATE_CLOSE:
		return CT6_TCP_IGNORE;
	case CT6_TCP_STATE_LAST_ACK:
	case CT6_TCP_STATE_TIME_WAIT:
		return CT6_TCP_TAKE;
	}
	if (*fin & CT6_TCP_FIN(dir))
		return CT6_TCP_TAKE;
	*fin |= CT6_TCP_FIN(dir);
	*fin &= ~CT6_TCP_FIN_LAST;
	if (dir == CT6_DIR_REPLY)
		*fin |= CT6_TCP_FIN_LAST;
	*state = other ? CT6_TCP_STATE_LAST_ACK : CT6_TCP_STATE_FIN_WAIT;
	return CT6_TCP_TAKE;
}

static enum ct6_tcp_fit ct6_tcp_ack(u8 *state, u16 fin, enum ct6_dir dir)
{
	enum ct6_dir last = fin & CT6_TCP_FIN_LAST ? CT6_DIR_REPLY :
						     CT6_DIR_ORIG;

	switch (*state) {
	case CT6_TCP_STATE_SYN_SENT:
		/* a host with an old connection answers a SYN so, and gets
		 * a RST for it (3.5.1)
		 */
		return dir == CT6_DIR_REPLY ? CT6_TCP_IGNORE : CT6_TCP_REFUSE;
	case CT6_TCP_STATE_SYN_SENT2:
		return CT6_TCP_IGNORE;
	case CT6_TCP_STATE_SYN_RECV:
		if (dir == CT6_DIR_ORIG)
			*state = CT6_TCP_STATE_ESTABLISHED;
		return CT6_TCP_TAKE;
	case CT6_TCP_STATE_FIN_WAIT:
		if (dir != last)
			*state = CT6_TCP_STATE_CLOSE_WAIT;
		return CT6_TCP_TAKE;
	case CT6_TCP_STATE_LAST_ACK:
		if (dir != last)
			*state = CT6_TCP_STATE_TIME_WAIT;
		return CT6_TCP_TAKE;
	case CT6_TCP_STATE_CLOSE:
		return CT6_TCP_IGNORE;
	default:
		return CT6_TCP_TAKE;
	}
}

static enum ct6_tcp_fit ct6_tcp_rst(u8 *state)
{
	if (*state != CT6_TCP_STATE_TIME_WAIT)
		*state = CT6_TCP_STATE_CLOSE;
	return CT6_TCP_TAKE;
}

/**
 * ct6_tcp_next() - a connection's next state
 * @state: state, replaced by the next
 * @fin: FIN bits, replaced by the next
 * @event: of the segment
 * @dir: of the segment
 *
 * Context: any; a pure function.
 */
static enum ct6_tcp_fit ct6_tcp_next(u8 *state, u16 *fin,
				     enum ct6_tcp_event event,
				     enum ct6_dir dir)
{
	switch (event) {
	case CT6_TCP_SYN:
		return ct6_tcp_syn(state, dir);
	case CT6_TCP_SYNACK:
		return ct6_tcp_synack(state, dir);
	case CT6_TCP_FINACK:
		return ct6_tcp_fin(state, fin, dir);
	case CT6_TCP_ACK:
		return ct6_tcp_ack(state, *fin, dir);
	case CT6_TCP_RST:
		return ct6_tcp_rst(state);
	default:
		return CT6_TCP_REFUSE;
	}
}

static u8 ct6_tcp_invalid(struct ct6_packet *pkt)
{
	pkt->invalid = CT6_STAT_INVALID_TCP;
	return CT6_CT_STATE_INVALID;
}

static u8 ct6_tcp_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	enum ct6_tcp_event event = ct6_tcp_event(pkt->tcp_flags);
	u8 state;
	u16 fin;

	if (!pkt->flow) {
		if (event == CT6_TCP_SYN ||
		    (event == CT6_TCP_ACK && READ_ONCE(cn->config.tcp_loose)))
			return CT6_CT_STATE_NEW;
		return ct6_tcp_invalid(pkt);
	}
	state = READ_ONCE(pkt->flow->state);
	fin = READ_ONCE(pkt->flow->proto);
	switch (ct6_tcp_next(&state, &fin, event, pkt->dir)) {
	case CT6_TCP_REFUSE:
		return ct6_tcp_invalid(pkt);
	case CT6_TCP_REOPEN:
		pkt->flow = NULL;
		pkt->dir = CT6_DIR_ORIG;
		return CT6_CT_STATE_NEW;
	default:
		return ct6_proto_reply_state(pkt);
	}
}

static bool ct6_tcp_commit(const struct ct6_net *cn,
			   const struct ct6_packet *pkt, struct ct6_flow *flow)
{
	enum ct6_tcp_event event = ct6_tcp_event(pkt->tcp_flags);
	union {
		struct {
			u8	orig;
			u8	state;
			u16	fin;
		};
		u32		word;
	} old, next;

	old.word = READ_ONCE(flow->word);
	do {
		next.word = old.word;
		if (old.state == CT6_TCP_STATE_NONE) {
			next.state = event == CT6_TCP_SYN ?
				     CT6_TCP_STATE_SYN_SENT :
				     CT6_TCP_STATE_ESTABLISHED;
		} else if (ct6_tcp_next(&next.state, &next.fin, event,
					pkt->dir) != CT6_TCP_TAKE) {
			return false;
		}
		if (next.word == old.word)
			return false;
	} while (!try_cmpxchg(&flow->word, &old.word, next.word));

	if (next.state == CT6_TCP_STATE_ESTABLISHED)
		set_bit(CT6_FLOW_ASSURED, &flow->status);
	return next.state != old.state;
}

static u32 ct6_tcp_timeout(const struct ct6_net *cn,
			   const struct ct6_flow *flow)
{
	static const u8 timeout[] = {
		[CT6_TCP_STATE_NONE]		= CT6_TIMEOUT_TCP_SYN_SENT,
		[CT6_TCP_STATE_SYN_SENT]	= CT6_TIMEOUT_TCP_SYN_SENT,
		[CT6_TCP_STATE_SYN_SENT2]	= CT6_TIMEOUT_TCP_SYN_SENT,
		[CT6_TCP_STATE_SYN_RECV]	= CT6_TIMEOUT_TCP_SYN_RECV,
		[CT6_TCP_STATE_ESTABLISHED]	= CT6_TIMEOUT_TCP_ESTABLISHED,
		[CT6_TCP_STATE_FIN_WAIT]	= CT6_TIMEOUT_TCP_FIN_WAIT,
		[CT6_TCP_STATE_CLOSE_WAIT]	= CT6_TIMEOUT_TCP_CLOSE_WAIT,
		[CT6_TCP_STATE_LAST_ACK]	= CT6_TIMEOUT_TCP_LAST_ACK,
		[CT6_TCP_STATE_TIME_WAIT]	= CT6_TIMEOUT_TCP_TIME_WAIT,
		[CT6_TCP_STATE_CLOSE]		= CT6_TIMEOUT_TCP_CLOSE,
	};
	enum ct6_timeout t = timeout[READ_ONCE(flow->state)];

	/* taken up under way, and nobody has answered yet */
	if (t == CT6_TIMEOUT_TCP_ESTABLISHED &&
	    !test_bit(CT6_FLOW_SEEN_REPLY, &flow->status))
		t = CT6_TIMEOUT_TCP_SYN_RECV;
	return READ_ONCE(cn->config.timeout[t]);
}

const struct ct6_proto ct6_proto_tcp = {
	.classify	= ct6_tcp_classify,
	.commit		= ct6_tcp_commit,
	.timeout	= ct6_tcp_timeout,
};
