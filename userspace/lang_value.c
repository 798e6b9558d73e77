// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values of the ruleset language: words, lists, what defines stand for, and
 * how they become elements of a match.
 */
#include <string.h>

#include "lang_priv.h"

/* Characters of a range that is one word; two addresses fit. */
#define RANGE_MAX	160

struct item *item_new(struct lang *l, const struct loc *loc, char *text,
		      bool quoted, bool variable)
{
	struct item *item = arena_alloc(&l->arena, sizeof(*item));

	item->loc = *loc;
	item->text = text;
	item->quoted = quoted;
	item->variable = variable;
	return item;
}

/* @last joins @items. */
struct item *item_or(struct item *items, struct item *last)
{
	*(items->next ? items->tail : &items->next) = last;
	items->tail = &last->next;
	return items;
}

/* An error at a word; of one that a define said, the place is the use. */
bool item_fail(struct lang *l, const struct item *item, const char *fmt, ...)
{
	struct text text = { 0 };
	va_list args;

	if (item->define)
		text_addf(&text, "$%s: ", item->define);
	va_start(args, fmt);
	text_vaddf(&text, fmt, args);
	va_end(args);
	lang_fail(l, &item->loc, "%s", text.data);
	text_free(&text);
	return false;
}

/**
 * item_single() - the word that a word or a define stands for
 * @l: reader
 * @item: word or $name
 *
 * Return: a word that is no define, or NULL after an error.
 */
const struct item *item_single(struct lang *l, const struct item *item)
{
	const struct value *value;
	struct item *copy;

	if (!item->variable)
		return item;
	value = lang_defined(l, item);
	if (!value)
		return NULL;
	if (value->nr != 1 || value->alt->mask || value->alt->end ||
	    value->alt->value->next) {
		lang_fail(l, &item->loc, "$%s is not one word", item->text);
		return NULL;
	}
	copy = item_new(l, &item->loc, value->alt->value->text,
			value->alt->value->quoted, false);
	copy->define = item->text;
	return copy;
}

/**
 * item_number() - the number that a word is
 * @l: reader
 * @item: word or $name
 * @what: what the number is, for errors
 * @min: smallest
 * @max: largest
 * @number: result
 *
 * Return: false after an error.
 */
bool item_number(struct lang *l, const struct item *item, const char *what,
		 uint64_t min, uint64_t max, uint64_t *number)
{
	item = item_single(l, item);
	if (!item)
		return false;
	if (parse_u64(item->text, max, number) && *number >= min)
		return true;
	return item_fail(l, item, "%s is a number from %llu to %llu, not '%s'",
			 what, (unsigned long long)min,
			 (unsigned long long)max, item->text);
}

struct value *value_new(struct lang *l, const struct loc *loc,
			struct item *value, struct item *mask,
			struct item *end)
{
	struct value *list = arena_alloc(&l->arena, sizeof(*list));
	struct alt *alt = arena_alloc(&l->arena, sizeof(*alt));

	alt->loc = *loc;
	alt->value = value;
	alt->mask = mask;
	alt->end = end;
	list->loc = *loc;
	list->nr = 1;
	list->alt = alt;
	list->tail = &alt->next;
	return list;
}

/* @more joins @value. */
struct value *value_add(struct value *value, struct value *more)
{
	*value->tail = more->alt;
	value->tail = more->tail;
	value->nr += more->nr;
	value->loc = loc_join(&value->loc, &more->loc);
	return value;
}

struct value *value_brace(struct value *value, const struct loc *loc)
{
	value->loc = *loc;
	value->braces = true;
	return value;
}

/* The words of @from as if they stood at @item. */
static bool items_copy(struct lang *l, const struct item *item,
		       const struct item *from, struct item ***tail)
{
	for (; from; from = from->next) {
		struct item *copy;

		/* defines of defines grow faster than what is read */
		if (l->nr_copied++ == COPIED_MAX)
			return lang_fail(l, &item->loc,
					 "defines stand for more than %u words",
					 COPIED_MAX);
		copy = item_new(l, &item->loc, from->text, from->quoted,
				false);
		copy->define = item->text;
		**tail = copy;
		*tail = &copy->next;
	}
	return true;
}

/* Words joined by |, defines among them. */
static bool items_resolve(struct lang *l, const struct item *items,
			  struct item **result)
{
	struct item **tail = result;

