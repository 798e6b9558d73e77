// SPDX-License-Identifier: GPL-2.0-only
/*
 * A ruleset made of the running one and a list of changes: the changes are
 * done to lists that stand for its chains and rules, and of these a whole
 * ruleset is made and checked as if it were loaded. What was not changed is
 * taken over, not copied: buckets of limits keep their credit.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <net/genetlink.h>
#include <net/netlink.h>

#include "netlink-gen.h"
#include "rule_index.h"
#include "ruleset.h"
#include "ruleset_edit.h"
#include "ruleset_parse.h"

/* Lists that stand for the running ruleset, with room for @more. */
static int ct6_edit_open(struct ct6_edit *e, u32 more)
{
	const struct ct6_ruleset *old = e->old;
	u32 nr_chain = old ? old->nr_chain : 0, i, j;

	e->chain = kvcalloc(nr_chain + more, sizeof(*e->chain), GFP_KERNEL);
	e->rule = kvcalloc((old ? old->nr_rule : 0) + more, sizeof(*e->rule),
			   GFP_KERNEL);
	if (!e->chain || !e->rule)
		return -ENOMEM;
	for (i = 0; i < nr_chain; i++) {
		const struct ct6_chain *from = &old->chain[i];
		struct ct6_edit_chain *chain = &e->chain[e->nr_chain++];

		INIT_LIST_HEAD(&chain->rules);
		strscpy(chain->name, from->name, sizeof(chain->name));
		chain->base = from->base;
		chain->hook = from->hook;
		chain->policy = from->policy;
		chain->nr_rule = from->nr_rule;
		chain->from = i + 1;
		for (j = from->rule; j < from->rule + from->nr_rule; j++) {
			struct ct6_edit_rule *rule = &e->rule[e->nr_rule++];

			rule->handle = old->rule[j].handle;
			rule->from = j;
			list_add_tail(&rule->node, &chain->rules);
		}
	}
	return 0;
}

static u32 ct6_edit_exprs(const struct ct6_edit *e,
			  const struct ct6_edit_rule *rule)
{
	const struct nlattr *attr;
	u32 nr = 0;
	int rem;

	if (!rule->attr)
		return e->old->rule[rule->from].nr_expr;
	nla_for_each_nested(attr, rule->attr, rem)
		nr += nla_type(attr) == CT6_A_RULE_EXPR;
	return nr;
}

/* A ruleset of the size that is due, still empty. */
static int ct6_edit_alloc(struct ct6_edit *e, struct ct6_parse *p)
{
	u32 nr_chain = 0, nr_rule = 0, nr_expr = 0, i;
	struct ct6_edit_rule *rule;

	for (i = 0; i < e->nr_chain; i++) {
		if (e->chain[i].gone)
			continue;
		e->chain[i].number = nr_chain++;
		nr_rule += e->chain[i].nr_rule;
		list_for_each_entry(rule, &e->chain[i].rules, node)
			nr_expr += ct6_edit_exprs(e, rule);
		cond_resched();
	}
	if (nr_chain > CT6_CHAIN_MAX) {
		NL_SET_ERR_MSG_ATTR(e->extack, e->change,
				    "more than 4096 chains");
		return -E2BIG;
	}
	if (nr_rule > CT6_RULE_MAX) {
		NL_SET_ERR_MSG_ATTR(e->extack, e->change, "too many rules");
		return -E2BIG;
	}
	p->rs = ct6_ruleset_alloc(nr_chain, nr_rule, nr_expr);
	p->attr = kvcalloc(nr_rule + 1, sizeof(*p->attr), GFP_KERNEL);
	if (!p->rs || !p->attr)
		return -ENOMEM;
	if (e->old)
		p->rs->sets = ct6_sets_get(e->old->sets);
	p->rs->net = p->net;
	p->rs->origin = kvcalloc(ct6_ruleset_essentials(p->rs) + 1,
				 sizeof(*p->rs->origin), GFP_KERNEL);
	return p->rs->origin ? 0 : -ENOMEM;
}

