// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pipeline: classify a packet by what is known, let the rules judge it,
 * and only when they accept it commit it to its flow. A packet that is
 * dropped changes no state and allocates nothing.
 */
#include <linux/icmpv6.h>
#include <linux/netdevice.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/l3mdev.h>

#include "checksum.h"
#include "count.h"
#include "delayed.h"
#include "essentials.h"
#include "expect.h"
#include "expr.h"
#include "flow.h"
#include "helper.h"
#include "icmpv6_error.h"
#include "judge.h"
#include "kin.h"
#include "mobility.h"
#include "net.h"
#include "netlink.h"
#include "pressure.h"
#include "proto.h"
#include "reject.h"
#include "rules.h"
#include "ruleset.h"
#include "table.h"
#include "trace.h"
#include "verify.h"

/* Twins and expired flows that one insertion may meet. */
#define CT6_INSERT_TRIES	4

/*
 * A flow ends where its packets' route ends; but that of a mobile node ends
 * at its care-of address, with the home address beside it.
 */
static const struct in6_addr *ct6_judge_end(const struct ct6_packet *pkt)
{
	if (unlikely(pkt->detour) && pkt->detour->final_home)
		return pkt->daddr;
	return ct6_packet_dst(pkt);
}

static void ct6_judge_homes(const struct ct6_detour *detour,
			    struct ct6_key *key)
{
	if (detour->has_home)
		ct6_key_home(key, &detour->home);
	if (detour->final_home)
		ct6_key_home(key, &detour->final);
}

/**
 * ct6_judge_key() - the key of a packet
 * @pkt: packet, as far as it was read
 * @key: result
 * @src: index of the sender in @key
 *
 * Context: under RCU.
 * Return: false when a packet of that kind belongs to no flow.
 */
bool ct6_judge_key(const struct ct6_packet *pkt, struct ct6_key *key,
		   unsigned int *src)
{
	__be16 sport = 0, dport = 0;
	u8 request = 0;

	if (unlikely(pkt->l4proto == IPPROTO_ICMPV6)) {
		request = pkt->has_icmp ? ct6_icmpv6_request(pkt->icmp_type) :
					  0;
		if (!request)
			return false;
		sport = pkt->icmp_id;
		dport = pkt->icmp_id;
	} else if (pkt->has_ports) {
		sport = pkt->sport;
		dport = pkt->dport;
	}
	*src = ct6_key_make(key, pkt->l4proto, pkt->saddr,
			    ct6_judge_end(pkt), sport, dport);
	if (unlikely(ct6_key_scoped(key)))
		key->scope = ct6_packet_link(pkt);
	/* a binding names the home, and is between its two ends: the tunnel
	 * that it makes carries IPv4 too (RFC 6092 REC-29)
	 */
	if (unlikely(pkt->detour) && pkt->l4proto != NEXTHDR_MOBILITY)
		ct6_judge_homes(pkt->detour, key);
	if (unlikely(pkt->l4proto == IPPROTO_GRE))
		ct6_key_gre(key, pkt->gre.kind, pkt->gre.key);
	if (unlikely(request))
		ct6_key_query(key, request, pkt->icmp_type == request ?
			      *src : !*src);
	ct6_key_seal(key);
	return true;
}

/*
 * Which way a packet goes. A host that talks to itself from a port to the
 * same port, or pings itself, has one endpoint for both: there the type of
 * the query tells, and else everything counts as the original direction.
 */
static enum ct6_dir ct6_judge_dir(const struct ct6_packet *pkt,
				  const struct ct6_flow *flow,
				  unsigned int src)
{
	if (flow->key.query)
		return pkt->icmp_type == ct6_icmpv6_request(pkt->icmp_type) ?
		       CT6_DIR_ORIG : CT6_DIR_REPLY;
	return src == flow->orig ? CT6_DIR_ORIG : CT6_DIR_REPLY;
}

/* A denied flow is none, but no packet may begin it from its other side. */
static bool ct6_judge_denied(struct ct6_net *cn, struct ct6_packet *pkt,
			     struct ct6_track *track)
{
	struct ct6_flow *flow = pkt->flow;

