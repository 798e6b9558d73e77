// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flows over netlink: show, end, tell.
 */
#include <linux/icmpv6.h>
#include <linux/list.h>
#include <linux/rhashtable.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "flow.h"
#include "flow_filter.h"
#include "net.h"
#include "netlink.h"
#include "proto.h"
#include "table.h"

/* Flows that a deletion looks at before others may run. */
#define CT6_NL_FLOW_BATCH	256

/**
 * struct ct6_flow_dump - an open dump
 * @list: in ct6_net.dumps while @walking
 * @cn: namespace; the dump's socket keeps it
 * @iter: place in the table, while @walking
 * @walking: @iter is in use
 * @parsed: @filter was read from the request
 * @filter: what to show; only for the dump itself, as @parsed
 *
 * The rest is protected by ct6_net.lock.
 */
struct ct6_flow_dump {
	struct list_head	list;
	struct ct6_net		*cn;
	struct rhashtable_iter	iter;
	bool			walking;
	bool			parsed;
	struct ct6_flow_filter	filter;
};

/* Bytes of the message on one flow, at most. */
static size_t ct6_nl_flow_size(void)
{
	return GENL_HDRLEN + NLMSG_HDRLEN +
	       nla_total_size_64bit(sizeof(u64)) * 6 +
	       nla_total_size(sizeof(struct in6_addr)) * 2 +
	       nla_total_size(sizeof(u32)) * 12 +
	       nla_total_size(sizeof(u16)) * 2 +
	       nla_total_size(sizeof(u8)) * 2;
}

static int ct6_nl_flow_put_key(struct sk_buff *msg,
			       const struct ct6_flow *flow)
{
	u8 l4proto = flow->key.l4proto;

	if (nla_put_u8(msg, CT6_A_FLOW_L4PROTO, l4proto) ||
	    nla_put_in6_addr(msg, CT6_A_FLOW_SADDR,
			     ct6_flow_src(flow, CT6_DIR_ORIG)) ||
	    nla_put_in6_addr(msg, CT6_A_FLOW_DADDR,
			     ct6_flow_src(flow, CT6_DIR_REPLY)))
		return -EMSGSIZE;
	if (ct6_key_scoped(&flow->key) &&
	    nla_put_u32(msg, CT6_A_FLOW_SCOPE, flow->key.scope))
		return -EMSGSIZE;
	if (flow->key.query &&
	    (nla_put_u8(msg, CT6_A_FLOW_ICMP_TYPE, flow->key.request) ||
	     nla_put_be16(msg, CT6_A_FLOW_ICMP_ID, flow->key.port[0])))
		return -EMSGSIZE;
	if (ct6_proto_has_ports(l4proto) &&
	    (nla_put_be16(msg, CT6_A_FLOW_SPORT,
			  ct6_flow_sport(flow, CT6_DIR_ORIG)) ||
	     nla_put_be16(msg, CT6_A_FLOW_DPORT,
			  ct6_flow_sport(flow, CT6_DIR_REPLY))))
		return -EMSGSIZE;
	return 0;
}

static int ct6_nl_flow_put_first(struct sk_buff *msg,
				 const struct ct6_first *first)
{
	if (nla_put_u32(msg, CT6_A_FLOW_HOOK, first->hook) ||
	    (first->iif && nla_put_u32(msg, CT6_A_FLOW_IIF, first->iif)) ||
	    (first->oif && nla_put_u32(msg, CT6_A_FLOW_OIF, first->oif)))
		return -EMSGSIZE;
	return 0;
}

static int ct6_nl_flow_put_counters(struct sk_buff *msg,
				    const struct ct6_flow *flow)
{
	static const u8 attr[] = {
		CT6_A_FLOW_ORIG_PACKETS, CT6_A_FLOW_REPLY_PACKETS,
		CT6_A_FLOW_ORIG_BYTES, CT6_A_FLOW_REPLY_BYTES,
	};
	int i;

	for (i = 0; i < 2; i++)
		if (nla_put_u64_64bit(msg, attr[i],
				      atomic64_read(&flow->packets[i]),
				      CT6_A_FLOW_PAD) ||
		    nla_put_u64_64bit(msg, attr[2 + i],
				      atomic64_read(&flow->bytes[i]),
				      CT6_A_FLOW_PAD))
			return -EMSGSIZE;
	return 0;
}

/* Milliseconds that a flow has left. */
static u32 ct6_nl_flow_left(const struct ct6_flow *flow)
{
	s32 left = (s32)(READ_ONCE(flow->expires) - (u32)jiffies);

	return left > 0 ? jiffies_to_msecs(left) : 0;
}

