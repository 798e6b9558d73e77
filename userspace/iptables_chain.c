// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chains of table filter: lines that begin with a colon, commands on chains,
 * and the places of rules in them.
 */
#include <stdlib.h>
#include <string.h>

#include "iptables_priv.h"

static const char *const builtin[] = {
	[CT6_HOOK_INPUT]	= "INPUT",
	[CT6_HOOK_FORWARD]	= "FORWARD",
	[CT6_HOOK_OUTPUT]	= "OUTPUT",
};

static int builtin_find(const char *name)
{
	int i;

	for (i = 0; i < (int)ARRAY_SIZE(builtin); i++)
		if (!strcmp(name, builtin[i]))
			return i;
	return -1;
}

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
	int hook = builtin_find(name);
	struct ipt_chain *c;

	if (hook >= 0)
		return base_find(ipt, hook);
	for (c = ipt->chain; c; c = c->next)
		if (!c->chain->base && !strcmp(c->chain->name, name))
			return c;
	return NULL;
}

static const char *chain_closest(const struct ipt *ipt, const char *name)
{
	const char *words[64];
	const struct ipt_chain *c;
	size_t nr = 0;
	int i;

	for (i = 0; i < (int)ARRAY_SIZE(builtin); i++)
		words[nr++] = builtin[i];
	for (c = ipt->chain; c && nr < ARRAY_SIZE(words); c = c->next)
		if (!c->chain->base)
			words[nr++] = c->chain->name;
	return word_closest(name, words, nr);
}

/* A chain that must be there. */
struct ipt_chain *ipt_chain_want(struct ipt *ipt, const struct ipt_word *word)
{
	struct ipt_chain *c = ipt_chain_find(ipt, word->text);
	const char *closest;

	if (c)
		return c;
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

static void base_make(struct ipt *ipt, uint32_t hook)
{
	struct chain *chain = chain_make(ipt, hook_names[hook], NULL);

	chain->base = true;
	chain->hook = hook;
	chain_new(ipt, chain);
}

static void chain_drop(struct ipt *ipt, struct ipt_chain *c)
{
	struct ipt_chain **p = &ipt->chain;

	while (*p != c)
		p = &(*p)->next;
	*p = c->next;
	if (!c->next)
		ipt->tail = p;
	free(c->row);
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
			ipt_chain_insert(c, c->nr, &rule, 1);
		}
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
 * Rules and user chains of an earlier section go, policies stay, as in
 * ip6tables-restore.
 *
 * Return: false after an error.
 */
bool ipt_tables_begin(struct ipt *ipt)
{
	bool again = ipt->input->loads;
	struct ipt_chain *c, *next;
	uint32_t hook;

	ipt->input->loads = true;
	if (ipt->input->noflush && !again && !chains_fetch(ipt))
		return false;
	for (c = ipt->chain; c && !ipt->input->noflush; c = next) {
		next = c->next;
		if (c->chain->base)
			c->nr = 0;
		else
			chain_drop(ipt, c);
	}
	for (hook = 0; hook < ARRAY_SIZE(builtin); hook++)
		if (!base_find(ipt, hook))
			base_make(ipt, hook);
	return true;
}

static bool name_check(struct ipt *ipt, const struct ipt_word *word)
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

static bool policy_set(struct ipt *ipt, struct ipt_chain *c,
		       const struct ipt_word *word)
{
	if (!c->chain->base)
		return ipt_fail(ipt, &word->loc,
				"a user chain has no policy, write '-'");
	if (!strcmp(word->text, "ACCEPT"))
		c->chain->policy = CT6_VERDICT_ACCEPT;
	else if (!strcmp(word->text, "DROP"))
		c->chain->policy = CT6_VERDICT_DROP;
	else
		return ipt_fail(ipt, &word->loc,
				"'%s' is no policy, only ACCEPT and DROP are",
				word->text);
	c->declared = true;
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
		if (!name_check(ipt, &name))
			return false;
		c = chain_new(ipt, chain_make(ipt, name.text, &name.loc));
	} else if (!c->chain->base) {
		c->nr = 0;
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
	if (!policy_set(ipt, c, &line->word[1]))
		return false;
	c->chain->packets = ipt->input->counters ? packets : 0;
	c->chain->bytes = ipt->input->counters ? bytes : 0;
	return true;
}

static const char *rule_target(const struct rule *rule)
{
	const struct expr *expr;

	for (expr = rule->expr; expr; expr = expr->next)
		if (expr->kind == EXPR_VERDICT && expr->verdict.chain)
			return expr->verdict.chain;
	return NULL;
}

static bool chain_is_used(const struct ipt *ipt, const char *name)
{
	const struct ipt_chain *c;
	const char *target;
	size_t i;

	for (c = ipt->chain; c; c = c->next) {
		for (i = 0; i < c->nr; i++) {
			target = rule_target(c->row[i].rule);
			if (target && !strcmp(target, name))
				return true;
		}
	}
	return false;
}

static bool command_new(struct ipt *ipt, const struct ipt_line *line)
{
	const struct ipt_word *word = &line->word[1];

	if (ipt_chain_find(ipt, word->text))
		return ipt_fail(ipt, &word->loc, "chain '%s' exists already",
				word->text);
	if (!name_check(ipt, word))
		return false;
	chain_new(ipt, chain_make(ipt, word->text, &word->loc));
	return true;
}

static bool command_delete_one(struct ipt *ipt, struct ipt_chain *c,
			       const struct loc *loc)
{
	if (c->chain->base)
		return ipt_fail(ipt, loc, "a built-in chain cannot be deleted");
	if (c->nr)
		return ipt_fail(ipt, loc, "chain '%s' is not empty",
				c->chain->name);
	if (chain_is_used(ipt, c->chain->name))
		return ipt_fail(ipt, loc, "a rule jumps to chain '%s'",
				c->chain->name);
	chain_drop(ipt, c);
	return true;
}

static bool command_delete(struct ipt *ipt, const struct ipt_line *line)
{
	struct ipt_chain *c, *next;

	if (line->nr > 1) {
		c = ipt_chain_want(ipt, &line->word[1]);
		return c && command_delete_one(ipt, c, &line->word[1].loc);
	}
	for (c = ipt->chain; c; c = next) {
		next = c->next;
		if (!c->chain->base &&
		    !command_delete_one(ipt, c, &line->word[0].loc))
			return false;
	}
	return true;
}

static bool command_flush(struct ipt *ipt, const struct ipt_line *line)
{
	struct ipt_chain *c;

	if (line->nr > 1) {
		c = ipt_chain_want(ipt, &line->word[1]);
		if (c)
			c->nr = 0;
		return c;
	}
	for (c = ipt->chain; c; c = c->next)
		c->nr = 0;
	return true;
}

static bool command_policy(struct ipt *ipt, const struct ipt_line *line)
{
	struct ipt_chain *c = ipt_chain_want(ipt, &line->word[1]);

	return c && policy_set(ipt, c, &line->word[2]);
}

static const struct {
	const char	*name;
	const char	*letter;
	size_t		min;
	size_t		max;
	const char	*usage;
	bool		(*run)(struct ipt *ipt, const struct ipt_line *line);
} commands[] = {
	{ "--new-chain", "-N", 2, 2, "-N CHAIN", command_new },
	{ "--delete-chain", "-X", 1, 2, "-X [CHAIN]", command_delete },
	{ "--flush", "-F", 1, 2, "-F [CHAIN]", command_flush },
	{ "--policy", "-P", 3, 3, "-P CHAIN POLICY", command_policy },
};

/**
 * ipt_chain_command() - run a line if it is a command on chains
 * @ipt: file
 * @line: words
 * @done: out: it was one
 *
 * Return: false after an error.
 */
bool ipt_chain_command(struct ipt *ipt, const struct ipt_line *line,
		       bool *done)
{
	const char *text = line->word[0].text;
	size_t i;

	*done = false;
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (strcmp(text, commands[i].name) &&
		    strcmp(text, commands[i].letter))
			continue;
		*done = true;
		if (line->nr < commands[i].min || line->nr > commands[i].max)
			return ipt_fail(ipt, &line->loc, "usage: %s",
					commands[i].usage);
		return commands[i].run(ipt, line);
	}
	return true;
}

