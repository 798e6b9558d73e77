// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP (RFC 9293), seen from the middle: states by the flags that pass, and
 * segments only in their place in the sequence space (tcp_window.c).
 *
 *   SYN_SENT     the SYN of the opener
 *   SYN_SENT2    SYNs of both sides: simultaneous open
 *   SYN_RECV     SYN and ACK of the other side
 *   ESTABLISHED  the handshake is done
 *   FIN_WAIT     one side has sent its FIN
 *   CLOSE_WAIT   and the other has acknowledged it: half closed
 *   LAST_ACK     both have sent their FINs
 *   TIME_WAIT    and both are acknowledged
 *   CLOSE        a RST has ended it
 *
 * What the rules let pass but an end has to sort out (a SYN inside a
 * connection, a RST that is not exact) passes without a trace: the end asks
 * back with a challenge ACK (RFC 5961), and the answer to that is exact.
 * Where both ends have forgotten the connection nobody asks back: the SYN is
 * answered, and that begins it anew.
 */
#include <linux/netdevice.h>
#include <linux/tcp.h>
#include <net/tcp.h>

#include "compat.h"
#include "net.h"
#include "proto.h"
#include "tcp_window.h"

/* ct6_tcp.bits: ends whose FIN, whose SYN with ACK has passed. */
#define CT6_TCP_FIN(dir)	BIT(dir)
#define CT6_TCP_SYNACK(dir)	BIT(2 + (dir))

/* What a segment's flags are. */
enum ct6_tcp_kind {
	CT6_TCP_BAD,
	CT6_TCP_SYN,
	CT6_TCP_SYN_ACK,
	CT6_TCP_RST,
	CT6_TCP_ACK,
};

/* How a segment stands to its flow. */
enum ct6_tcp_fit {
	CT6_TCP_TAKE,		/* moves the state, or fits it */
	CT6_TCP_IGNORE,		/* passes, the ends sort it out */
	CT6_TCP_REFUSE,		/* has no place in this connection */
	CT6_TCP_REOPEN,		/* begins a new connection in its place */
	CT6_TCP_NOTE,		/* passes, and is remembered */
};

/*
 * PSH, URG, ECE and CWR say nothing about the state. What no stack sends (no
 * flag, SYN with FIN or RST, FIN without ACK, ...) is bad.
 */
static enum ct6_tcp_kind ct6_tcp_kind(u8 flags)
{
	switch (flags & (TCPHDR_SYN | TCPHDR_ACK | TCPHDR_FIN | TCPHDR_RST)) {
	case TCPHDR_SYN:
		return CT6_TCP_SYN;
	case TCPHDR_SYN | TCPHDR_ACK:
		return CT6_TCP_SYN_ACK;
	case TCPHDR_RST:
	case TCPHDR_RST | TCPHDR_ACK:
		return CT6_TCP_RST;
	case TCPHDR_FIN | TCPHDR_ACK:
	case TCPHDR_ACK:
		return CT6_TCP_ACK;
	default:
		return CT6_TCP_BAD;
	}
}

/* The option that a SYN carries its window scale in, if it does. */
static void ct6_tcp_options(struct ct6_packet *pkt)
{
	u8 buf[MAX_TCP_OPTION_SPACE];
	unsigned int len, i, size;
	struct tcphdr hdr;
	const struct tcphdr *th;
	const u8 *opt;

	th = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(hdr), &hdr);
	if (!th || th->doff <= 5)
		return;
	len = th->doff * 4 - sizeof(*th);
	opt = skb_header_pointer(pkt->skb, pkt->l4off + sizeof(*th), len, buf);
	if (!opt)
		return;
	for (i = 0; i < len && opt[i] != TCPOPT_EOL; i += size) {
		size = 1;
		if (opt[i] == TCPOPT_NOP)
			continue;
		if (i + 1 == len || opt[i + 1] < 2 || opt[i + 1] > len - i)
			return;
		size = opt[i + 1];
		if (opt[i] == TCPOPT_WINDOW && size == TCPOLEN_WINDOW) {
			pkt->tcp.has_scale = true;
			pkt->tcp.scale = opt[i + 2];
		}
	}
}

