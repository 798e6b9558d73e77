// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fast path: a packet of TCP or UDP without extension headers, of an
 * established flow that remembers the verdict to accept it, and which it
 * leaves in its state. It is counted and goes on.
 *
 * All others take the whole way, in judge.c, which would come to the same for
 * these. Nothing is changed before it is certain that a packet is one of
 * these; what was found of another (its key, its flow) the whole way need not
 * look for again.
 */
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/netfilter_ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/l3mdev.h>

#include "ends.h"
#include "flow.h"
#include "net.h"
#include "pressure.h"
#include "proto.h"
#include "ruleset.h"
#include "table.h"
#include "verify.h"

/* Multicast, link-local or unspecified. */
static __always_inline bool ct6_fastpath_special(const struct ipv6hdr *ip6h)
{
	return ip6h->saddr.s6_addr[0] >= 0xfe ||
	       ip6h->daddr.s6_addr[0] >= 0xfe || ipv6_addr_any(&ip6h->saddr);
}

/**
 * struct ct6_found - what was found of a packet, for the whole way
 * @flow: its flow, or NULL
 * @what: hash of its key in the lower half, above it CT6_FOUND and, where the
 *	source is the second end of the key, CT6_FOUND_SRC; 0 when nobody
 *	looked for its flow
 *
 * Two words, as they are passed in registers.
 */
struct ct6_found {
	struct ct6_flow	*flow;
	u64		what;
};

#define CT6_FOUND	BIT_ULL(32)
#define CT6_FOUND_SRC	BIT_ULL(33)

/*
 * Is a packet one of its flow wherever it meets a hook? What meets two, over
 * loopback or by a VRF, is for ct6_judge_again(). An answer of our own would be,
 * too; but it is a RST or an error, and these never come by here.
 */
static __always_inline bool
ct6_fastpath_hook(const struct nf_hook_state *state, unsigned int hook,
		  const struct ct6_flow *flow, unsigned int dir)
{
	if (hook == NF_INET_FORWARD)
		return true;
	if (hook == NF_INET_LOCAL_IN)
		return !(state->in->flags & IFF_LOOPBACK) &&
		       !netif_is_l3_master(state->in) &&
		       (dir == CT6_DIR_REPLY ||
			flow->first.hook != CT6_HOOK_OUTPUT);
	return !netif_is_l3_master(state->out);
}

/* The same interfaces as the first packet, or the way back through them. */
static __always_inline bool
ct6_fastpath_way(const struct nf_hook_state *state, unsigned int hook,
		 const struct ct6_flow *flow, unsigned int dir)
{
	u32 in = 0, out = 0;

	if (hook != NF_INET_LOCAL_OUT)
		in = state->in->ifindex;
	if (hook != NF_INET_LOCAL_IN)
		out = state->out->ifindex;
	if (dir == CT6_DIR_ORIG)
		return in == flow->first.iif && out == flow->first.oif;
	return in == flow->first.oif && out == flow->first.iif;
}

/*
 * Is a flow answered, alive and not denied, and has it all of its time? One
 * that is not known for a connection may not, while there is pressure.
 */
static __always_inline bool ct6_fastpath_status(const struct ct6_net *cn,
						const struct ct6_flow *flow)
{
	u32 status = atomic_read(&flow->status) &
		     (CT6_FLOW_STATUS_SEEN_REPLY | CT6_FLOW_STATUS_ASSURED |
		      CT6_FLOW_STATUS_DENIED | CT6_FLOW_DEAD);

	if (likely(status == (CT6_FLOW_STATUS_SEEN_REPLY |
			      CT6_FLOW_STATUS_ASSURED)))
		return true;
	return status == CT6_FLOW_STATUS_SEEN_REPLY && !ct6_pressure(cn);
}

/* Nothing is left to be summed. */
static __always_inline bool
ct6_fastpath_summed(const struct ct6_net *cn, const struct sk_buff *skb,
		    unsigned int hook, u8 l4proto, const struct udphdr *uh)
{
	return hook == NF_INET_LOCAL_OUT || skb_csum_unnecessary(skb) ||
	       (l4proto == IPPROTO_UDP && !uh->check) ||
	       !READ_ONCE(cn->config.checksum);
}

/*
 * Does a flow remember that it accepts the packets of a direction, by rules
 * and sets as they are now? With an epoch of 0 none does: nothing is remembered
 * then (ct6_cached_store()).
 */
static __always_inline bool ct6_fastpath_accepts(u64 cached, u32 epoch)
{
	return cached >> 31 == ((u64)epoch << 1 | 1);
}

