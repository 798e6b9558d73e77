// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ruleset to netlink. Each attribute carries the place it stands for.
 */
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "field.h"

/* Bytes of a nest of elements; one more still fits into its length. */
#define NEST_FULL	60000

static void encode_elem(struct message *msg, const struct elem *elem,
			uint16_t type, uint32_t field)
{
	unsigned int width = field_width(field);
	size_t nest = message_nest(msg, &elem->loc, type);

	message_put(msg, &elem->loc, CT6_A_ELEM_DATA, elem->data, width);
	if (elem->has_mask)
		message_put(msg, &elem->loc, CT6_A_ELEM_MASK, elem->mask,
			    width);
	if (elem->has_end)
		message_put(msg, &elem->loc, CT6_A_ELEM_END, elem->end, width);
	if (elem->has_timeout)
		message_put_u32(msg, &elem->loc, CT6_A_ELEM_TIMEOUT,
				elem->timeout);
	if (elem->expires)
		message_put_u32(msg, &elem->loc, CT6_A_ELEM_EXPIRES,
				elem->expires);
	message_nest_end(msg, &elem->loc, nest);
}

static void encode_match(struct message *msg, const struct expr *expr)
{
	const struct match *match = &expr->match;
	size_t nest = message_nest(msg, &expr->loc, CT6_A_EXPR_MATCH), i;

	message_put_u32(msg, &expr->loc, CT6_A_MATCH_FIELD, match->field);
	if (match->invert)
		message_put_u32(msg, &expr->loc, CT6_A_MATCH_FLAGS,
				CT6_MATCH_FLAGS_INVERT);
	if (match->set || match->fold)
		message_put_string(msg, &expr->target, CT6_A_MATCH_SET,
				   match->set ? match->set : match->fold);
	for (i = 0; i < match->nr && !match->fold; i++)
		encode_elem(msg, &match->elem[i], CT6_A_MATCH_ELEM,
			    match->field);
	message_nest_end(msg, &expr->loc, nest);
}

static void encode_per(struct message *msg, const struct expr *expr,
		       const struct per *per, int type, int len)
{
	if (per->of == CT6_PER_ALL)
		return;
	message_put_u32(msg, &expr->loc, type, per->of);
	message_put_u32(msg, &expr->loc, len, per->len);
}

static void encode_limit_per(struct message *msg, const struct expr *expr)
{
	const struct limit *limit = &expr->limit;

	if (!limit->per.of)
		return;
	message_put_u32(msg, &expr->loc, CT6_A_LIMIT_PER, limit->per.of);
	if (limit->per.of & LIMIT_PER_BOTH)
		message_put_u32(msg, &expr->loc, CT6_A_LIMIT_PREFIX_LEN,
				limit->per.len);
	if ((limit->per.of & LIMIT_PER_BOTH) == LIMIT_PER_BOTH)
		message_put_u32(msg, &expr->loc, CT6_A_LIMIT_DADDR_LEN,
				limit->per.daddr_len);
	message_put_u32(msg, &expr->loc, CT6_A_LIMIT_SIZE, limit->size);
}

static void encode_limit(struct message *msg, const struct expr *expr)
{
	const struct limit *limit = &expr->limit;
	uint32_t flags = (limit->over ? CT6_LIMIT_FLAGS_OVER : 0) |
			 (limit->bytes ? CT6_LIMIT_FLAGS_BYTES : 0);
	size_t nest = message_nest(msg, &expr->loc, CT6_A_EXPR_LIMIT);

	message_put_u32(msg, &expr->loc, CT6_A_LIMIT_RATE, limit->rate);
	message_put_u32(msg, &expr->loc, CT6_A_LIMIT_UNIT, limit->unit);
	if (limit->burst)
		message_put_u32(msg, &expr->loc, CT6_A_LIMIT_BURST,
				limit->burst);
	if (flags)
		message_put_u32(msg, &expr->loc, CT6_A_LIMIT_FLAGS, flags);
	encode_limit_per(msg, expr);
	if (limit->name)
		message_put_string(msg, &expr->loc, CT6_A_LIMIT_NAME,
				   limit->name);
	message_nest_end(msg, &expr->loc, nest);
}

