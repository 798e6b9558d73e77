// SPDX-License-Identifier: GPL-2.0-only
/*
 * Marks that are made of marks: each bit of the result is one of the packet's
 * mark, one of the flow's, 0, 1, or the xor of these.
 */
#include "lang_priv.h"

/* Bits that are the same whatever the marks are. */
static uint32_t mark_fixed(const struct mark_words *made)
{
	return ~(made->packet | made->flow);
}

void lang_mark_of(struct mark_words *made, uint32_t field)
{
	*made = (struct mark_words) { 0 };
	if (field == CT6_FIELD_MARK)
		made->packet = UINT32_MAX;
	else
		made->flow = UINT32_MAX;
}

bool lang_mark_number(struct lang *l, struct mark_words *made,
		      const struct item *item)
{
	uint64_t number;

	*made = (struct mark_words) { 0 };
	if (!item_number(l, item, "a mark", 0, UINT32_MAX, &number))
		return false;
	made->value = number;
	return true;
}

void lang_mark_xor(struct mark_words *made, const struct mark_words *more)
{
	made->packet ^= more->packet;
	made->flow ^= more->flow;
	made->value ^= more->value;
}

static void mark_mask(struct mark_words *made, uint32_t mask)
{
	made->packet &= mask;
	made->flow &= mask;
	made->value &= mask;
}

/**
 * lang_mark_and() - the bits that two have in common
 * @l: reader
 * @loc: place
 * @made: one of them, and the result
 * @more: the other
 *
 * Return: false after an error: a bit of both marks would be a product.
 */
bool lang_mark_and(struct lang *l, const struct loc *loc,
		   struct mark_words *made, const struct mark_words *more)
{
	uint32_t fixed = mark_fixed(more);
	struct mark_words other = *more;

	if (~fixed & ~mark_fixed(made))
		return lang_fail(l, loc,
				 "of two marks no bit can be and'ed with another");
	/* where the second one is fixed it is the mask, else the first one is */
	mark_mask(&other, ~fixed & made->value);
	mark_mask(made, fixed & more->value);
	lang_mark_xor(made, &other);
	return true;
}

/**
 * lang_mark_or() - the bits that one of two has
 * @l: reader
 * @loc: place
 * @made: one of them, and the result
 * @more: the other
 *
 * Return: false after an error, as of lang_mark_and().
 */
bool lang_mark_or(struct lang *l, const struct loc *loc,
		  struct mark_words *made, const struct mark_words *more)
{
	struct mark_words both = *made;

	if (~mark_fixed(more) & ~mark_fixed(made))
		return lang_fail(l, loc,
				 "of two marks no bit can be or'ed with another");
	lang_mark_and(l, loc, &both, more);
	lang_mark_xor(made, more);
	lang_mark_xor(made, &both);
	return true;
}

/**
 * lang_mark() - set a mark
 * @l: reader, in a chain
 * @loc: place
 * @field: CT6_FIELD_MARK or CT6_FIELD_CT_MARK
 * @made: to what
 *
 * Return: false after an error.
 */
bool lang_mark(struct lang *l, const struct loc *loc, uint32_t field,
	       const struct mark_words *made)
{
	bool flow = field == CT6_FIELD_CT_MARK, plain;
	struct expr *expr;

	plain = !made->packet && !made->flow;
	expr = lang_expr(l, loc, !plain ? EXPR_MARK :
			 flow ? EXPR_SET_CT_MARK : EXPR_SET_MARK);
	if (!expr)
		return false;
	if (plain) {
		expr->mark = made->value;
		return true;
	}
	expr->make.of = flow ? CT6_MARK_OF_FLOW : CT6_MARK_OF_PACKET;
	expr->make.keep = flow ? made->flow : made->packet;
	expr->make.take = flow ? made->packet : made->flow;
	expr->make.value = made->value;
	return true;
}