static __always_inline bool ct6_fastpath_udp(const struct sk_buff *skb,
					     const struct udphdr *uh)
{
	u32 len = ntohs(uh->len);

	return len >= sizeof(*uh) &&
	       len <= skb->len - ((const u8 *)uh - skb->data);
}

/* A segment with ACK and no other flag that means anything to the state. */
static __always_inline bool ct6_fastpath_tcp(const struct sk_buff *skb,
					     const struct tcphdr *th,
					     struct ct6_flow *flow,
					     unsigned int dir)
{
	u32 len = skb->len - ((const u8 *)th - skb->data);
	struct ct6_tcp_seg seg __uninitialized;

	seg.flags = tcp_flag_byte(th);
	if ((seg.flags & (TCPHDR_SYN | TCPHDR_ACK | TCPHDR_FIN |
			  TCPHDR_RST)) != TCPHDR_ACK ||
	    th->doff < 5 || th->doff * 4 > len)
		return false;
	seg.seq = ntohl(th->seq);
	seg.end = seg.seq + len - th->doff * 4;
	seg.ack = ntohl(th->ack_seq);
	seg.win = ntohs(th->window);
	return ct6_tcp_pass(flow, &seg, dir);
}

static __always_inline void ct6_fastpath_count(const struct ct6_net *cn)
{
	struct ct6_stats *s = this_cpu_ptr(cn->stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->fast);
	u64_stats_update_end(&s->syncp);
}

/**
 * ct6_fastpath() - accept a packet by what its flow remembers
 * @cn: namespace
 * @rs: ruleset, NULL without one
 * @skb: packet
 * @state: of the hook
 * @hook: which, known when this is compiled
 * @found: result: what was found of the packet, for the whole way
 *
 * Context: a netfilter hook, under RCU, BHs off.
 * Return: true when the packet is accepted and all is done.
 */
static __always_inline bool
ct6_fastpath(struct ct6_net *cn, const struct ct6_ruleset *rs,
	     struct sk_buff *skb, const struct nf_hook_state *state,
	     unsigned int hook, struct ct6_found *found)
{
	const struct bucket_table *tbl = rcu_dereference(cn->table.tbl);
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	const __be16 *port = ct6_ahead_upper(skb, ip6h);
	struct ct6_ends ends __uninitialized;
	struct ct6_flow *flow;
	unsigned int dir;
	u32 timeout, epoch, hash;
	u64 cached;

	if (!port || unlikely(ct6_fastpath_special(ip6h)) || unlikely(!rs))
		return false;
	epoch = ct6_epoch_now(&rs->epoch);
	ct6_ends_make(&ends, ip6h, port);
	hash = ct6_ahead_hash(tbl, ip6h, port, &ends);
	found->what = hash | CT6_FOUND | (ends.src ? CT6_FOUND_SRC : 0);
	flow = ct6_table_look(tbl, &ends, hash);
	if (!flow || unlikely(ct6_flow_expired(flow)))
		return false;

	found->flow = flow;
	dir = ends.src != flow->orig;
	cached = atomic64_read(&flow->cached[dir]);
	if (!ct6_fastpath_accepts(cached, epoch) ||
	    !ct6_fastpath_status(cn, flow) || READ_ONCE(flow->special) ||
	    unlikely(IP6CB(skb)->flags & IP6SKB_FRAGMENTED) ||
	    !ct6_fastpath_hook(state, hook, flow, dir) ||
	    !ct6_fastpath_way(state, hook, flow, dir) ||
	    !ct6_fastpath_summed(cn, skb, hook, ip6h->nexthdr,
				 (const void *)port))
		return false;
	if (ip6h->nexthdr == IPPROTO_UDP) {
		if (!ct6_fastpath_udp(skb, (const void *)port))
			return false;
		timeout = ct6_udp_time(cn, ends.rest, true);
	} else {
		if (!ct6_fastpath_tcp(skb, (const void *)port, flow, dir))
			return false;
		timeout = READ_ONCE(cn->config.timeout
				    [CT6_TIMEOUT_TCP_ESTABLISHED]);
	}
	ct6_ruleset_count(rs, (u32)cached & ~CT6_CACHED_ACCEPT, skb->len);
	ct6_flow_count(flow, dir, skb->len);
	ct6_flow_refresh(flow, timeout);
	ct6_fastpath_count(cn);
	if (ct6_verifies(cn))
		ct6_verify_fast(cn, rs, skb, state, flow, dir);
	return true;
}
