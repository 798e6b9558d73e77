// SPDX-License-Identifier: GPL-2.0-only
/*
 * A ruleset from one netlink message: counted, made, filled, checked. Nothing
 * of it is seen by a packet before all of it is right.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <net/genetlink.h>
#include <net/netlink.h>

#include "netlink-gen.h"
#include "rule_index.h"
#include "rules.h"
#include "ruleset.h"
#include "ruleset_parse.h"

/**
 * ct6_chain_find() - a chain by its name
 * @rs: ruleset
 * @name: name
 *
 * Return: its number, or -1.
 */
s32 ct6_chain_find(const struct ct6_ruleset *rs, const char *name)
{
	u32 i;

	for (i = 0; i < rs->nr_chain; i++)
		if (!strcmp(rs->chain[i].name, name))
			return i;
	return -1;
}

static int ct6_parse_count(struct ct6_parse *p)
{
	u32 nr_chain = 0, nr_rule = 0, nr_expr = 0;
	const struct nlattr *attr, *expr;
	int rem, left;

	nlmsg_for_each_attr(attr, p->nlh, p->hdrlen, rem) {
		if (nla_type(attr) == CT6_A_RULESET_CHAIN) {
			if (++nr_chain > CT6_CHAIN_MAX) {
				NL_SET_ERR_MSG_ATTR(p->extack, attr,
						    "more than 4096 chains");
				return -E2BIG;
			}
		} else if (nla_type(attr) == CT6_A_RULESET_RULE) {
			if (++nr_rule > CT6_RULE_MAX) {
				NL_SET_ERR_MSG_ATTR(p->extack, attr,
						    "too many rules");
				return -E2BIG;
			}
			nla_for_each_nested(expr, attr, left)
				nr_expr += nla_type(expr) == CT6_A_RULE_EXPR;
		}
	}
	p->rs = ct6_ruleset_alloc(nr_chain, nr_rule, nr_expr);
	if (p->rs)
		p->rs->net = p->net;
	p->attr = kvcalloc(nr_rule + 1, sizeof(*p->attr), GFP_KERNEL);
	p->chain = kvcalloc(nr_rule + 1, sizeof(*p->chain), GFP_KERNEL);
	return p->rs && p->attr && p->chain ? 0 : -ENOMEM;
}

/**
 * ct6_parse_name() - may a chain be named so?
 * @name: name
 * @base: it is a base chain
 * @hook: its hook then
 * @attr: attribute with the name
 * @extack: for the reason of a refusal
 *
 * Users name a base chain by its hook, so no other chain may be named so.
 *
 * Return: 0 or an error.
 */
int ct6_parse_name(const char *name, bool base, u8 hook,
		   const struct nlattr *attr, struct netlink_ext_ack *extack)
{
	static const char * const names[] = {
		[CT6_HOOK_INPUT]	= "input",
		[CT6_HOOK_FORWARD]	= "forward",
		[CT6_HOOK_OUTPUT]	= "output",
	};
	int named = match_string(names, ARRAY_SIZE(names), name);

	if (!*name) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "an empty name");
		return -EINVAL;
	}
	if (named < 0 || (base && hook == named))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "the name of a hook is for its base chain");
	return -EINVAL;
}

static int ct6_parse_base(struct ct6_parse *p, struct ct6_chain *chain,
			  struct nlattr **tb)
{
	struct ct6_ruleset *rs = p->rs;
	struct nlattr *hook = tb[CT6_A_CHAIN_HOOK];

	if (!hook) {
		if (!tb[CT6_A_CHAIN_POLICY])
			return 0;
		NL_SET_ERR_MSG_ATTR(p->extack, tb[CT6_A_CHAIN_POLICY],
				    "only a base chain has a policy");
		return -EINVAL;
	}
	chain->base = true;
	chain->hook = nla_get_u32(hook);
	chain->policy = CT6_VERDICT_ACCEPT;
	if (tb[CT6_A_CHAIN_POLICY])
		chain->policy = nla_get_u32(tb[CT6_A_CHAIN_POLICY]);
	if (rs->base[chain->hook] >= 0) {
		NL_SET_ERR_MSG_ATTR(p->extack, hook,
				    "another chain has this hook");
		return -EEXIST;
	}
	rs->base[chain->hook] = chain - rs->chain;
	return 0;
}

