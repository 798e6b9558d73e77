// SPDX-License-Identifier: GPL-2.0-only
/*
 * Named sets of the ruleset language.
 */
#include <string.h>

#include "duration.h"
#include "lang_priv.h"

/**
 * lang_set() - begin a set
 * @l: reader
 * @loc: place of the name
 * @name: name
 *
 * Return: false after an error; there is a set to read then too.
 */
bool lang_set(struct lang *l, const struct loc *loc, const char *name)
{
	struct set *set = ruleset_set_find(l->rs, name);
	bool done = true;

	if (!*name)
		done = lang_fail(l, loc, "a set needs a name");
	else if (strlen(name) > CT6_NAME_MAX)
		done = lang_fail(l, loc,
				 "the name of a set has at most %u characters",
				 CT6_NAME_MAX);
	else if (!strncmp(name, FOLD_NAME, strlen(FOLD_NAME)))
		done = lang_fail(l, loc,
				 "names with '%s' in front are for lists of rules",
				 FOLD_NAME);
	else if (set && set->loc.source)
		done = lang_fail(l, loc, "another set has the name '%s'",
				 name);
	else if (!set && l->nr_set++ == RULESET_SETS_MAX)
		done = lang_fail(l, loc, "more than %u sets",
				 RULESET_SETS_MAX);
	/* what is wrong is read for its errors, and is none of the ruleset's */
	if (!done) {
		set = arena_alloc(&l->arena, sizeof(*set));
		set->name = arena_strdup(&l->arena, name);
	} else if (!set) {
		set = ruleset_set_add(l->rs, name);
	}
	set->loc = *loc;
	l->set = set;
	l->set_said = 0;
	return done;
}

/* Each thing is said once. */
static bool set_says(struct lang *l, const struct loc *loc, enum set_said what,
		     const char *name)
{
	bool again = l->set_said & what;

	l->set_said |= what;
	return !again || lang_fail(l, loc, "the set has its %s already", name);
}

bool lang_set_type(struct lang *l, const struct item *type)
{
	const char *closest;
	uint32_t number;

	if (!set_says(l, &type->loc, SET_SAID_TYPE, "type"))
		return false;
	if (!name_find(set_type_names, type->text, &number)) {
		closest = name_closest(set_type_names, type->text);
		return item_fail(l, type, "unknown type '%s'%s%s%s",
				 type->text, closest ?
				 ", did you mean '" :
				 "; there are ipv6_addr, inet_service, ifname, inet_proto, icmpv6_type, mark and ether_addr",
				 closest ? closest : "", closest ? "'?" : "");
	}
	if (l->set->match.nr)
		return item_fail(l, type,
				 "the type of a set is said before its elements");
	set_type_put(l->set, number);
	return true;
}

bool lang_set_flag(struct lang *l, const struct item *flag)
{
	const char *closest;
	uint32_t bit;

	if (!name_find(set_flag_names, flag->text, &bit)) {
		closest = name_closest(set_flag_names, flag->text);
		return item_fail(l, flag, "unknown flag '%s'%s%s%s",
				 flag->text, closest ? ", did you mean '" :
				 "; there are interval, timeout and constant",
				 closest ? closest : "", closest ? "'?" : "");
	}
	l->set->flags |= bit;
	return true;
}

static bool set_duration(struct lang *l, const struct item *item,
			 uint32_t min, uint32_t *seconds)
{
	item = item_single(l, item);
	if (!item)
		return false;
	if (duration_parse(item->text, seconds) && *seconds >= min)
		return true;
	return item_fail(l, item, "'%s' is no span of time as 30s or 1h30m",
			 item->text);
}

bool lang_set_timeout(struct lang *l, const struct loc *loc,
		      const struct item *timeout)
{
	if (!set_says(l, loc, SET_SAID_TIMEOUT, "timeout") ||
	    !set_duration(l, timeout, 1, &l->set->timeout))
		return false;
	l->set->flags |= CT6_SET_FLAGS_TIMEOUT;
	return true;
}

