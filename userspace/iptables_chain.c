// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chains of table filter: lines that begin with a colon, commands on chains,
 * and the places of rules in them.
 */
#include <stdlib.h>
#include <string.h>

#include "iptables_say.h"

static const char *const builtin[] = {
	[CT6_HOOK_INPUT]	= "INPUT",
	[CT6_HOOK_FORWARD]	= "FORWARD",
	[CT6_HOOK_OUTPUT]	= "OUTPUT",
};

static struct ipt_chain *base_find(const struct ipt *ipt, uint32_t hook)
{
	struct ipt_chain *c;

	for (c = ipt->chain; c; c = c->next)
		if (c->chain->base && c->chain->hook == hook)
			return c;
	return NULL;
}

/* By ip6tables' names: INPUT is the base chain of hook input. */
struct ipt_chain *ipt_chain_find(const struct ipt *ipt, const char *name)
{
	struct ipt_chain *c;

	for (c = ipt->chain; c; c = c->next)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static const char *chain_closest(const struct ipt *ipt, const char *name)
{
	const char *words[64];
	const struct ipt_chain *c;
	size_t nr = 0;

	for (c = ipt->chain; c && nr < ARRAY_SIZE(words); c = c->next)
		words[nr++] = c->name;
	return word_closest(name, words, nr);
}

/* A chain that must be there. */
struct ipt_chain *ipt_chain_want(struct ipt *ipt, const struct ipt_word *word)
{
	struct ipt_chain *c = ipt_chain_find(ipt, word->text);
	const char *closest;

	if (c)
		return c;
	ipt_plain(ipt, IPT_NO_NAME);
	closest = chain_closest(ipt, word->text);
	if (closest)
		ipt_fail(ipt, &word->loc,
			 "no chain '%s', did you mean '%s'?", word->text,
			 closest);
	else
		ipt_fail(ipt, &word->loc, "no chain '%s'", word->text);
	return NULL;
}

static struct ipt_chain *chain_new(struct ipt *ipt, struct chain *chain)
{
	struct ipt_chain *c = arena_alloc(&ipt->arena, sizeof(*c));

	c->chain = chain;
	c->name = chain->base ? builtin[chain->hook] : chain->name;
	*ipt->tail = c;
	ipt->tail = &c->next;
	return c;
}

static struct chain *chain_make(struct ipt *ipt, const char *name,
				const struct loc *loc)
{
	struct chain *chain = arena_alloc(&ipt->rs->arena, sizeof(*chain));

	chain->name = arena_strdup(&ipt->rs->arena, name);
	chain->policy = CT6_VERDICT_ACCEPT;
	chain->tail = &chain->rule;
	if (loc)
		chain->loc = *loc;
	return chain;
}

/**
 * ipt_chain_add() - a new user chain
 * @ipt: file
 * @word: its name, which was checked
 *
 * Return: the chain.
 */
struct ipt_chain *ipt_chain_add(struct ipt *ipt, const struct ipt_word *word)
{
	struct ipt_chain *c = chain_new(ipt, chain_make(ipt, word->text,
							&word->loc));

