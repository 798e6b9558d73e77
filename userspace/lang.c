// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ruleset language: errors, defines, tables and chains.
 */
#include <stdlib.h>
#include <string.h>

#include "lang_priv.h"

/* Bytes of a message; words of the file in it may be of any length. */
#define MESSAGE_MAX	300

/**
 * lang_fail() - report an error
 * @l: reader
 * @loc: place
 * @fmt: message; of what it quotes from the file, nothing reaches a terminal
 *	that a terminal would obey
 *
 * Return: false, always.
 */
bool lang_fail(struct lang *l, const struct loc *loc, const char *fmt, ...)
{
	struct text text = { 0 };
	va_list args;
	char *c;

	l->failed = true;
	if (l->skip || l->stopped)
		return false;
	va_start(args, fmt);
	text_vaddf(&text, fmt, args);
	va_end(args);
	if (text.len > MESSAGE_MAX)
		strcpy(text.data + MESSAGE_MAX - 3, "...");
	for (c = text.data; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	report_error(l->report, loc, "%s", text.data);
	text_free(&text);
	/* of a rule alone the rest would be wrong because of it */
	l->stopped |= !!l->alone;
	if (++l->errors == ERRORS_MAX) {
		report_error(l->report, loc, "too many errors, the rest is not read");
		l->stopped = true;
	}
	return false;
}

bool lang_not_yet(struct lang *l, const struct loc *loc, const char *what)
{
	return lang_fail(l, loc, "%s is not supported yet", what);
}

static bool is_one_of(const char *word, const char *const *words, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

/* Words of nft that the grammar does not have: the user spelled them right. */
static bool unexpected_nft(struct lang *l, const struct loc *loc)
{
	static const char *const nat[] = {
		"snat", "dnat", "masquerade", "redirect", "tproxy",
	};
	static const char *const later[] = {
		"zone", "status", "expiration", "avgpkt", "label",
		"version", "cgroup", "cpu",
		"iifgroup", "oifgroup", "iiftype", "oiftype", "time", "day",
		"hour", "nftrace", "rtclassid", "random", "socket",
		"osf", "quota", "queue", "dup", "fwd", "numgen", "jhash",
		"symhash", "meter", "element", "flowtable", "flow",
		"synproxy", "secmark", "ipsec", "sequence", "ackseq", "doff",
		"window", "checksum", "urgptr", "option", "add", "update",
		"delete", "continue", "vlan", "arp", "comp", "esp",
		"ah", "dst", "hbh", "frag", "mh", "srh", "name",
		"mtu", "parameter-problem", "packet-too-big", "nfproto",
		"protocol", "id", "vtag", "chunk",
		"queue-threshold", "audit",
	};

	if (is_one_of(l->token, nat, ARRAY_SIZE(nat)))
		return !lang_fail(l, loc,
				  "'%s': ct6 does not translate addresses",
				  l->token);
	if (is_one_of(l->token, later, ARRAY_SIZE(later)))
		return !lang_fail(l, loc, "'%s' is not supported yet",
				  l->token);
	return false;
}

/* What may stand at the place, when few words tell it. */
static void unexpected_list(struct text *text, const char *const *expected,
			    size_t nr)
{
	static const char *const hidden[] = {
		"';'", "what was reported already", "a string", "a define",
	};
	const char *shown[4];
	size_t i, nr_shown = 0;

	for (i = 0; i < nr; i++) {
		if (is_one_of(expected[i], hidden, ARRAY_SIZE(hidden)))
			continue;
		if (nr_shown == ARRAY_SIZE(shown))
			return;
		shown[nr_shown++] = expected[i];
	}
	for (i = 0; i < nr_shown; i++) {
		const char *quote = lang_is_keyword(shown[i]) ? "'" : "";

		text_addf(text, "%s%s%s%s", !i ? ", expected " :
			  i + 1 < nr_shown ? ", " : " or ", quote, shown[i],
			  quote);
	}
}

static void unexpected_add(const struct lang *l, struct text *text,
			   const char *const *expected, size_t nr)
{
	bool word = is_one_of("a word", expected, nr);
	bool string = is_one_of("a string", expected, nr);
	bool define = is_one_of("a define", expected, nr);

	if (word && define)
		text_addf(text, ", expected a value");
	else if (word && string)
		text_addf(text, ", expected a name");
	else if (string)
		text_addf(text, ", expected a string");
	else if (!l->kind && is_one_of("'}'", expected, nr))
		text_addf(text, ", expected '}'");
	else if (l->braces > l->level && is_one_of("'}'", expected, nr))
		text_addf(text, ", expected ',' or '}'");
	else if (l->is_word && is_one_of("table", expected, nr))
		text_addf(text, ", rules stand in a chain");
	else
		unexpected_list(text, expected, nr);
}

/* The word that was meant, of those that may stand at the place. */
static const char *unexpected_closest(const struct lang *l,
				      const char *const *expected, size_t nr)
{
	const char **words = xrealloc(NULL, nr * sizeof(*words)), *closest;
	size_t i, nr_word = 0;

	for (i = 0; i < nr; i++)
		if (lang_is_keyword(expected[i]))
			words[nr_word++] = expected[i];
	closest = word_closest(l->token, words, nr_word);
	free(words);
	return closest;
}

/**
 * lang_unexpected() - report that the last token cannot stand where it is
 * @l: reader
 * @loc: place
 * @expected: names of the tokens that could
 * @nr: of them
 */
void lang_unexpected(struct lang *l, const struct loc *loc,
		     const char *const *expected, size_t nr)
{
	const char *quote = l->is_word ? "'" : "", *closest = NULL;
	struct text text = { 0 };

	if (l->is_word && !lang_is_keyword(l->token)) {
		if (unexpected_nft(l, loc))
			return;
		closest = unexpected_closest(l, expected, nr);
	}
	text_addf(&text, "unexpected %s%s%s", quote, l->token, quote);
	if (closest)
		text_addf(&text, ", did you mean '%s'?", closest);
	else
		unexpected_add(l, &text, expected, nr);
	if (l->is_word && lang_is_keyword(l->token) &&
	    is_one_of("a string", expected, nr))
		text_addf(&text, " (a name like this stands in quotes)");
	lang_fail(l, loc, "%s", text.data);
	text_free(&text);
}

/* A wrong line is over, and with it the rule that it was. */
void lang_recover(struct lang *l)
{
	lang_rule_end(l, NULL);
}

/* The list that a name is in. */
static struct define **define_list(struct lang *l, const char *name)
{
	unsigned int hash = 5381;

	while (*name)
		hash = 33 * hash + (unsigned char)*name++;
	return &l->define[hash % ARRAY_SIZE(l->define)];
}

static struct define *define_find(struct lang *l, const char *name)
{
	struct define *define;

	for (define = *define_list(l, name); define; define = define->next)
		if (!strcmp(define->name, name))
			return define;
	return NULL;
}

/**
 * lang_define() - give a value a name
 * @l: reader
 * @loc: place of the name
 * @name: name
 * @value: value; what it names must be known by now
 *
 * Return: false after an error; the name is known then too, so that its uses
 * are not further errors.
 */
bool lang_define(struct lang *l, const struct loc *loc, const char *name,
		 struct value *value)
{
	struct define *define = define_find(l, name), **list;

	if (define)
		return lang_fail(l, loc, "'%s' is defined already", name);
	value = value_resolve(l, value);
	define = arena_alloc(&l->arena, sizeof(*define));
	define->name = arena_strdup(&l->arena, name);
	define->value = value;
	list = define_list(l, name);
	define->next = *list;
	*list = define;
	l->nr_define++;
	return value;
}

/* The name that was meant, perhaps, or NULL. */
static const char *define_closest(const struct lang *l, const char *name)
{
	const char **words = xrealloc(NULL, l->nr_define * sizeof(*words));
	const struct define *define;
	const char *closest;
	size_t nr = 0, i;

	for (i = 0; i < ARRAY_SIZE(l->define); i++)
		for (define = l->define[i]; define; define = define->next)
			words[nr++] = define->name;
	closest = word_closest(name, words, nr);
	free(words);
	return closest;
}

/**
 * lang_defined() - what a $name stands for
 * @l: reader
 * @item: the name
 *
 * Return: its value, or NULL after an error.
 */
const struct value *lang_defined(struct lang *l, const struct item *item)
{
	struct define *define = define_find(l, item->text);
	const char *closest;

	if (define) {
		/* the define was reported */
		l->failed |= !define->value;
		return define->value;
	}
	closest = define_closest(l, item->text);
	if (closest)
		lang_fail(l, &item->loc,
			  "'$%s' is not defined, did you mean '$%s'?",
			  item->text, closest);
	else
		lang_fail(l, &item->loc, "'$%s' is not defined", item->text);
	return NULL;
}

/* nft's wrapper. It says nothing that ct6 would not know. */
bool lang_table(struct lang *l, const struct loc *family_loc,
		const char *family, const struct loc *loc, const char *name)
{
	if (strcmp(family, "ip6"))
		return lang_fail(l, family_loc,
				 "ct6 filters IPv6 only: 'table ip6 %s'", name);
	if (l->table && strcmp(l->table, name))
		return lang_fail(l, loc,
				 "there is one table, and it is '%s' already",
				 l->table);
	l->table = arena_strdup(&l->arena, name);
	return true;
}

/* A load replaces everything, so this changes nothing where it may stand. */
bool lang_flush(struct lang *l, const struct loc *loc)
{
	if (l->opened)
		return lang_fail(l, loc,
				 "'flush ruleset' stands before all chains");
	return true;
}

static struct opened *opened_find(const struct lang *l,
				  const struct chain *chain)
{
	struct opened *opened;

	for (opened = l->opened; opened; opened = opened->next)
		if (opened->chain == chain)
			return opened;
	return NULL;
}

static bool chain_name_check(struct lang *l, const struct loc *loc,
			     const char *name)
{
	if (!*name)
		return lang_fail(l, loc, "a chain needs a name");
	if (strlen(name) > CT6_NAME_MAX)
		return lang_fail(l, loc,
				 "the name of a chain has at most %u characters",
				 CT6_NAME_MAX);
	return true;
}

/* Finding a chain looks at all of them: there are not many more than allowed. */
static bool chain_is_one_more(struct lang *l, const struct loc *loc)
{
	if (l->nr_chain++ < RULESET_CHAINS_MAX)
		return false;
	lang_fail(l, loc, "more than %u chains", RULESET_CHAINS_MAX);
	return true;
}

static bool hook_taken(struct lang *l, const struct loc *loc, uint32_t hook,
		       const struct chain *but)
{
	const struct chain *chain;

	for (chain = l->rs->chain; chain; chain = chain->next)
		if (chain != but && chain->base && chain->hook == hook)
			return !lang_fail(l, loc,
					  "chain '%s' has the hook %s already",
					  chain->name, hook_names[hook]);
	return false;
}

/**
 * lang_chain() - begin a chain, or go on with one that there is
 * @l: reader
 * @loc: place of the name
 * @name: name; the name of a hook makes it that hook's base chain
 *
 * Return: false after an error; there is a chain to read then too.
 */
bool lang_chain(struct lang *l, const struct loc *loc, const char *name)
{
	bool done = chain_name_check(l, loc, name);
	struct chain *chain = ruleset_chain_find(l->rs, name);
	int hook = hook_find(name);

	if (!chain && chain_is_one_more(l, loc)) {
		l->chain = l->opened;
		return false;
	}
	if (!chain) {
		chain = ruleset_chain_add(l->rs, name);
		chain->loc = *loc;
		if (hook >= 0 && !hook_taken(l, loc, hook, chain)) {
			chain->base = true;
			chain->hook = hook;
		}
	}
	l->chain = opened_find(l, chain);
	if (!l->chain) {
		l->chain = arena_alloc(&l->arena, sizeof(*l->chain));
		l->chain->chain = chain;
		l->chain->next = l->opened;
		l->opened = l->chain;
	}
	return done;
}

void lang_chain_end(struct lang *l)
{
	l->chain = NULL;
}

static bool chain_type_check(struct lang *l, const struct item *type,
			     const struct item *priority)
{
	if (strcmp(type->text, "filter"))
		return lang_fail(l, &type->loc,
				 "'%s' is no type of chain, 'filter' is",
				 type->text);
	if (strcmp(priority->text, "filter") && strcmp(priority->text, "0"))
		return lang_fail(l, &priority->loc,
				 "the priority is 'filter' (0), no other");
	return true;
}

/**
 * lang_chain_type() - nft's line that makes a chain a base chain
 * @l: reader, in a chain
 * @type: filter
 * @hook: input, forward or output
 * @priority: filter or 0
 *
 * Return: false after an error.
 */
bool lang_chain_type(struct lang *l, const struct item *type,
		     const struct item *hook, const struct item *priority)
{
	struct chain *chain = l->chain->chain;
	int nr = hook_find(hook->text), own = hook_find(chain->name);

	/* once, whatever is wrong with it: a policy is no further error */
	l->chain->typed = true;
	if (!chain_type_check(l, type, priority))
		return false;
	if (nr < 0)
		return lang_fail(l, &hook->loc,
				 "no hook '%s': there are input, forward and output",
				 hook->text);
	if ((own >= 0 && nr != own) ||
	    (chain->base && chain->hook != (uint32_t)nr))
		return lang_fail(l, &hook->loc,
				 "chain '%s' is the base chain of another hook",
				 chain->name);
	if (!chain->base && chain->rule)
		return lang_fail(l, &type->loc,
				 "the hook of a chain is said before its rules");
	if (hook_taken(l, &hook->loc, nr, chain))
		return false;
	chain->base = true;
	chain->hook = nr;
	return true;
}

bool lang_policy(struct lang *l, const struct loc *loc, uint32_t verdict)
{
	struct chain *chain = l->chain->chain;

	if (!chain->base && l->chain->typed)
		return false;
	if (!chain->base)
		return lang_fail(l, loc,
				 "only a base chain has a policy, and '%s' has no hook",
				 chain->name);
	if (l->chain->policy && chain->policy != verdict)
		return lang_fail(l, loc, "chain '%s' has another policy already",
				 chain->name);
	l->chain->policy = true;
	chain->policy = verdict;
	return true;
}

void lang_flag(struct lang *l, uint32_t flag, bool on)
{
	if (on)
		l->rs->flags |= flag;
	else
		l->rs->flags &= ~flag;
}
