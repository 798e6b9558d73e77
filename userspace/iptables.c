// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ip6tables front: tables and their lines. Every line is read, so that
 * all that is wrong is told at once, but nothing is loaded then.
 */
#include <string.h>

#include "iptables_priv.h"

#define IPT_ERRORS_MAX	20

static const char *const table_names[] = {
	"filter", "mangle", "nat", "raw", "security",
};

/* Return: false, for the caller to pass on. */
bool ipt_fail(struct ipt *ipt, const struct loc *loc, const char *fmt, ...)
{
	struct text text = { 0 };
	va_list args;
	size_t i;

	va_start(args, fmt);
	text_vaddf(&text, fmt, args);
	va_end(args);
	/* words of the file may hold what a terminal obeys */
	for (i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7f)
			text.data[i] = '?';
	report_error(ipt->report, loc, "%s", text.data);
	text_free(&text);
	ipt->failed = true;
	return false;
}

/* ip6tables' own words for the error that follows; scripts look for them. */
void ipt_plain(struct ipt *ipt, const char *plain)
{
	ipt->plain = plain;
}

bool ipt_table_known(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table_names); i++)
		if (!strcmp(name, table_names[i]))
			return true;
	return false;
}

static bool table_unknown(struct ipt *ipt, const struct loc *loc,
			  const char *name)
{
	const char *closest = word_closest(name, table_names,
					   ARRAY_SIZE(table_names));

	if (closest)
		return ipt_fail(ipt, loc,
				"unknown table '%s', did you mean '%s'?", name,
				closest);
	return ipt_fail(ipt, loc, "unknown table '%s'", name);
}

static bool table_line(struct ipt *ipt, const struct ipt_line *line)
{
	const struct ipt_word *word = &line->word[0];
	const char *name = word->text + 1;

	if (ipt->table)
		return ipt_fail(ipt, &word->loc,
				"table '%s' is still open, COMMIT is missing",
				ipt->table);
	/* what follows is read as the table's, to say no more than needed */
	ipt->table = arena_strdup(&ipt->arena, name);
	ipt->table_loc = word->loc;
	ipt->foreign = strcmp(name, "filter");
	ipt->skip = ipt->input->table && strcmp(name, ipt->input->table);
	if (line->nr > 1)
		return ipt_fail(ipt, &line->word[1].loc,
				"nothing can follow the name of a table");
	if (!ipt_table_known(name))
		return table_unknown(ipt, &word->loc, name);
	if (ipt->foreign || ipt->skip)
		return true;
	return ipt_tables_begin(ipt);
}

static bool commit_line(struct ipt *ipt, const struct ipt_line *line)
{
	if (line->nr > 1)
		ipt_fail(ipt, &line->word[1].loc, "nothing can follow COMMIT");
	if (!ipt->table)
		return ipt_fail(ipt, &line->word[0].loc,
				"COMMIT without a table");
	ipt->table = NULL;
	return true;
}

static const struct {
	const char	*table;
	const char	*why;
} foreign_why[] = {
	{ "nat", "ct6 translates no addresses, IPv6 needs none" },
	{ "mangle", "ct6 changes no packets; marks are set in table filter" },
	{ "raw", "ct6 tracks all connections" },
	{ "security", "ct6 sets no security contexts" },
};

/* Return: false, for the caller to pass on. */
bool ipt_foreign_refuse(struct ipt *ipt, const struct loc *loc)
{
	const char *why = "it is no table of filters";
	size_t i;

	for (i = 0; i < ARRAY_SIZE(foreign_why); i++)
		if (!strcmp(ipt->table, foreign_why[i].table))
			why = foreign_why[i].why;
	ipt_plain(ipt, "Operation not supported.");
	return ipt_fail(ipt, loc,
			"rules and chains of table '%s' are not supported by ct6: %s",
			ipt->table, why);
}

