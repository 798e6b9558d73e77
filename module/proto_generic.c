// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every protocol without a file of its own: two addresses and the protocol
 * (RFC 6092 REC-11, 12), with ports where the protocol begins with them.
 */
#include "net.h"
#include "proto.h"

static u8 ct6_generic_classify(const struct ct6_net *cn,
			       struct ct6_packet *pkt)
{
	return ct6_proto_reply_state(pkt);
}

static u32 ct6_generic_timeout(const struct ct6_net *cn,
			       const struct ct6_flow *flow)
{
	return READ_ONCE(cn->config.timeout[CT6_TIMEOUT_GENERIC]);
}

const struct ct6_proto ct6_proto_generic = {
	.classify	= ct6_generic_classify,
	.timeout	= ct6_generic_timeout,
};
