// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCTP (RFC 9260), seen from the middle: states by the chunks that pass, and
 * only with the verification tag that both ends have agreed on.
 *
 *   COOKIE_WAIT		the INIT of the opener, or INITs of both (5.2.1)
 *   COOKIE_ECHOED		a COOKIE ECHO
 *   ESTABLISHED		the COOKIE ACK
 *   SHUTDOWN_SENT		a SHUTDOWN
 *   SHUTDOWN_ACK_SENT		and its SHUTDOWN ACK
 *   CLOSED			SHUTDOWN COMPLETE, or an ABORT
 *   HEARTBEAT			a HEARTBEAT on another path of an association
 *				that began elsewhere (8.3)
 *
 * A tag is named by the end that wants to receive it, in its INIT or INIT
 * ACK. Anybody can send an INIT, for it carries no tag: it names a candidate
 * and moves nothing. Whoever goes on has to carry a tag that only the ends
 * and who is between them have seen, so an INIT inside an association is an
 * end that restarts (5.2.2) if COOKIE ECHO and COOKIE ACK follow, and else
 * nothing. Until then the tags that stood stay.
 */
#include "net.h"
#include "proto.h"
#include "sctp.h"

/* ct6_flow.proto: the tag of a direction is not known; it has sent a COOKIE
 * ECHO that is not answered yet.
 */
#define CT6_SCTP_FREE(dir)	BIT(dir)
#define CT6_SCTP_ECHOED(dir)	BIT(2 + (dir))

/* What never begins a flow: it answers something that must have passed. */
#define CT6_SCTP_ANSWERS	(CT6_SCTP_INIT_ACK | CT6_SCTP_COOKIE_ACK | \
				 CT6_SCTP_HEARTBEAT_ACK | CT6_SCTP_ABORT | \
				 CT6_SCTP_SHUTDOWN_COMPLETE)

/* How a packet stands to its flow. */
enum ct6_sctp_fit {
	CT6_SCTP_TAKE,		/* moves the state, or fits it */
	CT6_SCTP_IGNORE,	/* passes, the ends sort it out */
	CT6_SCTP_REFUSE,	/* has no place in this association */
	CT6_SCTP_REOPEN,	/* begins a new association in its place */
};

/**
 * struct ct6_sctp - an association
 * @tags: verification tags
 * @bits: CT6_SCTP_FREE() and the like
 * @state: enum ct6_sctp_state
 */
struct ct6_sctp {
	struct ct6_sctp_tags	tags;
	u16			bits;
	u8			state;
};

static_assert(sizeof(struct ct6_sctp_tags) <=
	      sizeof(((struct ct6_flow *)0)->tcp));

static bool ct6_sctp_opening(const struct ct6_sctp *sctp)
{
	return sctp->state == CT6_SCTP_STATE_COOKIE_WAIT ||
	       sctp->state == CT6_SCTP_STATE_COOKIE_ECHOED;
}

/* May packets of a direction carry this tag, by all that was said? */
static bool ct6_sctp_knows(const struct ct6_sctp *sctp, u32 vtag,
			   enum ct6_dir dir)
{
	const struct ct6_sctp_tags *tags = &sctp->tags;

	/* a tag is never 0, and 0 is what is not known */
	return vtag && (vtag == tags->tag[dir] || vtag == tags->init[dir] ||
			vtag == tags->ack[dir] || vtag == tags->next[dir] ||
			sctp->bits & CT6_SCTP_FREE(dir));
}

static enum ct6_sctp_fit ct6_sctp_init(struct ct6_sctp *sctp,
				       const struct ct6_sctp_seg *seg,
				       enum ct6_dir dir)
{
	if (sctp->state == CT6_SCTP_STATE_CLOSED)
		return CT6_SCTP_REOPEN;
	sctp->tags.init[!dir] = seg->itag;
	return CT6_SCTP_TAKE;
}

static enum ct6_sctp_fit ct6_sctp_init_ack(struct ct6_sctp *sctp,
					   const struct ct6_sctp_seg *seg,
					   enum ct6_dir dir)
{
	struct ct6_sctp_tags *tags = &sctp->tags;

