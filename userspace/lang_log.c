// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log statement of the ruleset language.
 */
#include <string.h>

#include "lang_priv.h"

/* What a log statement may say once. */
enum log_said {
	SAID_PREFIX	= 1,
	SAID_LEVEL	= 2,
	SAID_GROUP	= 4,
	SAID_SNAPLEN	= 8,
	SAID_FLAGS	= 16,
};

/* Names of nf_log's flags, each behind its kind; the kind may be the name. */
static const struct name plain_flags[] = {
	{ "skuid", LOG_FLAG_UID }, { "ether", LOG_FLAG_ETHER },
	{ "all", LOG_FLAG_ALL },
	{ NULL, 0 }
};

static const struct name tcp_flags[] = {
	{ "sequence", LOG_FLAG_TCP_SEQUENCE },
	{ "options", LOG_FLAG_TCP_OPTIONS },
	{ NULL, 0 }
};

static const struct name ip_flags[] = {
	{ "options", LOG_FLAG_IP_OPTIONS },
	{ NULL, 0 }
};

/* Where the statement is wrong already, its options say nothing. */
static struct log *log_say(struct lang *l, const struct item *item,
			   enum log_said what, const char *name)
{
	if (!l->log)
		return NULL;
	if (l->log_said & what) {
		lang_fail(l, &item->loc, "the log has a %s already", name);
		return NULL;
	}
	l->log_said |= what;
	return &l->log->log;
}

bool lang_log_prefix(struct lang *l, const struct item *prefix)
{
	struct log *log = log_say(l, prefix, SAID_PREFIX, "prefix");

	prefix = log ? item_single(l, prefix) : NULL;
	if (!prefix)
		return false;
	if (strlen(prefix->text) > CT6_LOG_PREFIX_MAX)
		return item_fail(l, prefix, "a prefix has at most %u bytes",
				 CT6_LOG_PREFIX_MAX);
	if (*prefix->text)
		log->prefix = arena_strdup(&l->rs->arena, prefix->text);
	return true;
}

bool lang_log_level(struct lang *l, const struct item *level)
{
	struct log *log = log_say(l, level, SAID_LEVEL, "level");
	const char *closest;
	uint32_t number;

	level = log ? item_single(l, level) : NULL;
	if (!level)
		return false;
	if (name_find(log_level_names, level->text, &number) ||
	    (parse_u32(level->text, &number) &&
	     name_of(log_level_names, number))) {
		log->level = number;
		return true;
	}
	closest = name_closest(log_level_names, level->text);
	if (closest)
		return item_fail(l, level,
				 "no level '%s', did you mean '%s'?",
				 level->text, closest);
	return item_fail(l, level, "no level '%s', there are 0 to 7 and names",
			 level->text);
}

bool lang_log_group(struct lang *l, const struct item *group)
{
	struct log *log = log_say(l, group, SAID_GROUP, "group");
	uint64_t number;

	if (!log || !item_number(l, group, "a group", 0, UINT16_MAX, &number))
		return false;
	log->has_group = true;
	log->group = number;
	return true;
}

bool lang_log_snaplen(struct lang *l, const struct item *snaplen)
{
	struct log *log = log_say(l, snaplen, SAID_SNAPLEN, "snaplen");
	uint64_t number;

	if (!log ||
	    !item_number(l, snaplen, "a snaplen", 0, UINT32_MAX, &number))
		return false;
	log->has_snaplen = true;
	log->snaplen = number;
	return true;
}

static bool flag_add(struct lang *l, struct log *log, const struct name *names,
		     const struct item *item)
{
	const char *closest = name_closest(names, item->text);
	uint32_t bits;

	if (name_find(names, item->text, &bits)) {
		log->flags |= bits;
		return true;
	}
	if (closest)
		return item_fail(l, item, "no flag '%s', did you mean '%s'?",
				 item->text, closest);
	return item_fail(l, item, "no flag '%s' here", item->text);
}

/**
 * lang_log_flags() - more of what syslog is told
 * @l: reader
 * @kind: tcp, ip, or without @names the flag itself, or a number
 * @names: flags of that kind
 *
 * Return: false after an error.
 */
bool lang_log_flags(struct lang *l, const struct item *kind,
		    const struct value *names)
{
	const struct name *table = strcmp(kind->text, "tcp") ? ip_flags :
							       tcp_flags;
	struct log *log = l->log ? &l->log->log : NULL;
	const struct item *item;
	const struct alt *alt;
	uint64_t number;

	if (!log)
		return false;
	l->log_said |= SAID_FLAGS;
	if (!names && parse_u64(kind->text, LOG_FLAG_MAX, &number)) {
		log->flags |= number;
		return true;
	}
	if (!names)
		return flag_add(l, log, plain_flags, kind);
	names = value_resolve(l, names);
	for (alt = names ? names->alt : NULL; alt; alt = alt->next)
		for (item = alt->value; item; item = item->next)
			if (!flag_add(l, log, table, item))
				return false;
	return names;
}

/**
 * lang_log_end() - the log statement is read
 * @l: reader
 * @loc: all of the statement
 *
 * Return: false after an error.
 */
bool lang_log_end(struct lang *l, const struct loc *loc)
{
	struct expr *expr = l->log;

	l->log = NULL;
	if (!expr)
		return false;
	expr->loc = *loc;
	if (l->log_said & SAID_GROUP &&
	    l->log_said & (SAID_LEVEL | SAID_FLAGS))
		return lang_fail(l, loc,
				 "level and flags are syslog's, a group is NFLOG's");
	if (l->log_said & SAID_SNAPLEN && !(l->log_said & SAID_GROUP))
		return lang_fail(l, loc, "snaplen needs a group");
	return true;
}
