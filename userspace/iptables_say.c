// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a rule of the model to ip6tables' words, once as -S and ip6tables-save
 * write them and once as -L does. What those words cannot say is told, never
 * left out.
 */
#include <string.h>

#include "iptables_say.h"

/* The match @name without the option @bit so far; @title begins it in -L. */
void ipt_say_open(struct ipt_saying *say, const char *name, const char *title,
		  uint32_t bit)
{
	if (!say->open || strcmp(say->open, name) || (say->seen & bit)) {
		text_addf(&say->said->match, " -m %s", name);
		text_addf(&say->said->list, "%s", title);
		say->open = name;
		say->seen = 0;
		say->states = 0;
	}
	say->seen |= bit;
}

/* Of one element without mask. */
bool ipt_one_range(const struct match *match, uint32_t *first,
		   uint32_t *last)
{
	const struct elem *elem = match->elem;

	if (match->nr != 1 || elem->has_mask)
		return false;
	*first = field_number(match->field, elem->data);
	*last = elem->has_end ? field_number(match->field, elem->end) : *first;
	return true;
}

bool ipt_one_number(const struct match *match, uint32_t *value)
{
	uint32_t last;

	return ipt_one_range(match, value, &last) && *value == last;
}

/* Of one element that is no range. */
bool ipt_one_masked(const struct match *match, uint32_t *value,
		    uint32_t *mask)
{
	const struct elem *elem = match->elem;
	unsigned int width = field_width(match->field);

	if (match->nr != 1 || elem->has_end)
		return false;
	*value = field_number(match->field, elem->data);
	*mask = width < 4 ? (1u << 8 * width) - 1 : UINT32_MAX;
	if (elem->has_mask)
		*mask = field_number(match->field, elem->mask);
	return true;
}

/* A word in quotes if it needs them, as ip6tables-save writes it. */
void ipt_text_word(struct text *text, const char *word)
{
	static const char plain[] =
		"_-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	if (*word && strspn(word, plain) == strlen(word)) {
		text_addf(text, " %s", word);
		return;
	}
	text_addf(text, " \"");
	for (; *word; word++) {
		if (strchr("\"\\'", *word))
			text_add(text, "\\", 1);
		text_add(text, word, 1);
	}
	text_addf(text, "\"");
}

static bool say_interface(const struct match **slot, const struct match *match)
{
	const struct elem *elem = match->elem;
	size_t len = strnlen((const char *)elem->data, CT6_DATA_MAX), i;

	if (*slot || match->nr != 1 || elem->has_end || len == CT6_DATA_MAX)
		return false;
	for (i = 0; i < CT6_DATA_MAX; i++)
		if (i < len ? elem->data[i] <= ' ' || elem->data[i] == 0x7f :
			      elem->data[i])
			return false;
	if (elem->has_mask &&
	    field_prefix_len(elem->mask, CT6_DATA_MAX) != (int)len * 8)
		return false;
	if (!elem->has_mask && len && elem->data[len - 1] == '+')
		return false;
	*slot = match;
	return len || elem->has_mask;
}

static bool say_iprange(struct ipt_saying *say, const struct match *match)
{
	bool source = match->field == CT6_FIELD_SADDR;
	const struct elem *elem = match->elem;
	struct text range = { 0 };

	field_print(&range, match->field, elem->data, true);
	text_addf(&range, "-");
	field_print(&range, match->field,
		    elem->has_end ? elem->end : elem->data, true);
	ipt_say_open(say, "iprange", "", source ? 1 : 2);
	text_addf(&say->said->match, "%s --%s-range %s", bang(match),
		  source ? "src" : "dst", range.data);
	text_addf(&say->said->list, " %s IP range%s %s",
		  source ? "source" : "destination", bang(match), range.data);
	text_free(&range);
	return true;
}

/* What is behind states of these alone may be of the connection. */
static bool in_conntrack(const struct ipt_saying *say, uint32_t states, uint32_t bit)
{
	return say->open && !strcmp(say->open, "conntrack") && say->states &&
	       !(say->states & ~states) && !(say->seen & bit);
}

static void say_ctorig(struct ipt_saying *say, const struct match *match)
{
	bool source = match->field == CT6_FIELD_SADDR;
	struct text addr = { 0 };

	elem_print(&addr, match->field, match->elem);
	ipt_say_open(say, "conntrack", "", source ? 8 : 16);
	text_addf(&say->said->match, "%s --ctorig%s %s", bang(match),
		  source ? "src" : "dst", addr.data);
	text_addf(&say->said->list, "%s ctorig%s %s", bang(match),
		  source ? "src" : "dst", addr.data);
	text_free(&addr);
}