/* Puts what one rule of ip6tables became in front of row @at. */
void ipt_chain_insert(struct ipt_chain *c, size_t at, struct rule **rule,
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

static size_t row_end(const struct ipt_chain *c, size_t at)
{
	for (at++; at < c->nr && !c->row[at].begins; at++)
		;
	return at;
}

/* Removes all that the rule of ip6tables at row @at became. */
void ipt_chain_remove(struct ipt_chain *c, size_t at)
{
	size_t end = row_end(c, at);

	memmove(c->row + at, c->row + end, (c->nr - end) * sizeof(*c->row));
	c->nr -= end - at;
}

/* Row of ip6tables' rule @number, from 1; the one behind the last too. */
bool ipt_chain_at(const struct ipt_chain *c, uint32_t number, size_t *at)
{
	for (*at = 0; *at < c->nr; *at = row_end(c, *at))
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
 * Where the first rule is that says the same. What was fetched has lost which
 * rules were one in ip6tables, so those may begin at any row.
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

/* At COMMIT: without a line of its own a chain keeps the policy that it has. */
bool ipt_chains_commit(struct ipt *ipt)
{
	struct iptables_input *input = ipt->input;
	struct ruleset old;
	const struct chain *chain;
	struct ipt_chain *c;
	bool missing = false, good;

	for (c = ipt->chain; c; c = c->next)
		missing |= c->chain->base && !c->declared;
	if (!missing || input->noflush || !input->running)
		return true;
	ruleset_init(&old);
	good = input->running(&old, input->context, ipt->report);
	ipt->failed |= !good;
	for (chain = old.chain; chain; chain = chain->next) {
		if (!chain->base)
			continue;
		c = base_find(ipt, chain->hook);
		if (!c || c->declared)
			continue;
		c->chain->policy = chain->policy;
		c->chain->packets = chain->packets;
		c->chain->bytes = chain->bytes;
		c->declared = true;
	}
	ruleset_free(&old);
	return good;
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

void ipt_chains_free(struct ipt *ipt)
{
	struct ipt_chain *c;

	for (c = ipt->chain; c; c = c->next)
		free(c->row);
}
