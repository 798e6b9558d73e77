// SPDX-License-Identifier: GPL-2.0-only
/*
 * Options in the order of a line: whose they are, those of the rule itself,
 * of its matches or of its target, and the words that they take.
 */
#include <string.h>

#include "iptables_cli.h"

/* Is it a row of the table? */
bool ipt_opt_is_of(const struct ipt_opt *table, const struct ipt_opt *opt)
{
	for (; table->name; table++)
		if (table == opt)
			return true;
	return false;
}

static const struct ipt_opt *opt_find(const struct ipt_opt *opt,
				      const char *name, char letter)
{
	for (; opt->name; opt++)
		if (letter ? opt->letter == letter : !strcmp(opt->name, name))
			return opt;
	return NULL;
}

/* Without -m, the match that is the protocol's own. */
static bool implicit_add(struct ipt_rule *rule, const char *name,
			 const struct loc *loc)
{
	const struct ipt_ext *ext = ipt_match_of_proto(rule->proto);
	const struct ipt_inst *inst;

	if (!ext || ext->refused || !opt_find(ext->opt, name, 0))
		return false;
	for (inst = rule->inst; inst; inst = inst->next)
		if (inst->ext->opt == ext->opt)
			return false;
	return ipt_inst_add(rule, ext, loc, false);
}

static bool opt_unknown(struct ipt_rule *rule, const char *name,
			const struct loc *loc)
{
	const struct ipt_ext *ext = ipt_match_owner(name);
	const char *words[256];
	const struct ipt_inst *inst;
	const struct ipt_opt *opt;
	size_t nr = 0;
	const char *closest;

	if (ext)
		return ipt_fail(rule->ipt, loc,
				"'%s' belongs to match '%s', which has to be named in front of it with -m",
				name, ext->name);
	ext = ipt_target_owner(name);
	if (ext)
		return ipt_fail(rule->ipt, loc,
				"'%s' belongs to target '%s', which has to be named in front of it with -j",
				name, ext->name);
	for (opt = ipt_rule_opts; opt->name; opt++)
		words[nr++] = opt->name;
	for (inst = rule->inst; inst; inst = inst->next)
		for (opt = inst->ext->opt; opt->name; opt++)
			if (nr < ARRAY_SIZE(words))
				words[nr++] = opt->name;
	ext = rule->proto ?
	      ipt_match_find(name_of(proto_names, rule->proto) ?: "") : NULL;
	for (opt = ext ? ext->opt : NULL; opt && opt->name; opt++)
		if (nr < ARRAY_SIZE(words))
			words[nr++] = opt->name;
	closest = word_closest(name, words, nr);
	if (closest)
		return ipt_fail(rule->ipt, loc,
				"unknown option '%s', did you mean '%s'?",
				name, closest);
	return ipt_fail(rule->ipt, loc, "unknown option '%s'", name);
}

/* On a command line, the one long option that begins so. */
static const struct ipt_opt *opt_abbreviated(const struct ipt_rule *rule,
					     const char *name)
{
	const struct ipt_opt *table[2] = { ipt_cli_opts, ipt_rule_opts };
	const struct ipt_opt *found = NULL, *opt;
	size_t i;

	for (i = 0; rule->ipt->cli && name[2] && i < 2; i++) {
		for (opt = table[i]; opt->name; opt++) {
			if (!opt->parse ||
			    strncmp(opt->name, name, strlen(name)))
				continue;
			if (found)
				return NULL;
			found = opt;
		}
	}
	return found;
}

/* The option that a word names, with whom it belongs to. */
static const struct ipt_opt *opt_resolve(struct ipt_rule *rule,
					 const char *name,
					 const struct loc *loc,
					 struct ipt_inst **inst)
{
	char letter = name[1] == '-' ? 0 : name[1];
	const struct ipt_opt *opt = NULL;

	*inst = NULL;
	if (rule->ipt->cli)
		opt = opt_find(ipt_cli_opts, name, letter);
	if (!opt)
		opt = opt_find(ipt_rule_opts, name, letter);
	if (opt || letter) {
		if (!opt)
			ipt_fail(rule->ipt, loc, "unknown option '%s'", name);
		return opt;
	}
	for (*inst = rule->last; *inst; *inst = (*inst)->prev) {
		opt = opt_find((*inst)->ext->opt, name, 0);
		if (opt)
			return opt;
	}
	if (implicit_add(rule, name, loc)) {
		*inst = rule->last;
		return opt_find((*inst)->ext->opt, name, 0);
	}
	opt = opt_abbreviated(rule, name);
	if (!opt)
		opt_unknown(rule, name, loc);
	return opt;
}

static bool opt_refused(struct ipt_rule *rule, const struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	const char *colon = arg->opt->why ? ": " : "";
	const char *why = arg->opt->why ? arg->opt->why : "";

	if (!inst)
		return ipt_fail(rule->ipt, &arg->loc,
				"'%s' is not supported here%s%s",
				arg->opt->name, colon, why);
	return ipt_fail(rule->ipt, &arg->loc,
			"'%s' of %s '%s' is not supported%s%s", arg->opt->name,
			inst->target ? "target" : "match", inst->ext->name,
			colon, why);
}

/* An option of a group that was there already? */
static bool opt_again(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	uint32_t *seen = inst ? &inst->seen : &rule->seen;
	uint32_t bit = arg->opt->group ? 1u << arg->opt->group : 0;

	if (*seen & bit) {
		ipt_fail(rule->ipt, &arg->loc,
			 "'%s' is one too many, only one of its kind can be in a rule",
			 arg->opt->name);
		return true;
	}
	*seen |= bit;
	return false;
}

