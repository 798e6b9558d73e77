// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches on extension headers in ip6tables' words.
 */
#include "iptables_say.h"

static void text_headers(struct text *text, uint32_t bits)
{
	static const struct name names[] = {
		{ "hop-by-hop", CT6_EXTHDR_HBH }, { "ipv6-opts", CT6_EXTHDR_DST },
		{ "ah", CT6_EXTHDR_AH }, { "esp", CT6_EXTHDR_ESP },
		{ "ipv6-nonxt", CT6_EXTHDR_NONE },
		{ NULL, 0 }
	};
	const char *sep = "";
	size_t i;

	if (!bits)
		text_addf(text, "protocol");
	for (i = 0; names[i].name; i++) {
		if (!(bits & names[i].value))
			continue;
		text_addf(text, "%s%s", sep, names[i].name);
		sep = ",";
	}
}

/* As ip6tables' own bits. */
static uint32_t headers_number(uint32_t bits)
{
	static const uint32_t order[] = {
		CT6_EXTHDR_NONE, CT6_EXTHDR_ESP, CT6_EXTHDR_AH,
		CT6_EXTHDR_FRAG, CT6_EXTHDR_RT, CT6_EXTHDR_DST,
		CT6_EXTHDR_HBH,
	};
	uint32_t number = !bits;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(order); i++)
		if (bits & order[i])
			number |= 2u << i;
	return number;
}

static void headers_text(struct ipt_saying *say, bool invert, uint32_t bits)
{
	struct text *save = &say->said->match, *list = &say->said->list;

	say->open = NULL;
	ipt_say_open(say, "ipv6header", " ipv6header", 1);
	text_addf(save, "%s --header ", invert ? " !" : "");
	text_headers(save, bits);
	text_addf(list, " flags:%s", invert ? "!" : "");
	if (say->said->numeric)
		text_addf(list, "0x%02X", headers_number(bits));
	else
		text_headers(list, bits);
	text_addf(save, " --soft");
	text_addf(list, " soft");
}

bool ipt_say_exthdr(struct ipt_saying *say, const struct match *match)
{
	static const struct name alone[] = {
		{ "hbh", CT6_EXTHDR_HBH }, { "dst", CT6_EXTHDR_DST },
		{ "ah", CT6_EXTHDR_AH },
		{ NULL, 0 }
	};
	const uint32_t ends = CT6_EXTHDR_ESP | CT6_EXTHDR_NONE;
	const uint32_t known = CT6_EXTHDR_HBH | CT6_EXTHDR_DST |
			       CT6_EXTHDR_AH | ends;
	uint32_t value, mask;
	const char *name;
	char title[16];

	if (!ipt_one_masked(match, &value, &mask))
		return false;
	name = name_of(alone, mask);
	if (name && value == mask && !match->invert) {
		snprintf(title, sizeof(title), mask == CT6_EXTHDR_AH ?
			 " %s " : " %s", name);
		ipt_say_open(say, name, title, 1);
		return true;
	}
	if (mask == ends && !value) {
		headers_text(say, match->invert, 0);
		return true;
	}
	if (match->invert || !mask || (mask & ~known) ||
	    (value && value != mask))
		return false;
	headers_text(say, !value, mask);
	return true;
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