	if (likely(!ct6_flow_test(flow, CT6_FLOW_STATUS_DENIED)))
		return false;
	ct6_flow_refresh(flow,
			 READ_ONCE(cn->config.timeout[CT6_TIMEOUT_GENERIC]));
	track->old = flow;
	pkt->flow = NULL;
	if (pkt->dir == CT6_DIR_ORIG)
		return false;
	pkt->dir = CT6_DIR_ORIG;
	pkt->ct_state = CT6_CT_STATE_INVALID;
	pkt->invalid = pkt->l4proto == IPPROTO_TCP ? CT6_STAT_INVALID_TCP :
						     CT6_STAT_INVALID_PROTO;
	return true;
}

/* A tunnel holds as long as the flow of Mobility Headers that set it up. */
static bool ct6_judge_mobile(struct ct6_net *cn, const struct ct6_ruleset *rs,
			     const struct ct6_packet *pkt)
{
	if (likely(!ct6_mobility_carries(pkt->l4proto)))
		return false;
	return ct6_judge_lets_in(cn, rs, pkt->epoch,
				 ct6_mobility_master(cn, pkt),
				 CT6_EXPECT_NONE, 0);
}

/*
 * What a helper expects holds as long as the flow that announced it, and the
 * rules want that one helped; another key of a tunnel's other end, as long as
 * the tunnel.
 */
static u8 ct6_judge_expected(struct ct6_net *cn, const struct ct6_ruleset *rs,
			     struct ct6_packet *pkt)
{
	u8 state = ct6_expect_classify(cn, pkt);
	struct ct6_flow *master;

	if (!pkt->expect || !ct6_expect_bound(pkt->expect->kind))
		return state;
	master = ct6_table_find(&cn->table, pkt->expect->master);
	if (ct6_judge_lets_in(cn, rs, pkt->epoch, master, pkt->expect->kind,
			      0))
		return state;
	pkt->expect = NULL;
	return CT6_CT_STATE_NEW;
}

/* What this host sends it has summed itself, or leaves to the network card. */
static bool ct6_judge_checksum(const struct ct6_net *cn,
			       struct ct6_packet *pkt)
{
	if (pkt->unsummed || pkt->hook == CT6_HOOK_OUTPUT ||
	    !READ_ONCE(cn->config.checksum) || ct6_checksum_right(pkt))
		return true;
	pkt->invalid = CT6_STAT_INVALID_CHECKSUM;
	return false;
}

/*
 * Within a VRF, LOCAL_OUT comes twice: by the VRF first, then by the interface
 * that the packet leaves by, and there it counts. What stays in the VRF meets
 * it once.
 */
static bool ct6_judge_early(const struct ct6_packet *pkt)
{
	return netif_is_l3_master(pkt->out) &&
	       !(skb_rt6_info(pkt->skb)->rt6i_flags & RTF_LOCAL);
}

/* Was it sent from here, to here or to a group that is listened to here? */
static bool ct6_judge_looped(const struct ct6_packet *pkt)
{
	const struct ct6_first *first = &pkt->flow->first;

	if (pkt->in->flags & IFF_LOOPBACK)
		return true;
	if (first->hook != CT6_HOOK_OUTPUT)
		return false;
	return pkt->dir == CT6_DIR_ORIG ||
	       (netif_is_l3_master(pkt->in) && first->oif == pkt->in->ifindex);
}

/*
 * A packet that meets two hooks is judged at both, but is one packet of its
 * flow. At the end of a segment of its route it meets LOCAL_IN only to be
 * forwarded (RFC 8754, 4.3; RFC 6554, 4.2).
 */
static bool ct6_judge_again(const struct ct6_packet *pkt)
{
	if (pkt->hook == CT6_HOOK_OUTPUT)
		return unlikely(ct6_judge_early(pkt));
	if (pkt->hook != CT6_HOOK_INPUT)
		return false;
	if (unlikely(pkt->detour) && pkt->detour->has_final &&
	    !pkt->detour->final_home)
		return true;
	return pkt->flow && ct6_judge_looped(pkt);
}

static u8 ct6_judge_tracked(struct ct6_net *cn, const struct ct6_ruleset *rs,
			    struct ct6_packet *pkt, struct ct6_track *track)
{
	struct ct6_flow *flow;
	u8 state;

