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

/**
 * struct ct6_step - a rule that a traced packet met
 * @rule: number of the rule
 * @failed: number of the expression in the rule that did not match
 * @matched: all did
 */
struct ct6_step {
	u32	rule;
	u32	failed;
	bool	matched;
};

/**
 * struct ct6_trace - what a packet meets
 * @step: room for those asked for
 * @first: number of the first that is asked for
 * @room: of @step
 * @nr: met so far
 */
struct ct6_trace {
	struct ct6_step	*step;
	u32		first;
	u32		room;
	u32		nr;
};

void ct6_rules_judge(const struct ct6_ruleset *rs, struct ct6_packet *pkt,
		     struct ct6_judgement *verdict);
bool ct6_rules_rejudge(const struct ct6_ruleset *rs, struct ct6_packet *first);
void ct6_rules_trace(const struct ct6_ruleset *rs, struct ct6_packet *pkt,
		     struct ct6_judgement *verdict, struct ct6_trace *trace);

#endif /* _CT6_RULES_H */
