/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is read of an SCTP packet, and kept of an association.
 */
#ifndef _CT6_SCTP_H
#define _CT6_SCTP_H

#include <linux/bits.h>
#include <linux/types.h>

struct ct6_flow;

/* Chunks that are looked at in one packet, at most. */
#define CT6_SCTP_CHUNKS_MAX		64

/* ct6_sctp_seg.chunks: those that the state of an association depends on. */
#define CT6_SCTP_INIT			BIT(0)
#define CT6_SCTP_INIT_ACK		BIT(1)
#define CT6_SCTP_COOKIE_ECHO		BIT(2)
#define CT6_SCTP_COOKIE_ACK		BIT(3)
#define CT6_SCTP_HEARTBEAT		BIT(4)
#define CT6_SCTP_HEARTBEAT_ACK		BIT(5)
#define CT6_SCTP_ABORT			BIT(6)
#define CT6_SCTP_SHUTDOWN		BIT(7)
#define CT6_SCTP_SHUTDOWN_ACK		BIT(8)
#define CT6_SCTP_SHUTDOWN_COMPLETE	BIT(9)
#define CT6_SCTP_DATA			BIT(10)

/**
 * struct ct6_sctp_seg - an SCTP packet
 * @vtag: verification tag; 0 of an INIT and of nothing else
 * @itag: initiate tag of an INIT or INIT ACK, never 0
 * @chunks: CT6_SCTP_*
 * @reflected: T of an ABORT or SHUTDOWN COMPLETE: @vtag is not the
 *	receiver's, but that of the packet that it answers
 */
struct ct6_sctp_seg {
	u32	vtag;
	u32	itag;
	u16	chunks;
	bool	reflected;
};

/**
 * struct ct6_sctp_tags - verification tags, by the direction that carries them
 * @tag: of the association, 0 before it is established
 * @init: named by the last INIT of the other end
 * @ack: named by the last INIT ACK of the other end
 * @next: of the association that is being opened: what its INIT ACK and its
 *	COOKIE ECHO carried; before a COOKIE ECHO, what the INIT ACK before
 *	@ack had named, for its sender may have got that
 *
 * The last three are 0 when not known, and when the association stands.
 */
struct ct6_sctp_tags {
	u32	tag[2];
	u32	init[2];
	u32	ack[2];
	u32	next[2];
};

bool ct6_sctp_quoted(const struct ct6_flow *flow, u32 vtag, unsigned int dir);

#endif /* _CT6_SCTP_H */
