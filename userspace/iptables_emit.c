// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a line that was read to rules of the model, and to their place.
 *
 * Lists of addresses become several rules of ip6tables. What ct6 cannot say
 * in one rule becomes several rows that count as one rule of ip6tables: of
 * these no packet can match more than one.
 */
#include <stdlib.h>
#include <string.h>

#include "iptables_priv.h"

/* An expression belongs to one rule, its elements to all. */
static void expr_copy(struct ipt_rule *rule, struct rule *to,
		      const struct expr *expr)
{
	struct expr *copy = ruleset_expr_add(rule->ipt->rs, to, expr->kind,
					     NULL);

	*copy = *expr;
	copy->next = NULL;
}

static void exprs_copy(struct ipt_rule *rule, struct rule *to,
		       const struct rule *from)
{
	const struct expr *expr;

	for (expr = from->expr; expr; expr = expr->next)
		expr_copy(rule, to, expr);
}

static void addr_add(struct ipt_rule *rule, struct rule *to, uint32_t field,
		     const struct ipt_addrs *addrs, size_t i)
{
	const struct elem *elem;
	struct match *match;

	if (!addrs->nr)
		return;
	elem = &addrs->elem[i];
	if (!addrs->invert && elem->has_mask &&
	    !field_prefix_len(elem->mask, field_width(field)))
		return;
	match = ipt_match(rule, to, field, addrs->invert, &addrs->loc);
	*ruleset_elem_add(rule->ipt->rs, match, NULL) = *elem;
}

static void target_add(struct ipt_rule *rule, struct rule *to)
{
	const struct ipt_inst *inst;

	for (inst = rule->inst; inst; inst = inst->next)
		if (inst->target)
			exprs_copy(rule, to, &inst->all);
	exprs_copy(rule, to, &rule->jump);
}

/* One row; @choice says by its digits which alternatives. */
static struct rule *row_make(struct ipt_rule *rule, size_t src, size_t dst,
			     size_t choice)
{
	struct rule *to = arena_alloc(&rule->ipt->rs->arena, sizeof(*to));
	const struct ipt_inst *inst;

	to->tail = &to->expr;
	to->loc = rule->line->loc;
	to->comment = rule->comment;
	exprs_copy(rule, to, &rule->interfaces);
	addr_add(rule, to, CT6_FIELD_SADDR, &rule->src, src);
	addr_add(rule, to, CT6_FIELD_DADDR, &rule->dst, dst);
	if (rule->proto)
		ipt_expr_range(rule, to, CT6_FIELD_L4PROTO, rule->proto_invert,
			       &rule->proto_loc, rule->proto, rule->proto);
	for (inst = rule->inst; inst; inst = inst->next) {
		if (inst->target)
			continue;
		exprs_copy(rule, to, &inst->all);
		if (!inst->nr_alt)
			continue;
		exprs_copy(rule, to, &inst->alt[choice % inst->nr_alt]);
		choice /= inst->nr_alt;
	}
	target_add(rule, to);
	return to;
}

/* How many rows one rule takes, or 0 after an error. */
static size_t rows_count(struct ipt_rule *rule)
{
	const struct ipt_inst *inst, *split = NULL, *account = NULL;
	size_t nr = 1;

	for (inst = rule->inst; inst; inst = inst->next) {
		if (inst->nr_alt) {
			split = inst;
			nr *= inst->nr_alt;
		}
		if (inst->account)
			account = inst;
		if (nr > IPT_RULES_MAX) {
			ipt_fail(rule->ipt, &inst->loc,
				 "this takes more than %d rules",
				 IPT_RULES_MAX);
			return 0;
		}
	}
	if (split && account) {
		ipt_fail(rule->ipt, &split->loc,
			 "match '%s' in this form and '%s' in one rule are not supported: it takes two rules, and each would keep an account of its own",
			 split->ext->name, account->ext->name);
		return 0;
	}
	return nr;
}

