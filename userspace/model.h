/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ruleset as all parts of the tool see it; it mirrors what crosses
 * netlink, word by word.
 */
#ifndef CT6_MODEL_H
#define CT6_MODEL_H

#include <linux/ct6.h>

#include "names.h"
#include "source.h"

enum expr_kind {
	EXPR_MATCH,
	EXPR_LIMIT,
	EXPR_LOG,
	EXPR_VERDICT,
	EXPR_REJECT,
	EXPR_SET_MARK,
	EXPR_SET_CT_MARK,
	EXPR_FILTERING,
	EXPR_HELPER,
	EXPR_RECENT,
	EXPR_COUNT,
	EXPR_MARK,
};

/**
 * struct elem - one alternative of a match, or an element of a set
 * @loc: place
 * @data: value under @mask, or first of a range; the field's width counts
 * @mask: bits that count, when @has_mask; one that is full is none
 * @end: last of a range, when @has_end
 * @timeout: seconds that it lives, when @has_timeout; else the set's
 * @expires: seconds that are left of them, 0 for all
 * @has_mask: not with @has_end
 * @has_end: a range
 * @has_timeout: of a set
 */
struct elem {
	struct loc	loc;
	uint8_t		data[CT6_DATA_MAX];
	uint8_t		mask[CT6_DATA_MAX];
	uint8_t		end[CT6_DATA_MAX];
	uint32_t	timeout;
	uint32_t	expires;
	bool		has_mask;
	bool		has_end;
	bool		has_timeout;
};

/**
 * struct match - a comparison
 * @set: name of a set to look in, instead of elements, or NULL
 * @fold: name of the anonymous set that carries them to the kernel, since one
 *	rule cannot; or NULL
 */
struct match {
	char		*set;
	char		*fold;
	uint32_t	field;
	bool		invert;
	size_t		nr;
	size_t		cap;
	struct elem	*elem;
};

/* What has an account of its own; @len counts unless @of is CT6_PER_ALL. */
struct per {
	uint32_t	of;		/* enum ct6_per; of a limit ct6_limit_per */
	uint32_t	len;		/* of the source, or the only address */
	uint32_t	daddr_len;	/* of the destination, if there are both */
};

/**
 * struct limit - a token bucket
 * @rate: packets or bytes in a unit
 * @unit: seconds of the unit
 * @burst: packets at once, or bytes at once beside those of a unit
 * @over: match what is over the rate
 * @bytes: bytes are counted, not packets
 * @per: what has a bucket of its own
 * @size: prefixes that there are buckets for
 * @name: what it is called, or NULL
 */
struct limit {
	uint32_t	rate;
	uint32_t	unit;
	uint32_t	burst;
	bool		over;
	bool		bytes;
	struct per	per;
	uint32_t	size;
	char		*name;
};

/* Flows of a prefix that came by it, with the one that would begin. */
struct count {
	uint32_t	max;
	bool		over;
	struct per	per;
};

/**
 * struct recent - a question to a table of a name
 * @name: of the table
 * @op: enum ct6_recent_op
 * @per: prefixes of source or of destination addresses
 * @seconds: how old a packet may be, 0 for any age
 * @hits: packets that there must be, 1 or more
 * @size: prefixes that the table has room for
 * @invert: match when it would not
 * @hoplimit: only what came with the packet's hop limit counts
 */
struct recent {
	char		*name;
	uint32_t	op;
	struct per	per;
	uint32_t	seconds;
	uint32_t	hits;
	uint32_t	size;
	bool		invert;
	bool		hoplimit;
};

#define RECENT_SIZE	1024	/* of a recent that says none */
#define RECENT_SIZE_MAX	16384
#define LIMIT_BURST	5	/* of a limit that says none */
#define LIMIT_SIZE	8192	/* of a limit per something that says none */
#define LIMIT_PER_BOTH	((uint32_t)(CT6_LIMIT_PER_SADDR | CT6_LIMIT_PER_DADDR))
#define LIMIT_PER_ALL							\
	(LIMIT_PER_BOTH | CT6_LIMIT_PER_SPORT | CT6_LIMIT_PER_DPORT)
#define LIMIT_SIZE_MAX	262144
#define LIMIT_UNIT_MAX	604800	/* seconds of a week */
#define LOG_LEVEL	4	/* of a log that says none */
#define REJECT_CODE	4	/* of a reject that says none */
#define REJECT_DELAY_MAX	60	/* seconds */

/* Flags of nf_log for syslog; one more has no name. */
enum log_flag {
	LOG_FLAG_TCP_SEQUENCE	= 1,
	LOG_FLAG_TCP_OPTIONS	= 2,
	LOG_FLAG_IP_OPTIONS	= 4,
	LOG_FLAG_UID		= 8,
	LOG_FLAG_ETHER		= 32,
	LOG_FLAG_ALL		= 47,
	LOG_FLAG_MAX		= 63,
};

struct log {
	char		*prefix;	/* NULL without */
	uint32_t	level;		/* LOG_LEVEL with a group */
	uint32_t	flags;
	uint32_t	snaplen;
	uint16_t	group;
	bool		has_group;
	bool		has_snaplen;
};

struct verdict {
	uint32_t	code;
	char		*chain;		/* NULL without */
};

