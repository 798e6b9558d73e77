// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ruleset as all parts of the tool see it.
 */
#include <netinet/in.h>
#include <string.h>

#include "field.h"
#include "model.h"

const char *const hook_names[3] = {
	[CT6_HOOK_INPUT]	= "input",
	[CT6_HOOK_FORWARD]	= "forward",
	[CT6_HOOK_OUTPUT]	= "output",
};

/* Hook of a name, or -1. */
int hook_find(const char *name)
{
	int i;

	for (i = 0; i < (int)ARRAY_SIZE(hook_names); i++)
		if (!strcmp(name, hook_names[i]))
			return i;
	return -1;
}

void ruleset_init(struct ruleset *rs)
{
	memset(rs, 0, sizeof(*rs));
	rs->tail = &rs->chain;
	rs->set_tail = &rs->set;
}

void ruleset_free(struct ruleset *rs)
{
	arena_free(&rs->arena);
	ruleset_init(rs);
}

struct chain *ruleset_chain_find(const struct ruleset *rs, const char *name)
{
	struct chain *chain;

	for (chain = rs->chain; chain; chain = chain->next)
		if (!strcmp(chain->name, name))
			return chain;
	return NULL;
}

struct chain *ruleset_chain_add(struct ruleset *rs, const char *name)
{
	struct chain *chain = arena_alloc(&rs->arena, sizeof(*chain));

	chain->name = arena_strdup(&rs->arena, name);
	chain->policy = CT6_VERDICT_ACCEPT;
	chain->tail = &chain->rule;
	*rs->tail = chain;
	rs->tail = &chain->next;
	return chain;
}

struct rule *ruleset_rule_add(struct ruleset *rs, struct chain *chain)
{
	struct rule *rule = arena_alloc(&rs->arena, sizeof(*rule));

	rule->tail = &rule->expr;
	*chain->tail = rule;
	chain->tail = &rule->next;
	chain->nr_rule++;
	return rule;
}

struct expr *ruleset_expr_add(struct ruleset *rs, struct rule *rule,
			      enum expr_kind kind, const struct loc *loc)
{
	struct expr *expr = arena_alloc(&rs->arena, sizeof(*expr));

	expr->kind = kind;
	if (loc) {
		expr->loc = *loc;
		expr->target = *loc;
	}
	switch (kind) {
	case EXPR_LIMIT:
		expr->limit.burst = LIMIT_BURST;
		expr->limit.size = LIMIT_SIZE;
		break;
	case EXPR_LOG:
		expr->log.level = LOG_LEVEL;
		break;
	case EXPR_REJECT:
		expr->reject.code = REJECT_CODE;
		break;
	case EXPR_RECENT:
		expr->recent.per.of = CT6_PER_SADDR;
		expr->recent.per.len = 128;
		expr->recent.hits = 1;
		expr->recent.size = RECENT_SIZE;
		break;
	default:
		break;
	}
	*rule->tail = expr;
	rule->tail = &expr->next;
	return expr;
}

struct elem *ruleset_elem_add(struct ruleset *rs, struct match *match,
			      const struct loc *loc)
{
	struct elem *elem;

	if (match->nr == match->cap) {
		size_t cap = match->cap ? 4 * match->cap : 1;

		elem = arena_alloc(&rs->arena, cap * sizeof(*elem));
		if (match->nr)
			memcpy(elem, match->elem, match->nr * sizeof(*elem));
		match->elem = elem;
		match->cap = cap;
	}
	elem = &match->elem[match->nr++];
	memset(elem, 0, sizeof(*elem));
	if (loc)
		elem->loc = *loc;
	return elem;
}