static void encode_log(struct message *msg, const struct expr *expr)
{
	const struct log *log = &expr->log;
	size_t nest = message_nest(msg, &expr->loc, CT6_A_EXPR_LOG);

	if (log->prefix)
		message_put_string(msg, &expr->loc, CT6_A_LOG_PREFIX,
				   log->prefix);
	if (log->has_group) {
		message_put_u16(msg, &expr->loc, CT6_A_LOG_GROUP, log->group);
		if (log->has_snaplen)
			message_put_u32(msg, &expr->loc, CT6_A_LOG_SNAPLEN,
					log->snaplen);
	} else {
		message_put_u32(msg, &expr->loc, CT6_A_LOG_LEVEL, log->level);
		if (log->flags)
			message_put_u32(msg, &expr->loc, CT6_A_LOG_FLAGS,
					log->flags);
	}
	message_nest_end(msg, &expr->loc, nest);
}

static void encode_verdict(struct message *msg, const struct expr *expr)
{
	size_t nest = message_nest(msg, &expr->loc, CT6_A_EXPR_VERDICT);

	message_put_u32(msg, &expr->loc, CT6_A_VERDICT_CODE,
			expr->verdict.code);
	if (expr->verdict.chain)
		message_put_string(msg, &expr->target, CT6_A_VERDICT_CHAIN,
				   expr->verdict.chain);
	message_nest_end(msg, &expr->loc, nest);
}

static void encode_reject(struct message *msg, const struct expr *expr)
{
	size_t nest = message_nest(msg, &expr->loc, CT6_A_EXPR_REJECT);

	message_put_u32(msg, &expr->loc, CT6_A_REJECT_TYPE,
			expr->reject.type);
	if (expr->reject.type == CT6_REJECT_TYPE_ICMPV6)
		message_put_u8(msg, &expr->loc, CT6_A_REJECT_CODE,
			       expr->reject.code);
	if (expr->reject.delay)
		message_put_u32(msg, &expr->loc, CT6_A_REJECT_DELAY,
				expr->reject.delay);
	message_nest_end(msg, &expr->loc, nest);
}

static void encode_count(struct message *msg, const struct expr *expr)
{
	size_t nest = message_nest(msg, &expr->loc, CT6_A_EXPR_COUNT);

	message_put_u32(msg, &expr->loc, CT6_A_COUNT_MAX_FLOWS,
			expr->count.max);
	if (expr->count.over)
		message_put_u32(msg, &expr->loc, CT6_A_COUNT_FLAGS,
				CT6_COUNT_FLAGS_OVER);
	encode_per(msg, expr, &expr->count.per, CT6_A_COUNT_PER,
		   CT6_A_COUNT_PREFIX_LEN);
	message_nest_end(msg, &expr->loc, nest);
}

static void encode_recent(struct message *msg, const struct expr *expr)
{
	const struct recent *recent = &expr->recent;
	uint32_t flags = (recent->invert ? CT6_RECENT_FLAGS_INVERT : 0) |
			 (recent->hoplimit ? CT6_RECENT_FLAGS_HOPLIMIT : 0);
	size_t nest = message_nest(msg, &expr->loc, CT6_A_EXPR_RECENT);

	message_put_string(msg, &expr->loc, CT6_A_RECENT_NAME, recent->name);
	message_put_u32(msg, &expr->loc, CT6_A_RECENT_OP, recent->op);
	encode_per(msg, expr, &recent->per, CT6_A_RECENT_PER,
		   CT6_A_RECENT_PREFIX_LEN);
	if (recent->seconds)
		message_put_u32(msg, &expr->loc, CT6_A_RECENT_SECONDS,
				recent->seconds);
	if (recent->hits > 1)
		message_put_u32(msg, &expr->loc, CT6_A_RECENT_HITS,
				recent->hits);
	message_put_u32(msg, &expr->loc, CT6_A_RECENT_SIZE, recent->size);
	if (flags)
		message_put_u32(msg, &expr->loc, CT6_A_RECENT_FLAGS, flags);
	message_nest_end(msg, &expr->loc, nest);
}

