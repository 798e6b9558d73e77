// SPDX-License-Identifier: GPL-2.0-only
/*
 * UDP (RFC 768) and UDP-Lite (RFC 3828): a pair of ports, no state but
 * whether anybody answered. The protocol is part of the key, so neither
 * matches the other (RFC 6092 REC-20).
 */
#include "net.h"
#include "proto.h"

static u8 ct6_udp_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	return ct6_proto_reply_state(pkt);
}

static bool ct6_udp_commit(const struct ct6_net *cn,
			   const struct ct6_packet *pkt, struct ct6_flow *flow)
{
	return false;
}

static u32 ct6_udp_timeout(const struct ct6_net *cn,
			   const struct ct6_flow *flow)
{
	bool replied = test_bit(CT6_FLOW_SEEN_REPLY, &flow->status);

	return READ_ONCE(cn->config.timeout[replied ?
					    CT6_TIMEOUT_UDP :
					    CT6_TIMEOUT_UDP_UNREPLIED]);
}

const struct ct6_proto ct6_proto_udp = {
	.classify	= ct6_udp_classify,
	.commit		= ct6_udp_commit,
	.timeout	= ct6_udp_timeout,
};