static u64 ct6_parse_u64(const struct nlattr *attr)
{
	return attr ? nla_get_u64(attr) : 0;
}

static int ct6_parse_chain(struct ct6_parse *p, struct ct6_chain *chain,
			   const struct nlattr *nest)
{
	struct nlattr *tb[CT6_A_CHAIN_MAX + 1];
	struct ct6_ruleset *rs = p->rs;
	const char *name;
	int err;

	err = nla_parse_nested(tb, CT6_A_CHAIN_MAX, nest, ct6_chain_nl_policy,
			       p->extack);
	if (err)
		return err;
	if (NL_REQ_ATTR_CHECK(p->extack, nest, tb, CT6_A_CHAIN_NAME)) {
		NL_SET_ERR_MSG(p->extack, "a chain needs a name");
		return -EINVAL;
	}
	name = nla_data(tb[CT6_A_CHAIN_NAME]);
	if (*name && ct6_chain_find(rs, name) >= 0) {
		NL_SET_ERR_MSG_ATTR(p->extack, tb[CT6_A_CHAIN_NAME],
				    "another chain has this name");
		return -EEXIST;
	}
	strscpy(chain->name, name, sizeof(chain->name));
	err = ct6_parse_base(p, chain, tb);
	if (!err)
		err = ct6_parse_name(name, chain->base, chain->hook,
				     tb[CT6_A_CHAIN_NAME], p->extack);
	if (err)
		return err;
	ct6_ruleset_count_set(rs, ct6_ruleset_policy(rs, chain - rs->chain),
			      ct6_parse_u64(tb[CT6_A_CHAIN_PACKETS]),
			      ct6_parse_u64(tb[CT6_A_CHAIN_BYTES]));
	return 0;
}

static int ct6_parse_chains(struct ct6_parse *p)
{
	struct ct6_chain *chain = p->rs->chain;
	const struct nlattr *attr;
	int rem, err;

	nlmsg_for_each_attr(attr, p->nlh, p->hdrlen, rem) {
		if (nla_type(attr) != CT6_A_RULESET_CHAIN)
			continue;
		err = ct6_parse_chain(p, chain++, attr);
		if (err)
			return err;
	}
	return 0;
}

/* The rules of a chain stand together, in the message's order. */
static int ct6_parse_sort(struct ct6_parse *p)
{
	struct ct6_ruleset *rs = p->rs;
	const struct nlattr *attr, *name;
	u32 i, next = 0, nr = 0;
	s32 chain;
	int rem;

	nlmsg_for_each_attr(attr, p->nlh, p->hdrlen, rem) {
		if (nla_type(attr) != CT6_A_RULESET_RULE)
			continue;
		name = nla_find_nested(attr, CT6_A_RULE_CHAIN);
		if (!name) {
			NL_SET_ERR_ATTR_MISS(p->extack, attr,
					     CT6_A_RULE_CHAIN);
			NL_SET_ERR_MSG(p->extack, "a rule needs its chain");
			return -EINVAL;
		}
		chain = ct6_chain_find(rs, nla_data(name));
		if (chain < 0) {
			NL_SET_ERR_MSG_ATTR(p->extack, name, "no such chain");
			return -ENOENT;
		}
		p->chain[nr++] = chain;
		rs->chain[chain].nr_rule++;
		cond_resched();
	}
	for (i = 0; i < rs->nr_chain; i++) {
		rs->chain[i].rule = next;
		next += rs->chain[i].nr_rule;
		rs->chain[i].nr_rule = 0;
	}
	nr = 0;
	nlmsg_for_each_attr(attr, p->nlh, p->hdrlen, rem) {
		struct ct6_chain *c;

		if (nla_type(attr) != CT6_A_RULESET_RULE)
			continue;
		c = &rs->chain[p->chain[nr++]];
		i = c->rule + c->nr_rule++;
		p->attr[i] = attr;
		rs->rule[i].chain = c - rs->chain;
	}
	return 0;
}