static int ct6_nl_flow_put(struct sk_buff *msg, const struct ct6_flow *flow,
			   enum ct6_destroy_reason reason)
{
	u32 status = atomic_read(&flow->status) & CT6_FLOW_STATUS_UAPI;

	if (nla_put_u64_64bit(msg, CT6_A_FLOW_ID, ct6_flow_id(flow),
			      CT6_A_FLOW_PAD) ||
	    ct6_nl_flow_put_key(msg, flow) ||
	    ct6_nl_flow_put_first(msg, &flow->first) ||
	    nla_put_u8(msg, CT6_A_FLOW_STATE, READ_ONCE(flow->state)) ||
	    nla_put_u32(msg, CT6_A_FLOW_STATUS, status) ||
	    nla_put_u32(msg, CT6_A_FLOW_MARK, READ_ONCE(flow->mark)) ||
	    nla_put_u32(msg, CT6_A_FLOW_TIMEOUT, ct6_nl_flow_left(flow)) ||
	    nla_put_u64_64bit(msg, CT6_A_FLOW_START, flow->start,
			      CT6_A_FLOW_PAD) ||
	    ct6_nl_flow_put_counters(msg, flow))
		return -EMSGSIZE;
	if (reason != CT6_DESTROY_REASON_NONE &&
	    nla_put_u32(msg, CT6_A_FLOW_REASON, reason))
		return -EMSGSIZE;
	return 0;
}

static struct sk_buff *ct6_nl_flow_message(const struct ct6_flow *flow, u8 cmd,
					   enum ct6_destroy_reason reason)
{
	struct sk_buff *msg = nlmsg_new(ct6_nl_flow_size(), GFP_ATOMIC);
	void *hdr;

	if (!msg)
		return NULL;
	hdr = genlmsg_put(msg, 0, 0, &ct6_nl_family, 0, cmd);
	if (!hdr || WARN_ON_ONCE(ct6_nl_flow_put(msg, flow, reason))) {
		nlmsg_free(msg);
		return NULL;
	}
	genlmsg_end(msg, hdr);
	return msg;
}

/**
 * ct6_nl_flow_event() - tell who listens of a flow
 * @cn: namespace
 * @flow: flow
 * @cmd: CT6_CMD_FLOW_NEW_NTF, _UPDATE_NTF or _DEL_NTF
 * @reason: of a flow's end, else CT6_DESTROY_REASON_NONE
 *
 * What no memory could carry is counted as lost.
 *
 * Context: any but hard interrupts; under RCU.
 */
void ct6_nl_flow_event(struct ct6_net *cn, const struct ct6_flow *flow, u8 cmd,
		       enum ct6_destroy_reason reason)
{
	struct sk_buff *msg;
	int err = -ENOBUFS;

	if (!genl_has_listeners(&ct6_nl_family, cn->net, CT6_NLGRP_FLOWS))
		return;
	msg = ct6_nl_flow_message(flow, cmd, reason);
	if (msg)
		err = genlmsg_multicast_netns(&ct6_nl_family, cn->net, msg, 0,
					      CT6_NLGRP_FLOWS, GFP_ATOMIC);
	if (err != -ENOBUFS)
		return;
	local_bh_disable();
	ct6_stat_inc(cn->stats, CT6_STAT_EVENTS_LOST);
	local_bh_enable();
}

/* The key that a request describes, from either end. */
static int ct6_nl_flow_key(struct genl_info *info, struct ct6_key *key)
{
	struct nlattr **attrs = info->attrs;
	__be16 sport = 0, dport = 0;
	struct in6_addr saddr, daddr;
	unsigned int src;
	u32 scope = 0;
	u8 l4proto;

	if (GENL_REQ_ATTR_CHECK(info, CT6_A_FLOW_L4PROTO) ||
	    GENL_REQ_ATTR_CHECK(info, CT6_A_FLOW_SADDR) ||
	    GENL_REQ_ATTR_CHECK(info, CT6_A_FLOW_DADDR)) {
		NL_SET_ERR_MSG(info->extack,
			       "a flow is named by protocol and addresses");
		return -EINVAL;
	}
	l4proto = nla_get_u8(attrs[CT6_A_FLOW_L4PROTO]);
	saddr = nla_get_in6_addr(attrs[CT6_A_FLOW_SADDR]);
	daddr = nla_get_in6_addr(attrs[CT6_A_FLOW_DADDR]);
	if (attrs[CT6_A_FLOW_SPORT])
		sport = nla_get_be16(attrs[CT6_A_FLOW_SPORT]);
	if (attrs[CT6_A_FLOW_DPORT])
		dport = nla_get_be16(attrs[CT6_A_FLOW_DPORT]);
	if (attrs[CT6_A_FLOW_ICMP_ID]) {
		sport = nla_get_be16(attrs[CT6_A_FLOW_ICMP_ID]);
		dport = sport;
	}
	if (attrs[CT6_A_FLOW_SCOPE])
		scope = nla_get_u32(attrs[CT6_A_FLOW_SCOPE]);
	src = ct6_key_make(key, l4proto, &saddr, &daddr, sport, dport);
	if (ct6_key_scoped(key))
		key->scope = scope;
	if (l4proto == IPPROTO_ICMPV6) {
		u8 type = ICMPV6_ECHO_REQUEST, request;

		if (attrs[CT6_A_FLOW_ICMP_TYPE])
			type = nla_get_u8(attrs[CT6_A_FLOW_ICMP_TYPE]);
		request = ct6_icmpv6_request(type);
		ct6_key_query(key, request, type == request ? src : !src);
	}
	ct6_key_seal(key);
	return 0;
}

