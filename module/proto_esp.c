// SPDX-License-Identifier: GPL-2.0-only
/*
 * ESP (RFC 4303): two addresses. Each direction has a security parameters
 * index of its own, agreed on where nobody can read it, so the index is no
 * part of the flow (RFC 6092 REC-25): what answers is ESP from the other end.
 *
 * AH (RFC 4302) has no flows of its own: it hides nothing, and what it
 * protects is known by its own protocol and ports. Rules for TCP have to
 * match TCP behind AH, as they do in ip6tables and nft.
 */
#include "net.h"
#include "proto.h"

static u8 ct6_esp_classify(const struct ct6_net *cn, struct ct6_packet *pkt)
{
	return ct6_proto_reply_state(pkt);
}

static u32 ct6_esp_timeout(const struct ct6_net *cn,
			   const struct ct6_flow *flow)
{
	return READ_ONCE(cn->config.timeout[CT6_TIMEOUT_ESP]);
}

const struct ct6_proto ct6_proto_esp = {
	.classify	= ct6_esp_classify,
	.timeout	= ct6_esp_timeout,
};
