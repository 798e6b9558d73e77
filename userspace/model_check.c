// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel would refuse of a ruleset, told with its place before it is
 * asked. The kernel remains the judge.
 */
#include <stdlib.h>
#include <string.h>

#include "field.h"
#include "model.h"

#define ERRORS_MAX	20	/* more are not looked for */

/**
 * struct node - a chain among the jumps
 * @chain: chain
 * @height: longest way of jumps from it
 * @state: whether @height is known
 */
struct node {
	const struct chain	*chain;
	unsigned int		height;
	enum {
		NODE_NEW,
		NODE_OPEN,
		NODE_DONE,
	} state;
};

struct check {
	const struct ruleset	*rs;
	struct report		*report;
	struct node		*node;
	size_t			nr;
	unsigned int		errors;
};

static int node_compare(const void *a, const void *b)
{
	const struct node *x = a, *y = b;

	return strcmp(x->chain->name, y->chain->name);
}

static int node_compare_name(const void *name, const void *node)
{
	return strcmp(name, ((const struct node *)node)->chain->name);
}

static struct node *node_find(const struct check *check, const char *name)
{
	return bsearch(name, check->node, check->nr, sizeof(*check->node),
		       node_compare_name);
}

static bool check_fail(struct check *check, const struct loc *loc,
		       const char *message)
{
	report_error(check->report, loc, "%s", message);
	check->errors++;
	return false;
}

static const struct verdict *expr_jump(const struct expr *expr)
{
	if (expr->kind != EXPR_VERDICT ||
	    (expr->verdict.code != CT6_VERDICT_JUMP &&
	     expr->verdict.code != CT6_VERDICT_GOTO))
		return NULL;
	return &expr->verdict;
}

static bool check_target(struct check *check, const struct expr *expr)
{
	const char *name = expr->verdict.chain, *closest, **words;
	const struct node *node = node_find(check, name);
	size_t nr = 0, i;

	if (node && !node->chain->base)
		return true;
	check->errors++;
	if (node) {
		report_error(check->report, &expr->target,
			     "'%s' is a base chain, no target of jump and goto",
			     name);
		return false;
	}
	words = xrealloc(NULL, check->nr * sizeof(*words));
	for (i = 0; i < check->nr; i++)
		if (!check->node[i].chain->base)
			words[nr++] = check->node[i].chain->name;
	closest = word_closest(name, words, nr);
	free(words);
	report_error(check->report, &expr->target, "no chain '%s'%s%s%s", name,
		     closest ? ", did you mean '" : "", closest ? closest : "",
		     closest ? "'?" : "");
	return false;
}

/* An unknown name, and the one that was meant, perhaps. */
static bool check_set_unknown(struct check *check, const struct expr *expr)
{
	const char *closest, **words = NULL;
	size_t nr = 0, cap = 0;
	const struct set *set;

	for (set = check->rs->set; set; set = set->next) {
		words = grow(words, nr, &cap, sizeof(*words));
		words[nr++] = set->name;
	}
	closest = word_closest(expr->match.set, words, nr);
	free(words);
	report_error(check->report, &expr->target, "no set '%s'%s%s%s",
		     expr->match.set, closest ? ", did you mean '" : "",
		     closest ? closest : "", closest ? "'?" : "");
	check->errors++;
	return false;
}

static bool check_match_set(struct check *check, const struct expr *expr)
{
	uint32_t type = set_type_of(expr->match.field);
	const struct set *set = ruleset_set_find(check->rs, expr->match.set);
	const char *field = field_get(expr->match.field)->text;

	if (!set)
		return check_set_unknown(check, expr);
	if (set->type == type || !set->type)
		return true;
	check->errors++;
	if (type)
		report_error(check->report, &expr->target,
			     "'%s' is a set of %s, %s is looked up in those of %s",
			     set->name, name_of(set_type_names, set->type),
			     field, name_of(set_type_names, type));
	else
		report_error(check->report, &expr->target,
			     "there are no sets for %s", field);
	return false;
}

