// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches on the upper layer: tcp, udp, udplite, sctp, dccp, multiport and
 * icmp6.
 */
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include "iptables_priv.h"

#define NO_CODE		-1

/* Fields of opt->arg beside those of enum ct6_field. */
#define BOTH_PORTS	0

/* PORT, FIRST:LAST, FIRST: or :LAST */
static bool range_parse(struct ipt_rule *rule, uint8_t proto,
			const struct ipt_word *word, uint32_t *first,
			uint32_t *last)
{
	struct ipt_word a, b;

	*first = 0;
	*last = UINT16_MAX;
	if (!ipt_word_cut(rule->ipt, word, ':', &a, &b)) {
		if (!ipt_port(rule, proto, word, first))
			return false;
		*last = *first;
		return true;
	}
	if ((*a.text && !ipt_port(rule, proto, &a, first)) ||
	    (*b.text && !ipt_port(rule, proto, &b, last)))
		return false;
	if (*first > *last)
		return ipt_fail(rule->ipt, &word->loc,
				"the range ends before it begins");
	return true;
}

static bool port_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	uint32_t first, last;

	if (!range_parse(rule, inst->ext->proto, &arg->word[0], &first, &last))
		return false;
	ipt_expr_range(rule, &inst->all, arg->opt->arg, arg->invert, &arg->loc,
		       first, last);
	return true;
}

static const struct name tcp_flags[] = {
	{ "FIN", 1 }, { "SYN", 2 }, { "RST", 4 }, { "PSH", 8 }, { "ACK", 16 },
	{ "URG", 32 }, { "ALL", 63 }, { "NONE", 0 },
	{ NULL, 0 }
};

static bool flags_word(struct ipt_rule *rule, const struct ipt_word *word,
		       uint32_t *flags)
{
	struct ipt_word *piece;
	size_t nr = ipt_split(rule->ipt, word, ',', &piece), i;
	uint32_t flag;

	*flags = 0;
	for (i = 0; i < nr; i++) {
		const char *closest;

		if (name_find(tcp_flags, piece[i].text, &flag)) {
			*flags |= flag;
			continue;
		}
		closest = name_closest(tcp_flags, piece[i].text);
		if (closest)
			return ipt_fail(rule->ipt, &piece[i].loc,
					"unknown TCP flag '%s', did you mean '%s'?",
					piece[i].text, closest);
		return ipt_fail(rule->ipt, &piece[i].loc,
				"unknown TCP flag '%s'", piece[i].text);
	}
	return true;
}

static bool flags_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	uint32_t mask, flags;

	if (!flags_word(rule, &arg->word[0], &mask) ||
	    !flags_word(rule, &arg->word[1], &flags))
		return false;
	ipt_expr_masked(rule, &inst->all, CT6_FIELD_TCP_FLAGS, arg->invert,
			&arg->loc, flags, mask);
	return true;
}

static bool syn_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	enum { FIN = 1, SYN = 2, RST = 4, ACK = 16 };

	ipt_expr_masked(rule, &inst->all, CT6_FIELD_TCP_FLAGS, arg->invert,
			&arg->loc, SYN, FIN | SYN | RST | ACK);
	return true;
}

#define PORT_OPTS							\
	{ "--source-port", 0, 1, true, 1, CT6_FIELD_SPORT, port_parse,	\
	  NULL },							\
	{ "--sport", 0, 1, true, 1, CT6_FIELD_SPORT, port_parse, NULL },	\
	{ "--destination-port", 0, 1, true, 2, CT6_FIELD_DPORT,		\
	  port_parse, NULL },						\
	{ "--dport", 0, 1, true, 2, CT6_FIELD_DPORT, port_parse, NULL }

const struct ipt_opt ipt_udp_opts[] = {
	PORT_OPTS,
	{ 0 }
};

const struct ipt_opt ipt_tcp_opts[] = {
	PORT_OPTS,
	{ "--tcp-flags", 0, 2, true, 3, 0, flags_parse, NULL },
	{ "--syn", 0, 0, true, 3, 0, syn_parse, NULL },
	{ "--tcp-option", 0, 1, true, 4, 0, NULL, NULL },
	{ 0 }
};

const struct ipt_opt ipt_sctp_opts[] = {
	PORT_OPTS,
	{ "--chunk-types", 0, 2, true, 3, 0, NULL, NULL },
	{ 0 }
};

const struct ipt_opt ipt_dccp_opts[] = {
	PORT_OPTS,
	{ "--dccp-types", 0, 1, true, 3, 0, NULL, NULL },
	{ "--dccp-option", 0, 1, true, 4, 0, NULL, NULL },
	{ 0 }
};

