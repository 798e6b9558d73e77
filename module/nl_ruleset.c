// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rulesets over netlink: replace, take away, show.
 */
#include <linux/sched.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "net.h"
#include "netlink.h"
#include "nl_ruleset.h"
#include "ruleset.h"

/**
 * ct6_nl_ruleset() - the running ruleset
 * @cn: namespace
 *
 * Context: process, under ct6_net.lock.
 * Return: the ruleset, or NULL.
 */
struct ct6_ruleset *ct6_nl_ruleset(const struct ct6_net *cn)
{
	return rcu_dereference_protected(cn->ruleset,
					 lockdep_is_held(&cn->lock));
}

/**
 * ct6_nl_generation_check() - does a request mean the running ruleset?
 * @cn: namespace
 * @info: request
 *
 * Compare and swap: who read another generation must look again.
 *
 * Context: process, under ct6_net.lock.
 * Return: 0 or -ESTALE.
 */
int ct6_nl_generation_check(const struct ct6_net *cn, struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[CT6_A_RULESET_GENERATION];
	const struct ct6_ruleset *rs = ct6_nl_ruleset(cn);

	if (!attr || nla_get_u32(attr) == (rs ? rs->generation : 0))
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, attr,
			    "the ruleset has changed meanwhile");
	return -ESTALE;
}

/**
 * ct6_nl_pending_check() - may the running ruleset be replaced?
 * @cn: namespace
 * @info: request, of an operation that has force
 *
 * While it waits for its confirmation, only who says so may.
 *
 * Context: process, under ct6_net.lock.
 * Return: 0 or -EBUSY.
 */
int ct6_nl_pending_check(const struct ct6_net *cn, struct genl_info *info)
{
	if (!cn->confirm.pending || info->attrs[CT6_A_RULESET_FORCE])
		return 0;
	NL_SET_ERR_MSG(info->extack,
		       "the running ruleset waits for its confirmation");
	return -EBUSY;
}

static int ct6_nl_event_put(struct sk_buff *msg, const struct ct6_ruleset *rs,
			    enum ct6_ruleset_cause cause)
{
	char comm[TASK_COMM_LEN];

	if (nla_put_u32(msg, CT6_A_RULESET_GENERATION,
			rs ? rs->generation : 0) ||
	    nla_put_u32(msg, CT6_A_RULESET_NR_RULES, rs ? rs->nr_rule : 0) ||
	    nla_put_u32(msg, CT6_A_RULESET_CAUSE, cause))
		return -EMSGSIZE;
	/* a worker is nobody */
	if (current->flags & PF_KTHREAD)
		return 0;
	if (nla_put_u32(msg, CT6_A_RULESET_PID, task_tgid_nr(current)) ||
	    nla_put_string(msg, CT6_A_RULESET_COMM,
			   get_task_comm(comm, current)))
		return -EMSGSIZE;
	return 0;
}

/**
 * ct6_nl_ruleset_event() - tell that another ruleset runs
 * @cn: namespace
 * @cause: what was done, by the current process
 *
 * Context: process, under ct6_net.lock.
 */
void ct6_nl_ruleset_event(struct ct6_net *cn, enum ct6_ruleset_cause cause)
{
	struct sk_buff *msg;
	void *hdr;

	if (!genl_has_listeners(&ct6_nl_family, cn->net, CT6_NLGRP_RULESET))
		return;
	msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!msg)
		return;
	hdr = genlmsg_put(msg, 0, 0, &ct6_nl_family, 0, CT6_CMD_RULESET_NTF);
	if (!hdr || ct6_nl_event_put(msg, ct6_nl_ruleset(cn), cause)) {
		nlmsg_free(msg);
		return;
	}
	genlmsg_end(msg, hdr);
	genlmsg_multicast_netns(&ct6_nl_family, cn->net, msg, 0,
				CT6_NLGRP_RULESET, GFP_KERNEL);
}

