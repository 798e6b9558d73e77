// SPDX-License-Identifier: GPL-2.0-only
/*
 * ip6tables-ct6: reads the ruleset that runs, notes what it was asked to
 * change, and has the kernel do it if the ruleset is still the one that was
 * read; else it begins anew.
 */
#include <string.h>

#include "change.h"
#include "iptables_cli.h"
#include "load.h"

static const char usage[] =
	"usage: %s [-t TABLE] COMMAND [CHAIN] [RULE] [OPTION...]\n"
	"\n"
	"  -A, --append CHAIN RULE             -D, --delete CHAIN RULE|NUMBER\n"
	"  -I, --insert CHAIN [NUMBER] RULE    -R, --replace CHAIN NUMBER RULE\n"
	"  -C, --check CHAIN RULE              -Z, --zero [CHAIN [NUMBER]]\n"
	"  -L, --list [CHAIN [NUMBER]]         -S, --list-rules [CHAIN [NUMBER]]\n"
	"  -F, --flush [CHAIN]                 -P, --policy CHAIN ACCEPT|DROP\n"
	"  -N, --new-chain CHAIN               -X, --delete-chain [CHAIN]\n"
	"  -E, --rename-chain OLD NEW\n"
	"\n"
	"  -p, --protocol PROTOCOL             -s, --source ADDRESS[/LENGTH]\n"
	"  -i, --in-interface NAME             -d, --destination ADDRESS[/LENGTH]\n"
	"  -o, --out-interface NAME            -m, --match MATCH\n"
	"  -j, --jump TARGET                   -g, --goto CHAIN\n"
	"  -c, --set-counters PACKETS BYTES\n"
	"\n"
	"  -n, --numeric    -v, --verbose    -x, --exact    --line-numbers\n"
	"  -w, --wait [SECONDS]    -h, --help    -V, --version\n"
	"\n"
	"Matches, targets and what differs from ip6tables: ip6tables-ct6(8).\n";

static const struct {
	const char		*table;
	const char *const	*chain;
} tables[] = {
	{ "filter", (const char *const []){ "INPUT", "FORWARD", "OUTPUT",
					    NULL } },
	{ "mangle", (const char *const []){ "PREROUTING", "INPUT", "FORWARD",
					    "OUTPUT", "POSTROUTING", NULL } },
	{ "nat", (const char *const []){ "PREROUTING", "INPUT", "OUTPUT",
					 "POSTROUTING", NULL } },
	{ "raw", (const char *const []){ "PREROUTING", "OUTPUT", NULL } },
	{ "security", (const char *const []){ "INPUT", "FORWARD", "OUTPUT",
					      NULL } },
};

/* The built-in chains of a table, or NULL. */
const char *const *ipt_table_chains(const char *table)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tables); i++)
		if (!strcmp(tables[i].table, table))
			return tables[i].chain;
	return NULL;
}

const char *ipt_program(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The words of a command line as one line, so that errors have a place. */
static struct source *words_join(int argc, char **argv, const char *name,
				 struct source **sources)
{
	struct source *source;
	struct text text = { 0 };
	int i;

	text_add(&text, "", 0);
	for (i = 1; i < argc; i++)
		text_addf(&text, i > 1 ? " %s" : "%s", argv[i]);
	source = source_text(name, text.data, sources);
	text_free(&text);
	return source;
}

static void line_make(struct ipt *ipt, int argc, char **argv,
		      struct ipt_line *line)
{
	int i, col = 1;

	line->nr = argc - 1;
	line->word = arena_alloc(&ipt->arena, argc * sizeof(*line->word));
	for (i = 1; i < argc; i++) {
		int len = strlen(argv[i]);

		line->word[i - 1].text = argv[i];
		line->word[i - 1].loc = (struct loc) {
			ipt->source, 1, col, col + len,
		};
		col += len + 1;
	}
	line->loc = (struct loc) { ipt->source, 1, 1, col - 1 };
}

static bool takes_value(const char *word)
{
	const struct ipt_ext *ext = ipt_match_owner(word);
	const struct ipt_opt *opt;

	if (!ext)
		ext = ipt_target_owner(word);
	for (opt = ext ? ext->opt : NULL; opt && opt->name; opt++)
		if (!strcmp(opt->name, word))
			return opt->args;
	return false;
}

/* The table counts for all other words, wherever it stands. */
static const char *table_scan(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		const char *word = argv[i];

		if (i > 1 && takes_value(argv[i - 1]))
			continue;
		if ((!strcmp(word, "-t") || !strcmp(word, "--table")) &&
		    i + 1 < argc)
			return argv[i + 1];
		if (!strncmp(word, "--table=", 8))
			return word + 8;
		if (!strncmp(word, "-t", 2) && word[2])
			return word + 2;
	}
	return "filter";
}

static bool fetch_running(struct ruleset *rs, void *context,
			  struct report *report)
{
	int *code = context;

