/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The sequence space of a TCP connection, seen from the middle.
 */
#ifndef _CT6_TCP_WINDOW_H
#define _CT6_TCP_WINDOW_H

#include <linux/types.h>

#include <uapi/linux/ct6.h>

/* Directions; as in packet.h, which this must do without. */
#define CT6_TCP_DIRS	2

/* What is known of one end. */
#define CT6_TCP_PEER_SCALE	BIT(0)	/* its SYN offered a window scale */
#define CT6_TCP_PEER_FREE	BIT(1)	/* its windows are not known: no checks */
/* Of the opener, a SYN inside the connection: there was one, and its scale. */
#define CT6_TCP_PEER_ASKED	BIT(2)
#define CT6_TCP_PEER_ASKED_SCALE BIT(3)
#define CT6_TCP_PEER_ASKED_SHIFT 4

/* Largest window scale (RFC 7323, 2.3). */
#define CT6_TCP_SCALE_MAX	14

/**
 * struct ct6_tcp_peer - what one end of a TCP connection has sent
 * @end: behind the last byte that it has sent
 * @maxend: behind the last byte that the other end would take
 * @maxack: furthest byte that it has acknowledged; before it has, the least
 *	that it can
 * @maxwin: largest window that it has offered, in units of 2^@scale
 * @scale: window scale in use
 * @offer: window scale of its SYN
 * @flags: CT6_TCP_PEER_*
 */
struct ct6_tcp_peer {
	u32	end;
	u32	maxend;
	u32	maxack;
	u16	maxwin;
	u8	scale:4;
	u8	offer:4;
	u8	flags;
};

/* Directions of the one that began the connection, and of the other. */
enum { CT6_TCP_ORIG, CT6_TCP_REPLY };

/**
 * struct ct6_tcp_seg - a segment
 * @seq: its first sequence number
 * @end: behind its last one; SYN and FIN take one each
 * @ack: acknowledgment number, of use with the flag
 * @win: window as it stands in the header
 * @flags: byte 13 of the header
 * @scale: of a SYN, its window scale
 * @has_scale: @scale was there
 */
struct ct6_tcp_seg {
	u32	seq;
	u32	end;
	u32	ack;
	u16	win;
	u8	flags;
	u8	scale;
	bool	has_scale;
};

/* Of ct6_tcp.bits, the upper ones: of the number of the SYN that was ASKED. */
#define CT6_TCP_ASKED_SHIFT	4

/**
 * struct ct6_tcp - a connection
 * @peer: by direction
 * @bits: CT6_TCP_FIN() and the like, CT6_TCP_ASKED_SHIFT
 * @state: enum ct6_tcp_state
 */
struct ct6_tcp {
	struct ct6_tcp_peer	peer[CT6_TCP_DIRS];
	u16			bits;
	u8			state;
};

void ct6_tcp_window_syn(struct ct6_tcp *tcp, const struct ct6_tcp_seg *seg,
			unsigned int dir);
void ct6_tcp_window_agree(struct ct6_tcp *tcp);
void ct6_tcp_window_join(struct ct6_tcp *tcp, const struct ct6_tcp_seg *seg,
			 unsigned int dir);
bool ct6_tcp_window_late(const struct ct6_tcp *tcp,
			 const struct ct6_tcp_seg *seg, unsigned int dir);
void ct6_tcp_window_ask(struct ct6_tcp *tcp, const struct ct6_tcp_seg *seg);
bool ct6_tcp_window_asked(const struct ct6_tcp *tcp,
			  const struct ct6_tcp_seg *seg);
void ct6_tcp_window_anew(struct ct6_tcp *tcp, const struct ct6_tcp_seg *seg);
bool ct6_tcp_window_fits(const struct ct6_tcp_peer *peer,
			 const struct ct6_tcp_seg *seg, unsigned int dir);
bool ct6_tcp_window_follows(const struct ct6_tcp_peer *peer,
			    const struct ct6_tcp_seg *seg, unsigned int dir);
bool ct6_tcp_window_stale(const struct ct6_tcp *tcp,
			  const struct ct6_tcp_seg *seg, unsigned int dir);
bool ct6_tcp_window_acks_syn(const struct ct6_tcp *tcp,
			     const struct ct6_tcp_seg *seg, unsigned int dir);
bool ct6_tcp_window_reset(const struct ct6_tcp *tcp,
			  const struct ct6_tcp_seg *seg, unsigned int dir,
			  bool *exact);
bool ct6_tcp_window_quoted(const struct ct6_tcp *tcp, u32 seq,
			   unsigned int dir);
void ct6_tcp_window_take(struct ct6_tcp_peer *peer,
			 const struct ct6_tcp_seg *seg, unsigned int dir);

#endif /* _CT6_TCP_WINDOW_H */