/* Does a segment begin with the number of the SYN that was seen of its end? */
static bool ct6_tcp_same_syn(const struct ct6_tcp *tcp,
			     const struct ct6_tcp_seg *seg, enum ct6_dir dir)
{
	return seg->seq + 1 == tcp->peer[!dir].maxack;
}

/* The first SYN of the opener again, or that of the other end. */
static void ct6_tcp_syn_sent(struct ct6_tcp *tcp,
			     const struct ct6_tcp_seg *seg, enum ct6_dir dir)
{
	if (dir == CT6_DIR_REPLY) {
		/* a simultaneous open (RFC 9293, 3.5) */
		tcp->state = CT6_TCP_STATE_SYN_SENT2;
		ct6_tcp_window_syn(tcp, seg, dir);
		ct6_tcp_window_agree(tcp);
	} else if (ct6_tcp_same_syn(tcp, seg, dir)) {
		/* perhaps without the data and options that it had before:
		 * either may be what is answered (RFC 7413, 4.2.1)
		 */
		ct6_tcp_window_take(tcp->peer, seg, dir);
	} else {
		/* of a host that has begun anew */
		ct6_tcp_window_syn(tcp, seg, dir);
	}
}

/*
 * A SYN inside a connection: of a host that forgot it, or a blind one. The
 * end answers with a challenge ACK (RFC 5961, 4), and else, when it forgot the
 * connection too, with SYN and ACK. A late one of this connection is neither.
 */
static enum ct6_tcp_fit ct6_tcp_syn_inside(struct ct6_tcp *tcp,
					   const struct ct6_tcp_seg *seg,
					   enum ct6_dir dir, bool home)
{
	if (dir == CT6_DIR_REPLY || !home ||
	    ct6_tcp_window_late(tcp, seg, dir))
		return CT6_TCP_IGNORE;
	ct6_tcp_window_ask(tcp, seg);
	return CT6_TCP_NOTE;
}

static enum ct6_tcp_fit ct6_tcp_syn(struct ct6_tcp *tcp,
				    const struct ct6_tcp_seg *seg,
				    enum ct6_dir dir, bool home)
{
	switch (tcp->state) {
	case CT6_TCP_STATE_SYN_SENT:
		ct6_tcp_syn_sent(tcp, seg, dir);
		return CT6_TCP_TAKE;
	case CT6_TCP_STATE_SYN_SENT2:
		return ct6_tcp_same_syn(tcp, seg, dir) ? CT6_TCP_TAKE :
							 CT6_TCP_IGNORE;
	case CT6_TCP_STATE_SYN_RECV:
		return ct6_tcp_same_syn(tcp, seg, dir) ? CT6_TCP_TAKE :
		       ct6_tcp_syn_inside(tcp, seg, dir, home);
	case CT6_TCP_STATE_TIME_WAIT:
	case CT6_TCP_STATE_CLOSE:
		/* the ports are used anew (RFC 9293, 3.6.1), by either side */
		return CT6_TCP_REOPEN;
	default:
		return ct6_tcp_syn_inside(tcp, seg, dir, home);
	}
}

static void ct6_tcp_answered(struct ct6_tcp *tcp, enum ct6_dir dir)
{
	tcp->bits |= CT6_TCP_SYNACK(dir);
	tcp->state = tcp->bits & CT6_TCP_SYNACK(!dir) ?
		     CT6_TCP_STATE_ESTABLISHED : CT6_TCP_STATE_SYN_RECV;
}

