// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions that keep account, from netlink: limits, counts of flows, and
 * tables of recent addresses.
 */
#include <linux/slab.h>
#include <net/netlink.h>

#include "compat.h"
#include "count.h"
#include "expr.h"
#include "limit.h"
#include "netlink-gen.h"
#include "recent.h"
#include "ruleset.h"

static void ct6_prefix_parse(struct ct6_prefix *prefix, const struct nlattr *per,
			     const struct nlattr *len)
{
	if (per)
		prefix->per = nla_get_u32(per);
	prefix->len = len ? nla_get_u32(len) : 128;
}

/* The length of the source, or of the only address, comes first. */
static int ct6_limit_per_parse(struct ct6_limit_by *per, struct nlattr **tb,
			       struct netlink_ext_ack *extack)
{
	const u32 both = CT6_LIMIT_PER_SADDR | CT6_LIMIT_PER_DADDR;
	const struct nlattr *len = tb[CT6_A_LIMIT_PREFIX_LEN];
	const struct nlattr *second = tb[CT6_A_LIMIT_DADDR_LEN];

	if (tb[CT6_A_LIMIT_PER])
		per->what = nla_get_u32(tb[CT6_A_LIMIT_PER]);
	if (tb[CT6_A_LIMIT_SIZE] && !per->what) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_LIMIT_SIZE],
				    "only a limit per something has a size");
		return -EINVAL;
	}
	if (len && !(per->what & both)) {
		NL_SET_ERR_MSG_ATTR(extack, len,
				    "only a limit per prefix has a length");
		return -EINVAL;
	}
	if (second && (per->what & both) != both) {
		NL_SET_ERR_MSG_ATTR(extack, second,
				    "only a limit per source and destination has two lengths");
		return -EINVAL;
	}
	per->saddr_len = len ? nla_get_u32(len) : 128;
	per->daddr_len = per->saddr_len;
	if (per->what & CT6_LIMIT_PER_SADDR)
		per->daddr_len = second ? nla_get_u32(second) : 128;
	return 0;
}

static int ct6_limit_words(struct ct6_limit *limit, struct nlattr **tb,
			   struct netlink_ext_ack *extack)
{
	u32 flags = 0;
	int err;

	err = ct6_limit_per_parse(&limit->per, tb, extack);
	if (err)
		return err;
	limit->size = CT6_LIMIT_SIZE;
	if (tb[CT6_A_LIMIT_SIZE])
		limit->size = nla_get_u32(tb[CT6_A_LIMIT_SIZE]);
	if (tb[CT6_A_LIMIT_FLAGS])
		flags = nla_get_u32(tb[CT6_A_LIMIT_FLAGS]);
	limit->over = flags & CT6_LIMIT_FLAGS_OVER;
	limit->bytes = flags & CT6_LIMIT_FLAGS_BYTES;
	limit->rate = nla_get_u32(tb[CT6_A_LIMIT_RATE]);
	limit->unit = nla_get_u32(tb[CT6_A_LIMIT_UNIT]);
	limit->burst = limit->bytes ? 0 : 5;
	if (tb[CT6_A_LIMIT_BURST])
		limit->burst = nla_get_u32(tb[CT6_A_LIMIT_BURST]);
	if (tb[CT6_A_LIMIT_NAME])
		nla_strscpy(limit->name, tb[CT6_A_LIMIT_NAME],
			    sizeof(limit->name));
	return 0;
}

/**
 * ct6_limit_parse() - a limit from netlink
 * @expr: result; what it holds is freed with it, after an error, too
 * @nest: attribute with its attributes
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: 0 or an error.
 */
int ct6_limit_parse(struct ct6_expr *expr, const struct nlattr *nest,
		    struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_LIMIT_MAX + 1];
	struct ct6_limit *limit;
	int err;

	err = nla_parse_nested(tb, CT6_A_LIMIT_MAX, nest, ct6_limit_nl_policy,
			       extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_LIMIT_RATE) ||
	    NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_LIMIT_UNIT)) {
		NL_SET_ERR_MSG(extack, "a limit needs a rate and its unit");
		return -EINVAL;
	}
	limit = kzalloc(sizeof(*limit), GFP_KERNEL);
	if (!limit)
		return -ENOMEM;
	expr->limit = limit;
	expr->varies = true;
	err = ct6_limit_words(limit, tb, extack);
	if (err)
		return err;
	err = ct6_limit_init(limit);
	if (err == -ERANGE)
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_LIMIT_BURST] ?: nest,
				    "the burst is too large for the rate");
	else if (err)
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "no memory for the limit's buckets");
	return err;
}

/**
 * ct6_count_parse() - a count of flows from netlink
 * @expr: result; what it holds is freed with it, after an error, too
 * @nest: attribute with its attributes
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: 0 or an error.
 */
