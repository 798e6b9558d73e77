// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions from netlink: each refusal names the attribute and the reason.
 */
#include <linux/slab.h>
#include <net/netlink.h>

#include "compat.h"
#include "expr.h"
#include "interval.h"
#include "mark.h"
#include "netlink-gen.h"
#include "ruleset.h"
#include "set.h"

/* Fewer elements are looked at one after the other. */
#define CT6_MATCH_MANY	8

/**
 * ct6_value_parse() - a field's content from netlink, in network byte order
 * @value: result
 * @attr: its data
 * @width: of the field
 * @extack: for the reason of a refusal
 *
 * Return: 0 or an error.
 */
int ct6_value_parse(struct ct6_value *value, const struct nlattr *attr,
		    unsigned int width, struct netlink_ext_ack *extack)
{
	const u8 *data = nla_data(attr);
	unsigned int i;

	if (nla_len(attr) != width) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "data is not as wide as the field");
		return -EINVAL;
	}
	value->hi = 0;
	value->lo = 0;
	for (i = 0; i < width; i++) {
		value->hi = value->hi << 8 | value->lo >> 56;
		value->lo = value->lo << 8 | data[i];
	}
	return 0;
}

static struct ct6_value ct6_value_ones(unsigned int width)
{
	if (width == 16)
		return (struct ct6_value) { U64_MAX, U64_MAX };
	return (struct ct6_value) { 0, GENMASK_ULL(width * 8 - 1, 0) };
}

static int ct6_elem_range(struct ct6_elem *elem, const struct nlattr *attr,
			  unsigned int width, struct netlink_ext_ack *extack)
{
	int err = ct6_value_parse(&elem->end, attr, width, extack);

	if (err)
		return err;
	if (elem->end.hi < elem->data.hi ||
	    (elem->end.hi == elem->data.hi && elem->end.lo < elem->data.lo)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "the range ends before it begins");
		return -EINVAL;
	}
	elem->range = true;
	return 0;
}

/**
 * ct6_elem_parse() - an element from netlink
 * @elem: result, zero before
 * @tb: result, by number its CT6_A_ELEM_MAX + 1 attributes
 * @nest: validated attribute
 * @width: bytes of its values
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: 0 or an error.
 */
int ct6_elem_parse(struct ct6_elem *elem, struct nlattr **tb,
		   const struct nlattr *nest, unsigned int width,
		   struct netlink_ext_ack *extack)
{
	int err;

	err = nla_parse_nested(tb, CT6_A_ELEM_MAX, nest, ct6_elem_nl_policy,
			       extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_ELEM_DATA)) {
		NL_SET_ERR_MSG(extack, "an element needs data");
		return -EINVAL;
	}
	err = ct6_value_parse(&elem->data, tb[CT6_A_ELEM_DATA], width, extack);
	if (err)
		return err;
	if (tb[CT6_A_ELEM_END] && tb[CT6_A_ELEM_MASK]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_ELEM_MASK],
				    "a range has no mask");
		return -EINVAL;
	}
	if (tb[CT6_A_ELEM_END])
		return ct6_elem_range(elem, tb[CT6_A_ELEM_END], width, extack);
	elem->mask = ct6_value_ones(width);
	if (!tb[CT6_A_ELEM_MASK])
		return 0;
	err = ct6_value_parse(&elem->mask, tb[CT6_A_ELEM_MASK], width, extack);
	if (err)
		return err;
	if (elem->data.hi & ~elem->mask.hi || elem->data.lo & ~elem->mask.lo) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_ELEM_DATA],
				    "bits outside the mask can never match");
		return -EINVAL;
	}
	return 0;
}

/**
 * ct6_elem_bounds() - the interval that an element is
 * @elem: element
 * @width: bytes of its values
 * @first: result, its first value
 * @last: result, its last value
 *
 * Return: false when it is none, for its mask has holes.
 */
bool ct6_elem_bounds(const struct ct6_elem *elem, unsigned int width,
		     struct ct6_value *first, struct ct6_value *last)
{
	struct ct6_value ones = ct6_value_ones(width), rest;

	*first = elem->data;
	*last = elem->end;
	if (elem->range)
		return true;
	rest.hi = ~elem->mask.hi & ones.hi;
	rest.lo = ~elem->mask.lo & ones.lo;
	last->hi = elem->data.hi | rest.hi;
	last->lo = elem->data.lo | rest.lo;
	if (rest.hi)
		return rest.lo == U64_MAX && !(rest.hi & (rest.hi + 1));
	return !(rest.lo & (rest.lo + 1));
}

