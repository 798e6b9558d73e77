// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches on extension headers in ip6tables' words.
 */
#include <string.h>

#include "exthdr_options.h"
#include "iptables_say.h"

static void text_headers(struct text *text, uint32_t bits, bool proto)
{
	static const struct name names[] = {
		{ "hop-by-hop", CT6_EXTHDR_HBH }, { "ipv6-opts", CT6_EXTHDR_DST },
		{ "ipv6-route", CT6_EXTHDR_RT }, { "ipv6-frag", CT6_EXTHDR_FRAG },
		{ "ah", CT6_EXTHDR_AH }, { "esp", CT6_EXTHDR_ESP },
		{ "ipv6-nonxt", CT6_EXTHDR_NONE },
		{ NULL, 0 }
	};
	const char *sep = "";
	size_t i;

	for (i = 0; names[i].name; i++) {
		if (!(bits & names[i].value))
			continue;
		text_addf(text, "%s%s", sep, names[i].name);
		sep = ",";
	}
	if (proto)
		text_addf(text, "%sprotocol", sep);
}

/* As ip6tables' own bits. */
static uint32_t headers_number(uint32_t bits, bool proto)
{
	static const uint32_t order[] = {
		CT6_EXTHDR_NONE, CT6_EXTHDR_ESP, CT6_EXTHDR_AH,
		CT6_EXTHDR_FRAG, CT6_EXTHDR_RT, CT6_EXTHDR_DST,
		CT6_EXTHDR_HBH,
	};
	uint32_t number = proto;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(order); i++)
		if (bits & order[i])
			number |= 2u << i;
	return number;
}

static void headers_text(struct ipt_saying *say, bool invert, uint32_t bits,
			 bool proto, bool soft)
{
	struct text *save = &say->said->match, *list = &say->said->list;

	say->open = NULL;
	ipt_say_open(say, "ipv6header", " ipv6header", 1);
	text_addf(save, "%s --header ", invert ? " !" : "");
	text_headers(save, bits, proto);
	text_addf(list, " flags:%s", invert ? "!" : "");
	if (say->said->numeric)
		text_addf(list, "0x%02X", headers_number(bits, proto));
	else
		text_headers(list, bits, proto);
	text_addf(save, soft ? " --soft" : "");
	text_addf(list, soft ? " soft" : "");
}

static bool say_headers(struct ipt_saying *say, const struct match *match,
			uint32_t value, uint32_t mask)
{
	const uint32_t ends = CT6_EXTHDR_ESP | CT6_EXTHDR_NONE;

	/* see ipt_expr_never(): no packet has both */
	if (!mask && match->invert) {
		headers_text(say, false, CT6_EXTHDR_NONE, true, false);
		return true;
	}
	if (mask == IPT_HEADERS && (value & ends) != ends) {
		headers_text(say, match->invert, value, !(value & ends),
			     false);
		return true;
	}
	if (mask == ends && !value) {
		headers_text(say, match->invert, 0, true, true);
		return true;
	}
	if (match->invert || !mask || (mask & ~IPT_HEADERS) ||
	    (value && value != mask))
		return false;
	headers_text(say, !value, mask, false, true);
	return true;
}

bool ipt_say_exthdr(struct ipt_saying *say, const struct match *match)
{
	static const struct name alone[] = {
		{ "hbh", CT6_EXTHDR_HBH }, { "dst", CT6_EXTHDR_DST },
		{ "ah", CT6_EXTHDR_AH }, { "frag", CT6_EXTHDR_FRAG },
		{ NULL, 0 }
	};
	uint32_t value, mask;
	const char *name;
	char title[16];

	if (!ipt_one_masked(match, &value, &mask))
		return false;
	name = name_of(alone, mask);
	if (!name || value != mask || match->invert)
		return say_headers(say, match, value, mask);
	/* the blank behind it is ip6tables' own */
	snprintf(title, sizeof(title), " %s%s", name,
		 mask & (CT6_EXTHDR_AH | CT6_EXTHDR_FRAG) ? " " : "");
	say->open = NULL;
	ipt_say_open(say, name, title, 1u << 31);
	return true;
}

