// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands on chains: -N, -X, -E, -F, -Z and -P.
 */
#include <string.h>

#include "iptables_priv.h"

static bool chain_is_used(const struct ipt *ipt, const char *name)
{
	const struct ipt_chain *c;
	const char *target;
	size_t i;

	for (c = ipt->chain; c; c = c->next) {
		for (i = 0; i < c->nr; i++) {
			target = ipt_rule_target(c->row[i].rule);
			if (target && !strcmp(target, name))
				return true;
		}
	}
	return false;
}

static bool name_is_free(struct ipt *ipt, const struct ipt_word *word)
{
	if (!ipt_chain_find(ipt, word->text))
		return ipt_chain_name_check(ipt, word);
	ipt_plain(ipt, "Chain already exists.");
	return ipt_fail(ipt, &word->loc, "chain '%s' exists already",
			word->text);
}

static bool command_new(struct ipt *ipt, const struct ipt_line *line)
{
	const struct ipt_word *word = &line->word[1];

	if (!name_is_free(ipt, word))
		return false;
	ipt_chain_add(ipt, word);
	return true;
}

static bool command_delete_one(struct ipt *ipt, struct ipt_chain *c,
			       const struct loc *loc)
{
	if (c->chain->base) {
		ipt_plain(ipt, "Invalid argument. Run `dmesg' for more information.");
		return ipt_fail(ipt, loc, "a built-in chain cannot be deleted");
	}
	if (c->nr) {
		ipt_plain(ipt, "Directory not empty.");
		return ipt_fail(ipt, loc, "chain '%s' is not empty", c->name);
	}
	if (chain_is_used(ipt, c->name)) {
		ipt_plain(ipt, "Too many links.");
		return ipt_fail(ipt, loc, "a rule jumps to chain '%s'",
				c->name);
	}
	ipt_chain_drop(ipt, c);
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
			ipt_chain_flush(ipt, c);
		return c;
	}
	for (c = ipt->chain; c; c = c->next)
		ipt_chain_flush(ipt, c);
	return true;
}

static bool command_policy(struct ipt *ipt, const struct ipt_line *line)
{
	struct ipt_chain *c = ipt_chain_want(ipt, &line->word[1]);

	if (!c || !ipt_policy_set(ipt, c, &line->word[2]))
		return false;
	ipt_note_policy(ipt, c, false, &line->word[2].loc);
	return true;
}

static void chain_zero(struct ipt *ipt, struct ipt_chain *c)
{
	size_t i;

	ipt_note_zero(ipt, c, NULL);
	c->chain->packets = 0;
	c->chain->bytes = 0;
	for (i = 0; i < c->nr; i++) {
		c->row[i].rule->packets = 0;
		c->row[i].rule->bytes = 0;
	}
}

static bool rule_zero(struct ipt *ipt, struct ipt_chain *c,
		      const struct ipt_word *word)
{
	uint64_t number;
	size_t at, end;

	if (!ipt_number(word->text, UINT32_MAX, &number) || !number)
		return ipt_fail(ipt, &word->loc, "'%s' is no number of a rule",
				word->text);
	if (!ipt_chain_at(c, number, &at) || at == c->nr) {
		ipt_plain(ipt, "Index of zero too big.");
		return ipt_fail(ipt, &word->loc, "the chain has no rule %s",
				word->text);
	}
	for (end = ipt_chain_row_end(c, at); at < end; at++) {
		c->row[at].rule->packets = 0;
		c->row[at].rule->bytes = 0;
		ipt_note_zero(ipt, c, &at);
	}
	return true;
}

static bool command_zero(struct ipt *ipt, const struct ipt_line *line)
{
	struct ipt_chain *c;

	if (line->nr > 1) {
		c = ipt_chain_want(ipt, &line->word[1]);
		if (c && line->nr > 2)
			return rule_zero(ipt, c, &line->word[2]);
		if (c)
			chain_zero(ipt, c);
		return c;
	}
	for (c = ipt->chain; c; c = c->next)
		chain_zero(ipt, c);
	return true;
}

static void targets_rename(struct ipt *ipt, const char *from, char *to)
{
	struct ipt_chain *c;
	struct expr *expr;
	size_t i;

	for (c = ipt->chain; c; c = c->next)
		for (i = 0; i < c->nr; i++)
			for (expr = c->row[i].rule->expr; expr;
			     expr = expr->next)
				if (expr->kind == EXPR_VERDICT &&
				    expr->verdict.chain &&
				    !strcmp(expr->verdict.chain, from))
					expr->verdict.chain = to;
}

static bool command_rename(struct ipt *ipt, const struct ipt_line *line)
{
	struct ipt_chain *c = ipt_chain_want(ipt, &line->word[1]);
	char *name;

	if (!c)
		return false;
	if (c->chain->base)
		return ipt_fail(ipt, &line->word[1].loc,
				"a built-in chain keeps its name");
	if (!name_is_free(ipt, &line->word[2]))
		return false;
	name = arena_strdup(&ipt->rs->arena, line->word[2].text);
	ipt_note_rename(ipt, c, name, &line->word[2].loc);
	targets_rename(ipt, c->name, name);
	c->chain->name = name;
	c->name = name;
	return true;
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
	{ "--rename-chain", "-E", 3, 3, "-E OLD NEW", command_rename },
	{ "--zero", "-Z", 1, 3, "-Z [CHAIN [NUMBER]]", command_zero },
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
