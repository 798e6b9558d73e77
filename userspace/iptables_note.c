// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is done to chains and rules is noted as changes of the kernel's
 * ruleset, step by step. So the kernel takes over all that is not touched,
 * counters and credit of limits with it, instead of another ruleset.
 */
#include "change.h"
#include "iptables_priv.h"

static struct change *note(struct ipt *ipt, uint32_t kind,
			   const struct ipt_chain *c, const struct loc *loc)
{
	struct change *change = changes_add(ipt->input->changes, kind,
					    c->chain->name);

	if (loc)
		change->chain_loc = *loc;
	return change;
}

/* Is there anybody who wants to know? */
static bool noted(const struct ipt *ipt)
{
	return ipt->input->changes && !ipt->foreign;
}

/**
 * ipt_note_chain() - a chain is new
 * @ipt: file
 * @c: chain
 */
void ipt_note_chain(struct ipt *ipt, const struct ipt_chain *c)
{
	struct change *change;

	if (!noted(ipt))
		return;
	change = note(ipt, CT6_CHANGE_KIND_CHAIN_ADD, c, &c->chain->loc);
	change->has_hook = c->chain->base;
	change->hook = c->chain->hook;
	change->policy = c->chain->policy;
}

/* It goes, with its rules. */
void ipt_note_drop(struct ipt *ipt, const struct ipt_chain *c)
{
	if (noted(ipt))
		note(ipt, CT6_CHANGE_KIND_CHAIN_DELETE, c, NULL)->flags =
			CT6_CHANGE_FLAGS_RULES;
}

void ipt_note_flush(struct ipt *ipt, const struct ipt_chain *c)
{
	if (noted(ipt))
		note(ipt, CT6_CHANGE_KIND_CHAIN_FLUSH, c, NULL);
}

/* With @counters its counters begin anew, with what the chain has. */
void ipt_note_policy(struct ipt *ipt, const struct ipt_chain *c, bool counters,
		     const struct loc *loc)
{
	struct change *change;

	if (!noted(ipt))
		return;
	change = note(ipt, CT6_CHANGE_KIND_CHAIN_POLICY, c, loc);
	change->has_policy = true;
	change->policy = c->chain->policy;
	change->has_counters = counters;
	change->packets = c->chain->packets;
	change->bytes = c->chain->bytes;
}

/* Before it has its new name. */
void ipt_note_rename(struct ipt *ipt, const struct ipt_chain *c,
		     const char *name, const struct loc *loc)
{
	struct change *change;

	if (!noted(ipt))
		return;
	change = note(ipt, CT6_CHANGE_KIND_CHAIN_RENAME, c, loc);
	change->new_name = name;
	change->new_loc = *loc;
}

/* Rows were put in front of row @at, which are there by now. */
void ipt_note_insert(struct ipt *ipt, const struct ipt_chain *c, size_t at,
		     size_t nr)
{
	bool last = at + nr == c->nr;
	struct change *change;
	size_t i;

	for (i = at; noted(ipt) && i < at + nr; i++) {
		const struct rule *rule = c->row[i].rule;

		change = note(ipt, last ? CT6_CHANGE_KIND_RULE_ADD :
			      CT6_CHANGE_KIND_RULE_INSERT, c, &rule->loc);
		change->index = last ? 0 : i + 1;
		change->rule = rule;
	}
}

/* Rows from @at on go. */
void ipt_note_remove(struct ipt *ipt, const struct ipt_chain *c, size_t at,
		     size_t nr)
{
	for (; noted(ipt) && nr; nr--)
		note(ipt, CT6_CHANGE_KIND_RULE_DELETE, c, NULL)->index =
			at + 1;
}

/* Counters of a row begin at 0; those of all and the policy's, without. */
void ipt_note_zero(struct ipt *ipt, const struct ipt_chain *c,
		   const size_t *at)
{
	struct change *change;

	if (!noted(ipt))
		return;
	change = note(ipt, CT6_CHANGE_KIND_COUNTERS_RESET, c, NULL);
	change->index = at ? *at + 1 : 0;
}