/* Has a chain the rules that it had? */
static bool ct6_edit_same(const struct ct6_edit *e,
			  const struct ct6_edit_chain *from)
{
	const struct ct6_chain *old = &e->old->chain[from->from - 1];
	const struct ct6_edit_rule *rule;
	u32 number = old->rule;

	if (from->nr_rule != old->nr_rule)
		return false;
	list_for_each_entry(rule, &from->rules, node)
		if (rule->attr || rule->from != number++)
			return false;
	return true;
}

static void ct6_edit_make_chain(const struct ct6_edit *e,
				const struct ct6_edit_chain *from,
				struct ct6_ruleset *rs, u32 first)
{
	struct ct6_chain *chain = &rs->chain[from->number];
	struct ct6_origin *origin;

	strscpy(chain->name, from->name, sizeof(chain->name));
	chain->base = from->base;
	chain->hook = from->hook;
	chain->policy = from->policy;
	chain->rule = first;
	chain->nr_rule = from->nr_rule;
	if (chain->base)
		rs->base[chain->hook] = from->number;
	ct6_ruleset_count_set(rs, ct6_ruleset_policy(rs, from->number),
			      from->packets, from->bytes);
	if (!from->from)
		return;
	if (ct6_edit_same(e, from))
		chain->index = ct6_rule_index_get(e->old->chain[from->from - 1].index);
	origin = &rs->origin[ct6_ruleset_policy(rs, from->number)];
	origin->number = ct6_ruleset_policy(e->old, from->from - 1) + 1;
	origin->counts = !from->reset;
}

static void ct6_edit_make_chains(const struct ct6_edit *e,
				 struct ct6_ruleset *rs)
{
	u32 i, first = 0;

	for (i = 0; i < e->nr_chain; i++) {
		if (e->chain[i].gone)
			continue;
		ct6_edit_make_chain(e, &e->chain[i], rs, first);
		first += e->chain[i].nr_rule;
	}
}

/* Takes the expressions of a rule over; their chains have new numbers. */
static int ct6_edit_make_old(struct ct6_edit *e, struct ct6_ruleset *rs,
			     struct ct6_rule *rule, u32 first, u32 from)
{
	const struct ct6_rule *old = &e->old->rule[from];
	u32 i;

	rule->borrowed = true;
	rule->comment = old->comment;
	rule->expr = first;
	rule->nr_expr = old->nr_expr;
	for (i = 0; i < old->nr_expr; i++) {
		struct ct6_expr *expr = &rs->expr[first + i];
		const struct ct6_edit_chain *target;

		*expr = e->old->expr[old->expr + i];
		if (expr->kind != CT6_EXPR_VERDICT ||
		    (expr->verdict.code != CT6_VERDICT_JUMP &&
		     expr->verdict.code != CT6_VERDICT_GOTO))
			continue;
		target = &e->chain[expr->verdict.chain];
		if (target->gone) {
			NL_SET_ERR_MSG_ATTR(e->extack, target->gone,
					    "a rule jumps to the chain");
			return -EBUSY;
		}
		expr->verdict.chain = target->number;
	}
	return 0;
}

static int ct6_edit_make_rule(struct ct6_edit *e, struct ct6_parse *p,
			      const struct ct6_edit_rule *from, u32 number,
			      u32 first)
{
	struct ct6_rule *rule = &p->rs->rule[number];
	struct ct6_origin *origin = &p->rs->origin[number];

	rule->handle = from->handle;
	/* a loop may be closed by a rule that was there */
	p->attr[number] = from->attr ? from->attr : e->change;
	if (from->attr) {
		if (nla_find_nested(from->attr, CT6_A_RULE_CHAIN)) {
			NL_SET_ERR_MSG_ATTR(e->extack, from->attr,
					    "the change names the chain, not its rule");
			return -EINVAL;
		}
		return ct6_parse_rule(p, number, first);
	}
	origin->number = from->from + 1;
	origin->counts = !from->reset;
	return ct6_edit_make_old(e, p->rs, rule, first, from->from);
}

