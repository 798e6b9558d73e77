/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A ruleset in the making: what loading a whole one and changing the running
 * one share.
 */
#ifndef _CT6_RULESET_PARSE_H
#define _CT6_RULESET_PARSE_H

#include <linux/bits.h>
#include <linux/types.h>

struct ct6_chain;
struct ct6_ruleset;
struct net;
struct netlink_ext_ack;
struct nlattr;
struct nlmsghdr;

/* Chains are found by name one after the other. */
#define CT6_CHAIN_MAX	4096

/* CT6_CACHED_ACCEPT needs a bit; nobody gets near it. */
#define CT6_RULE_MAX	BIT(24)

/**
 * struct ct6_parse - a ruleset in the making
 * @net: namespace
 * @nlh: message
 * @hdrlen: bytes in front of its attributes
 * @extack: for the reason of a refusal
 * @rs: result
 * @attr: by rule, its attribute
 * @chain: by rule in the message's order, its chain
 */
struct ct6_parse {
	struct net		*net;
	const struct nlmsghdr	*nlh;
	int			hdrlen;
	struct netlink_ext_ack	*extack;
	struct ct6_ruleset	*rs;
	const struct nlattr	**attr;
	u32			*chain;
};

int ct6_parse_name(const char *name, bool base, u8 hook,
		   const struct nlattr *attr, struct netlink_ext_ack *extack);
int ct6_parse_rule(struct ct6_parse *p, u32 number, u32 first_expr);
int ct6_parse_jumps(struct ct6_parse *p);

#endif /* _CT6_RULESET_PARSE_H */
