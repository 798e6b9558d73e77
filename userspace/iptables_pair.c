// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows of the model that are one rule of ip6tables. When they are sent to the
 * kernel that they belong together is not; when they come back it is seen by
 * what they say.
 */
#include <string.h>

#include "iptables_say.h"

static bool text_same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool is_field(const struct expr *expr, uint32_t field)
{
	return expr && expr->kind == EXPR_MATCH && expr->match.field == field;
}

static bool elems_same(const struct match *a, const struct match *b)
{
	struct expr x = { .kind = EXPR_MATCH, .match = *a };
	struct expr y = { .kind = EXPR_MATCH, .match = *b };

	x.match.field = b->field;
	x.match.invert = b->invert;
	return field_width(a->field) == field_width(b->field) &&
	       expr_equal(&x, &y);
}

/* The port of the source is in a list; or it is not, the destination's is. */
static bool ports_pair(const struct expr *a, const struct expr *b)
{
	return is_field(a, CT6_FIELD_SPORT) && !a->match.invert &&
	       is_field(b, CT6_FIELD_SPORT) && b->match.invert &&
	       is_field(b->next, CT6_FIELD_DPORT) && !b->next->match.invert &&
	       elems_same(&a->match, &b->match) &&
	       elems_same(&a->match, &b->next->match);
}

/* Another type; or this one, with another code. */
static bool icmp6_pair(const struct expr *a, const struct expr *b)
{
	return is_field(a, CT6_FIELD_ICMPV6_TYPE) && a->match.invert &&
	       is_field(b, CT6_FIELD_ICMPV6_TYPE) && !b->match.invert &&
	       is_field(b->next, CT6_FIELD_ICMPV6_CODE) &&
	       b->next->match.invert && elems_same(&a->match, &b->match) &&
	       a->match.nr == 1 && !a->match.elem->has_mask &&
	       !a->match.elem->has_end && b->next->match.nr == 1 &&
	       !b->next->match.elem->has_mask &&
	       !b->next->match.elem->has_end;
}

/**
 * ipt_pair_find() - whether two rules are what one of ip6tables became
 * @a: rule
 * @b: rule behind it
 * @pair: result
 *
 * Return: true if they are.
 */
bool ipt_pair_find(const struct rule *a, const struct rule *b,
		   struct ipt_pair *pair)
{
	const struct expr *x = a->expr, *y = b->expr;

	if (!text_same(a->comment, b->comment))
		return false;
	for (; x && y && expr_equal(x, y); x = x->next, y = y->next)
		;
	pair->first = x;
	pair->second = y;
	pair->ports = ports_pair(x, y);
	if (!pair->ports && !icmp6_pair(x, y))
		return false;
	/* behind the place where they differ they are the same again */
	for (x = x->next, y = y->next->next; x && y && expr_equal(x, y);
	     x = x->next, y = y->next)
		;
	return !x && !y;
}
