// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ruleset as JSON: each rule as text and, word by word, as objects.
 */
#include <string.h>

#include "exthdr_options.h"
#include "field.h"
#include "print.h"
#include "ruleset_json.h"

static const struct name ruleset_flag_names[] = {
	{ "essentials", CT6_RULESET_FLAGS_ESSENTIALS },
	{ "revalidate", CT6_RULESET_FLAGS_REVALIDATE },
	{ NULL, 0 }
};

/* As the ruleset language writes it. */
static json_t *json_field_text(uint32_t field, const uint8_t *data)
{
	struct text text = { 0 };
	json_t *value;

	field_print(&text, field, data, false);
	value = json_text(text.data);
	text_free(&text);
	return value;
}

static json_t *json_ifname(const struct elem *elem, const uint8_t *data)
{
	char name[CT6_DATA_MAX + 2] = "";
	unsigned int len;

	memcpy(name, data, CT6_DATA_MAX);
	if (elem_is_wildcard(elem, &len)) {
		name[len] = '*';
		name[len + 1] = 0;
	} else if (elem->has_mask || elem->has_end) {
		return json_field_text(CT6_FIELD_IIFNAME, data);
	}
	return json_text(name);
}

static json_t *json_options(const struct elem *elem, const uint8_t *data)
{
	struct text text = { 0 };
	json_t *value;

	if (!exthdr_options_print(&text, elem))
		return json_field_text(CT6_FIELD_HBH_OPTIONS, data);
	value = json_text(text.data);
	text_free(&text);
	return value;
}

/* A number with names is always a string, one without always a number. */
static json_t *json_value(uint32_t field, const struct elem *elem,
			  const uint8_t *data)
{
	const struct field *f = field_get(field);

	switch (f->kind) {
	case FIELD_IFNAME:
		return json_ifname(elem, data);
	case FIELD_BITS:
		if (field != CT6_FIELD_CT_STATE)
			return json_names(f->names, field_number(field, data));
		return json_field_text(field, data);
	case FIELD_OPTIONS:
		return json_options(elem, data);
	case FIELD_ADDR:
	case FIELD_ETHER:
		return json_field_text(field, data);
	default:
		if (f->names && field != CT6_FIELD_ICMPV6_CODE)
			return json_field_text(field, data);
		return json_number(field_number(field, data));
	}
}

static void json_put_mask(json_t *object, uint32_t field,
			  const struct elem *elem)
{
	const struct field *f = field_get(field);
	int len = field_prefix_len(elem->mask, f->width);

	if (elem_is_word(field, elem))
		return;
	if (f->kind == FIELD_ADDR && len >= 0)
		json_put_number(object, "prefix-length", len);
	else if (f->kind == FIELD_ADDR || f->kind == FIELD_ETHER ||
		 f->kind == FIELD_OPTIONS)
		json_put(object, "mask", json_field_text(field, elem->mask));
	else if (f->kind == FIELD_BITS)
		json_put(object, "mask",
			 json_names(f->names, field_number(field, elem->mask)));
	else if (f->kind == FIELD_IFNAME)
		json_put(object, "mask", json_ifname(elem, elem->mask));
	else
		json_put_number(object, "mask",
				field_number(field, elem->mask));
}

static json_t *json_elem(uint32_t field, const struct elem *elem)
{
	json_t *object = json_new();

	if (elem->has_end) {
		json_put(object, "first", json_value(field, elem, elem->data));
		json_put(object, "last", json_value(field, elem, elem->end));
		return object;
	}
	json_put(object, "value", json_value(field, elem, elem->data));
	if (elem->has_mask)
		json_put_mask(object, field, elem);
	return object;
}

static json_t *json_match(const struct match *match)
{
	json_t *object = json_new(), *list;
	size_t i;

	json_put_string(object, "field", field_get(match->field)->json);
	json_put_bool(object, "invert", match->invert);
	if (match->set) {
		json_put_string(object, "set", match->set);
		return object;
	}
	list = json_list();
	for (i = 0; i < match->nr; i++)
		json_append(list, json_elem(match->field, &match->elem[i]));
	json_put(object, "elements", list);
	return object;
}

static void json_put_per(json_t *object, const struct per *per)
{
	if (per->of == CT6_PER_ALL)
		return;
	json_put_string(object, "per", name_of(per_names, per->of));
	json_put_number(object, "prefix-length", per->len);
}