	/* an address that nobody has yet can hold no connection */
	if (unlikely(ipv6_addr_any(pkt->saddr))) {
		pkt->invalid = CT6_STAT_INVALID_ADDRESS;
		return CT6_CT_STATE_INVALID;
	}
	if (unlikely(!ct6_judge_checksum(cn, pkt)))
		return CT6_CT_STATE_INVALID;
	if (!track->keyed) {
		ct6_judge_key(pkt, &track->key, &track->src);
		track->flow = ct6_table_find(&cn->table, &track->key);
	}
	track->proto = ct6_proto_get(pkt->l4proto);
	flow = track->flow;
	if (flow) {
		pkt->flow = flow;
		pkt->dir = ct6_judge_dir(pkt, flow, track->src);
		if (rs)
			ct6_revalidate(cn, rs, pkt->epoch, flow, pkt->dir, 0);
		if (ct6_judge_denied(cn, pkt, track))
			return pkt->ct_state;
	}
	if (pkt->flow)
		pkt->ct_mark = READ_ONCE(flow->mark);
	pkt->again = ct6_judge_again(pkt);
	state = ct6_proto_classify(track->proto, cn, pkt);
	if (flow && !pkt->flow)
		track->old = flow;
	if (state == CT6_CT_STATE_NEW && !pkt->flow)
		state = ct6_judge_mobile(cn, rs, pkt) ? CT6_CT_STATE_RELATED :
			ct6_judge_expected(cn, rs, pkt);
	/* answers to a multicast request make no flow */
	if (state == CT6_CT_STATE_ESTABLISHED && !pkt->flow)
		track->proto = NULL;
	return state;
}

/* An error lives and dies with the flow that it is related to. */
static u8 ct6_judge_error(struct ct6_net *cn, const struct ct6_ruleset *rs,
			  struct ct6_packet *pkt)
{
	struct ct6_flow *flow;
	u8 state = ct6_icmpv6_error(cn, pkt);

	flow = pkt->flow;
	if (!flow)
		return state;
	if (rs)
		ct6_revalidate(cn, rs, pkt->epoch, flow, pkt->dir, 0);
	if (unlikely(ct6_flow_test(flow, CT6_FLOW_STATUS_DENIED))) {
		pkt->flow = NULL;
		pkt->invalid = CT6_STAT_INVALID_ICMPV6;
		return CT6_CT_STATE_INVALID;
	}
	pkt->ct_mark = READ_ONCE(flow->mark);
	return state;
}

/* Is it our answer itself? It may need Neighbour Discovery to leave. */
static bool ct6_judge_answer(const struct ct6_packet *pkt)
{
	return pkt->hook == CT6_HOOK_OUTPUT && ct6_reject_under_way() &&
	       !(pkt->has_icmp && pkt->icmp_type >= ICMPV6_ECHO_REQUEST);
}

static u8 ct6_classify(struct ct6_net *cn, const struct ct6_ruleset *rs,
		       struct ct6_packet *pkt, struct ct6_track *track)
{
	if (ct6_judge_answer(pkt))
		return CT6_CT_STATE_RELATED;
	if (unlikely(pkt->invalid))
		return CT6_CT_STATE_INVALID;
	if (!pkt->has_icmp || ct6_icmpv6_request(pkt->icmp_type))
		return ct6_judge_tracked(cn, rs, pkt, track);
	if (!ct6_judge_checksum(cn, pkt))
		return CT6_CT_STATE_INVALID;
	if (pkt->icmp_type >= ICMPV6_ECHO_REQUEST)
		return ct6_link_message(pkt);
	return ct6_judge_error(cn, rs, pkt);
}

static u32 ct6_ifindex(const struct net_device *dev)
{
	return dev ? dev->ifindex : 0;
}

/*
 * Verdicts are remembered for the interfaces of the first packet, and for the
 * way back through them: rules may ask for either.
 */
static bool ct6_cached_path(const struct ct6_packet *pkt)
{
	const struct ct6_first *first = &pkt->flow->first;
	u32 in = ct6_ifindex(pkt->in), out = ct6_ifindex(pkt->out);

	if (pkt->dir == CT6_DIR_ORIG)
		return in == first->iif && out == first->oif;
	return in == first->oif && out == first->iif;
}

/* Return: whether the flow remembers a verdict for this packet. */
static bool ct6_cached_use(struct ct6_net *cn, const struct ct6_ruleset *rs,
			   const struct ct6_packet *pkt, bool *accept)
{
	u64 cached = atomic64_read(&pkt->flow->cached[pkt->dir]);
	u32 word = cached;

	if (!pkt->epoch || cached >> 32 != pkt->epoch ||
	    word == CT6_CACHED_NONE || !ct6_cached_path(pkt))
		return false;
	*accept = word & CT6_CACHED_ACCEPT;
	ct6_ruleset_count(rs, word & ~CT6_CACHED_ACCEPT, pkt->len);
	ct6_stat_inc(cn->stats, CT6_STAT_CACHED);
	if (ct6_verifies(cn))
		ct6_verify_cached(cn, rs, pkt, word);
	return true;
}

