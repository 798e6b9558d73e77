// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions to netlink, in the form that they came in.
 */
#include <net/netlink.h>

#include "compat.h"
#include "count.h"
#include "expr.h"
#include "limit.h"
#include "mark.h"
#include "netlink.h"
#include "recent.h"
#include "ruleset.h"
#include "set.h"

/**
 * ct6_nl_value_put() - write a field's content into a message
 * @msg: message
 * @type: attribute
 * @value: content
 * @width: of the field
 *
 * Return: 0 or -EMSGSIZE.
 */
int ct6_nl_value_put(struct sk_buff *msg, int type,
		     const struct ct6_value *value, unsigned int width)
{
	u8 data[CT6_DATA_MAX];

	put_unaligned_be64(value->hi, data);
	put_unaligned_be64(value->lo, data + 8);
	return nla_put(msg, type, width, data + CT6_DATA_MAX - width);
}

static bool ct6_nl_mask_full(const struct ct6_value *mask, unsigned int width)
{
	if (width == CT6_DATA_MAX)
		return mask->hi == U64_MAX && mask->lo == U64_MAX;
	return mask->lo == GENMASK_ULL(width * 8 - 1, 0);
}

static int ct6_nl_match_elem(struct sk_buff *msg, const struct ct6_elem *elem,
			     unsigned int width)
{
	struct nlattr *nest = nla_nest_start(msg, CT6_A_MATCH_ELEM);

	if (!nest ||
	    ct6_nl_value_put(msg, CT6_A_ELEM_DATA, &elem->data, width))
		return -EMSGSIZE;
	if (elem->range) {
		if (ct6_nl_value_put(msg, CT6_A_ELEM_END, &elem->end, width))
			return -EMSGSIZE;
	} else if (!ct6_nl_mask_full(&elem->mask, width)) {
		if (ct6_nl_value_put(msg, CT6_A_ELEM_MASK, &elem->mask, width))
			return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return 0;
}

static int ct6_nl_match_put(struct sk_buff *msg, const struct ct6_match *match)
{
	unsigned int width = ct6_field_width(match->field);
	u32 i;

	if (nla_put_u32(msg, CT6_A_MATCH_FIELD, match->field) ||
	    (match->invert && nla_put_u32(msg, CT6_A_MATCH_FLAGS,
					  CT6_MATCH_FLAGS_INVERT)))
		return -EMSGSIZE;
	if (match->set)
		return nla_put_string(msg, CT6_A_MATCH_SET, match->set->name);
	for (i = 0; i < match->nr; i++)
		if (ct6_nl_match_elem(msg, &match->elem[i], width))
			return -EMSGSIZE;
	return 0;
}

static int ct6_nl_prefix_put(struct sk_buff *msg,
			     const struct ct6_prefix *prefix, int per, int len)
{
	if (prefix->per == CT6_PER_ALL)
		return 0;
	if (nla_put_u32(msg, per, prefix->per) ||
	    nla_put_u32(msg, len, prefix->len))
		return -EMSGSIZE;
	return 0;
}

static int ct6_nl_limit_per_put(struct sk_buff *msg,
				const struct ct6_limit_by *per)
{
	bool saddr = per->what & CT6_LIMIT_PER_SADDR;
	bool daddr = per->what & CT6_LIMIT_PER_DADDR;

	if ((per->what && nla_put_u32(msg, CT6_A_LIMIT_PER, per->what)) ||
	    ((saddr || daddr) &&
	     nla_put_u32(msg, CT6_A_LIMIT_PREFIX_LEN,
			 saddr ? per->saddr_len : per->daddr_len)) ||
	    (saddr && daddr &&
	     nla_put_u32(msg, CT6_A_LIMIT_DADDR_LEN, per->daddr_len)))
		return -EMSGSIZE;
	return 0;
}

static int ct6_nl_limit_put(struct sk_buff *msg, const struct ct6_limit *limit)
{
	u32 flags = (limit->over ? CT6_LIMIT_FLAGS_OVER : 0) |
		    (limit->bytes ? CT6_LIMIT_FLAGS_BYTES : 0);

	if (nla_put_u32(msg, CT6_A_LIMIT_RATE, limit->rate) ||
	    nla_put_u32(msg, CT6_A_LIMIT_UNIT, limit->unit) ||
	    (limit->burst &&
	     nla_put_u32(msg, CT6_A_LIMIT_BURST, limit->burst)) ||
	    (flags && nla_put_u32(msg, CT6_A_LIMIT_FLAGS, flags)) ||
	    ct6_nl_limit_per_put(msg, &limit->per) ||
	    (limit->set && nla_put_u32(msg, CT6_A_LIMIT_SIZE, limit->size)) ||
	    (*limit->name && nla_put_string(msg, CT6_A_LIMIT_NAME, limit->name)))
		return -EMSGSIZE;
	return 0;
}

static int ct6_nl_log_put(struct sk_buff *msg, const struct ct6_log *log)
{
	const struct nf_loginfo *info = &log->info;

	if (*log->prefix && nla_put_string(msg, CT6_A_LOG_PREFIX, log->prefix))
		return -EMSGSIZE;
	if (log->has_group) {
		if (nla_put_u16(msg, CT6_A_LOG_GROUP, info->u.ulog.group) ||
		    (log->has_snaplen &&
		     nla_put_u32(msg, CT6_A_LOG_SNAPLEN,
				 info->u.ulog.copy_len)))
			return -EMSGSIZE;
		return 0;
	}
	if (nla_put_u32(msg, CT6_A_LOG_LEVEL, info->u.log.level) ||
	    (info->u.log.logflags &&
	     nla_put_u32(msg, CT6_A_LOG_FLAGS, info->u.log.logflags)))
		return -EMSGSIZE;
	return 0;
}

static int ct6_nl_verdict_put(struct sk_buff *msg,
			      const struct ct6_ruleset *rs,
			      const struct ct6_expr *expr)
{
	u32 code = expr->verdict.code;

	if (nla_put_u32(msg, CT6_A_VERDICT_CODE, code))
		return -EMSGSIZE;
	if (code != CT6_VERDICT_JUMP && code != CT6_VERDICT_GOTO)
		return 0;
	return nla_put_string(msg, CT6_A_VERDICT_CHAIN,
			      rs->chain[expr->verdict.chain].name);
}

static int ct6_nl_reject_put(struct sk_buff *msg, const struct ct6_expr *expr)
{
	if (nla_put_u32(msg, CT6_A_REJECT_TYPE, expr->reject.type))
		return -EMSGSIZE;
	if (expr->reject.type != CT6_REJECT_TYPE_ICMPV6)
		return 0;
	if (nla_put_u8(msg, CT6_A_REJECT_CODE, expr->reject.code))
		return -EMSGSIZE;
	if (!expr->reject.delay)
		return 0;
	return nla_put_u32(msg, CT6_A_REJECT_DELAY, expr->reject.delay);
}

static int ct6_nl_count_put(struct sk_buff *msg, const struct ct6_flow_count *count)
{
	if (nla_put_u32(msg, CT6_A_COUNT_MAX_FLOWS, count->max) ||
	    (count->over && nla_put_u32(msg, CT6_A_COUNT_FLAGS,
					CT6_COUNT_FLAGS_OVER)) ||
	    ct6_nl_prefix_put(msg, &count->prefix, CT6_A_COUNT_PER,
			      CT6_A_COUNT_PREFIX_LEN))
		return -EMSGSIZE;
	return 0;
}

static int ct6_nl_recent_put(struct sk_buff *msg,
			     const struct ct6_recent *recent)
{
	u32 flags = (recent->invert ? CT6_RECENT_FLAGS_INVERT : 0) |
		    (recent->hoplimit ? CT6_RECENT_FLAGS_HOPLIMIT : 0);

	if (nla_put_string(msg, CT6_A_RECENT_NAME, ct6_recent_name(recent)) ||
	    nla_put_u32(msg, CT6_A_RECENT_OP, recent->op) ||
	    ct6_nl_prefix_put(msg, &recent->prefix, CT6_A_RECENT_PER,
			      CT6_A_RECENT_PREFIX_LEN) ||
	    (recent->seconds &&
	     nla_put_u32(msg, CT6_A_RECENT_SECONDS, recent->seconds)) ||
	    (recent->hits > 1 &&
	     nla_put_u32(msg, CT6_A_RECENT_HITS, recent->hits)) ||
	    nla_put_u32(msg, CT6_A_RECENT_SIZE, recent->size) ||
	    (flags && nla_put_u32(msg, CT6_A_RECENT_FLAGS, flags)))
		return -EMSGSIZE;
	return 0;
}

static int ct6_nl_expr_kind(enum ct6_expr_kind kind)
{
	static const u8 type[] = {
		[CT6_EXPR_MATCH]	= CT6_A_EXPR_MATCH,
		[CT6_EXPR_LIMIT]	= CT6_A_EXPR_LIMIT,
		[CT6_EXPR_LOG]		= CT6_A_EXPR_LOG,
		[CT6_EXPR_VERDICT]	= CT6_A_EXPR_VERDICT,
		[CT6_EXPR_REJECT]	= CT6_A_EXPR_REJECT,
		[CT6_EXPR_SET_MARK]	= CT6_A_EXPR_SET_MARK,
		[CT6_EXPR_SET_CT_MARK]	= CT6_A_EXPR_SET_CT_MARK,
		[CT6_EXPR_FILTERING]	= CT6_A_EXPR_FILTERING,
		[CT6_EXPR_HELPER]	= CT6_A_EXPR_HELPER,
		[CT6_EXPR_RECENT]	= CT6_A_EXPR_RECENT,
		[CT6_EXPR_COUNT]	= CT6_A_EXPR_COUNT,
		[CT6_EXPR_MARK]		= CT6_A_EXPR_MARK,
		[CT6_EXPR_MATCH_ONCE]	= CT6_A_EXPR_MATCH,
	};

	return type[kind];
}

static int ct6_nl_expr_nest(struct sk_buff *msg, const struct ct6_ruleset *rs,
			    const struct ct6_expr *expr)
{
	switch (expr->kind) {
	case CT6_EXPR_MATCH:
	case CT6_EXPR_MATCH_ONCE:
		return ct6_nl_match_put(msg, expr->match);
	case CT6_EXPR_LIMIT:
		return ct6_nl_limit_put(msg, expr->limit);
	case CT6_EXPR_LOG:
		return ct6_nl_log_put(msg, expr->log);
	case CT6_EXPR_VERDICT:
		return ct6_nl_verdict_put(msg, rs, expr);
	case CT6_EXPR_COUNT:
		return ct6_nl_count_put(msg, expr->count);
	case CT6_EXPR_RECENT:
		return ct6_nl_recent_put(msg, expr->recent);
	case CT6_EXPR_MARK:
		return ct6_mark_put(msg, expr->make);
	default:
		return ct6_nl_reject_put(msg, expr);
	}
}

/**
 * ct6_nl_expr_put() - write an expression into a message
 * @msg: message
 * @rs: ruleset of @expr
 * @expr: expression
 *
 * Return: 0 or -EMSGSIZE, with part of it written.
 */
int ct6_nl_expr_put(struct sk_buff *msg, const struct ct6_ruleset *rs,
		    const struct ct6_expr *expr)
{
	int type = ct6_nl_expr_kind(expr->kind), err;
	struct nlattr *outer, *inner;

	outer = nla_nest_start(msg, CT6_A_RULE_EXPR);
	if (!outer)
		return -EMSGSIZE;
	switch (expr->kind) {
	case CT6_EXPR_SET_MARK:
	case CT6_EXPR_SET_CT_MARK:
		err = nla_put_u32(msg, type, expr->mark);
		break;
	case CT6_EXPR_FILTERING:
	case CT6_EXPR_HELPER:
		err = nla_put_u32(msg, type, expr->choice);
		break;
	default:
		inner = nla_nest_start(msg, type);
		if (!inner || ct6_nl_expr_nest(msg, rs, expr))
			return -EMSGSIZE;
		nla_nest_end(msg, inner);
		err = 0;
	}
	if (err)
		return -EMSGSIZE;
	nla_nest_end(msg, outer);
	return 0;
}