	for (; items; items = items->next) {
		if (items->variable) {
			const struct value *value = lang_defined(l, items);

			if (!value)
				return false;
			if (value->nr != 1 || value->alt->mask ||
			    value->alt->end)
				return lang_fail(l, &items->loc,
						 "$%s is a list, not one value",
						 items->text);
			if (!items_copy(l, items, value->alt->value, &tail))
				return false;
			continue;
		}
		*tail = item_new(l, &items->loc, items->text, items->quoted,
				 false);
		(*tail)->define = items->define;
		tail = &(*tail)->next;
	}
	return true;
}

static struct alt *value_alt_add(struct lang *l, struct value *value,
				 const struct loc *loc)
{
	struct alt *alt;

	if (value->nr++ == VALUE_MAX) {
		lang_fail(l, loc, "more than %u elements", VALUE_MAX);
		return NULL;
	}
	alt = arena_alloc(&l->arena, sizeof(*alt));
	alt->loc = *loc;
	*value->tail = alt;
	value->tail = &alt->next;
	return alt;
}

/* All elements of a define, in the place of its name. */
static bool value_splice(struct lang *l, struct value *value,
			 const struct item *item)
{
	const struct value *from = lang_defined(l, item);
	const struct alt *alt;

	if (!from)
		return false;
	value->braces |= from->braces;
	for (alt = from->alt; alt; alt = alt->next) {
		struct alt *copy = value_alt_add(l, value, &item->loc);
		struct item **value_tail, **mask_tail, **end_tail;

		if (!copy)
			return false;
		value_tail = &copy->value;
		mask_tail = &copy->mask;
		end_tail = &copy->end;
		if (!items_copy(l, item, alt->value, &value_tail) ||
		    !items_copy(l, item, alt->mask, &mask_tail) ||
		    !items_copy(l, item, alt->end, &end_tail))
			return false;
	}
	return true;
}

/**
 * value_resolve() - a value with what defines stand for in their place
 * @l: reader
 * @value: value as it was read
 *
 * Return: another value, or NULL after an error.
 */
struct value *value_resolve(struct lang *l, const struct value *value)
{
	struct value *result = arena_alloc(&l->arena, sizeof(*result));
	const struct alt *alt;

	result->loc = value->loc;
	result->braces = value->braces;
	result->tail = &result->alt;
	for (alt = value->alt; alt; alt = alt->next) {
		struct alt *copy;

		if (alt->value->variable && !alt->value->next && !alt->mask &&
		    !alt->end) {
			if (!value_splice(l, result, alt->value))
				return NULL;
			continue;
		}
		copy = value_alt_add(l, result, &alt->loc);
		if (!copy || !items_resolve(l, alt->value, &copy->value) ||
		    !items_resolve(l, alt->mask, &copy->mask) ||
		    !items_resolve(l, alt->end, &copy->end))
			return NULL;
	}
	return result;
}

/* One value; not a range. */
bool value_word(struct lang *l, uint32_t field, const char *proto,
		const struct item *item, struct elem *elem)
{
	char buf[128];
	const char *wrong;

	if (item->next)
		return item_fail(l, item->next,
				 "'|' joins flags, %s has none",
				 field_get(field)->json);
	wrong = field_parse(field, proto, item->text, elem, buf, sizeof(buf));
	return wrong ? item_fail(l, item, "%s", wrong) : true;
}

/* The bits of all words together. */
bool value_bits(struct lang *l, uint32_t field, const struct item *items,
		uint32_t *bits)
{
	char buf[128];

	*bits = 0;
	for (; items; items = items->next) {
		struct elem elem = { 0 };
		const char *wrong = field_parse(field, NULL, items->text,
						&elem, buf, sizeof(buf));

		if (wrong)
			return item_fail(l, items, "%s", wrong);
		*bits |= field_number(field, elem.data);
	}
	return true;
}

bool value_mask(struct lang *l, uint32_t field, const struct item *items,
		uint8_t *mask)
{
	char buf[128];
	const char *wrong;
	uint32_t bits;

	memset(mask, 0, CT6_DATA_MAX);
	if (field_get(field)->kind == FIELD_BITS) {
		if (!value_bits(l, field, items, &bits))
			return false;
		field_set_number(field, mask, bits);
		return true;
	}
	if (items->next)
		return item_fail(l, items->next,
				 "'|' joins flags, %s has none",
				 field_get(field)->json);
	wrong = field_parse_mask(field, items->text, mask, buf, sizeof(buf));
	return wrong ? item_fail(l, items, "%s", wrong) : true;
}

