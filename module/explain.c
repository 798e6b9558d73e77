// SPDX-License-Identifier: GPL-2.0-only
/*
 * What becomes of a packet that is described in words: it is classified by
 * the table of flows, judged by the engine that judges all packets, and every
 * rule that it meets is told. Nothing is changed by it.
 */
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <net/genetlink.h>
#include <net/ipv6.h>
#include <net/ndisc.h>
#include <net/tcp.h>

#include "essentials.h"
#include "expect.h"
#include "exthdr.h"
#include "flow.h"
#include "header.h"
#include "judge.h"
#include "net.h"
#include "netlink.h"
#include "netlink-gen.h"
#include "nl_ruleset.h"
#include "packet.h"
#include "proto.h"
#include "rules.h"
#include "ruleset.h"
#include "table.h"

/* Steps of one answer, and the bytes of each. */
#define CT6_EXPLAIN_STEPS	400
#define CT6_EXPLAIN_STEP_SIZE	32

/**
 * struct ct6_explain - a question and its answer
 * @pkt: the packet; its addresses are @saddr and @daddr
 * @saddr: source
 * @daddr: destination
 * @told: fields of it that flows do not keep
 * @verdict: what the rules say
 * @trace: why
 * @flow: number of the packet's flow, 0 without one
 * @has_state: the state was given
 * @has_ct_mark: the mark of the flow was given
 * @has_flags: the flags of TCP were given
 */
struct ct6_explain {
	struct ct6_packet	pkt;
	struct in6_addr		saddr;
	struct in6_addr		daddr;
	struct ct6_fields	told;
	struct ct6_judgement	verdict;
	struct ct6_trace	trace;
	u64			flow;
	bool			has_state;
	bool			has_ct_mark;
	bool			has_flags;
};

static u32 ct6_explain_u32(struct genl_info *info, int type, u32 other)
{
	return info->attrs[type] ? nla_get_u32(info->attrs[type]) : other;
}

static u8 ct6_explain_u8(struct genl_info *info, int type, u8 other)
{
	return info->attrs[type] ? nla_get_u8(info->attrs[type]) : other;
}

static __be16 ct6_explain_be16(struct genl_info *info, int type)
{
	return info->attrs[type] ? nla_get_be16(info->attrs[type]) : 0;
}

static int ct6_explain_chain(const struct ct6_ruleset *rs,
			     struct ct6_explain *ex, struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[CT6_A_EXPLAIN_CHAIN];
	s32 chain;

	if (GENL_REQ_ATTR_CHECK(info, CT6_A_EXPLAIN_CHAIN)) {
		NL_SET_ERR_MSG(info->extack, "a packet meets a chain");
		return -EINVAL;
	}
	chain = rs ? ct6_chain_find(rs, nla_data(attr)) : -1;
	if (chain < 0) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "no such chain");
		return -ENOENT;
	}
	if (!rs->chain[chain].base) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "packets meet a base chain first");
		return -EINVAL;
	}
	ex->pkt.hook = rs->chain[chain].hook;
	return 0;
}

static int ct6_explain_addresses(struct ct6_explain *ex,
				 struct genl_info *info)
{
	if (GENL_REQ_ATTR_CHECK(info, CT6_A_EXPLAIN_SADDR) ||
	    GENL_REQ_ATTR_CHECK(info, CT6_A_EXPLAIN_DADDR)) {
		NL_SET_ERR_MSG(info->extack,
			       "a packet has a source and a destination");
		return -EINVAL;
	}
	ex->saddr = nla_get_in6_addr(info->attrs[CT6_A_EXPLAIN_SADDR]);
	ex->daddr = nla_get_in6_addr(info->attrs[CT6_A_EXPLAIN_DADDR]);
	ex->pkt.saddr = &ex->saddr;
	ex->pkt.daddr = &ex->daddr;
	return 0;
}