/* -D and -C */
static bool find_same(struct ipt_rule *rule, struct rule **row, size_t nr)
{
	size_t at;

	if (!ipt_chain_find_rule(rule->chain, row, nr, &at)) {
		ipt_plain(rule->ipt, IPT_BAD_RULE);
		return ipt_fail(rule->ipt, &rule->line->loc,
				"no rule in the chain says the same");
	}
	if (rule->command == IPT_DELETE)
		ipt_chain_remove(rule->ipt, rule->chain, at);
	return true;
}

static bool place(struct ipt_rule *rule, struct rule **row, size_t nr)
{
	struct ipt_chain *c = rule->chain;
	uint32_t number = rule->number ? rule->number : 1;
	size_t at;

	if (rule->command == IPT_DELETE || rule->command == IPT_CHECK)
		return find_same(rule, row, nr);
	if (rule->command != IPT_REPLACE && !ipt_limits_free(rule->ipt, *row))
		return false;
	if (rule->command == IPT_APPEND) {
		ipt_chain_insert(rule->ipt, c, c->nr, row, nr);
		return true;
	}
	if (!ipt_chain_at(c, number, &at) ||
	    (rule->command == IPT_REPLACE && at == c->nr)) {
		ipt_plain(rule->ipt, rule->command == IPT_REPLACE ?
			  "Index of replacement too big." :
			  "Index of insertion too big.");
		return ipt_fail(rule->ipt, &rule->number_loc,
				"the chain has no rule %u", number);
	}
	if (rule->command == IPT_REPLACE) {
		ipt_chain_remove(rule->ipt, c, at);
		if (!ipt_limits_free(rule->ipt, *row))
			return false;
	}
	ipt_chain_insert(rule->ipt, c, at, row, nr);
	return true;
}

static bool delete_number(struct ipt_rule *rule)
{
	size_t at;

	if (rule->has_match)
		return ipt_fail(rule->ipt, &rule->number_loc,
				"-D takes a number or a rule, not both");
	if (!ipt_chain_at(rule->chain, rule->number, &at) ||
	    at == rule->chain->nr) {
		ipt_plain(rule->ipt, "Index of deletion too big.");
		return ipt_fail(rule->ipt, &rule->number_loc,
				"the chain has no rule %u", rule->number);
	}
	ipt_chain_remove(rule->ipt, rule->chain, at);
	return true;
}

/* Each pair of addresses is a rule; of -I the last one comes first. */
static bool pairs_place(struct ipt_rule *rule, size_t nr)
{
	size_t nr_src = rule->src.nr ? rule->src.nr : 1;
	size_t nr_dst = rule->dst.nr ? rule->dst.nr : 1, i, choice;
	struct rule **row = arena_alloc(&rule->ipt->scratch,
					nr * sizeof(*row));

	if (nr_src * nr_dst * nr > IPT_RULES_MAX)
		return ipt_fail(rule->ipt, &rule->line->loc,
				"this takes more than %d rules",
				IPT_RULES_MAX);
	if (rule->command == IPT_REPLACE && nr_src * nr_dst > 1)
		return ipt_fail(rule->ipt, &rule->line->loc,
				"-R takes one rule, and a list of addresses is several");
	for (i = 0; i < nr_src * nr_dst; i++) {
		for (choice = 0; choice < nr; choice++)
			row[choice] = row_make(rule, i / nr_dst, i % nr_dst,
					       choice);
		row[0]->packets = rule->packets;
		row[0]->bytes = rule->bytes;
		if (!place(rule, row, nr))
			return false;
	}
	return true;
}

/**
 * ipt_rule_apply() - do what the line of a rule says
 * @rule: read and checked
 *
 * Return: false after an error.
 */
bool ipt_rule_apply(struct ipt_rule *rule)
{
	size_t nr;

	if (rule->command == IPT_DELETE && rule->number)
		return delete_number(rule);
	if (rule->command == IPT_REPLACE && !rule->number)
		return ipt_fail(rule->ipt, &rule->command_loc,
				"-R needs the number of a rule");
	nr = rows_count(rule);
	return nr && pairs_place(rule, nr);
}