	if (!ct6_sctp_knows(sctp, seg->vtag, dir))
		return CT6_SCTP_REFUSE;
	/* late, to an INIT of the association that stands: its receiver
	 * discards it (5.2.3), whatever tag it names
	 */
	if (!ct6_sctp_opening(sctp) && seg->vtag != tags->init[dir])
		return CT6_SCTP_IGNORE;
	tags->next[dir] = seg->vtag;
	if (tags->ack[!dir] == seg->itag)
		return CT6_SCTP_TAKE;
	/* a server that keeps no state names another tag each time; the
	 * opener goes on with the first that it gets
	 */
	if (tags->ack[!dir] && !(sctp->bits & CT6_SCTP_ECHOED(!dir)))
		tags->next[!dir] = tags->ack[!dir];
	tags->ack[!dir] = seg->itag;
	return CT6_SCTP_TAKE;
}

/*
 * An ABORT that answers to an INIT proves no more than that the INIT was
 * seen: it ends what that INIT began, and nothing that stands.
 */
static enum ct6_sctp_fit ct6_sctp_abort(struct ct6_sctp *sctp,
					const struct ct6_sctp_seg *seg,
					enum ct6_dir dir)
{
	const struct ct6_sctp_tags *tags = &sctp->tags;
	unsigned int whose = seg->reflected ? !dir : dir;
	u32 vtag = seg->vtag;
	bool sure;

	if (!ct6_sctp_knows(sctp, vtag, whose))
		return CT6_SCTP_REFUSE;
	if (tags->tag[whose])
		sure = vtag == tags->tag[whose];
	else if (vtag == tags->next[whose] || vtag == tags->ack[whose])
		sure = true;
	else
		sure = vtag == tags->init[whose] && !tags->next[whose] &&
		       whose == CT6_DIR_REPLY && !seg->reflected;
	if (!sure)
		return CT6_SCTP_IGNORE;
	sctp->state = CT6_SCTP_STATE_CLOSED;
	return CT6_SCTP_TAKE;
}

static enum ct6_sctp_fit ct6_sctp_complete(struct ct6_sctp *sctp,
					   const struct ct6_sctp_seg *seg,
					   enum ct6_dir dir)
{
	unsigned int whose = seg->reflected ? !dir : dir;

	/* the answer to the SHUTDOWN ACK of an association before (8.5.1 E) */
	if (ct6_sctp_opening(sctp))
		return seg->reflected ? CT6_SCTP_IGNORE : CT6_SCTP_REFUSE;
	if (seg->vtag != sctp->tags.tag[whose] &&
	    !(sctp->bits & CT6_SCTP_FREE(whose) &&
	      sctp->state == CT6_SCTP_STATE_SHUTDOWN_ACK_SENT))
		return CT6_SCTP_REFUSE;
	sctp->state = CT6_SCTP_STATE_CLOSED;
	return CT6_SCTP_TAKE;
}

/* A COOKIE ACK makes the tags of the opening those of the association. */
static void ct6_sctp_establish(struct ct6_sctp *sctp, u32 vtag,
			       enum ct6_dir dir)
{
	struct ct6_sctp_tags *tags = &sctp->tags;
	u32 other = tags->next[!dir];

	if (vtag != tags->tag[dir] || other != tags->tag[!dir])
		sctp->state = CT6_SCTP_STATE_ESTABLISHED;
	*tags = (struct ct6_sctp_tags) {};
	tags->tag[dir] = vtag;
	tags->tag[!dir] = other;
	sctp->bits = 0;
}

/* After INITs of both ends, each echoes and acknowledges, in one packet or two. */
static void ct6_sctp_cookie(struct ct6_sctp *sctp,
			    const struct ct6_sctp_seg *seg, enum ct6_dir dir)
{
	if (seg->chunks & CT6_SCTP_COOKIE_ECHO) {
		sctp->tags.next[dir] = seg->vtag;
		sctp->bits |= CT6_SCTP_ECHOED(dir);
		if (ct6_sctp_opening(sctp))
			sctp->state = CT6_SCTP_STATE_COOKIE_ECHOED;
	}
	if (seg->chunks & CT6_SCTP_COOKIE_ACK &&
	    sctp->bits & CT6_SCTP_ECHOED(!dir))
		ct6_sctp_establish(sctp, seg->vtag, dir);
}

