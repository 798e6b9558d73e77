/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints: flows that begin and end, packets that are dropped. None is on
 * the way of a packet that passes by what its flow remembers.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM ct6

#if !defined(_CT6_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _CT6_TRACE_H

#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/tracepoint.h>
#include <net/net_namespace.h>

#include "flow.h"
#include "packet.h"
#include "stats.h"

#define ct6_trace_ends						\
	ct6_one(CT6_DESTROY_REASON_NONE, "none")			\
	ct6_one(CT6_DESTROY_REASON_TIMEOUT, "timeout")		\
	ct6_one(CT6_DESTROY_REASON_DELETED, "deleted")		\
	ct6_one(CT6_DESTROY_REASON_DENIED, "denied")		\
	ct6_one(CT6_DESTROY_REASON_EVICTED, "evicted")		\
	ct6_one(CT6_DESTROY_REASON_REPLACED, "replaced")		\
	ct6_last(CT6_DESTROY_REASON_FLUSHED, "flushed")

#define ct6_trace_states					\
	ct6_one(CT6_CT_STATE_NEW, "new")				\
	ct6_one(CT6_CT_STATE_ESTABLISHED, "established")		\
	ct6_one(CT6_CT_STATE_RELATED, "related")			\
	ct6_one(CT6_CT_STATE_INVALID, "invalid")			\
	ct6_last(CT6_CT_STATE_UNTRACKED, "untracked")

/* The rules or a policy: in the place of a counter that counts no drops. */
#define CT6_DROP_RULES CT6_STAT_CREATED

/* as `ct6 stats` names them */
#define ct6_trace_drops						\
	ct6_one(CT6_DROP_RULES, "rules")				\
	ct6_one(CT6_STAT_REFUSED_MAX, "refused-max")		\
	ct6_one(CT6_STAT_REFUSED_NOMEM, "refused-nomem")		\
	ct6_one(CT6_STAT_COUNT_REFUSED, "count-refused")		\
	ct6_one(CT6_STAT_FRAGMENT_DUPLICATE, "fragment-duplicate")	\
	ct6_one(CT6_STAT_FRAGMENT_REFUSED, "fragment-refused")	\
	ct6_one(CT6_STAT_INVALID_TRUNCATED, "invalid-truncated")	\
	ct6_one(CT6_STAT_INVALID_HEADER, "invalid-header")		\
	ct6_one(CT6_STAT_INVALID_CHAIN, "invalid-chain")		\
	ct6_one(CT6_STAT_INVALID_FRAGMENT, "invalid-fragment")	\
	ct6_one(CT6_STAT_INVALID_FRAGMENT_OVERLAP, "invalid-fragment-overlap") \
	ct6_one(CT6_STAT_INVALID_FRAGMENT_END, "invalid-fragment-end") \
	ct6_one(CT6_STAT_INVALID_FRAGMENT_SCATTER, "invalid-fragment-scatter") \
	ct6_one(CT6_STAT_INVALID_FRAGMENT_LENGTH, "invalid-fragment-length") \
	ct6_one(CT6_STAT_INVALID_FRAGMENT_SIZE, "invalid-fragment-size") \
	ct6_one(CT6_STAT_INVALID_FRAGMENT_FIRST, "invalid-fragment-first") \
	ct6_one(CT6_STAT_INVALID_FRAGMENT_ND, "invalid-fragment-nd") \
	ct6_one(CT6_STAT_INVALID_ADDRESS, "invalid-address")	\
	ct6_one(CT6_STAT_INVALID_CHECKSUM, "invalid-checksum")	\
	ct6_one(CT6_STAT_INVALID_TCP, "invalid-tcp")		\
	ct6_one(CT6_STAT_INVALID_ICMPV6, "invalid-icmpv6")		\
	ct6_one(CT6_STAT_INVALID_ND, "invalid-nd")			\
	ct6_one(CT6_STAT_INVALID_PROTO, "invalid-proto")		\
	ct6_one(CT6_STAT_INVALID_SCTP, "invalid-sctp")		\
	ct6_last(CT6_STAT_INVALID_DCCP, "invalid-dccp")

/* so that who reads raw events knows their numbers */
#define ct6_one(number, name) TRACE_DEFINE_ENUM(number);
#define ct6_last(number, name) TRACE_DEFINE_ENUM(number);
ct6_trace_ends
ct6_trace_states
ct6_trace_drops
#undef ct6_one
#undef ct6_last
#define ct6_one(number, name) { number, name },
#define ct6_last(number, name) { number, name }