/* Which header a field is in, and how its match calls it. */
static const char *header_name(uint32_t field)
{
	switch (field) {
	case CT6_FIELD_HBH_HDRLENGTH:
	case CT6_FIELD_HBH_OPTIONS:
		return "hbh";
	case CT6_FIELD_DST_HDRLENGTH:
	case CT6_FIELD_DST_OPTIONS:
		return "dst";
	case CT6_FIELD_RT_HDRLENGTH:
		return "rt";
	case CT6_FIELD_ESP_SPI:
		return "esp";
	case CT6_FIELD_MH_TYPE:
		return "mh";
	case CT6_FIELD_AH_HDRLENGTH:
	case CT6_FIELD_AH_RESERVED:
	case CT6_FIELD_AH_SPI:
		return "ah";
	default:
		return "frag";
	}
}

static void header_open(struct ipt_saying *say, uint32_t field)
{
	const char *name = header_name(field);
	bool blank = !strcmp(name, "ah") || !strcmp(name, "frag");
	char title[16];

	snprintf(title, sizeof(title), " %s%s", name, blank ? " " : "");
	/* no field of a header is before rt's own */
	ipt_say_open(say, name, title, 1u << (field - CT6_FIELD_FRAG_ID + 2));
}

static bool say_length(struct ipt_saying *say, const struct match *match)
{
	/* that ip6tables forgets the blank here does not make lists better */
	bool ah = match->field == CT6_FIELD_AH_HDRLENGTH;
	uint32_t value, last, mask, unit, less;
	bool invert = match->invert;

	ipt_header_units(match->field, &unit, &less);
	if (ipt_one_number(match, &value)) {
		value = (value + less) * unit;
	} else if (invert && ipt_one_masked(match, &value, &mask) && !mask) {
		/* see ipt_expr_never(): no header has one byte */
		value = 1;
		invert = false;
	} else if (!invert && ipt_one_range(match, &value, &last) && !value &&
		   last == UINT8_MAX) {
		value = 1;
		invert = true;
	} else {
		return false;
	}
	header_open(say, match->field);
	text_addf(&say->said->match, "%s --%s%slen %u", invert ? " !" : "",
		  say->open, ah ? "" : "-", value);
	text_addf(&say->said->list, "%slength:%s%u", ah ? "" : " ",
		  invert ? "!" : "", value);
	return true;
}

static bool say_options(struct ipt_saying *say, const struct match *match)
{
	struct text list = { 0 };

	if (match->nr != 1 || match->invert || match->set ||
	    !exthdr_options_print(&list, match->elem))
		return false;
	header_open(say, match->field);
	text_addf(&say->said->match, " --%s-opts %s", say->open, list.data);
	text_addf(&say->said->list, " opts %s", list.data);
	text_free(&list);
	return true;
}

/* spi:5, spis:5:9, id:5, ids:!5:9 */
static bool say_index(struct ipt_saying *say, const struct match *match)
{
	bool frag = match->field == CT6_FIELD_FRAG_ID;
	bool esp = match->field == CT6_FIELD_ESP_SPI;
	struct text *save = &say->said->match, *list = &say->said->list;
	const char *what = frag ? "id" : "spi";
	uint32_t first, last;

	if (!ipt_one_range(match, &first, &last))
		return false;
	/* a blank, not the option's own, ends the title of the others */
	header_open(say, match->field);
	text_addf(save, "%s --%s%s %u", bang(match), say->open, what, first);
	text_addf(list, "%s%s%s:%s%u", esp ? " " : "", what,
		  first == last ? "" : "s", glued(match), first);
	if (first == last)
		return true;
	text_addf(save, ":%u", last);
	text_addf(list, ":%u", last);
	return true;
}

static bool say_flag(struct ipt_saying *say, const struct match *match,
		     const char *option, const char *word)
{
	header_open(say, match->field);
	text_addf(&say->said->match, " --%s", option);
	text_addf(&say->said->list, " %s", word);
	return true;
}

