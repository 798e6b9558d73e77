/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Options of the command line, and the commands that take them.
 */
#ifndef CT6_OPTIONS_H
#define CT6_OPTIONS_H

#include "util.h"

enum option {
	OPTION_JSON	= 1 << 0,
	OPTION_NETNS	= 1 << 1,
	OPTION_HELP	= 1 << 2,
	OPTION_VERSION	= 1 << 3,
	OPTION_COUNTERS	= 1 << 4,
	OPTION_HANDLES	= 1 << 5,
	OPTION_EXPLAIN	= 1 << 6,
	OPTION_GENERATION	= 1 << 7,
	OPTION_FORCE	= 1 << 8,
	OPTION_CONFIRM	= 1 << 9,
	OPTION_PROMETHEUS	= 1 << 10,
	OPTION_BATCH	= 1 << 11,
	OPTION_TIMES	= 1 << 12,
	OPTION_DELAY	= 1 << 13,
	/* what every command takes */
	OPTIONS_GLOBAL	= OPTION_JSON | OPTION_NETNS | OPTION_HELP |
			  OPTION_VERSION,
};

/**
 * struct options - the command line
 * @set: OPTION_* that were given
 * @netns: name of --netns
 * @generation: of --generation
 * @confirm: seconds of --confirm
 * @times: of --times
 * @delay: seconds of --delay
 * @nr: number of @word
 * @word: all that is no option; the command is the first, and a NULL follows
 */
struct options {
	unsigned int	set;
	const char	*netns;
	uint32_t	generation;
	uint32_t	confirm;
	uint32_t	times;
	uint32_t	delay;
	int		nr;
	char		**word;
};

/**
 * struct command - what ct6 can do
 * @name: word
 * @options: OPTION_* of its own
 * @run: does it; @word are the @nr words behind its name. Return: exit code
 */
struct command {
	const char	*name;
	unsigned int	options;
	int		(*run)(const struct options *options, int nr,
			       char **word);
};

bool options_parse(struct options *options, int argc, char **argv);
bool options_check(const struct options *options, const char *command,
		   unsigned int known);
int netns_enter(const char *name);

int usage_error(const char *fmt, ...) PRINTF(1, 2);
int usage_unknown(const char *what, const char *word,
		  const char *const *words, size_t nr);
int usage_extra(const char *command, const char *word);

int cmd_load(const struct options *options, int nr, char **word);
int cmd_check(const struct options *options, int nr, char **word);
int cmd_save(const struct options *options, int nr, char **word);
int cmd_show(const struct options *options, int nr, char **word);
int cmd_reset(const struct options *options, int nr, char **word);
int cmd_flush(const struct options *options, int nr, char **word);
int cmd_add(const struct options *options, int nr, char **word);
int cmd_insert(const struct options *options, int nr, char **word);
int cmd_replace(const struct options *options, int nr, char **word);
int cmd_delete(const struct options *options, int nr, char **word);
int cmd_rename(const struct options *options, int nr, char **word);
int cmd_policy(const struct options *options, int nr, char **word);
int cmd_explain(const struct options *options, int nr, char **word);
int cmd_confirm(const struct options *options, int nr, char **word);
int cmd_rollback(const struct options *options, int nr, char **word);
int cmd_flows(const struct options *options, int nr, char **word);
int cmd_top(const struct options *options, int nr, char **word);
int cmd_monitor(const struct options *options, int nr, char **word);
int cmd_get(const struct options *options, int nr, char **word);
int cmd_set(const struct options *options, int nr, char **word);
int cmd_set_add(const struct options *options, int nr, char **word);
int cmd_set_del(const struct options *options, int nr, char **word);
int cmd_set_flush(const struct options *options, int nr, char **word);
int cmd_stats(const struct options *options, int nr, char **word);
int cmd_help(const struct options *options, int nr, char **word);

#endif /* CT6_OPTIONS_H */