/* SYN and ACK as the answer to a SYN, or once more. */
static enum ct6_tcp_fit ct6_tcp_answer(struct ct6_tcp *tcp,
				       const struct ct6_tcp_seg *seg,
				       enum ct6_dir dir)
{
	if (!ct6_tcp_window_acks_syn(tcp, seg, dir)) {
		/* to a SYN that is no longer: its sender resets it (RFC 9293,
		 * 3.5, figure 8)
		 */
		if (!ct6_tcp_window_asked(tcp, seg))
			return CT6_TCP_IGNORE;
		ct6_tcp_window_anew(tcp, seg);
	}
	/* once more, data may have come behind the first (RFC 7413, 4.2.2); or
	 * with another cookie as its number
	 */
	if (tcp->state != CT6_TCP_STATE_SYN_RECV ||
	    !ct6_tcp_same_syn(tcp, seg, dir)) {
		ct6_tcp_window_syn(tcp, seg, dir);
		ct6_tcp_window_agree(tcp);
	}
	ct6_tcp_window_take(tcp->peer, seg, dir);
	ct6_tcp_answered(tcp, dir);
	return CT6_TCP_TAKE;
}

/* Both have sent SYNs: what now comes repeats the number of the first. */
static enum ct6_tcp_fit ct6_tcp_cross(struct ct6_tcp *tcp,
				      const struct ct6_tcp_seg *seg,
				      enum ct6_dir dir)
{
	if (!ct6_tcp_same_syn(tcp, seg, dir) ||
	    !ct6_tcp_window_acks_syn(tcp, seg, dir))
		return CT6_TCP_IGNORE;
	ct6_tcp_window_take(tcp->peer, seg, dir);
	ct6_tcp_answered(tcp, dir);
	return CT6_TCP_TAKE;
}

/* The answer of the handshake: its sender has not heard that it is over. */
static bool ct6_tcp_late_answer(const struct ct6_tcp *tcp,
				const struct ct6_tcp_seg *seg,
				enum ct6_dir dir)
{
	return tcp->bits & CT6_TCP_SYNACK(dir) &&
	       ct6_tcp_window_late(tcp, seg, dir) &&
	       ct6_tcp_window_fits(tcp->peer, seg, dir);
}

static enum ct6_tcp_fit ct6_tcp_synack(struct ct6_tcp *tcp,
				       const struct ct6_tcp_seg *seg,
				       enum ct6_dir dir)
{
	bool answers = dir == CT6_DIR_REPLY &&
		       !(tcp->bits & CT6_TCP_SYNACK(CT6_DIR_ORIG));

	switch (tcp->state) {
	case CT6_TCP_STATE_SYN_SENT:
		if (dir == CT6_DIR_ORIG)
			return CT6_TCP_REFUSE;
		return ct6_tcp_answer(tcp, seg, dir);
	case CT6_TCP_STATE_SYN_SENT2:
		/* who knows the opener's number sent it; the SYN that made
		 * this a simultaneous open needed to know none
		 */
		if (answers && !ct6_tcp_same_syn(tcp, seg, dir))
			return ct6_tcp_answer(tcp, seg, dir);
		return ct6_tcp_cross(tcp, seg, dir);
	case CT6_TCP_STATE_SYN_RECV:
		if (answers)
			return ct6_tcp_answer(tcp, seg, dir);
		if (tcp->bits & CT6_TCP_SYNACK(dir))
			return CT6_TCP_IGNORE;
		return ct6_tcp_cross(tcp, seg, dir);
	case CT6_TCP_STATE_TIME_WAIT:
	case CT6_TCP_STATE_CLOSE:
		return ct6_tcp_late_answer(tcp, seg, dir) ? CT6_TCP_IGNORE :
							    CT6_TCP_REFUSE;
	default:
		if (dir == CT6_DIR_ORIG || !ct6_tcp_window_asked(tcp, seg))
			return CT6_TCP_IGNORE;
		ct6_tcp_window_anew(tcp, seg);
		return ct6_tcp_answer(tcp, seg, dir);
	}
}