	*code = ruleset_fetch(rs, report);
	return !*code;
}

/* Reads the line, and makes of the running ruleset what it says. */
static bool line_run(struct ipt *ipt, int argc, char **argv)
{
	struct ipt_line line;

	line_make(ipt, argc, argv, &line);
	ipt->table = arena_strdup(&ipt->arena, ipt->cli->table);
	ipt->foreign = strcmp(ipt->table, "filter");
	if (ipt->foreign)
		ipt_chains_foreign(ipt, ipt_table_chains(ipt->table));
	else if (!ipt_tables_begin(ipt))
		return false;
	if (!ipt_rule_line(ipt, &line))
		return false;
	if (!ipt->cli->changes || ipt->foreign)
		return true;
	ipt_chains_finish(ipt);
	return ruleset_check(ipt->rs, ipt->report);
}

/* In ip6tables' words first, where scripts look for them. */
static int fail(const struct ipt_cli *cli, const char *plain,
		const struct text *errors, int code)
{
	if (plain)
		fprintf(stderr, "%s: %s\n", cli->name, plain);
	if (errors->len)
		fputs(errors->data, stderr);
	if (plain || code)
		return EXIT_REFUSED;
	fprintf(stderr, "Try `%s -h' or '%s --help' for more information.\n",
		cli->name, cli->name);
	return EXIT_USAGE;
}

/**
 * struct attempt - one try
 * @cli: what was asked
 * @argc: its words
 * @argv: its words
 * @source: its words in one line
 */
struct attempt {
	struct ipt_cli		*cli;
	int			argc;
	char			**argv;
	struct source		*source;
};

/* Return: an exit code; *@stale if the ruleset has changed meanwhile. */
static int attempt_run(struct attempt *attempt, bool *stale)
{
	int code = EXIT_DONE;
	struct changes changes = { 0 };
	struct iptables_input input = {
		.noflush = true, .running = fetch_running, .context = &code,
		.changes = &changes,
	};
	struct text errors = { 0 };
	struct report report = { .into = &errors }, plain = { 0 };
	struct ruleset rs;
	struct ipt ipt = {
		.rs = &rs, .source = attempt->source, .input = &input,
		.report = &report, .cli = attempt->cli,
	};

	*stale = false;
	ipt.tail = &ipt.chain;
	ruleset_init(&rs);
	if (!line_run(&ipt, attempt->argc, attempt->argv))
		code = fail(attempt->cli, ipt.plain, &errors, code);
	else if (attempt->cli->changes && !ipt.foreign)
		code = ipt_changes_send(&rs, &input, false, stale, &plain);
	changes_free(&changes);
	ipt_chains_free(&ipt);
	arena_free(&ipt.scratch);
	arena_free(&ipt.arena);
	ruleset_free(&rs);
	text_free(&errors);
	return code;
}

static int attempts_run(struct attempt *attempt)
{
	const struct ipt_cli empty = *attempt->cli;
	struct ipt_cli *cli = attempt->cli;
	time_t begin = ipt_now();
	bool stale = true;
	int code, i;

	for (i = 0; stale; i++) {
		if (!ipt_may_try(i, begin, cli->wait, cli->seconds))
			return ipt_busy(cli->name);
		text_free(&cli->output);
		*cli = empty;
		code = attempt_run(attempt, &stale);
	}
	return code;
}

/* What can be told without asking the kernel. */
static bool tell(const struct ipt_cli *cli, const char *word)
{
	if (!strcmp(word, "-V") || !strcmp(word, "--version"))
		printf("%s v" IPT_VERSION " (ct6)\n", cli->name);
	else if (!strcmp(word, "-h") || !strcmp(word, "--help"))
		printf(usage, cli->name);
	else
		return false;
	return true;
}

/**
 * iptables_main() - the command ip6tables-ct6
 * @argc: number of words
 * @argv: words
 *
 * Return: an exit code.
 */
int iptables_main(int argc, char **argv)
{
	struct ipt_cli cli = {
		.name = ipt_program(argv[0]),
		.table = table_scan(argc, argv),
	};
	struct source *sources = NULL;
	struct attempt attempt = { .cli = &cli, .argc = argc, .argv = argv };
	int code;

	if (argc == 2 && tell(&cli, argv[1]))
		return EXIT_DONE;
	if (!ipt_table_chains(cli.table)) {
		fprintf(stderr,
			"%s v" IPT_VERSION " (ct6): table '%s' does not exist\n",
			cli.name, cli.table);
		return IPT_EXIT_TABLE;
	}
	attempt.source = words_join(argc, argv, cli.name, &sources);
	code = attempts_run(&attempt);
	if (cli.version)
		tell(&cli, "-V");
	else if (cli.help)
		tell(&cli, "-h");
	else if (cli.output.len)
		fputs(cli.output.data, stdout);
	text_free(&cli.output);
	source_free(sources);
	return code;
}
