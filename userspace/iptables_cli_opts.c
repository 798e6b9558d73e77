// SPDX-License-Identifier: GPL-2.0-only
/*
 * The options that only a command line of ip6tables-ct6 has, and what they
 * have done.
 */
#include <string.h>

#include "iptables_cli.h"
#include "iptables_say.h"

/* The words of a command: what is glued to it, and what follows. */
static bool words_take(struct ipt_rule *rule, const struct ipt_arg *arg)
{
	struct ipt_cli *cli = rule->ipt->cli;
	const struct ipt_line *line = rule->line;
	size_t max = 1 + ipt_cli_words(arg->opt);

	cli->nr = 1;
	cli->word[0].text = (char *)arg->opt->name;
	cli->word[0].loc = arg->loc;
	if (arg->glued)
		cli->word[cli->nr++] = arg->word[0];
	while (cli->nr < max && rule->next < line->nr) {
		const struct ipt_word *word = &line->word[rule->next];

		if (word->text[0] == '-' || !strcmp(word->text, "!"))
			break;
		cli->word[cli->nr++] = *word;
		rule->next++;
	}
	return true;
}

static bool chain_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	(void)inst;
	rule->command = arg->opt->arg & 0xff;
	rule->command_loc = arg->loc;
	return words_take(rule, arg);
}

/* -Z alone, or beside a command that prints. */
static bool zero_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	struct ipt_cli *cli = rule->ipt->cli;

	(void)inst;
	cli->zero = true;
	if (cli->nr)
		return true;
	rule->command_loc = arg->loc;
	return words_take(rule, arg);
}

enum flag { NUMERIC, VERBOSE, EXACT, LINE_NUMBERS, HELP, VERSION };

static bool flag_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	struct ipt_cli *cli = rule->ipt->cli;
	bool *const flags[] = {
		[NUMERIC]	= &cli->numeric,
		[VERBOSE]	= &cli->verbose,
		[EXACT]		= &cli->exact,
		[LINE_NUMBERS]	= &cli->line_numbers,
		[HELP]		= &cli->help,
		[VERSION]	= &cli->version,
	};

	(void)inst;
	*flags[arg->opt->arg & 0xff] = true;
	return true;
}

static bool wait_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	struct ipt_cli *cli = rule->ipt->cli;
	const struct ipt_line *line = rule->line;

	(void)inst;
	cli->wait = true;
	if (arg->glued)
		return parse_u32(arg->word[0].text, &cli->seconds) ||
		       ipt_fail(rule->ipt, &arg->word[0].loc,
				"'%s' is no number of seconds",
				arg->word[0].text);
	if (rule->next < line->nr &&
	    parse_u32(line->word[rule->next].text, &cli->seconds))
		rule->next++;
	return true;
}

/* Of the table it was asked before all others, see table_scan(). */
static bool ignore_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			 const struct ipt_arg *arg)
{
	(void)rule;
	(void)inst;
	(void)arg;
	return true;
}

/* How many words may follow a command, beside what it is. */
#define WORDS(nr, what)	((nr) << 8 | (what))

const struct ipt_opt ipt_cli_opts[] = {
	{ "--list", 'L', 0, false, IPT_GROUP_COMMAND,
	  WORDS(2, IPT_LIST), chain_parse, NULL },
	{ "--list-rules", 'S', 0, false, IPT_GROUP_COMMAND,
	  WORDS(2, IPT_LIST_RULES), chain_parse, NULL },
	{ "--flush", 'F', 0, false, IPT_GROUP_COMMAND,
	  WORDS(1, IPT_ON_CHAIN), chain_parse, NULL },
	{ "--new-chain", 'N', 0, false, IPT_GROUP_COMMAND,
	  WORDS(1, IPT_ON_CHAIN), chain_parse, NULL },
	{ "--delete-chain", 'X', 0, false, IPT_GROUP_COMMAND,
	  WORDS(1, IPT_ON_CHAIN), chain_parse, NULL },
	{ "--policy", 'P', 0, false, IPT_GROUP_COMMAND,
	  WORDS(2, IPT_ON_CHAIN), chain_parse, NULL },
	{ "--rename-chain", 'E', 0, false, IPT_GROUP_COMMAND,
	  WORDS(2, IPT_ON_CHAIN), chain_parse, NULL },
	{ "--zero", 'Z', 0, false, 0, WORDS(2, 0), zero_parse, NULL },
	{ "--table", 't', 1, false, 0, 0, ignore_parse, NULL },
	{ "--wait", 'w', 0, false, 0, WORDS(1, 0), wait_parse, NULL },
	{ "--wait-interval", 'W', 1, false, 0, 0, ignore_parse, NULL },
	{ "--modprobe", 'M', 1, false, 0, 0, ignore_parse, NULL },
	{ "--numeric", 'n', 0, false, 0, NUMERIC, flag_parse, NULL },
	{ "--verbose", 'v', 0, false, 0, VERBOSE, flag_parse, NULL },
	{ "--exact", 'x', 0, false, 0, EXACT, flag_parse, NULL },
	{ "--line-numbers", '0', 0, false, 0, LINE_NUMBERS, flag_parse, NULL },
	{ "--ipv6", '6', 0, false, 0, 0, ignore_parse, NULL },
	{ "--ipv4", '4', 0, false, 0, 0, NULL, "this command is IPv6's" },
	{ "--help", 'h', 0, false, 0, WORDS(1, HELP), flag_parse, NULL },
	{ "--version", 'V', 0, false, 0, VERSION, flag_parse, NULL },
	{ 0 }
};