static bool check_match(struct check *check, const struct expr *expr)
{
	const struct match *match = &expr->match;
	size_t i;

	if (!field_get(match->field))
		return check_fail(check, &expr->loc, "no such field");
	if (match->set)
		return check_match_set(check, expr);
	if (!match->nr)
		return check_fail(check, &expr->loc, "a match of nothing");
	for (i = 0; i < match->nr; i++) {
		const struct elem *elem = &match->elem[i];

		if (elem->has_end && field_compare(match->field, elem->data,
						   elem->end) > 0)
			return check_fail(check, &elem->loc,
					  "the range ends before it begins");
		if (!elem_mask_fits(elem, match->field))
			return check_fail(check, &elem->loc,
					  "bits outside of the mask can never match");
	}
	return true;
}

/* The bucket holds nanoseconds in 64 bits. */
static bool limit_fits(const struct limit *limit)
{
	uint64_t unit = limit->unit * 1000000000ull, cost = unit / limit->rate;
	uint64_t most = (uint64_t)limit->rate + limit->burst;

	if (limit->bytes)
		return most / limit->rate < INT64_MAX / unit;
	return !cost || limit->burst <= UINT64_MAX / cost;
}

static bool check_limit(struct check *check, const struct expr *expr)
{
	const struct limit *limit = &expr->limit;

	if (!limit->rate || (!limit->burst && !limit->bytes))
		return check_fail(check, &expr->loc,
				  "a limit has a rate and a burst of 1 or more");
	if (!limit->unit || limit->unit > LIMIT_UNIT_MAX)
		return check_fail(check, &expr->loc,
				  "the unit of a limit is at most a week");
	if (limit->name && (!*limit->name ||
			    strlen(limit->name) > CT6_NAME_MAX))
		return check_fail(check, &expr->loc,
				  "the name of a limit has 1 to 31 characters");
	if (!limit_fits(limit))
		return check_fail(check, &expr->loc,
				  "the burst is too large for the rate");
	if (!limit->per.of)
		return true;
	return (!(limit->per.of & ~LIMIT_PER_ALL) && limit->per.len <= 128 &&
		limit->per.daddr_len <= 128 && limit->size && limit->size <= LIMIT_SIZE_MAX) ||
	       check_fail(check, &expr->loc,
			  "the size of a limit per prefix is 1 to 262144");
}

static bool check_log(struct check *check, const struct expr *expr)
{
	const struct log *log = &expr->log;

	if (log->prefix && strlen(log->prefix) > CT6_LOG_PREFIX_MAX)
		return check_fail(check, &expr->loc,
				  "the prefix of a log is too long");
	if (log->has_group && (log->level != LOG_LEVEL || log->flags))
		return check_fail(check, &expr->loc,
				  "level and flags are syslog's, a group is NFLOG's");
	if (log->has_snaplen && !log->has_group)
		return check_fail(check, &expr->loc, "snaplen needs a group");
	if (log->level > 7 || log->flags > LOG_FLAG_MAX)
		return check_fail(check, &expr->loc,
				  "syslog has no such level or flags");
	return true;
}

static bool check_reject(struct check *check, const struct expr *expr)
{
	const struct reject *reject = &expr->reject;

	if (reject->type == CT6_REJECT_TYPE_TCP_RESET)
		return !reject->delay ||
		       check_fail(check, &expr->loc, "a TCP reset cannot wait");
	if (!name_of(reject_code_names, reject->code))
		return check_fail(check, &expr->loc,
				  "no such code of Destination Unreachable");
	return reject->delay <= REJECT_DELAY_MAX ||
	       check_fail(check, &expr->loc,
			  "a reject waits for 60 seconds at most");
}

static bool check_recent(struct check *check, const struct expr *expr)
{
	const struct recent *recent = &expr->recent;
	bool asks = recent->op == CT6_RECENT_OP_CHECK ||
		    recent->op == CT6_RECENT_OP_UPDATE;

	if (!recent->name || !*recent->name ||
	    strlen(recent->name) > CT6_NAME_MAX)
		return check_fail(check, &expr->loc,
				  "the name of a recent table has 1 to 31 characters");
	if (!name_of(recent_op_names, recent->op) ||
	    !name_of(per_names, recent->per.of) || recent->per.len > 128)
		return check_fail(check, &expr->loc, "no such recent");
	if (!asks && (recent->seconds || recent->hits != 1))
		return check_fail(check, &expr->loc,
				  "only check and update have seconds and hits");
	if (!recent->hits || recent->hits > CT6_RECENT_HITS_MAX)
		return check_fail(check, &expr->loc,
				  "a recent asks for 1 to 255 hits");
	return (recent->size && recent->size <= RECENT_SIZE_MAX) ||
	       check_fail(check, &expr->loc,
			  "the size of a recent table is 1 to 16384");
}