/* One more element of a list: PORT or FIRST:LAST. Return: ports, or 0. */
static unsigned int multiport_elem(struct ipt_rule *rule, struct match *match,
				   const struct ipt_word *word)
{
	struct ipt_word a, b;
	uint32_t first, last;

	if (!ipt_word_cut(rule->ipt, word, ':', &a, &b)) {
		if (!ipt_port(rule, rule->proto, word, &first))
			return 0;
		ipt_elem_range(rule, match, &word->loc, first, first);
		return 1;
	}
	if (!ipt_port(rule, rule->proto, &a, &first) ||
	    !ipt_port(rule, rule->proto, &b, &last))
		return 0;
	if (first >= last) {
		ipt_fail(rule->ipt, &word->loc,
			 "a range of ports ends behind its begin");
		return 0;
	}
	ipt_elem_range(rule, match, &word->loc, first, last);
	return 2;
}

static bool multiport_list(struct ipt_rule *rule, struct match *match,
			   const struct ipt_word *word)
{
	struct ipt_word *piece;
	size_t nr = ipt_split(rule->ipt, word, ',', &piece), i;
	unsigned int ports = 0, more;

	for (i = 0; i < nr; i++) {
		more = multiport_elem(rule, match, &piece[i]);
		if (!more)
			return false;
		ports += more;
		if (ports > IPT_MULTIPORT_MAX)
			return ipt_fail(rule->ipt, &piece[i].loc,
					"more than %d ports, a range counts as two",
					IPT_MULTIPORT_MAX);
	}
	return true;
}

/*
 * Either port: the source's is in the list; or it is not, but the
 * destination's is. Exactly one of these is true of a packet that matches,
 * so two rules do what ip6tables' one does. Neither port is one rule.
 */
static bool multiport_both(struct ipt_rule *rule, struct ipt_inst *inst,
			   const struct ipt_arg *arg)
{
	struct rule *list[3] = { &inst->alt[0], &inst->alt[1], &inst->alt[1] };
	const uint32_t field[3] = {
		CT6_FIELD_SPORT, CT6_FIELD_SPORT, CT6_FIELD_DPORT,
	};
	const bool invert[3] = { false, true, false };
	struct match *match;
	int i;

	for (i = arg->invert; i < 3; i++) {
		match = ipt_match(rule, arg->invert ? &inst->all : list[i],
				  field[i], arg->invert || invert[i],
				  &arg->loc);
		if (!multiport_list(rule, match, &arg->word[0]))
			return false;
	}
	inst->nr_alt = arg->invert ? 0 : IPT_ALTERNATIVES;
	return true;
}

static bool multiport_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			    const struct ipt_arg *arg)
{
	struct match *match;

	if (!field_proto_has_ports(rule->proto) || rule->proto_invert)
		return ipt_fail(rule->ipt, &arg->loc,
				"match 'multiport' needs -p tcp, udp, udplite, sctp or dccp in front of it");
	if (arg->opt->arg == BOTH_PORTS)
		return multiport_both(rule, inst, arg);
	match = ipt_match(rule, &inst->all, arg->opt->arg, arg->invert,
			  &arg->loc);
	return multiport_list(rule, match, &arg->word[0]);
}

const struct ipt_opt ipt_multiport_opts[] = {
	{ "--source-ports", 0, 1, true, 1, CT6_FIELD_SPORT, multiport_parse,
	  NULL },
	{ "--sports", 0, 1, true, 1, CT6_FIELD_SPORT, multiport_parse, NULL },
	{ "--destination-ports", 0, 1, true, 1, CT6_FIELD_DPORT,
	  multiport_parse, NULL },
	{ "--dports", 0, 1, true, 1, CT6_FIELD_DPORT, multiport_parse, NULL },
	{ "--ports", 0, 1, true, 1, BOTH_PORTS, multiport_parse, NULL },
	{ 0 }
};

bool ipt_multiport_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	if (inst->seen)
		return true;
	return ipt_fail(rule->ipt, &inst->loc,
			"match 'multiport' needs --sports, --dports or --ports");
}