static bool ct6_expr_ends(const struct ct6_expr *expr)
{
	return expr->kind == CT6_EXPR_REJECT ||
	       (expr->kind == CT6_EXPR_VERDICT &&
		expr->verdict.code != CT6_VERDICT_NOTRACK);
}

static int ct6_parse_exprs(struct ct6_parse *p, struct ct6_rule *rule,
			   const struct nlattr *nest)
{
	const struct nlattr *attr;
	bool ended = false;
	int rem, err;

	nla_for_each_nested(attr, nest, rem) {
		struct ct6_expr *expr;

		if (nla_type(attr) != CT6_A_RULE_EXPR)
			continue;
		if (ended) {
			NL_SET_ERR_MSG_ATTR(p->extack, attr,
					    "nothing can follow a verdict");
			return -EINVAL;
		}
		expr = &p->rs->expr[rule->expr + rule->nr_expr++];
		err = ct6_expr_parse(p->rs, expr, attr, p->extack);
		if (err)
			return err;
		ended = ct6_expr_ends(expr);
	}
	return 0;
}

/**
 * ct6_parse_rule() - a rule from its attribute
 * @p: ruleset in the making, its chains known
 * @number: of the rule
 * @first_expr: number of its first expression
 *
 * Context: process.
 * Return: 0 or an error; what was made goes with the ruleset.
 */
int ct6_parse_rule(struct ct6_parse *p, u32 number, u32 first_expr)
{
	const struct nlattr *nest = p->attr[number];
	struct ct6_rule *rule = &p->rs->rule[number];
	struct nlattr *tb[CT6_A_RULE_MAX + 1];
	int err;

	err = nla_parse_nested(tb, CT6_A_RULE_MAX, nest, ct6_rule_nl_policy,
			       p->extack);
	if (err)
		return err;
	if (tb[CT6_A_RULE_HANDLE]) {
		NL_SET_ERR_MSG_ATTR(p->extack, tb[CT6_A_RULE_HANDLE],
				    "the kernel gives the handles");
		return -EINVAL;
	}
	if (tb[CT6_A_RULE_COMMENT]) {
		rule->comment = nla_strdup(tb[CT6_A_RULE_COMMENT], GFP_KERNEL);
		if (!rule->comment)
			return -ENOMEM;
	}
	ct6_ruleset_count_set(p->rs, number,
			      ct6_parse_u64(tb[CT6_A_RULE_PACKETS]),
			      ct6_parse_u64(tb[CT6_A_RULE_BYTES]));
	p->rs->longest = max_t(u32, p->rs->longest, nla_total_size(nest->nla_len));
	rule->expr = first_expr;
	return ct6_parse_exprs(p, rule, nest);
}

static int ct6_parse_rules(struct ct6_parse *p)
{
	u32 i, expr = 0;
	int err;

	for (i = 0; i < p->rs->nr_rule; i++) {
		err = ct6_parse_rule(p, i, expr);
		if (err)
			return err;
		expr += p->rs->rule[i].nr_expr;
		cond_resched();
	}
	return 0;
}

/* Marks of a chain whose height is not known. */
#define CT6_HEIGHT_UNKNOWN	0xff
#define CT6_HEIGHT_OPEN		0xfe

/*
 * Jumps and gotos below a chain. A chain that is open already closes a loop.
 * Heights are kept, so every chain is looked at once; the recursion is never
 * deeper than the jumps that are allowed.
 */
