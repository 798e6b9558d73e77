// SPDX-License-Identifier: GPL-2.0-only
/*
 * The match set: sets of a name, which ct6 has instead of ipset's.
 */
#include <string.h>

#include "iptables_priv.h"

/* The field that a set's elements are compared with, or UNSPEC. */
static uint32_t set_field(uint32_t type, bool source)
{
	switch (type) {
	case CT6_SET_TYPE_IPV6_ADDR:
		return source ? CT6_FIELD_SADDR : CT6_FIELD_DADDR;
	case CT6_SET_TYPE_INET_SERVICE:
		return source ? CT6_FIELD_SPORT : CT6_FIELD_DPORT;
	case CT6_SET_TYPE_IFNAME:
		return source ? CT6_FIELD_IIFNAME : CT6_FIELD_OIFNAME;
	default:
		return CT6_FIELD_UNSPEC;
	}
}

static const struct set *set_want(struct ipt_rule *rule,
				  const struct ipt_word *word)
{
	const struct set *set = ruleset_set_find(rule->ipt->rs, word->text);

	if (set && !(set->flags & CT6_SET_FLAGS_ANONYMOUS))
		return set;
	ipt_fail(rule->ipt, &word->loc,
		 "ct6 has no set '%s'; its sets are those of `ct6 load`, not those of ipset",
		 word->text);
	return NULL;
}

static bool set_match(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	const struct set *set = set_want(rule, &arg->word[0]);
	const struct ipt_word *side = &arg->word[1];
	bool source = !strcmp(side->text, "src");
	struct match *match;
	uint32_t field;

	if (!set)
		return false;
	if (!source && strcmp(side->text, "dst"))
		return ipt_fail(rule->ipt, &side->loc,
				"'%s' is not supported: a set of ct6 is asked for src or for dst",
				side->text);
	field = set_field(set->type, source);
	if (field == CT6_FIELD_UNSPEC)
		return ipt_fail(rule->ipt, &arg->word[0].loc,
				"set '%s' is of type '%s', which match 'set' cannot ask for",
				set->name, name_of(set_type_names, set->type));
	match = ipt_match(rule, &inst->all, field, arg->invert, &arg->loc);
	match->set = set->name;
	return true;
}

static const char no_counters[] = "elements of a set have no counters";

const struct ipt_opt ipt_set_opts[] = {
	{ "--match-set", 0, 2, true, 1, 0, set_match, NULL },
	{ "--return-nomatch", 0, 0, false, 2, 0, NULL,
	  "elements of a set are all of one kind" },
	{ "--update-counters", 0, 0, true, 3, 0, NULL, no_counters },
	{ "--update-subcounters", 0, 0, true, 4, 0, NULL, no_counters },
	{ "--packets-eq", 0, 1, true, 5, 0, NULL, no_counters },
	{ "--packets-lt", 0, 1, false, 6, 0, NULL, no_counters },
	{ "--packets-gt", 0, 1, false, 7, 0, NULL, no_counters },
	{ "--bytes-eq", 0, 1, true, 8, 0, NULL, no_counters },
	{ "--bytes-lt", 0, 1, false, 9, 0, NULL, no_counters },
	{ "--bytes-gt", 0, 1, false, 10, 0, NULL, no_counters },
	{ 0 }
};

bool ipt_set_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	const struct match *match;

	if (!inst->seen)
		return ipt_fail(rule->ipt, &inst->loc,
				"match 'set' needs --match-set");
	match = &inst->all.expr->match;
	if ((match->field != CT6_FIELD_SPORT &&
	     match->field != CT6_FIELD_DPORT) ||
	    (field_proto_has_ports(rule->proto) && !rule->proto_invert))
		return true;
	return ipt_fail(rule->ipt, &inst->loc,
			"set '%s' is of ports, so '-p' has to name their protocol",
			match->set);
}
