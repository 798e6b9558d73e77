// SPDX-License-Identifier: GPL-2.0-only
/*
 * The index of rules, from the module's own sources: whatever the rules, no
 * rule that matches is left out or comes twice or out of its order; where a
 * field tells rules apart, few are left; and memory may end at any point of
 * its making.
 */
#include <stdio.h>

#include "kernel.h"

/* what of a packet and of sets the index does not look at */
#define _CT6_PACKET_H
#define _CT6_SET_H
struct ct6_epoch {
	u32 now;
};

struct ct6_packet {
	struct {
		u64 hi, lo;
	} field[64];
	u64 has;
};

#include "../../module/rule_index.c"
#include "../../module/rule_index_build.c"

#define RULES	400
#define EXPRS	3

static int results, failures;
/* How many values there are of a field, in the middle of what there can be. */
static u32 spread = 300;
static u64 state = 1;

static void result(bool ok, const char *name, u64 expected, u64 seen)
{
	if (!ok) {
		printf("# expected: %llu\n# seen:     %llu\n",
		       (unsigned long long)expected, (unsigned long long)seen);
		failures++;
	}
	printf("%sok %d %s\n", ok ? "" : "not ", ++results, name);
}

/* xorshift64* */
static u32 any(u32 below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * 0x2545f4914f6cdd1dULL >> 32) % below;
}

unsigned int ct6_field_width(enum ct6_field field)
{
	switch (field) {
	case CT6_FIELD_SADDR:
	case CT6_FIELD_DADDR:
	case CT6_FIELD_IIFNAME:
	case CT6_FIELD_OIFNAME:
		return 16;
	case CT6_FIELD_SPORT:
	case CT6_FIELD_DPORT:
		return 2;
	default:
		return 1;
	}
}

void ct6_fields_load(struct ct6_fields *fields, const struct ct6_packet *pkt,
		     enum ct6_field field)
{
	fields->asked |= BIT_ULL(field);
	fields->has |= pkt->has & BIT_ULL(field);
	fields->value[field].hi = pkt->field[field].hi;
	fields->value[field].lo = pkt->field[field].lo;
}

/* Here every element is a range, or has a mask with holes. */
bool ct6_elem_bounds(const struct ct6_elem *elem, unsigned int width,
		     struct ct6_value *first, struct ct6_value *last)
{
	(void)width;
	*first = elem->data;
	*last = elem->end;
	return elem->range;
}

bool ct6_match_any(const struct ct6_match *match, const struct ct6_value *value)
{
	for (u32 i = 0; i < match->nr; i++)
		if (ct6_elem_match(&match->elem[i], value))
			return true;
	return false;
}

/* Values lie close together, at both ends of what there is. */
static struct ct6_value value_of(u8 field)
{
	unsigned int width = ct6_field_width(field);
	struct ct6_value value = {};

	if (width > sizeof(u64)) {
		value.hi = any(4) ? 0x20010db800000000ULL + any(3) :
				    U64_MAX - any(2);
		value.lo = any(8) ? any(spread) : U64_MAX - any(3);
	} else if (width == 2) {
		value.lo = any(8) ? any(spread) : 65535 - any(3);
	} else {
		value.lo = any(8) ? any(min(spread, 20)) : 255 - any(3);
	}
	return value;
}

static void elem_make(struct ct6_elem *elem, u8 field)
{
	struct ct6_value end = value_of(field);

	*elem = (struct ct6_elem) { .range = any(10), .data = value_of(field) };
	elem->end = elem->data;
	if (!any(3)) {
		elem->end = end;
		if (ct6_value_less(&elem->end, &elem->data))
			swap(elem->end, elem->data);
	}
	if (!elem->range) {
		elem->mask.lo = 5;
		elem->data.hi = 0;
		elem->data.lo &= 5;
	}
}

static struct ct6_match *match_make(u8 field, u32 nr)
{
	struct ct6_match *match;

	match = calloc(1, sizeof(*match) + nr * sizeof(*match->elem));
	match->field = field;
	match->nr = nr;
	match->invert = !any(10);
	for (u32 i = 0; i < nr; i++)
		elem_make(&match->elem[i], field);
	return match;
}

static struct ct6_match *match_any(const u8 *fields, u32 nr)
{
	return match_make(fields[any(nr)], 1 + any(any(4) ? 1 : 12));
}

