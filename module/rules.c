// SPDX-License-Identifier: GPL-2.0-only
/*
 * Evaluation: the rules of a base chain in their order, through the chains
 * that they jump to, to a verdict or to the policy.
 */
#include "count.h"
#include "essentials.h"
#include "expr.h"
#include "rule_index.h"
#include "rules.h"
#include "ruleset.h"

/* Where to go on when a user chain ends. */
struct ct6_frame {
	u32	rule;
	u32	chain;
};

/**
 * struct ct6_walk - where a packet is
 * @chain: number of the chain
 * @rule: number of the rule
 * @end: number behind the chain's last rule
 * @from: from this rule on, @cursor knows which ones can match
 * @found: @cursor is of this chain
 * @cursor: those rules
 */
struct ct6_walk {
	u32			chain;
	u32			rule;
	u32			end;
	u32			from;
	bool			found;
	struct ct6_index_cursor	cursor;
};

static void ct6_rules_count(const struct ct6_ruleset *rs,
			    const struct ct6_packet *pkt,
			    struct ct6_judgement *verdict, u32 number)
{
	verdict->number = number;
	verdict->counted++;
	if (!pkt->rejudge)
		ct6_ruleset_count(rs, number, pkt->len);
}

/*
 * What a recent table knew when a flow's first packet came nobody knows when
 * the packet is judged again; nor what only that packet had. A test of it is
 * taken for what lets the packet pass: true in a rule that accepts, false in
 * any other. Where a rule jumps nobody can tell: ct6_rules_rejudge() tries both.
 */
static bool ct6_rule_guess(const struct ct6_ruleset *rs,
			   const struct ct6_rule *rule, struct ct6_packet *pkt)
{
	const struct ct6_expr *last = &rs->expr[rule->expr + rule->nr_expr - 1];

	if (last->kind != CT6_EXPR_VERDICT)
		return false;
	switch (last->verdict.code) {
	case CT6_VERDICT_ACCEPT:
		return true;
	case CT6_VERDICT_JUMP:
	case CT6_VERDICT_GOTO:
		pkt->jumped = true;
		return pkt->guess;
	default:
		return false;
	}
}

/*
 * Return: the expression that decides; NULL when a match fails (@matched is
 * false) or when no word of the rule decides.
 */
static __always_inline const struct ct6_expr *
ct6_rule_apply(const struct ct6_ruleset *rs, const struct ct6_rule *rule,
	       struct ct6_packet *pkt, struct ct6_fields *fields,
	       bool *matched, u32 *failed)
{
	const struct ct6_expr *expr = &rs->expr[rule->expr];
	u32 i;

	*matched = false;
	for (i = 0; i < rule->nr_expr; i++, expr++) {
		switch (expr->kind) {
		case CT6_EXPR_MATCH:
			if (expr->varies)
				pkt->varies = true;
			if (ct6_match_apply(expr->match, pkt, fields))
				break;
			if (failed)
				*failed = i;
			return NULL;
		case CT6_EXPR_VERDICT:
			if (expr->verdict.code == CT6_VERDICT_NOTRACK) {
				pkt->notrack = true;
				pkt->varies = true;
				break;
			}
			fallthrough;
		case CT6_EXPR_REJECT:
			*matched = true;
			return expr;
		case CT6_EXPR_MATCH_ONCE:
		case CT6_EXPR_RECENT:
			if (pkt->rejudge && (expr->kind == CT6_EXPR_RECENT ||
					     !(pkt->skb || pkt->told))) {
				pkt->guessed = true;
				if (ct6_rule_guess(rs, rule, pkt))
					break;
				if (failed)
					*failed = i;
				return NULL;
			}
			fallthrough;
		default:
			if (!ct6_expr_apply(expr, pkt, fields)) {
				if (failed)
					*failed = i;
				return NULL;
			}
		}
	}
	*matched = true;
	return NULL;
}

static bool ct6_rules_essential(const struct ct6_ruleset *rs,
				struct ct6_packet *pkt,
				struct ct6_judgement *verdict)
{
	if (!(rs->flags & CT6_RULESET_FLAGS_ESSENTIALS) || !ct6_essential(pkt))
		return false;
	ct6_rules_count(rs, pkt, verdict, ct6_ruleset_essentials(rs));
	verdict->accept = true;
	return true;
}

static void ct6_trace_step(struct ct6_trace *trace, u32 rule, bool matched,
			   u32 failed)
{
	u32 place = trace->nr++ - trace->first;

	if (place < trace->room)
		trace->step[place] = (struct ct6_step) {
			.rule		= rule,
			.failed		= failed,
			.matched	= matched,
		};
}

/* Go on in a chain, with one of its rules. An index cannot be traced. */
static __always_inline void ct6_walk_enter(const struct ct6_ruleset *rs,
					   struct ct6_walk *walk, u32 number,
					   u32 rule, bool indexed)
{
	const struct ct6_chain *chain = &rs->chain[number];

	walk->chain = number;
	walk->rule = rule;
	walk->end = chain->rule + chain->nr_rule;
	walk->from = U32_MAX;
	if (indexed && chain->index) {
		walk->from = chain->rule + chain->index->from;
		walk->found = false;
	}
}

/* Leave out the rules that the index knows not to match. */
static noinline void ct6_walk_skip(const struct ct6_ruleset *rs,
				   struct ct6_walk *walk,
				   const struct ct6_packet *pkt,
				   struct ct6_fields *fields)
{
	const struct ct6_chain *chain = &rs->chain[walk->chain];
	u32 next = walk->rule - chain->rule;