/* The most words that may follow an option, or be glued to it. */
unsigned int ipt_cli_words(const struct ipt_opt *opt)
{
	return ipt_opt_is_of(ipt_cli_opts, opt) ? opt->arg >> 8 : 0;
}

static bool print_run(struct ipt *ipt)
{
	struct ipt_cli *cli = ipt->cli;
	const struct ipt_chain *only = NULL;
	uint64_t number = 0;

	if (cli->nr > 1) {
		only = ipt_chain_want(ipt, &cli->word[1]);
		if (!only)
			return false;
	}
	if (cli->nr > 2 &&
	    (!ipt_number(cli->word[2].text, UINT32_MAX, &number) || !number))
		return ipt_fail(ipt, &cli->word[2].loc,
				"'%s' is no number of a rule",
				cli->word[2].text);
	if (cli->command == IPT_LIST)
		return ipt_list(ipt, only, number, &cli->output);
	return ipt_list_rules(ipt, only, number, &cli->output);
}

/* Another table has no rules, so most of what can be asked is done already. */
static bool foreign_run(struct ipt_rule *rule)
{
	struct ipt *ipt = rule->ipt;
	struct ipt_cli *cli = ipt->cli;
	char command = cli->nr ? cli->word[0].text[2] : 0;
	bool done;

	if (cli->command == IPT_DELETE || cli->command == IPT_CHECK) {
		ipt_plain(ipt, rule->number ? "Index of deletion too big." :
					      IPT_BAD_RULE);
		return ipt_fail(ipt, &rule->command_loc,
				"table '%s' has no rules", ipt->table);
	}
	if (cli->command == IPT_LIST || cli->command == IPT_LIST_RULES)
		return print_run(ipt);
	if (cli->command == IPT_ON_CHAIN && command != 'n' && command != 'r' &&
	    (command != 'p' || cli->nr < 3 ||
	     !strcmp(cli->word[2].text, "ACCEPT"))) {
		struct ipt_line line = {
			.word = cli->word, .nr = cli->nr,
			.loc = rule->line->loc,
		};

		return ipt_chain_command(ipt, &line, &done);
	}
	return ipt_foreign_refuse(ipt, &rule->line->loc);
}

/**
 * ipt_cli_run() - do what a command line says
 * @rule: its options, which were read
 *
 * Return: false after an error.
 */
bool ipt_cli_run(struct ipt_rule *rule)
{
	struct ipt *ipt = rule->ipt;
	struct ipt_cli *cli = ipt->cli;
	struct ipt_line line = {
		.word = cli->word, .nr = cli->nr, .loc = rule->line->loc,
	};
	bool done;

	cli->command = rule->command;
	if (cli->help || cli->version)
		return true;
	if (!cli->command && cli->zero)
		cli->command = IPT_ON_CHAIN;
	if (!cli->command)
		return ipt_fail(ipt, NULL, "no command specified");
	if (cli->zero && cli->command < IPT_LIST)
		return ipt_fail(ipt, &rule->command_loc,
				"-Z can stand only beside -L and -S");
	if (ipt->foreign)
		return foreign_run(rule);
	if (cli->command < IPT_LIST) {
		cli->changes = cli->command != IPT_CHECK;
		return ipt_rule_finish(rule);
	}
	if (rule->has_match)
		return ipt_fail(ipt, &rule->line->loc,
				"this command takes no rule");
	if (cli->command != IPT_ON_CHAIN && !print_run(ipt))
		return false;
	cli->changes = cli->command == IPT_ON_CHAIN || cli->zero;
	if (!cli->changes)
		return true;
	if (cli->command != IPT_ON_CHAIN)
		cli->word[0].text = (char *)"--zero";
	return ipt_chain_command(ipt, &line, &done);
}