/* What an association that began elsewhere tells of its tags. */
static enum ct6_sctp_fit ct6_sctp_learn(struct ct6_sctp *sctp,
					const struct ct6_sctp_seg *seg,
					enum ct6_dir dir)
{
	if (sctp->state == CT6_SCTP_STATE_HEARTBEAT) {
		if (!(seg->chunks & CT6_SCTP_HEARTBEAT_ACK))
			return CT6_SCTP_IGNORE;
		sctp->state = CT6_SCTP_STATE_ESTABLISHED;
	}
	sctp->tags.tag[dir] = seg->vtag;
	sctp->bits &= ~CT6_SCTP_FREE(dir);
	return CT6_SCTP_TAKE;
}

/*
 * The tags are right. On one of several paths (8.2) not all of an end is
 * seen: a SHUTDOWN ACK may come without its SHUTDOWN.
 */
static enum ct6_sctp_fit ct6_sctp_close(struct ct6_sctp *sctp,
					const struct ct6_sctp_seg *seg)
{
	if (sctp->state == CT6_SCTP_STATE_CLOSED)
		return CT6_SCTP_IGNORE;
	if (seg->chunks & CT6_SCTP_SHUTDOWN_ACK)
		sctp->state = CT6_SCTP_STATE_SHUTDOWN_ACK_SENT;
	else if (seg->chunks & CT6_SCTP_SHUTDOWN &&
		 sctp->state != CT6_SCTP_STATE_SHUTDOWN_ACK_SENT)
		sctp->state = CT6_SCTP_STATE_SHUTDOWN_SENT;
	return CT6_SCTP_TAKE;
}

static enum ct6_sctp_fit ct6_sctp_rest(struct ct6_sctp *sctp,
				       const struct ct6_sctp_seg *seg,
				       enum ct6_dir dir)
{
	u16 cookies = seg->chunks & (CT6_SCTP_COOKIE_ECHO |
				     CT6_SCTP_COOKIE_ACK);
	enum ct6_sctp_fit fit;

	/* the end that lost the last SHUTDOWN COMPLETE answers an INIT with
	 * a SHUTDOWN ACK, in the tag of that association (9.2)
	 */
	if (ct6_sctp_opening(sctp) && seg->chunks & CT6_SCTP_SHUTDOWN_ACK)
		return CT6_SCTP_IGNORE;
	if (cookies && ct6_sctp_knows(sctp, seg->vtag, dir))
		ct6_sctp_cookie(sctp, seg, dir);
	if (ct6_sctp_opening(sctp)) {
		if (!ct6_sctp_knows(sctp, seg->vtag, dir))
			return CT6_SCTP_REFUSE;
		/* a COOKIE ACK must have been lost on its way here */
		return seg->chunks & CT6_SCTP_COOKIE_ECHO ? CT6_SCTP_TAKE :
							    CT6_SCTP_IGNORE;
	}
	if (sctp->bits & CT6_SCTP_FREE(dir)) {
		fit = ct6_sctp_learn(sctp, seg, dir);
		if (fit != CT6_SCTP_TAKE)
			return fit;
	}
	if (seg->vtag == sctp->tags.tag[dir])
		return ct6_sctp_close(sctp, seg);
	/* the COOKIE ECHO of an end that restarts */
	if (cookies && ct6_sctp_knows(sctp, seg->vtag, dir))
		return CT6_SCTP_TAKE;
	return CT6_SCTP_REFUSE;
}

/**
 * ct6_sctp_next() - what a packet makes of an association
 * @sctp: association, replaced by what it becomes
 * @seg: packet
 * @dir: its direction
 *
 * Context: any; a pure function. After anything but CT6_SCTP_TAKE, @sctp is
 * of no use.
 */