static bool foreign_rule(struct ipt *ipt, const struct ipt_line *line)
{
	bool counters = line->word[0].text[0] == '[';
	const char *text = line->word[counters && line->nr > 1].text;

	if (!strcmp(text, "-F") || !strcmp(text, "--flush") ||
	    !strcmp(text, "-X") || !strcmp(text, "--delete-chain") ||
	    !strcmp(text, "-N") || !strcmp(text, "--new-chain"))
		return true;
	return ipt_foreign_refuse(ipt, &line->loc);
}

static bool foreign_chain(struct ipt *ipt, const struct ipt_line *line)
{
	const char *policy = line->nr > 1 ? line->word[1].text : "-";

	if (!strcmp(policy, "-") || !strcmp(policy, "ACCEPT"))
		return true;
	return ipt_fail(ipt, &line->word[1].loc,
			"a policy in table '%s' can only be ACCEPT",
			ipt->table);
}

static bool table_content(struct ipt *ipt, const struct ipt_line *line)
{
	char first = line->word[0].text[0];
	bool done;

	if (ipt->skip)
		return true;
	if (first == ':')
		return ipt->foreign ? foreign_chain(ipt, line) :
				      ipt_chain_line(ipt, line);
	if (first != '-' && first != '[' && first != '!')
		return ipt_fail(ipt, &line->word[0].loc,
				"'%s' is no begin of a line", line->word[0].text);
	if (ipt->foreign)
		return foreign_rule(ipt, line);
	if (!ipt_chain_command(ipt, line, &done))
		return false;
	return done || ipt_rule_line(ipt, line);
}

static bool line_take(struct ipt *ipt, const struct ipt_line *line)
{
	const struct ipt_word *word = &line->word[0];

	if (word->text[0] == '*')
		return table_line(ipt, line);
	if (!strcmp(word->text, "COMMIT"))
		return commit_line(ipt, line);
	if (!ipt->table)
		return ipt_fail(ipt, &word->loc,
				"a table has to be named first, such as '*filter'");
	return table_content(ipt, line);
}

static void lines_read(struct ipt *ipt)
{
	const char *pos = ipt->source->data;
	const char *end = pos + ipt->source->len;
	unsigned int before = ipt->report->errors;
	struct ipt_line line;
	int number;

	for (number = 1; pos < end; number++) {
		if (ipt_line_read(ipt, &pos, number, &line) && line.nr)
			line_take(ipt, &line);
		arena_free(&ipt->scratch);
		if (ipt->report->errors - before >= IPT_ERRORS_MAX)
			return;
	}
	if (ipt->table)
		ipt_fail(ipt, &ipt->table_loc,
			 "table '%s' does not end with COMMIT", ipt->table);
}

/**
 * iptables_read() - a ruleset from what ip6tables-save writes
 * @rs: result, begun by ruleset_init()
 * @source: text
 * @input: how; @input->loads is set
 * @report: for errors
 *
 * The ruleset has no flags: its meaning is ip6tables'. With @input->noflush
 * it keeps those of the running one.
 *
 * Return: false after an error.
 */
bool iptables_read(struct ruleset *rs, struct source *source,
		   struct iptables_input *input, struct report *report)
{
	struct ipt ipt = {
		.rs	= rs,
		.source	= source,
		.input	= input,
		.report	= report,
	};

	ipt.tail = &ipt.chain;
	input->loads = false;
	lines_read(&ipt);
	if (!ipt.failed) {
		ipt_chains_finish(&ipt);
		ipt.failed = !ruleset_check(rs, report);
	}
	ipt_chains_free(&ipt);
	arena_free(&ipt.arena);
	return !ipt.failed;
}

/* A whole text, without a ruleset that runs. */
bool iptables_parse(struct ruleset *rs, struct source *source, bool counters,
		    struct report *report)
{
	struct iptables_input input = { .counters = counters };

	return iptables_read(rs, source, &input, report);
}