/* A list, for there may be several. */
static void json_put_limit_per(json_t *object, const struct limit *limit)
{
	const struct per *per = &limit->per;
	bool both = (per->of & LIMIT_PER_BOTH) == LIMIT_PER_BOTH;

	if (!per->of)
		return;
	json_put(object, "per", json_names(per_names, per->of));
	if (per->of & LIMIT_PER_BOTH)
		json_put_number(object, "prefix-length", per->len);
	if (both)
		json_put_number(object, "daddr-prefix-length", per->daddr_len);
	json_put_number(object, "size", limit->size);
}

static json_t *json_limit(const struct limit *limit)
{
	const char *unit = name_of(limit_unit_names, limit->unit);
	json_t *object = json_new();

	if (limit->name)
		json_put_string(object, "name", limit->name);
	json_put_number(object, "rate", limit->rate);
	if (unit)
		json_put_string(object, "unit", unit);
	json_put_number(object, "unit-seconds", limit->unit);
	json_put_number(object, "burst", limit->burst);
	json_put_bool(object, "over", limit->over);
	json_put_bool(object, "bytes", limit->bytes);
	json_put_limit_per(object, limit);
	return object;
}

static json_t *json_log(const struct log *log)
{
	json_t *object = json_new();

	if (log->prefix)
		json_put_string(object, "prefix", log->prefix);
	if (log->has_group) {
		json_put_number(object, "group", log->group);
		if (log->has_snaplen)
			json_put_number(object, "snaplen", log->snaplen);
		return object;
	}
	json_put_string(object, "level", name_of(log_level_names, log->level));
	json_put_number(object, "flags", log->flags);
	return object;
}

static json_t *json_verdict(const struct verdict *verdict)
{
	static const char *const names[] = {
		[CT6_VERDICT_DROP]	= "drop",
		[CT6_VERDICT_ACCEPT]	= "accept",
		[CT6_VERDICT_JUMP]	= "jump",
		[CT6_VERDICT_GOTO]	= "goto",
		[CT6_VERDICT_RETURN]	= "return",
		[CT6_VERDICT_NOTRACK]	= "notrack",
	};
	json_t *object = json_new();

	json_put_string(object, "code", names[verdict->code]);
	if (verdict->chain)
		json_put_string(object, "chain", verdict->chain);
	return object;
}

static json_t *json_reject(const struct reject *reject)
{
	json_t *object = json_new();

	if (reject->type == CT6_REJECT_TYPE_TCP_RESET) {
		json_put_string(object, "type", "tcp-reset");
		return object;
	}
	json_put_string(object, "type", "icmpv6");
	json_put_string(object, "code",
			name_of(reject_code_names, reject->code));
	if (reject->delay)
		json_put_number(object, "delay", reject->delay);
	return object;
}

static json_t *json_count(const struct count *count)
{
	json_t *object = json_new();

	json_put_number(object, "max", count->max);
	json_put_bool(object, "over", count->over);
	json_put_per(object, &count->per);
	return object;
}

static json_t *json_recent(const struct recent *recent)
{
	json_t *object = json_new();

	json_put_string(object, "name", recent->name);
	json_put_string(object, "op", name_of(recent_op_names, recent->op));
	json_put_per(object, &recent->per);
	if (recent->seconds)
		json_put_number(object, "seconds", recent->seconds);
	json_put_number(object, "hits", recent->hits);
	json_put_number(object, "size", recent->size);
	json_put_bool(object, "hoplimit", recent->hoplimit);
	json_put_bool(object, "invert", recent->invert);
	return object;
}

static json_t *json_mark(const struct mark *mark)
{
	json_t *object = json_new();

	json_put_string(object, "of", mark->of == CT6_MARK_OF_FLOW ? "flow" :
								     "packet");
	json_put_number(object, "keep", mark->keep);
	json_put_number(object, "take", mark->take);
	json_put_number(object, "value", mark->value);
	return object;
}