static int ct6_edit_make_rules(struct ct6_edit *e, struct ct6_parse *p)
{
	const struct ct6_edit_rule *rule;
	u32 i, number = 0, first = 0;
	int err;

	for (i = 0; i < e->nr_chain; i++) {
		if (e->chain[i].gone)
			continue;
		list_for_each_entry(rule, &e->chain[i].rules, node) {
			p->rs->rule[number].chain = e->chain[i].number;
			err = ct6_edit_make_rule(e, p, rule, number, first);
			if (err)
				return err;
			first += p->rs->rule[number++].nr_expr;
			cond_resched();
		}
	}
	return 0;
}

/* The whole ruleset that the lists stand for. */
static int ct6_edit_make(struct ct6_edit *e, struct ct6_parse *p)
{
	const struct ct6_ruleset *old = e->old;
	struct ct6_origin *origin;
	int err;

	err = ct6_edit_alloc(e, p);
	if (err)
		return err;
	if (old) {
		p->rs->flags = old->flags;
		p->rs->longest = old->longest;
		origin = &p->rs->origin[ct6_ruleset_essentials(p->rs)];
		origin->number = ct6_ruleset_essentials(old) + 1;
		origin->counts = !e->reset;
	} else {
		p->rs->flags = CT6_RULESET_FLAGS_ESSENTIALS |
			       CT6_RULESET_FLAGS_REVALIDATE;
	}
	ct6_edit_make_chains(e, p->rs);
	err = ct6_edit_make_rules(e, p);
	return err ? err : ct6_parse_jumps(p);
}

static int ct6_edit_changes(struct ct6_edit *e, const struct nlmsghdr *nlh,
			    int hdrlen)
{
	const struct nlattr *attr;
	u32 nr = 0;
	int rem, err;

	nlmsg_for_each_attr(attr, nlh, hdrlen, rem)
		nr += nla_type(attr) == CT6_A_RULESET_CHANGE;
	if (!nr) {
		NL_SET_ERR_MSG(e->extack, "no change is given");
		return -EINVAL;
	}
	err = ct6_edit_open(e, nr);
	if (err)
		return err;
	nlmsg_for_each_attr(attr, nlh, hdrlen, rem) {
		if (nla_type(attr) != CT6_A_RULESET_CHANGE)
			continue;
		err = ct6_edit_apply(e, attr);
		if (err)
			return err;
		cond_resched();
	}
	return 0;
}

/**
 * ct6_ruleset_edit() - the running ruleset with changes
 * @net: namespace
 * @old: running ruleset, or NULL for none
 * @nlh: message CT6_CMD_RULESET_CHANGE, its attributes validated by policy
 * @hdrlen: bytes between @nlh and the attributes, without NLMSG_HDRLEN
 * @handle: newest handle of a rule; that of the new rules afterwards
 * @extack: for the reason of a refusal
 *
 * Nothing of @old changes. What the result shares with it is taken over by
 * ct6_ruleset_swap(), or left where it is by ct6_ruleset_free().
 *
 * Context: process, under ct6_net.lock, until one of the two.
 * Return: a ruleset without generation, or an ERR_PTR.
 */
struct ct6_ruleset *ct6_ruleset_edit(struct net *net,
				     const struct ct6_ruleset *old,
				     const struct nlmsghdr *nlh, int hdrlen,
				     u64 *handle,
				     struct netlink_ext_ack *extack)
{
	struct ct6_edit e = { .old = old, .extack = extack, .handle = *handle };
	struct ct6_parse p = { .net = net, .extack = extack };
	const struct nlattr *flags;
	int err;

	err = ct6_edit_changes(&e, nlh, hdrlen);
	if (!err)
		err = ct6_edit_make(&e, &p);
	if (!err)
		err = ct6_rule_index_build(p.rs);
	if (!err) {
		flags = nlmsg_find_attr(nlh, hdrlen, CT6_A_RULESET_FLAGS);
		if (flags)
			p.rs->flags = nla_get_u32(flags);
		*handle = e.handle;
	}
	kvfree(p.attr);
	kvfree(e.rule);
	kvfree(e.chain);
	if (!err)
		return p.rs;
	ct6_ruleset_free(p.rs);
	return ERR_PTR(err);
}
