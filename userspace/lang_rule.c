// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rules of the ruleset language: their matches and statements.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "duration.h"
#include "lang_priv.h"

/* The rule that the line is, begun with its first word. */
static struct rule *rule_open(struct lang *l, const struct loc *loc)
{
	if (!l->rule) {
		l->rule = ruleset_rule_add(l->rs, l->chain->chain);
		l->rule->loc = *loc;
		l->last = NULL;
		l->proto = PROTO_NONE;
		l->counted = false;
	}
	return l->rule;
}

/* The line is over; @loc is all of it, or NULL when it was wrong. */
void lang_rule_end(struct lang *l, const struct loc *loc)
{
	if (l->rule && loc)
		l->rule->loc = *loc;
	l->rule = NULL;
}

/* One word more, or NULL after an error. */
struct expr *lang_expr(struct lang *l, const struct loc *loc,
		       enum expr_kind kind)
{
	struct rule *rule = rule_open(l, loc);

	if (l->last && expr_ends(l->last)) {
		lang_fail(l, loc, "nothing can follow a verdict");
		return NULL;
	}
	l->last = ruleset_expr_add(l->rs, rule, kind, loc);
	return l->last;
}

/* `tcp dport 22` asks for TCP, unless the rule has done so. */
static bool rule_proto(struct lang *l, const struct loc *loc, uint8_t proto)
{
	char old[8], new[8];
	struct expr *expr;
	struct elem *elem;

	if (l->proto == proto)
		return true;
	if (l->proto != PROTO_NONE)
		return lang_fail(l, loc, "a packet of %s is none of %s",
				 proto_text(l->proto, old, sizeof(old)),
				 proto_text(proto, new, sizeof(new)));
	expr = lang_expr(l, loc, EXPR_MATCH);
	if (!expr)
		return false;
	expr->match.field = CT6_FIELD_L4PROTO;
	elem = ruleset_elem_add(l->rs, &expr->match, loc);
	elem->data[0] = proto;
	l->proto = proto;
	return true;
}

/* nft's `ip6 length` is the payload length; the field counts the header. */
static bool match_payload(struct lang *l, const struct loc *loc,
			  struct match *match)
{
	enum { HEADER = 40, PAYLOAD_MAX = 65535 };
	size_t i;

	for (i = 0; i < match->nr; i++) {
		struct elem *elem = &match->elem[i];
		uint32_t first = field_number(match->field, elem->data);
		uint32_t last = field_number(match->field, elem->end);

		if (elem->has_mask)
			return lang_fail(l, loc,
					 "a mask of 'ip6 length' is not supported, 'meta length' has them");
		/* of >, the last length of all */
		if (elem->has_end && last == UINT32_MAX)
			last = PAYLOAD_MAX;
		if (first > PAYLOAD_MAX || (elem->has_end && last > PAYLOAD_MAX))
			return lang_fail(l, &elem->loc,
					 "a payload length is at most %u",
					 PAYLOAD_MAX);
		field_set_number(match->field, elem->data, first + HEADER);
		if (elem->has_end)
			field_set_number(match->field, elem->end,
					 last + HEADER);
	}
	return true;
}

/* A list that is longer than a rule's attribute travels as a set. */
static void match_fold(struct lang *l, struct match *match)
{
	char name[CT6_NAME_MAX + 1];
	size_t i;

	if (!set_type_of(match->field))
		return;
	for (i = 0; i < match->nr; i++)
		if (!elem_is_interval(&match->elem[i], match->field))
			return;
	snprintf(name, sizeof(name), FOLD_NAME "%zu", l->nr_fold++);
	match->fold = arena_strdup(&l->rs->arena, name);
}

/* Whether there is such a set is known at the end of all files. */
static bool match_in_set(struct lang *l, struct expr *expr,
			 const struct test *test)
{
	if (test->op != OP_IMPLICIT && test->op != OP_EQ && test->op != OP_NEQ)
		return lang_fail(l, &test->set->loc,
				 "a value is in a set (==), or it is not (!=)");
	expr->match.set = arena_strdup(&l->rs->arena, test->set->text);
	expr->match.invert = test->op == OP_NEQ;
	expr->target = test->set->loc;
	return true;
}

