/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is read of a DCCP packet, and kept of a connection.
 */
#ifndef _CT6_DCCP_H
#define _CT6_DCCP_H

#include <linux/types.h>

struct ct6_flow;
struct sk_buff;

/* Packet types (RFC 4340, 5.1; RFC 5596). */
enum ct6_dccp_type {
	CT6_DCCP_REQUEST,
	CT6_DCCP_RESPONSE,
	CT6_DCCP_DATA,
	CT6_DCCP_ACK,
	CT6_DCCP_DATAACK,
	CT6_DCCP_CLOSEREQ,
	CT6_DCCP_CLOSE,
	CT6_DCCP_RESET,
	CT6_DCCP_SYNC,
	CT6_DCCP_SYNCACK,
	CT6_DCCP_LISTEN,
	CT6_DCCP_TYPES,
};

/**
 * struct ct6_dccp_seg - a DCCP packet
 * @seq: sequence number of 48 bits, or the lower 24 of it
 * @ack: acknowledgment number, as @seq
 * @type: enum ct6_dccp_type
 * @has_ack: @ack is the packet's
 * @brief: both numbers have 24 bits (X is 0)
 */
struct ct6_dccp_seg {
	u64	seq;
	u64	ack;
	u8	type;
	bool	has_ack;
	bool	brief;
};

/**
 * struct ct6_dccp_peer - one end of a DCCP connection
 * @seq: greatest sequence number that it has sent
 * @ack: greatest that it has acknowledged; before it has, the first that the
 *	other end sent
 */
struct ct6_dccp_peer {
	u64	seq;
	u64	ack;
};

int ct6_dccp_read(const struct sk_buff *skb, u32 offset,
		  struct ct6_dccp_seg *seg);
bool ct6_dccp_quoted(const struct ct6_flow *flow,
		     const struct ct6_dccp_seg *seg, unsigned int dir);

#endif /* _CT6_DCCP_H */
