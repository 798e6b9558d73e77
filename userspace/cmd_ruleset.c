// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 load, check, show, flush: the ruleset.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd_change.h"
#include "cmd_confirm.h"
#include "cmd_flows.h"
#include "cmd_set.h"
#include "lang.h"
#include "load.h"
#include "message.h"
#include "options.h"
#include "print.h"
#include "request.h"
#include "reset.h"
#include "ruleset_json.h"

static int ruleset_read(struct ruleset *rs, const char *name,
			struct source **sources, struct report *report)
{
	struct source *source = source_open(name, sources);

	if (!source)
		return usage_error("cannot read %s: %s",
				   strcmp(name, "-") ? name :
						       "standard input",
				   strerror(errno));
	return lang_parse(rs, source, sources, report) ? EXIT_DONE :
							 EXIT_USAGE;
}

/* For --json. */
static void print_sent(const struct ruleset *rs, bool check,
		       uint32_t generation)
{
	json_t *object = json_new();
	const struct chain *chain;
	size_t chains = 0, rules = 0;

	for (chain = rs->chain; chain; chain = chain->next) {
		chains++;
		rules += chain->nr_rule;
	}
	if (check)
		json_put_bool(object, "valid", true);
	else
		json_put_number(object, "generation", generation);
	json_put_number(object, "chains", chains);
	json_put_number(object, "rules", rules);
	json_print(object);
}

static int ruleset_send_file(const struct options *options, const char *name,
			     bool check)
{
	struct send send = {
		.check		= check,
		.has_generation	= options->set & OPTION_GENERATION,
		.force		= options->set & OPTION_FORCE,
		.confirm	= options->confirm,
		.generation	= options->generation,
	};
	struct report report = { 0 };
	struct source *sources = NULL;
	struct ruleset rs;
	int code;

	ruleset_init(&rs);
	code = ruleset_read(&rs, name, &sources, &report);
	if (!code)
		code = pending_note(ruleset_send(&rs, &send, &report));
	if (!code && options->set & OPTION_JSON)
		print_sent(&rs, check, send.generation);
	else if (!code && send.confirm)
		printf("`ct6 confirm` within %us, or the former ruleset runs again\n",
		       send.confirm);
	ruleset_free(&rs);
	source_free(sources);
	return code;
}

int cmd_load(const struct options *options, int nr, char **word)
{
	if (!nr)
		return usage_error("load what? FILE, or - for standard input");
	if (nr > 1)
		return usage_extra("load", word[1]);
	return ruleset_send_file(options, word[0], false);
}

int cmd_check(const struct options *options, int nr, char **word)
{
	if (!nr)
		return usage_error("check what? FILE, or - for standard input");
	if (nr > 1)
		return usage_extra("check", word[1]);
	return ruleset_send_file(options, word[0], true);
}

static int chain_unknown(const struct ruleset *rs, const char *name)
{
	const struct chain *chain;
	const char **words = NULL;
	size_t nr = 0, cap = 0;

	for (chain = rs->chain; chain; chain = chain->next) {
		words = grow(words, nr, &cap, sizeof(*words));
		words[nr++] = chain->name;
	}
	if (nr)
		usage_unknown("chain", name, words, nr);
	else
		usage_error("there is no ruleset, and no chain '%s' in it",
			    name);
	free(words);
	return EXIT_REFUSED;
}

static void ruleset_show(const struct options *options,
			 const struct ruleset *rs, const char *only)
{
	struct text text = { 0 };
	unsigned int flags = 0;

	if (options->set & OPTION_JSON) {
		json_print(ruleset_json(rs, only));
		return;
	}
	if (options->set & OPTION_COUNTERS)
		flags |= PRINT_COUNTERS;
	if (options->set & OPTION_HANDLES)
		flags |= PRINT_HANDLES;
	if (rs->confirm_left)
		text_addf(&text, "# waits for `ct6 confirm`, %us are left\n",
			  rs->confirm_left);
	ruleset_print(&text, rs, only, flags);
	fwrite(text.data, 1, text.len, stdout);
	text_free(&text);
}

int cmd_show(const struct options *options, int nr, char **word)
{
	struct report report = { 0 };
	struct ruleset rs;
	int code;

	if (nr == 2 && !strcmp(word[0], "set"))
		return set_show(options, word[1]);
	if (nr > 1)
		return usage_extra("show", word[1]);
	ruleset_init(&rs);
	code = ruleset_fetch(&rs, &report);
	if (!code && nr && !ruleset_chain_find(&rs, word[0]))
		code = chain_unknown(&rs, word[0]);
	if (!code)
		ruleset_show(options, &rs, word[0]);
	ruleset_free(&rs);
	return code;
}

/* Shows what it has taken out of the counters. */
int cmd_reset(const struct options *options, int nr, char **word)
{
	struct options shown = *options;
	const char *only = nr == 2 ? word[1] : NULL;
	struct report report = { 0 };
	struct ruleset rs;
	int code;

	if (!nr || strcmp(word[0], "counters"))
		return usage_error("reset what? counters, perhaps of one CHAIN");
	if (nr > 2)
		return usage_extra("reset", word[2]);
	ruleset_init(&rs);
	code = counters_take(&rs, only, &report);
	if (!code && only && !ruleset_chain_find(&rs, only))
		code = chain_unknown(&rs, only);
	shown.set |= OPTION_COUNTERS;
	if (!code)
		ruleset_show(&shown, &rs, only);
	ruleset_free(&rs);
	return code;
}

static int ruleset_flush(const struct options *options)
{
	struct report report = { 0 };
	struct message msg;
	json_t *object;
	int code;

	message_init(&msg, CT6_CMD_RULESET_DEL, 0);
	if (options->set & OPTION_GENERATION)
		message_put_u32(&msg, NULL, CT6_A_RULESET_GENERATION,
				options->generation);
	if (options->set & OPTION_FORCE)
		message_put(&msg, NULL, CT6_A_RULESET_FORCE, "", 0);
	code = pending_note(request_once(&msg, NULL, NULL, &report));
	if (!code && options->set & OPTION_JSON) {
		object = json_new();
		json_put_string(object, "flushed", "ruleset");
		json_print(object);
	}
	return code;
}

int cmd_flush(const struct options *options, int nr, char **word)
{
	const struct flow_filter all = { .all = true };

	if (nr == 2 && !strcmp(word[0], "chain"))
		return chain_flush(options, word[1]);
	if (nr > 1)
		return usage_extra("flush", word[1]);
	if (!nr || !strcmp(word[0], "ruleset"))
		return ruleset_flush(options);
	if (!strcmp(word[0], "flows"))
		return flows_delete(options, &all);
	return chain_flush(options, word[0]);
}
