// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches of the ruleset language: what is said of a field becomes elements.
 */
#include <string.h>

#include "lang_priv.h"

static struct elem *match_add(struct lang *l, struct match *match,
			      const struct loc *loc)
{
	return ruleset_elem_add(l->rs, match, loc);
}

/* One element: @data under @mask, or exactly @data when @mask is all ones. */
static void match_number(struct lang *l, struct match *match,
			 const struct loc *loc, uint32_t data, uint32_t mask)
{
	struct elem *elem = match_add(l, match, loc);
	uint8_t bytes[CT6_DATA_MAX] = { 0 };

	field_set_number(match->field, elem->data, data);
	field_set_number(match->field, bytes, mask);
	elem_mask_set(elem, match->field, bytes);
}

static bool match_elems(struct lang *l, struct match *match,
			const char *proto, const struct value *value)
{
	const struct alt *alt;

	for (alt = value->alt; alt; alt = alt->next)
		if (!value_elem(l, match->field, proto, alt,
				match_add(l, match, &alt->loc)))
			return false;
	return true;
}

/* FIELD & MASK == VALUE */
static bool match_masked(struct lang *l, struct match *match,
			 const struct value *mask, const struct value *value)
{
	uint8_t bytes[CT6_DATA_MAX];
	const struct alt *alt;

	if (!value_mask(l, match->field, mask->alt->value, bytes))
		return false;
	for (alt = value->alt; alt; alt = alt->next) {
		struct elem *elem = match_add(l, match, &alt->loc);

		if (!value_elem(l, match->field, NULL, alt, elem))
			return false;
		if (elem->has_mask || elem->has_end)
			return item_fail(l, alt->value,
					 "behind a mask stand single values");
		elem_mask_set(elem, match->field, bytes);
		if (!elem_mask_fits(elem, match->field))
			return item_fail(l, alt->value,
					 "bits outside of the mask can never match");
	}
	return true;
}

/* < > <= >= are ranges. */
static bool match_compared(struct lang *l, struct match *match,
			   const char *proto, enum match_op op,
			   const struct value *value)
{
	const struct field *f = field_get(match->field);
	struct elem *elem = match_add(l, match, &value->alt->loc);
	bool less = op == OP_LT || op == OP_LE;
	uint32_t number;

	if (f->kind != FIELD_NUMBER && f->kind != FIELD_HEX)
		return lang_fail(l, &value->loc, "%s has no order", f->json);
	if (value->braces || value->nr > 1)
		return lang_fail(l, &value->loc,
				 "a comparison is with one value");
	if (!value_elem(l, match->field, proto, value->alt, elem))
		return false;
	if (elem->has_mask || elem->has_end)
		return lang_fail(l, &value->loc,
				 "a comparison is with one value");
	number = field_number(match->field, elem->data);
	if ((op == OP_LT && !number) || (op == OP_GT && number >= f->max))
		return lang_fail(l, &value->loc, "nothing is %s %u",
				 less ? "below" : "above", number);
	number += op == OP_GT ? 1 : op == OP_LT ? -1 : 0;
	field_set_number(match->field, elem->data, less ? 0 : number);
	field_set_number(match->field, elem->end, less ? number : f->max);
	elem->has_end = true;
	return true;
}

/* `ct state new,established`: a packet has one state, so each is a value. */
static bool match_states(struct lang *l, struct match *match,
			 const struct value *value)
{
	const struct alt *alt;
	const struct item *item;
	uint32_t bits;

	for (alt = value->alt; alt; alt = alt->next) {
		if (alt->mask || alt->end || !alt->value->next) {
			if (!value_elem(l, match->field, NULL, alt,
					match_add(l, match, &alt->loc)))
				return false;
			continue;
		}
		for (item = alt->value; item; item = item->next) {
			struct item one = *item;

			one.next = NULL;
			if (!value_bits(l, match->field, &one, &bits))
				return false;
			match_number(l, match, &item->loc, bits, UINT32_MAX);
		}
	}
	return true;
}

