/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tunnels of mobile nodes.
 */
#ifndef _CT6_MOBILITY_H
#define _CT6_MOBILITY_H

#include <linux/in.h>
#include <linux/types.h>

struct ct6_flow;
struct ct6_net;
struct ct6_packet;

/**
 * ct6_mobility_carries() - may packets of a protocol be a mobile node's tunnel's?
 * @l4proto: protocol
 */
static inline bool ct6_mobility_carries(u8 l4proto)
{
	return l4proto == IPPROTO_IPV6 || l4proto == IPPROTO_IPIP;
}

struct ct6_flow *ct6_mobility_master(struct ct6_net *cn,
				     const struct ct6_packet *pkt);
struct ct6_flow *ct6_mobility_tunnel_master(struct ct6_net *cn,
					    const struct ct6_flow *flow);

#endif /* _CT6_MOBILITY_H */
