// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches that keep account in ip6tables' words.
 */
#include <string.h>

#include "iptables_say.h"

static const struct name units[] = {
	{ "sec", 1 }, { "min", 60 }, { "hour", 3600 }, { "day", 86400 },
	{ NULL, 0 }
};

static void say_modes(struct text *text, uint32_t of, char between)
{
	const struct name *mode;
	char sep = ' ';

	for (mode = ipt_hashlimit_modes; mode->name; mode++) {
		if (!(of & mode->value))
			continue;
		text_addf(text, "%c%s", sep, mode->name);
		sep = between;
	}
}

static void say_mask(struct ipt_saying *say, const char *side, uint32_t len)
{
	if (len == 128)
		return;
	text_addf(&say->said->match, " --hashlimit-%smask %u", side, len);
	text_addf(&say->said->list, " %smask %u", side, len);
}

/* A limit of a name is a hashlimit. */
static bool say_hashlimit(struct ipt_saying *say, const struct limit *limit)
{
	const char *unit = name_of(units, limit->unit);
	struct text *save = &say->said->match, *list = &say->said->list;
	const struct per *per = &limit->per;

	if (!unit || limit->bytes || strpbrk(limit->name, " \t\"'\\") ||
	    (per->of && limit->size != LIMIT_SIZE) ||
	    limit->burst > IPT_HASHLIMIT_MAX ||
	    limit->rate / limit->unit > IPT_HASHLIMIT_MAX)
		return false;
	say->open = NULL;
	ipt_say_open(say, "hashlimit", "", 1);
	text_addf(save, " %s %u/%s --hashlimit-burst %u",
		  limit->over ? "--hashlimit-above" : "--hashlimit-upto",
		  limit->rate, unit, limit->burst);
	text_addf(list, " limit: %s %u/%s burst %u",
		  limit->over ? "above" : "up to", limit->rate, unit,
		  limit->burst);
	if (per->of) {
		text_addf(save, " --hashlimit-mode");
		say_modes(save, per->of, ',');
		text_addf(list, " mode");
		say_modes(list, per->of, '-');
	}
	text_addf(save, " --hashlimit-name %s", limit->name);
	if (per->of & CT6_LIMIT_PER_SADDR)
		say_mask(say, "src", per->len);
	if (per->of & CT6_LIMIT_PER_DADDR)
		say_mask(say, "dst", per->of & CT6_LIMIT_PER_SADDR ?
			 per->daddr_len : per->len);
	return true;
}

static bool say_limit(struct ipt_saying *say, const struct limit *limit)
{
	const char *unit = name_of(units, limit->unit);
	struct text *save = &say->said->match;

	if (limit->name)
		return say_hashlimit(say, limit);
	if (!unit || limit->over || limit->bytes ||
	    limit->per.of || limit->burst > IPT_LIMIT_MAX ||
	    limit->rate / limit->unit > IPT_LIMIT_MAX)
		return false;
	ipt_say_open(say, "limit", "", 1);
	text_addf(save, " --limit %u/%s", limit->rate, unit);
	if (limit->burst != LIMIT_BURST)
		text_addf(save, " --limit-burst %u", limit->burst);
	text_addf(&say->said->list, " limit: avg %u/%s burst %u", limit->rate,
		  unit, limit->burst);
	return true;
}

/* One hit and none that was asked for are the same. */
static bool say_recent(struct ipt_saying *say, const struct recent *recent)
{
	static const char *const ops[][2] = {
		[CT6_RECENT_OP_SET]	= { "set", "SET" },
		[CT6_RECENT_OP_CHECK]	= { "rcheck", "CHECK" },
		[CT6_RECENT_OP_UPDATE]	= { "update", "UPDATE" },
		[CT6_RECENT_OP_REMOVE]	= { "remove", "REMOVE" },
	};
	struct text *save = &say->said->match, *list = &say->said->list;
	bool source = recent->per.of == CT6_PER_SADDR;
	uint8_t mask[CT6_DATA_MAX];

	if (recent->size != RECENT_SIZE || recent->op >= ARRAY_SIZE(ops) ||
	    strpbrk(recent->name, " \t\"'\\"))
		return false;
	say->open = NULL;
	ipt_say_open(say, "recent", "", 1);
	text_addf(save, "%s --%s", recent->invert ? " !" : "",
		  ops[recent->op][0]);
	text_addf(list, "%s recent: %s", recent->invert ? " !" : "",
		  ops[recent->op][1]);
	if (recent->seconds) {
		text_addf(save, " --seconds %u", recent->seconds);
		text_addf(list, " seconds: %u", recent->seconds);
	}
	if (recent->hits > 1) {
		text_addf(save, " --hitcount %u", recent->hits);
		text_addf(list, " hit_count: %u", recent->hits);
	}
	if (recent->hoplimit) {
		text_addf(save, " --rttl");
		text_addf(list, " TTL-Match");
	}
	field_prefix_mask(mask, recent->per.len);
	text_addf(save, " --name %s --mask ", recent->name);
	field_print(save, CT6_FIELD_SADDR, mask, true);
	text_addf(save, " --r%s", source ? "source" : "dest");
	text_addf(list, " name: %s side: %s mask: ", recent->name,
		  source ? "source" : "dest");
	field_print(list, CT6_FIELD_SADDR, mask, true);
	return true;
}

/* A count of all connections is said as that of the empty prefix. */
static bool say_count(struct ipt_saying *say, const struct count *count)
{
	bool source = count->per.of != CT6_PER_DADDR;
	uint32_t len = count->per.of == CT6_PER_ALL ? 0 : count->per.len;

	if (!say->begins)
		return false;
	say->open = NULL;
	ipt_say_open(say, "connlimit", "", 1);
	text_addf(&say->said->match,
		  " %s %u --connlimit-mask %u --connlimit-%caddr",
		  count->over ? "--connlimit-above" : "--connlimit-upto",
		  count->max, len,
		  source ? 's' : 'd');
	text_addf(&say->said->list, " #conn %s/%u %s %u",
		  source ? "src" : "dst", len, count->over ? ">" : "<=",
		  count->max);
	return true;
}

/**
 * ipt_say_account() - a match that keeps account in ip6tables' words
 * @say: rule on its way
 * @expr: an expression of any kind
 * @done: out: it was one
 *
 * Return: false when it cannot be said.
 */
bool ipt_say_account(struct ipt_saying *say, const struct expr *expr,
		     bool *done)
{
	*done = true;
	switch (expr->kind) {
	case EXPR_LIMIT:
		return say_limit(say, &expr->limit);
	case EXPR_RECENT:
		return say_recent(say, &expr->recent);
	case EXPR_COUNT:
		return say_count(say, &expr->count);
	default:
		*done = false;
		return true;
	}
}