struct reject {
	uint32_t	type;
	uint8_t		code;		/* 0 of a TCP reset */
	uint32_t	delay;		/* seconds, 0 for at once */
};

/**
 * struct mark - a mark that is made of marks
 * @of: which is set, enum ct6_mark_of
 * @keep: bits of it that stay
 * @take: bits of the other one
 * @value: what is xored to both
 *
 * One of @keep and @take is not 0: else it would be EXPR_SET_MARK or
 * EXPR_SET_CT_MARK.
 */
struct mark {
	uint32_t	of;
	uint32_t	keep;
	uint32_t	take;
	uint32_t	value;
};

/**
 * struct expr - a word of a rule
 * @next: the word behind it
 * @kind: says which member counts
 * @loc: place
 * @target: place of the verdict's chain, or of the match's set
 */
struct expr {
	struct expr		*next;
	enum expr_kind		kind;
	struct loc		loc;
	struct loc		target;
	union {
		struct match	match;
		struct limit	limit;
		struct log	log;
		struct verdict	verdict;
		struct reject	reject;
		struct recent	recent;
		struct count	count;
		uint32_t	mark;
		struct mark	make;
		uint32_t	choice;	/* enum ct6_filtering or ct6_helper */
	};
};

struct rule {
	struct rule	*next;
	struct loc	loc;
	struct expr	*expr;
	struct expr	**tail;
	char		*comment;
	uint64_t	handle;
	uint64_t	packets;
	uint64_t	bytes;
};

struct chain {
	struct chain	*next;
	struct loc	loc;
	char		*name;
	bool		base;
	uint32_t	hook;
	uint32_t	policy;
	uint64_t	packets;
	uint64_t	bytes;
	size_t		nr_rule;
	struct rule	*rule;
	struct rule	**tail;
};

/**
 * struct set - a named set
 * @next: the set behind it
 * @loc: place of the name
 * @name: unique
 * @comment: text or NULL
 * @type: CT6_SET_TYPE_*
 * @flags: CT6_SET_FLAGS_*
 * @timeout: seconds that an element lives which says nothing else, 0 for ever
 * @size: most elements, 0 for the kernel's own bound
 * @match: elements, ascending, as a field has them that @type is for
 */
struct set {
	struct set	*next;
	struct loc	loc;
	char		*name;
	char		*comment;
	uint32_t	type;
	uint32_t	flags;
	uint32_t	timeout;
	uint32_t	size;
	struct match	match;
};

/**
 * struct ruleset - a ruleset
 * @arena: owns all but the elements of matches that are in the making
 * @flags: CT6_RULESET_FLAGS_*
 * @generation: as told by the kernel, 0 for none
 * @confirm_left: seconds to confirm it, as told by the kernel; 0 for no need
 * @essential_packets: as told by the kernel
 * @essential_bytes: as told by the kernel
 * @chain: in order
 * @set: in order
 */
struct ruleset {
	struct arena	arena;
	uint32_t	flags;
	uint32_t	generation;
	uint32_t	confirm_left;
	uint64_t	essential_packets;
	uint64_t	essential_bytes;
	struct chain	*chain;
	struct chain	**tail;
	struct set	*set;
	struct set	**set_tail;
};

#define RULESET_CHAINS_MAX	4096
#define RULESET_SETS_MAX	4096
#define MATCH_FOLD		1000	/* elements that go without a set */
#define FOLD_NAME		"__set"	/* and a number: an anonymous set */
#define RULESET_JUMPS_MAX	16	/* one behind the other */

extern const char *const hook_names[3];

void ruleset_init(struct ruleset *rs);
void ruleset_free(struct ruleset *rs);
struct chain *ruleset_chain_add(struct ruleset *rs, const char *name);
struct chain *ruleset_chain_find(const struct ruleset *rs, const char *name);
struct rule *ruleset_rule_add(struct ruleset *rs, struct chain *chain);
struct expr *ruleset_expr_add(struct ruleset *rs, struct rule *rule,
			      enum expr_kind kind, const struct loc *loc);
struct elem *ruleset_elem_add(struct ruleset *rs, struct match *match,
			      const struct loc *loc);
bool expr_equal(const struct expr *a, const struct expr *b);
bool ruleset_equal(const struct ruleset *a, const struct ruleset *b);
bool ruleset_check(const struct ruleset *rs, struct report *report);
int hook_find(const char *name);
bool expr_ends(const struct expr *expr);
bool expr_proto(const struct expr *expr, uint8_t *proto);
bool expr_needs_proto(const struct expr *expr, int proto);

/* model_set.c */
extern const struct name set_type_names[];
extern const struct name set_flag_names[];

struct set *ruleset_set_add(struct ruleset *rs, const char *name);
struct set *ruleset_set_find(const struct ruleset *rs, const char *name);
void set_type_put(struct set *set, uint32_t type);
uint32_t set_type_of(uint32_t field);
void set_sort(struct set *set);
void set_merge(struct set *set);
bool set_equal(const struct set *a, const struct set *b);
void elem_last(const struct elem *elem, uint32_t field, uint8_t *last);
void elem_normal(struct elem *elem, uint32_t field);
bool elem_is_interval(const struct elem *elem, uint32_t field);

#endif /* CT6_MODEL_H */