/* One key: the kind. */
static json_t *json_expr(const struct expr *expr)
{
	json_t *object = json_new();

	switch (expr->kind) {
	case EXPR_MATCH:
		json_put(object, "match", json_match(&expr->match));
		break;
	case EXPR_LIMIT:
		json_put(object, "limit", json_limit(&expr->limit));
		break;
	case EXPR_LOG:
		json_put(object, "log", json_log(&expr->log));
		break;
	case EXPR_VERDICT:
		json_put(object, "verdict", json_verdict(&expr->verdict));
		break;
	case EXPR_REJECT:
		json_put(object, "reject", json_reject(&expr->reject));
		break;
	case EXPR_COUNT:
		json_put(object, "count", json_count(&expr->count));
		break;
	case EXPR_RECENT:
		json_put(object, "recent", json_recent(&expr->recent));
		break;
	case EXPR_MARK:
		json_put(object, "mark", json_mark(&expr->make));
		break;
	case EXPR_SET_MARK:
		json_put_number(object, "set-mark", expr->mark);
		break;
	case EXPR_SET_CT_MARK:
		json_put_number(object, "set-ct-mark", expr->mark);
		break;
	case EXPR_FILTERING:
		json_put_string(object, "filtering",
				name_of(filtering_names, expr->choice));
		break;
	case EXPR_HELPER:
		json_put_string(object, "helper",
				name_of(helper_names, expr->choice));
		break;
	}
	return object;
}

static json_t *json_rule(const struct rule *rule)
{
	json_t *object = json_new(), *list = json_list();
	struct text text = { 0 };
	const struct expr *expr;

	rule_print(&text, rule, 0);
	for (expr = rule->expr; expr; expr = expr->next)
		json_append(list, json_expr(expr));
	json_put_number(object, "handle", rule->handle);
	json_put_number(object, "packets", rule->packets);
	json_put_number(object, "bytes", rule->bytes);
	json_put_string(object, "text", text.data ? text.data : "");
	json_put(object, "exprs", list);
	if (rule->comment)
		json_put_string(object, "comment", rule->comment);
	text_free(&text);
	return object;
}

static json_t *json_chain(const struct chain *chain)
{
	json_t *object = json_new(), *list = json_list();
	const struct rule *rule;

	for (rule = chain->rule; rule; rule = rule->next)
		json_append(list, json_rule(rule));
	json_put_string(object, "name", chain->name);
	if (chain->base) {
		json_put_string(object, "hook", hook_names[chain->hook]);
		json_put_string(object, "policy", chain->policy ==
				CT6_VERDICT_ACCEPT ? "accept" : "drop");
		json_put_number(object, "packets", chain->packets);
		json_put_number(object, "bytes", chain->bytes);
	}
	json_put(object, "rules", list);
	return object;
}

static json_t *json_set_elem(const struct set *set, const struct elem *elem)
{
	json_t *object = json_elem(set->match.field, elem);

	if (set->flags & CT6_SET_FLAGS_TIMEOUT)
		json_put_number(object, "timeout", elem->has_timeout ?
				elem->timeout : set->timeout);
	if (elem->expires)
		json_put_number(object, "expires", elem->expires);
	return object;
}

/* A set as an object. */
json_t *set_json(const struct set *set)
{
	json_t *object = json_new(), *list = json_list();
	size_t i;

	for (i = 0; i < set->match.nr; i++)
		json_append(list, json_set_elem(set, &set->match.elem[i]));
	json_put_string(object, "name", set->name);
	json_put_string(object, "type", name_of(set_type_names, set->type));
	json_put_names(object, "flags", set_flag_names, set->flags);
	if (set->timeout)
		json_put_number(object, "timeout", set->timeout);
	json_put_number(object, "size", set->size ? set->size : CT6_SET_SIZE);
	if (set->comment)
		json_put_string(object, "comment", set->comment);
	json_put(object, "elements", list);
	return object;
}

/**
 * ruleset_json() - the ruleset as an object
 * @rs: ruleset
 * @only: name of the one chain to tell of, or NULL
 */
json_t *ruleset_json(const struct ruleset *rs, const char *only)
{
	json_t *object = json_new(), *list = json_list();
	const struct chain *chain;
	const struct set *set;
	json_t *sets;

	for (chain = rs->chain; chain; chain = chain->next)
		if (!only || !strcmp(only, chain->name))
			json_append(list, json_chain(chain));
	json_put_number(object, "generation", rs->generation);
	if (rs->confirm_left)
		json_put_number(object, "confirm-left", rs->confirm_left);
	json_put_names(object, "flags", ruleset_flag_names, rs->flags);
	json_put_number(object, "essential-packets", rs->essential_packets);
	json_put_number(object, "essential-bytes", rs->essential_bytes);
	json_put(object, "chains", list);
	if (only)
		return object;
	sets = json_list();
	for (set = rs->set; set; set = set->next)
		if (!(set->flags & CT6_SET_FLAGS_ANONYMOUS))
			json_append(sets, set_json(set));
	json_put(object, "sets", sets);
	return object;
}