static int ct6_explain_device(struct ct6_explain *ex, struct genl_info *info,
			      int type, u8 never,
			      const struct net_device **dev)
{
	const struct nlattr *attr = info->attrs[type];

	if (!attr)
		return 0;
	if (ex->pkt.hook == never) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "a packet has no such interface at this hook");
		return -EINVAL;
	}
	*dev = dev_get_by_name_rcu(genl_info_net(info), nla_data(attr));
	if (*dev)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, attr, "no such interface");
	return -ENODEV;
}

static int ct6_explain_upper(struct ct6_explain *ex, struct genl_info *info)
{
	static const int ports[] = {
		CT6_A_EXPLAIN_SPORT, CT6_A_EXPLAIN_DPORT,
	};
	static const int icmps[] = {
		CT6_A_EXPLAIN_ICMP_TYPE, CT6_A_EXPLAIN_ICMP_CODE,
		CT6_A_EXPLAIN_ICMP_ID,
	};
	struct ct6_packet *pkt = &ex->pkt;
	int i;

	pkt->l4proto = ct6_explain_u8(info, CT6_A_EXPLAIN_L4PROTO,
				      NEXTHDR_NONE);
	pkt->has_ports = ct6_proto_has_ports(pkt->l4proto);
	pkt->has_tcp = pkt->l4proto == IPPROTO_TCP;
	pkt->has_icmp = pkt->l4proto == IPPROTO_ICMPV6;
	for (i = 0; i < ARRAY_SIZE(ports); i++) {
		if (pkt->has_ports || !info->attrs[ports[i]])
			continue;
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[ports[i]],
				    "the protocol has no ports");
		return -EINVAL;
	}
	for (i = 0; i < ARRAY_SIZE(icmps); i++) {
		if (pkt->has_icmp || !info->attrs[icmps[i]])
			continue;
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[icmps[i]],
				    "only ICMPv6 has it");
		return -EINVAL;
	}
	if (pkt->has_icmp &&
	    GENL_REQ_ATTR_CHECK(info, CT6_A_EXPLAIN_ICMP_TYPE)) {
		NL_SET_ERR_MSG(info->extack, "ICMPv6 has a type");
		return -EINVAL;
	}
	ex->has_flags = info->attrs[CT6_A_EXPLAIN_TCP_FLAGS];
	if (ex->has_flags && !pkt->has_tcp) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[CT6_A_EXPLAIN_TCP_FLAGS],
				    "only TCP has it");
		return -EINVAL;
	}
	return 0;
}

/* As who sends it would have set it. */
static u8 ct6_explain_hoplimit(const struct ct6_packet *pkt)
{
	if (!pkt->has_icmp)
		return 64;
	switch (pkt->icmp_type) {
	case NDISC_ROUTER_SOLICITATION ... NDISC_REDIRECT:
		return 255;
	case ICMPV6_MGM_QUERY ... ICMPV6_MGM_REDUCTION:
	case ICMPV6_MLD2_REPORT:
		return 1;
	default:
		return 64;
	}
}

/* Some only what comes in has, some only what goes out. */
static bool ct6_explain_has(const struct ct6_packet *pkt, u32 field)
{
	bool output = pkt->hook == CT6_HOOK_OUTPUT;

	switch (field) {
	case CT6_FIELD_ETHER_SADDR:
		return !output;
	case CT6_FIELD_SKUID:
	case CT6_FIELD_SKGID:
		return output;
	default:
		return true;
	}
}

static int ct6_explain_field(struct ct6_explain *ex, const struct nlattr *nest,
			     struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_TOLD_MAX + 1];
	u32 field;
	int err;

	err = nla_parse_nested(tb, CT6_A_TOLD_MAX, nest, ct6_told_nl_policy,
			       extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_TOLD_FIELD) ||
	    NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_TOLD_DATA)) {
		NL_SET_ERR_MSG(extack, "what is told is a field and its data");
		return -EINVAL;
	}
	field = nla_get_u32(tb[CT6_A_TOLD_FIELD]);
	if (!ct6_field_width(field) || !ct6_field_once(field)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_TOLD_FIELD],
				    "there is no such field, or an attribute of its own");
		return -EINVAL;
	}
	if (ex->told.has & BIT_ULL(field)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_TOLD_FIELD],
				    "the field was told already");
		return -EINVAL;
	}
	if (!ct6_explain_has(&ex->pkt, field)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_TOLD_FIELD],
				    "a packet has it not at this hook");
		return -EINVAL;
	}
	ex->told.has |= BIT_ULL(field);
	ex->pkt.exthdrs |= ct6_exthdr_of(field);
	return ct6_value_parse(&ex->told.value[field], tb[CT6_A_TOLD_DATA],
			       ct6_field_width(field), extack);
}