static bool is_number(const struct expr *expr, uint32_t field, uint32_t number)
{
	uint32_t value;

	return expr && expr->kind == EXPR_MATCH && expr->match.field == field &&
	       !expr->match.set && !expr->match.invert &&
	       ipt_one_number(&expr->match, &value) && value == number;
}

static bool say_mh(struct ipt_saying *say, const struct match *match)
{
	struct text *list = &say->said->list;
	uint32_t end[2];
	const char *name;
	int i, nr;

	if (!ipt_one_range(match, &end[0], &end[1]))
		return false;
	nr = 1 + (end[0] != end[1]);
	header_open(say, match->field);
	text_addf(&say->said->match, "%s --mh-type ", bang(match));
	text_addf(list, " %s", glued(match));
	for (i = 0; i < nr; i++) {
		name = say->said->numeric || end[i] > 7 ?
		       NULL : name_of(mh_type_names, end[i]);
		text_addf(&say->said->match, "%s%u", i ? ":" : "", end[i]);
		if (name)
			text_addf(list, "%s%s", i ? ":" : "", name);
		else
			text_addf(list, "%s%u", i ? ":" : "", end[i]);
	}
	return true;
}

/**
 * ipt_say_header() - a match on a field of an extension header
 * @say: rule on its way
 * @expr: first expression, one is skipped if both are one option
 *
 * Return: false when ip6tables has no words for it.
 */
bool ipt_say_header(struct ipt_saying *say, const struct expr **expr)
{
	const struct match *match = &(*expr)->match;

	switch (match->field) {
	case CT6_FIELD_FRAG_OFF:
		return is_number(*expr, match->field, 0) &&
		       say_flag(say, match, "fragfirst", "first");
	case CT6_FIELD_FRAG_MORE:
		if (is_number(*expr, match->field, 1))
			return say_flag(say, match, "fragmore", "more");
		return is_number(*expr, match->field, 0) &&
		       say_flag(say, match, "fraglast", "last");
	case CT6_FIELD_FRAG_RESERVED:
		if (!is_number(*expr, match->field, 0) ||
		    !is_number((*expr)->next, CT6_FIELD_FRAG_RESERVED2, 0))
			return false;
		*expr = (*expr)->next;
		return say_flag(say, match, "fragres", "reserved");
	case CT6_FIELD_AH_RESERVED:
		return is_number(*expr, match->field, 0) &&
		       say_flag(say, match, "ahres", "reserved");
	case CT6_FIELD_HBH_OPTIONS:
	case CT6_FIELD_DST_OPTIONS:
		return say_options(say, match);
	case CT6_FIELD_FRAG_ID:
	case CT6_FIELD_AH_SPI:
	case CT6_FIELD_ESP_SPI:
		return say_index(say, match);
	case CT6_FIELD_MH_TYPE:
		return say_mh(say, match);
	case CT6_FIELD_HBH_HDRLENGTH:
	case CT6_FIELD_DST_HDRLENGTH:
	case CT6_FIELD_RT_HDRLENGTH:
	case CT6_FIELD_AH_HDRLENGTH:
		return say_length(say, match);
	default:
		return false;
	}
}

/* Any type, and nothing else, is that the header is there. */
bool ipt_say_rt(struct ipt_saying *say, const struct match *match)
{
	struct text *save = &say->said->match, *list = &say->said->list;
	bool type = match->field == CT6_FIELD_RT_TYPE;
	uint32_t first, last;

	if (!ipt_one_range(match, &first, &last))
		return false;
	if (type && !first && last == UINT8_MAX && !match->invert) {
		say->open = NULL;
		ipt_say_open(say, "rt", " rt", 3);
		return true;
	}
	if (type && first != last)
		return false;
	ipt_say_open(say, "rt", " rt", type ? 1 : 2);
	text_addf(save, "%s --rt-%s %u", bang(match),
		  type ? "type" : "segsleft", first);
	text_addf(list, " %s%s:%s%u", type ? "type" : "segsleft",
		  first == last ? "" : "s", glued(match), first);
	if (first == last)
		return true;
	text_addf(save, ":%u", last);
	text_addf(list, ":%u", last);
	return true;
}
