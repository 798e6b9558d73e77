/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Expressions: the words of a rule.
 */
#ifndef _CT6_EXPR_H
#define _CT6_EXPR_H

#include <linux/types.h>
#include <net/netfilter/nf_log.h>

#include <uapi/linux/ct6.h>

#include "packet.h"

struct ct6_intervals;
struct ct6_flow_count;
struct ct6_limit;
struct ct6_mark;
struct ct6_set;
struct ct6_ruleset;
struct netlink_ext_ack;
struct nlattr;
struct ct6_recent;

enum ct6_expr_kind {
	CT6_EXPR_MATCH,
	CT6_EXPR_LIMIT,
	CT6_EXPR_LOG,
	CT6_EXPR_VERDICT,
	CT6_EXPR_REJECT,
	CT6_EXPR_SET_MARK,
	CT6_EXPR_SET_CT_MARK,
	CT6_EXPR_FILTERING,
	CT6_EXPR_HELPER,
	CT6_EXPR_RECENT,
	CT6_EXPR_COUNT,
	CT6_EXPR_MARK,
	CT6_EXPR_MATCH_ONCE,	/* of what is not kept of a flow's first packet */
};

/**
 * struct ct6_value - a field's content, as two numbers
 * @hi: first 8 bytes of a field of 16, else 0
 * @lo: last 8 bytes, or a field of up to 4
 *
 * In the CPU's order, so that ranges compare.
 */
struct ct6_value {
	u64	hi;
	u64	lo;
};

/**
 * ct6_value_less() - is a value smaller?
 * @a: value
 * @b: value
 */
static inline bool ct6_value_less(const struct ct6_value *a,
				  const struct ct6_value *b)
{
	return a->hi < b->hi || (a->hi == b->hi && a->lo < b->lo);
}

/**
 * struct ct6_elem - one alternative of a match
 * @mask: bits that count, 0 outside the field's width; of no use with @range
 * @data: value under @mask, or first of the range
 * @end: last of the range
 * @range: first and last, not value and mask
 * @indexed: the match finds it in its index
 */
struct ct6_elem {
	struct ct6_value	mask;
	struct ct6_value	data;
	struct ct6_value	end;
	bool			range;
	bool			indexed;
};

/**
 * struct ct6_match - a comparison
 * @field: enum ct6_field
 * @invert: no element must match
 * @nr: elements, 0 with a set; one alone is in no index
 * @nr_odd: elements that are not in @index
 * @set: a set instead of elements, or NULL
 * @index: elements that are intervals, of many; or NULL
 * @map: of several values of one byte, a bit for each that matches; or NULL
 * @elem: elements, @nr of them
 */
struct ct6_match {
	u8			field;
	bool			invert;
	u32			nr;
	u32			nr_odd;
	struct ct6_set		*set;
	struct ct6_intervals	*index;
	u64			*map;
	struct ct6_elem		elem[];
};

/**
 * struct ct6_log - a log statement
 * @info: for nf_log
 * @has_group: goes to NFLOG
 * @has_snaplen: with a snaplen
 * @prefix: text, may be empty
 */
struct ct6_log {
	struct nf_loginfo	info;
	bool			has_group;
	bool			has_snaplen;
	char			prefix[CT6_LOG_PREFIX_MAX + 1];
};

/**
 * struct ct6_expr - a word of a rule
 * @kind: enum ct6_expr_kind, says which member counts
 * @varies: looks at or does what may differ between packets of a flow
 * @match: comparison
 * @limit: bucket
 * @count: count of flows
 * @recent: question to a recent table
 * @log: log statement
 * @verdict: code, enum ct6_verdict, and for jump and goto the chain's number
 * @reject: type, enum ct6_reject_type, ICMPv6 code, and seconds to wait
 * @mark: value to set
 * @make: how to make the value to set
 * @choice: enum ct6_filtering or enum ct6_helper
 */