static int ct6_explain_told(struct ct6_explain *ex, struct genl_info *info)
{
	const struct nlattr *attr;
	int rem, err;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != CT6_A_EXPLAIN_TOLD)
			continue;
		err = ct6_explain_field(ex, attr, info->extack);
		if (err)
			return err;
	}
	ex->told.has |= BIT_ULL(CT6_FIELD_FLOWLABEL);
	ex->pkt.told = &ex->told;
	return 0;
}

/* What a header has that nobody told is 0. */
static void ct6_explain_headers(struct ct6_explain *ex, struct genl_info *info)
{
	struct ct6_packet *pkt = &ex->pkt;
	u32 field;

	pkt->exthdrs |= ct6_explain_u32(info, CT6_A_EXPLAIN_EXTHDRS, 0) |
			ct6_header_last_bit(pkt->l4proto);
	pkt->has_rt = pkt->exthdrs & CT6_EXTHDR_RT ||
		      info->attrs[CT6_A_EXPLAIN_RT_TYPE] ||
		      info->attrs[CT6_A_EXPLAIN_RT_SEG_LEFT];
	if (pkt->has_rt)
		pkt->exthdrs |= CT6_EXTHDR_RT;
	pkt->rt_type = ct6_explain_u8(info, CT6_A_EXPLAIN_RT_TYPE, 0);
	pkt->rt_left = ct6_explain_u8(info, CT6_A_EXPLAIN_RT_SEG_LEFT, 0);
	for (field = 0; field <= CT6_FIELD_MAX; field++)
		if (pkt->exthdrs & ct6_exthdr_of(field))
			ex->told.has |= BIT_ULL(field);
}

static u8 ct6_explain_nexthdr(const struct ct6_packet *pkt)
{
	static const u8 numbers[] = {
		NEXTHDR_HOP, NEXTHDR_DEST, NEXTHDR_ROUTING, NEXTHDR_FRAGMENT,
		NEXTHDR_AUTH, NEXTHDR_ESP,
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		if (pkt->exthdrs & BIT(i))
			return numbers[i];
	return pkt->l4proto;
}

static int ct6_explain_state(struct ct6_explain *ex, struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[CT6_A_EXPLAIN_STATE];
	u32 state = attr ? nla_get_u32(attr) : 0;

	ex->has_state = attr;
	if (attr && hweight32(state) != 1) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "a packet is in one state");
		return -EINVAL;
	}
	ex->pkt.ct_state = state;
	return 0;
}

static int ct6_explain_parse(const struct ct6_ruleset *rs,
			     struct ct6_explain *ex, struct genl_info *info)
{
	struct ct6_packet *pkt = &ex->pkt;
	int err;

