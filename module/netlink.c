// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family: its table, settings and counters. Policies,
 * operations and groups are generated from Documentation/netlink/specs/
 * ct6.yaml; every operation needs CAP_NET_ADMIN over the namespace.
 */
#include <linux/module.h>
#include <net/genetlink.h>

#include "config.h"
#include "expect.h"
#include "flow.h"
#include "net.h"
#include "netlink.h"
#include "ruleset.h"
#include "table.h"
#include "verify.h"

/* The generated groups are static to their file. */
static const struct genl_multicast_group ct6_nl_groups[] = {
	[CT6_NLGRP_FLOWS]	= { "flows", GENL_MCAST_CAP_NET_ADMIN },
	[CT6_NLGRP_RULESET]	= { "ruleset", GENL_MCAST_CAP_NET_ADMIN },
};

/* As generated, with the begin and end of dumps. */
static struct genl_ops ct6_nl_family_ops[ARRAY_SIZE(ct6_nl_ops)]
	__ro_after_init;

struct genl_family ct6_nl_family __ro_after_init = {
	.name		= CT6_FAMILY_NAME,
	.version	= CT6_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.ops		= ct6_nl_family_ops,
	.n_ops		= ARRAY_SIZE(ct6_nl_family_ops),
	.resv_start_op	= CT6_CMD_MAX + 1,
	.mcgrps		= ct6_nl_groups,
	.n_mcgrps	= ARRAY_SIZE(ct6_nl_groups),
};

/**
 * ct6_nl_reply() - begin the answer to a request
 * @info: request
 * @cmd: command of the answer
 * @hdr: result, for ct6_nl_send()
 *
 * Return: the message, or NULL without memory.
 */
struct sk_buff *ct6_nl_reply(struct genl_info *info, u8 cmd, void **hdr)
{
	struct sk_buff *msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);

	if (!msg)
		return NULL;
	*hdr = genlmsg_put_reply(msg, info, &ct6_nl_family, 0, cmd);
	if (*hdr)
		return msg;
	nlmsg_free(msg);
	return NULL;
}

/**
 * ct6_nl_send() - send an answer, or drop it
 * @msg: message of ct6_nl_reply()
 * @hdr: and its header
 * @info: request
 * @err: of who filled the message; not 0 drops it
 *
 * Return: 0 or an error.
 */
int ct6_nl_send(struct sk_buff *msg, void *hdr, struct genl_info *info,
		int err)
{
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

/* Settings of a namespace that has none are the defaults. */
int ct6_nl_config_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_get(genl_info_net(info));
	struct ct6_config config;
	struct sk_buff *msg;
	void *hdr;

	msg = ct6_nl_reply(info, CT6_CMD_CONFIG_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	ct6_config_default(&config);
	return ct6_nl_send(msg, hdr, info,
			   ct6_config_put(msg, cn ? &cn->config : &config));
}

int ct6_nl_config_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_make(genl_info_net(info));
	struct nlattr *tracking = info->attrs[CT6_A_CONFIG_TRACKING];
	struct nlattr *verify = info->attrs[CT6_A_CONFIG_VERIFY_VERDICTS];
	int err;

	if (!cn)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	err = ct6_config_check(&cn->config, info->attrs, info->extack);
	if (!err && tracking && nla_get_u8(tracking))
		err = ct6_net_activate(cn, info->extack);
	if (!err) {
		ct6_config_change(&cn->config, info->attrs);
		if (verify)
			ct6_verify_set(cn, nla_get_u8(verify));
		if (!cn->config.tracking && !rcu_access_pointer(cn->ruleset))
			ct6_net_deactivate(cn);
	}
	mutex_unlock(&cn->lock);
	return err;
}

static int ct6_nl_stats_gauges(struct sk_buff *msg, struct ct6_net *cn)
{
	const struct ct6_ruleset *rs =
		rcu_dereference_protected(cn->ruleset,
					  lockdep_is_held(&cn->lock));
	u32 flows = cn->active ? ct6_table_flows(&cn->table) : 0;
	u32 buckets = cn->active ? ct6_table_buckets(&cn->table) : 0;

	if (nla_put_u32(msg, CT6_A_STATS_FLOWS, flows) ||
	    nla_put_u32(msg, CT6_A_STATS_FLOWS_PEAK, READ_ONCE(cn->peak)) ||
	    nla_put_u32(msg, CT6_A_STATS_FLOWS_MAX, cn->config.max) ||
	    nla_put_u32(msg, CT6_A_STATS_FLOW_SIZE, sizeof(struct ct6_flow)) ||
	    nla_put_u32(msg, CT6_A_STATS_TABLE_SIZE, buckets) ||
	    nla_put_u32(msg, CT6_A_STATS_GENERATION,
			rs ? rs->generation : 0) ||
	    nla_put_u32(msg, CT6_A_STATS_EXPECTS,
			cn->active ? ct6_expect_count(cn) : 0) ||
	    nla_put_u32(msg, CT6_A_STATS_DELAYED, cn->delayed.nr) ||
	    nla_put_u32(msg, CT6_A_STATS_DATAGRAMS,
			READ_ONCE(cn->datagrams.nr)))
		return -EMSGSIZE;
	return 0;
}

static int ct6_nl_stats_put(struct sk_buff *msg, struct ct6_net *cn)
{
	int i, err;

	err = ct6_nl_stats_gauges(msg, cn);
	for (i = 0; i < CT6_STAT_NR && !err; i++)
		err = nla_put_u64_64bit(msg, CT6_A_STATS_CREATED + i,
					ct6_stats_read(cn->stats, i),
					CT6_A_STATS_PAD);
	return err;
}

int ct6_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_make(genl_info_net(info));
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!cn)
		return -ENOMEM;
	msg = ct6_nl_reply(info, CT6_CMD_STATS_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	err = ct6_nl_stats_put(msg, cn);
	mutex_unlock(&cn->lock);
	return ct6_nl_send(msg, hdr, info, err);
}

/**
 * ct6_nl_init() - offer the family
 *
 * Return: 0 or an error.
 */
int __init ct6_nl_init(void)
{
	int i;

	memcpy(ct6_nl_family_ops, ct6_nl_ops, sizeof(ct6_nl_family_ops));
	for (i = 0; i < ARRAY_SIZE(ct6_nl_family_ops); i++) {
		struct genl_ops *op = &ct6_nl_family_ops[i];

		if (op->cmd == CT6_CMD_FLOW_GET) {
			op->start = ct6_nl_flow_get_start;
			op->done = ct6_nl_flow_get_done;
		} else if (op->cmd == CT6_CMD_RULESET_GET) {
			op->start = ct6_nl_ruleset_get_start;
		}
	}
	return genl_register_family(&ct6_nl_family);
}

/**
 * ct6_nl_exit() - take the family back; no operation runs afterwards
 */
void ct6_nl_exit(void)
{
	genl_unregister_family(&ct6_nl_family);
}