static enum ct6_sctp_fit ct6_sctp_next(struct ct6_sctp *sctp,
				       const struct ct6_sctp_seg *seg,
				       enum ct6_dir dir)
{
	if (seg->chunks & CT6_SCTP_INIT)
		return ct6_sctp_init(sctp, seg, dir);
	if (seg->chunks & CT6_SCTP_INIT_ACK)
		return ct6_sctp_init_ack(sctp, seg, dir);
	if (seg->chunks & CT6_SCTP_ABORT)
		return ct6_sctp_abort(sctp, seg, dir);
	if (seg->chunks & CT6_SCTP_SHUTDOWN_COMPLETE)
		return ct6_sctp_complete(sctp, seg, dir);
	return ct6_sctp_rest(sctp, seg, dir);
}

/* The first packet that is seen of an association. */
static void ct6_sctp_begin(struct ct6_sctp *sctp,
			   const struct ct6_sctp_seg *seg, enum ct6_dir dir)
{
	if (seg->chunks & CT6_SCTP_INIT) {
		sctp->state = CT6_SCTP_STATE_COOKIE_WAIT;
		sctp->tags.init[!dir] = seg->itag;
		return;
	}
	sctp->bits = CT6_SCTP_FREE(!dir);
	if (seg->chunks & CT6_SCTP_COOKIE_ECHO) {
		sctp->state = CT6_SCTP_STATE_COOKIE_WAIT;
		ct6_sctp_cookie(sctp, seg, dir);
		return;
	}
	sctp->tags.tag[dir] = seg->vtag;
	sctp->state = seg->chunks & CT6_SCTP_HEARTBEAT ?
		      CT6_SCTP_STATE_HEARTBEAT : CT6_SCTP_STATE_ESTABLISHED;
	ct6_sctp_close(sctp, seg);
}

static void ct6_sctp_read(const struct ct6_flow *flow, struct ct6_sctp *sctp)
{
	/* ct6_sctp_look() says why this may be read without the lock */
	data_race(memcpy(&sctp->tags, &flow->sctp, sizeof(sctp->tags)));
	sctp->state = READ_ONCE(flow->state);
	sctp->bits = READ_ONCE(flow->proto);
}

static void ct6_sctp_write(struct ct6_flow *flow, const struct ct6_sctp *sctp)
{
	flow->sctp = sctp->tags;
	WRITE_ONCE(flow->state, sctp->state);
	WRITE_ONCE(flow->proto, sctp->bits);
}

/**
 * ct6_sctp_quoted() - was a packet sent that an ICMPv6 error quotes?
 * @flow: flow of SCTP
 * @vtag: its verification tag
 * @dir: its direction
 *
 * As the end itself would ask (RFC 9260, 10).
 *
 * Context: under RCU.
 */
bool ct6_sctp_quoted(const struct ct6_flow *flow, u32 vtag, unsigned int dir)
{
	struct ct6_sctp sctp;

	ct6_sctp_read(flow, &sctp);
	/* of an INIT, which named a tag that still waits to be used */
	if (!vtag)
		return sctp.tags.init[!dir];
	return ct6_sctp_knows(&sctp, vtag, dir);
}

/*
 * Without the lock another CPU may be seen half way, and a tag not found that
 * is there: what seems wrong gets a second look. What seems right is asked
 * again before it moves anything.
 */
static enum ct6_sctp_fit ct6_sctp_look(const struct ct6_packet *pkt)
{
	struct ct6_flow *flow = pkt->flow;
	enum ct6_sctp_fit fit;
	struct ct6_sctp sctp;

	ct6_sctp_read(flow, &sctp);
	fit = ct6_sctp_next(&sctp, &pkt->sctp, pkt->dir);
	if (likely(fit != CT6_SCTP_REFUSE))
		return fit;
	spin_lock(&flow->lock);
	ct6_sctp_read(flow, &sctp);
	spin_unlock(&flow->lock);
	return ct6_sctp_next(&sctp, &pkt->sctp, pkt->dir);
}

static bool ct6_sctp_begins(const struct ct6_net *cn,
			    const struct ct6_sctp_seg *seg)
{
	if (seg->chunks & (CT6_SCTP_INIT | CT6_SCTP_HEARTBEAT))
		return !(seg->chunks & CT6_SCTP_ANSWERS);
	return !(seg->chunks & CT6_SCTP_ANSWERS) &&
	       READ_ONCE(cn->config.tcp_loose);
}

