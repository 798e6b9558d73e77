// SPDX-License-Identifier: GPL-2.0-only
/*
 * ICMPv6 queries (RFC 4443, 4): an echo request begins a flow, replies with
 * its identifier belong to it.
 */
#include <linux/icmpv6.h>

#include "net.h"
#include "proto.h"

static u8 ct6_icmpv6_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	if (pkt->icmp_code) {
		pkt->invalid = CT6_STAT_INVALID_ICMPV6;
		return CT6_CT_STATE_INVALID;
	}
	if (pkt->icmp_type == ICMPV6_ECHO_REPLY) {
		/* a reply that nobody asked for */
		if (!pkt->flow) {
			pkt->invalid = CT6_STAT_INVALID_ICMPV6;
			return CT6_CT_STATE_INVALID;
		}
		return CT6_CT_STATE_ESTABLISHED;
	}
	return ct6_proto_reply_state(pkt);
}

static bool ct6_icmpv6_commit(const struct ct6_net *cn,
			      const struct ct6_packet *pkt,
			      struct ct6_flow *flow)
{
	/* the query's type, for who shows the flow or judges it again */
	if (!flow->proto)
		flow->proto = ICMPV6_ECHO_REQUEST;
	return false;
}

static u32 ct6_icmpv6_timeout(const struct ct6_net *cn,
			      const struct ct6_flow *flow)
{
	return READ_ONCE(cn->config.timeout[CT6_TIMEOUT_ICMPV6]);
}

const struct ct6_proto ct6_proto_icmpv6 = {
	.classify	= ct6_icmpv6_classify,
	.commit		= ct6_icmpv6_commit,
	.timeout	= ct6_icmpv6_timeout,
};