int ct6_count_parse(struct ct6_expr *expr, const struct nlattr *nest,
		    struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_COUNT_MAX + 1];
	struct ct6_flow_count *count;
	int err;

	err = nla_parse_nested(tb, CT6_A_COUNT_MAX, nest, ct6_count_nl_policy,
			       extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_COUNT_MAX_FLOWS)) {
		NL_SET_ERR_MSG(extack, "a count needs a number of flows");
		return -EINVAL;
	}
	count = kzalloc(sizeof(*count), GFP_KERNEL);
	if (!count)
		return -ENOMEM;
	count->max = nla_get_u32(tb[CT6_A_COUNT_MAX_FLOWS]);
	if (tb[CT6_A_COUNT_FLAGS])
		count->over = nla_get_u32(tb[CT6_A_COUNT_FLAGS]) &
			      CT6_COUNT_FLAGS_OVER;
	ct6_prefix_parse(&count->prefix, tb[CT6_A_COUNT_PER],
			 tb[CT6_A_COUNT_PREFIX_LEN]);
	if (tb[CT6_A_COUNT_PREFIX_LEN] && count->prefix.per == CT6_PER_ALL) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_COUNT_PREFIX_LEN],
				    "only a count per prefix has a length");
		err = -EINVAL;
	} else {
		err = ct6_count_start(count);
	}
	if (err) {
		kfree(count);
		return err;
	}
	/* packets of a flow, whose verdict is remembered, are within always */
	expr->count = count;
	return 0;
}

static int ct6_recent_words(struct ct6_recent *recent, struct nlattr **tb,
			    struct netlink_ext_ack *extack)
{
	bool asks = recent->op == CT6_RECENT_OP_CHECK ||
		    recent->op == CT6_RECENT_OP_UPDATE;
	const struct nlattr *more = tb[CT6_A_RECENT_SECONDS] ?:
				    tb[CT6_A_RECENT_HITS];
	u32 flags = 0;

	if (more && !asks) {
		NL_SET_ERR_MSG_ATTR(extack, more,
				    "only check and update have seconds and hits");
		return -EINVAL;
	}
	if (tb[CT6_A_RECENT_SECONDS])
		recent->seconds = nla_get_u32(tb[CT6_A_RECENT_SECONDS]);
	recent->hits = 1;
	if (tb[CT6_A_RECENT_HITS])
		recent->hits = nla_get_u32(tb[CT6_A_RECENT_HITS]);
	recent->size = CT6_RECENT_SIZE;
	if (tb[CT6_A_RECENT_SIZE])
		recent->size = nla_get_u32(tb[CT6_A_RECENT_SIZE]);
	if (tb[CT6_A_RECENT_FLAGS])
		flags = nla_get_u32(tb[CT6_A_RECENT_FLAGS]);
	recent->invert = flags & CT6_RECENT_FLAGS_INVERT;
	recent->hoplimit = flags & CT6_RECENT_FLAGS_HOPLIMIT;
	recent->prefix.per = CT6_PER_SADDR;
	ct6_prefix_parse(&recent->prefix, tb[CT6_A_RECENT_PER],
			 tb[CT6_A_RECENT_PREFIX_LEN]);
	return 0;
}

/**
 * ct6_recent_parse() - a question to a recent table from netlink
 * @rs: ruleset
 * @expr: result; what it holds is freed with it, after an error, too
 * @nest: attribute with its attributes
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: 0 or an error.
 */
int ct6_recent_parse(const struct ct6_ruleset *rs, struct ct6_expr *expr,
		     const struct nlattr *nest, struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_RECENT_MAX + 1];
	struct ct6_recent *recent;
	int err;

	err = nla_parse_nested(tb, CT6_A_RECENT_MAX, nest, ct6_recent_nl_policy,
			       extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_RECENT_NAME) ||
	    NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_RECENT_OP)) {
		NL_SET_ERR_MSG(extack, "recent needs a table's name and what to do");
		return -EINVAL;
	}
	if (!*(const char *)nla_data(tb[CT6_A_RECENT_NAME])) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_RECENT_NAME],
				    "an empty name");
		return -EINVAL;
	}
	recent = kzalloc(sizeof(*recent), GFP_KERNEL);
	if (!recent)
		return -ENOMEM;
	expr->recent = recent;
	expr->varies = true;
	recent->op = nla_get_u32(tb[CT6_A_RECENT_OP]);
	err = ct6_recent_words(recent, tb, extack);
	if (err)
		return err;
	err = ct6_recent_bind(recent, rs->net, nla_data(tb[CT6_A_RECENT_NAME]));
	if (err)
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "no memory for the recent table");
	return err;
}
