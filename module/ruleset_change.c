// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changes of a ruleset, kind by kind.
 */
#include <linux/string.h>
#include <net/genetlink.h>
#include <net/netlink.h>

#include "netlink-gen.h"
#include "ruleset.h"
#include "ruleset_edit.h"
#include "ruleset_parse.h"

static struct ct6_edit_chain *ct6_edit_find(const struct ct6_edit *e,
					    const char *name)
{
	u32 i;

	for (i = 0; i < e->nr_chain; i++)
		if (!e->chain[i].gone && !strcmp(e->chain[i].name, name))
			return &e->chain[i];
	return NULL;
}

/* The chain that a change names, or NULL. */
static struct ct6_edit_chain *ct6_edit_chain(const struct ct6_edit *e)
{
	const struct nlattr *name = e->tb[CT6_A_CHANGE_CHAIN];
	struct ct6_edit_chain *chain = ct6_edit_find(e, nla_data(name));

	if (!chain)
		NL_SET_ERR_MSG_ATTR(e->extack, name, "no such chain");
	return chain;
}

static struct ct6_edit_rule *ct6_edit_handle(const struct ct6_edit *e,
					     const struct ct6_edit_chain *chain)
{
	const struct nlattr *attr = e->tb[CT6_A_CHANGE_HANDLE];
	u64 handle = nla_get_u64(attr);
	struct ct6_edit_rule *rule;

	list_for_each_entry(rule, &chain->rules, node)
		if (rule->handle == handle)
			return rule;
	NL_SET_ERR_MSG_ATTR(e->extack, attr,
			    "no rule of the chain has this handle");
	return NULL;
}

static struct ct6_edit_rule *ct6_edit_index(const struct ct6_edit *e,
					    const struct ct6_edit_chain *chain)
{
	const struct nlattr *attr = e->tb[CT6_A_CHANGE_INDEX];
	u32 index = nla_get_u32(attr);
	struct ct6_edit_rule *rule;

	list_for_each_entry(rule, &chain->rules, node)
		if (!--index)
			return rule;
	NL_SET_ERR_MSG_ATTR(e->extack, attr,
			    "the chain has fewer rules than this index");
	return NULL;
}

/* The rule of the chain that a change names, or NULL. */
static struct ct6_edit_rule *ct6_edit_rule(const struct ct6_edit *e,
					   const struct ct6_edit_chain *chain)
{
	return e->tb[CT6_A_CHANGE_HANDLE] ? ct6_edit_handle(e, chain) :
					    ct6_edit_index(e, chain);
}

static bool ct6_edit_places(const struct ct6_edit *e)
{
	return e->tb[CT6_A_CHANGE_HANDLE] || e->tb[CT6_A_CHANGE_INDEX];
}

static struct ct6_edit_rule *ct6_edit_new(struct ct6_edit *e)
{
	struct ct6_edit_rule *rule = &e->rule[e->nr_rule++];

	rule->attr = e->tb[CT6_A_CHANGE_RULE];
	return rule;
}

static int ct6_edit_rule_put(struct ct6_edit *e, bool insert)
{
	struct ct6_edit_chain *chain = ct6_edit_chain(e);
	struct ct6_edit_rule *rule, *place;
	struct list_head *before;

	if (!chain)
		return -ENOENT;
	before = insert ? chain->rules.next : &chain->rules;
	if (insert && e->tb[CT6_A_CHANGE_INDEX] &&
	    nla_get_u32(e->tb[CT6_A_CHANGE_INDEX]) == chain->nr_rule + 1) {
		before = &chain->rules;
	} else if (ct6_edit_places(e)) {
		place = ct6_edit_rule(e, chain);
		if (!place)
			return -ENOENT;
		before = insert ? &place->node : place->node.next;
	}
	rule = ct6_edit_new(e);
	rule->handle = ++e->handle;
	list_add_tail(&rule->node, before);
	chain->nr_rule++;
	return 0;
}