/* Whose FIN passed, and whether the other end has acknowledged it. */
static void ct6_tcp_fin(struct ct6_tcp *tcp, const struct ct6_tcp_seg *seg,
			enum ct6_dir dir)
{
	bool acked[CT6_TCP_DIRS];
	int i;

	if (seg->flags & TCPHDR_FIN)
		tcp->bits |= CT6_TCP_FIN(dir);
	for (i = 0; i < CT6_TCP_DIRS; i++)
		acked[i] = tcp->bits & CT6_TCP_FIN(i) &&
			   !before(tcp->peer[!i].maxack, tcp->peer[i].end);
	switch (tcp->bits & (CT6_TCP_FIN(0) | CT6_TCP_FIN(1))) {
	case 0:
		break;
	case CT6_TCP_FIN(0) | CT6_TCP_FIN(1):
		tcp->state = acked[0] && acked[1] ? CT6_TCP_STATE_TIME_WAIT :
						    CT6_TCP_STATE_LAST_ACK;
		break;
	default:
		tcp->state = acked[0] || acked[1] ? CT6_TCP_STATE_CLOSE_WAIT :
						    CT6_TCP_STATE_FIN_WAIT;
	}
}

/*
 * Is a segment in its place? In the handshake the third one has to acknowledge
 * the SYN of the other end.
 */
static bool ct6_tcp_placed(const struct ct6_tcp *tcp,
			   const struct ct6_tcp_seg *seg, enum ct6_dir dir)
{
	return ct6_tcp_window_fits(tcp->peer, seg, dir) &&
	       (tcp->state != CT6_TCP_STATE_SYN_RECV ||
		!(tcp->bits & CT6_TCP_SYNACK(!dir)) ||
		ct6_tcp_window_acks_syn(tcp, seg, dir));
}

static enum ct6_tcp_fit ct6_tcp_ack(struct ct6_tcp *tcp,
				    const struct ct6_tcp_seg *seg,
				    enum ct6_dir dir, bool liberal)
{
	bool placed;

	switch (tcp->state) {
	case CT6_TCP_STATE_SYN_SENT:
		/* a host with an old connection answers a SYN so, without
		 * data, and gets a RST for it (RFC 9293, 3.5.1)
		 */
		return dir == CT6_DIR_REPLY && seg->end == seg->seq ?
		       CT6_TCP_IGNORE : CT6_TCP_REFUSE;
	case CT6_TCP_STATE_SYN_SENT2:
		return CT6_TCP_IGNORE;
	}
	placed = ct6_tcp_placed(tcp, seg, dir);
	if (!placed && !liberal)
		return tcp->state != CT6_TCP_STATE_SYN_RECV &&
		       ct6_tcp_window_stale(tcp, seg, dir) ?
		       CT6_TCP_IGNORE : CT6_TCP_REFUSE;
	if (tcp->state == CT6_TCP_STATE_CLOSE)
		return CT6_TCP_IGNORE;
	if (tcp->state == CT6_TCP_STATE_SYN_RECV &&
	    tcp->bits & CT6_TCP_SYNACK(!dir))
		tcp->state = CT6_TCP_STATE_ESTABLISHED;
	/* what only passes teaches nothing, not that an end has closed */
	if (!placed || !ct6_tcp_window_follows(tcp->peer, seg, dir))
		return CT6_TCP_TAKE;
	ct6_tcp_window_take(tcp->peer, seg, dir);
	ct6_tcp_fin(tcp, seg, dir);
	/* an end that goes on has not begun anew */
	tcp->peer[dir].flags &= ~CT6_TCP_PEER_ASKED;
	return CT6_TCP_TAKE;
}

/*
 * Before the handshake is done, an end may still be in SYN-SENT, whatever
 * passed here: there a RST counts by what it acknowledges (RFC 9293,
 * 3.10.7.3), and its number is 0.
 */
