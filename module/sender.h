/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What only a packet itself tells of who has sent it.
 */
#ifndef _CT6_SENDER_H
#define _CT6_SENDER_H

#include <linux/types.h>

#include <uapi/linux/ct6.h>

struct ct6_packet;

bool ct6_sender_field(const struct ct6_packet *pkt, enum ct6_field field,
		      u64 *value);

#endif /* _CT6_SENDER_H */
