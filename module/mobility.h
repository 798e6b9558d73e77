/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tunnels of mobile nodes.
 */
#ifndef _CT6_MOBILITY_H
#define _CT6_MOBILITY_H

struct ct6_flow;
struct ct6_net;
struct ct6_packet;

struct ct6_flow *ct6_mobility_master(struct ct6_net *cn,
				     const struct ct6_packet *pkt);

#endif /* _CT6_MOBILITY_H */