static int ct6_edit_rule_add(struct ct6_edit *e)
{
	return ct6_edit_rule_put(e, false);
}

static int ct6_edit_rule_insert(struct ct6_edit *e)
{
	return ct6_edit_rule_put(e, true);
}

static int ct6_edit_rule_replace(struct ct6_edit *e)
{
	struct ct6_edit_chain *chain = ct6_edit_chain(e);
	struct ct6_edit_rule *old = chain ? ct6_edit_rule(e, chain) : NULL;
	struct ct6_edit_rule *rule;

	if (!old)
		return -ENOENT;
	rule = ct6_edit_new(e);
	rule->handle = old->handle;
	list_replace(&old->node, &rule->node);
	return 0;
}

static int ct6_edit_rule_delete(struct ct6_edit *e)
{
	struct ct6_edit_chain *chain = ct6_edit_chain(e);
	struct ct6_edit_rule *rule = chain ? ct6_edit_rule(e, chain) : NULL;

	if (!rule)
		return -ENOENT;
	list_del(&rule->node);
	chain->nr_rule--;
	return 0;
}

static struct ct6_edit_chain *ct6_edit_hooked(const struct ct6_edit *e, u8 hook)
{
	u32 i;

	for (i = 0; i < e->nr_chain; i++)
		if (!e->chain[i].gone && e->chain[i].base &&
		    e->chain[i].hook == hook)
			return &e->chain[i];
	return NULL;
}

static int ct6_edit_chain_base(struct ct6_edit *e, struct ct6_edit_chain *chain)
{
	const struct nlattr *hook = e->tb[CT6_A_CHANGE_HOOK];
	const struct nlattr *policy = e->tb[CT6_A_CHANGE_POLICY];

	if (!hook && policy) {
		NL_SET_ERR_MSG_ATTR(e->extack, policy,
				    "only a base chain has a policy");
		return -EINVAL;
	}
	if (!hook)
		return 0;
	if (ct6_edit_hooked(e, nla_get_u32(hook))) {
		NL_SET_ERR_MSG_ATTR(e->extack, hook,
				    "another chain has this hook");
		return -EEXIST;
	}
	chain->base = true;
	chain->hook = nla_get_u32(hook);
	chain->policy = policy ? nla_get_u32(policy) : CT6_VERDICT_ACCEPT;
	return 0;
}

static int ct6_edit_name(const struct ct6_edit *e, struct ct6_edit_chain *chain,
			 const struct nlattr *attr)
{
	const char *name = nla_data(attr);
	int err;

	err = ct6_parse_name(name, chain->base, chain->hook, attr, e->extack);
	if (err)
		return err;
	if (ct6_edit_find(e, name)) {
		NL_SET_ERR_MSG_ATTR(e->extack, attr,
				    "another chain has this name");
		return -EEXIST;
	}
	strscpy(chain->name, name, sizeof(chain->name));
	return 0;
}

static int ct6_edit_chain_add(struct ct6_edit *e)
{
	struct ct6_edit_chain *chain = &e->chain[e->nr_chain];
	int err;

	INIT_LIST_HEAD(&chain->rules);
	err = ct6_edit_chain_base(e, chain);
	if (!err)
		err = ct6_edit_name(e, chain, e->tb[CT6_A_CHANGE_CHAIN]);
	if (!err)
		e->nr_chain++;
	return err;
}

static int ct6_edit_chain_delete(struct ct6_edit *e)
{
	struct ct6_edit_chain *chain = ct6_edit_chain(e);
	const struct nlattr *flags = e->tb[CT6_A_CHANGE_FLAGS];

	if (!chain)
		return -ENOENT;
	if (chain->nr_rule &&
	    !(flags && nla_get_u32(flags) & CT6_CHANGE_FLAGS_RULES)) {
		NL_SET_ERR_MSG_ATTR(e->extack, e->tb[CT6_A_CHANGE_CHAIN],
				    "the chain has rules");
		return -EBUSY;
	}
	chain->gone = e->change;
	return 0;
}

