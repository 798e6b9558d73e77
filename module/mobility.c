// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tunnels of mobile nodes (RFC 6092 REC-29): between two ends that exchange
 * Mobility Headers, packets of IPv4 and IPv6 in IPv6 are related.
 */
#include <linux/in.h>
#include <linux/ipv6.h>
#include <net/ipv6.h>

#include "flow.h"
#include "mobility.h"
#include "net.h"
#include "packet.h"
#include "table.h"

static bool ct6_mobility_flow(struct ct6_net *cn, const struct ct6_packet *pkt,
			      const struct in6_addr *home)
{
	const struct ct6_flow *flow;
	struct ct6_key key;

	ct6_key_make(&key, NEXTHDR_MOBILITY, pkt->saddr, pkt->daddr, 0, 0, 0);
	if (home)
		ct6_key_home(&key, home);
	flow = ct6_table_find(&cn->table, &key);
	return flow && !ct6_flow_test(flow, CT6_FLOW_STATUS_DENIED);
}

/**
 * ct6_mobility_related() - is a packet of a mobile node's tunnel?
 * @cn: namespace
 * @pkt: packet without a flow
 *
 * A binding update names the home address, so its flow is that address's;
 * in the tunnel it is an end of the packet inside.
 *
 * Context: under RCU, BHs off.
 */
bool ct6_mobility_related(struct ct6_net *cn, const struct ct6_packet *pkt)
{
	struct ipv6hdr buf;
	const struct ipv6hdr *inner;

	if (likely(pkt->l4proto != IPPROTO_IPV6 &&
		   pkt->l4proto != IPPROTO_IPIP))
		return false;
	if (ct6_mobility_flow(cn, pkt, NULL))
		return true;
	if (pkt->l4proto != IPPROTO_IPV6)
		return false;
	inner = skb_header_pointer(pkt->skb, pkt->l4off, sizeof(buf), &buf);
	return inner && (ct6_mobility_flow(cn, pkt, &inner->daddr) ||
			 ct6_mobility_flow(cn, pkt, &inner->saddr));
}
