// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches on types of addresses, and on who sends, in ip6tables' words.
 */
#include <grp.h>
#include <linux/rtnetlink.h>
#include <pwd.h>

#include "iptables_say.h"

/* Bits of ipt_saying.seen. */
enum { SEEN_SRC = 1, SEEN_DST = 2, SEEN_IN = 4, SEEN_OUT = 8 };

/* Which side and which interface, or false. */
static bool type_field(uint32_t field, bool *dst, uint32_t *iface)
{
	*iface = 0;
	*dst = false;
	switch (field) {
	case CT6_FIELD_DADDR_TYPE:
		*dst = true;
		return true;
	case CT6_FIELD_SADDR_TYPE:
		return true;
	case CT6_FIELD_DADDR_IIF_TYPE:
	case CT6_FIELD_SADDR_IIF_TYPE:
		*dst = field == CT6_FIELD_DADDR_IIF_TYPE;
		*iface = SEEN_IN;
		return true;
	case CT6_FIELD_DADDR_OIF_TYPE:
	case CT6_FIELD_SADDR_OIF_TYPE:
		*dst = field == CT6_FIELD_DADDR_OIF_TYPE;
		*iface = SEEN_OUT;
		return true;
	default:
		return false;
	}
}

static bool types_get(const struct match *match, uint32_t *types)
{
	size_t i;

	*types = 0;
	for (i = 0; i < match->nr; i++) {
		const struct elem *elem = &match->elem[i];
		uint32_t first = field_number(match->field, elem->data);
		uint32_t last = elem->has_end ?
				field_number(match->field, elem->end) : first;

		if (elem->has_mask)
			return false;
		if (first == RTN_BLACKHOLE && last == RTN_THROW)
			*types |= IPT_TYPE_UNREACHABLE;
		else if (first != last)
			return false;
		else if (first == RTN_LOCAL)
			*types |= IPT_TYPE_LOCAL;
		else if (first == RTN_ANYCAST)
			*types |= IPT_TYPE_ANYCAST;
		else if (first == RTN_MULTICAST)
			*types |= IPT_TYPE_MULTICAST;
		else
			return false;
	}
	return !(*types & IPT_TYPE_MULTICAST) || *types == IPT_TYPE_MULTICAST;
}

static void types_text(struct text *text, uint32_t types)
{
	const struct name *name;
	const char *sep = "";

	for (name = ipt_addrtype_names; name->name; name++) {
		if (!(types & name->value))
			continue;
		text_addf(text, "%s%s", sep, name->name);
		sep = ",";
	}
}

static void types_say(struct ipt_saying *say, bool dst, uint32_t iface,
		      bool invert, uint32_t types)
{
	struct text *save = &say->said->match, *list = &say->said->list;
	const char *side = dst ? "dst" : "src";

	/* a source behind a destination, or of another interface, is another */
	if (say->seen & SEEN_DST || (say->seen & (SEEN_IN | SEEN_OUT)) != iface)
		say->open = NULL;
	ipt_say_open(say, "addrtype", " ADDRTYPE match",
		     dst ? SEEN_DST : SEEN_SRC);
	say->seen |= iface;
	text_addf(save, "%s --%s-type ", invert ? " !" : "", side);
	types_text(save, types);
	text_addf(list, " %s-type %s", side, invert ? "!" : "");
	types_text(list, types);
}

/* Will the match go on with the destination? */
static bool goes_on(const struct expr *expr, uint32_t iface)
{
	const struct expr *next = expr->next;
	uint32_t other;
	bool dst;

	return next && next->kind == EXPR_MATCH && !next->match.set &&
	       type_field(next->match.field, &dst, &other) && dst &&
	       other == iface;
}

/* The types of an address by the routes. */
bool ipt_say_types(struct ipt_saying *say, const struct expr *expr)
{
	const struct match *match = &expr->match;
	uint32_t types, iface;
	bool dst;

	if (!type_field(match->field, &dst, &iface) ||
	    !types_get(match, &types) || (iface && types != IPT_TYPE_LOCAL))
		return false;
	types_say(say, dst, iface, match->invert, types);
	if (!iface || (!dst && goes_on(expr, iface)))
		return true;
	text_addf(&say->said->match, " --limit-iface-%s",
		  iface == SEEN_IN ? "in" : "out");
	text_addf(&say->said->list, " limit-%s", iface == SEEN_IN ? "in" : "out");
	return true;
}

/**
 * ipt_say_unicast() - what type UNICAST became, if a match is that
 * @say: rule on its way
 * @match: of an address
 *
 * Return: whether it was.
 */
bool ipt_say_unicast(struct ipt_saying *say, const struct match *match)
{
	static const uint8_t any[CT6_DATA_MAX], multicast[CT6_DATA_MAX] = { 0xff };
	const struct elem *elem = match->elem;

	if (match->nr != 2 || elem[0].has_mask || elem[0].has_end ||
	    elem[1].has_end || !elem[1].has_mask ||
	    field_prefix_len(elem[1].mask, CT6_DATA_MAX) != 8 ||
	    field_compare(match->field, elem[0].data, any) ||
	    field_compare(match->field, elem[1].data, multicast))
		return false;
	types_say(say, match->field == CT6_FIELD_DADDR, 0, !match->invert,
		  IPT_TYPE_UNICAST);
	return true;
}

bool ipt_say_mac(struct ipt_saying *say, const struct match *match)
{
	struct text addr = { 0 };

	if (match->nr != 1 || match->elem->has_end || match->elem->has_mask)
		return false;
	field_print(&addr, match->field, match->elem->data, true);
	ipt_say_open(say, "mac", "", 1);
	text_addf(&say->said->match, "%s --mac-source %s", bang(match),
		  addr.data);
	text_addf(&say->said->list, " MAC%s %s", bang(match), addr.data);
	text_free(&addr);
	return true;
}

/* In -L without -n by name. */
static void owner_text(struct text *text, bool user, uint32_t id, bool numeric)
{
	const struct passwd *pw = user && !numeric ? getpwuid(id) : NULL;
	const struct group *gr = !user && !numeric ? getgrgid(id) : NULL;

	if (pw || gr)
		text_addf(text, " %s", pw ? pw->pw_name : gr->gr_name);
	else
		text_addf(text, " %u", id);
}

bool ipt_say_owner(struct ipt_saying *say, const struct match *match)
{
	struct text *save = &say->said->match, *list = &say->said->list;
	bool user = match->field == CT6_FIELD_SKUID;
	uint32_t first, last;

	if (match->invert || !ipt_one_range(match, &first, &last) ||
	    last == UINT32_MAX)
		return false;
	ipt_say_open(say, "owner", "", user ? 1 : 2);
	text_addf(save, " --%cid-owner %u", user ? 'u' : 'g', first);
	text_addf(list, " owner %cID match", user ? 'U' : 'G');
	if (first == last) {
		owner_text(list, user, first, say->said->numeric);
		return true;
	}
	text_addf(save, "-%u", last);
	text_addf(list, " %u-%u", first, last);
	return true;
}
