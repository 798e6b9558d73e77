/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What IPv6 needs on a link to work at all.
 */
#ifndef _CT6_ESSENTIALS_H
#define _CT6_ESSENTIALS_H

#include <linux/types.h>

struct ct6_packet;

u8 ct6_link_message(struct ct6_packet *pkt);
bool ct6_essential(const struct ct6_packet *pkt);

#endif /* _CT6_ESSENTIALS_H */
