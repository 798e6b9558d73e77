// SPDX-License-Identifier: GPL-2.0-only
/*
 * ICMPv6 queries: a request begins a flow, replies with its identifier belong
 * to it. Echo (RFC 4443, 4) and node information (RFC 4620), whose nonce is
 * the identifier.
 */
#include <linux/icmpv6.h>

#include "net.h"
#include "proto.h"

static bool ct6_icmpv6_code_valid(const struct ct6_packet *pkt)
{
	/* RFC 4620, 4: kinds of subjects, kinds of answers */
	if (ct6_icmpv6_request(pkt->icmp_type) == CT6_ICMPV6_NI_QUERY)
		return pkt->icmp_code <= 2;
	return !pkt->icmp_code;
}

static u8 ct6_icmpv6_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	bool reply = pkt->icmp_type != ct6_icmpv6_request(pkt->icmp_type);

	/* a reply that nobody asked for is none */
	if (!ct6_icmpv6_code_valid(pkt) || (reply && !pkt->flow)) {
		pkt->invalid = CT6_STAT_INVALID_ICMPV6;
		return CT6_CT_STATE_INVALID;
	}
	if (reply)
		return CT6_CT_STATE_ESTABLISHED;
	return ct6_proto_reply_state(pkt);
}

static u32 ct6_icmpv6_timeout(const struct ct6_net *cn,
			      const struct ct6_flow *flow)
{
	return READ_ONCE(cn->config.timeout[CT6_TIMEOUT_ICMPV6]);
}

const struct ct6_proto ct6_proto_icmpv6 = {
	.classify	= ct6_icmpv6_classify,
	.timeout	= ct6_icmpv6_timeout,
};