static int ct6_nl_flow_find(struct ct6_net *cn, const struct ct6_key *key,
			    struct sk_buff *msg)
{
	struct ct6_flow *flow = NULL;
	int err = -ENOENT;

	mutex_lock(&cn->lock);
	rcu_read_lock();
	if (cn->active)
		flow = ct6_table_find(&cn->table, key);
	if (flow)
		err = ct6_nl_flow_put(msg, flow, CT6_DESTROY_REASON_NONE);
	rcu_read_unlock();
	mutex_unlock(&cn->lock);
	return err;
}

int ct6_nl_flow_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_get(genl_info_net(info));
	struct sk_buff *msg;
	struct ct6_key key;
	void *hdr;
	int err;

	if (info->attrs[CT6_A_FLOW_FILTER]) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[CT6_A_FLOW_FILTER],
				    "a filter is for a dump");
		return -EINVAL;
	}
	err = ct6_nl_flow_key(info, &key);
	if (err)
		return err;
	msg = ct6_nl_reply(info, CT6_CMD_FLOW_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	err = cn ? ct6_nl_flow_find(cn, &key, msg) : -ENOENT;
	if (err == -ENOENT)
		NL_SET_ERR_MSG(info->extack, "there is no such flow");
	return ct6_nl_send(msg, hdr, info, err);
}

/*
 * A dump keeps its place in the table from one message to the next. When the
 * table goes, ct6_nl_flow_dumps_end() takes the open dumps out of it.
 */
int ct6_nl_flow_get_start(struct netlink_callback *cb)
{
	struct ct6_net *cn = ct6_net_make(sock_net(cb->skb->sk));
	struct ct6_flow_dump *dump;

	if (!cn)
		return -ENOMEM;
	dump = kzalloc(sizeof(*dump), GFP_KERNEL);
	if (!dump)
		return -ENOMEM;
	dump->cn = cn;
	mutex_lock(&cn->lock);
	if (cn->active) {
		rhashtable_walk_enter(&cn->table, &dump->iter);
		list_add(&dump->list, &cn->dumps);
		dump->walking = true;
	}
	mutex_unlock(&cn->lock);
	cb->args[0] = (long)dump;
	return 0;
}

static void ct6_nl_flow_dump_end(struct ct6_flow_dump *dump)
{
	lockdep_assert_held(&dump->cn->lock);
	if (!dump->walking)
		return;
	rhashtable_walk_exit(&dump->iter);
	list_del(&dump->list);
	dump->walking = false;
}

int ct6_nl_flow_get_done(struct netlink_callback *cb)
{
	struct ct6_flow_dump *dump = (void *)cb->args[0];

	mutex_lock(&dump->cn->lock);
	ct6_nl_flow_dump_end(dump);
	mutex_unlock(&dump->cn->lock);
	kfree(dump);
	return 0;
}

/**
 * ct6_nl_flow_dumps_end() - no dump may look into the table any more
 * @cn: namespace whose table is about to go
 *
 * Context: process, under ct6_net.lock.
 */
void ct6_nl_flow_dumps_end(struct ct6_net *cn)
{
	struct ct6_flow_dump *dump, *next;

	list_for_each_entry_safe(dump, next, &cn->dumps, list)
		ct6_nl_flow_dump_end(dump);
}