static bool say_addr(struct ipt_saying *say, const struct match *match)
{
	bool source = match->field == CT6_FIELD_SADDR;
	const struct match **slot = match->field == CT6_FIELD_SADDR ?
				    &say->said->src : &say->said->dst;

	if (match->nr != 1)
		return ipt_say_unicast(say, match);
	if (in_conntrack(say, CT6_CT_STATE_NEW, source ? 8 : 16) &&
	    !match->elem->has_end &&
	    (!match->elem->has_mask ||
	     field_prefix_len(match->elem->mask, CT6_DATA_MAX) >= 0)) {
		say_ctorig(say, match);
		return true;
	}
	if (!*slot && !match->elem->has_end) {
		*slot = match;
		return true;
	}
	return !match->elem->has_mask && say_iprange(say, match);
}

static bool say_proto(struct ipt_saying *say, const struct match *match)
{
	uint32_t proto;

	if (!ipt_one_number(match, &proto) || !proto)
		return false;
	if (!say->said->proto &&
	    !in_conntrack(say, CT6_CT_STATE_NEW | CT6_CT_STATE_ESTABLISHED,
			  2)) {
		say->said->proto = proto;
		say->said->proto_invert = match->invert;
		return true;
	}
	ipt_say_open(say, "conntrack", "", 2);
	text_addf(&say->said->match, "%s --ctproto %u", bang(match), proto);
	text_addf(&say->said->list, "%s ctproto %u", bang(match), proto);
	return true;
}

static bool say_state(struct ipt_saying *say, const struct match *match)
{
	static const struct name names[] = {
		{ "INVALID", CT6_CT_STATE_INVALID },
		{ "NEW", CT6_CT_STATE_NEW },
		{ "RELATED", CT6_CT_STATE_RELATED },
		{ "ESTABLISHED", CT6_CT_STATE_ESTABLISHED },
		{ "UNTRACKED", CT6_CT_STATE_UNTRACKED },
		{ NULL, 0 }
	};
	const char *sep = " ";
	uint32_t states = 0, all = 0;
	size_t i;

	for (i = 0; names[i].name; i++)
		all |= names[i].value;
	for (i = 0; i < match->nr; i++) {
		const struct elem *elem = &match->elem[i];
		uint32_t state = field_number(match->field, elem->data);

		if (elem->has_end || elem->has_mask || !(state & all) ||
		    state & (state - 1))
			return false;
		states |= state;
	}
	ipt_say_open(say, "conntrack", "", 1);
	say->states = match->invert ? 0 : states;
	text_addf(&say->said->match, "%s --ctstate", bang(match));
	text_addf(&say->said->list, "%s ctstate", bang(match));
	for (i = 0; names[i].name; i++) {
		if (!(states & names[i].value))
			continue;
		text_addf(&say->said->match, "%s%s", sep, names[i].name);
		text_addf(&say->said->list, "%s%s", sep, names[i].name);
		sep = ",";
	}
	return true;
}

static bool say_direction(struct ipt_saying *say, const struct match *match)
{
	uint32_t direction;
	const char *name;

	if (!ipt_one_number(match, &direction))
		return false;
	name = match->invert == !direction ? "REPLY" : "ORIGINAL";
	ipt_say_open(say, "conntrack", "", 4);
	text_addf(&say->said->match, " --ctdir %s", name);
	text_addf(&say->said->list, " ctdir %s", name);
	return true;
}

static bool say_mark(struct ipt_saying *say, const struct match *match)
{
	bool flow = match->field == CT6_FIELD_CT_MARK;
	struct text *list = &say->said->list;
	uint32_t value, mask;
	char text[32];

	if (!ipt_one_masked(match, &value, &mask))
		return false;
	if (mask == UINT32_MAX)
		snprintf(text, sizeof(text), "0x%x", value);
	else
		snprintf(text, sizeof(text), "0x%x/0x%x", value, mask);
	ipt_say_open(say, flow ? "connmark" : "mark", "", 1);
	text_addf(&say->said->match, "%s --mark %s", bang(match), text);
	text_addf(list, " %s match %s%s", flow ? "connmark" : "mark",
		  match->invert ? "! " : flow ? " " : "", text);
	return true;
}