static u8 ct6_sctp_invalid(struct ct6_packet *pkt)
{
	pkt->invalid = CT6_STAT_INVALID_SCTP;
	return CT6_CT_STATE_INVALID;
}

static u8 ct6_sctp_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	if (!pkt->flow)
		return ct6_sctp_begins(cn, &pkt->sctp) ?
		       CT6_CT_STATE_NEW : ct6_sctp_invalid(pkt);
	switch (ct6_sctp_look(pkt)) {
	case CT6_SCTP_REFUSE:
		return ct6_sctp_invalid(pkt);
	case CT6_SCTP_REOPEN:
		pkt->flow = NULL;
		pkt->dir = CT6_DIR_ORIG;
		return CT6_CT_STATE_NEW;
	case CT6_SCTP_IGNORE:
		pkt->passive = true;
		fallthrough;
	default:
		return ct6_proto_reply_state(pkt);
	}
}

static bool ct6_sctp_commit(const struct ct6_net *cn,
			    const struct ct6_packet *pkt,
			    struct ct6_flow *flow)
{
	enum ct6_sctp_fit fit = CT6_SCTP_TAKE;
	struct ct6_sctp sctp;
	u8 state;

	spin_lock(&flow->lock);
	ct6_sctp_read(flow, &sctp);
	state = sctp.state;
	if (state == CT6_SCTP_STATE_NONE)
		ct6_sctp_begin(&sctp, &pkt->sctp, pkt->dir);
	else
		fit = ct6_sctp_next(&sctp, &pkt->sctp, pkt->dir);
	if (ct6_flow_test(flow, CT6_FLOW_DEAD))
		fit = CT6_SCTP_IGNORE;
	if (fit == CT6_SCTP_TAKE)
		ct6_sctp_write(flow, &sctp);
	spin_unlock(&flow->lock);

	if (fit != CT6_SCTP_TAKE || sctp.state == state)
		return false;
	if (sctp.state == CT6_SCTP_STATE_ESTABLISHED)
		ct6_flow_set(flow, CT6_FLOW_STATUS_ASSURED);
	return true;
}

static u32 ct6_sctp_timeout(const struct ct6_net *cn,
			    const struct ct6_flow *flow)
{
	static const u8 timeout[] = {
		[CT6_SCTP_STATE_NONE]		= CT6_TIMEOUT_SCTP_OPENING,
		[CT6_SCTP_STATE_COOKIE_WAIT]	= CT6_TIMEOUT_SCTP_OPENING,
		[CT6_SCTP_STATE_COOKIE_ECHOED]	= CT6_TIMEOUT_SCTP_OPENING,
		[CT6_SCTP_STATE_ESTABLISHED]	= CT6_TIMEOUT_SCTP_ESTABLISHED,
		[CT6_SCTP_STATE_SHUTDOWN_SENT]	= CT6_TIMEOUT_SCTP_CLOSING,
		[CT6_SCTP_STATE_SHUTDOWN_ACK_SENT] = CT6_TIMEOUT_SCTP_CLOSING,
		[CT6_SCTP_STATE_CLOSED]		= CT6_TIMEOUT_SCTP_CLOSING,
		[CT6_SCTP_STATE_HEARTBEAT]	= CT6_TIMEOUT_SCTP_OPENING,
	};
	enum ct6_timeout t = timeout[READ_ONCE(flow->state)];

	/* taken up under way, and nobody has answered yet */
	if (t == CT6_TIMEOUT_SCTP_ESTABLISHED &&
	    !ct6_flow_test(flow, CT6_FLOW_STATUS_SEEN_REPLY))
		t = CT6_TIMEOUT_SCTP_OPENING;
	return READ_ONCE(cn->config.timeout[t]);
}

const struct ct6_proto ct6_proto_sctp = {
	.classify	= ct6_sctp_classify,
	.commit		= ct6_sctp_commit,
	.timeout	= ct6_sctp_timeout,
};
