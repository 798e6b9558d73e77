// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 set-add, set-del, set-flush, show set: named sets of the ruleset that
 * runs, whose rules stay as they are.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd_set.h"
#include "decode.h"
#include "encode.h"
#include "lang.h"
#include "message.h"
#include "print.h"
#include "request.h"
#include "ruleset_json.h"

/* Rulesets that may change while a set is read, until we give up. */
#define FETCH_TRIES	20

/**
 * struct set_answer - what the kernel tells of a set
 * @rs: what it is, with its elements when they were asked for
 * @count: elements that came or went
 * @interrupted: another ruleset came meanwhile
 * @wrong: what cannot be read, or NULL
 */
struct set_answer {
	struct ruleset	rs;
	uint32_t	count;
	bool		interrupted;
	const char	*wrong;
};

static bool answer_read(const struct nlmsghdr *nlh, void *data)
{
	struct set_answer *answer = data;

	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		answer->interrupted = true;
	if (!answer->interrupted && !answer->wrong)
		answer->wrong = ruleset_decode(&answer->rs, nlh);
	return true;
}

static bool answer_count(const struct nlmsghdr *nlh, void *data)
{
	struct set_answer *answer = data;
	struct attrs attrs;

	attrs_parse_message(&attrs, nlh);
	if (!attrs.attr[CT6_A_RULESET_SET_ELEMS])
		return true;
	attrs_parse_nest(&attrs, attrs.attr[CT6_A_RULESET_SET_ELEMS]);
	attrs_u32(&attrs, CT6_A_SET_ELEMS_COUNT, &answer->count);
	return true;
}

/* What a set is; with NLM_F_DUMP its elements, too. */
static int set_fetch(struct set_answer *answer, const char *name,
		     uint16_t flags, struct report *report)
{
	struct set wanted = { .name = (char *)name };
	struct message msg;
	int code, i;

	for (i = 0; i < FETCH_TRIES; i++) {
		ruleset_free(&answer->rs);
		answer->interrupted = false;
		answer->wrong = NULL;
		message_init(&msg, CT6_CMD_SET_GET, flags);
		set_elems_encode(&wanted, &msg);
		code = request_once(&msg, answer_read, answer, report);
		if (code || !answer->interrupted)
			break;
	}
	if (!code && answer->interrupted)
		answer->wrong = "changed faster than it can be read";
	else if (!code && !answer->wrong && !answer->rs.set)
		answer->wrong = "nothing to tell";
	if (answer->wrong)
		report_error(report, NULL, "the kernel's set has %s",
			     answer->wrong);
	return answer->wrong ? EXIT_REFUSED : code;
}

/**
 * set_show() - print a set of the kernel's ruleset
 * @options: command line
 * @name: of the set
 *
 * Return: an exit code.
 */
int set_show(const struct options *options, const char *name)
{
	struct set_answer answer = { .count = 0 };
	struct report report = { 0 };
	struct text text = { 0 };
	int code;

	ruleset_init(&answer.rs);
	code = set_fetch(&answer, name, NLM_F_DUMP, &report);
	if (!code && options->set & OPTION_JSON) {
		json_print(set_json(answer.rs.set));
	} else if (!code) {
		set_print(&text, answer.rs.set);
		fwrite(text.data, 1, text.len, stdout);
		text_free(&text);
	}
	ruleset_free(&answer.rs);
	return code;
}

/* A word of the command line as the ruleset language has it. */
static bool elem_write(struct text *text, const struct set *set,
		       const char *word)
{
	if (set->type == CT6_SET_TYPE_IFNAME && strncmp(word, "0x", 2)) {
		text_quote(text, word);
		return true;
	}
	if (*word && !strpbrk(word, " \t\r\n\"\\#$@{}(),;=!<>&|"))
		text_addf(text, "%s", word);
	else
		usage_error("'%s' is no element", word);
	return *word && !strpbrk(word, " \t\r\n\"\\#$@{}(),;=!<>&|");
}

/* The elements of the command line become those of the set. */
static int set_read(struct ruleset *rs, int nr, char **word,
		    const char *timeout, struct source **sources,
		    struct report *report)
{
	struct text text = { 0 };
	struct source *source;
	bool done = true;
	int i;

	text_addf(&text, "set ");
	text_quote(&text, rs->set->name);
	text_addf(&text, " { elements = { ");
	for (i = 0; i < nr && done; i++) {
		text_addf(&text, i ? ", " : "");
		done = elem_write(&text, rs->set, word[i]);
		if (timeout) {
			text_addf(&text, " timeout ");
			done = done && elem_write(&text, &(struct set) { 0 },
						  timeout);
		}
	}
	text_addf(&text, " } }\n");
	if (done) {
		source = source_text("<elements>", text.data, sources);
		done = lang_parse(rs, source, sources, report);
	}
	text_free(&text);
	return done ? EXIT_DONE : EXIT_USAGE;
}

static void print_count(const struct options *options, const char *key,
			const struct set_answer *answer)
{
	json_t *object;

	if (!(options->set & OPTION_JSON))
		return;
	object = json_new();
	json_put_number(object, key, answer->count);
	json_print(object);
}

static int set_change(const struct options *options, uint8_t cmd,
		      const char *key, int nr, char **word)
{
	struct set_answer answer = { .count = 0 };
	const char *timeout = NULL;
	struct source *sources = NULL;
	struct report report = { 0 };
	struct message msg;
	int code;

	if (nr > 3 && !strcmp(word[nr - 2], "timeout")) {
		timeout = word[nr - 1];
		nr -= 2;
	}
	if (timeout && cmd == CT6_CMD_SET_ELEM_DEL)
		return usage_error("set-del knows no timeout");
	ruleset_init(&answer.rs);
	code = set_fetch(&answer, word[0], 0, &report);
	if (!code)
		code = set_read(&answer.rs, nr - 1, word + 1, timeout,
				&sources, &report);
	if (!code) {
		message_init(&msg, cmd, 0);
		set_elems_encode(answer.rs.set, &msg);
		code = request_once(&msg, answer_count, &answer, &report);
	}
	if (!code)
		print_count(options, key, &answer);
	ruleset_free(&answer.rs);
	source_free(sources);
	return code;
}

int cmd_set_add(const struct options *options, int nr, char **word)
{
	if (nr < 2)
		return usage_error("set-add wants the NAME of a set and elements");
	return set_change(options, CT6_CMD_SET_ELEM_ADD, "added", nr, word);
}

int cmd_set_del(const struct options *options, int nr, char **word)
{
	if (nr < 2)
		return usage_error("set-del wants the NAME of a set and elements");
	return set_change(options, CT6_CMD_SET_ELEM_DEL, "deleted", nr, word);
}

int cmd_set_flush(const struct options *options, int nr, char **word)
{
	struct set_answer answer = { .count = 0 };
	struct report report = { 0 };
	struct message msg;
	struct set set;
	int code;

	if (!nr)
		return usage_error("set-flush wants the NAME of a set");
	if (nr > 1)
		return usage_extra("set-flush", word[1]);
	set = (struct set) { .name = word[0] };
	message_init(&msg, CT6_CMD_SET_FLUSH, 0);
	set_elems_encode(&set, &msg);
	code = request_once(&msg, answer_count, &answer, &report);
	if (!code)
		print_count(options, "deleted", &answer);
	return code;
}
