// SPDX-License-Identifier: GPL-2.0-only
/*
 * GRE: two addresses, and the key where there is one (RFC 2784, 2890); the
 * GRE of PPTP (RFC 2637) apart from it.
 */
#include "net.h"
#include "proto.h"

/* The upper half of PPTP's key is how much follows its header. */
static bool ct6_gre_cut(const struct ct6_packet *pkt)
{
	u32 len = pkt->skb->len - pkt->l4off - pkt->gre.size;

	return pkt->gre.kind == CT6_KEY_GRE_PPTP &&
	       ntohl(pkt->gre.key) >> 16 > len;
}

static u8 ct6_gre_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	if (ct6_gre_cut(pkt)) {
		pkt->invalid = CT6_STAT_INVALID_PROTO;
		return CT6_CT_STATE_INVALID;
	}
	return ct6_proto_reply_state(pkt);
}

static u32 ct6_gre_timeout(const struct ct6_net *cn,
			   const struct ct6_flow *flow)
{
	return READ_ONCE(cn->config.timeout[CT6_TIMEOUT_GRE]);
}

const struct ct6_proto ct6_proto_gre = {
	.classify	= ct6_gre_classify,
	.timeout	= ct6_gre_timeout,
};