static bool say_hoplimit(struct ipt_saying *say, const struct match *match)
{
	struct text *save = &say->said->match, *list = &say->said->list;
	uint32_t first, last;

	/* what is never, see ipt_expr_never() */
	if (match->invert && ipt_one_masked(match, &first, &last) && !last) {
		ipt_say_open(say, "hl", " HL match HL", 1);
		text_addf(save, " --hl-gt 255");
		text_addf(list, " > 255");
		return true;
	}
	if (!ipt_one_range(match, &first, &last))
		return false;
	if (first != last && (match->invert || (first && last != UINT8_MAX)))
		return false;
	ipt_say_open(say, "hl", " HL match HL", 1);
	if (first == last) {
		text_addf(save, "%s --hl-eq %u", bang(match), first);
		text_addf(list, " %s %u", match->invert ? "!=" : "==", first);
	} else if (first) {
		text_addf(save, " --hl-gt %u", first - 1);
		text_addf(list, " > %u", first - 1);
	} else {
		/* not below 256, which ip6tables cannot say */
		if (last == UINT8_MAX)
			return false;
		text_addf(save, " --hl-lt %u", last + 1);
		text_addf(list, " < %u", last + 1);
	}
	return true;
}

static bool say_length(struct ipt_saying *say, const struct match *match)
{
	struct text *save = &say->said->match, *list = &say->said->list;
	uint32_t first, last;

	if (!ipt_one_range(match, &first, &last) || last > UINT16_MAX)
		return false;
	ipt_say_open(say, "length", " length", 1);
	text_addf(save, "%s --length %u", bang(match), first);
	text_addf(list, " %s%u", glued(match), first);
	if (first == last)
		return true;
	text_addf(save, ":%u", last);
	text_addf(list, ":%u", last);
	return true;
}

/* What is multicast there is none of the three others, see pkttype_parse(). */
static bool say_pkttype(struct ipt_saying *say, const struct match *match)
{
	static const char *const names[] = { "unicast", "broadcast" };
	bool invert = match->invert;
	uint32_t type, seen = 0;
	const char *name;
	size_t i;

	if (ipt_one_number(match, &type)) {
		if (type >= ARRAY_SIZE(names))
			return false;
		name = names[type];
	} else {
		for (i = 0; i < match->nr; i++)
			seen |= 1u << field_number(match->field,
						   match->elem[i].data);
		if (match->nr != 3 || seen != 0xb)
			return false;
		name = "multicast";
		invert = !invert;
	}
	ipt_say_open(say, "pkttype", "", 1);
	text_addf(&say->said->match, "%s --pkt-type %s", invert ? " !" : "",
		  name);
	text_addf(&say->said->list, " PKTTYPE %s= %s", invert ? "!" : "",
		  name);
	return true;
}

static bool say_dscp(struct ipt_saying *say, const struct match *match)
{
	uint32_t value;

	if (!ipt_one_number(match, &value))
		return false;
	ipt_say_open(say, "dscp", " DSCP match", 1);
	text_addf(&say->said->match, "%s --dscp 0x%02x", bang(match), value);
	text_addf(&say->said->list, " %s0x%02x", glued(match), value);
	return true;
}

static bool say_set(struct ipt_saying *say, const struct match *match)
{
	const char *side;

	switch (match->field) {
	case CT6_FIELD_SPORT:
	case CT6_FIELD_DPORT:
		if (!field_proto_has_ports(say->said->proto) ||
		    say->said->proto_invert)
			return false;
		side = match->field == CT6_FIELD_SPORT ? "src" : "dst";
		break;
	case CT6_FIELD_SADDR:
	case CT6_FIELD_IIFNAME:
		side = "src";
		break;
	case CT6_FIELD_DADDR:
	case CT6_FIELD_OIFNAME:
		side = "dst";
		break;
	default:
		return false;
	}
	say->open = NULL;
	ipt_say_open(say, "set", "", 1);
	text_addf(&say->said->match, "%s --match-set %s %s", bang(match),
		  match->set, side);
	text_addf(&say->said->list, "%s match-set %s %s", bang(match),
		  match->set, side);
	return true;
}

