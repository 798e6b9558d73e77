/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Verdicts compared with those of all rules, walked one after the other.
 */
#ifndef _CT6_VERIFY_H
#define _CT6_VERIFY_H

#include <linux/jump_label.h>

#include "net.h"
#include "rules.h"

struct ct6_flow;
struct ct6_packet;
struct ct6_ruleset;
struct nf_hook_state;
struct sk_buff;

DECLARE_STATIC_KEY_FALSE(ct6_verifying);

/**
 * ct6_verifies() - are the verdicts of a namespace compared?
 * @cn: namespace
 *
 * Costs nothing while no namespace asks for it.
 */
static __always_inline bool ct6_verifies(const struct ct6_net *cn)
{
	return static_branch_unlikely(&ct6_verifying) &&
	       READ_ONCE(cn->config.verify);
}

/**
 * struct ct6_expected - what a verdict is compared with
 * @verdict: what all rules say
 * @varies: it depends on what may differ between packets of a flow
 * @guessed: it depends on what only the first time could know
 */
struct ct6_expected {
	struct ct6_judgement	verdict;
	bool			varies;
	bool			guessed;
};

void ct6_verify_set(struct ct6_net *cn, bool on);
void ct6_verify_expect(const struct ct6_ruleset *rs,
		       const struct ct6_packet *pkt,
		       struct ct6_expected *expected);
void ct6_verify_rules(struct ct6_net *cn, const struct ct6_expected *expected,
		      const struct ct6_judgement *verdict);
void ct6_verify_cached(struct ct6_net *cn, const struct ct6_ruleset *rs,
		       const struct ct6_packet *pkt, u32 word);
void ct6_verify_fast(struct ct6_net *cn, const struct ct6_ruleset *rs,
		     struct sk_buff *skb, const struct nf_hook_state *state,
		     struct ct6_flow *flow, unsigned int dir);

#endif /* _CT6_VERIFY_H */
