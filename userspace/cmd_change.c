// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 add, insert, replace, delete, rename, policy: changes of the ruleset.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "cmd_change.h"
#include "cmd_confirm.h"
#include "json.h"
#include "lang.h"
#include "options.h"

/**
 * struct line - the words of a command as one line, for places in it
 * @source: the line
 * @sources: owns it, and what it includes
 * @at: by word, where it begins
 * @word: words
 * @nr: words
 */
struct line {
	struct source	*source;
	struct source	*sources;
	size_t		*at;
	char		**word;
	int		nr;
};

/* What a shell took the quotes from, the language wants in quotes. */
static bool is_text(char *const *word, int i)
{
	return i && (!strcmp(word[i - 1], "comment") ||
		     !strcmp(word[i - 1], "prefix")) && word[i][0] != '"';
}

static void line_init(struct line *line, int nr, char **word)
{
	struct text text = { 0 };
	int i;

	memset(line, 0, sizeof(*line));
	line->at = xrealloc(NULL, (nr + 1) * sizeof(*line->at));
	line->word = word;
	line->nr = nr;
	text_add(&text, "", 0);
	for (i = 0; i < nr; i++) {
		if (i)
			text_add(&text, " ", 1);
		line->at[i] = text.len;
		if (is_text(word, i))
			text_quote(&text, word[i]);
		else
			text_addf(&text, "%s", word[i]);
	}
	line->at[nr] = text.len + 1;
	line->source = source_text("command line", text.data, &line->sources);
	text_free(&text);
}

static void line_free(struct line *line)
{
	source_free(line->sources);
	free(line->at);
}

static struct loc line_loc(const struct line *line, int i)
{
	return (struct loc) { line->source, 1, line->at[i] + 1,
			      line->at[i + 1] };
}

/**
 * changes_run() - send changes, and tell what came of them
 * @changes: request
 * @options: command line
 * @report: for a refusal
 *
 * Return: an exit code.
 */
int changes_run(struct changes *changes, const struct options *options,
		struct report *report)
{
	json_t *object;
	int code;

	changes->has_generation = options->set & OPTION_GENERATION;
	changes->generation = options->generation;
	changes->force = options->set & OPTION_FORCE;
	code = changes_send(changes, report);
	if (code)
		return pending_note(code);
	if (options->set & OPTION_JSON) {
		object = json_new();
		json_put_number(object, "generation", changes->generation);
		if (changes->handle)
			json_put_number(object, "handle", changes->handle);
		json_print(object);
	} else if (options->set & OPTION_HANDLES && changes->handle) {
		printf("# handle %" PRIu64 "\n", changes->handle);
	}
	return EXIT_DONE;
}

static int change_run(struct changes *changes, const struct options *options,
		      struct report *report)
{
	int code = changes_run(changes, options, report);

	changes_free(changes);
	return code;
}

/* index N as nft counts, from 0; handle N and nft's old name position N. */
static int place_parse(struct change *change, const struct line *line, int *i)
{
	const char *what = *i < line->nr ? line->word[*i] : "", *number;
	bool index = !strcmp(what, "index");

	if (!index && strcmp(what, "handle") && strcmp(what, "position"))
		return EXIT_DONE;
	if (*i + 1 == line->nr)
		return usage_error("%s what?", what);
	number = line->word[*i + 1];
	change->place_loc = line_loc(line, *i + 1);
	*i += 2;
	if (index && parse_u32(number, &change->index) &&
	    change->index != UINT32_MAX) {
		change->index++;
		return EXIT_DONE;
	}
	if (!index && parse_u64(number, UINT64_MAX, &change->handle) &&
	    change->handle)
		return EXIT_DONE;
	return usage_error("'%s' is no %s", number, what);
}

/* Does nft's word say that a rule follows? */
static bool says_rule(int nr, char **word)
{
	return nr && !strcmp(word[0], "rule");
}

static int rule_read(const struct line *line, int first, struct change *change,
		     struct ruleset *rs, struct report *report)
{
	if (first == line->nr)
		return usage_error("which rule? see `ct6 help add`");
	change->rule = lang_parse_rule(rs, change->chain, line->source,
				       line->at[first],
				       &((struct line *)line)->sources,
				       report);
	return change->rule ? EXIT_DONE : EXIT_USAGE;
}

/**
 * rule_change() - a change of a rule: CHAIN [PLACE] [RULE...]
 * @options: command line
 * @kind: enum ct6_change_kind
 * @nr: words
 * @word: words
 *
 * Return: an exit code.
 */
static int rule_change(const struct options *options, uint32_t kind, int nr,
		       char **word)
{
	bool names = kind == CT6_CHANGE_KIND_RULE_REPLACE ||
		     kind == CT6_CHANGE_KIND_RULE_DELETE;
	struct changes changes = { 0 };
	struct report report = { 0 };
	struct change *change;
	struct ruleset rs;
	struct line line;
	int code, i = 1;

	if (!nr)
		return usage_error("of which chain?");
	line_init(&line, nr, word);
	ruleset_init(&rs);
	change = changes_add(&changes, kind, word[0]);
	change->chain_loc = line_loc(&line, 0);
	code = place_parse(change, &line, &i);
	if (!code && names && !change->handle && !change->index)
		code = usage_error("which rule? handle N or index N; see `ct6 show -a`");
	if (!code && kind == CT6_CHANGE_KIND_RULE_DELETE && i < nr)
		code = usage_extra("delete", word[i]);
	if (!code && kind != CT6_CHANGE_KIND_RULE_DELETE)
		code = rule_read(&line, i, change, &rs, &report);
	if (!code)
		code = change_run(&changes, options, &report);
	else
		changes_free(&changes);
	ruleset_free(&rs);
	line_free(&line);
	return code;
}