	pkt->net = genl_info_net(info);
	err = ct6_explain_chain(rs, ex, info);
	if (!err)
		err = ct6_explain_addresses(ex, info);
	if (!err)
		err = ct6_explain_device(ex, info, CT6_A_EXPLAIN_IIF,
					 CT6_HOOK_OUTPUT, &pkt->in);
	if (!err)
		err = ct6_explain_device(ex, info, CT6_A_EXPLAIN_OIF,
					 CT6_HOOK_INPUT, &pkt->out);
	if (!err)
		err = ct6_explain_upper(ex, info);
	if (!err)
		err = ct6_explain_state(ex, info);
	if (!err)
		err = ct6_explain_told(ex, info);
	if (err)
		return err;
	pkt->sport = ct6_explain_be16(info, CT6_A_EXPLAIN_SPORT);
	pkt->dport = ct6_explain_be16(info, CT6_A_EXPLAIN_DPORT);
	pkt->icmp_type = ct6_explain_u8(info, CT6_A_EXPLAIN_ICMP_TYPE, 0);
	pkt->icmp_code = ct6_explain_u8(info, CT6_A_EXPLAIN_ICMP_CODE, 0);
	pkt->icmp_id = ct6_explain_be16(info, CT6_A_EXPLAIN_ICMP_ID);
	pkt->mark = ct6_explain_u32(info, CT6_A_EXPLAIN_MARK, 0);
	pkt->first_mark = pkt->mark;
	ex->has_ct_mark = info->attrs[CT6_A_EXPLAIN_CT_MARK];
	pkt->ct_mark = ct6_explain_u32(info, CT6_A_EXPLAIN_CT_MARK, 0);
	pkt->len = ct6_explain_u32(info, CT6_A_EXPLAIN_LENGTH,
				   sizeof(struct ipv6hdr) +
				   (pkt->has_tcp ? sizeof(struct tcphdr) : 8));
	pkt->hoplimit = ct6_explain_u8(info, CT6_A_EXPLAIN_HOPLIMIT,
				       ct6_explain_hoplimit(pkt));
	pkt->tclass = ct6_explain_u8(info, CT6_A_EXPLAIN_DSCP, 0) << 2;
	ct6_explain_headers(ex, info);
	pkt->nexthdr = ct6_explain_nexthdr(pkt);
	pkt->rejudge = true;
	return 0;
}

/* The flags that nobody gave are those of a packet that fits. */
static void ct6_explain_flags(struct ct6_explain *ex,
			      struct genl_info *info)
{
	bool begins = !ex->pkt.flow;

	if (!ex->pkt.has_tcp)
		return;
	if (ex->has_state)
		begins = ex->pkt.ct_state == CT6_CT_STATE_NEW;
	ex->pkt.tcp.flags = ct6_explain_u8(info, CT6_A_EXPLAIN_TCP_FLAGS,
					   begins ? TCPHDR_SYN : TCPHDR_ACK);
}

/* Would this ruleset let the flow live? Most have shown so already. */
static bool ct6_explain_lives(struct ct6_net *cn, const struct ct6_ruleset *rs,
			      u32 epoch, const struct ct6_flow *flow)
{
	struct ct6_packet first;

	if ((epoch && ct6_flow_generation(flow) == epoch) ||
	    !(rs->flags & CT6_RULESET_FLAGS_REVALIDATE))
		return !ct6_flow_test(flow, CT6_FLOW_STATUS_DENIED);
	ct6_flow_first(flow, &first);
	first.net = cn->net;
	if (flow->first.iif)
		first.in = dev_get_by_index_rcu(cn->net, flow->first.iif);
	if (flow->first.oif)
		first.out = dev_get_by_index_rcu(cn->net, flow->first.oif);
	return ct6_rules_rejudge(rs, &first);
}

static void ct6_explain_find(struct ct6_net *cn, const struct ct6_ruleset *rs,
			     struct ct6_explain *ex)
{
	struct ct6_packet *pkt = &ex->pkt;
	struct ct6_flow *flow;
	struct ct6_key key;
	unsigned int src;

	if (!ct6_judge_key(pkt, &key, &src))
		return;
	flow = ct6_table_find(&cn->table, &key);
	if (!flow)
		return;
	if (flow->key.query)
		pkt->dir = pkt->icmp_type ==
			   ct6_icmpv6_request(pkt->icmp_type) ?
			   CT6_DIR_ORIG : CT6_DIR_REPLY;
	else
		pkt->dir = src == flow->orig ? CT6_DIR_ORIG : CT6_DIR_REPLY;
	ex->flow = ct6_flow_id(flow);
	if (ct6_explain_lives(cn, rs, pkt->epoch, flow)) {
		pkt->flow = flow;
		if (!ex->has_ct_mark)
			pkt->ct_mark = READ_ONCE(flow->mark);
	} else if (pkt->dir == CT6_DIR_REPLY) {
		/* nobody begins a denied flow from its other side */
		pkt->dir = CT6_DIR_ORIG;
		pkt->ct_state = CT6_CT_STATE_INVALID;
	}
}

