// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words of the ruleset language that keep account of prefixes.
 */
#include <string.h>

#include "lang_priv.h"

/* What a recent may say once. */
enum recent_said {
	SAID_NAME	= 1,
	SAID_SECONDS	= 2,
	SAID_HITS	= 4,
	SAID_SIZE	= 8,
	SAID_PER	= 16,
	SAID_HOPLIMIT	= 32,
};

static const struct name recent_words[] = {
	{ "name", SAID_NAME }, { "seconds", SAID_SECONDS },
	{ "hits", SAID_HITS }, { "size", SAID_SIZE },
	{ "per", SAID_PER }, { "hoplimit", SAID_HOPLIMIT },
	{ NULL, 0 }
};

/**
 * lang_per() - what has an account of its own
 * @l: reader
 * @per: result; without a length each address, also after an error
 * @of: enum ct6_per
 * @len: bits of the prefix, or NULL
 *
 * Return: false after an error.
 */
bool lang_per(struct lang *l, struct per *per, uint32_t of,
	      const struct item *len)
{
	uint64_t number;

	per->of = of;
	per->len = 128;
	if (!len)
		return true;
	if (!item_number(l, len, "a prefix length", 0, 128, &number))
		return false;
	per->len = number;
	return true;
}

/* Begins a recent; its options come behind. */
void lang_recent(struct lang *l, const struct loc *loc, bool invert,
		 const struct item *op)
{
	const char *closest;

	l->recent = lang_expr(l, loc, EXPR_RECENT);
	l->recent_said = 0;
	if (!l->recent)
		return;
	l->recent->recent.invert = invert;
	if (name_find(recent_op_names, op->text, &l->recent->recent.op))
		return;
	l->recent = NULL;
	closest = name_closest(recent_op_names, op->text);
	item_fail(l, op, "a recent does not '%s'%s%s%s", op->text,
		  closest ? ", did you mean '" :
			    ", there are set, check, update and remove",
		  closest ? closest : "", closest ? "'?" : "");
}

/* Where the statement is wrong already, its options say nothing. */
static struct recent *recent_say(struct lang *l, const struct loc *loc,
				 uint32_t what)
{
	if (!l->recent)
		return NULL;
	if (l->recent_said & what) {
		lang_fail(l, loc, "the recent has its %s already",
			  name_of(recent_words, what));
		return NULL;
	}
	l->recent_said |= what;
	return &l->recent->recent;
}

static bool recent_name(struct lang *l, struct recent *recent,
			const struct item *name)
{
	name = item_single(l, name);
	if (!name)
		return false;
	if (!*name->text || strlen(name->text) > CT6_NAME_MAX)
		return item_fail(l, name, "a name has 1 to %u characters",
				 CT6_NAME_MAX);
	recent->name = arena_strdup(&l->rs->arena, name->text);
	return true;
}

/**
 * lang_recent_option() - a word with a value
 * @l: reader, in a recent
 * @name: name, seconds, hits or size
 * @value: what it is
 *
 * Return: false after an error.
 */
bool lang_recent_option(struct lang *l, const struct item *name,
			const struct item *value)
{
	const char *closest = name_closest(recent_words, name->text);
	struct recent *recent;
	uint32_t what, max = UINT32_MAX;
	uint64_t number;

	if (!name_find(recent_words, name->text, &what))
		return item_fail(l, name, "a recent has no '%s'%s%s%s",
				 name->text, closest ? ", did you mean '" : "",
				 closest ? closest : "", closest ? "'?" : "");
	recent = recent_say(l, &name->loc, what);
	if (!recent)
		return false;
	if (what == SAID_NAME)
		return recent_name(l, recent, value);
	if (what == SAID_HITS)
		max = CT6_RECENT_HITS_MAX;
	else if (what == SAID_SIZE)
		max = RECENT_SIZE_MAX;
	if (!item_number(l, value, name->text, 1, max, &number))
		return false;
	*(what == SAID_SECONDS ? &recent->seconds :
	  what == SAID_HITS ? &recent->hits : &recent->size) = number;
	return true;
}

bool lang_recent_per(struct lang *l, const struct loc *loc,
		     const struct per *per)
{
	struct recent *recent = recent_say(l, loc, SAID_PER);

	if (recent)
		recent->per = *per;
	return recent;
}

bool lang_recent_hoplimit(struct lang *l, const struct loc *loc)
{
	struct recent *recent = recent_say(l, loc, SAID_HOPLIMIT);

	if (recent)
		recent->hoplimit = true;
	return recent;
}

/**
 * lang_recent_end() - the recent is read
 * @l: reader
 * @loc: all of the statement
 *
 * Return: false after an error.
 */
bool lang_recent_end(struct lang *l, const struct loc *loc)
{
	struct expr *expr = l->recent;
	bool asks;

	l->recent = NULL;
	if (!expr)
		return false;
	expr->loc = *loc;
	if (!(l->recent_said & SAID_NAME))
		return lang_fail(l, loc, "a recent needs the name of its table");
	asks = expr->recent.op == CT6_RECENT_OP_CHECK ||
	       expr->recent.op == CT6_RECENT_OP_UPDATE;
	if (!asks && l->recent_said & (SAID_SECONDS | SAID_HITS))
		return lang_fail(l, loc,
				 "only check and update have seconds and hits");
	return true;
}