struct ct6_expr {
	u8	kind;
	bool	varies;
	union {
		struct ct6_match	*match;
		struct ct6_limit	*limit;
		struct ct6_flow_count	*count;
		struct ct6_recent	*recent;
		struct ct6_log		*log;
		struct {
			u32		code;
			u32		chain;
		} verdict;
		struct {
			u8		type;
			u8		code;
			u8		delay;
		} reject;
		u32			mark;
		struct ct6_mark		*make;
		u8			choice;
	};
};

/**
 * struct ct6_fields - fields of a packet that rules have asked for
 * @asked: bits of enum ct6_field, those that were read
 * @has: those of them that the packet has
 * @value: their values, of use with @has
 *
 * Many rules ask for few fields: each is read once.
 */
struct ct6_fields {
	u64			asked;
	u64			has;
	struct ct6_value	value[CT6_FIELD_MAX + 1];
};

/**
 * ct6_fields_forget() - a field has another value now
 * @fields: fields
 * @field: which
 */
static inline void ct6_fields_forget(struct ct6_fields *fields,
				     enum ct6_field field)
{
	fields->asked &= ~BIT_ULL(field);
	fields->has &= ~BIT_ULL(field);
}

unsigned int ct6_field_width(enum ct6_field field);
bool ct6_field_varies(enum ct6_field field);
bool ct6_field_once(enum ct6_field field);
bool ct6_field_load(const struct ct6_packet *pkt, enum ct6_field field,
		    struct ct6_value *value);
bool ct6_match_any(const struct ct6_match *match,
		   const struct ct6_value *value);
void ct6_fields_load(struct ct6_fields *fields, const struct ct6_packet *pkt,
		     enum ct6_field field);
bool ct6_expr_apply(const struct ct6_expr *expr, struct ct6_packet *pkt,
		    struct ct6_fields *fields);
void ct6_expr_free(struct ct6_expr *expr);

/* account_parse.c */
int ct6_limit_parse(struct ct6_expr *expr, const struct nlattr *nest,
		    struct netlink_ext_ack *extack);
int ct6_count_parse(struct ct6_expr *expr, const struct nlattr *nest,
		    struct netlink_ext_ack *extack);
int ct6_recent_parse(const struct ct6_ruleset *rs, struct ct6_expr *expr,
		     const struct nlattr *nest, struct netlink_ext_ack *extack);

/* expr_parse.c */
int ct6_value_parse(struct ct6_value *value, const struct nlattr *attr,
		    unsigned int width, struct netlink_ext_ack *extack);
int ct6_elem_parse(struct ct6_elem *elem, struct nlattr **tb,
		   const struct nlattr *nest, unsigned int width,
		   struct netlink_ext_ack *extack);
bool ct6_elem_bounds(const struct ct6_elem *elem, unsigned int width,
		     struct ct6_value *first, struct ct6_value *last);

/**
 * ct6_elem_match() - is a value within an element?
 * @elem: element
 * @value: value
 */
static inline bool ct6_elem_match(const struct ct6_elem *elem,
				  const struct ct6_value *value)
{
	if (elem->range)
		return !ct6_value_less(value, &elem->data) &&
		       !ct6_value_less(&elem->end, value);
	return !(((value->hi & elem->mask.hi) ^ elem->data.hi) |
		 ((value->lo & elem->mask.lo) ^ elem->data.lo));
}

/**
 * ct6_match_apply() - compare a field of a packet
 * @match: comparison
 * @pkt: packet
 * @fields: its fields
 *
 * Most rules name one value: that needs no call.
 *
 * Context: under RCU.
 */
static __always_inline bool ct6_match_apply(const struct ct6_match *match,
					    const struct ct6_packet *pkt,
					    struct ct6_fields *fields)
{
	const struct ct6_value *value = &fields->value[match->field];
	bool any;

	if (unlikely(!(fields->asked & BIT_ULL(match->field))))
		ct6_fields_load(fields, pkt, match->field);
	if (!(fields->has & BIT_ULL(match->field)))
		return false;
	if (likely(match->nr == 1))
		any = ct6_elem_match(match->elem, value);
	else if (match->map)
		any = match->map[value->lo / 64] >> value->lo % 64 & 1;
	else
		any = ct6_match_any(match, value);
	return any != match->invert;
}

#endif /* _CT6_EXPR_H */