static int ct6_edit_chain_rename(struct ct6_edit *e)
{
	struct ct6_edit_chain *chain = ct6_edit_chain(e);

	if (!chain)
		return -ENOENT;
	return ct6_edit_name(e, chain, e->tb[CT6_A_CHANGE_NEW_NAME]);
}

static int ct6_edit_chain_policy(struct ct6_edit *e)
{
	const struct nlattr *packets = e->tb[CT6_A_CHANGE_PACKETS];
	const struct nlattr *bytes = e->tb[CT6_A_CHANGE_BYTES];
	struct ct6_edit_chain *chain = ct6_edit_chain(e);

	if (!chain)
		return -ENOENT;
	if (!chain->base) {
		NL_SET_ERR_MSG_ATTR(e->extack, e->tb[CT6_A_CHANGE_CHAIN],
				    "only a base chain has a policy");
		return -EINVAL;
	}
	chain->policy = nla_get_u32(e->tb[CT6_A_CHANGE_POLICY]);
	if (!packets && !bytes)
		return 0;
	chain->reset = true;
	chain->packets = packets ? nla_get_u64(packets) : 0;
	chain->bytes = bytes ? nla_get_u64(bytes) : 0;
	return 0;
}

static int ct6_edit_chain_flush(struct ct6_edit *e)
{
	struct ct6_edit_chain *chain = ct6_edit_chain(e);

	if (!chain)
		return -ENOENT;
	INIT_LIST_HEAD(&chain->rules);
	chain->nr_rule = 0;
	return 0;
}

static void ct6_edit_reset_chain(struct ct6_edit_chain *chain)
{
	struct ct6_edit_rule *rule;

	chain->reset = true;
	chain->packets = 0;
	chain->bytes = 0;
	list_for_each_entry(rule, &chain->rules, node)
		rule->reset = true;
}

static int ct6_edit_counters_reset(struct ct6_edit *e)
{
	struct ct6_edit_chain *chain;
	struct ct6_edit_rule *rule;
	u32 i;

	if (!e->tb[CT6_A_CHANGE_CHAIN]) {
		if (ct6_edit_places(e)) {
			NL_SET_ERR_MSG_ATTR(e->extack, e->change,
					    "a rule needs its chain");
			return -EINVAL;
		}
		e->reset = true;
		for (i = 0; i < e->nr_chain; i++)
			ct6_edit_reset_chain(&e->chain[i]);
		return 0;
	}
	chain = ct6_edit_chain(e);
	if (!chain)
		return -ENOENT;
	if (!ct6_edit_places(e)) {
		ct6_edit_reset_chain(chain);
		return 0;
	}
	rule = ct6_edit_rule(e, chain);
	if (!rule)
		return -ENOENT;
	rule->reset = true;
	return 0;
}

#define CT6_CHANGE(name)	BIT(CT6_A_CHANGE_##name)
#define CT6_CHANGE_PLACE	(CT6_CHANGE(HANDLE) | CT6_CHANGE(INDEX))

