// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6: one command line, one command.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "help.h"
#include "iptables.h"
#include "options.h"

#define OUTPUT_BUFFER	(64 << 10)

/* of what changes the ruleset */
#define OPTIONS_CHANGE	(OPTION_GENERATION | OPTION_FORCE)

static const struct command commands[] = {
	{ "load",	OPTION_CONFIRM | OPTIONS_CHANGE,	cmd_load },
	{ "check",	0,					cmd_check },
	{ "show",	OPTION_COUNTERS | OPTION_HANDLES,	cmd_show },
	{ "save",	OPTION_FORCE,				cmd_save },
	{ "reset",	OPTION_HANDLES,				cmd_reset },
	{ "add",	OPTION_HANDLES | OPTIONS_CHANGE,	cmd_add },
	{ "insert",	OPTION_HANDLES | OPTIONS_CHANGE,	cmd_insert },
	{ "replace",	OPTIONS_CHANGE,				cmd_replace },
	{ "delete",	OPTIONS_CHANGE,				cmd_delete },
	{ "rename",	OPTIONS_CHANGE,				cmd_rename },
	{ "policy",	OPTIONS_CHANGE,				cmd_policy },
	{ "flush",	OPTIONS_CHANGE,				cmd_flush },
	{ "explain",	0,					cmd_explain },
	{ "confirm",	OPTION_GENERATION,			cmd_confirm },
	{ "rollback",	OPTION_GENERATION,			cmd_rollback },
	{ "flows",	0,					cmd_flows },
	{ "top",	OPTION_BATCH | OPTION_TIMES | OPTION_DELAY, cmd_top },
	{ "monitor",	0,					cmd_monitor },
	{ "get",	0,					cmd_get },
	{ "set",	0,					cmd_set },
	{ "set-add",	0,					cmd_set_add },
	{ "set-del",	0,					cmd_set_del },
	{ "set-flush",	0,					cmd_set_flush },
	{ "stats",	OPTION_EXPLAIN | OPTION_PROMETHEUS,	cmd_stats },
	{ "help",	0,					cmd_help },
};

static const struct command *command_find(const char *name)
{
	const char *names[ARRAY_SIZE(commands)];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!strcmp(name, commands[i].name))
			return &commands[i];
		names[i] = commands[i].name;
	}
	if (word_closest(name, names, i))
		usage_unknown("command", name, names, i);
	else
		usage_error("unknown command '%s'; see `ct6 help`", name);
	return NULL;
}

static int command_run(const struct options *options)
{
	const struct command *command;
	int code = EXIT_DONE;

	if (options->set & OPTION_VERSION) {
		help_version();
		return EXIT_DONE;
	}
	if (!options->nr && options->set & OPTION_HELP)
		return help_print(NULL);
	if (!options->nr) {
		help_usage(stderr);
		return EXIT_USAGE;
	}
	command = command_find(options->word[0]);
	if (!command)
		return EXIT_USAGE;
	if (options->set & OPTION_HELP)
		return help_print(command->name);
	if (!options_check(options, command->name, command->options))
		return EXIT_USAGE;
	if (options->netns)
		code = netns_enter(options->netns);
	if (code)
		return code;
	return command->run(options, options->nr - 1, options->word + 1);
}

static int ct6_main(int argc, char **argv)
{
	struct options options;
	int code = EXIT_USAGE;

	if (options_parse(&options, argc, argv))
		code = command_run(&options);
	free(options.word);
	return code;
}

/* No socket of ours is to be taken for a standard file that is closed. */
static void files_open(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			/* so that its use fails as it would */
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY :
							       O_RDONLY);
}

/* Output that did not get out is no success. */
static int output_end(int code)
{
	bool failed;

	errno = 0;
	failed = ferror(stdout);
	if (fflush(stdout))
		failed = true;
	if (!failed)
		return code;
	if (errno)
		usage_error("cannot write the output: %s", strerror(errno));
	else
		usage_error("cannot write all of the output");
	return code ? code : EXIT_REFUSED;
}

/* What we are is told by the name that we are called by. */
static const struct {
	const char	*name;
	int		(*run)(int argc, char **argv);
} programs[] = {
	{ "ip6tables-ct6", iptables_main },
	{ "ip6tables-ct6-restore", iptables_restore_main },
	{ "ip6tables-ct6-save", iptables_save_main },
	{ "ip6tables", iptables_main },
	{ "ip6tables-restore", iptables_restore_main },
	{ "ip6tables-save", iptables_save_main },
};

int main(int argc, char **argv)
{
	const char *slash, *name = argc > 0 ? argv[0] : "ct6";
	size_t i;

	files_open();
	/* a million flows are less work in large pieces */
	if (!isatty(STDOUT_FILENO))
		setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
	slash = strrchr(name, '/');
	if (slash)
		name = slash + 1;
	for (i = 0; i < ARRAY_SIZE(programs); i++)
		if (!strcmp(name, programs[i].name))
			return output_end(programs[i].run(argc, argv));
	return output_end(ct6_main(argc, argv));
}
