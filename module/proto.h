/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between protocols: how a packet stands to its flow, how the
 * flow's state goes on, and how long it lives.
 */
#ifndef _CT6_PROTO_H
#define _CT6_PROTO_H

#include <linux/icmpv6.h>
#include <linux/in.h>
#include <linux/types.h>

#include "flow.h"
#include "packet.h"

struct ct6_net;

/**
 * struct ct6_proto - a protocol
 * @classify: the packet's state by what is there; changes nothing but @pkt.
 *	pkt->flow and pkt->dir are set, or pkt->flow is NULL. Returns a bit
 *	of enum ct6_ct_state; INVALID with the reason in pkt->invalid. May
 *	set pkt->flow to NULL when the packet begins a new connection in
 *	place of the flow that was found.
 * @commit: takes an accepted packet into the flow's state; the flow is new
 *	when its state is 0. Returns true when the state changed. NULL of a
 *	protocol without state.
 * @timeout: seconds to live in the flow's state.
 *
 * Context: all under RCU with BHs off, on any CPU at once.
 */
struct ct6_proto {
	u8 (*classify)(const struct ct6_net *cn, struct ct6_packet *pkt);
	bool (*commit)(const struct ct6_net *cn, const struct ct6_packet *pkt,
		       struct ct6_flow *flow);
	u32 (*timeout)(const struct ct6_net *cn, const struct ct6_flow *flow);
};

extern const struct ct6_proto ct6_proto_tcp;
extern const struct ct6_proto ct6_proto_udp;
extern const struct ct6_proto ct6_proto_icmpv6;
extern const struct ct6_proto ct6_proto_sctp;
extern const struct ct6_proto ct6_proto_dccp;
extern const struct ct6_proto ct6_proto_gre;
extern const struct ct6_proto ct6_proto_esp;
extern const struct ct6_proto ct6_proto_generic;

/**
 * ct6_proto_has_ports() - does a protocol begin with two ports?
 * @l4proto: protocol
 */
static inline bool ct6_proto_has_ports(u8 l4proto)
{
	switch (l4proto) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return true;
	default:
		return false;
	}
}

/* RFC 4620; the kernel's headers have no name for them. */
#define CT6_ICMPV6_NI_QUERY	139
#define CT6_ICMPV6_NI_REPLY	140

/**
 * ct6_icmpv6_request() - what a query asks, or what a reply was asked by
 * @type: type of ICMPv6
 *
 * Return: the type of the request, 0 when @type is of no query.
 */
static inline u8 ct6_icmpv6_request(u8 type)
{
	switch (type) {
	case ICMPV6_ECHO_REQUEST:
	case ICMPV6_ECHO_REPLY:
		return ICMPV6_ECHO_REQUEST;
	case CT6_ICMPV6_NI_QUERY:
	case CT6_ICMPV6_NI_REPLY:
		return CT6_ICMPV6_NI_QUERY;
	default:
		return 0;
	}
}

/**
 * ct6_proto_reply_state() - state of a packet where any answer establishes
 * @pkt: packet with its flow or NULL, and its direction
 */
static inline u8 ct6_proto_reply_state(const struct ct6_packet *pkt)
{
	if (!pkt->flow)
		return CT6_CT_STATE_NEW;
	if (pkt->dir == CT6_DIR_REPLY ||
	    ct6_flow_test(pkt->flow, CT6_FLOW_STATUS_SEEN_REPLY))
		return CT6_CT_STATE_ESTABLISHED;
	/* what began as related stays so until it is answered */
	return pkt->flow->first.ct_state;
}

/**
 * ct6_proto_over() - has a connection ended, and only waits for what is late?
 * @flow: flow
 *
 * Of TCP: both ends have closed, or a RST has. A SYN begins another flow then,
 * and nothing else gives it back to its ends.
 */
static inline bool ct6_proto_over(const struct ct6_flow *flow)
{
	u8 state;

	if (flow->key.l4proto != IPPROTO_TCP)
		return false;
	state = READ_ONCE(flow->state);
	return state == CT6_TCP_STATE_TIME_WAIT ||
	       state == CT6_TCP_STATE_CLOSE;
}

u8 ct6_udp_classify(const struct ct6_net *cn, struct ct6_packet *pkt);
u32 ct6_udp_timeout(const struct ct6_net *cn, const struct ct6_flow *flow);

u8 ct6_tcp_classify(const struct ct6_net *cn, struct ct6_packet *pkt);
bool ct6_tcp_commit(const struct ct6_net *cn, const struct ct6_packet *pkt,
		    struct ct6_flow *flow);
u32 ct6_tcp_timeout(const struct ct6_net *cn, const struct ct6_flow *flow);
bool ct6_tcp_quoted(const struct ct6_flow *flow, u32 seq, unsigned int dir);

const struct ct6_proto *ct6_proto_get(u8 l4proto);

/* What most packets are of is called directly: an indirect call costs more. */

static inline u8 ct6_proto_classify(const struct ct6_proto *proto,
				    const struct ct6_net *cn,
				    struct ct6_packet *pkt)
{
	if (proto == &ct6_proto_tcp)
		return ct6_tcp_classify(cn, pkt);
	if (proto == &ct6_proto_udp)
		return ct6_udp_classify(cn, pkt);
	return proto->classify(cn, pkt);
}

static inline bool ct6_proto_commit(const struct ct6_proto *proto,
				    const struct ct6_net *cn,
				    const struct ct6_packet *pkt,
				    struct ct6_flow *flow)
{
	if (proto == &ct6_proto_tcp)
		return ct6_tcp_commit(cn, pkt, flow);
	return proto->commit && proto->commit(cn, pkt, flow);
}

static inline u32 ct6_proto_timeout(const struct ct6_proto *proto,
				    const struct ct6_net *cn,
				    const struct ct6_flow *flow)
{
	if (proto == &ct6_proto_tcp)
		return ct6_tcp_timeout(cn, flow);
	if (proto == &ct6_proto_udp)
		return ct6_udp_timeout(cn, flow);
	return proto->timeout(cn, flow);
}

#endif /* _CT6_PROTO_H */