static bool value_data(struct lang *l, uint32_t field, const char *proto,
		       const struct item *items, struct elem *elem)
{
	uint32_t bits;

	if (field_get(field)->kind != FIELD_BITS)
		return value_word(l, field, proto, items, elem);
	if (!value_bits(l, field, items, &bits))
		return false;
	field_set_number(field, elem->data, bits);
	return true;
}

static bool value_range(struct lang *l, uint32_t field, const char *proto,
			const struct item *first, const struct item *last,
			struct elem *elem)
{
	struct elem end = { 0 };

	if (!value_data(l, field, proto, first, elem) ||
	    !value_data(l, field, proto, last, &end))
		return false;
	if (elem->has_mask || end.has_mask)
		return item_fail(l, first, "a range has no mask");
	memcpy(elem->end, end.data, sizeof(elem->end));
	elem->has_end = true;
	if (field_compare(field, elem->data, elem->end) > 0)
		return item_fail(l, first, "the range ends before it begins");
	return true;
}

/*
 * Words and names have dashes, too: the whole word is tried first, then what
 * stands before and behind each dash. Interfaces have a range only of what no
 * interface is called.
 */
static bool value_split(struct lang *l, uint32_t field, const char *proto,
			const struct item *item, struct item *first,
			struct item *last)
{
	bool hex = field_is_text(field_get(field));
	const char *dash = item->text;
	struct elem elem = { 0 };
	char buf[128];

	if (item->quoted || item->next || strlen(item->text) > RANGE_MAX ||
	    (hex && strncmp(item->text, "0x", 2)))
		return false;
	if (!hex && !field_parse(field, proto, item->text, &elem, buf,
				 sizeof(buf)))
		return false;
	while ((dash = strchr(dash + 1, '-'))) {
		*first = *item;
		*last = *item;
		first->text = arena_strndup(&l->arena, item->text,
					    dash - item->text);
		last->text = arena_strdup(&l->arena, dash + 1);
		memset(&elem, 0, sizeof(elem));
		if (field_parse(field, proto, first->text, &elem, buf,
				sizeof(buf)))
			continue;
		/* a last dash: what is wrong behind it is told by it */
		if (!strchr(dash + 1, '-'))
			return true;
		memset(&elem, 0, sizeof(elem));
		if (!field_parse(field, proto, last->text, &elem, buf,
				 sizeof(buf)))
			return true;
	}
	return false;
}

/* VALUE/MASK. As in nft, a prefix has what is behind its length cut off. */
static bool value_masked(struct lang *l, uint32_t field, const char *proto,
			 const struct alt *alt, struct elem *elem)
{
	const struct field *f = field_get(field);
	uint8_t mask[CT6_DATA_MAX];
	unsigned int i;

	if (!value_data(l, field, proto, alt->value, elem) ||
	    !value_mask(l, field, alt->mask, mask))
		return false;
	if (elem->has_mask)
		return item_fail(l, alt->mask, "a wildcard has no mask");
	elem_mask_set(elem, field, mask);
	if (f->kind == FIELD_ADDR && field_prefix_len(mask, f->width) >= 0)
		for (i = 0; i < f->width; i++)
			elem->data[i] &= mask[i];
	if (!elem_mask_fits(elem, field))
		return item_fail(l, alt->value,
				 "bits outside of the mask can never match");
	return true;
}

/**
 * value_elem() - the element that is written as VALUE, VALUE/MASK or A-B
 * @l: reader
 * @field: of the match
 * @proto: protocol for names of services, or NULL
 * @alt: as it was read, without defines
 * @elem: result, zero before
 *
 * Return: false after an error.
 */
bool value_elem(struct lang *l, uint32_t field, const char *proto,
		const struct alt *alt, struct elem *elem)
{
	struct item first, last;

	elem->loc = alt->loc;
	if (alt->mask)
		return value_masked(l, field, proto, alt, elem);
	if (alt->end)
		return value_range(l, field, proto, alt->value, alt->end,
				   elem);
	if (value_split(l, field, proto, alt->value, &first, &last))
		return value_range(l, field, proto, &first, &last, elem);
	return value_data(l, field, proto, alt->value, elem);
}