static const struct icmp6_name {
	const char	*name;
	uint8_t		type;
	int		code;
} icmp6_names[] = {
	{ "destination-unreachable", 1, NO_CODE },
	{ "no-route", 1, 0 },
	{ "communication-prohibited", 1, 1 },
	{ "beyond-scope", 1, 2 },
	{ "address-unreachable", 1, 3 },
	{ "port-unreachable", 1, 4 },
	{ "failed-policy", 1, 5 },
	{ "reject-route", 1, 6 },
	{ "packet-too-big", 2, NO_CODE },
	{ "time-exceeded", 3, NO_CODE },
	{ "ttl-exceeded", 3, NO_CODE },
	{ "ttl-zero-during-transit", 3, 0 },
	{ "ttl-zero-during-reassembly", 3, 1 },
	{ "parameter-problem", 4, NO_CODE },
	{ "bad-header", 4, 0 },
	{ "unknown-header-type", 4, 1 },
	{ "unknown-option", 4, 2 },
	{ "echo-request", 128, NO_CODE },
	{ "ping", 128, NO_CODE },
	{ "echo-reply", 129, NO_CODE },
	{ "pong", 129, NO_CODE },
	{ "router-solicitation", 133, NO_CODE },
	{ "router-advertisement", 134, NO_CODE },
	{ "neighbour-solicitation", 135, NO_CODE },
	{ "neighbor-solicitation", 135, NO_CODE },
	{ "neighbour-advertisement", 136, NO_CODE },
	{ "neighbor-advertisement", 136, NO_CODE },
	{ "redirect", 137, NO_CODE },
};

/* By its first name; @code -1 for any; or NULL. */
const char *ipt_icmp6_name(uint32_t type, int code)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(icmp6_names); i++)
		if (icmp6_names[i].type == type && icmp6_names[i].code == code)
			return icmp6_names[i].name;
	return NULL;
}

static bool icmp6_unknown(struct ipt_rule *rule, const struct ipt_word *word)
{
	const char *words[ARRAY_SIZE(icmp6_names)], *closest;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(icmp6_names); i++)
		words[i] = icmp6_names[i].name;
	closest = word_closest(word->text, words, ARRAY_SIZE(words));
	if (closest)
		return ipt_fail(rule->ipt, &word->loc,
				"unknown ICMPv6 type '%s', did you mean '%s'?",
				word->text, closest);
	return ipt_fail(rule->ipt, &word->loc, "unknown ICMPv6 type '%s'",
			word->text);
}

/* By the begin of its name, as long as only one begins so. */
static bool icmp6_by_name(struct ipt_rule *rule, const struct ipt_word *word,
			  uint8_t *type, int *code)
{
	const struct icmp6_name *found = NULL;
	size_t i, len = strlen(word->text);

	for (i = 0; len && i < ARRAY_SIZE(icmp6_names); i++) {
		if (strncasecmp(icmp6_names[i].name, word->text, len))
			continue;
		if (found)
			return ipt_fail(rule->ipt, &word->loc,
					"'%s' may be '%s' or '%s'", word->text,
					found->name, icmp6_names[i].name);
		found = &icmp6_names[i];
	}
	if (!found)
		return icmp6_unknown(rule, word);
	*type = found->type;
	*code = found->code;
	return true;
}

static bool icmp6_word(struct ipt_rule *rule, const struct ipt_word *word,
		       uint8_t *type, int *code)
{
	struct ipt_word first, second;
	bool cut = ipt_word_cut(rule->ipt, word, '/', &first, &second);
	uint64_t number;

	if (!ipt_number(first.text, UINT64_MAX, &number))
		return icmp6_by_name(rule, word, type, code);
	if (number > UINT8_MAX)
		return ipt_fail(rule->ipt, &first.loc,
				"an ICMPv6 type is at most 255");
	*type = number;
	*code = NO_CODE;
	if (!cut)
		return true;
	if (!ipt_number(second.text, UINT8_MAX, &number))
		return ipt_fail(rule->ipt, &second.loc,
				"'%s' is no ICMPv6 code (0 to 255)",
				second.text);
	*code = number;
	return true;
}

/*
 * Not (type and code): another type; or the type with another code. Exactly
 * one of these is true of a packet that matches.
 */
static bool icmp6_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	struct rule *list = &inst->all;
	int code = NO_CODE;
	uint8_t type = 0;

	if (!icmp6_word(rule, &arg->word[0], &type, &code))
		return false;
	if (arg->invert && code != NO_CODE) {
		ipt_expr_range(rule, &inst->alt[0], CT6_FIELD_ICMPV6_TYPE,
			       true, &arg->loc, type, type);
		list = &inst->alt[1];
		inst->nr_alt = IPT_ALTERNATIVES;
	}
	ipt_expr_range(rule, list, CT6_FIELD_ICMPV6_TYPE,
		       arg->invert && code == NO_CODE, &arg->loc, type, type);
	if (code != NO_CODE)
		ipt_expr_range(rule, list, CT6_FIELD_ICMPV6_CODE, arg->invert,
			       &arg->loc, code, code);
	return true;
}

const struct ipt_opt ipt_icmp6_opts[] = {
	{ "--icmpv6-type", 0, 1, true, 1, 0, icmp6_parse, NULL },
	{ 0 }
};

bool ipt_icmp6_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	if (inst->seen)
		return true;
	return ipt_fail(rule->ipt, &inst->loc,
			"match '%s' needs --icmpv6-type", inst->ext->name);
}