static bool text_equal(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool match_equal(const struct match *a, const struct match *b)
{
	unsigned int width = field_width(a->field);
	size_t i;

	if (a->field != b->field || a->invert != b->invert ||
	    a->nr != b->nr || !text_equal(a->set, b->set))
		return false;
	for (i = 0; i < a->nr; i++) {
		const struct elem *x = &a->elem[i], *y = &b->elem[i];

		if (x->has_mask != y->has_mask || x->has_end != y->has_end ||
		    memcmp(x->data, y->data, width) ||
		    (x->has_mask && memcmp(x->mask, y->mask, width)) ||
		    (x->has_end && memcmp(x->end, y->end, width)))
			return false;
	}
	return true;
}

static bool log_equal(const struct log *a, const struct log *b)
{
	return text_equal(a->prefix, b->prefix) && a->level == b->level &&
	       a->flags == b->flags && a->has_group == b->has_group &&
	       a->group == b->group && a->has_snaplen == b->has_snaplen &&
	       a->snaplen == b->snaplen;
}

static bool per_equal(const struct per *a, const struct per *b)
{
	return a->of == b->of && (a->of == CT6_PER_ALL || a->len == b->len);
}

static bool limit_equal(const struct limit *a, const struct limit *b)
{
	return a->rate == b->rate && a->unit == b->unit &&
	       a->burst == b->burst && a->over == b->over &&
	       a->bytes == b->bytes && per_equal(&a->per, &b->per) &&
	       text_equal(a->name, b->name) &&
	       (a->per.of == CT6_PER_ALL || a->size == b->size);
}

static bool recent_equal(const struct recent *a, const struct recent *b)
{
	return text_equal(a->name, b->name) && a->op == b->op &&
	       per_equal(&a->per, &b->per) && a->seconds == b->seconds &&
	       a->hits == b->hits && a->size == b->size &&
	       a->invert == b->invert && a->hoplimit == b->hoplimit;
}

/* The same; places do not count. */
bool expr_equal(const struct expr *a, const struct expr *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case EXPR_MATCH:
		return match_equal(&a->match, &b->match);
	case EXPR_LIMIT:
		return limit_equal(&a->limit, &b->limit);
	case EXPR_LOG:
		return log_equal(&a->log, &b->log);
	case EXPR_VERDICT:
		return a->verdict.code == b->verdict.code &&
		       text_equal(a->verdict.chain, b->verdict.chain);
	case EXPR_REJECT:
		return a->reject.type == b->reject.type &&
		       a->reject.code == b->reject.code &&
		       a->reject.delay == b->reject.delay;
	case EXPR_COUNT:
		return a->count.max == b->count.max &&
		       a->count.over == b->count.over &&
		       per_equal(&a->count.per, &b->count.per);
	case EXPR_RECENT:
		return recent_equal(&a->recent, &b->recent);
	case EXPR_MARK:
		return a->make.of == b->make.of &&
		       a->make.keep == b->make.keep &&
		       a->make.take == b->make.take &&
		       a->make.value == b->make.value;
	case EXPR_FILTERING:
	case EXPR_HELPER:
		return a->choice == b->choice;
	default:
		return a->mark == b->mark;
	}
}

static bool rule_equal(const struct rule *a, const struct rule *b)
{
	const struct expr *x = a->expr, *y = b->expr;

	for (; x && y; x = x->next, y = y->next)
		if (!expr_equal(x, y))
			return false;
	return !x && !y && text_equal(a->comment, b->comment);
}

static bool chain_equal(const struct chain *a, const struct chain *b)
{
	const struct rule *x = a->rule, *y = b->rule;

	if (strcmp(a->name, b->name) || a->base != b->base ||
	    (a->base && (a->hook != b->hook || a->policy != b->policy)))
		return false;
	for (; x && y; x = x->next, y = y->next)
		if (!rule_equal(x, y))
			return false;
	return !x && !y;
}

/* The same rules; places, handles, counters and generations do not count. */
bool ruleset_equal(const struct ruleset *a, const struct ruleset *b)
{
	const struct chain *x = a->chain, *y = b->chain;
	const struct set *s = a->set, *t = b->set;

	for (; s && t; s = s->next, t = t->next)
		if (!set_equal(s, t))
			return false;
	if (s || t)
		return false;
	for (; x && y; x = x->next, y = y->next)
		if (!chain_equal(x, y))
			return false;
	return !x && !y && a->flags == b->flags;
}

/* Nothing can follow such an expression. */
bool expr_ends(const struct expr *expr)
{
	return expr->kind == EXPR_REJECT ||
	       (expr->kind == EXPR_VERDICT &&
		expr->verdict.code != CT6_VERDICT_NOTRACK);
}

/* Does the expression say that the packet is of one protocol? */
bool expr_proto(const struct expr *expr, uint8_t *proto)
{
	const struct match *match = &expr->match;

	if (expr->kind != EXPR_MATCH || match->field != CT6_FIELD_L4PROTO ||
	    match->invert || match->nr != 1 || match->elem->has_mask ||
	    match->elem->has_end)
		return false;
	*proto = match->elem->data[0];
	return true;
}

/* Is the expression written with @proto's name, which implies the match? */
bool expr_needs_proto(const struct expr *expr, int proto)
{
	if (expr->kind == EXPR_REJECT)
		return expr->reject.type == CT6_REJECT_TYPE_TCP_RESET &&
		       proto == IPPROTO_TCP;
	if (expr->kind != EXPR_MATCH)
		return false;
	switch (expr->match.field) {
	case CT6_FIELD_SPORT:
	case CT6_FIELD_DPORT:
		return field_proto_has_ports(proto);
	case CT6_FIELD_TCP_FLAGS:
		return proto == IPPROTO_TCP;
	case CT6_FIELD_ICMPV6_TYPE:
	case CT6_FIELD_ICMPV6_CODE:
		return proto == IPPROTO_ICMPV6;
	default:
		return false;
	}
}
