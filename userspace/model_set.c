// SPDX-License-Identifier: GPL-2.0-only
/*
 * Named sets of a ruleset: their types, and their elements in one form.
 */
#include <stdlib.h>
#include <string.h>

#include "field.h"
#include "model.h"

const struct name set_type_names[] = {
	{ "ipv6_addr", CT6_SET_TYPE_IPV6_ADDR },
	{ "inet_service", CT6_SET_TYPE_INET_SERVICE },
	{ "ifname", CT6_SET_TYPE_IFNAME },
	{ "inet_proto", CT6_SET_TYPE_INET_PROTO },
	{ "icmpv6_type", CT6_SET_TYPE_ICMPV6_TYPE },
	{ "mark", CT6_SET_TYPE_MARK },
	{ "ether_addr", CT6_SET_TYPE_ETHER_ADDR },
	{ NULL, 0 }
};

/* Those that can be written. */
const struct name set_flag_names[] = {
	{ "interval", CT6_SET_FLAGS_INTERVAL },
	{ "timeout", CT6_SET_FLAGS_TIMEOUT },
	{ "constant", CT6_SET_FLAGS_CONSTANT },
	{ NULL, 0 }
};

struct set *ruleset_set_find(const struct ruleset *rs, const char *name)
{
	struct set *set;

	for (set = rs->set; set; set = set->next)
		if (!strcmp(set->name, name))
			return set;
	return NULL;
}

struct set *ruleset_set_add(struct ruleset *rs, const char *name)
{
	struct set *set = arena_alloc(&rs->arena, sizeof(*set));

	set->name = arena_strdup(&rs->arena, name);
	*rs->set_tail = set;
	rs->set_tail = &set->next;
	return set;
}

/* Elements are written and read as those of one of the type's fields. */
void set_type_put(struct set *set, uint32_t type)
{
	static const uint32_t fields[] = {
		[CT6_SET_TYPE_IPV6_ADDR]	= CT6_FIELD_SADDR,
		[CT6_SET_TYPE_INET_SERVICE]	= CT6_FIELD_DPORT,
		[CT6_SET_TYPE_IFNAME]		= CT6_FIELD_IIFNAME,
		[CT6_SET_TYPE_INET_PROTO]	= CT6_FIELD_L4PROTO,
		[CT6_SET_TYPE_ICMPV6_TYPE]	= CT6_FIELD_ICMPV6_TYPE,
		[CT6_SET_TYPE_MARK]		= CT6_FIELD_MARK,
		[CT6_SET_TYPE_ETHER_ADDR]	= CT6_FIELD_ETHER_SADDR,
	};

	set->type = type;
	set->match.field = fields[type];
}

/* The type of the sets that a field is looked up in, or unspec. */
uint32_t set_type_of(uint32_t field)
{
	switch (field) {
	case CT6_FIELD_SADDR:
	case CT6_FIELD_DADDR:
		return CT6_SET_TYPE_IPV6_ADDR;
	case CT6_FIELD_SPORT:
	case CT6_FIELD_DPORT:
		return CT6_SET_TYPE_INET_SERVICE;
	case CT6_FIELD_IIFNAME:
	case CT6_FIELD_OIFNAME:
		return CT6_SET_TYPE_IFNAME;
	case CT6_FIELD_L4PROTO:
	case CT6_FIELD_NEXTHDR:
		return CT6_SET_TYPE_INET_PROTO;
	case CT6_FIELD_ICMPV6_TYPE:
		return CT6_SET_TYPE_ICMPV6_TYPE;
	case CT6_FIELD_MARK:
	case CT6_FIELD_CT_MARK:
		return CT6_SET_TYPE_MARK;
	case CT6_FIELD_ETHER_SADDR:
		return CT6_SET_TYPE_ETHER_ADDR;
	default:
		return CT6_SET_TYPE_UNSPEC;
	}
}

/* The last value of an element that is an interval. */
void elem_last(const struct elem *elem, uint32_t field, uint8_t *last)
{
	unsigned int width = field_width(field), i;

	memset(last, 0, CT6_DATA_MAX);
	memcpy(last, elem->has_end ? elem->end : elem->data, width);
	for (i = 0; elem->has_mask && i < width; i++)
		last[i] |= ~elem->mask[i];
}