static bool check_expr(struct check *check, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_MATCH:
		return check_match(check, expr);
	case EXPR_LIMIT:
		return check_limit(check, expr);
	case EXPR_LOG:
		return check_log(check, expr);
	case EXPR_VERDICT:
		return !expr_jump(expr) || check_target(check, expr);
	case EXPR_REJECT:
		return check_reject(check, expr);
	case EXPR_COUNT:
		return expr->count.per.of == CT6_PER_ALL ||
		       (name_of(per_names, expr->count.per.of) &&
			expr->count.per.len <= 128) ||
		       check_fail(check, &expr->loc, "no such count");
	case EXPR_RECENT:
		return check_recent(check, expr);
	case EXPR_FILTERING:
		return name_of(filtering_names, expr->choice) ||
		       check_fail(check, &expr->loc, "no such filtering");
	case EXPR_HELPER:
		return name_of(helper_names, expr->choice) ||
		       check_fail(check, &expr->loc, "no such helper");
	default:
		return true;
	}
}

static void check_rule(struct check *check, const struct rule *rule)
{
	const struct expr *expr, *last = NULL;

	for (expr = rule->expr; expr; expr = expr->next) {
		if (last && expr_ends(last)) {
			check_fail(check, &expr->loc,
				   "nothing can follow a verdict");
			return;
		}
		check_expr(check, expr);
		last = expr;
	}
	if (rule->comment && strlen(rule->comment) > CT6_COMMENT_MAX)
		check_fail(check, &rule->loc,
			   "the comment of a rule is too long");
}

static void check_chain(struct check *check, const struct chain *chain,
			const struct chain **base)
{
	int hook = hook_find(chain->name);
	const struct rule *rule;

	if (!*chain->name || strlen(chain->name) > CT6_NAME_MAX)
		check_fail(check, &chain->loc,
			   "the name of a chain has 1 to 31 characters");
	if (hook >= 0 && (!chain->base || chain->hook != (uint32_t)hook))
		check_fail(check, &chain->loc,
			   "the name of a hook is for its base chain");
	if (chain->base && base[chain->hook])
		check_fail(check, &chain->loc, "another chain has this hook");
	if (chain->base)
		base[chain->hook] = chain;
	for (rule = chain->rule; rule && check->errors < ERRORS_MAX;
	     rule = rule->next)
		check_rule(check, rule);
}

static bool check_jumps(struct check *check, struct node *node,
			unsigned int depth);

static bool check_jump(struct check *check, struct node *node,
		       const struct expr *expr, unsigned int depth)
{
	struct node *target = node_find(check, expr->verdict.chain);

	if (target->state == NODE_OPEN)
		return check_fail(check, &expr->target,
				  "this jump closes a loop");
	if (target->state == NODE_NEW && depth < RULESET_JUMPS_MAX &&
	    !check_jumps(check, target, depth + 1))
		return false;
	if (depth + target->height >= RULESET_JUMPS_MAX)
		return check_fail(check, &expr->target,
				  "more than 16 jumps deep");
	if (node->height <= target->height)
		node->height = target->height + 1;
	return true;
}

/* The longest way of jumps from a chain; it is no longer than allowed. */
static bool check_jumps(struct check *check, struct node *node,
			unsigned int depth)
{
	const struct rule *rule;
	const struct expr *expr;

	node->state = NODE_OPEN;
	for (rule = node->chain->rule; rule; rule = rule->next)
		for (expr = rule->expr; expr; expr = expr->next)
			if (expr_jump(expr) &&
			    !check_jump(check, node, expr, depth))
				return false;
	node->state = NODE_DONE;
	return true;
}

/* Of two places, is it the second that comes later in its file? */
static bool loc_after(const struct loc *a, const struct loc *b)
{
	return b->line > a->line || (b->line == a->line && b->col >= a->col);
}

