// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ports, flags of TCP and types of ICMPv6 in ip6tables' words.
 */
#include <netdb.h>
#include <netinet/in.h>

#include "iptables_say.h"

/* In -L without -n by its service's name. */
static void text_port(const struct ipt_saying *say, struct text *text,
		      uint32_t port)
{
	const char *proto = name_of(proto_names, say->said->proto);
	const struct servent *ent = say->said->numeric ? NULL :
				    getservbyport(htons(port), proto);

	if (ent)
		text_addf(text, "%s", ent->s_name);
	else
		text_addf(text, "%u", port);
}

bool ipt_say_multiport(struct ipt_saying *say, const struct match *match,
		       const char *name)
{
	struct text *save = &say->said->match, *list = &say->said->list;
	unsigned int ports = 0;
	size_t i;

	/* each instance holds one option */
	say->open = NULL;
	ipt_say_open(say, "multiport", " multiport", 1);
	text_addf(save, "%s --%s ", bang(match), name);
	text_addf(list, " %s %s", name, bang(match));
	for (i = 0; i < match->nr; i++) {
		const struct elem *elem = &match->elem[i];
		uint32_t first = field_number(match->field, elem->data);

		if (elem->has_mask)
			return false;
		text_addf(save, i ? ",%u" : "%u", first);
		text_addf(list, i ? "," : "");
		text_port(say, list, first);
		ports += 1 + elem->has_end;
		if (!elem->has_end)
			continue;
		first = field_number(match->field, elem->end);
		text_addf(save, ":%u", first);
		text_addf(list, ":");
		text_port(say, list, first);
	}
	return ports <= IPT_MULTIPORT_MAX;
}

bool ipt_say_port(struct ipt_saying *say, const struct match *match)
{
	bool source = match->field == CT6_FIELD_SPORT;
	struct text *list = &say->said->list;
	const char *proto = name_of(proto_names, say->said->proto);
	uint32_t first, last;
	char title[16];

	if (!field_proto_has_ports(say->said->proto) ||
	    say->said->proto_invert)
		return false;
	if (!ipt_one_range(match, &first, &last))
		return ipt_say_multiport(say, match, source ? "sports" : "dports");
	snprintf(title, sizeof(title), " %s", proto);
	ipt_say_open(say, proto, title, source ? 1 : 2);
	text_addf(&say->said->match, "%s --%s %u", bang(match),
		  source ? "sport" : "dport", first);
	text_addf(list, " %s%s:%s", source ? "spt" : "dpt",
		  first == last ? "" : "s", glued(match));
	text_port(say, list, first);
	if (first == last)
		return true;
	text_addf(&say->said->match, ":%u", last);
	text_addf(list, ":");
	text_port(say, list, last);
	return true;
}

static void text_flags(struct text *text, uint32_t flags)
{
	static const char *const names[] = {
		"FIN", "SYN", "RST", "PSH", "ACK", "URG",
	};
	const char *sep = "";
	size_t i;

	if (!flags)
		text_addf(text, "NONE");
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!(flags & 1u << i))
			continue;
		text_addf(text, "%s%s", sep, names[i]);
		sep = ",";
	}
}

bool ipt_say_flags(struct ipt_saying *say, const struct match *match)
{
	struct text *save = &say->said->match, *list = &say->said->list;
	uint32_t value, mask;

	if (say->said->proto != IPPROTO_TCP || say->said->proto_invert ||
	    !ipt_one_masked(match, &value, &mask) || mask > 0x3f)
		return false;
	ipt_say_open(say, "tcp", " tcp", 4);
	text_addf(save, "%s --tcp-flags ", bang(match));
	text_flags(save, mask);
	text_addf(save, " ");
	text_flags(save, value);
	text_addf(list, " flags:%s", glued(match));
	if (say->said->numeric) {
		text_addf(list, "0x%02X/0x%02X", mask, value);
		return true;
	}
	text_flags(list, mask);
	text_addf(list, "/");
	text_flags(list, value);
	return true;
}

void ipt_say_icmp6_type(struct ipt_saying *say, bool invert, uint32_t type, int code)
{
	struct text *save = &say->said->match, *list = &say->said->list;
	const char *name = say->said->numeric ? NULL :
			   ipt_icmp6_name(type, code);

	ipt_say_open(say, "icmp6", " ipv6-icmp", 1);
	text_addf(save, "%s --icmpv6-type %u", invert ? " !" : "", type);
	if (code >= 0)
		text_addf(save, "/%u", code);
	if (name) {
		text_addf(list, " %s%s", invert ? "!" : "", name);
		return;
	}
	/* the missing blank is ip6tables' */
	text_addf(list, "%stype %u", invert ? " !" : "", type);
	if (code >= 0)
		text_addf(list, " code %u", code);
}

/* The type, and perhaps the code behind it. */
bool ipt_say_icmp6(struct ipt_saying *say, const struct expr **expr)
{
	const struct match *match = &(*expr)->match, *next;
	uint32_t type, code;

	if (say->said->proto != IPPROTO_ICMPV6 || say->said->proto_invert ||
	    !ipt_one_number(match, &type))
		return false;
	next = (*expr)->next && (*expr)->next->kind == EXPR_MATCH ?
	       &(*expr)->next->match : NULL;
	if (match->invert || !next || next->field != CT6_FIELD_ICMPV6_CODE) {
		ipt_say_icmp6_type(say, match->invert, type, -1);
		return true;
	}
	if (next->invert || !ipt_one_number(next, &code))
		return false;
	*expr = (*expr)->next;
	ipt_say_icmp6_type(say, false, type, code);
	return true;
}
