// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches on connections: state and conntrack. Most of what conntrack asks
 * for is about the connection and not about the packet, which for the error
 * messages of a connection is not the same; that is taken only together with
 * states that those errors do not have.
 */
#include <string.h>
#include <strings.h>

#include "iptables_priv.h"

static const struct name states[] = {
	{ "INVALID", CT6_CT_STATE_INVALID },
	{ "NEW", CT6_CT_STATE_NEW },
	{ "RELATED", CT6_CT_STATE_RELATED },
	{ "ESTABLISHED", CT6_CT_STATE_ESTABLISHED },
	{ "UNTRACKED", CT6_CT_STATE_UNTRACKED },
	{ NULL, 0 }
};

static bool state_word(struct ipt_rule *rule, const struct ipt_word *word,
		       uint32_t *state)
{
	const char *closest;

	if (name_find(states, word->text, state))
		return true;
	if (!strcasecmp(word->text, "SNAT") || !strcasecmp(word->text, "DNAT"))
		return ipt_fail(rule->ipt, &word->loc,
				"state '%s' is not supported: ct6 translates no addresses",
				word->text);
	closest = name_closest(states, word->text);
	if (closest)
		return ipt_fail(rule->ipt, &word->loc,
				"unknown state '%s', did you mean '%s'?",
				word->text, closest);
	return ipt_fail(rule->ipt, &word->loc, "unknown state '%s'",
			word->text);
}

/*
 * A list is a set: two rules that have it in another order are the same rule
 * to -C and -D.
 */
static bool state_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	struct match *match = ipt_match(rule, &inst->all, CT6_FIELD_CT_STATE,
					arg->invert, &arg->loc);
	struct ipt_word *piece;
	size_t nr = ipt_split(rule->ipt, &arg->word[0], ',', &piece), i;
	uint32_t state;

	inst->states_invert = arg->invert;
	for (i = 0; i < nr; i++) {
		if (!state_word(rule, &piece[i], &state))
			return false;
		inst->states |= state;
	}
	for (i = 0; states[i].name; i++)
		if (inst->states & states[i].value)
			ipt_elem_range(rule, match, &arg->loc,
				       states[i].value, states[i].value);
	return true;
}

const struct ipt_opt ipt_state_opts[] = {
	{ "--state", 0, 1, true, 1, 0, state_parse, NULL },
	{ 0 }
};

bool ipt_state_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	if (inst->seen)
		return true;
	return ipt_fail(rule->ipt, &inst->loc, "match 'state' needs --state");
}

/* Kept for ipt_conntrack_end(): options may come in any order. */
static void keep(struct ipt_rule *rule, struct ipt_inst *inst,
		 const struct ipt_arg *arg, bool needs_new)
{
	if (inst->kept && !(needs_new && !inst->needs_new))
		return;
	inst->kept = arena_alloc(&rule->ipt->scratch, sizeof(*arg));
	*inst->kept = *arg;
	inst->needs_new = needs_new;
}

static bool ctproto_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			  const struct ipt_arg *arg)
{
	uint8_t proto;

	if (!ipt_proto(rule, &arg->word[0], &proto))
		return false;
	keep(rule, inst, arg, false);
	ipt_expr_range(rule, &inst->all, CT6_FIELD_L4PROTO, arg->invert,
		       &arg->loc, proto, proto);
	return true;
}

/* Of a packet that may begin a connection, or is one of a known one. */
static bool ctdir_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	static const struct name names[] = {
		{ "ORIGINAL", 0 }, { "REPLY", 1 },
		{ NULL, 0 }
	};
	uint32_t direction;

	if (!name_find(names, arg->word[0].text, &direction))
		return ipt_fail(rule->ipt, &arg->word[0].loc,
				"a direction is ORIGINAL or REPLY, not '%s'",
				arg->word[0].text);
	keep(rule, inst, arg, false);
	ipt_expr_range(rule, &inst->all, CT6_FIELD_CT_DIRECTION, false,
		       &arg->loc, direction, direction);
	return true;
}

/* A new connection is asked for by a packet of its original direction. */
static bool ctorig_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			 const struct ipt_arg *arg)
{
	struct match *match;
	struct elem elem;

	if (!ipt_addr(rule->ipt, &arg->word[0], &elem))
		return false;
	keep(rule, inst, arg, true);
	match = ipt_match(rule, &inst->all, arg->opt->arg, arg->invert,
			  &arg->loc);
	*ruleset_elem_add(rule->ipt->rs, match, NULL) = elem;
	return true;
}

static const char not_kept[] = "ct6 does not keep it, or not in this form";

const struct ipt_opt ipt_conntrack_opts[] = {
	{ "--ctstate", 0, 1, true, 1, 0, state_parse, NULL },
	{ "--ctproto", 0, 1, true, 2, 0, ctproto_parse, NULL },
	{ "--ctorigsrc", 0, 1, true, 3, CT6_FIELD_SADDR, ctorig_parse, NULL },
	{ "--ctorigdst", 0, 1, true, 4, CT6_FIELD_DADDR, ctorig_parse, NULL },
	{ "--ctreplsrc", 0, 1, true, 5, 0, NULL, not_kept },
	{ "--ctrepldst", 0, 1, true, 6, 0, NULL, not_kept },
	{ "--ctorigsrcport", 0, 1, true, 7, 0, NULL, not_kept },
	{ "--ctorigdstport", 0, 1, true, 8, 0, NULL, not_kept },
	{ "--ctreplsrcport", 0, 1, true, 9, 0, NULL, not_kept },
	{ "--ctrepldstport", 0, 1, true, 10, 0, NULL, not_kept },
	{ "--ctstatus", 0, 1, true, 11, 0, NULL, not_kept },
	{ "--ctexpire", 0, 1, true, 12, 0, NULL, not_kept },
	{ "--ctdir", 0, 1, false, 13, 0, ctdir_parse, NULL },
	{ 0 }
};

bool ipt_conntrack_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	const struct ipt_arg *arg = inst->kept;
	uint32_t allowed = CT6_CT_STATE_NEW;

	if (!inst->seen)
		return ipt_fail(rule->ipt, &inst->loc,
				"match 'conntrack' needs an option, such as --ctstate");
	if (!arg)
		return true;
	if (!inst->needs_new)
		allowed |= CT6_CT_STATE_ESTABLISHED;
	if (inst->states && !inst->states_invert && !(inst->states & ~allowed))
		return true;
	return ipt_fail(rule->ipt, &arg->loc,
			"'%s' of match 'conntrack' is supported only beside '--ctstate %s'",
			arg->opt->name,
			inst->needs_new ? "NEW" : "NEW,ESTABLISHED");
}