/* What a kind of change does, must have and may have. */
static const struct ct6_change {
	int	(*apply)(struct ct6_edit *e);
	u32	needs;
	u32	takes;
	bool	placed;
} ct6_changes[] = {
	[CT6_CHANGE_KIND_RULE_ADD] = {
		ct6_edit_rule_add, CT6_CHANGE(CHAIN) | CT6_CHANGE(RULE),
		CT6_CHANGE_PLACE },
	[CT6_CHANGE_KIND_RULE_INSERT] = {
		ct6_edit_rule_insert, CT6_CHANGE(CHAIN) | CT6_CHANGE(RULE),
		CT6_CHANGE_PLACE },
	[CT6_CHANGE_KIND_RULE_REPLACE] = {
		ct6_edit_rule_replace, CT6_CHANGE(CHAIN) | CT6_CHANGE(RULE),
		CT6_CHANGE_PLACE, true },
	[CT6_CHANGE_KIND_RULE_DELETE] = {
		ct6_edit_rule_delete, CT6_CHANGE(CHAIN), CT6_CHANGE_PLACE,
		true },
	[CT6_CHANGE_KIND_CHAIN_ADD] = {
		ct6_edit_chain_add, CT6_CHANGE(CHAIN),
		CT6_CHANGE(HOOK) | CT6_CHANGE(POLICY) },
	[CT6_CHANGE_KIND_CHAIN_DELETE] = {
		ct6_edit_chain_delete, CT6_CHANGE(CHAIN), CT6_CHANGE(FLAGS) },
	[CT6_CHANGE_KIND_CHAIN_RENAME] = {
		ct6_edit_chain_rename,
		CT6_CHANGE(CHAIN) | CT6_CHANGE(NEW_NAME) },
	[CT6_CHANGE_KIND_CHAIN_POLICY] = {
		ct6_edit_chain_policy, CT6_CHANGE(CHAIN) | CT6_CHANGE(POLICY),
		CT6_CHANGE(PACKETS) | CT6_CHANGE(BYTES) },
	[CT6_CHANGE_KIND_CHAIN_FLUSH] = {
		ct6_edit_chain_flush, CT6_CHANGE(CHAIN) },
	[CT6_CHANGE_KIND_COUNTERS_RESET] = {
		ct6_edit_counters_reset, 0,
		CT6_CHANGE(CHAIN) | CT6_CHANGE_PLACE },
};

/* Has the change what its kind needs, and nothing else? */
static int ct6_edit_check(const struct ct6_edit *e,
			  const struct ct6_change *kind)
{
	u32 known = kind->needs | kind->takes | CT6_CHANGE(KIND);
	int i;

	for (i = 1; i <= CT6_A_CHANGE_MAX; i++) {
		if (e->tb[i] && !(known & BIT(i))) {
			NL_SET_ERR_MSG_ATTR(e->extack, e->tb[i],
					    "this kind of change has no such attribute");
			return -EINVAL;
		}
		if (!e->tb[i] && kind->needs & BIT(i)) {
			NL_SET_ERR_ATTR_MISS(e->extack, e->change, i);
			NL_SET_ERR_MSG(e->extack,
				       "the change lacks an attribute that its kind needs");
			return -EINVAL;
		}
	}
	if (e->tb[CT6_A_CHANGE_HANDLE] && e->tb[CT6_A_CHANGE_INDEX]) {
		NL_SET_ERR_MSG_ATTR(e->extack, e->tb[CT6_A_CHANGE_INDEX],
				    "a rule is named by handle or by index");
		return -EINVAL;
	}
	if (kind->placed && !ct6_edit_places(e)) {
		NL_SET_ERR_MSG_ATTR(e->extack, e->change,
				    "which rule? by handle or by index");
		return -EINVAL;
	}
	return 0;
}

/**
 * ct6_edit_apply() - do one change
 * @e: ruleset that is changed
 * @change: CT6_A_RULESET_CHANGE, validated by policy
 *
 * Context: process.
 * Return: 0, or an error, which ends it all.
 */
int ct6_edit_apply(struct ct6_edit *e, const struct nlattr *change)
{
	const struct ct6_change *kind;
	int err;

	e->change = change;
	err = nla_parse_nested(e->tb, CT6_A_CHANGE_MAX, change,
			       ct6_change_nl_policy, e->extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(e->extack, change, e->tb, CT6_A_CHANGE_KIND)) {
		NL_SET_ERR_MSG(e->extack, "a change needs its kind");
		return -EINVAL;
	}
	/* the policy has bounded it */
	kind = &ct6_changes[nla_get_u32(e->tb[CT6_A_CHANGE_KIND])];
	err = ct6_edit_check(e, kind);
	return err ? err : kind->apply(e);
}