	ipt_note_chain(ipt, c);
	return c;
}

static void base_make(struct ipt *ipt, uint32_t hook)
{
	struct chain *chain = chain_make(ipt, hook_names[hook], NULL);

	chain->base = true;
	chain->hook = hook;
	ipt_note_chain(ipt, chain_new(ipt, chain));
}

/* Takes it away with its rules. */
void ipt_chain_drop(struct ipt *ipt, struct ipt_chain *c)
{
	struct ipt_chain **p = &ipt->chain;

	ipt_note_drop(ipt, c);
	while (*p != c)
		p = &(*p)->next;
	*p = c->next;
	if (!c->next)
		ipt->tail = p;
	free(c->row);
}

static void rows_insert(struct ipt_chain *c, size_t at, struct rule **rule,
			size_t nr)
{
	size_t i;

	while (c->cap < c->nr + nr)
		c->row = grow(c->row, c->cap, &c->cap, sizeof(*c->row));
	memmove(c->row + at + nr, c->row + at,
		(c->nr - at) * sizeof(*c->row));
	for (i = 0; i < nr; i++)
		c->row[at + i] = (struct ipt_row) { rule[i], !i };
	c->nr += nr;
}

/* What was fetched has lost which rows were one rule of ip6tables. */
static void rows_pair(struct ipt_chain *c)
{
	struct ipt_pair pair;
	size_t i;

	for (i = 1; i < c->nr; i++)
		if (c->row[i - 1].begins)
			c->row[i].begins = !ipt_pair_find(c->row[i - 1].rule,
							  c->row[i].rule,
							  &pair);
}

/* The running ruleset, taken apart into rows. */
static bool chains_fetch(struct ipt *ipt)
{
	struct ruleset *rs = ipt->rs;
	struct chain *chain, *next;
	struct rule *rule, *after;

	if (ipt->input->running &&
	    !ipt->input->running(rs, ipt->input->context, ipt->report)) {
		ipt->failed = true;
		return false;
	}
	for (chain = rs->chain; chain; chain = next) {
		struct ipt_chain *c = chain_new(ipt, chain);

		next = chain->next;
		for (rule = chain->rule; rule; rule = after) {
			after = rule->next;
			rule->next = NULL;
			rows_insert(c, c->nr, &rule, 1);
		}
		rows_pair(c);
		chain->next = NULL;
		chain->rule = NULL;
		chain->tail = &chain->rule;
		chain->nr_rule = 0;
	}
	rs->chain = NULL;
	rs->tail = &rs->chain;
	return true;
}

/**
 * ipt_tables_begin() - table filter begins
 * @ipt: file
 *
 * Rules and user chains of the running ruleset or of an earlier section go,
 * sets and policies stay, as in ip6tables-restore; without the flush, all.
 *
 * Return: false after an error.
 */
bool ipt_tables_begin(struct ipt *ipt)
{
	bool again = ipt->input->loads;
	struct ipt_chain *c, *next;
	uint32_t hook;

	ipt->input->loads = true;
	if (!again && !chains_fetch(ipt))
		return false;
	if (!ipt->input->noflush)
		ipt->rs->flags = 0;
	for (c = ipt->chain; c && !ipt->input->noflush; c = next) {
		next = c->next;
		if (c->chain->base)
			ipt_chain_flush(ipt, c);
		else
			ipt_chain_drop(ipt, c);
	}
	for (hook = 0; hook < ARRAY_SIZE(builtin); hook++)
		if (!base_find(ipt, hook))
			base_make(ipt, hook);
	return true;
}

/* Return: false, after the error, if no chain can have this name. */
bool ipt_chain_name_check(struct ipt *ipt, const struct ipt_word *word)
{
	const char *name = word->text, *c;

	if (!*name)
		return ipt_fail(ipt, &word->loc, "an empty chain name");
	if (*name == '-' || *name == '!')
		return ipt_fail(ipt, &word->loc,
				"a chain name cannot begin with '%c'", *name);
	if (strlen(name) > IPT_CHAIN_NAME_MAX)
		return ipt_fail(ipt, &word->loc,
				"a chain name has at most %d characters",
				IPT_CHAIN_NAME_MAX);
	for (c = name; *c; c++)
		if ((unsigned char)*c <= ' ' || *c == 0x7f)
			return ipt_fail(ipt, &word->loc,
					"a chain name has no blanks");
	if (hook_find(name) >= 0)
		return ipt_fail(ipt, &word->loc,
				"'%s' is ct6's own name of the built-in chain, a user chain needs another",
				name);
	if (ipt_target_known(name))
		return ipt_fail(ipt, &word->loc,
				"'%s' is a target, a chain needs another name",
				name);
	return true;
}

/* Of a built-in chain; false after an error. */
bool ipt_policy_set(struct ipt *ipt, struct ipt_chain *c,
		    const struct ipt_word *word)
{
	ipt_plain(ipt, "Bad built-in chain name.");
	if (!c->chain->base)
		return ipt_fail(ipt, &word->loc,
				"a user chain has no policy, write '-'");
	ipt_plain(ipt, "Bad policy name.");
	if (!strcmp(word->text, "ACCEPT"))
		c->chain->policy = CT6_VERDICT_ACCEPT;
	else if (!strcmp(word->text, "DROP"))
		c->chain->policy = CT6_VERDICT_DROP;
	else
		return ipt_fail(ipt, &word->loc,
				"'%s' is no policy, only ACCEPT and DROP are",
				word->text);
	ipt_plain(ipt, NULL);
	return true;
}

/**
 * ipt_chain_line() - `:NAME POLICY [PACKETS:BYTES]`
 * @ipt: file
 * @line: words
 *
 * Return: false after an error.
 */
bool ipt_chain_line(struct ipt *ipt, const struct ipt_line *line)
{
	struct ipt_word name = line->word[0];
	uint64_t packets = 0, bytes = 0;
	struct ipt_chain *c;

	name.text++;
	name.loc.col++;
	if (name.loc.end <= name.loc.col)
		name.loc = line->word[0].loc;
	c = ipt_chain_find(ipt, name.text);
	if (!c) {
		if (!ipt_chain_name_check(ipt, &name))
			return false;
		c = ipt_chain_add(ipt, &name);
	} else if (!c->chain->base) {
		ipt_chain_flush(ipt, c);
	} else {
		c->chain->loc = name.loc;
	}
	if (line->nr < 2)
		return ipt_fail(ipt, &name.loc,
				"a policy has to follow, or '-' of a user chain");
	if (line->nr > 3)
		return ipt_fail(ipt, &line->word[3].loc,
				"nothing can follow the counters");
	if (line->nr == 3 &&
	    !ipt_counters(ipt, &line->word[2], &packets, &bytes))
		return false;
	if (!strcmp(line->word[1].text, "-"))
		return true;
	if (!ipt_policy_set(ipt, c, &line->word[1]))
		return false;
	c->chain->packets = ipt->input->counters ? packets : 0;
	c->chain->bytes = ipt->input->counters ? bytes : 0;
	ipt_note_policy(ipt, c, true, &line->word[1].loc);
	return true;
}

/* The chain that a rule jumps to, or NULL. */
const char *ipt_rule_target(const struct rule *rule)
{
	const struct expr *expr;

	for (expr = rule->expr; expr; expr = expr->next)
		if (expr->kind == EXPR_VERDICT && expr->verdict.chain)
			return expr->verdict.chain;
	return NULL;
}

/* Puts what one rule of ip6tables became in front of row @at. */
void ipt_chain_insert(struct ipt *ipt, struct ipt_chain *c, size_t at,
		      struct rule **rule, size_t nr)
{
	rows_insert(c, at, rule, nr);
	ipt_note_insert(ipt, c, at, nr);
}

/* The row behind what the rule of ip6tables at row @at became. */
size_t ipt_chain_row_end(const struct ipt_chain *c, size_t at)
{
	for (at++; at < c->nr && !c->row[at].begins; at++)
		;
	return at;
}

/* Removes all that the rule of ip6tables at row @at became. */
void ipt_chain_remove(struct ipt *ipt, struct ipt_chain *c, size_t at)
{
	size_t end = ipt_chain_row_end(c, at);

	ipt_note_remove(ipt, c, at, end - at);
	memmove(c->row + at, c->row + end, (c->nr - end) * sizeof(*c->row));
	c->nr -= end - at;
}

/* Removes all rules. */
void ipt_chain_flush(struct ipt *ipt, struct ipt_chain *c)
{
	ipt_note_flush(ipt, c);
	c->nr = 0;
}

/* Row of ip6tables' rule @number, from 1; the one behind the last too. */
bool ipt_chain_at(const struct ipt_chain *c, uint32_t number, size_t *at)
{
	for (*at = 0; *at < c->nr; *at = ipt_chain_row_end(c, *at))
		if (!--number)
			return true;
	return number == 1;
}

static bool rule_same(struct rule *a, struct rule *b)
{
	char name[] = "";
	struct chain in_a = { .name = name, .rule = a };
	struct chain in_b = { .name = name, .rule = b };
	struct ruleset x = { .chain = &in_a }, y = { .chain = &in_b };

	return ruleset_equal(&x, &y);
}

/*
 * Where the first rule is that says the same. Of what was fetched some rows
 * that were one rule in ip6tables may not look like it, so those may begin at
 * any row.
 */
bool ipt_chain_find_rule(const struct ipt_chain *c, struct rule **rule,
			 size_t nr, size_t *at)
{
	size_t i, j;

	for (i = 0; i + nr <= c->nr; i++) {
		if (!c->row[i].begins ||
		    (i + nr < c->nr && !c->row[i + nr].begins))
			continue;
		for (j = 0; j < nr; j++)
			if (!rule_same(c->row[i + j].rule, rule[j]))
				break;
		if (j < nr)
			continue;
		for (j = 1; j < nr; j++)
			c->row[i + j].begins = false;
		*at = i;
		return true;
	}
	return false;
}

/* Chains and rules to the ruleset. */
void ipt_chains_finish(struct ipt *ipt)
{
	struct ruleset *rs = ipt->rs;
	struct ipt_chain *c;
	size_t i;

	for (c = ipt->chain; c; c = c->next) {
		struct chain *chain = c->chain;

		for (i = 0; i < c->nr; i++) {
			*chain->tail = c->row[i].rule;
			chain->tail = &c->row[i].rule->next;
		}
		chain->nr_rule = c->nr;
		*rs->tail = chain;
		rs->tail = &chain->next;
	}
}

static unsigned int chain_rank(const struct ipt_chain *c)
{
	return c->chain->base ? c->chain->hook : UINT32_MAX;
}

static int chain_compare(const void *a, const void *b)
{
	const struct ipt_chain *x = *(struct ipt_chain *const *)a;
	const struct ipt_chain *y = *(struct ipt_chain *const *)b;

	if (chain_rank(x) != chain_rank(y))
		return chain_rank(x) < chain_rank(y) ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* As they are printed: the built-in ones, then the others by their names. */
size_t ipt_chains_sort(struct ipt *ipt, const struct ipt_chain ***chain)
{
	const struct ipt_chain *c;
	size_t nr = 0;

	for (c = ipt->chain; c; c = c->next)
		nr++;
	*chain = arena_alloc(&ipt->arena, nr * sizeof(**chain));
	for (nr = 0, c = ipt->chain; c; c = c->next)
		(*chain)[nr++] = c;
	qsort(*chain, nr, sizeof(**chain), chain_compare);
	return nr;
}

/* The built-in chains of a table that has no rules. */
void ipt_chains_foreign(struct ipt *ipt, const char *const *name)
{
	uint32_t nr;

	for (nr = 0; name[nr]; nr++) {
		struct chain *chain = chain_make(ipt, name[nr], NULL);
		struct ipt_chain *c = chain_new(ipt, chain);

		chain->base = true;
		chain->hook = nr;
		c->name = chain->name;
	}
}

void ipt_chains_free(struct ipt *ipt)
{
	struct ipt_chain *c;

	for (c = ipt->chain; c; c = c->next)
		free(c->row);
}
