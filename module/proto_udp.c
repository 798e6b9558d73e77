// SPDX-License-Identifier: GPL-2.0-only
/*
 * UDP (RFC 768) and UDP-Lite (RFC 3828): a pair of ports, no state but
 * whether anybody answered. The protocol is part of the key, so neither
 * matches the other (RFC 6092 REC-20).
 */
#include "net.h"
#include "proto.h"

u8 ct6_udp_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	return ct6_proto_reply_state(pkt);
}

/*
 * RFC 4787 REQ-5, RFC 6092 REC-14 and 15: never under two minutes, but where
 * one of the ports is a system port (RFC 6335), a name server's say.
 */
u32 ct6_udp_timeout(const struct ct6_net *cn, const struct ct6_flow *flow)
{
	enum ct6_timeout t = CT6_TIMEOUT_UDP_UNREPLIED;

	if (ntohs(flow->key.port[0]) < 1024 || ntohs(flow->key.port[1]) < 1024)
		t = CT6_TIMEOUT_UDP_SYSTEM;
	else if (ct6_flow_test(flow, CT6_FLOW_STATUS_SEEN_REPLY))
		t = CT6_TIMEOUT_UDP;
	return READ_ONCE(cn->config.timeout[t]);
}

/* The same, of a flow that was answered, by its ends. */
static __always_inline u32 ct6_udp_timeout_answered(const struct ct6_net *cn,
						    const struct ct6_ends *ends)
{
	return READ_ONCE(cn->config.timeout[ct6_ends_system(ends->rest) ?
					    CT6_TIMEOUT_UDP_SYSTEM :
					    CT6_TIMEOUT_UDP]);
}

const struct ct6_proto ct6_proto_udp = {
	.classify	= ct6_udp_classify,
	.timeout	= ct6_udp_timeout,
};