/* Rules that compare and, some of them, do something before that. */
static void ruleset_make(struct ct6_ruleset *rs, struct ct6_chain *chain,
			 u32 nr)
{
	static const u8 fields[] = {
		CT6_FIELD_SADDR, CT6_FIELD_DADDR, CT6_FIELD_SPORT,
		CT6_FIELD_DPORT, CT6_FIELD_IIFNAME, CT6_FIELD_L4PROTO,
		CT6_FIELD_HOPLIMIT,
	};

	*chain = (struct ct6_chain) { .rule = 2, .nr_rule = nr };
	*rs = (struct ct6_ruleset) { .nr_chain = 1, .nr_rule = nr + 2,
				     .chain = chain };
	rs->rule = calloc(rs->nr_rule, sizeof(*rs->rule));
	rs->expr = calloc(rs->nr_rule * EXPRS, sizeof(*rs->expr));
	for (u32 i = 2; i < rs->nr_rule; i++) {
		rs->rule[i].expr = i * EXPRS;
		rs->rule[i].nr_expr = any(EXPRS + 1);
		for (u32 j = 0; j < rs->rule[i].nr_expr; j++) {
			struct ct6_expr *expr = &rs->expr[i * EXPRS + j];

			expr->kind = any(10) ? CT6_EXPR_MATCH : CT6_EXPR_LIMIT;
			if (expr->kind == CT6_EXPR_MATCH)
				expr->match = match_any(fields,
							ARRAY_SIZE(fields));
		}
	}
}

static void ruleset_free(struct ct6_ruleset *rs)
{
	for (u32 i = 0; i < rs->nr_rule * EXPRS; i++)
		if (rs->expr[i].kind == CT6_EXPR_MATCH)
			free(rs->expr[i].match);
	ct6_rule_index_put(rs->chain->index);
	free(rs->expr);
	free(rs->rule);
}

/* May the rule have an effect: do all comparisons before the first hold? */
static bool rule_matters(const struct ct6_ruleset *rs, u32 number,
			 const struct ct6_packet *pkt,
			 struct ct6_fields *fields)
{
	const struct ct6_rule *rule = &rs->rule[number];

	for (u32 i = 0; i < rule->nr_expr; i++) {
		const struct ct6_expr *expr = &rs->expr[rule->expr + i];

		if (expr->kind != CT6_EXPR_MATCH)
			return true;
		if (!ct6_match_apply(expr->match, pkt, fields))
			return false;
	}
	return true;
}

static void packet_make(struct ct6_packet *pkt)
{
	pkt->has = ~0ULL;
	if (!any(4))
		pkt->has &= ~(BIT_ULL(CT6_FIELD_SPORT) |
			      BIT_ULL(CT6_FIELD_DPORT));
	for (u8 field = 0; field <= CT6_FIELD_MAX; field++) {
		struct ct6_value value = value_of(field);

		pkt->field[field].hi = value.hi;
		pkt->field[field].lo = value.lo;
	}
}

/*
 * Follows the index from a rule on. Return: rules that it left out though
 * they matter, or that came twice or out of order.
 */
static u32 follow(const struct ct6_ruleset *rs, const struct ct6_packet *pkt,
		  u32 rule, u64 *met)
{
	const struct ct6_chain *chain = rs->chain;
	struct ct6_fields fields = {}, check = {};
	struct ct6_index_cursor cursor;
	u32 wrong = 0, next;

	ct6_rule_index_find(chain->index, pkt, &fields, rule, &cursor);
	while (1) {
		next = ct6_rule_index_next(&cursor, rule);
		if (next != CT6_INDEX_END && (next < rule ||
					      next >= chain->nr_rule))
			return wrong + 1;
		for (; rule < min(next, chain->nr_rule); rule++)
			wrong += rule_matters(rs, chain->rule + rule, pkt,
					      &check);
		if (next == CT6_INDEX_END)
			return wrong;
		rule = next + 1;
		++*met;
	}
}

static void random_rules(void)
{
	u32 wrong = 0, indexed = 0, nodes = 0, large = 0;
	u64 met = 0;

	for (int round = 0; round < 400; round++) {
		struct ct6_ruleset rs;
		struct ct6_chain chain;
		struct ct6_packet pkt;
		u32 nr = 1 + any(round % 4 && round % 3 ? 40 : RULES);

		spread = round % 3 ? 300 : 6;
		ruleset_make(&rs, &chain, nr);
		if (ct6_rule_index_build(&rs))
			wrong++;
		if (chain.index) {
			nodes += chain.index->nr_node > 1;
			large += chain.index->nr_list >
				 nr * (CT6_INDEX_WORDS + CT6_INDEX_COPIES + 3);
		}
		for (int i = 0; chain.index && i < 100; i++) {
			packet_make(&pkt);
			wrong += follow(&rs, &pkt, i % 4 ? 0 : any(nr), &met);
			indexed++;
		}
		ruleset_free(&rs);
	}
	result(!wrong, "no rule that matters is left out", 0, wrong);
	result(indexed > 10000, "most of them have an index", 10000, indexed);
	result(nodes > 20, "some with nodes below the first", 20, nodes);
	result(!large, "its lists are bounded", 0, large);
}

