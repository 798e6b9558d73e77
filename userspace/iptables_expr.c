// SPDX-License-Identifier: GPL-2.0-only
/*
 * Comparisons of the ip6tables front. A comparison that can never be true is
 * kept as one that is not: ip6tables takes such rules, and so they count as
 * rules.
 */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "iptables_priv.h"

void ipt_exprs_init(struct rule *list)
{
	list->expr = NULL;
	list->tail = &list->expr;
}

bool ipt_arg_number(struct ipt_rule *rule, const struct ipt_arg *arg,
		    uint32_t min, uint32_t max, uint32_t *value)
{
	const struct ipt_word *word = &arg->word[0];
	uint64_t number;

	if (!ipt_number(word->text, max, &number) || number < min)
		return ipt_fail(rule->ipt, &word->loc,
				"'%s' wants a number from %u to %u, not '%s'",
				arg->opt->name, min, max, word->text);
	*value = number;
	return true;
}

/**
 * ipt_arg_range() - match a field that is NUMBER or FIRST:LAST
 * @rule: rule
 * @inst: the match's instance, the expression is added to it
 * @arg: argument; either end of a range may be left out
 * @field: field
 * @max: its largest value, which an open end stands for
 * @what: what a number is, for the error
 *
 * Return: false after an error.
 */
bool ipt_arg_range(struct ipt_rule *rule, struct ipt_inst *inst,
		   const struct ipt_arg *arg, enum ct6_field field,
		   uint32_t max, const char *what)
{
	const struct ipt_word *word = &arg->word[0];
	uint64_t first = 0, last = max;
	struct ipt_word a, b;
	bool cut = ipt_word_cut(rule->ipt, word, ':', &a, &b);

	if (((*a.text || !cut) && !ipt_number(a.text, max, &first)) ||
	    (cut && *b.text && !ipt_number(b.text, max, &last)))
		return ipt_fail(rule->ipt, &word->loc,
				"'%s' is no %s (0 to %u) and no range of them",
				word->text, what, max);
	if (!cut)
		last = first;
	if (first > last)
		return ipt_fail(rule->ipt, &word->loc,
				"the range ends before it begins");
	ipt_expr_range(rule, &inst->all, field, arg->invert, &arg->loc, first,
		       last);
	return true;
}

/* VALUE[/MASK] */
bool ipt_arg_mark(struct ipt_rule *rule, const struct ipt_arg *arg,
		  uint32_t *value, uint32_t *mask)
{
	struct ipt_word first, second;
	uint64_t v, m = UINT32_MAX;
	bool cut = ipt_word_cut(rule->ipt, &arg->word[0], '/', &first,
				&second);

	if (!ipt_number(first.text, UINT32_MAX, &v) ||
	    (cut && !ipt_number(second.text, UINT32_MAX, &m)))
		return ipt_fail(rule->ipt, &arg->word[0].loc,
				"'%s' wants VALUE or VALUE/MASK, not '%s'",
				arg->opt->name, arg->word[0].text);
	*value = v;
	*mask = m;
	return true;
}

struct match *ipt_match(struct ipt_rule *rule, struct rule *list,
			uint32_t field, bool invert, const struct loc *loc)
{
	struct expr *expr = ruleset_expr_add(rule->ipt->rs, list, EXPR_MATCH,
					     loc);

	expr->match.field = field;
	expr->match.invert = invert;
	return &expr->match;
}

void ipt_elem_range(struct ipt_rule *rule, struct match *match,
		    const struct loc *loc, uint32_t first, uint32_t last)
{
	struct elem *elem = ruleset_elem_add(rule->ipt->rs, match, loc);

	field_set_number(match->field, elem->data, first);
	elem->has_end = first != last;
	if (elem->has_end)
		field_set_number(match->field, elem->end, last);
}

void ipt_expr_range(struct ipt_rule *rule, struct rule *list, uint32_t field,
		    bool invert, const struct loc *loc, uint32_t first,
		    uint32_t last)
{
	ipt_elem_range(rule, ipt_match(rule, list, field, invert, loc), loc,
		       first, last);
}

/*
 * (field & mask) == value. Bits of the value outside the mask make it false
 * of every packet; the kernel refuses that, and takes its opposite inverted.
 */
void ipt_expr_masked(struct ipt_rule *rule, struct rule *list, uint32_t field,
		     bool invert, const struct loc *loc, uint32_t value,
		     uint32_t mask)
{
	bool never = value & ~mask;
	struct match *match = ipt_match(rule, list, field, invert != never,
					loc);
	struct elem *elem = ruleset_elem_add(rule->ipt->rs, match, loc);
	uint8_t bits[CT6_DATA_MAX] = { 0 };

	field_set_number(field, elem->data, never ? 0 : value);
	field_set_number(field, bits, never ? 0 : mask);
	elem_mask_set(elem, field, bits);
}

void ipt_expr_never(struct ipt_rule *rule, struct rule *list, uint32_t field,
		    const struct loc *loc)
{
	ipt_expr_masked(rule, list, field, true, loc, 0, 0);
}

/* A number, or a service of the protocol. */
bool ipt_port(struct ipt_rule *rule, uint8_t proto,
	      const struct ipt_word *word, uint32_t *port)
{
	const char *name = name_of(proto_names, proto);
	const struct servent *ent;
	uint64_t value;

	if (ipt_number(word->text, UINT16_MAX, &value)) {
		*port = value;
		return true;
	}
	ent = getservbyname(word->text, name);
	if (!ent)
		return ipt_fail(rule->ipt, &word->loc,
				"'%s' is no port number (0 to 65535) and no service of %s",
				word->text, name);
	*port = ntohs(ent->s_port);
	return true;
}