	if (!walk->found) {
		ct6_rule_index_find(chain->index, pkt, fields, next,
				    &walk->cursor);
		walk->found = true;
	}
	next = ct6_rule_index_next(&walk->cursor, next);
	walk->rule = next == CT6_INDEX_END ? walk->end : chain->rule + next;
}

/*
 * Walks the chains from a base chain's first rule. Packets are judged by a
 * copy of its own, for which @trace is known to be NULL.
 *
 * Return: true when a rule decided, false when the policy has to. Bounded:
 * the parser refuses loops and more than CT6_JUMP_MAX open jumps.
 */
static __always_inline bool
ct6_rules_walk(const struct ct6_ruleset *rs, u32 base, struct ct6_packet *pkt,
	       struct ct6_judgement *verdict, struct ct6_trace *trace)
{
	struct ct6_frame stack[CT6_JUMP_MAX] __uninitialized;
	struct ct6_fields fields __uninitialized;
	struct ct6_walk walk __uninitialized;
	unsigned int depth = 0;
	const struct ct6_expr *expr;
	u32 failed = 0;
	bool matched;

	fields.asked = 0;
	fields.has = 0;
	ct6_walk_enter(rs, &walk, base, rs->chain[base].rule, !trace);
	for (;;) {
		if (walk.rule >= walk.from)
			ct6_walk_skip(rs, &walk, pkt, &fields);
		if (walk.rule == walk.end) {
			if (!depth)
				return false;
			depth--;
			ct6_walk_enter(rs, &walk, stack[depth].chain,
				       stack[depth].rule, !trace);
			continue;
		}
		expr = ct6_rule_apply(rs, &rs->rule[walk.rule], pkt, &fields,
				      &matched, trace ? &failed : NULL);
		if (trace)
			ct6_trace_step(trace, walk.rule, matched, failed);
		if (matched)
			ct6_rules_count(rs, pkt, verdict, walk.rule);
		walk.rule++;
		if (!expr)
			continue;
		if (expr->kind == CT6_EXPR_REJECT) {
			pkt->varies = true;
			verdict->reject = expr;
			return true;
		}
		switch (expr->verdict.code) {
		case CT6_VERDICT_ACCEPT:
			verdict->accept = true;
			return true;
		case CT6_VERDICT_DROP:
			return true;
		case CT6_VERDICT_JUMP:
			stack[depth++] = (struct ct6_frame) { walk.rule,
							      walk.chain };
			fallthrough;
		case CT6_VERDICT_GOTO:
			ct6_walk_enter(rs, &walk, expr->verdict.chain,
				       rs->chain[expr->verdict.chain].rule,
				       !trace);
			break;
		case CT6_VERDICT_RETURN:
			walk.rule = walk.end;
			walk.from = U32_MAX;
			break;
		}
	}
}

static __always_inline void
ct6_rules_run(const struct ct6_ruleset *rs, struct ct6_packet *pkt,
	      struct ct6_judgement *verdict, struct ct6_trace *trace)
{
	s32 base = rs->base[pkt->hook];

	*verdict = (struct ct6_judgement) {};
	if (pkt->has_icmp && ct6_rules_essential(rs, pkt, verdict))
		return;
	if (base < 0) {
		/* nothing to count in, so nothing to remember */
		pkt->varies = true;
		verdict->accept = true;
		return;
	}
	if (ct6_rules_walk(rs, base, pkt, verdict, trace))
		return;
	ct6_rules_count(rs, pkt, verdict, ct6_ruleset_policy(rs, base));
	verdict->accept = rs->chain[base].policy == CT6_VERDICT_ACCEPT;
}

/**
 * ct6_rules_judge() - what a ruleset says of a packet
 * @rs: ruleset
 * @pkt: classified packet; varies, notrack and the marks may change
 * @verdict: result
 *
 * Counts the packet in every rule that it matches, unless it is judged again.
 *
 * Context: under RCU, BHs off.
 */
void ct6_rules_judge(const struct ct6_ruleset *rs, struct ct6_packet *pkt,
		     struct ct6_judgement *verdict)
{
	ct6_rules_run(rs, pkt, verdict, NULL);
}

/**
 * ct6_rules_rejudge() - what a ruleset says of a flow's first packet
 * @rs: ruleset
 * @first: of ct6_flow_first(), with its hook, devices, state and net; as it is
 *	behind the judgement that counts
 *
 * Context: under RCU, BHs off.
 * Return: whether the flow may live.
 */
bool ct6_rules_rejudge(const struct ct6_ruleset *rs, struct ct6_packet *first)
{
	struct ct6_packet again = *first;
	struct ct6_judgement verdict;

	first->guess = true;
	ct6_rules_judge(rs, first, &verdict);
	if (!verdict.accept && first->jumped) {
		*first = again;
		if (first->counted)
			first->counted->nr = 0;
		ct6_rules_judge(rs, first, &verdict);
	}
	return verdict.accept && !first->notrack;
}

/**
 * ct6_rules_trace() - what a ruleset says of a packet, and why
 * @rs: ruleset
 * @pkt: as of ct6_rules_judge(), judged again: it has no effects
 * @verdict: result
 * @trace: result, its step, first and room are given
 *
 * Context: under RCU, BHs off.
 */
void ct6_rules_trace(const struct ct6_ruleset *rs, struct ct6_packet *pkt,
		     struct ct6_judgement *verdict, struct ct6_trace *trace)
{
	ct6_rules_run(rs, pkt, verdict, trace);
}