/* Without flow, TCP begins with a SYN, or in the middle where that is set. */
static bool ct6_explain_begins(const struct ct6_net *cn,
			       const struct ct6_packet *pkt)
{
	if (!pkt->has_tcp)
		return !pkt->has_icmp ||
		       pkt->icmp_type == ct6_icmpv6_request(pkt->icmp_type);
	switch (pkt->tcp.flags & (TCPHDR_SYN | TCPHDR_ACK | TCPHDR_FIN |
				  TCPHDR_RST)) {
	case TCPHDR_SYN:
		return true;
	case TCPHDR_ACK:
	case TCPHDR_ACK | TCPHDR_FIN:
		return READ_ONCE(cn->config.tcp_loose);
	default:
		return false;
	}
}

static u8 ct6_explain_tracked(struct ct6_net *cn, const struct ct6_ruleset *rs,
			      struct ct6_explain *ex, struct genl_info *info)
{
	struct ct6_packet *pkt = &ex->pkt;

	if (ipv6_addr_any(pkt->saddr) || ipv6_addr_is_multicast(pkt->saddr))
		return CT6_CT_STATE_INVALID;
	ct6_explain_find(cn, rs, ex);
	ct6_explain_flags(ex, info);
	if (pkt->ct_state == CT6_CT_STATE_INVALID)
		return CT6_CT_STATE_INVALID;
	if (pkt->flow)
		return ct6_proto_reply_state(pkt);
	if (!ct6_explain_begins(cn, pkt))
		return CT6_CT_STATE_INVALID;
	return ct6_expect_classify(cn, pkt);
}

/* As ct6_judge() does, as far as words describe a packet. */
static void ct6_explain_classify(struct ct6_net *cn,
				 const struct ct6_ruleset *rs,
				 struct ct6_explain *ex, struct genl_info *info)
{
	struct ct6_packet *pkt = &ex->pkt;

	if (ex->has_state)
		ct6_explain_flags(ex, info);
	else if (!pkt->has_icmp || ct6_icmpv6_request(pkt->icmp_type))
		pkt->ct_state = ct6_explain_tracked(cn, rs, ex, info);
	else if (pkt->icmp_type >= ICMPV6_ECHO_REQUEST)
		pkt->ct_state = ct6_link_message(pkt);
	else
		/* an error whose flow is not known */
		pkt->ct_state = CT6_CT_STATE_INVALID;
}

static int ct6_explain_run(struct ct6_net *cn, const struct ct6_ruleset *rs,
			   struct ct6_explain *ex, struct genl_info *info)
{
	int err;

	local_bh_disable();
	rcu_read_lock();
	err = ct6_explain_parse(rs, ex, info);
	if (!err) {
		ex->pkt.epoch = ct6_epoch_now(&rs->epoch);
		ct6_explain_classify(cn, rs, ex, info);
		ct6_rules_trace(rs, &ex->pkt, &ex->verdict, &ex->trace);
	}
	rcu_read_unlock();
	local_bh_enable();
	return err;
}

static int ct6_explain_by(struct sk_buff *msg, const struct ct6_ruleset *rs,
			  u32 number)
{
	if (number == ct6_ruleset_essentials(rs))
		return nla_put_u32(msg, CT6_A_EXPLAIN_BY,
				   CT6_EXPLAIN_BY_ESSENTIALS);
	if (number >= rs->nr_rule)
		return nla_put_u32(msg, CT6_A_EXPLAIN_BY,
				   CT6_EXPLAIN_BY_POLICY);
	if (nla_put_u32(msg, CT6_A_EXPLAIN_BY, CT6_EXPLAIN_BY_RULE))
		return -EMSGSIZE;
	return nla_put_u64_64bit(msg, CT6_A_EXPLAIN_HANDLE,
				 rs->rule[number].handle, CT6_A_EXPLAIN_PAD);
}