/* The words behind an option; @rest is what is glued to it, or NULL. */
static bool opt_words(struct ipt_rule *rule, struct ipt_arg *arg,
		      const struct ipt_word *rest)
{
	const struct ipt_line *line = rule->line;
	size_t i = 0;

	arg->glued = rest;
	if (rest && (arg->opt->args || ipt_cli_words(arg->opt)))
		arg->word[i++] = *rest;
	else if (rest)
		return ipt_fail(rule->ipt, &rest->loc,
				"'%s' takes no value", arg->opt->name);
	/* the old place of the negation */
	if (!i && arg->opt->invert && arg->opt->args &&
	    rule->next + 1 < line->nr && !line->word[rule->next].quoted &&
	    !strcmp(line->word[rule->next].text, "!")) {
		if (arg->invert)
			return ipt_fail(rule->ipt, &line->word[rule->next].loc,
					"'!' twice");
		arg->invert = true;
		rule->next++;
	}
	for (; i < arg->opt->args; i++) {
		if (rule->next >= line->nr)
			return ipt_fail(rule->ipt, &arg->loc,
					arg->opt->args > 1 ?
					"'%s' needs two values" :
					"'%s' needs a value", arg->opt->name);
		arg->word[i] = line->word[rule->next++];
		arg->loc = loc_join(&arg->loc, &arg->word[i].loc);
	}
	return true;
}

/* `--name=value` and `-xvalue` */
static bool opt_cut(struct ipt_rule *rule, const struct ipt_word *word,
		    struct ipt_word *name, struct ipt_word *rest)
{
	if (word->text[1] == '-')
		return ipt_word_cut(rule->ipt, word, '=', name, rest);
	*name = *word;
	if (!word->text[1] || !word->text[2])
		return false;
	name->text = arena_strndup(&rule->ipt->scratch, word->text, 2);
	*rest = *word;
	rest->text = word->text + 2;
	return true;
}

/* -nvL: a letter that takes nothing, and others glued to it. */
static bool is_cluster(const struct ipt_rule *rule, const struct ipt_arg *arg,
		       const struct ipt_word *name)
{
	return rule->ipt->cli && name->text[1] != '-' && !arg->opt->args &&
	       !ipt_cli_words(arg->opt);
}

/* What is glued is read as a word of its own. */
static void cluster_next(struct ipt_rule *rule, const char *rest)
{
	struct arena *scratch = &rule->ipt->scratch;
	char *word = arena_alloc(scratch, strlen(rest) + 2);

	word[0] = '-';
	strcpy(word + 1, rest);
	rule->line->word[--rule->next].text = word;
}

/* -A, -I, -D, -R or -C */
static bool opt_is_command(const struct ipt_opt *opt)
{
	return opt->group == IPT_GROUP_COMMAND &&
	       ipt_opt_is_of(ipt_rule_opts, opt);
}

static bool option_read(struct ipt_rule *rule, bool invert,
			const struct loc *bang)
{
	const struct ipt_word *word = &rule->line->word[rule->next++];
	struct ipt_word name, rest = { 0 };
	struct ipt_arg arg = { .invert = invert };
	struct ipt_inst *inst;
	bool glued;

	if (word->text[0] != '-' || !word->text[1] ||
	    (word->text[1] == '-' && !word->text[2]))
		return ipt_fail(rule->ipt, &word->loc,
				"'%s' is no option, and nothing in front of it takes a value",
				word->text);
	glued = opt_cut(rule, word, &name, &rest);
	arg.opt = opt_resolve(rule, name.text, &word->loc, &inst);
	if (!arg.opt)
		return false;
	if (glued && is_cluster(rule, &arg, &name)) {
		cluster_next(rule, rest.text);
		glued = false;
	}
	arg.loc = invert ? loc_join(bang, &word->loc) : word->loc;
	if (!arg.opt->parse)
		return opt_refused(rule, inst, &arg);
	if (invert && !arg.opt->invert)
		return ipt_fail(rule->ipt, &arg.loc,
				"'%s' cannot be inverted", arg.opt->name);
	if (opt_again(rule, inst, &arg) ||
	    !opt_words(rule, &arg, glued ? &rest : NULL))
		return false;
	rule->has_match |= !opt_is_command(arg.opt) &&
			   !ipt_opt_is_of(ipt_cli_opts, arg.opt);
	return arg.opt->parse(rule, inst, &arg);
}

/* An option of the command line, not of the rule. */
static bool opt_is_plain(const char *word)
{
	if (word[0] != '-' || !word[1])
		return false;
	return opt_find(ipt_cli_opts, word, word[1] == '-' ? 0 : word[1]);
}

/**
 * ipt_options_read() - read all options of a line
 * @rule: rule, which begins at its word @rule->next
 *
 * Return: false after an error.
 */
bool ipt_options_read(struct ipt_rule *rule)
{
	const struct ipt_line *line = rule->line;

	while (rule->next < line->nr && !rule->ipv4) {
		const struct ipt_word *word = &line->word[rule->next];
		bool invert = !word->quoted && !strcmp(word->text, "!");

		/* what cannot be done need not be read */
		if (rule->ipt->foreign && rule->command &&
		    (invert || !opt_is_plain(word->text)))
			return true;
		if (invert && ++rule->next == line->nr)
			return ipt_fail(rule->ipt, &word->loc,
					"an option has to follow '!'");
		if (!option_read(rule, invert, &word->loc))
			return false;
	}
	return true;
}