static int ct6_parse_height(struct ct6_parse *p, u8 *height, u32 number,
			    unsigned int depth)
{
	const struct ct6_ruleset *rs = p->rs;
	const struct ct6_chain *chain = &rs->chain[number];
	u8 max = 0;
	u32 i;

	height[number] = CT6_HEIGHT_OPEN;
	for (i = chain->rule; i < chain->rule + chain->nr_rule; i++) {
		const struct ct6_rule *rule = &rs->rule[i];
		const struct ct6_expr *expr;
		u32 target;
		int err;

		if (!rule->nr_expr)
			continue;
		expr = &rs->expr[rule->expr + rule->nr_expr - 1];
		if (expr->kind != CT6_EXPR_VERDICT ||
		    (expr->verdict.code != CT6_VERDICT_JUMP &&
		     expr->verdict.code != CT6_VERDICT_GOTO))
			continue;
		target = expr->verdict.chain;
		if (height[target] == CT6_HEIGHT_OPEN) {
			NL_SET_ERR_MSG_ATTR(p->extack, p->attr[i],
					    "this jump closes a loop");
			return -ELOOP;
		}
		if (depth < CT6_JUMP_MAX &&
		    height[target] == CT6_HEIGHT_UNKNOWN) {
			err = ct6_parse_height(p, height, target, depth + 1);
			if (err)
				return err;
		}
		if (depth == CT6_JUMP_MAX ||
		    height[target] + depth >= CT6_JUMP_MAX) {
			NL_SET_ERR_MSG_ATTR(p->extack, p->attr[i],
					    "more than 16 jumps deep");
			return -EMLINK;
		}
		max = max_t(u8, max, height[target] + 1);
	}
	height[number] = max;
	return 0;
}

/**
 * ct6_parse_jumps() - refuse loops, and more open jumps than a walk can hold
 * @p: ruleset in the making, its rules known
 *
 * Context: process.
 * Return: 0 or an error.
 */
int ct6_parse_jumps(struct ct6_parse *p)
{
	u32 i, nr = p->rs->nr_chain;
	u8 *height;
	int err = 0;

	height = kvmalloc(nr + 1, GFP_KERNEL);
	if (!height)
		return -ENOMEM;
	memset(height, CT6_HEIGHT_UNKNOWN, nr + 1);
	for (i = 0; i < nr && !err; i++)
		if (height[i] == CT6_HEIGHT_UNKNOWN)
			err = ct6_parse_height(p, height, i, 0);
	kvfree(height);
	return err;
}

/**
 * ct6_ruleset_parse() - a ruleset from netlink
 * @net: namespace
 * @nlh: message CT6_CMD_RULESET_SET, its attributes validated by policy
 * @hdrlen: bytes between @nlh and the attributes, without NLMSG_HDRLEN
 * @extack: for the reason of a refusal
 *
 * Context: process.
 * Return: a ruleset without generation and handles, or an ERR_PTR.
 */
struct ct6_ruleset *ct6_ruleset_parse(struct net *net,
				      const struct nlmsghdr *nlh, int hdrlen,
				      struct netlink_ext_ack *extack)
{
	struct ct6_parse p = {
		.net	= net,
		.nlh	= nlh,
		.hdrlen	= hdrlen,
		.extack	= extack,
	};
	const struct nlattr *flags;
	int err;

	err = ct6_parse_count(&p);
	if (!err)
		err = ct6_parse_chains(&p);
	if (!err)
		err = ct6_sets_parse(p.rs, nlh, hdrlen, extack);
	if (!err)
		err = ct6_parse_sort(&p);
	if (!err)
		err = ct6_parse_rules(&p);
	if (!err)
		err = ct6_parse_jumps(&p);
	if (!err)
		err = ct6_rule_index_build(p.rs);
	if (!err) {
		flags = nlmsg_find_attr(nlh, hdrlen, CT6_A_RULESET_FLAGS);
		p.rs->flags = flags ? nla_get_u32(flags) : 0;
	}
	kvfree(p.attr);
	kvfree(p.chain);
	if (!err)
		return p.rs;
	ct6_ruleset_free(p.rs);
	return ERR_PTR(err);
}