static bool ct6_tcp_rst_refuses(const struct ct6_tcp *tcp,
				const struct ct6_tcp_seg *seg,
				enum ct6_dir dir)
{
	return (tcp->state == CT6_TCP_STATE_SYN_SENT2 ||
		tcp->state == CT6_TCP_STATE_SYN_RECV) &&
	       ct6_tcp_window_acks_syn(tcp, seg, dir);
}

static enum ct6_tcp_fit ct6_tcp_rst(struct ct6_tcp *tcp,
				    const struct ct6_tcp_seg *seg,
				    enum ct6_dir dir)
{
	bool exact;

	switch (tcp->state) {
	case CT6_TCP_STATE_SYN_SENT:
		/* to the answer to an old SYN: the server sorts it out */
		if (dir == CT6_DIR_ORIG)
			return CT6_TCP_IGNORE;
		if (!ct6_tcp_window_acks_syn(tcp, seg, dir))
			return CT6_TCP_REFUSE;
		tcp->state = CT6_TCP_STATE_CLOSE;
		return CT6_TCP_TAKE;
	case CT6_TCP_STATE_TIME_WAIT:
		/* it stays (RFC 1337) */
		return ct6_tcp_window_reset(tcp, seg, dir, &exact) ?
		       CT6_TCP_IGNORE : CT6_TCP_REFUSE;
	default:
		if (!ct6_tcp_rst_refuses(tcp, seg, dir)) {
			/* nor is the opener that has begun anew waited for */
			if (seg->flags & TCPHDR_ACK && dir == CT6_DIR_REPLY &&
			    ct6_tcp_window_asked(tcp, seg))
				return CT6_TCP_IGNORE;
			if (!ct6_tcp_window_reset(tcp, seg, dir, &exact))
				return CT6_TCP_REFUSE;
			if (!exact)
				return CT6_TCP_IGNORE;
		}
		tcp->state = CT6_TCP_STATE_CLOSE;
		return CT6_TCP_TAKE;
	}
}

/**
 * ct6_tcp_next() - what a segment makes of a connection
 * @tcp: connection, replaced by what it becomes
 * @seg: segment
 * @dir: its direction
 * @liberal: take segments that are out of their place, but RSTs
 * @home: it came from where the first packet of the opener did
 *
 * Context: any; a pure function. After anything but CT6_TCP_TAKE and
 * CT6_TCP_NOTE, @tcp is of no use.
 */
static enum ct6_tcp_fit ct6_tcp_next(struct ct6_tcp *tcp,
				     const struct ct6_tcp_seg *seg,
				     enum ct6_dir dir, bool liberal,
				     bool home)
{
	switch (ct6_tcp_kind(seg->flags)) {
	case CT6_TCP_SYN:
		return ct6_tcp_syn(tcp, seg, dir, home);
	case CT6_TCP_SYN_ACK:
		return ct6_tcp_synack(tcp, seg, dir);
	case CT6_TCP_ACK:
		return ct6_tcp_ack(tcp, seg, dir, liberal);
	case CT6_TCP_RST:
		return ct6_tcp_rst(tcp, seg, dir);
	default:
		return CT6_TCP_REFUSE;
	}
}

static void ct6_tcp_read(const struct ct6_flow *flow, struct ct6_tcp *tcp)
{
	/* ct6_tcp_look() says why this may be read without the lock */
	data_race(memcpy(tcp->peer, flow->tcp, sizeof(tcp->peer)));
	tcp->state = READ_ONCE(flow->state);
	tcp->bits = READ_ONCE(flow->proto);
}

/**
 * ct6_tcp_quoted() - was a segment sent that an ICMPv6 error quotes?
 * @flow: flow of TCP
 * @seq: its sequence number
 * @dir: its direction
 *
 * Context: under RCU.
 */
