/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command ip6tables-ct6: one change or one look at a time.
 */
#ifndef CT6_IPTABLES_CLI_H
#define CT6_IPTABLES_CLI_H

#include <time.h>

#include "iptables_priv.h"

/* Whose options and output we have; scripts ask for it. */
#define IPT_VERSION	"1.8.9"

/* Exit codes of ip6tables beside ours. */
enum {
	IPT_EXIT_TABLE	= 3,	/* no such table */
	IPT_EXIT_BUSY	= 4,	/* the ruleset changes all the time */
};

/**
 * struct ipt_cli - a command line
 * @name: of the command
 * @table: of -t
 * @command: what to do
 * @word: a command on chains or that prints, with its words
 * @nr: number of these
 * @zero: -Z beside a command that prints
 * @numeric: -n
 * @verbose: -v
 * @exact: -x
 * @line_numbers: --line-numbers
 * @help: -h
 * @version: -V
 * @wait: -w
 * @seconds: of -w, 0 for as long as it takes
 * @output: what is printed in the end
 * @changes: the ruleset is another one then
 */
struct ipt_cli {
	const char		*name;
	const char		*table;
	enum ipt_command	command;
	struct ipt_word		word[3];
	size_t			nr;
	bool			zero;
	bool			numeric;
	bool			verbose;
	bool			exact;
	bool			line_numbers;
	bool			help;
	bool			version;
	bool			wait;
	uint32_t		seconds;
	struct text		output;
	bool			changes;
};

extern const struct ipt_opt ipt_cli_opts[];

unsigned int ipt_cli_words(const struct ipt_opt *opt);
bool ipt_cli_run(struct ipt_rule *rule);
int ipt_changes_send(const struct ruleset *rs, struct iptables_input *input,
		     bool check, bool *stale, struct report *report);
time_t ipt_now(void);
bool ipt_may_try(unsigned int tries, time_t begin, bool wait,
		 uint32_t seconds);
int ipt_busy(const char *name);
const char *const *ipt_table_chains(const char *table);
const char *ipt_program(const char *path);

#endif /* CT6_IPTABLES_CLI_H */