/*
 * Remember a verdict that depends on nothing that may change, when counting
 * it means counting one rule.
 */
static void ct6_cached_store(const struct ct6_packet *pkt,
			     const struct ct6_judgement *verdict)
{
	if (!pkt->epoch || pkt->varies || verdict->counted != 1 ||
	    verdict->reject || !ct6_cached_path(pkt))
		return;
	ct6_flow_cache(pkt->flow, pkt->dir, pkt->epoch, verdict->number |
		       (verdict->accept ? CT6_CACHED_ACCEPT : 0));
}

static void ct6_answer(struct ct6_net *cn, const struct ct6_packet *pkt,
		       const struct ct6_track *track,
		       const struct ct6_expr *reject)
{
	if (reject->reject.delay && track->proto && ct6_delayed_applies(pkt))
		ct6_delayed_add(cn, pkt, &track->key, reject->reject.code,
				reject->reject.delay);
	else
		ct6_reject_now(pkt, reject);
}

static bool ct6_judge_rules(struct ct6_net *cn, const struct ct6_ruleset *rs,
			    struct ct6_packet *pkt,
			    const struct ct6_track *track)
{
	bool cacheable = pkt->flow &&
			 pkt->ct_state == CT6_CT_STATE_ESTABLISHED;
	struct ct6_judgement verdict __uninitialized;
	struct ct6_expected expected __uninitialized;
	bool verify, accept;

	if (cacheable && ct6_cached_use(cn, rs, pkt, &accept))
		return accept;
	verify = ct6_verifies(cn);
	if (verify)
		ct6_verify_expect(rs, pkt, &expected);
	ct6_rules_judge(rs, pkt, &verdict);
	if (verify)
		ct6_verify_rules(cn, &expected, &verdict);
	if (cacheable)
		ct6_cached_store(pkt, &verdict);
	if (verdict.reject)
		ct6_answer(cn, pkt, track, verdict.reject);
	return verdict.accept;
}

/* Who goes on behind an answer has got it: its address is not forged. */
static noinline void ct6_commit_goes_on(const struct ct6_proto *proto,
					struct ct6_flow *flow)
{
	if (!proto->commit && ct6_flow_test(flow, CT6_FLOW_STATUS_SEEN_REPLY))
		ct6_flow_set(flow, CT6_FLOW_STATUS_ASSURED);
}

/* Take an accepted packet into its flow. */
static void ct6_commit(struct ct6_net *cn, const struct ct6_packet *pkt,
		       const struct ct6_proto *proto, struct ct6_flow *flow,
		       bool begins)
{
	bool changed;
	u32 seconds;

	ct6_flow_count(flow, pkt->dir, pkt->len);
	if (pkt->passive)
		return;
	changed = ct6_proto_commit(proto, cn, pkt, flow);
	if (changed && ct6_proto_over(flow))
		ct6_count_closed(flow);
	if (pkt->dir == CT6_DIR_REPLY)
		changed |= ct6_flow_set(flow, CT6_FLOW_STATUS_SEEN_REPLY);
	else if (!begins)
		ct6_commit_goes_on(proto, flow);
	if (pkt->ct_mark_set)
		WRITE_ONCE(flow->mark, pkt->ct_mark);
	seconds = ct6_proto_timeout(proto, cn, flow);
	if (ct6_pressure(cn))
		seconds = ct6_pressure_shorten(cn, flow, seconds);
	ct6_flow_refresh(flow, seconds);
	/* from the endpoint's side only (RFC 6092 REC-16) */
	if (unlikely(READ_ONCE(flow->filtering)) && pkt->dir == CT6_DIR_ORIG)
		ct6_expect_endpoint(cn, flow, ct6_flow_generation(flow),
				    seconds);
	if (changed && !begins)
		ct6_nl_flow_event(cn, flow, CT6_CMD_FLOW_UPDATE_NTF,
				  CT6_DESTROY_REASON_NONE);
}