bool ct6_tcp_quoted(const struct ct6_flow *flow, u32 seq, unsigned int dir)
{
	struct ct6_tcp tcp;

	ct6_tcp_read(flow, &tcp);
	return ct6_tcp_window_quoted(&tcp, seq, dir);
}

static void ct6_tcp_write(struct ct6_flow *flow, const struct ct6_tcp *tcp)
{
	memcpy(flow->tcp, tcp->peer, sizeof(tcp->peer));
	WRITE_ONCE(flow->state, tcp->state);
	WRITE_ONCE(flow->proto, tcp->bits);
}

static enum ct6_tcp_fit ct6_tcp_judge(const struct ct6_net *cn,
				      const struct ct6_packet *pkt,
				      const struct ct6_flow *flow,
				      struct ct6_tcp *tcp)
{
	u32 iif = pkt->in ? pkt->in->ifindex : 0;

	return ct6_tcp_next(tcp, &pkt->tcp, pkt->dir,
			    READ_ONCE(cn->config.tcp_liberal),
			    iif == flow->first.iif);
}

/*
 * Without the lock another CPU may be seen half way. All that it can change
 * moves forward, so what seems right is; what seems wrong gets a second look.
 */
static enum ct6_tcp_fit ct6_tcp_look(const struct ct6_net *cn,
				     const struct ct6_packet *pkt)
{
	struct ct6_flow *flow = pkt->flow;
	enum ct6_tcp_fit fit;
	struct ct6_tcp tcp;

	ct6_tcp_read(flow, &tcp);
	fit = ct6_tcp_judge(cn, pkt, flow, &tcp);
	if (likely(fit != CT6_TCP_REFUSE))
		return fit;
	spin_lock(&flow->lock);
	ct6_tcp_read(flow, &tcp);
	spin_unlock(&flow->lock);
	return ct6_tcp_judge(cn, pkt, flow, &tcp);
}

/**
 * ct6_tcp_pass() - take a segment that only moves the windows
 * @flow: flow of TCP
 * @seg: segment, of the flags that count it has ACK alone
 * @dir: its direction
 *
 * Where both ends are connected it is what ct6_tcp_ack() does.
 *
 * Context: under RCU, BHs off.
 * Return: false, and nothing is changed, when the segment is out of its place
 *	or the connection is in another state.
 */
static __always_inline bool ct6_tcp_pass(struct ct6_flow *flow,
					 const struct ct6_tcp_seg *seg,
					 unsigned int dir)
{
	bool pass;

	/* in place: ct6_tcp_look() reads what is half done, too */
	spin_lock(&flow->lock);
	pass = flow->state == CT6_TCP_STATE_ESTABLISHED &&
	       !ct6_flow_test(flow, CT6_FLOW_DEAD) &&
	       ct6_tcp_window_fits(flow->tcp, seg, dir);
	if (pass && ct6_tcp_window_follows(flow->tcp, seg, dir)) {
		ct6_tcp_window_take(flow->tcp, seg, dir);
		flow->tcp[dir].flags &= ~CT6_TCP_PEER_ASKED;
	}
	spin_unlock(&flow->lock);
	return pass;
}

static u8 ct6_tcp_invalid(struct ct6_packet *pkt)
{
	pkt->invalid = CT6_STAT_INVALID_TCP;
	return CT6_CT_STATE_INVALID;
}

u8 ct6_tcp_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	enum ct6_tcp_kind kind = ct6_tcp_kind(pkt->tcp.flags);

	if (kind == CT6_TCP_SYN || kind == CT6_TCP_SYN_ACK)
		ct6_tcp_options(pkt);
	if (!pkt->flow) {
		if (kind == CT6_TCP_SYN ||
		    (kind == CT6_TCP_ACK && READ_ONCE(cn->config.tcp_loose)))
			return CT6_CT_STATE_NEW;
		return ct6_tcp_invalid(pkt);
	}
	switch (ct6_tcp_look(cn, pkt)) {
	case CT6_TCP_REFUSE:
		return ct6_tcp_invalid(pkt);
	case CT6_TCP_REOPEN:
		pkt->flow = NULL;
		pkt->dir = CT6_DIR_ORIG;
		return CT6_CT_STATE_NEW;
	case CT6_TCP_IGNORE:
		pkt->passive = true;
		fallthrough;
	default:
		return ct6_proto_reply_state(pkt);
	}
}