static void encode_mark(struct message *msg, const struct expr *expr)
{
	const struct mark *mark = &expr->make;
	size_t nest = message_nest(msg, &expr->loc, CT6_A_EXPR_MARK);

	message_put_u32(msg, &expr->loc, CT6_A_MARK_OF, mark->of);
	if (mark->keep)
		message_put_u32(msg, &expr->loc, CT6_A_MARK_KEEP, mark->keep);
	if (mark->take)
		message_put_u32(msg, &expr->loc, CT6_A_MARK_TAKE, mark->take);
	if (mark->value)
		message_put_u32(msg, &expr->loc, CT6_A_MARK_VALUE,
				mark->value);
	message_nest_end(msg, &expr->loc, nest);
}

static void encode_expr(struct message *msg, const struct expr *expr)
{
	size_t nest = message_nest(msg, &expr->loc, CT6_A_RULE_EXPR);

	switch (expr->kind) {
	case EXPR_MATCH:
		encode_match(msg, expr);
		break;
	case EXPR_LIMIT:
		encode_limit(msg, expr);
		break;
	case EXPR_LOG:
		encode_log(msg, expr);
		break;
	case EXPR_VERDICT:
		encode_verdict(msg, expr);
		break;
	case EXPR_REJECT:
		encode_reject(msg, expr);
		break;
	case EXPR_COUNT:
		encode_count(msg, expr);
		break;
	case EXPR_RECENT:
		encode_recent(msg, expr);
		break;
	case EXPR_MARK:
		encode_mark(msg, expr);
		break;
	case EXPR_SET_MARK:
		message_put_u32(msg, &expr->loc, CT6_A_EXPR_SET_MARK,
				expr->mark);
		break;
	case EXPR_SET_CT_MARK:
		message_put_u32(msg, &expr->loc, CT6_A_EXPR_SET_CT_MARK,
				expr->mark);
		break;
	case EXPR_FILTERING:
		message_put_u32(msg, &expr->loc, CT6_A_EXPR_FILTERING,
				expr->choice);
		break;
	case EXPR_HELPER:
		message_put_u32(msg, &expr->loc, CT6_A_EXPR_HELPER,
				expr->choice);
		break;
	}
	message_nest_end(msg, &expr->loc, nest);
}

static void encode_chain(struct message *msg, const struct chain *chain)
{
	size_t nest = message_nest(msg, &chain->loc, CT6_A_RULESET_CHAIN);

	message_put_string(msg, &chain->loc, CT6_A_CHAIN_NAME, chain->name);
	if (chain->base) {
		message_put_u32(msg, &chain->loc, CT6_A_CHAIN_HOOK,
				chain->hook);
		message_put_u32(msg, &chain->loc, CT6_A_CHAIN_POLICY,
				chain->policy);
	}
	if (chain->packets || chain->bytes) {
		message_put_u64(msg, &chain->loc, CT6_A_CHAIN_PACKETS,
				chain->packets);
		message_put_u64(msg, &chain->loc, CT6_A_CHAIN_BYTES,
				chain->bytes);
	}
	message_nest_end(msg, &chain->loc, nest);
}

/**
 * rule_encode() - append a rule to a request
 * @rule: rule
 * @chain: name of its chain, or NULL where the request says it elsewhere
 * @msg: request
 * @type: CT6_A_RULESET_RULE or CT6_A_CHANGE_RULE
 */
void rule_encode(const struct rule *rule, const char *chain,
		 struct message *msg, uint16_t type)
{
	size_t nest = message_nest(msg, &rule->loc, type);
	const struct expr *expr;

	if (chain)
		message_put_string(msg, &rule->loc, CT6_A_RULE_CHAIN, chain);
	for (expr = rule->expr; expr; expr = expr->next)
		encode_expr(msg, expr);
	if (rule->comment)
		message_put_string(msg, &rule->loc, CT6_A_RULE_COMMENT,
				   rule->comment);
	if (rule->packets || rule->bytes) {
		message_put_u64(msg, &rule->loc, CT6_A_RULE_PACKETS,
				rule->packets);
		message_put_u64(msg, &rule->loc, CT6_A_RULE_BYTES,
				rule->bytes);
	}
	message_nest_end(msg, &rule->loc, nest);
}