/* All bits of a list, those before the / and those behind it. */
static bool match_bits(struct lang *l, uint32_t field,
		       const struct value *value, uint32_t *bits,
		       uint32_t *mask)
{
	const struct alt *alt;
	bool masked = false;
	uint32_t more;

	*bits = 0;
	*mask = 0;
	for (alt = value->alt; alt; alt = alt->next) {
		if (alt->end || (alt->mask && masked))
			return lang_fail(l, &alt->loc,
					 "a list like this stands in braces");
		if (!value_bits(l, field, alt->value, &more))
			return false;
		*(masked ? mask : bits) |= more;
		if (!alt->mask)
			continue;
		masked = true;
		if (!value_bits(l, field, alt->mask, &more))
			return false;
		*mask |= more;
	}
	if (masked && (*bits & ~*mask))
		return lang_fail(l, &value->loc,
				 "bits outside of the mask can never match");
	if (!masked)
		*mask = UINT32_MAX;
	return true;
}

/*
 * Bits without braces, as nft reads them: `tcp flags syn` is set, of
 * `syn,ack` one is, `== syn` is just that one, `syn / syn,ack` is syn of the
 * two, `! syn` is not set.
 */
static bool match_flags(struct lang *l, struct match *match, enum match_op op,
			const struct value *value)
{
	uint32_t bits, mask;

	if (value->nr == 1 && (value->alt->end ||
			       strchr(value->alt->value->text, '-')))
		return match_elems(l, match, NULL, value);
	if (!match_bits(l, match->field, value, &bits, &mask))
		return false;
	if (mask != UINT32_MAX || !bits || op == OP_EQ || op == OP_NEQ) {
		match_number(l, match, &value->loc, bits, mask);
		return true;
	}
	if (op == OP_NOT) {
		match_number(l, match, &value->loc, 0, bits);
		match->invert = false;
	} else if (bits & (bits - 1)) {
		match_number(l, match, &value->loc, 0, bits);
		match->invert = true;
	} else {
		match_number(l, match, &value->loc, bits, bits);
	}
	return true;
}

/* The second words of the fields that begin with a header's name. */
static void header_fields(struct text *list, const char *header)
{
	size_t len = strlen(header);
	const struct field *f;
	uint32_t field;

	for (field = 0; field <= CT6_FIELD_MAX; field++) {
		f = field_get(field);
		if (f && !strncmp(f->text, header, len) && f->text[len] == ' ')
			text_addf(list, "%s%s", list->len ? ", " : "",
				  f->text + len + 1);
	}
}

/**
 * lang_header_field() - the field of an extension header
 * @l: reader
 * @loc: of @word
 * @header: its name
 * @word: the field's
 * @subject: result
 *
 * Return: false after an error.
 */
bool lang_header_field(struct lang *l, const struct loc *loc,
		       const char *header, const char *word,
		       struct subject *subject)
{
	struct text text = { 0 };
	bool found;

	*subject = (struct subject) { .proto = PROTO_NONE };
	text_addf(&text, "%s %s", header, word);
	found = field_find(text.data, &subject->field);
	text_free(&text);
	if (found)
		return true;
	header_fields(&text, header);
	lang_fail(l, loc, "unknown field '%s' of header '%s', which has %s",
		  word, header, text.data);
	text_free(&text);
	return false;
}

/**
 * match_fill() - make the elements of a match
 * @l: reader
 * @match: with its field
 * @proto: protocol for names of services, or NULL
 * @test: what is said of the field, without defines
 *
 * Return: false after an error.
 */
bool match_fill(struct lang *l, struct match *match, const char *proto,
		const struct test *test)
{
	const struct value *value = test->value;
	bool bits = field_get(match->field)->kind == FIELD_BITS;

	match->invert = test->op == OP_NEQ || test->op == OP_NOT;
	if (test->op >= OP_LT)
		return match_compared(l, match, proto, test->op, value);
	if (test->op == OP_NOT && !bits)
		return lang_fail(l, &value->loc, "'!' is for flags, '!=' here");
	if (bits && !test->mask && match->field == CT6_FIELD_CT_STATE)
		return match_states(l, match, value);
	if (bits && !test->mask && !value->braces)
		return match_flags(l, match, test->op, value);
	if (value->nr > 1 && !value->braces)
		return lang_fail(l, &value->loc, "a list stands in braces");
	if (test->mask)
		return match_masked(l, match, test->mask, value);
	return match_elems(l, match, proto, value);
}