/**
 * ct6_nl_generation_next() - a number for a ruleset
 * @cn: namespace
 *
 * Context: process, under ct6_net.lock.
 * Return: a generation that no other ruleset has.
 */
u32 ct6_nl_generation_next(struct ct6_net *cn)
{
	/* 0 is none, and what flows begin with */
	if (!++cn->generation)
		cn->generation = 1;
	return cn->generation;
}

/**
 * ct6_nl_ruleset_start() - let a ruleset run
 * @cn: namespace
 * @rs: ruleset, its rules with handles
 * @cause: what is being done, for those who listen
 * @extack: for the reason of a refusal
 *
 * Context: process, under ct6_net.lock. Waits for packets on their way.
 * Return: 0, or an error: nothing has changed, and @rs is the caller's.
 */
int ct6_nl_ruleset_start(struct ct6_net *cn, struct ct6_ruleset *rs,
			 enum ct6_ruleset_cause cause,
			 struct netlink_ext_ack *extack)
{
	int err = ct6_net_activate(cn, extack);

	if (err)
		return err;
	rs->generation = ct6_nl_generation_next(cn);
	ct6_ruleset_swap(cn, rs);
	ct6_nl_ruleset_event(cn, cause);
	return 0;
}

static int ct6_nl_ruleset_load(struct ct6_net *cn, struct ct6_ruleset *rs,
			       struct genl_info *info)
{
	const struct nlattr *confirm = info->attrs[CT6_A_RULESET_CONFIRM];
	u32 i;
	int err;

	err = ct6_net_activate(cn, info->extack);
	if (err)
		return err;
	for (i = 0; i < rs->nr_rule; i++)
		rs->rule[i].handle = ++cn->handle;
	if (!confirm) {
		ct6_confirm_end(cn);
		return ct6_nl_ruleset_start(cn, rs, CT6_RULESET_CAUSE_LOAD,
					    info->extack);
	}
	rs->generation = ct6_nl_generation_next(cn);
	ct6_confirm_begin(cn, ct6_ruleset_exchange(cn, rs),
			  nla_get_u32(confirm));
	ct6_nl_ruleset_event(cn, CT6_RULESET_CAUSE_LOAD);
	return 0;
}

static int ct6_nl_ruleset_set(struct ct6_net *cn, struct ct6_ruleset *rs,
			      struct genl_info *info)
{
	int err;

	err = ct6_nl_generation_check(cn, info);
	if (err || info->attrs[CT6_A_RULESET_CHECK])
		return err;
	err = ct6_nl_pending_check(cn, info);
	return err ? err : ct6_nl_ruleset_load(cn, rs, info);
}

int ct6_nl_ruleset_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	bool check = info->attrs[CT6_A_RULESET_CHECK];
	struct ct6_ruleset *rs;
	struct sk_buff *msg;
	struct ct6_net *cn;
	u32 generation;
	void *hdr;
	int err;

	cn = ct6_net_make(genl_info_net(info));
	if (!cn)
		return -ENOMEM;
	rs = ct6_ruleset_parse(genl_info_net(info), info->nlhdr, GENL_HDRLEN,
			       info->extack);
	if (IS_ERR(rs))
		return PTR_ERR(rs);
	msg = ct6_nl_reply(info, CT6_CMD_RULESET_SET, &hdr);
	if (!msg) {
		ct6_ruleset_free(rs);
		return -ENOMEM;
	}
	mutex_lock(&cn->lock);
	err = ct6_nl_ruleset_set(cn, rs, info);
	generation = ct6_nl_ruleset(cn) ? ct6_nl_ruleset(cn)->generation : 0;
	mutex_unlock(&cn->lock);
	if (check || err)
		ct6_ruleset_free(rs);
	if (!err)
		err = nla_put_u32(msg, CT6_A_RULESET_GENERATION, generation);
	return ct6_nl_send(msg, hdr, info, err);
}

