// SPDX-License-Identifier: GPL-2.0-only
/*
 * ip6tables-ct6-restore: loads what ip6tables-save writes.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "help.h"
#include "iptables_cli.h"
#include "load.h"
#include "print.h"

static const char usage[] =
	"usage: ip6tables-ct6-restore [-c] [-t] [-n] [-v] [-w[=SECONDS]]\n"
	"                             [-T TABLE] [-V] [-h] [FILE]\n"
	"\n"
	"Loads into ct6 what ip6tables-save writes, from FILE or standard input.\n"
	"\n"
	"  -c, --counters        take over the counters of chains and rules\n"
	"  -t, --test            have it validated, and change nothing\n"
	"  -n, --noflush         begin with the running ruleset\n"
	"  -v, --verbose         print the ruleset as ct6 has it\n"
	"  -w, --wait[=SECONDS]  how long to begin anew when others change it, too\n"
	"  -T, --table=NAME      read only this table\n"
	"  -V, --version         the tool's version\n"
	"  -h, --help            this text\n";

/**
 * struct restore - the command line
 * @input: how to read
 * @test: change nothing
 * @verbose: print the ruleset
 * @wait: begin anew as long as others change the ruleset
 * @seconds: but no longer, 0 for as long as it takes
 * @file: name, or "-"
 * @code: of fetching the running ruleset
 */
struct restore {
	struct iptables_input	input;
	bool			test;
	bool			verbose;
	bool			wait;
	uint32_t		seconds;
	const char		*file;
	int			code;
};

/* Return: EXIT_USAGE, after the error. */
static int usage_error(const char *what, const char *word)
{
	struct report report = { 0 };

	report_error(&report, NULL, "%s: '%s'", what, word);
	return EXIT_USAGE;
}

static bool fetch_running(struct ruleset *rs, void *context,
			  struct report *report)
{
	struct restore *restore = context;

	restore->code = ruleset_fetch(rs, report);
	return !restore->code;
}

/* ip6tables takes the seconds glued to -w or behind it. */
static bool wait_parse(struct restore *restore, int argc, char **argv)
{
	const char *seconds = optarg;

	restore->wait = true;
	if (seconds && *seconds == '=')
		seconds++;
	if (seconds)
		return parse_u32(seconds, &restore->seconds) ||
		       usage_error("not a number of seconds", seconds) ==
		       EXIT_DONE;
	if (optind < argc && parse_u32(argv[optind], &restore->seconds))
		optind++;
	return true;
}

static bool table_parse(struct restore *restore, const char *name)
{
	static const char *const tables[] = {
		"filter", "mangle", "nat", "raw", "security",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tables); i++) {
		if (!strcmp(name, tables[i])) {
			restore->input.table = name;
			return true;
		}
	}
	usage_error("there is no table of that name", name);
	return false;
}

/* Return: whether to go on; else *@code is the exit code. */
static bool restore_option(struct restore *restore, int opt, int argc,
			   char **argv, int *code)
{
	*code = EXIT_USAGE;
	switch (opt) {
	case 'c':
		restore->input.counters = true;
		return true;
	case 't':
		restore->test = true;
		return true;
	case 'n':
		restore->input.noflush = true;
		return true;
	case 'v':
		restore->verbose = true;
		return true;
	case 'w':
		return wait_parse(restore, argc, argv);
	case 'T':
		return table_parse(restore, optarg);
	case 'V':
		help_version();
		*code = EXIT_DONE;
		return false;
	case 'h':
		fputs(usage, stdout);
		*code = EXIT_DONE;
		return false;
	default:
		/* getopt has said what is wrong */
		fputs("see `ip6tables-ct6-restore --help`\n", stderr);
		return false;
	}
}

static bool restore_options(struct restore *restore, int argc, char **argv,
			    int *code)
{
	static const struct option options[] = {
		{ "counters",	no_argument,		NULL, 'c' },
		{ "test",	no_argument,		NULL, 't' },
		{ "noflush",	no_argument,		NULL, 'n' },
		{ "verbose",	no_argument,		NULL, 'v' },
		{ "wait",	optional_argument,	NULL, 'w' },
		{ "table",	required_argument,	NULL, 'T' },
		{ "version",	no_argument,		NULL, 'V' },
		{ "help",	no_argument,		NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	int opt;

	while ((opt = getopt_long(argc, argv, "ctnvw::T:Vh", options,
				  NULL)) != -1)
		if (!restore_option(restore, opt, argc, argv, code))
			return false;
	restore->file = optind < argc ? argv[optind++] : "-";
	if (optind < argc) {
		*code = usage_error("one file only, not this", argv[optind]);
		return false;
	}
	return true;
}

static void restore_print(const struct restore *restore,
			  const struct ruleset *rs)
{
	struct text text = { 0 };

	ruleset_print(&text, rs, NULL, restore->input.counters ?
		      PRINT_COUNTERS : 0);
	fputs(text.data, stdout);
	text_free(&text);
}

/* One try; *@stale when another ruleset came meanwhile. */
static int restore_try(struct restore *restore, struct source *source,
		       bool *stale, struct report *report)
{
	struct changes changes = { 0 };
	struct ruleset rs;
	int code = EXIT_DONE;

	*stale = false;
	restore->input.changes = &changes;
	ruleset_init(&rs);
	if (!iptables_read(&rs, source, &restore->input, report)) {
		code = restore->code ? restore->code : EXIT_USAGE;
	} else if (restore->input.loads) {
		code = ipt_changes_send(&rs, &restore->input, restore->test,
					stale, report);
		if (restore->verbose && !*stale)
			restore_print(restore, &rs);
	}
	changes_free(&changes);
	ruleset_free(&rs);
	return code;
}

static int restore_run(struct restore *restore, struct source *source)
{
	struct report report = { 0 };
	time_t begin = ipt_now();
	bool stale = true;
	int code = EXIT_DONE;
	unsigned int i;

	for (i = 0; stale; i++) {
		if (!ipt_may_try(i, begin, restore->wait, restore->seconds))
			return ipt_busy("ip6tables-ct6-restore");
		code = restore_try(restore, source, &stale, &report);
	}
	return code;
}

/**
 * iptables_restore_main() - the command ip6tables-ct6-restore
 * @argc: number of words
 * @argv: words
 *
 * Return: an exit code.
 */
int iptables_restore_main(int argc, char **argv)
{
	struct restore restore = { .input.running = fetch_running };
	struct source *sources = NULL, *source;
	struct report report = { 0 };
	int code;

	restore.input.context = &restore;
	if (!restore_options(&restore, argc, argv, &code))
		return code;
	source = source_open(restore.file, &sources);
	if (!source) {
		report_error(&report, NULL, "cannot read %s: %s",
			     strcmp(restore.file, "-") ? restore.file :
							 "standard input",
			     strerror(errno));
		return EXIT_USAGE;
	}
	code = restore_run(&restore, source);
	source_free(sources);
	return code;
}
