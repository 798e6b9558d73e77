// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts over netlink, taken out of counters: what was read and what is read
 * later add up to what came, whoever loses a message in between.
 */
#include <net/genetlink.h>

#include "net.h"
#include "netlink.h"
#include "nl_ruleset.h"
#include "ruleset.h"

/**
 * struct ct6_take - a request
 * @rs: the running ruleset
 * @extack: for the reason of a refusal
 * @place: rule behind the last one that was named; most requests go on there
 * @back: what was taken is given back
 */
struct ct6_take {
	struct ct6_ruleset	*rs;
	struct netlink_ext_ack	*extack;
	u32			place;
	bool			back;
};

/* What has been counted since the counter was read stays in it. */
static int ct6_take_counts(const struct ct6_take *take, u32 number,
			   const struct nlattr *attr,
			   const struct nlattr *packets,
			   const struct nlattr *bytes)
{
	u64 p = packets ? nla_get_u64(packets) : 0;
	u64 b = bytes ? nla_get_u64(bytes) : 0;
	struct ct6_count *start = &take->rs->start[number];
	u64 has_packets, has_bytes;

	if (take->back) {
		start->packets += p;
		start->bytes += b;
		return 0;
	}
	ct6_ruleset_count_read(take->rs, number, &has_packets, &has_bytes);
	if (p > has_packets || b > has_bytes) {
		NL_SET_ERR_MSG_ATTR(take->extack, attr,
				    "the counter has less: somebody else has taken from it");
		return -ESTALE;
	}
	/* below 0 perhaps: what the CPUs have counted is added */
	start->packets -= p;
	start->bytes -= b;
	return 0;
}

/* The rule of a handle, or NULL. */
static const struct ct6_rule *ct6_take_find(struct ct6_take *take, u64 handle)
{
	const struct ct6_ruleset *rs = take->rs;
	u32 i, number;

	for (i = 0; i < rs->nr_rule; i++) {
		number = (take->place + i) % rs->nr_rule;
		if (rs->rule[number].handle != handle)
			continue;
		take->place = number + 1;
		return &rs->rule[number];
	}
	return NULL;
}

static int ct6_take_rule(struct ct6_take *take, const struct nlattr *attr)
{
	struct nlattr *tb[CT6_A_RULE_MAX + 1];
	const struct ct6_rule *rule;
	int err;

	err = nla_parse_nested(tb, CT6_A_RULE_MAX, attr, ct6_rule_nl_policy,
			       take->extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(take->extack, attr, tb, CT6_A_RULE_HANDLE)) {
		NL_SET_ERR_MSG(take->extack, "a rule is named by its handle");
		return -EINVAL;
	}
	rule = ct6_take_find(take, nla_get_u64(tb[CT6_A_RULE_HANDLE]));
	if (!rule) {
		NL_SET_ERR_MSG_ATTR(take->extack, tb[CT6_A_RULE_HANDLE],
				    "no such rule");
		return -ENOENT;
	}
	return ct6_take_counts(take, rule - take->rs->rule, attr,
			       tb[CT6_A_RULE_PACKETS], tb[CT6_A_RULE_BYTES]);
}

static int ct6_take_chain(struct ct6_take *take, const struct nlattr *attr)
{
	struct nlattr *tb[CT6_A_CHAIN_MAX + 1];
	s32 chain;
	int err;

	err = nla_parse_nested(tb, CT6_A_CHAIN_MAX, attr, ct6_chain_nl_policy,
			       take->extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(take->extack, attr, tb, CT6_A_CHAIN_NAME)) {
		NL_SET_ERR_MSG(take->extack, "a chain needs a name");
		return -EINVAL;
	}
	chain = ct6_chain_find(take->rs, nla_data(tb[CT6_A_CHAIN_NAME]));
	if (chain < 0 || !take->rs->chain[chain].base) {
		NL_SET_ERR_MSG_ATTR(take->extack, tb[CT6_A_CHAIN_NAME],
				    "no such base chain");
		return -ENOENT;
	}
	return ct6_take_counts(take, ct6_ruleset_policy(take->rs, chain), attr,
			       tb[CT6_A_CHAIN_PACKETS], tb[CT6_A_CHAIN_BYTES]);
}

/* Up to @end. Return: 0, or an error at the attribute in *@end. */
static int ct6_take_all(struct ct6_take *take, struct genl_info *info,
			const struct nlattr **end)
{
	const struct nlattr *attr;
	int rem, err = 0;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (attr == *end)
			return 0;
		if (nla_type(attr) == CT6_A_RULESET_RULE)
			err = ct6_take_rule(take, attr);
		else if (nla_type(attr) == CT6_A_RULESET_CHAIN)
			err = ct6_take_chain(take, attr);
		if (err) {
			*end = attr;
			return err;
		}
	}
	return 0;
}

static int ct6_take(struct ct6_ruleset *rs, struct genl_info *info)
{
	const struct nlattr *packets, *bytes, *end = NULL;
	struct ct6_take take = { .rs = rs, .extack = info->extack };
	int err;

	packets = info->attrs[CT6_A_RULESET_ESSENTIAL_PACKETS];
	bytes = info->attrs[CT6_A_RULESET_ESSENTIAL_BYTES];
	err = ct6_take_all(&take, info, &end);
	if (!err)
		err = ct6_take_counts(&take, ct6_ruleset_essentials(rs),
				      packets ?: bytes, packets, bytes);
	if (!err)
		return 0;
	/* all or nothing: as far as the request came */
	take.back = true;
	take.place = 0;
	ct6_take_all(&take, info, &end);
	return err;
}

int ct6_nl_counters_take_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ct6_net *cn = ct6_net_make(genl_info_net(info));
	struct ct6_ruleset *rs;
	struct sk_buff *msg;
	u32 generation = 0;
	void *hdr;
	int err;

	if (!cn)
		return -ENOMEM;
	msg = ct6_nl_reply(info, CT6_CMD_COUNTERS_TAKE, &hdr);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&cn->lock);
	rs = ct6_nl_ruleset(cn);
	err = ct6_nl_generation_check(cn, info);
	if (!err && !rs) {
		NL_SET_ERR_MSG(info->extack, "there is no ruleset");
		err = -ENOENT;
	}
	if (!err) {
		err = ct6_take(rs, info);
		generation = rs->generation;
	}
	mutex_unlock(&cn->lock);
	if (!err)
		err = nla_put_u32(msg, CT6_A_RULESET_GENERATION, generation);
	return ct6_nl_send(msg, hdr, info, err);
}
