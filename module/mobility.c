// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tunnels of mobile nodes (RFC 6092 REC-29): between two ends that exchange
 * Mobility Headers, packets of IPv4 and IPv6 in IPv6 are related.
 */
#include <linux/in.h>
#include <net/ipv6.h>

#include "flow.h"
#include "mobility.h"
#include "net.h"
#include "packet.h"
#include "table.h"

static struct ct6_flow *ct6_mobility_binding(struct ct6_net *cn,
					     const struct in6_addr *a,
					     const struct in6_addr *b, u32 link)
{
	struct ct6_key key;

	ct6_key_make(&key, NEXTHDR_MOBILITY, a, b, 0, 0);
	if (ct6_key_scoped(&key))
		key.scope = link;
	ct6_key_seal(&key);
	return ct6_table_find(&cn->table, &key);
}

/**
 * ct6_mobility_master() - the flow that makes a packet a mobile node's tunnel's
 * @cn: namespace
 * @pkt: packet of IPv4 or IPv6 in IPv6, without a flow
 *
 * That of the Mobility Headers between the same two addresses.
 *
 * Context: under RCU, BHs off.
 * Return: that flow, or NULL when there is none.
 */
struct ct6_flow *ct6_mobility_master(struct ct6_net *cn,
				     const struct ct6_packet *pkt)
{
	return ct6_mobility_binding(cn, pkt->saddr, pkt->daddr,
				    ct6_packet_link(pkt));
}

/**
 * ct6_mobility_tunnel_master() - the same of a flow
 * @cn: namespace
 * @flow: flow
 *
 * Context: under RCU.
 * Return: the flow of the Mobility Headers between the same two addresses, or
 *	NULL when there is none, or @flow is no tunnel.
 */
struct ct6_flow *ct6_mobility_tunnel_master(struct ct6_net *cn,
					    const struct ct6_flow *flow)
{
	if (!ct6_mobility_carries(flow->key.l4proto))
		return NULL;
	return ct6_mobility_binding(cn, &flow->key.addr[0], &flow->key.addr[1],
				    flow->key.scope);
}
