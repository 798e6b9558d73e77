/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A ruleset while it is changed: lists that stand for its chains and rules.
 */
#ifndef _CT6_RULESET_EDIT_H
#define _CT6_RULESET_EDIT_H

#include <linux/list.h>
#include <linux/types.h>

#include <uapi/linux/ct6.h>

struct ct6_ruleset;
struct netlink_ext_ack;
struct nlattr;

/**
 * struct ct6_edit_rule - a rule while rulesets change
 * @node: in its chain
 * @attr: CT6_A_CHANGE_RULE of a new one, NULL of one that was there
 * @handle: for users
 * @from: its number in the running ruleset, when it was there
 * @reset: its counter begins anew
 */
struct ct6_edit_rule {
	struct list_head	node;
	const struct nlattr	*attr;
	u64			handle;
	u32			from;
	bool			reset;
};

/**
 * struct ct6_edit_chain - a chain while rulesets change
 * @rules: in order
 * @gone: the change that deleted it, or NULL
 * @name: unique among those that are not gone
 * @nr_rule: of @rules
 * @from: its number in the running ruleset plus 1, 0 when it was not there
 * @number: in the new one
 * @base: judges the packets of @hook
 * @reset: the policy's counter begins anew
 * @packets: with what, when it does
 * @bytes: with what, when it does
 * @hook: enum ct6_hook
 * @policy: CT6_VERDICT_ACCEPT or DROP
 */
struct ct6_edit_chain {
	struct list_head	rules;
	const struct nlattr	*gone;
	char			name[CT6_NAME_MAX + 1];
	u64			packets;
	u64			bytes;
	u32			nr_rule;
	u32			from;
	u32			number;
	bool			base;
	bool			reset;
	u8			hook;
	u8			policy;
};

/**
 * struct ct6_edit - a ruleset that is changed
 * @old: running ruleset, or NULL
 * @extack: for the reason of a refusal
 * @change: the last change that was begun
 * @tb: its attributes
 * @chain: chains, those that are gone among them
 * @nr_chain: of @chain
 * @rule: room for rules
 * @nr_rule: of @rule that were used
 * @handle: newest handle
 * @reset: the essentials' counter begins anew
 */
struct ct6_edit {
	const struct ct6_ruleset	*old;
	struct netlink_ext_ack		*extack;
	const struct nlattr		*change;
	struct nlattr			*tb[CT6_A_CHANGE_MAX + 1];
	struct ct6_edit_chain		*chain;
	u32				nr_chain;
	struct ct6_edit_rule		*rule;
	u32				nr_rule;
	u64				handle;
	bool				reset;
};

int ct6_edit_apply(struct ct6_edit *e, const struct nlattr *change);

#endif /* _CT6_RULESET_EDIT_H */
