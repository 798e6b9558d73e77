/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What only a packet itself tells of who has sent it.
 */
#ifndef _CT6_SENDER_H
#define _CT6_SENDER_H

#include <linux/types.h>

#include <uapi/linux/ct6.h>

struct ct6_packet;

/**
 * struct ct6_sender - the same of a packet that is described
 * @has: bits of enum ct6_field, of what is known
 * @ether: source address of the link
 * @uid: user of the socket
 * @gid: group of the socket
 * @flowlabel: flow label
 */
struct ct6_sender {
	u64	has;
	u64	ether;
	u32	uid;
	u32	gid;
	u32	flowlabel;
};

bool ct6_sender_field(const struct ct6_packet *pkt, enum ct6_field field,
		      u64 *value);

#endif /* _CT6_SENDER_H */