static int ct6_explain_put_step(struct sk_buff *msg,
				const struct ct6_ruleset *rs,
				const struct ct6_step *step)
{
	struct nlattr *nest = nla_nest_start(msg, CT6_A_EXPLAIN_STEP);

	if (!nest ||
	    nla_put_u64_64bit(msg, CT6_A_STEP_HANDLE,
			      rs->rule[step->rule].handle, CT6_A_STEP_PAD) ||
	    (!step->matched &&
	     nla_put_u32(msg, CT6_A_STEP_EXPR, step->failed)))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int ct6_explain_put(struct sk_buff *msg, const struct ct6_ruleset *rs,
			   const struct ct6_explain *ex)
{
	const struct ct6_trace *trace = &ex->trace;
	u32 i, nr = trace->nr > trace->first ? trace->nr - trace->first : 0;

	if (nla_put_u32(msg, CT6_A_EXPLAIN_GENERATION, rs->generation) ||
	    nla_put_u32(msg, CT6_A_EXPLAIN_STATE, ex->pkt.ct_state) ||
	    nla_put_u32(msg, CT6_A_EXPLAIN_VERDICT, ex->verdict.accept ?
			CT6_VERDICT_ACCEPT : CT6_VERDICT_DROP) ||
	    nla_put_u32(msg, CT6_A_EXPLAIN_STEPS, trace->nr) ||
	    ct6_explain_by(msg, rs, ex->verdict.number))
		return -EMSGSIZE;
	if ((ex->flow && nla_put_u64_64bit(msg, CT6_A_EXPLAIN_FLOW, ex->flow,
					   CT6_A_EXPLAIN_PAD)) ||
	    (ex->pkt.has_tcp && nla_put_u8(msg, CT6_A_EXPLAIN_TCP_FLAGS,
					   ex->pkt.tcp.flags)) ||
	    (ex->verdict.reject && nla_put_flag(msg, CT6_A_EXPLAIN_REJECT)) ||
	    (ex->pkt.notrack && nla_put_flag(msg, CT6_A_EXPLAIN_NOTRACK)))
		return -EMSGSIZE;
	for (i = 0; i < min(nr, trace->room); i++)
		if (ct6_explain_put_step(msg, rs, &trace->step[i]))
			return -EMSGSIZE;
	return 0;
}

static int ct6_explain_answer(struct ct6_net *cn, struct ct6_explain *ex,
			      struct genl_info *info)
{
	struct ct6_ruleset *rs;
	struct sk_buff *msg;
	void *hdr;
	int err;

	msg = genlmsg_new(NLMSG_GOODSIZE + ex->trace.room *
			  CT6_EXPLAIN_STEP_SIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &ct6_nl_family, 0,
				CT6_CMD_EXPLAIN);
	if (!hdr) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	mutex_lock(&cn->lock);
	rs = ct6_nl_ruleset(cn);
	err = ct6_explain_run(cn, rs, ex, info);
	if (!err)
		err = ct6_explain_put(msg, rs, ex);
	mutex_unlock(&cn->lock);
	return ct6_nl_send(msg, hdr, info, err);
}

int ct6_nl_explain_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_make(genl_info_net(info));
	struct ct6_explain *ex;
	int err = -ENOMEM;

	if (!cn)
		return -ENOMEM;
	ex = kzalloc(sizeof(*ex), GFP_KERNEL);
	if (!ex)
		return -ENOMEM;
	ex->trace.first = ct6_explain_u32(info, CT6_A_EXPLAIN_FIRST, 0);
	ex->trace.room = CT6_EXPLAIN_STEPS;
	ex->trace.step = kcalloc(ex->trace.room, sizeof(*ex->trace.step),
				 GFP_KERNEL);
	if (ex->trace.step)
		err = ct6_explain_answer(cn, ex, info);
	kfree(ex->trace.step);
	kfree(ex);
	return err;
}