static void ct6_tcp_begin(struct ct6_tcp *tcp, const struct ct6_packet *pkt)
{
	if (ct6_tcp_kind(pkt->tcp.flags) == CT6_TCP_SYN) {
		tcp->state = CT6_TCP_STATE_SYN_SENT;
		ct6_tcp_window_syn(tcp, &pkt->tcp, pkt->dir);
		return;
	}
	tcp->state = CT6_TCP_STATE_ESTABLISHED;
	ct6_tcp_window_join(tcp, &pkt->tcp, pkt->dir);
	ct6_tcp_fin(tcp, &pkt->tcp, pkt->dir);
}

/*
 * Does a segment show that its ends hear each other? That which ends the
 * handshake, with a FIN perhaps, does. Of a connection that was taken up
 * under way, it is what the opener says behind an answer: an ACK alone may be
 * forged, and what answers that may be a RST.
 */
static bool ct6_tcp_assures(const struct ct6_packet *pkt,
			    const struct ct6_flow *flow, u8 before, u8 state)
{
	switch (before) {
	case CT6_TCP_STATE_CLOSE:
		return false;
	case CT6_TCP_STATE_SYN_SENT:
	case CT6_TCP_STATE_SYN_SENT2:
		return state == CT6_TCP_STATE_ESTABLISHED;
	case CT6_TCP_STATE_SYN_RECV:
		return state != CT6_TCP_STATE_SYN_RECV &&
		       state != CT6_TCP_STATE_CLOSE;
	default:
		/* what takes it up has no answer before it */
		return pkt->dir == CT6_DIR_ORIG &&
		       state != CT6_TCP_STATE_CLOSE &&
		       ct6_flow_test(flow, CT6_FLOW_STATUS_SEEN_REPLY);
	}
}

bool ct6_tcp_commit(const struct ct6_net *cn, const struct ct6_packet *pkt,
		    struct ct6_flow *flow)
{
	enum ct6_tcp_fit fit = CT6_TCP_TAKE;
	struct ct6_tcp tcp;
	u8 state;

	spin_lock(&flow->lock);
	ct6_tcp_read(flow, &tcp);
	state = tcp.state;
	if (state == CT6_TCP_STATE_NONE)
		ct6_tcp_begin(&tcp, pkt);
	else
		fit = ct6_tcp_judge(cn, pkt, flow, &tcp);
	if (ct6_flow_test(flow, CT6_FLOW_DEAD))
		fit = CT6_TCP_IGNORE;
	if (fit == CT6_TCP_TAKE || fit == CT6_TCP_NOTE)
		ct6_tcp_write(flow, &tcp);
	spin_unlock(&flow->lock);

	if (fit != CT6_TCP_TAKE)
		return false;
	if (ct6_tcp_assures(pkt, flow, state, tcp.state))
		ct6_flow_set(flow, CT6_FLOW_STATUS_ASSURED);
	return tcp.state != state;
}

u32 ct6_tcp_timeout(const struct ct6_net *cn, const struct ct6_flow *flow)
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
	    !ct6_flow_test(flow, CT6_FLOW_STATUS_SEEN_REPLY))
		t = CT6_TIMEOUT_TCP_SYN_RECV;
	return READ_ONCE(cn->config.timeout[t]);
}

const struct ct6_proto ct6_proto_tcp = {
	.classify	= ct6_tcp_classify,
	.commit		= ct6_tcp_commit,
	.timeout	= ct6_tcp_timeout,
};
