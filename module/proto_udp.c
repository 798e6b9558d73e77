// SPDX-License-Identifier: GPL-2.0-only
/*
 * UDP (RFC 768) and UDP-Lite (RFC 3828): a pair of ports, no state but
 * whether anybody answered. The protocol is part of the key, so neither
 * matches the other (RFC 6092 REC-20).
 */
#include "ends.h"
#include "net.h"
#include "proto.h"

u8 ct6_udp_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	return ct6_proto_reply_state(pkt);
}

/*
 * RFC 4787 REQ-5, RFC 6092 REC-14 and 15: never under two minutes, but where
 * one of the ports is a system port (RFC 6335), a name server's say. @rest is
 * the key's word with the ports.
 */
static __always_inline u32 ct6_udp_time(const struct ct6_net *cn, u64 rest,
					bool answered)
{
	enum ct6_timeout t = CT6_TIMEOUT_UDP_UNREPLIED;

	if (ct6_ends_system(rest))
		t = CT6_TIMEOUT_UDP_SYSTEM;
	else if (answered)
		t = CT6_TIMEOUT_UDP;
	return READ_ONCE(cn->config.timeout[t]);
}

u32 ct6_udp_timeout(const struct ct6_net *cn, const struct ct6_flow *flow)
{
	return ct6_udp_time(cn, get_unaligned((const u64 *)flow->key.port),
			    ct6_flow_test(flow, CT6_FLOW_STATUS_SEEN_REPLY));
}

const struct ct6_proto ct6_proto_udp = {
	.classify	= ct6_udp_classify,
	.timeout	= ct6_udp_timeout,
};