static bool check_elem(struct check *check, const struct set *set,
		       const struct elem *elem)
{
	uint32_t field = set->match.field;

	if (!elem_is_interval(elem, field))
		return check_fail(check, &elem->loc,
				  "the mask of a set's element is a prefix");
	if ((elem->has_mask || elem->has_end) &&
	    !(set->flags & CT6_SET_FLAGS_INTERVAL))
		return check_fail(check, &elem->loc,
				  "prefixes and ranges need a set with 'flags interval'");
	return true;
}

/* Elements are in order: what overlaps stands side by side. */
static bool check_elems(struct check *check, const struct set *set)
{
	uint32_t field = set->match.field;
	uint8_t last[CT6_DATA_MAX], end[CT6_DATA_MAX];
	size_t i;

	for (i = 0; i < set->match.nr; i++) {
		const struct elem *elem = &set->match.elem[i], *before;

		if (!check_elem(check, set, elem))
			return false;
		if (!i)
			continue;
		before = elem - 1;
		elem_last(before, field, last);
		if (field_compare(field, last, elem->data) < 0)
			continue;
		elem_last(elem, field, end);
		return check_fail(check, loc_after(&before->loc, &elem->loc) ?
				  &elem->loc : &before->loc,
				  !field_compare(field, before->data,
						 elem->data) &&
				  !field_compare(field, last, end) ?
				  "the set has this element already" :
				  "the element overlaps another one of its set");
	}
	return true;
}

static void check_set(struct check *check, const struct set *set)
{
	const uint32_t both = CT6_SET_FLAGS_CONSTANT | CT6_SET_FLAGS_TIMEOUT;
	uint32_t max = set->size ? set->size : CT6_SET_SIZE;
	const struct loc *loc = &set->loc;

	if (!*set->name || strlen(set->name) > CT6_NAME_MAX)
		check_fail(check, loc,
			   "the name of a set has 1 to 31 characters");
	if (!name_of(set_type_names, set->type)) {
		check_fail(check, loc, "no such type of set");
		return;
	}
	if ((set->flags & both) == both)
		check_fail(check, loc,
			   "elements of a constant set do not time out");
	if (set->match.nr > max) {
		report_error(check->report, loc,
			     "%zu elements, and the size of the set is %u",
			     set->match.nr, max);
		check->errors++;
	}
	check_elems(check, set);
}

static void check_sets(struct check *check)
{
	const struct set *set;
	size_t nr = 0;

	for (set = check->rs->set; set && check->errors < ERRORS_MAX;
	     set = set->next) {
		check_set(check, set);
		if (++nr > RULESET_SETS_MAX)
			check_fail(check, NULL, "more than 4096 sets");
	}
}

static void check_nodes(struct check *check)
{
	const struct chain *chain;
	size_t i = 0;

	for (chain = check->rs->chain; chain; chain = chain->next)
		check->nr++;
	check->node = xrealloc(NULL, check->nr * sizeof(*check->node));
	for (chain = check->rs->chain; chain; chain = chain->next)
		check->node[i++] = (struct node) { .chain = chain };
	qsort(check->node, check->nr, sizeof(*check->node), node_compare);
	for (i = 1; i < check->nr; i++)
		if (!node_compare(&check->node[i - 1], &check->node[i]))
			check_fail(check, &check->node[i].chain->loc,
				   "another chain has this name");
	if (check->nr > RULESET_CHAINS_MAX)
		check_fail(check, NULL, "more than 4096 chains");
}

/**
 * ruleset_check() - look for what the kernel would refuse
 * @rs: ruleset
 * @report: for errors
 *
 * Return: false after an error.
 */
bool ruleset_check(const struct ruleset *rs, struct report *report)
{
	const struct chain *base[ARRAY_SIZE(hook_names)] = { NULL }, *chain;
	struct check check = { .rs = rs, .report = report };
	size_t i;

	check_nodes(&check);
	check_sets(&check);
	for (chain = rs->chain; check.errors < ERRORS_MAX && chain;
	     chain = chain->next)
		check_chain(&check, chain, base);
	for (i = 0; !check.errors && i < check.nr; i++)
		if (check.node[i].state == NODE_NEW)
			check_jumps(&check, &check.node[i], 0);
	free(check.node);
	return !check.errors;
}
