// SPDX-License-Identifier: GPL-2.0-only
/*
 * TFTP (RFC 1350): a server answers each request from a new port, so its
 * answer belongs to no flow.
 */
#include <linux/string.h>
#include <linux/udp.h>

#include "expect.h"
#include "flow.h"
#include "helper.h"
#include "net.h"
#include "packet.h"

/* The longest request (RFC 2347). */
#define CT6_TFTP_MAX	512

enum ct6_tftp_code {
	CT6_TFTP_READ	= 1,
	CT6_TFTP_WRITE	= 2,
};

/**
 * ct6_tftp_request() - is this a request to read or write?
 * @data: payload of a datagram
 * @len: its bytes
 *
 * Two bytes of code, then the name of a file and a mode, each with a zero
 * behind it and neither empty; options may follow.
 *
 * Context: any; a pure function.
 */
bool ct6_tftp_request(const u8 *data, u32 len)
{
	const u8 *name = data + 2, *end = data + len, *mode;

	if (len < 2 || len > CT6_TFTP_MAX || data[0] ||
	    (data[1] != CT6_TFTP_READ && data[1] != CT6_TFTP_WRITE))
		return false;
	mode = memchr(name, 0, end - name);
	if (!mode || mode == name)
		return false;
	mode++;
	return mode < end && *mode && memchr(mode, 0, end - mode);
}

static bool ct6_tftp_asks(const struct ct6_packet *pkt)
{
	u32 offset = pkt->l4off + sizeof(struct udphdr), len;
	u8 buf[CT6_TFTP_MAX];
	const u8 *data;

	if (pkt->skb->len <= offset)
		return false;
	len = pkt->skb->len - offset;
	if (len > CT6_TFTP_MAX)
		return false;
	data = skb_header_pointer(pkt->skb, offset, len, buf);
	return data && ct6_tftp_request(data, len);
}

/**
 * ct6_helper_tftp() - read a datagram of a client of TFTP
 * @cn: namespace
 * @pkt: accepted packet of UDP
 * @flow: its flow
 *
 * One answer is expected at a time: another request of the same flow expects
 * it anew.
 *
 * Context: under RCU, BHs off.
 */
void ct6_helper_tftp(struct ct6_net *cn, const struct ct6_packet *pkt,
		     struct ct6_flow *flow)
{
	struct ct6_expect_key key = {
		.saddr		= *ct6_flow_src(flow, CT6_DIR_REPLY),
		.daddr		= *ct6_flow_src(flow, CT6_DIR_ORIG),
		.scope		= ct6_key_scoped(&flow->key) ? flow->key.scope : 0,
		.dport		= ct6_flow_sport(flow, CT6_DIR_ORIG),
		.l4proto	= IPPROTO_UDP,
	};

	if (pkt->dir != CT6_DIR_ORIG || !ct6_tftp_asks(pkt))
		return;
	ct6_expect_make(cn, &key, CT6_EXPECT_HELPER,
			READ_ONCE(cn->config.timeout[CT6_TIMEOUT_HELPER]),
			ct6_flow_generation(flow), CT6_HELPER_NONE, flow);
}