static void ct6_peak(struct ct6_net *cn)
{
	u32 flows = ct6_table_flows(&cn->table);

	if (flows > READ_ONCE(cn->peak))
		WRITE_ONCE(cn->peak, flows);
}

/* What the rules accept, but no flow can begin with. */
static bool ct6_refuse(struct ct6_net *cn, const struct ct6_packet *pkt,
		       enum ct6_stat why)
{
	ct6_stat_inc(cn->stats, why);
	trace_ct6_drop(cn->net, pkt->skb, pkt, why);
	return false;
}

/*
 * Puts a new flow into the table, or adopts the twin that another CPU was
 * faster with. What stands in its place and is over is ended first.
 */
static bool ct6_begin_insert(struct ct6_net *cn, struct ct6_packet *pkt,
			     const struct ct6_track *track,
			     struct ct6_flow *flow)
{
	struct ct6_flow *twin;
	int i;

	for (i = 0; i < CT6_INSERT_TRIES; i++) {
		twin = ct6_table_insert(&cn->table, flow);
		if (!twin) {
			pkt->flow = flow;
			ct6_stat_inc(cn->stats, CT6_STAT_CREATED);
			ct6_peak(cn);
			trace_ct6_flow_new(cn->net, flow,
					   CT6_DESTROY_REASON_NONE);
			ct6_nl_flow_event(cn, flow, CT6_CMD_FLOW_NEW_NTF,
					  CT6_DESTROY_REASON_NONE);
			return true;
		}
		if (IS_ERR(twin))
			break;
		if (twin == track->old) {
			ct6_flow_end(cn, twin, CT6_DESTROY_REASON_REPLACED);
			continue;
		}
		if (ct6_flow_expired(twin)) {
			ct6_flow_end(cn, twin, CT6_DESTROY_REASON_TIMEOUT);
			continue;
		}
		ct6_flow_retire(cn, flow);
		ct6_stat_inc(cn->stats, CT6_STAT_INSERT_RACE);
		pkt->flow = twin;
		pkt->dir = ct6_judge_dir(pkt, twin, track->src);
		ct6_commit(cn, pkt, track->proto, twin, false);
		return true;
	}
	ct6_flow_retire(cn, flow);
	return ct6_refuse(cn, pkt, CT6_STAT_REFUSED_NOMEM);
}

/* Return: whether an accepted packet's flow could begin. */
static bool ct6_begin(struct ct6_net *cn, struct ct6_packet *pkt,
		      const struct ct6_track *track)
{
	struct ct6_flow *flow;

	if (!track->old &&
	    unlikely(ct6_table_flows(&cn->table) >=
		     READ_ONCE(cn->config.max)) &&
	    !ct6_pressure_room(cn))
		return ct6_refuse(cn, pkt, CT6_STAT_REFUSED_MAX);
	flow = ct6_flow_alloc(pkt, &track->key, track->src, pkt->epoch);
	if (unlikely(!flow))
		return ct6_refuse(cn, pkt, CT6_STAT_REFUSED_NOMEM);
	if (unlikely(pkt->counted->nr) && !ct6_count_join(pkt, flow)) {
		ct6_flow_free(flow);
		return ct6_refuse(cn, pkt, CT6_STAT_COUNT_REFUSED);
	}
	ct6_commit(cn, pkt, track->proto, flow, true);
	return ct6_begin_insert(cn, pkt, track, flow);
}

/* A connection that begins here makes the reject of its twin needless. */
static void ct6_began(struct ct6_net *cn, const struct ct6_packet *pkt,
		      const struct ct6_track *track)
{
	if (pkt->expect) {
		if (ct6_expect_bound(pkt->expect->kind) &&
		    pkt->flow->first.expected == pkt->expect->kind)
			ct6_kin_add(cn, pkt->flow, pkt->expect->master);
		ct6_expect_use(cn, pkt);
	}
	ct6_delayed_cancel(cn, &track->key);
}

