/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tunnels of mobile nodes.
 */
#ifndef _CT6_MOBILITY_H
#define _CT6_MOBILITY_H

#include <linux/types.h>

struct ct6_net;
struct ct6_packet;

bool ct6_mobility_related(struct ct6_net *cn, const struct ct6_packet *pkt);

#endif /* _CT6_MOBILITY_H */
