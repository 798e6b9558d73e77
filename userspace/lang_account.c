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
 * lang_per() - one of what has an account of its own
 * @l: reader
 * @loc: place
 * @per: result; without a length each address, also after an error
 * @of: one bit of enum ct6_limit_per
 * @len: bits of the prefix, or NULL
 *
 * Return: false after an error.
 */
bool lang_per(struct lang *l, const struct loc *loc, struct per *per,
	      uint32_t of, const struct item *len)
{
	uint64_t number;

	*per = (struct per) { .of = of };
	if (!(of & LIMIT_PER_BOTH))
		return !len || lang_fail(l, loc, "a port has no prefix");
	per->len = 128;
	if (!len)
		return true;
	if (!item_number(l, len, "a prefix length", 0, 128, &number))
		return false;
	per->len = number;
	return true;
}

/* One more of them; the length of the source comes first. */
bool lang_per_join(struct lang *l, const struct loc *loc, struct per *per,
		   const struct per *more)
{
	if (per->of & more->of)
		return lang_fail(l, loc, "it is per that already");
	if (more->of == CT6_LIMIT_PER_SADDR && per->of & CT6_LIMIT_PER_DADDR) {
		per->daddr_len = per->len;
		per->len = more->len;
	} else if (more->of == CT6_LIMIT_PER_DADDR &&
		   per->of & CT6_LIMIT_PER_SADDR) {
		per->daddr_len = more->len;
	} else if (more->of & LIMIT_PER_BOTH) {
		per->len = more->len;
	}
	per->of |= more->of;
	return true;
}

/* Counts and recent tables know one prefix. */
static bool per_one(struct lang *l, const struct loc *loc,
		    const struct per *per)
{
	return per->of <= CT6_PER_MAX ||
	       lang_fail(l, loc, "only a limit is per ports, or per both addresses");
}

static bool limit_unit(struct lang *l, const struct item *number,
		       const struct item *unit, uint32_t *seconds)
{
	uint64_t times = 1;
	const char *closest;

	if (!name_find(limit_unit_names, unit->text, seconds)) {
		closest = name_closest(limit_unit_names, unit->text);
		return item_fail(l, unit,
				 "'%s' is no unit of time, %s%s%s", unit->text,
				 closest ? "did you mean '" : "",
				 closest ? closest :
				 "there are second, minute, hour, day and week",
				 closest ? "'?" : "");
	}
	if (number && !item_number(l, number, "a number of units", 1,
				   LIMIT_UNIT_MAX, &times))
		return false;
	if (times * *seconds > LIMIT_UNIT_MAX)
		return item_fail(l, number, "a unit is at most a week");
	*seconds *= times;
	return true;
}

/* A number of bytes; @unit is NULL for packets. */
static bool limit_amount(struct lang *l, const struct item *item,
			 const struct item *unit, const char *what,
			 uint32_t *result)
{
	static const struct name units[] = {
		{ "bytes", 1 }, { "kbytes", 1 << 10 }, { "mbytes", 1 << 20 },
		{ NULL, 0 }
	};
	uint32_t times = 1;
	uint64_t nr;

	if (unit && !name_find(units, unit->text, &times))
		return item_fail(l, unit,
				 "'%s' is no unit of bytes, there are bytes, kbytes and mbytes",
				 unit->text);
	if (!item_number(l, item, what, 1, UINT32_MAX / times, &nr))
		return false;
	*result = nr * times;
	return true;
}

/* A name in quotes; NULL after an error. */
static char *account_name(struct lang *l, const struct item *name)
{
	name = item_single(l, name);
	if (!name)
		return NULL;
	if (*name->text && strlen(name->text) <= CT6_NAME_MAX)
		return arena_strdup(&l->rs->arena, name->text);
	item_fail(l, name, "a name has 1 to %u characters", CT6_NAME_MAX);
	return NULL;
}

static bool limit_name(struct lang *l, struct limit *limit,
		       const struct limit_words *said)
{
	if (strcmp(said->name_word->text, "name"))
		return item_fail(l, said->name_word,
				 "unexpected '%s', did you mean 'name'?",
				 said->name_word->text);
	limit->name = account_name(l, said->name);
	return limit->name;
}

/**
 * lang_limit() - a limit
 * @l: reader, in a chain
 * @loc: place
 * @said: what it says
 *
 * Return: false after an error.
 */
bool lang_limit(struct lang *l, const struct loc *loc,
		const struct limit_words *said)
{
	struct expr *expr = lang_expr(l, loc, EXPR_LIMIT);
	struct limit *limit;
	uint64_t nr;

	if (!expr)
		return false;
	limit = &expr->limit;
	if (said->name && !limit_name(l, limit, said))
		return false;
	if (!limit_unit(l, said->number, said->unit, &limit->unit))
		return false;
	limit->over = said->over;
	limit->bytes = said->rate_bytes;
	limit->per = said->per;
	if (!limit_amount(l, said->rate, said->rate_bytes, "a rate",
			  &limit->rate))
		return false;
	if (limit->bytes)
		limit->burst = 0;
	if (said->burst && (said->burst_packets || said->burst_bytes) &&
	    limit->bytes != !!said->burst_bytes)
		return item_fail(l, said->burst,
				 "rate and burst are both packets or both bytes");
	if (said->burst &&
	    !limit_amount(l, said->burst, said->burst_bytes, "a burst",
			  &limit->burst))
		return false;
	if (!said->size)
		return true;
	if (strcmp(said->size_word->text, "size"))
		return item_fail(l, said->size_word,
				 "unexpected '%s', did you mean 'size'?",
				 said->size_word->text);
	if (!item_number(l, said->size, "a size", 1, LIMIT_SIZE_MAX, &nr))
		return false;
	limit->size = nr;
	return true;
}

/**
 * lang_count() - a count of flows
 * @l: reader, in a chain
 * @loc: place
 * @per: what has a count of its own
 * @over: matches what is over
 * @max: flows that are within
 * @behind: the same as @per, said behind the number
 *
 * Return: false after an error.
 */
bool lang_count(struct lang *l, const struct loc *loc, const struct per *per,
		bool over, const struct item *max, const struct per *behind)
{
	struct expr *expr = lang_expr(l, loc, EXPR_COUNT);
	uint64_t nr;

	if (!expr || !item_number(l, max, "a count", 0, UINT32_MAX, &nr))
		return false;
	if (per->of != CT6_PER_ALL && behind->of != CT6_PER_ALL)
		return lang_fail(l, loc, "the count has its prefix twice");
	if (!per_one(l, loc, per) || !per_one(l, loc, behind))
		return false;
	expr->count.max = nr;
	expr->count.over = over;
	expr->count.per = per->of == CT6_PER_ALL ? *behind : *per;
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
	recent->name = account_name(l, name);
	return recent->name;
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

	if (!recent || !per_one(l, loc, per))
		return false;
	recent->per = *per;
	return true;
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
