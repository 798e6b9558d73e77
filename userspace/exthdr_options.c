// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists of options of an extension header, TYPE or TYPE:LENGTH with commas
 * between: what a header begins with. The field has a pair of bytes for each;
 * that of Pad1, which has no length, says 1.
 */
#include <stdlib.h>
#include <string.h>

#include "exthdr_options.h"
#include "field.h"
#include "util.h"

#define PAD1_LENGTH	1

static const char *option_parse(char *word, uint8_t *pair, uint8_t *mask)
{
	char *colon = strchr(word, ':');
	uint64_t type, len = PAD1_LENGTH;

	if (colon)
		*colon = 0;
	if (!parse_u64(word, UINT8_MAX, &type))
		return "an option is TYPE or TYPE:LENGTH, numbers up to 255";
	if (colon && !type)
		return "option 0, Pad1, has no length";
	if (colon && !parse_u64(colon + 1, UINT8_MAX, &len))
		return "the length of an option is a number up to 255";
	pair[0] = type;
	mask[0] = UINT8_MAX;
	/* of any length */
	if (type && !colon)
		return NULL;
	pair[1] = len;
	mask[1] = UINT8_MAX;
	return NULL;
}

/**
 * exthdr_options_parse() - the options that a header begins with
 * @word: TYPE[:LENGTH],...
 * @elem: result, zero before
 *
 * Return: NULL, or what is wrong.
 */
const char *exthdr_options_parse(const char *word, struct elem *elem)
{
	char *copy = strdup(word), *next = copy, *part;
	uint8_t mask[CT6_DATA_MAX] = { 0 };
	const char *wrong = NULL;
	size_t nr = 0;

	while (!wrong && (part = strsep(&next, ","))) {
		if (nr == EXTHDR_OPTIONS_MAX) {
			wrong = "at most 8 options of a header are looked at";
			break;
		}
		wrong = option_parse(part, elem->data + 2 * nr,
				     mask + 2 * nr);
		nr++;
	}
	free(copy);
	if (!wrong)
		elem_mask_set(elem, CT6_FIELD_HBH_OPTIONS, mask);
	return wrong;
}

/**
 * exthdr_options_print() - write what exthdr_options_parse() reads
 * @text: result, untouched when there are no words for the element
 * @elem: element
 *
 * Return: whether there are.
 */
bool exthdr_options_print(struct text *text, const struct elem *elem)
{
	struct text list = { 0 };
	struct elem again = { 0 };
	size_t i;
	bool same;

	if (elem->has_end)
		return false;
	for (i = 0; i < EXTHDR_OPTIONS_MAX; i++) {
		const uint8_t *pair = elem->data + 2 * i;
		const uint8_t *mask = elem->mask + 2 * i;

		if (elem->has_mask && !mask[0])
			break;
		text_addf(&list, "%s%u", i ? "," : "", pair[0]);
		if (pair[0] && (!elem->has_mask || mask[1]))
			text_addf(&list, ":%u", pair[1]);
	}
	same = i && !exthdr_options_parse(list.data, &again) &&
	       again.has_mask == elem->has_mask &&
	       !memcmp(again.data, elem->data, sizeof(elem->data)) &&
	       !memcmp(again.mask, elem->mask, sizeof(elem->mask));
	if (same)
		text_addf(text, "%s", list.data);
	text_free(&list);
	return same;
}