/* Of many elements, those that are intervals are searched by halves. */
static int ct6_match_index(struct ct6_match *match)
{
	unsigned int width = ct6_field_width(match->field);
	struct ct6_interval_change change = { .max = U32_MAX };
	struct ct6_interval *item;
	u32 i;

	item = kvcalloc(match->nr, sizeof(*item), GFP_KERNEL);
	if (!item)
		return -ENOMEM;
	for (i = 0; i < match->nr; i++) {
		struct ct6_elem *elem = &match->elem[i];
		struct ct6_interval *to = &item[change.nr];

		elem->indexed = ct6_elem_bounds(elem, width, &to->first,
						&to->last);
		change.nr += elem->indexed;
	}
	match->nr_odd = match->nr - change.nr;
	ct6_intervals_sort(item, change.nr);
	change.nr = ct6_intervals_merge(item, change.nr);
	change.item = item;
	match->index = ct6_intervals_change(NULL, &change);
	kvfree(item);
	if (!IS_ERR(match->index))
		return 0;
	match->index = NULL;
	return -ENOMEM;
}

/* Of a field of one byte, each value is tried now, by all elements. */
static int ct6_match_map(struct ct6_match *match)
{
	struct ct6_value value = {};
	u64 *map;
	u32 i;

	map = kcalloc(256 / 64, sizeof(*map), GFP_KERNEL);
	if (!map)
		return -ENOMEM;
	for (; value.lo < 256; value.lo++)
		for (i = 0; i < match->nr; i++)
			if (ct6_elem_match(&match->elem[i], &value)) {
				map[value.lo / 64] |= BIT_ULL(value.lo % 64);
				break;
			}
	match->map = map;
	return 0;
}

static int ct6_match_elems(struct ct6_match *match, const struct nlattr *nest,
			   struct netlink_ext_ack *extack)
{
	unsigned int width = ct6_field_width(match->field);
	struct nlattr *tb[CT6_A_ELEM_MAX + 1];
	const struct nlattr *attr;
	u32 i = 0;
	int rem, err;

	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != CT6_A_MATCH_ELEM)
			continue;
		err = ct6_elem_parse(&match->elem[i++], tb, attr, width,
				     extack);
		if (err)
			return err;
		if (tb[CT6_A_ELEM_TIMEOUT] || tb[CT6_A_ELEM_EXPIRES]) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "only elements of sets time out");
			return -EINVAL;
		}
	}
	if (width == 1 && match->nr > 1)
		return ct6_match_map(match);
	return match->nr < CT6_MATCH_MANY ? 0 : ct6_match_index(match);
}

/* A field looked up in a set: the set is another's, the match refers to it. */
static int ct6_match_set(const struct ct6_ruleset *rs, struct ct6_match *match,
			 const struct nlattr *attr,
			 struct netlink_ext_ack *extack)
{
	struct ct6_set *set = ct6_set_find(rs->sets, nla_data(attr));

	if (match->nr) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "a match has elements or a set, not both");
		return -EINVAL;
	}
	if (!set) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "no such set");
		return -ENOENT;
	}
	if (set->type != ct6_set_type_of(match->field)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "the set is of another type than the field");
		return -EINVAL;
	}
	match->set = set;
	return 0;
}

static int ct6_match_parse(const struct ct6_ruleset *rs, struct ct6_expr *expr,
			   const struct nlattr *nest,
			   struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_MATCH_MAX + 1];
	const struct nlattr *attr;
	u32 field, flags = 0, nr = 0;
	int rem, err;

	err = nla_parse_nested(tb, CT6_A_MATCH_MAX, nest, ct6_match_nl_policy,
			       extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_MATCH_FIELD)) {
		NL_SET_ERR_MSG(extack, "a match needs a field");
		return -EINVAL;
	}
	field = nla_get_u32(tb[CT6_A_MATCH_FIELD]);
	if (!ct6_field_width(field)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_MATCH_FIELD],
				    "no such field");
		return -EINVAL;
	}
	if (tb[CT6_A_MATCH_FLAGS])
		flags = nla_get_u32(tb[CT6_A_MATCH_FLAGS]);
	nla_for_each_nested(attr, nest, rem)
		nr += nla_type(attr) == CT6_A_MATCH_ELEM;
	if (!nr && !tb[CT6_A_MATCH_SET]) {
		NL_SET_ERR_ATTR_MISS(extack, nest, CT6_A_MATCH_ELEM);
		NL_SET_ERR_MSG(extack, "a match needs an element");
		return -EINVAL;
	}
	expr->match = kvzalloc(struct_size(expr->match, elem, nr), GFP_KERNEL);
	if (!expr->match)
		return -ENOMEM;
	expr->varies = ct6_field_varies(field);
	if (ct6_field_once(field))
		expr->kind = CT6_EXPR_MATCH_ONCE;
	expr->match->field = field;
	expr->match->invert = flags & CT6_MATCH_FLAGS_INVERT;
	expr->match->nr = nr;
	if (tb[CT6_A_MATCH_SET])
		return ct6_match_set(rs, expr->match, tb[CT6_A_MATCH_SET],
				     extack);
	return ct6_match_elems(expr->match, nest, extack);
}