/* One comparison a rule, with one value of the given field. */
static void rules_alike(struct ct6_ruleset *rs, struct ct6_chain *chain,
			u8 field, u32 nr)
{
	ruleset_make(rs, chain, nr);
	for (u32 i = 0; i < rs->nr_rule * EXPRS; i++) {
		if (rs->expr[i].kind == CT6_EXPR_MATCH)
			free(rs->expr[i].match);
		rs->expr[i] = (struct ct6_expr) { .kind = CT6_EXPR_LIMIT };
	}
	for (u32 i = 2; i < rs->nr_rule; i++) {
		struct ct6_match *match = match_make(field, 1);

		match->invert = false;
		match->elem[0] = (struct ct6_elem) {
			.range = true, .data.lo = i, .end.lo = i,
		};
		rs->rule[i].nr_expr = 1;
		rs->expr[i * EXPRS] = (struct ct6_expr) {
			.kind = CT6_EXPR_MATCH, .match = match,
		};
	}
}

/* Each of so many ports of each of so many hosts. */
static void rules_grid(struct ct6_ruleset *rs, struct ct6_chain *chain,
		       u32 hosts, u32 ports)
{
	rules_alike(rs, chain, CT6_FIELD_DPORT, hosts * ports);
	for (u32 i = 0; i < hosts * ports; i++) {
		struct ct6_rule *rule = &rs->rule[2 + i];
		struct ct6_expr *expr = &rs->expr[rule->expr];
		struct ct6_match *match = match_make(CT6_FIELD_SADDR, 1);

		match->invert = false;
		match->elem[0] = (struct ct6_elem) {
			.range = true, .data.lo = i / ports, .end.lo = i / ports,
		};
		expr[0].match->elem[0].data.lo = i % ports;
		expr[0].match->elem[0].end.lo = i % ports;
		expr[1] = (struct ct6_expr) {
			.kind = CT6_EXPR_MATCH, .match = match,
		};
		rule->nr_expr = 2;
	}
}

static void few_are_met(void)
{
	struct ct6_ruleset rs;
	struct ct6_chain chain;
	struct ct6_packet pkt = { .has = ~0ULL };
	u64 met = 0, wrong = 0;

	rules_alike(&rs, &chain, CT6_FIELD_DPORT, 5000);
	ct6_rule_index_build(&rs);
	for (u32 port = 0; port < 6000; port++) {
		pkt.field[CT6_FIELD_DPORT].lo = port;
		wrong += follow(&rs, &pkt, 0, &met);
	}
	result(!wrong, "5000 ports: none is left out", 0, wrong);
	result(met == 5000, "each port meets its own rule alone", 5000, met);
	ruleset_free(&rs);

	rules_grid(&rs, &chain, 50, 50);
	ct6_rule_index_build(&rs);
	met = 0;
	wrong = 0;
	for (u32 i = 0; i < 60 * 60; i++) {
		pkt.field[CT6_FIELD_SADDR].lo = i / 60;
		pkt.field[CT6_FIELD_DPORT].lo = i % 60;
		wrong += follow(&rs, &pkt, 0, &met);
	}
	result(!wrong, "50 ports for each of 50 hosts: none is left out", 0,
	       wrong);
	result(met == 2500, "each host and port meet their own rule alone",
	       2500, met);
	ruleset_free(&rs);

	rules_alike(&rs, &chain, CT6_FIELD_HOPLIMIT, 200);
	ct6_rule_index_build(&rs);
	result(!chain.index, "what no field tells apart has no index", 0,
	       !!chain.index);
	ruleset_free(&rs);

	rules_alike(&rs, &chain, CT6_FIELD_DPORT, CT6_INDEX_FEW);
	ct6_rule_index_build(&rs);
	result(!chain.index, "nor have few rules", 0, !!chain.index);
	ruleset_free(&rs);
}

/* A leak is for the address sanitizer to see. */
static void memory_ends(void)
{
	struct ct6_ruleset rs;
	struct ct6_chain chain;
	u32 refused = 0;
	long nr;

	ruleset_make(&rs, &chain, 150);
	for (nr = 0; nr < 100000; nr++) {
		allocations_left = nr;
		if (!ct6_rule_index_build(&rs))
			break;
		refused += !chain.index;
	}
	allocations_left = -1;
	result(refused == nr, "each allocation that fails is a refusal", nr,
	       refused);
	result(nr > 20 && chain.index, "with all of them there is an index",
	       21, nr);
	ruleset_free(&rs);
}

int main(void)
{
	puts("KTAP version 1\n1..12");
	random_rules();
	few_are_met();
	memory_ends();
	return failures != 0;
}