/* chain NAME, or chain NAME and its block, rules and all. */
static int chain_add(const struct options *options, int nr, char **word)
{
	struct changes changes = { 0 };
	struct report report = { 0 };
	struct change *change;
	struct ruleset rs;
	const struct rule *rule;
	struct line line;
	int code = EXIT_USAGE;
	char *empty[] = { word[0], nr > 1 ? word[1] : NULL, (char *)"{ }" };

	if (nr < 2)
		return usage_error("which chain?");
	if (nr == 2)
		line_init(&line, ARRAY_SIZE(empty), empty);
	else
		line_init(&line, nr, word);
	ruleset_init(&rs);
	if (!lang_parse(&rs, line.source, &line.sources, &report))
		goto end;
	if (!rs.chain || rs.chain->next) {
		code = usage_error("that is not one chain");
		goto end;
	}
	change = changes_add(&changes, CT6_CHANGE_KIND_CHAIN_ADD,
			     rs.chain->name);
	change->chain_loc = rs.chain->loc;
	change->has_hook = rs.chain->base;
	change->hook = rs.chain->hook;
	change->policy = rs.chain->policy;
	for (rule = rs.chain->rule; rule; rule = rule->next) {
		change = changes_add(&changes, CT6_CHANGE_KIND_RULE_ADD,
				     rs.chain->name);
		change->rule = rule;
	}
	code = changes_run(&changes, options, &report);
end:
	changes_free(&changes);
	ruleset_free(&rs);
	line_free(&line);
	return code;
}

/* A change of a chain that needs nothing but names. */
static int chain_change(const struct options *options, uint32_t kind, int nr,
			char **word, const char *new_name)
{
	struct changes changes = { 0 };
	struct report report = { 0 };
	struct change *change;
	struct line line;
	int code;

	line_init(&line, nr, word);
	change = changes_add(&changes, kind, word[0]);
	change->chain_loc = line_loc(&line, 0);
	change->new_name = new_name;
	if (new_name)
		change->new_loc = line_loc(&line, 1);
	if (options->set & OPTION_FORCE &&
	    kind == CT6_CHANGE_KIND_CHAIN_DELETE)
		change->flags = CT6_CHANGE_FLAGS_RULES;
	code = change_run(&changes, options, &report);
	line_free(&line);
	return code;
}

int cmd_add(const struct options *options, int nr, char **word)
{
	if (nr && !strcmp(word[0], "chain"))
		return chain_add(options, nr, word);
	return rule_change(options, CT6_CHANGE_KIND_RULE_ADD,
			   nr - says_rule(nr, word),
			   word + says_rule(nr, word));
}

int cmd_insert(const struct options *options, int nr, char **word)
{
	return rule_change(options, CT6_CHANGE_KIND_RULE_INSERT,
			   nr - says_rule(nr, word),
			   word + says_rule(nr, word));
}

int cmd_replace(const struct options *options, int nr, char **word)
{
	return rule_change(options, CT6_CHANGE_KIND_RULE_REPLACE,
			   nr - says_rule(nr, word),
			   word + says_rule(nr, word));
}

int cmd_delete(const struct options *options, int nr, char **word)
{
	bool chain = nr && !strcmp(word[0], "chain");

	if (chain && nr < 2)
		return usage_error("which chain?");
	if (chain && nr > 2)
		return usage_extra("delete", word[2]);
	if (chain)
		return chain_change(options, CT6_CHANGE_KIND_CHAIN_DELETE, 1,
				    word + 1, NULL);
	return rule_change(options, CT6_CHANGE_KIND_RULE_DELETE,
			   nr - says_rule(nr, word),
			   word + says_rule(nr, word));
}

int cmd_rename(const struct options *options, int nr, char **word)
{
	if (nr && !strcmp(word[0], "chain")) {
		nr--;
		word++;
	}
	if (nr < 2)
		return usage_error("rename which chain to what?");
	if (nr > 2)
		return usage_extra("rename", word[2]);
	return chain_change(options, CT6_CHANGE_KIND_CHAIN_RENAME, nr, word,
			    word[1]);
}

int cmd_policy(const struct options *options, int nr, char **word)
{
	static const char *const names[] = { "drop", "accept" };
	struct changes changes = { 0 };
	struct report report = { 0 };
	struct change *change;
	struct line line;
	int code;

	if (nr < 2)
		return usage_error("the policy of which chain, accept or drop?");
	if (nr > 2)
		return usage_extra("policy", word[2]);
	if (strcmp(word[1], "accept") && strcmp(word[1], "drop"))
		return usage_unknown("policy", word[1], names,
				     ARRAY_SIZE(names));
	line_init(&line, nr, word);
	change = changes_add(&changes, CT6_CHANGE_KIND_CHAIN_POLICY, word[0]);
	change->chain_loc = line_loc(&line, 0);
	change->has_policy = true;
	change->policy = strcmp(word[1], "drop") ? CT6_VERDICT_ACCEPT :
						   CT6_VERDICT_DROP;
	code = change_run(&changes, options, &report);
	line_free(&line);
	return code;
}

/* ct6 flush CHAIN */
int chain_flush(const struct options *options, char *name)
{
	return chain_change(options, CT6_CHANGE_KIND_CHAIN_FLUSH, 1, &name,
			    NULL);
}