static void encode_set(struct message *msg, const struct set *set)
{
	const struct loc *loc = &set->loc;
	size_t nest = message_nest(msg, loc, CT6_A_RULESET_SET);

	message_put_string(msg, loc, CT6_A_SET_NAME, set->name);
	message_put_u32(msg, loc, CT6_A_SET_TYPE, set->type);
	message_put_u32(msg, loc, CT6_A_SET_FLAGS, set->flags);
	if (set->timeout)
		message_put_u32(msg, loc, CT6_A_SET_TIMEOUT, set->timeout);
	if (set->size)
		message_put_u32(msg, loc, CT6_A_SET_SIZE, set->size);
	if (set->comment)
		message_put_string(msg, loc, CT6_A_SET_COMMENT, set->comment);
	message_nest_end(msg, loc, nest);
}

/**
 * set_elems_encode() - append the elements of a set to a request
 * @set: set
 * @msg: begun by message_init()
 *
 * One attribute cannot hold many, so there are as many as needed; at least
 * one, which names the set.
 */
void set_elems_encode(const struct set *set, struct message *msg)
{
	const struct match *match = &set->match;
	size_t i = 0, nest;

	do {
		nest = message_nest(msg, &set->loc, CT6_A_RULESET_SET_ELEMS);
		message_put_string(msg, &set->loc, CT6_A_SET_ELEMS_SET,
				   set->name);
		for (; i < match->nr && msg->len - nest < NEST_FULL; i++)
			encode_elem(msg, &match->elem[i],
				    CT6_A_SET_ELEMS_ELEM, match->field);
		message_nest_end(msg, &set->loc, nest);
	} while (i < match->nr);
}

/* What a rule's list is, as a set, and without what it says twice. */
static void encode_fold(struct message *msg, const struct expr *expr)
{
	const struct match *match = &expr->match;
	struct set set = {
		.loc	= expr->loc,
		.name	= match->fold,
		.flags	= CT6_SET_FLAGS_INTERVAL | CT6_SET_FLAGS_CONSTANT |
			  CT6_SET_FLAGS_ANONYMOUS,
		.size	= match->nr,
	};

	set_type_put(&set, set_type_of(match->field));
	set.match.nr = match->nr;
	set.match.elem = memcpy(xrealloc(NULL, match->nr *
					 sizeof(*match->elem)), match->elem,
				match->nr * sizeof(*match->elem));
	set_sort(&set);
	set_merge(&set);
	encode_set(msg, &set);
	set_elems_encode(&set, msg);
	free(set.match.elem);
}

static void encode_folds(struct message *msg, const struct chain *chain)
{
	const struct rule *rule;
	const struct expr *expr;

	for (rule = chain->rule; rule; rule = rule->next)
		for (expr = rule->expr; expr; expr = expr->next)
			if (expr->kind == EXPR_MATCH && expr->match.fold)
				encode_fold(msg, expr);
}

/**
 * encode_fits() - does all of a request fit?
 * @msg: request
 * @report: for what does not
 *
 * Return: false when a rule is longer than an attribute can be.
 */
bool encode_fits(const struct message *msg, struct report *report)
{
	if (msg->is_overlong)
		report_error(report, &msg->overlong,
			     "more elements than one rule can hold; split it");
	return !msg->is_overlong;
}

/**
 * ruleset_encode() - append the ruleset to a request
 * @rs: ruleset
 * @msg: begun by message_init()
 * @report: for what does not fit
 *
 * Return: false when a rule is longer than an attribute can be.
 */
bool ruleset_encode(const struct ruleset *rs, struct message *msg,
		    struct report *report)
{
	const struct chain *chain;
	const struct rule *rule;
	const struct set *set;

	message_put_u32(msg, NULL, CT6_A_RULESET_FLAGS, rs->flags);
	for (set = rs->set; set; set = set->next)
		encode_set(msg, set);
	for (set = rs->set; set; set = set->next)
		if (set->match.nr)
			set_elems_encode(set, msg);
	for (chain = rs->chain; chain; chain = chain->next)
		encode_folds(msg, chain);
	for (chain = rs->chain; chain; chain = chain->next)
		encode_chain(msg, chain);
	for (chain = rs->chain; chain; chain = chain->next)
		for (rule = chain->rule; rule; rule = rule->next)
			rule_encode(rule, chain->name, msg, CT6_A_RULESET_RULE);
	return encode_fits(msg, report);
}