static void ct6_log_info(struct ct6_log *log, struct nlattr **tb)
{
	struct nf_loginfo *info = &log->info;

	if (tb[CT6_A_LOG_PREFIX])
		nla_strscpy(log->prefix, tb[CT6_A_LOG_PREFIX],
			    sizeof(log->prefix));
	if (tb[CT6_A_LOG_GROUP]) {
		log->has_group = true;
		info->type = NF_LOG_TYPE_ULOG;
		info->u.ulog.group = nla_get_u16(tb[CT6_A_LOG_GROUP]);
		if (tb[CT6_A_LOG_SNAPLEN]) {
			log->has_snaplen = true;
			info->u.ulog.copy_len =
				nla_get_u32(tb[CT6_A_LOG_SNAPLEN]);
			info->u.ulog.flags = NF_LOG_F_COPY_LEN;
		}
		return;
	}
	info->type = NF_LOG_TYPE_LOG;
	info->u.log.level = 4;
	if (tb[CT6_A_LOG_LEVEL])
		info->u.log.level = nla_get_u32(tb[CT6_A_LOG_LEVEL]);
	if (tb[CT6_A_LOG_FLAGS])
		info->u.log.logflags = nla_get_u32(tb[CT6_A_LOG_FLAGS]);
}

static int ct6_log_parse(struct ct6_expr *expr, const struct nlattr *nest,
			 struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_LOG_MAX + 1];
	struct ct6_log *log;
	int err;

	err = nla_parse_nested(tb, CT6_A_LOG_MAX, nest, ct6_log_nl_policy,
			       extack);
	if (err)
		return err;
	if (tb[CT6_A_LOG_GROUP] &&
	    (tb[CT6_A_LOG_LEVEL] || tb[CT6_A_LOG_FLAGS])) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_LOG_GROUP],
				    "level and flags are syslog's, a group is NFLOG's");
		return -EINVAL;
	}
	if (tb[CT6_A_LOG_SNAPLEN] && !tb[CT6_A_LOG_GROUP]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_LOG_SNAPLEN],
				    "snaplen needs a group");
		return -EINVAL;
	}
	log = kzalloc(sizeof(*log), GFP_KERNEL);
	if (!log)
		return -ENOMEM;
	ct6_log_info(log, tb);
	err = nf_logger_find_get(NFPROTO_IPV6, log->info.type);
	if (err) {
		if (log->has_group)
			NL_SET_ERR_MSG_ATTR(extack, nest,
					    "a group needs nfnetlink_log");
		else
			NL_SET_ERR_MSG_ATTR(extack, nest,
					    "log needs nf_log_syslog");
		kfree(log);
		return err;
	}
	expr->log = log;
	expr->varies = true;
	return 0;
}

static int ct6_jump_parse(const struct ct6_ruleset *rs, struct ct6_expr *expr,
			  const struct nlattr *attr,
			  struct netlink_ext_ack *extack)
{
	s32 chain = ct6_chain_find(rs, nla_data(attr));

	if (chain < 0) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "no such chain");
		return -ENOENT;
	}
	if (rs->chain[chain].base) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "a base chain is no target of jump and goto");
		return -EINVAL;
	}
	expr->verdict.chain = chain;
	return 0;
}

static int ct6_verdict_parse(const struct ct6_ruleset *rs,
			     struct ct6_expr *expr, const struct nlattr *nest,
			     struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_VERDICT_MAX + 1];
	bool jumps;
	int err;

	err = nla_parse_nested(tb, CT6_A_VERDICT_MAX, nest,
			       ct6_verdict_nl_policy, extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_VERDICT_CODE)) {
		NL_SET_ERR_MSG(extack, "a verdict needs its code");
		return -EINVAL;
	}
	expr->verdict.code = nla_get_u32(tb[CT6_A_VERDICT_CODE]);
	jumps = expr->verdict.code == CT6_VERDICT_JUMP ||
		expr->verdict.code == CT6_VERDICT_GOTO;
	if (jumps && NL_REQ_ATTR_CHECK(extack, nest, tb, CT6_A_VERDICT_CHAIN)) {
		NL_SET_ERR_MSG(extack, "jump and goto need a chain");
		return -EINVAL;
	}
	if (!jumps && tb[CT6_A_VERDICT_CHAIN]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_VERDICT_CHAIN],
				    "only jump and goto have a chain");
		return -EINVAL;
	}
	return jumps ? ct6_jump_parse(rs, expr, tb[CT6_A_VERDICT_CHAIN],
				      extack) : 0;
}