/* Is it a value, a prefix or a range? */
bool elem_is_interval(const struct elem *elem, uint32_t field)
{
	return !elem->has_mask ||
	       field_prefix_len(elem->mask, field_width(field)) >= 0;
}

/* Bits behind which two ends differ, when they are those of a prefix, or -1. */
static int elem_prefix(const uint8_t *first, const uint8_t *last,
		       unsigned int width)
{
	uint8_t mask[CT6_DATA_MAX];
	unsigned int i;

	for (i = 0; i < width; i++) {
		mask[i] = ~(first[i] ^ last[i]);
		if ((first[i] & mask[i]) != first[i])
			return -1;
	}
	return field_prefix_len(mask, width);
}

/*
 * One interval is written in one way: an address as a prefix and a name as a
 * wildcard when it is one, else as a range.
 */
void elem_normal(struct elem *elem, uint32_t field)
{
	enum field_kind kind = field_get(field)->kind;
	unsigned int width = field_width(field);
	uint8_t last[CT6_DATA_MAX], mask[CT6_DATA_MAX];
	int bits;

	elem_last(elem, field, last);
	elem->has_mask = false;
	elem->has_end = false;
	memset(elem->mask, 0, sizeof(elem->mask));
	memset(elem->end, 0, sizeof(elem->end));
	if (!memcmp(elem->data, last, width))
		return;
	bits = elem_prefix(elem->data, last, width);
	if (bits >= 0 && (kind == FIELD_ADDR ||
			  (kind == FIELD_IFNAME && bits % 8 == 0))) {
		field_prefix_mask(mask, bits);
		elem_mask_set(elem, field, mask);
		return;
	}
	memcpy(elem->end, last, width);
	elem->has_end = true;
}

static int elem_compare(const void *a, const void *b)
{
	const struct elem *x = a, *y = b;

	/* numbers fill the first bytes, so that all are compared */
	return memcmp(x->data, y->data, CT6_DATA_MAX);
}

/* Elements in order; mostly they are. */
void set_sort(struct set *set)
{
	struct match *match = &set->match;
	size_t i;

	for (i = 1; i < match->nr; i++)
		if (elem_compare(&match->elem[i - 1], &match->elem[i]) > 0)
			break;
	if (i < match->nr)
		qsort(match->elem, match->nr, sizeof(*match->elem),
		      elem_compare);
}

/* Of a list, what overlaps becomes one; the elements are in order. */
void set_merge(struct set *set)
{
	struct match *match = &set->match;
	uint8_t last[CT6_DATA_MAX], end[CT6_DATA_MAX];
	size_t i, to = 0;

	for (i = 1; i < match->nr; i++) {
		struct elem *elem = &match->elem[to], *next = &match->elem[i];

		elem_last(elem, match->field, last);
		if (field_compare(match->field, last, next->data) < 0) {
			match->elem[++to] = *next;
			continue;
		}
		elem_last(next, match->field, end);
		if (field_compare(match->field, last, end) >= 0)
			continue;
		elem->has_mask = false;
		elem->has_end = true;
		memcpy(elem->end, end, sizeof(elem->end));
		elem_normal(elem, match->field);
	}
	if (match->nr)
		match->nr = to + 1;
}

static bool elems_equal(const struct match *a, const struct match *b)
{
	unsigned int width = field_width(a->field);
	size_t i;

	if (a->nr != b->nr)
		return false;
	for (i = 0; i < a->nr; i++) {
		const struct elem *x = &a->elem[i], *y = &b->elem[i];
		uint8_t to[CT6_DATA_MAX], also[CT6_DATA_MAX];

		elem_last(x, a->field, to);
		elem_last(y, b->field, also);
		if (memcmp(x->data, y->data, width) ||
		    memcmp(to, also, width) ||
		    x->has_timeout != y->has_timeout ||
		    x->timeout != y->timeout || x->expires != y->expires)
			return false;
	}
	return true;
}

bool set_equal(const struct set *a, const struct set *b)
{
	if (strcmp(a->name, b->name) || a->type != b->type ||
	    a->flags != b->flags || a->timeout != b->timeout ||
	    a->size != b->size || !a->comment != !b->comment ||
	    (a->comment && strcmp(a->comment, b->comment)))
		return false;
	return elems_equal(&a->match, &b->match);
}