/**
 * lang_match() - a match
 * @l: reader, in a chain
 * @loc: place
 * @subject: field, and the protocol that it asks for
 * @test: what is said of it
 *
 * Return: false after an error.
 */
bool lang_match(struct lang *l, const struct loc *loc,
		const struct subject *subject, const struct test *test)
{
	struct test resolved = { .op = test->op };
	const char *services = NULL;
	struct expr *expr;
	char buf[8];
	uint8_t proto;

	rule_open(l, loc);
	if (subject->proto != PROTO_NONE) {
		if (!rule_proto(l, loc, subject->proto))
			return false;
		services = proto_text(subject->proto, buf, sizeof(buf));
	}
	expr = lang_expr(l, loc, EXPR_MATCH);
	if (!expr)
		return false;
	expr->match.field = subject->field;
	if (test->set)
		return match_in_set(l, expr, test);
	resolved.value = value_resolve(l, test->value);
	if (test->mask)
		resolved.mask = value_resolve(l, test->mask);
	if (!resolved.value || !resolved.mask != !test->mask ||
	    !match_fill(l, &expr->match, services, &resolved))
		return false;
	if (expr_proto(expr, &proto))
		l->proto = proto;
	if (subject->payload && !match_payload(l, loc, &expr->match))
		return false;
	if (expr->match.nr > MATCH_FOLD)
		match_fold(l, &expr->match);
	return true;
}

bool lang_exthdr(struct lang *l, const struct loc *loc,
		 const struct item *name, bool exists)
{
	struct expr *expr = lang_expr(l, loc, EXPR_MATCH);
	uint8_t mask[CT6_DATA_MAX] = { 0 };
	struct elem *elem;
	uint32_t bit;

	name = expr ? item_single(l, name) : NULL;
	if (!name || !value_bits(l, CT6_FIELD_EXTHDR, name, &bit))
		return false;
	if (!bit || bit & (bit - 1))
		return item_fail(l, name, "'%s' is not one header", name->text);
	expr->match.field = CT6_FIELD_EXTHDR;
	elem = ruleset_elem_add(l->rs, &expr->match, &name->loc);
	if (exists)
		field_set_number(CT6_FIELD_EXTHDR, elem->data, bit);
	field_set_number(CT6_FIELD_EXTHDR, mask, bit);
	elem_mask_set(elem, CT6_FIELD_EXTHDR, mask);
	return true;
}

/* Begins a log statement; lang_log.c adds what it says. */
void lang_log(struct lang *l, const struct loc *loc)
{
	l->log = lang_expr(l, loc, EXPR_LOG);
	l->log_said = 0;
}

bool lang_verdict(struct lang *l, const struct loc *loc, uint32_t code,
		  const struct item *target)
{
	struct expr *expr = lang_expr(l, loc, EXPR_VERDICT);

	if (!expr)
		return false;
	expr->verdict.code = code;
	if (!target)
		return true;
	expr->target = target->loc;
	expr->verdict.chain = arena_strdup(&l->rs->arena, target->text);
	return true;
}

/* What a rule chooses for the flows that begin with it, by its name. */
bool lang_choice(struct lang *l, const struct loc *loc, enum expr_kind kind,
		 const struct item *name)
{
	const struct name *names = kind == EXPR_HELPER ? helper_names :
							 filtering_names;
	const char *what = kind == EXPR_HELPER ? "helper" : "filtering";
	struct expr *expr = lang_expr(l, loc, kind);
	const char *closest;

	name = expr ? item_single(l, name) : NULL;
	if (!name)
		return false;
	if (name_find(names, name->text, &expr->choice))
		return true;
	closest = name_closest(names, name->text);
	return item_fail(l, name, "no %s '%s'%s%s%s", what, name->text,
			 closest ? ", did you mean '" : "",
			 closest ? closest : "", closest ? "'?" : "");
}

static bool reject_delay(struct lang *l, const struct item *delay,
			 uint32_t *seconds)
{
	delay = item_single(l, delay);
	if (!delay)
		return false;
	if (duration_parse(delay->text, seconds) && *seconds &&
	    *seconds <= REJECT_DELAY_MAX)
		return true;
	return item_fail(l, delay, "a delay is from 1s to %us, not '%s'",
			 REJECT_DELAY_MAX, delay->text);
}