DECLARE_EVENT_CLASS(ct6_flow_class,

	TP_PROTO(const struct net *net, const struct ct6_flow *flow, u8 reason),

	TP_ARGS(net, flow, reason),

	TP_STRUCT__entry(
		__field(u64, id)
		__field(u64, packets)
		__field(u64, packets_reply)
		__field(u64, bytes)
		__field(u64, bytes_reply)
		__field(u32, netns)
		__field(u32, iif)
		__field(u32, oif)
		__field(u16, sport)
		__field(u16, dport)
		__field(u8, proto)
		__field(u8, reason)
		__array(u8, saddr, 16)
		__array(u8, daddr, 16)
	),

	TP_fast_assign(
		__entry->id = ct6_flow_id(flow);
		__entry->packets = atomic64_read(&flow->packets[0]);
		__entry->packets_reply = atomic64_read(&flow->packets[1]);
		__entry->bytes = atomic64_read(&flow->bytes[0]);
		__entry->bytes_reply = atomic64_read(&flow->bytes[1]);
		__entry->netns = net->ns.inum;
		__entry->iif = flow->first.iif;
		__entry->oif = flow->first.oif;
		__entry->sport = ntohs(ct6_flow_sport(flow, CT6_DIR_ORIG));
		__entry->dport = ntohs(ct6_flow_sport(flow, CT6_DIR_REPLY));
		__entry->proto = flow->key.l4proto;
		__entry->reason = reason;
		memcpy(__entry->saddr, ct6_flow_src(flow, CT6_DIR_ORIG), 16);
		memcpy(__entry->daddr, ct6_flow_src(flow, CT6_DIR_REPLY), 16);
	),

	TP_printk("netns=%u id=%016llx proto=%u src=%pI6c sport=%u dst=%pI6c dport=%u iif=%u oif=%u packets=%llu/%llu bytes=%llu/%llu reason=%s",
		  __entry->netns, __entry->id, __entry->proto,
		  __entry->saddr, __entry->sport,
		  __entry->daddr, __entry->dport,
		  __entry->iif, __entry->oif,
		  __entry->packets, __entry->packets_reply,
		  __entry->bytes, __entry->bytes_reply,
		  __print_symbolic(__entry->reason, ct6_trace_ends))
);

DEFINE_EVENT(ct6_flow_class, ct6_flow_new,
	TP_PROTO(const struct net *net, const struct ct6_flow *flow, u8 reason),
	TP_ARGS(net, flow, reason)
);

/* out of the table: what rules denied has left `ct6 flows` before */
DEFINE_EVENT(ct6_flow_class, ct6_flow_destroy,
	TP_PROTO(const struct net *net, const struct ct6_flow *flow, u8 reason),
	TP_ARGS(net, flow, reason)
);

/* @pkt is NULL in front of the rules, where fragments are put together. */
TRACE_EVENT(ct6_drop,

	TP_PROTO(const struct net *net, const struct sk_buff *skb,
		 const struct ct6_packet *pkt, u8 reason),

	TP_ARGS(net, skb, pkt, reason),

	TP_STRUCT__entry(
		__field(u32, netns)
		__field(u32, iif)
		__field(u32, oif)
		__field(u32, len)
		__field(u32, mark)
		__field(u16, sport)
		__field(u16, dport)
		__field(u8, proto)
		__field(u8, hop_limit)
		__field(u8, state)
		__field(u8, reason)
		__array(u8, saddr, 16)
		__array(u8, daddr, 16)
	),

	TP_fast_assign(
		const struct ipv6hdr *ip6h = ipv6_hdr(skb);
		const struct net_device *in = pkt ? pkt->in : skb->dev;
		const struct net_device *out = pkt ? pkt->out : NULL;

		__entry->netns = net->ns.inum;
		__entry->iif = in ? in->ifindex : 0;
		__entry->oif = out ? out->ifindex : 0;
		__entry->len = skb->len;
		__entry->mark = skb->mark;
		__entry->sport = pkt ? ntohs(pkt->sport) : 0;
		__entry->dport = pkt ? ntohs(pkt->dport) : 0;
		__entry->proto = pkt ? pkt->l4proto : ip6h->nexthdr;
		__entry->hop_limit = ip6h->hop_limit;
		__entry->state = pkt ? pkt->ct_state : CT6_CT_STATE_INVALID;
		__entry->reason = pkt && pkt->invalid &&
				  reason == CT6_DROP_RULES ?
				  pkt->invalid : reason;
		memcpy(__entry->saddr, &ip6h->saddr, 16);
		memcpy(__entry->daddr, &ip6h->daddr, 16);
	),

	TP_printk("netns=%u reason=%s state=%s proto=%u src=%pI6c sport=%u dst=%pI6c dport=%u iif=%u oif=%u len=%u hoplimit=%u mark=0x%x",
		  __entry->netns,
		  __print_symbolic(__entry->reason, ct6_trace_drops),
		  __print_symbolic(__entry->state, ct6_trace_states),
		  __entry->proto, __entry->saddr, __entry->sport,
		  __entry->daddr, __entry->dport,
		  __entry->iif, __entry->oif, __entry->len,
		  __entry->hop_limit, __entry->mark)
);

#undef ct6_one
#undef ct6_last

#endif /* _CT6_TRACE_H */

/* <module/trace.h>: see Kbuild's include paths */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH module
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