static bool ct6_accepted(struct ct6_net *cn, struct ct6_packet *pkt,
			 const struct ct6_track *track)
{
	const u8 tracked = CT6_CT_STATE_NEW | CT6_CT_STATE_ESTABLISHED |
			   CT6_CT_STATE_RELATED;

	if (!track->proto) {
		if (pkt->expect)
			ct6_expect_use(cn, pkt);
		return true;
	}
	if (pkt->again || pkt->notrack || !(pkt->ct_state & tracked))
		return true;
	if (pkt->flow) {
		ct6_commit(cn, pkt, track->proto, pkt->flow, false);
	} else {
		if (!ct6_begin(cn, pkt, track))
			return false;
		ct6_began(cn, pkt, track);
	}
	if (unlikely(ipv6_addr_is_multicast(pkt->daddr)))
		ct6_expect_request(cn, pkt);
	if (unlikely(READ_ONCE(pkt->flow->helper)))
		ct6_helper_read(cn, pkt, pkt->flow);
	if (unlikely(pkt->flow->key.gre == CT6_KEY_GRE_KEY) &&
	    pkt->dir == CT6_DIR_ORIG)
		ct6_expect_gre(cn, pkt->flow);
	return true;
}

static void ct6_judge_count(struct ct6_net *cn, const struct ct6_packet *pkt,
			    bool accept)
{
	static const u8 stat[] = {
		CT6_STAT_NEW, CT6_STAT_ESTABLISHED, CT6_STAT_RELATED,
		CT6_STAT_INVALID, CT6_STAT_UNTRACKED,
	};
	struct ct6_stats *s = this_cpu_ptr(cn->stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->value[CT6_STAT_PACKETS]);
	u64_stats_inc(&s->value[stat[__ffs(pkt->ct_state)]]);
	if (unlikely(pkt->invalid))
		u64_stats_inc(&s->value[pkt->invalid]);
	u64_stats_inc(&s->value[accept ? CT6_STAT_ACCEPTED :
					 CT6_STAT_DROPPED]);
	u64_stats_update_end(&s->syncp);
}

/* What the fast path found before it gave a packet up. */
static __always_inline void ct6_judge_found(const struct ct6_packet *pkt,
					    struct ct6_track *track,
					    struct ct6_found found)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(pkt->skb);
	struct ct6_ends ends __uninitialized;

	/* nothing is between them: see ct6_ahead_upper() */
	ct6_ends_from(&ends, ip6h, (const __be16 *)(ip6h + 1),
		      !!(found.what & CT6_FOUND_SRC));
	ct6_ends_key(&ends, found.what, &track->key);
	track->src = ends.src;
	track->flow = found.flow;
}

/* The way of a packet that is not, or not yet, one of many. */
static noinline unsigned int ct6_judge_whole(struct ct6_net *cn,
					     const struct ct6_ruleset *rs,
					     struct sk_buff *skb,
					     const struct nf_hook_state *state,
					     struct ct6_found found)
{
	/* to zero these would take as long as a flow's look-up */
	struct ct6_detour detour __uninitialized;
	struct ct6_packet pkt __uninitialized;
	struct ct6_counted counted __uninitialized;
	struct ct6_track track __uninitialized;
	bool accept = true;

	track.proto = NULL;
	track.old = NULL;
	track.keyed = found.what;
	counted.nr = 0;
	ct6_packet_read(&pkt, &detour, skb, state);
	if (track.keyed)
		ct6_judge_found(&pkt, &track, found);
	pkt.counted = &counted;
	/* before anything is looked up in a set */
	if (rs)
		pkt.epoch = ct6_epoch_now(&rs->epoch);
	pkt.ct_state = ct6_classify(cn, rs, &pkt, &track);
	if (rs)
		accept = ct6_judge_rules(cn, rs, &pkt, &track);
	if (accept)
		accept = ct6_accepted(cn, &pkt, &track);
	else
		trace_ct6_drop(cn->net, skb, &pkt, CT6_DROP_RULES);
	ct6_judge_count(cn, &pkt, accept);
	return accept ? NF_ACCEPT : NF_DROP;
}

/**
 * ct6_judge() - decide on a packet
 * @cn: namespace
 * @skb: packet
 * @state: of the hook
 * @hook: which, known when this is compiled: the fast path is made for it
 *
 * Context: a netfilter hook, under RCU, BHs off.
 * Return: NF_ACCEPT or NF_DROP.
 */
static __always_inline unsigned int
ct6_judge(struct ct6_net *cn, struct sk_buff *skb,
	  const struct nf_hook_state *state, unsigned int hook)
{
	const struct ct6_ruleset *rs = rcu_dereference(cn->ruleset);
	struct ct6_found found = {};

	if (likely(ct6_fastpath(cn, rs, skb, state, hook, &found)))
		return NF_ACCEPT;
	return ct6_judge_whole(cn, rs, skb, state, found);
}