int ct6_nl_ruleset_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_make(genl_info_net(info));
	int err;

	if (!cn)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	err = ct6_nl_generation_check(cn, info);
	if (!err)
		err = ct6_nl_pending_check(cn, info);
	if (!err && ct6_nl_ruleset(cn)) {
		ct6_confirm_end(cn);
		ct6_ruleset_swap(cn, NULL);
		if (!cn->config.tracking)
			ct6_net_deactivate(cn);
		ct6_nl_ruleset_event(cn, CT6_RULESET_CAUSE_FLUSH);
	}
	mutex_unlock(&cn->lock);
	return err;
}

static int ct6_nl_head_put(struct sk_buff *msg, const struct ct6_net *cn)
{
	const struct ct6_ruleset *rs = ct6_nl_ruleset(cn);
	u64 packets = 0, bytes = 0;

	if (cn->confirm.pending &&
	    nla_put_u32(msg, CT6_A_RULESET_CONFIRM_LEFT, ct6_confirm_left(cn)))
		return -EMSGSIZE;
	if (nla_put_u32(msg, CT6_A_RULESET_GENERATION,
			rs ? rs->generation : 0))
		return -EMSGSIZE;
	if (!rs)
		return 0;
	ct6_ruleset_count_read(rs, ct6_ruleset_essentials(rs), &packets,
			       &bytes);
	if (nla_put_u32(msg, CT6_A_RULESET_FLAGS, rs->flags) ||
	    nla_put_u32(msg, CT6_A_RULESET_NR_RULES, rs->nr_rule) ||
	    nla_put_u64_64bit(msg, CT6_A_RULESET_ESSENTIAL_PACKETS, packets,
			      CT6_A_RULESET_PAD) ||
	    nla_put_u64_64bit(msg, CT6_A_RULESET_ESSENTIAL_BYTES, bytes,
			      CT6_A_RULESET_PAD))
		return -EMSGSIZE;
	return 0;
}

int ct6_nl_ruleset_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_make(genl_info_net(info));
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!cn)
		return -ENOMEM;
	msg = ct6_nl_reply(info, CT6_CMD_RULESET_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	err = ct6_nl_head_put(msg, cn);
	mutex_unlock(&cn->lock);
	return ct6_nl_send(msg, hdr, info, err);
}