static bool say_match(struct ipt_saying *say, const struct expr **expr)
{
	const struct match *match = &(*expr)->match;

	if (match->set)
		return say_set(say, match);
	if (!match->nr)
		return false;
	switch (match->field) {
	case CT6_FIELD_IIFNAME:
		return say_interface(&say->said->in, match);
	case CT6_FIELD_OIFNAME:
		return say_interface(&say->said->out, match);
	case CT6_FIELD_SADDR:
	case CT6_FIELD_DADDR:
		return say_addr(say, match);
	case CT6_FIELD_L4PROTO:
		return say_proto(say, match);
	case CT6_FIELD_SPORT:
	case CT6_FIELD_DPORT:
		return ipt_say_port(say, match);
	case CT6_FIELD_TCP_FLAGS:
		return ipt_say_flags(say, match);
	case CT6_FIELD_ICMPV6_TYPE:
		return ipt_say_icmp6(say, expr);
	case CT6_FIELD_CT_STATE:
		return say_state(say, match);
	case CT6_FIELD_CT_DIRECTION:
		return say_direction(say, match);
	case CT6_FIELD_CT_MARK:
	case CT6_FIELD_MARK:
		return say_mark(say, match);
	case CT6_FIELD_HOPLIMIT:
		return say_hoplimit(say, match);
	case CT6_FIELD_LENGTH:
		return say_length(say, match);
	case CT6_FIELD_PKTTYPE:
		return say_pkttype(say, match);
	case CT6_FIELD_DSCP:
		return say_dscp(say, match);
	case CT6_FIELD_EXTHDR:
		return ipt_say_exthdr(say, match);
	case CT6_FIELD_SADDR_TYPE:
	case CT6_FIELD_DADDR_TYPE:
	case CT6_FIELD_SADDR_IIF_TYPE:
	case CT6_FIELD_DADDR_IIF_TYPE:
	case CT6_FIELD_SADDR_OIF_TYPE:
	case CT6_FIELD_DADDR_OIF_TYPE:
		return ipt_say_types(say, *expr);
	case CT6_FIELD_ETHER_SADDR:
		return ipt_say_mac(say, match);
	case CT6_FIELD_SKUID:
	case CT6_FIELD_SKGID:
		return ipt_say_owner(say, match);
	case CT6_FIELD_RT_TYPE:
	case CT6_FIELD_RT_SEG_LEFT:
		return ipt_say_rt(say, match);
	case CT6_FIELD_FRAG_ID ... CT6_FIELD_MH_TYPE:
		return ipt_say_header(say, expr);
	default:
		return false;
	}
}

/* What two rows say together, see ipt_pair_find(). */
static bool say_pair(struct ipt_saying *say, const struct expr *expr,
		     const struct ipt_pair *pair)
{
	const struct match *type = &expr->match, *code;

	if (pair->ports)
		return ipt_say_multiport(say, type, "ports");
	code = &pair->second->next->match;
	ipt_say_icmp6_type(say, true,
			   field_number(type->field, type->elem->data),
			   field_number(code->field, code->elem->data));
	return true;
}

static bool say_expr(struct ipt_saying *say, const struct expr **expr)
{
	bool done, good;

	if (say->said->target)
		return false;
	if ((*expr)->kind == EXPR_MATCH)
		return say_match(say, expr);
	good = ipt_say_account(say, *expr, &done);
	return done ? good : ipt_say_target(say->said, *expr);
}

/**
 * ipt_say() - a rule in ip6tables' words
 * @said: result, to be freed by ipt_said_free() in any case
 * @rule: rule
 * @pair: with what it is one rule, or NULL
 * @numeric: no names of services and the like in what -L prints
 *
 * Return: false when it cannot be said.
 */
bool ipt_say(struct ipt_said *said, const struct rule *rule,
	     const struct ipt_pair *pair, bool numeric)
{
	struct ipt_saying say = {
		.said = said, .begins = ipt_exprs_begin(rule->expr),
	};
	const struct expr *expr;
	bool good = true;

	memset(said, 0, sizeof(*said));
	said->numeric = numeric;
	text_add(&said->match, "", 0);
	text_add(&said->list, "", 0);
	text_add(&said->options, "", 0);
	text_add(&said->options_list, "", 0);
	for (expr = rule->expr; expr && good; expr = expr->next)
		good = pair && expr == pair->first ?
		       say_pair(&say, expr, pair) : say_expr(&say, &expr);
	if (rule->comment) {
		text_addf(&said->match, " -m comment --comment");
		ipt_text_word(&said->match, rule->comment);
		text_addf(&said->list, " /* %s */", rule->comment);
	}
	return good;
}

void ipt_said_free(struct ipt_said *said)
{
	text_free(&said->match);
	text_free(&said->list);
	text_free(&said->options);
	text_free(&said->options_list);
}
