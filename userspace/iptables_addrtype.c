// SPDX-License-Identifier: GPL-2.0-only
/*
 * The match addrtype. In IPv6 it asks of an address either what kind it is by
 * itself, unicast or multicast, or what the routes say of it. Of a list of
 * both it asks both, which is what nobody means; that is refused.
 */
#include <linux/rtnetlink.h>
#include <string.h>
#include <strings.h>

#include "iptables_priv.h"

/* Options, by their groups. */
enum { TYPE_SRC = 1, TYPE_DST, TYPE_IFACE };

enum { IFACE_NONE, IFACE_IN, IFACE_OUT };

const struct name ipt_addrtype_names[] = {
	{ "UNICAST", IPT_TYPE_UNICAST }, { "LOCAL", IPT_TYPE_LOCAL },
	{ "ANYCAST", IPT_TYPE_ANYCAST }, { "MULTICAST", IPT_TYPE_MULTICAST },
	{ "UNREACHABLE", IPT_TYPE_UNREACHABLE },
	{ NULL, 0 }
};

static bool type_refused(struct ipt_rule *rule, const struct ipt_arg *arg,
			 const struct ipt_word *word)
{
	static const char *const known[] = {
		"UNSPEC", "BROADCAST", "BLACKHOLE", "PROHIBIT", "THROW", "NAT",
		"XRESOLVE",
	};
	size_t i;

	if (!strcasecmp(word->text, known[0]))
		return ipt_fail(rule->ipt, &word->loc,
				"type 'UNSPEC' of '%s' is not supported: write '%s ::'",
				arg->opt->name,
				arg->opt->group == TYPE_SRC ? "-s" : "-d");
	for (i = 1; i < ARRAY_SIZE(known); i++)
		if (!strcasecmp(word->text, known[i]))
			return ipt_fail(rule->ipt, &word->loc,
					"type '%s' of '%s' is not supported: ip6tables does not have it either",
					known[i], arg->opt->name);
	return ipt_fail(rule->ipt, &word->loc, "unknown type of address '%s'",
			word->text);
}

static bool types_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	const uint32_t alone = IPT_TYPE_UNICAST | IPT_TYPE_MULTICAST;
	struct ipt_types *types = &inst->types[arg->opt->group == TYPE_DST];
	struct ipt_word *piece;
	size_t nr = ipt_split(rule->ipt, &arg->word[0], ',', &piece), i;
	uint32_t type;

	types->loc = arg->loc;
	types->invert = arg->invert;
	for (i = 0; i < nr; i++) {
		if (!name_find(ipt_addrtype_names, piece[i].text, &type))
			return type_refused(rule, arg, &piece[i]);
		types->types |= type;
	}
	if (!(types->types & alone) || !(types->types & (types->types - 1)))
		return true;
	return ipt_fail(rule->ipt, &arg->word[0].loc,
			"UNICAST and MULTICAST are supported only alone: beside others both would have to be true");
}

static bool iface_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	(void)rule;
	inst->iface = arg->opt->arg;
	return true;
}

const struct ipt_opt ipt_addrtype_opts[] = {
	{ "--src-type", 0, 1, true, TYPE_SRC, 0, types_parse, NULL },
	{ "--dst-type", 0, 1, true, TYPE_DST, 0, types_parse, NULL },
	{ "--limit-iface-in", 0, 0, false, TYPE_IFACE, IFACE_IN, iface_parse,
	  NULL },
	{ "--limit-iface-out", 0, 0, false, TYPE_IFACE, IFACE_OUT, iface_parse,
	  NULL },
	{ 0 }
};

/* All addresses but :: and multicast ones. */
static void unicast_emit(struct ipt_rule *rule, struct ipt_inst *inst,
			 const struct ipt_types *types, bool dst)
{
	uint32_t field = dst ? CT6_FIELD_DADDR : CT6_FIELD_SADDR;
	struct match *match = ipt_match(rule, &inst->all, field, !types->invert,
					&types->loc);
	uint8_t mask[CT6_DATA_MAX];
	struct elem *elem;

	ruleset_elem_add(rule->ipt->rs, match, &types->loc);
	elem = ruleset_elem_add(rule->ipt->rs, match, &types->loc);
	elem->data[0] = 0xff;
	field_prefix_mask(mask, 8);
	elem_mask_set(elem, field, mask);
}

static void types_emit(struct ipt_rule *rule, struct ipt_inst *inst, bool dst)
{
	static const uint32_t fields[][2] = {
		[IFACE_NONE] = { CT6_FIELD_SADDR_TYPE, CT6_FIELD_DADDR_TYPE },
		[IFACE_IN] = { CT6_FIELD_SADDR_IIF_TYPE,
			       CT6_FIELD_DADDR_IIF_TYPE },
		[IFACE_OUT] = { CT6_FIELD_SADDR_OIF_TYPE,
				CT6_FIELD_DADDR_OIF_TYPE },
	};
	static const uint32_t routes[][2] = {
		{ IPT_TYPE_LOCAL, RTN_LOCAL }, { IPT_TYPE_ANYCAST, RTN_ANYCAST },
		{ IPT_TYPE_MULTICAST, RTN_MULTICAST },
	};
	const struct ipt_types *types = &inst->types[dst];
	struct match *match;
	size_t i;

	if (!types->types)
		return;
	if (types->types == IPT_TYPE_UNICAST) {
		unicast_emit(rule, inst, types, dst);
		return;
	}
	match = ipt_match(rule, &inst->all, fields[inst->iface][dst],
			  types->invert, &types->loc);
	for (i = 0; i < ARRAY_SIZE(routes); i++)
		if (types->types & routes[i][0])
			ipt_elem_range(rule, match, &types->loc, routes[i][1],
				       routes[i][1]);
	if (types->types & IPT_TYPE_UNREACHABLE)
		ipt_elem_range(rule, match, &types->loc, RTN_BLACKHOLE,
			       RTN_THROW);
}

bool ipt_addrtype_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	uint32_t both = inst->types[0].types | inst->types[1].types;
	const struct chain *chain = rule->chain->chain;

	if (!both)
		return ipt_fail(rule->ipt, &inst->loc,
				"match 'addrtype' needs --src-type or --dst-type");
	if (inst->iface && both != IPT_TYPE_LOCAL)
		return ipt_fail(rule->ipt, &inst->loc,
				"'--limit-iface-%s' of match 'addrtype' is supported only for type LOCAL",
				inst->iface == IFACE_IN ? "in" : "out");
	if (chain->base &&
	    ((inst->iface == IFACE_IN && chain->hook == CT6_HOOK_OUTPUT) ||
	     (inst->iface == IFACE_OUT && chain->hook == CT6_HOOK_INPUT)))
		return ipt_fail(rule->ipt, &inst->loc,
				"no packet of this chain has the interface that '--limit-iface-%s' asks for",
				inst->iface == IFACE_IN ? "in" : "out");
	types_emit(rule, inst, false);
	types_emit(rule, inst, true);
	return true;
}