static int ct6_reject_parse(struct ct6_expr *expr, const struct nlattr *nest,
			    struct netlink_ext_ack *extack)
{
	struct nlattr *tb[CT6_A_REJECT_MAX + 1];
	int err;

	err = nla_parse_nested(tb, CT6_A_REJECT_MAX, nest,
			       ct6_reject_nl_policy, extack);
	if (err)
		return err;
	expr->varies = true;
	expr->reject.type = CT6_REJECT_TYPE_ICMPV6;
	if (tb[CT6_A_REJECT_TYPE])
		expr->reject.type = nla_get_u32(tb[CT6_A_REJECT_TYPE]);
	expr->reject.code = 4;
	if (tb[CT6_A_REJECT_CODE]) {
		if (expr->reject.type != CT6_REJECT_TYPE_ICMPV6) {
			NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_REJECT_CODE],
					    "a TCP reset has no code");
			return -EINVAL;
		}
		expr->reject.code = nla_get_u8(tb[CT6_A_REJECT_CODE]);
	}
	if (tb[CT6_A_REJECT_DELAY]) {
		if (expr->reject.type != CT6_REJECT_TYPE_ICMPV6) {
			NL_SET_ERR_MSG_ATTR(extack, tb[CT6_A_REJECT_DELAY],
					    "a TCP reset cannot wait");
			return -EINVAL;
		}
		expr->reject.delay = nla_get_u32(tb[CT6_A_REJECT_DELAY]);
	}
	return 0;
}

/* The one attribute of an expression's nest, or NULL. */
static const struct nlattr *ct6_expr_only(const struct nlattr *nest,
					  struct netlink_ext_ack *extack)
{
	const struct nlattr *attr, *only = NULL;
	int rem;

	nla_for_each_nested(attr, nest, rem) {
		if (only) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "an expression is one thing only");
			return NULL;
		}
		only = attr;
	}
	if (!only)
		NL_SET_ERR_MSG_ATTR(extack, nest, "an empty expression");
	return only;
}

/**
 * ct6_expr_parse() - an expression from netlink
 * @rs: ruleset in the making, its chains known
 * @expr: result, zero before; ct6_expr_free() is due also after an error
 * @nest: validated attribute CT6_A_RULE_EXPR
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: 0 or an error.
 */
int ct6_expr_parse(const struct ct6_ruleset *rs, struct ct6_expr *expr,
		   const struct nlattr *nest, struct netlink_ext_ack *extack)
{
	const struct nlattr *attr = ct6_expr_only(nest, extack);

	if (!attr)
		return -EINVAL;
	switch (nla_type(attr)) {
	case CT6_A_EXPR_MATCH:
		expr->kind = CT6_EXPR_MATCH;
		return ct6_match_parse(rs, expr, attr, extack);
	case CT6_A_EXPR_LIMIT:
		expr->kind = CT6_EXPR_LIMIT;
		return ct6_limit_parse(expr, attr, extack);
	case CT6_A_EXPR_LOG:
		expr->kind = CT6_EXPR_LOG;
		return ct6_log_parse(expr, attr, extack);
	case CT6_A_EXPR_VERDICT:
		expr->kind = CT6_EXPR_VERDICT;
		return ct6_verdict_parse(rs, expr, attr, extack);
	case CT6_A_EXPR_REJECT:
		expr->kind = CT6_EXPR_REJECT;
		return ct6_reject_parse(expr, attr, extack);
	case CT6_A_EXPR_SET_MARK:
		expr->kind = CT6_EXPR_SET_MARK;
		expr->varies = true;
		expr->mark = nla_get_u32(attr);
		return 0;
	case CT6_A_EXPR_SET_CT_MARK:
		expr->kind = CT6_EXPR_SET_CT_MARK;
		expr->varies = true;
		expr->mark = nla_get_u32(attr);
		return 0;
	case CT6_A_EXPR_FILTERING:
		expr->kind = CT6_EXPR_FILTERING;
		expr->varies = true;
		expr->choice = nla_get_u32(attr);
		return 0;
	case CT6_A_EXPR_HELPER:
		expr->kind = CT6_EXPR_HELPER;
		expr->varies = true;
		expr->choice = nla_get_u32(attr);
		return 0;
	case CT6_A_EXPR_COUNT:
		expr->kind = CT6_EXPR_COUNT;
		return ct6_count_parse(expr, attr, extack);
	case CT6_A_EXPR_RECENT:
		expr->kind = CT6_EXPR_RECENT;
		return ct6_recent_parse(rs, expr, attr, extack);
	case CT6_A_EXPR_MARK:
		expr->kind = CT6_EXPR_MARK;
		return ct6_mark_parse(expr, attr, extack);
	default:
		NL_SET_ERR_MSG_ATTR(extack, attr, "no such expression");
		return -EINVAL;
	}
}
