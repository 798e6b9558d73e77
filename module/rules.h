/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Evaluation of a ruleset for a packet.
 */
#ifndef _CT6_RULES_H
#define _CT6_RULES_H

#include <linux/types.h>

struct ct6_expr;
struct ct6_packet;
struct ct6_ruleset;

/* Jumps that may be open at one time; deeper rulesets are refused. */
#define CT6_JUMP_MAX	16

/**
 * struct ct6_judgement - what a ruleset says of a packet
 * @accept: it passes
 * @reject: how to answer, NULL to drop silently
 * @number: counter of the rule or policy that decided
 * @counted: rules and policies that counted the packet
 */
struct ct6_judgement {
	bool			accept;
	const struct ct6_expr	*reject;
	u32			number;
	u32			counted;
};

void ct6_rules_judge(const struct ct6_ruleset *rs, struct ct6_packet *pkt,
		     struct ct6_judgement *verdict);

#endif /* _CT6_RULES_H */