static bool reject_code(struct lang *l, const struct name *names,
			const struct item *code, uint8_t *result)
{
	const char *closest;
	uint32_t number;

	code = item_single(l, code);
	if (!code)
		return false;
	if (name_find(names, code->text, &number) ||
	    (names == reject_code_names && parse_u32(code->text, &number) &&
	     name_of(names, number))) {
		*result = number;
		return true;
	}
	closest = name_closest(names, code->text);
	if (closest)
		return item_fail(l, code,
				 "no code '%s' of Destination Unreachable, did you mean '%s'?",
				 code->text, closest);
	return item_fail(l, code, "no code '%s' of Destination Unreachable",
			 code->text);
}

static bool reject_add(struct lang *l, const struct loc *loc,
		       const struct name *names, const struct item *code,
		       const struct item *delay)
{
	struct expr *expr = lang_expr(l, loc, EXPR_REJECT);

	if (!expr || (delay && !reject_delay(l, delay, &expr->reject.delay)))
		return false;
	return !code || reject_code(l, names, code, &expr->reject.code);
}

bool lang_reject(struct lang *l, const struct loc *loc,
		 const struct item *code, const struct item *delay)
{
	return reject_add(l, loc, reject_code_names, code, delay);
}

/* By the names that nft has for any family. */
bool lang_reject_any(struct lang *l, const struct loc *loc,
		     const struct item *code, const struct item *delay)
{
	return reject_add(l, loc, icmpx_code_names, code, delay);
}

static bool rule_acts(const struct rule *rule)
{
	const struct expr *expr;

	for (expr = rule->expr; expr; expr = expr->next)
		if (expr->kind != EXPR_MATCH)
			return true;
	return false;
}

/*
 * A reset makes the whole rule one for TCP, as in nft: what is of another
 * protocol is not logged or marked in front of it, either.
 */
static bool rule_proto_first(struct lang *l, const struct loc *loc,
			     struct rule *rule)
{
	struct expr **last = rule->tail;
	bool acts = rule_acts(rule);
	struct expr *expr;

	if (!rule_proto(l, loc, IPPROTO_TCP))
		return false;
	expr = *last;
	if (!acts || !expr)
		return true;
	*last = NULL;
	rule->tail = last;
	expr->next = rule->expr;
	rule->expr = expr;
	return true;
}

/* @proto: asks for TCP, as nft does; else others are just dropped. */
bool lang_reject_reset(struct lang *l, const struct loc *loc, bool proto)
{
	struct rule *rule = rule_open(l, loc);
	struct expr *expr;

	if (proto && !rule_proto_first(l, loc, rule))
		return false;
	expr = lang_expr(l, loc, EXPR_REJECT);
	if (!expr)
		return false;
	expr->reject.type = CT6_REJECT_TYPE_TCP_RESET;
	expr->reject.code = 0;
	return true;
}

bool lang_comment(struct lang *l, const struct loc *loc,
		  const struct item *comment)
{
	struct rule *rule = rule_open(l, loc);

	comment = item_single(l, comment);
	if (!comment)
		return false;
	if (rule->comment)
		return lang_fail(l, loc, "the rule has a comment already");
	if (strlen(comment->text) > CT6_COMMENT_MAX)
		return item_fail(l, comment, "a comment has at most %u bytes",
				 CT6_COMMENT_MAX);
	rule->comment = arena_strdup(&l->rs->arena, comment->text);
	return true;
}

bool lang_counter(struct lang *l, const struct loc *loc,
		  const struct item *packets, const struct item *bytes)
{
	struct rule *rule = rule_open(l, loc);

	if (l->last && expr_ends(l->last))
		return lang_fail(l, loc, "nothing can follow a verdict");
	if (l->counted)
		return lang_fail(l, loc, "the rule has a counter already");
	l->counted = true;
	if (!packets)
		return true;
	return item_number(l, packets, "a counter", 0, UINT64_MAX,
			   &rule->packets) &&
	       item_number(l, bytes, "a counter", 0, UINT64_MAX, &rule->bytes);
}
