/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A packet as the rest of ct6 sees it: every fact that a rule or a protocol
 * may ask for, read once from the skb, or from a flow when its first packet
 * is judged again.
 */
#ifndef _CT6_PACKET_H
#define _CT6_PACKET_H

#include <linux/in6.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <linux/types.h>

#include "dccp.h"
#include "header.h"
#include "sctp.h"
#include "stats.h"
#include "tcp_window.h"

struct ct6_counted;
struct ct6_expect;
struct ct6_fields;
struct ct6_flow;
struct ct6_net;
struct ct6_ruleset;

/* Directions of a flow. */
enum ct6_dir {
	CT6_DIR_ORIG,
	CT6_DIR_REPLY,
};

/**
 * struct ct6_gre - a GRE header
 * @key: its key (RFC 2890)
 * @size: bytes of the header
 * @kind: enum ct6_key_gre
 */
struct ct6_gre {
	__be32	key;
	u32	size;
	u8	kind;
};

/**
 * struct ct6_packet - what is known of the packet under judgement
 * @saddr: source address of the fixed header
 * @daddr: destination address of the fixed header
 * @skb: the packet, NULL when a flow's first packet is judged again
 * @state: where the hook met it, NULL as @skb
 * @net: network namespace, when @state is NULL; ct6_packet_net()
 * @told: what is known of fields that flows do not keep, when @skb is NULL; of
 *	a first packet that is judged again NULL
 * @in: input device, NULL on output
 * @out: output device, NULL on input
 * @detour: where its ends really are, NULL when they are @saddr and @daddr
 * @flow: the flow that it belongs to, NULL without one; valid under RCU
 * @expect: the expectation that it meets, NULL without one; as @flow
 * @counted: counts that it came by; NULL where nobody asks
 * @l4off: offset of the upper layer from skb->data
 * @epoch: number of the ruleset with its sets, ct6_epoch_now(); 0 without
 * @len: bytes, the fixed header included
 * @mark: mark of the packet, as rules see and set it
 * @first_mark: the same, as the packet came
 * @ct_mark: mark of the flow, 0 while there is none
 * @exthdrs: extension headers seen, bits of enum ct6_exthdr
 * @sport: source port; only when @has_ports
 * @dport: destination port; only when @has_ports
 * @icmp_id: identifier of an ICMPv6 query
 * @hook: enum ct6_hook
 * @l4proto: protocol behind the extension headers
 * @nexthdr: next header of the fixed header
 * @hoplimit: hop limit of the fixed header
 * @tclass: traffic class of the fixed header
 * @pkttype: PACKET_* of the skb
 * @tcp: the TCP segment; its scale only after classification; with @has_tcp
 * @sctp: the SCTP packet
 * @dccp: the DCCP packet
 * @gre: the GRE header
 * @icmp_type: type of ICMPv6
 * @icmp_code: code of ICMPv6
 * @rt_type: type of the first routing header, with @has_rt
 * @rt_left: its segments left
 * @ct_state: one bit of enum ct6_ct_state
 * @dir: enum ct6_dir, with @flow
 * @invalid: why the packet is invalid, a CT6_STAT_INVALID_*, or 0
 * @filtering: enum ct6_filtering of the flow that it begins, by the rules
 * @helper: enum ct6_helper of the flow that it begins, by the rules
 * @has_ports: @sport and @dport are the packet's
 * @has_icmp: @icmp_type and @icmp_code are the packet's
 * @has_tcp: @tcp is the packet's
 * @has_rt: it has a routing header, though perhaps a malformed one
 * @unsummed: it is UDP without a checksum, as a tunnel may send it (RFC 6935):
 *	who takes such is for its end to say
 * @ct_mark_set: a rule changed @ct_mark
 * @notrack: a rule forbids to make a flow of it
 * @passive: it passes, but neither changes nor refreshes its flow
 * @again: it met LOCAL_OUT before (loopback); count and commit nothing
 * @varies: the verdict asked for what differs between packets of a flow
 * @rejudge: no effects, limits pass: a first packet is judged again
 * @guessed: a limit, a count, a recent table or what is not known was passed
 *	because of that
 * @guess: what is not known is taken for true where a rule jumps
 * @jumped: a rule asked for that
 */
struct ct6_packet {
	const struct in6_addr		*saddr;
	const struct in6_addr		*daddr;
	struct sk_buff			*skb;
	const struct nf_hook_state	*state;
	struct net			*net;
	const struct ct6_fields		*told;
	const struct net_device		*in;
	const struct net_device		*out;
	u32				l4off;
	u32				len;
	u32				mark;
	u32				first_mark;
	u16				exthdrs;
	u8				hook;
	u8				l4proto;
	u8				nexthdr;
	u8				hoplimit;
	u8				tclass;
	u8				pkttype;
	u8				invalid;
	u8				ct_state;
	const struct ct6_detour		*detour;
	struct ct6_flow			*flow;
	struct ct6_expect		*expect;
	struct ct6_counted		*counted;
	/* of the upper layer that the packet has, and of that only */
	union {
		struct ct6_tcp_seg	tcp;
		struct ct6_sctp_seg	sctp;
		struct ct6_dccp_seg	dccp;
		struct ct6_gre		gre;
	};
	/* from here on everything is 0 until it is known */
	__be16				sport;
	__be16				dport;
	__be16				icmp_id;
	u8				icmp_type;
	u8				icmp_code;
	u32				ct_mark;
	u32				epoch;
	u8				dir;
	u8				filtering;
	u8				helper;
	u8				rt_type;
	u8				rt_left;
	bool				has_ports:1;
	bool				has_icmp:1;
	bool				has_tcp:1;
	bool				has_rt:1;
	bool				unsummed:1;
	bool				ct_mark_set:1;
	bool				notrack:1;
	bool				passive:1;
	bool				again:1;
	bool				varies:1;
	bool				rejudge:1;
	bool				guess:1;
	bool				jumped:1;
	bool				guessed:1;
};

/**
 * ct6_packet_net() - network namespace of a packet
 * @pkt: packet that a hook was given, that is judged again, or described
 */
static inline struct net *ct6_packet_net(const struct ct6_packet *pkt)
{
	return pkt->state ? pkt->state->net : pkt->net;
}

/**
 * ct6_packet_src() - source, as the upper layer knows it
 * @pkt: packet
 *
 * For its checksum (RFC 6275, 11.3.1).
 */
static inline const struct in6_addr *
ct6_packet_src(const struct ct6_packet *pkt)
{
	if (unlikely(pkt->detour) && pkt->detour->has_home)
		return &pkt->detour->home;
	return pkt->saddr;
}

/**
 * ct6_packet_dst() - destination, as the upper layer knows it
 * @pkt: packet
 *
 * For its checksum (RFC 8200, 8.1; RFC 6275, 11.3.1).
 */
static inline const struct in6_addr *
ct6_packet_dst(const struct ct6_packet *pkt)
{
	if (unlikely(pkt->detour) && pkt->detour->has_final)
		return &pkt->detour->final;
	return pkt->daddr;
}

int ct6_packet_headers(struct ct6_packet *pkt, struct ct6_headers *headers,
		       struct ct6_detour *detour);
int ct6_packet_gre(struct ct6_packet *pkt);
int ct6_packet_nonce(struct ct6_packet *pkt);
u32 ct6_packet_link(const struct ct6_packet *pkt);
void ct6_packet_read(struct ct6_packet *pkt, struct ct6_detour *detour,
		     struct sk_buff *skb, const struct nf_hook_state *state);

#endif /* _CT6_PACKET_H */