bool lang_set_size(struct lang *l, const struct loc *loc,
		   const struct item *size)
{
	uint64_t number;

	if (!set_says(l, loc, SET_SAID_SIZE, "size") ||
	    !item_number(l, size, "a size", 1, CT6_SET_SIZE_MAX, &number))
		return false;
	l->set->size = number;
	return true;
}

bool lang_set_comment(struct lang *l, const struct loc *loc,
		      const struct item *comment)
{
	if (!set_says(l, loc, SET_SAID_COMMENT, "comment"))
		return false;
	comment = item_single(l, comment);
	if (!comment)
		return false;
	if (strlen(comment->text) > CT6_COMMENT_MAX)
		return item_fail(l, comment,
				 "a comment has at most %u bytes",
				 CT6_COMMENT_MAX);
	l->set->comment = arena_strdup(&l->rs->arena, comment->text);
	return true;
}

/* The times of an element, NULL for what was not said. */
static bool set_elem_times(struct lang *l, const struct loc *loc,
			   struct elem *elem, const struct item *timeout,
			   const struct item *expires)
{
	uint32_t all = l->set->timeout;

	if (timeout) {
		if (!set_duration(l, timeout, 0, &elem->timeout))
			return false;
		all = elem->timeout;
		elem->has_timeout = all != l->set->timeout;
		if (!elem->has_timeout)
			elem->timeout = 0;
	}
	if (expires && !set_duration(l, expires, 1, &elem->expires))
		return false;
	if ((timeout || expires) && !(l->set->flags & CT6_SET_FLAGS_TIMEOUT))
		return lang_fail(l, loc,
				 "the set has no 'flags timeout' before its elements");
	if (elem->expires > all)
		return item_fail(l, expires,
				 "an element has no more time left than its timeout");
	return true;
}

/**
 * lang_set_elem() - elements of a set
 * @l: reader, in a set
 * @loc: place
 * @value: element, or a define of several
 * @timeout: how long they live, or NULL
 * @expires: how much of it is left, or NULL
 *
 * Return: false after an error.
 */
bool lang_set_elem(struct lang *l, const struct loc *loc, struct value *value,
		   const struct item *timeout, const struct item *expires)
{
	struct set *set = l->set;
	const struct alt *alt;
	struct elem *elem;

	if (!set->type) {
		/* once is enough, and a type that is wrong was reported */
		if (l->set_said & (SET_SAID_TYPE | SET_SAID_ELEMENTS)) {
			l->failed = true;
			return false;
		}
		l->set_said |= SET_SAID_ELEMENTS;
		return lang_fail(l, loc,
				 "the type of a set is said before its elements");
	}
	if (value->alt->value->variable)
		value = value_resolve(l, value);
	for (alt = value ? value->alt : NULL; alt; alt = alt->next) {
		if (set->match.nr == CT6_SET_SIZE_MAX)
			return lang_fail(l, loc, "more than %u elements",
					 CT6_SET_SIZE_MAX);
		elem = ruleset_elem_add(l->rs, &set->match, &alt->loc);
		if (!value_elem(l, set->match.field, NULL, alt, elem) ||
		    !set_elem_times(l, loc, elem, timeout, expires)) {
			set->match.nr--;
			return false;
		}
		if (elem_is_interval(elem, set->match.field))
			elem_normal(elem, set->match.field);
	}
	return value;
}

/* The block is over; its name is where the set is. */
bool lang_set_end(struct lang *l)
{
	struct set *set = l->set;

	l->set = NULL;
	if (!set->type && !(l->set_said & (SET_SAID_TYPE | SET_SAID_ELEMENTS)))
		return lang_fail(l, &set->loc, "the set '%s' has no type",
				 set->name);
	set_sort(set);
	return true;
}