static int ct6_nl_chain_put(struct sk_buff *msg, const struct ct6_ruleset *rs,
			    u32 number)
{
	const struct ct6_chain *chain = &rs->chain[number];
	u64 packets, bytes;
	struct nlattr *nest;

	nest = nla_nest_start(msg, CT6_A_RULESET_CHAIN);
	if (!nest || nla_put_string(msg, CT6_A_CHAIN_NAME, chain->name))
		return -EMSGSIZE;
	if (chain->base) {
		ct6_ruleset_count_read(rs, ct6_ruleset_policy(rs, number),
				       &packets, &bytes);
		if (nla_put_u32(msg, CT6_A_CHAIN_HOOK, chain->hook) ||
		    nla_put_u32(msg, CT6_A_CHAIN_POLICY, chain->policy) ||
		    nla_put_u64_64bit(msg, CT6_A_CHAIN_PACKETS, packets,
				      CT6_A_CHAIN_PAD) ||
		    nla_put_u64_64bit(msg, CT6_A_CHAIN_BYTES, bytes,
				      CT6_A_CHAIN_PAD))
			return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return 0;
}

static int ct6_nl_rule_put(struct sk_buff *msg, const struct ct6_ruleset *rs,
			   u32 number)
{
	const struct ct6_rule *rule = &rs->rule[number];
	u64 packets, bytes;
	struct nlattr *nest;
	u32 i;

	ct6_ruleset_count_read(rs, number, &packets, &bytes);
	nest = nla_nest_start(msg, CT6_A_RULESET_RULE);
	if (!nest ||
	    nla_put_string(msg, CT6_A_RULE_CHAIN,
			   rs->chain[rule->chain].name) ||
	    nla_put_u64_64bit(msg, CT6_A_RULE_HANDLE, rule->handle,
			      CT6_A_RULE_PAD) ||
	    nla_put_u64_64bit(msg, CT6_A_RULE_PACKETS, packets,
			      CT6_A_RULE_PAD) ||
	    nla_put_u64_64bit(msg, CT6_A_RULE_BYTES, bytes, CT6_A_RULE_PAD))
		return -EMSGSIZE;
	for (i = 0; i < rule->nr_expr; i++)
		if (ct6_nl_expr_put(msg, rs, &rs->expr[rule->expr + i]))
			return -EMSGSIZE;
	if (rule->comment &&
	    nla_put_string(msg, CT6_A_RULE_COMMENT, rule->comment))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static u32 ct6_nl_nr_sets(const struct ct6_ruleset *rs)
{
	return rs->sets ? rs->sets->nr : 0;
}

/*
 * Number 0 is the head, then come the chains, the sets and the rules. Return:
 * as ct6_nl_set_put(), since a set may take more than one message.
 */
static int ct6_nl_ruleset_item(struct sk_buff *msg, struct netlink_callback *cb,
			       const struct ct6_net *cn,
			       const struct ct6_ruleset *rs, u32 number)
{
	if (!number)
		return ct6_nl_head_put(msg, cn);
	number--;
	if (number < rs->nr_chain)
		return ct6_nl_chain_put(msg, rs, number);
	number -= rs->nr_chain;
	if (number < ct6_nl_nr_sets(rs))
		return ct6_nl_set_put(msg, cb, &rs->sets->set[number]);
	return ct6_nl_rule_put(msg, rs, number - ct6_nl_nr_sets(rs));
}

static int ct6_nl_ruleset_dump(struct sk_buff *skb,
			       struct netlink_callback *cb,
			       const struct ct6_net *cn)
{
	const struct ct6_ruleset *rs = ct6_nl_ruleset(cn);
	u32 end = 1;
	int more = 0;
	void *hdr;

	if (rs)
		end += rs->nr_chain + ct6_nl_nr_sets(rs) + rs->nr_rule;
	cb->seq = 1 + (rs ? rs->generation : 0);
	for (; cb->args[0] < end; cb->args[0] += !more) {
		hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				  cb->nlh->nlmsg_seq, &ct6_nl_family,
				  NLM_F_MULTI, CT6_CMD_RULESET_GET);
		if (!hdr)
			break;
		genl_dump_check_consistent(cb, hdr);
		more = ct6_nl_ruleset_item(skb, cb, cn, rs, cb->args[0]);
		if (more < 0) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genlmsg_end(skb, hdr);
	}
	if (!skb->len && cb->args[0] < end)
		return -EMSGSIZE;
	return skb->len;
}

/* What a rule has in an answer that it had not in its request. */
#define CT6_NL_RULE_MORE	512

/*
 * A message has room for the longest rule, which may be a set of a thousand
 * addresses. A longer one that comes meanwhile makes the dump fail, and the
 * reader begin again.
 */
int ct6_nl_ruleset_get_start(struct netlink_callback *cb)
{
	struct ct6_net *cn = ct6_net_make(sock_net(cb->skb->sk));
	const struct ct6_ruleset *rs;

	if (!cn)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	rs = ct6_nl_ruleset(cn);
	if (rs)
		cb->min_dump_alloc = NLMSG_HDRLEN + GENL_HDRLEN + rs->longest +
				     CT6_NL_RULE_MORE;
	mutex_unlock(&cn->lock);
	return 0;
}

int ct6_nl_ruleset_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ct6_net *cn = ct6_net_make(sock_net(skb->sk));
	int err;

	if (!cn)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	err = ct6_nl_ruleset_dump(skb, cb, cn);
	mutex_unlock(&cn->lock);
	return err;
}