/* Return: 0, or -EMSGSIZE when the message has no room for the flow. */
static int ct6_nl_flow_dump_one(struct sk_buff *skb,
				struct netlink_callback *cb,
				const struct ct6_flow *flow)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				cb->nlh->nlmsg_seq, &ct6_nl_family,
				NLM_F_MULTI, CT6_CMD_FLOW_GET);

	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	if (ct6_nl_flow_put(skb, flow, CT6_DESTROY_REASON_NONE)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/*
 * A message ends with the last bucket that it has room for. When it has none for
 * a whole one it ends with the last flow, and what goes before the next message
 * may take another from the dump.
 */
static void ct6_nl_flow_dump_some(struct sk_buff *skb,
				  struct netlink_callback *cb,
				  struct ct6_flow_dump *dump)
{
	struct ct6_flow *flow;
	u32 bucket = 0;

	rhashtable_walk_start(&dump->iter);
	/* the one that the last message had no room for comes first */
	flow = rhashtable_walk_peek(&dump->iter);
	for (; flow; flow = rhashtable_walk_next(&dump->iter)) {
		if (IS_ERR(flow)) {
			/* The table changed its size: the walk begins anew,
			 * and the reader learns it by NLM_F_DUMP_INTR.
			 */
			cb->seq++;
			bucket = 0;
			continue;
		}
		if (ct6_table_first(&dump->iter))
			bucket = skb->len;
		if (ct6_flow_expired(flow) ||
		    !ct6_flow_filter_match(&dump->filter, flow))
			continue;
		if (!ct6_nl_flow_dump_one(skb, cb, flow))
			continue;
		if (bucket) {
			skb_trim(skb, bucket);
			ct6_table_rewind(&dump->iter);
		}
		break;
	}
	rhashtable_walk_stop(&dump->iter);
	if (!flow)
		ct6_nl_flow_dump_end(dump);
}

/* Not in the dump's start, where kernels before 6.4 have no extack. */
static int ct6_nl_flow_dump_parse(struct netlink_callback *cb,
				  struct ct6_flow_dump *dump)
{
	struct nlattr *attrs[CT6_A_FLOW_SCOPE + 1];
	int err;

	err = nlmsg_parse(cb->nlh, GENL_HDRLEN, attrs, CT6_A_FLOW_SCOPE,
			  ct6_flow_get_nl_policy, cb->extack);
	if (!err)
		err = ct6_flow_filter_parse(&dump->filter,
					    attrs[CT6_A_FLOW_FILTER],
					    cb->extack);
	dump->parsed = !err;
	return err;
}

int ct6_nl_flow_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ct6_flow_dump *dump = (void *)cb->args[0];
	int err;

	if (!dump->parsed) {
		err = ct6_nl_flow_dump_parse(cb, dump);
		if (err)
			return err;
		cb->seq = 1;
	}
	mutex_lock(&dump->cn->lock);
	if (dump->walking)
		ct6_nl_flow_dump_some(skb, cb, dump);
	mutex_unlock(&dump->cn->lock);
	return skb->len;
}

/*
 * Ends what meets the filter. Flows that begin meanwhile may be missed, as
 * if they had begun afterwards.
 */
static u32 ct6_nl_flow_del(struct ct6_net *cn,
			   const struct ct6_flow_filter *filter)
{
	struct rhashtable_iter iter;
	struct ct6_flow *flow;
	u32 seen = 0, count = 0;

	rhashtable_walk_enter(&cn->table, &iter);
	rhashtable_walk_start(&iter);
	while ((flow = rhashtable_walk_next(&iter))) {
		if (IS_ERR(flow))
			continue;
		if (++seen > CT6_NL_FLOW_BATCH && ct6_table_rest(&iter)) {
			seen = 0;
			continue;
		}
		if (!ct6_flow_expired(flow) &&
		    ct6_flow_filter_match(filter, flow) &&
		    ct6_flow_end(cn, flow, CT6_DESTROY_REASON_DELETED))
			count++;
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
	return count;
}

int ct6_nl_flow_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_get(genl_info_net(info));
	struct ct6_flow_filter filter;
	struct sk_buff *msg;
	u32 count = 0;
	void *hdr;
	int err;

	/* nobody ends all flows by forgetting a word */
	if (GENL_REQ_ATTR_CHECK(info, CT6_A_FLOW_FILTER)) {
		NL_SET_ERR_MSG(info->extack,
			       "a filter is needed, an empty one for all flows");
		return -EINVAL;
	}
	err = ct6_flow_filter_parse(&filter, info->attrs[CT6_A_FLOW_FILTER],
				    info->extack);
	if (err)
		return err;
	msg = ct6_nl_reply(info, CT6_CMD_FLOW_DEL, &hdr);
	if (!msg)
		return -ENOMEM;
	if (cn) {
		mutex_lock(&cn->lock);
		if (cn->active)
			count = ct6_nl_flow_del(cn, &filter);
		mutex_unlock(&cn->lock);
	}
	return ct6_nl_send(msg, hdr, info,
			   nla_put_u32(msg, CT6_A_FLOW_COUNT, count));
}
