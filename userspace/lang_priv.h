/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the grammar, the lexer and the builder of the model share.
 */
#ifndef CT6_LANG_PRIV_H
#define CT6_LANG_PRIV_H

#include "field.h"
#include "lang.h"

#define INCLUDE_MAX	16	/* files that are open */
#define INCLUDE_TOTAL	1024	/* files at all */
#define ERRORS_MAX	20	/* then nothing more is read */
#define VALUE_MAX	CT6_SET_SIZE	/* elements of a value */
#define COPIED_MAX	4194304	/* words that defines stand for, in all */
#define PROTO_NONE	-1

/**
 * struct item - a word of a value
 * @next: of those joined by |
 * @tail: of the first one that has a next: where one more joins
 * @loc: place
 * @text: word, or name of a define
 * @define: name of the define that said the word, or NULL
 * @quoted: it was a string
 * @variable: $text
 */
struct item {
	struct item	*next;
	struct item	**tail;
	struct loc	loc;
	char		*text;
	const char	*define;
	bool		quoted;
	bool		variable;
};

/**
 * struct alt - an element: VALUE, VALUE/MASK or VALUE-END
 * @next: of those joined by commas
 * @loc: place
 * @value: its words
 * @mask: words, or NULL
 * @end: words, or NULL
 */
struct alt {
	struct alt	*next;
	struct loc	loc;
	struct item	*value;
	struct item	*mask;
	struct item	*end;
};

/* Right hand side of a match: elements, with commas only or in braces. */
struct value {
	struct loc	loc;
	bool		braces;
	size_t		nr;
	struct alt	*alt;
	struct alt	**tail;
};

enum match_op {
	OP_IMPLICIT,
	OP_EQ,
	OP_NEQ,
	OP_NOT,
	OP_LT,
	OP_GT,
	OP_LE,
	OP_GE,
};

/* What is said of a field; @mask is NULL without one. A set has no value. */
struct test {
	enum match_op	op;
	struct value	*mask;
	struct value	*value;
	struct item	*set;
};

/* What is asked; @proto, unless PROTO_NONE, is asked for before it. */
struct subject {
	uint32_t	field;
	int		proto;
	bool		payload;	/* of a length: without the fixed header */
};

/**
 * struct limit_words - what a limit says; NULL is what it does not
 * @over: over the rate
 * @rate: packets or bytes
 * @rate_bytes: unit of bytes, NULL for packets
 * @number: of units of time
 * @unit: of time
 * @burst: packets or bytes
 * @burst_packets: they are packets
 * @burst_bytes: unit of bytes
 * @per: what has a bucket of its own
 * @size_word: word in front of @size
 * @size: buckets
 * @name_word: word in front of @name
 * @name: what it is called
 */
struct limit_words {
	bool		over;
	struct item	*rate;
	struct item	*rate_bytes;
	struct item	*number;
	struct item	*unit;
	struct item	*burst;
	bool		burst_packets;
	struct item	*burst_bytes;
	struct per	per;
	struct item	*size_word;
	struct item	*size;
	struct item	*name_word;
	struct item	*name;
};

/**
 * struct mark_words - a mark as it is made of marks, bit by bit
 * @packet: bits of the packet's
 * @flow: bits of the flow's
 * @value: what is xored to both
 */
struct mark_words {
	uint32_t	packet;
	uint32_t	flow;
	uint32_t	value;
};

/* A name that is known to be defined; without value it was wrong. */
struct define {
	struct define	*next;
	char		*name;
	struct value	*value;
};

/* What a set's block has said. */
enum set_said {
	SET_SAID_TYPE		= 1,
	SET_SAID_TIMEOUT	= 2,
	SET_SAID_SIZE		= 4,
	SET_SAID_COMMENT	= 8,
	SET_SAID_ELEMENTS	= 16,
};

/* What a chain's block has said. */
struct opened {
	struct opened	*next;
	struct chain	*chain;
	bool		typed;
	bool		policy;
};

/**
 * struct lang - a file that is being read
 * @rs: result
 * @arena: owns what is thrown away in the end
 * @report: for errors
 * @sources: owner of included files
 * @scanner: of flex
 * @source: file being read
 * @line: in @source
 * @col: in @line
 * @open: where to go on behind the included file
 * @depth: includes that are open
 * @nr_include: includes so far
 * @ended: the line that ends @source was read
 * @braces: open at the last token
 * @level: braces that are open around what the grammar reads now
 * @alone: name of the chain that a rule alone is read for, or NULL
 * @said: tokens around it that have been said
 * @skip: the rest of a wrong line is to be left out
 * @stopped: after too many errors, or an error that ends all
 * @token: text of the last token, or what it is
 * @is_word: the last token is a word
 * @kind: number of the last token
 * @failed: an error was reported
 * @errors: that were reported
 * @table: name of the table, or NULL
 * @opened: chains so far
 * @chain: open chain, an element of @opened
 * @rule: open rule
 * @last: last word of @rule
 * @proto: protocol that @rule is known to ask for, or PROTO_NONE
 * @counted: @rule has a counter
 * @recent: open recent, or NULL when it is wrong
 * @recent_said: what it has said
 * @log: open log statement, or NULL when it is wrong
 * @log_said: what it has said
 * @nr_chain: chains that were begun
 * @set: open set
 * @set_said: enum set_said
 * @nr_set: sets that were begun
 * @nr_fold: lists of rules that are as long as sets
 * @define: known so far, by a hash of their names
 * @nr_define: of them
 * @nr_copied: words that stood for defines
 */
struct lang {
	struct ruleset		*rs;
	struct arena		arena;
	struct report		*report;
	struct source		**sources;
	void			*scanner;
	struct source		*source;
	int			line;
	int			col;
	struct {
		struct source	*source;
		int		line;
		int		col;
	} open[INCLUDE_MAX];
	unsigned int		depth;
	unsigned int		nr_include;
	bool			ended;
	int			braces;
	int			level;
	const char		*alone;
	unsigned int		said;
	bool			skip;
	bool			stopped;
	const char		*token;
	bool			is_word;
	int			kind;
	bool			failed;
	unsigned int		errors;
	char			*table;
	struct opened		*opened;
	struct opened		*chain;
	struct rule		*rule;
	struct expr		*last;
	int			proto;
	bool			counted;
	struct expr		*log;
	struct expr		*recent;
	unsigned int		recent_said;
	unsigned int		log_said;
	size_t			nr_chain;
	struct set		*set;
	unsigned int		set_said;
	size_t			nr_set;
	size_t			nr_fold;
	struct define		*define[1024];
	size_t			nr_define;
	size_t			nr_copied;
};

/* lexer.l */
bool lang_include(struct lang *l, const struct item *name);
void lang_skip(struct lang *l, bool ahead);

/* lang.c: each returns false after an error */
bool lang_fail(struct lang *l, const struct loc *loc, const char *fmt, ...)
	PRINTF(3, 4);
bool lang_not_yet(struct lang *l, const struct loc *loc, const char *what);
void lang_unexpected(struct lang *l, const struct loc *loc,
		     const char *const *expected, size_t nr);
void lang_recover(struct lang *l);
bool lang_define(struct lang *l, const struct loc *loc, const char *name,
		 struct value *value);
const struct value *lang_defined(struct lang *l, const struct item *item);
bool lang_table(struct lang *l, const struct loc *family_loc,
		const char *family, const struct loc *loc, const char *name);
bool lang_flush(struct lang *l, const struct loc *loc);
bool lang_chain(struct lang *l, const struct loc *loc, const char *name);
bool lang_chain_type(struct lang *l, const struct item *type,
		     const struct item *hook, const struct item *priority);
bool lang_policy(struct lang *l, const struct loc *loc, uint32_t verdict);
void lang_chain_end(struct lang *l);
void lang_flag(struct lang *l, uint32_t flag, bool on);

/* lang_rule.c */
struct expr *lang_expr(struct lang *l, const struct loc *loc,
		       enum expr_kind kind);
void lang_rule_end(struct lang *l, const struct loc *loc);
bool lang_match(struct lang *l, const struct loc *loc,
		const struct subject *subject, const struct test *test);
bool lang_header_field(struct lang *l, const struct loc *loc,
		       const char *header, const char *word,
		       struct subject *subject);
bool lang_exthdr(struct lang *l, const struct loc *loc,
		 const struct item *name, bool exists);
void lang_log(struct lang *l, const struct loc *loc);
bool lang_verdict(struct lang *l, const struct loc *loc, uint32_t code,
		  const struct item *target);
bool lang_reject(struct lang *l, const struct loc *loc,
		 const struct item *code, const struct item *delay);
bool lang_reject_any(struct lang *l, const struct loc *loc,
		     const struct item *code, const struct item *delay);
bool lang_reject_reset(struct lang *l, const struct loc *loc, bool proto);
bool lang_choice(struct lang *l, const struct loc *loc, enum expr_kind kind,
		 const struct item *name);
bool lang_comment(struct lang *l, const struct loc *loc,
		  const struct item *comment);
bool lang_counter(struct lang *l, const struct loc *loc,
		  const struct item *packets, const struct item *bytes);

/* lang_log.c */
bool lang_log_prefix(struct lang *l, const struct item *prefix);
bool lang_log_level(struct lang *l, const struct item *level);
bool lang_log_group(struct lang *l, const struct item *group);
bool lang_log_snaplen(struct lang *l, const struct item *snaplen);
bool lang_log_flags(struct lang *l, const struct item *kind,
		    const struct value *names);
bool lang_log_end(struct lang *l, const struct loc *loc);

/* lang_set.c */
bool lang_set(struct lang *l, const struct loc *loc, const char *name);
bool lang_set_type(struct lang *l, const struct item *type);
bool lang_set_flag(struct lang *l, const struct item *flag);
bool lang_set_timeout(struct lang *l, const struct loc *loc,
		      const struct item *timeout);
bool lang_set_size(struct lang *l, const struct loc *loc,
		   const struct item *size);
bool lang_set_comment(struct lang *l, const struct loc *loc,
		      const struct item *comment);
bool lang_set_elem(struct lang *l, const struct loc *loc, struct value *value,
		   const struct item *timeout, const struct item *expires);
bool lang_set_end(struct lang *l);

/* lang_account.c */
bool lang_limit(struct lang *l, const struct loc *loc,
		const struct limit_words *said);
bool lang_per(struct lang *l, const struct loc *loc, struct per *per,
	      uint32_t of, const struct item *len);
bool lang_per_join(struct lang *l, const struct loc *loc, struct per *per,
		   const struct per *more);
bool lang_count(struct lang *l, const struct loc *loc, const struct per *per,
		bool over, const struct item *max, const struct per *behind);
void lang_recent(struct lang *l, const struct loc *loc, bool invert,
		 const struct item *op);
bool lang_recent_option(struct lang *l, const struct item *name,
			const struct item *value);
bool lang_recent_per(struct lang *l, const struct loc *loc,
		     const struct per *per);
bool lang_recent_hoplimit(struct lang *l, const struct loc *loc);
bool lang_recent_end(struct lang *l, const struct loc *loc);

/* lang_mark.c */
bool lang_mark(struct lang *l, const struct loc *loc, uint32_t field,
	       const struct mark_words *made);
void lang_mark_of(struct mark_words *made, uint32_t field);
bool lang_mark_number(struct lang *l, struct mark_words *made,
		      const struct item *item);
void lang_mark_xor(struct mark_words *made, const struct mark_words *more);
bool lang_mark_and(struct lang *l, const struct loc *loc,
		   struct mark_words *made, const struct mark_words *more);
bool lang_mark_or(struct lang *l, const struct loc *loc,
		  struct mark_words *made, const struct mark_words *more);

/* lang_match.c */
bool match_fill(struct lang *l, struct match *match, const char *proto,
		const struct test *test);

/* lang_value.c */
struct item *item_new(struct lang *l, const struct loc *loc, char *text,
		      bool quoted, bool variable);
struct item *item_or(struct item *items, struct item *last);
const struct item *item_single(struct lang *l, const struct item *item);
bool item_fail(struct lang *l, const struct item *item, const char *fmt, ...)
	PRINTF(3, 4);
bool item_number(struct lang *l, const struct item *item, const char *what,
		 uint64_t min, uint64_t max, uint64_t *number);
struct value *value_new(struct lang *l, const struct loc *loc,
			struct item *value, struct item *mask,
			struct item *end);
struct value *value_add(struct value *value, struct value *more);
struct value *value_brace(struct value *value, const struct loc *loc);
struct value *value_resolve(struct lang *l, const struct value *value);
bool value_word(struct lang *l, uint32_t field, const char *proto,
		const struct item *item, struct elem *elem);
bool value_bits(struct lang *l, uint32_t field, const struct item *items,
		uint32_t *bits);
bool value_mask(struct lang *l, uint32_t field, const struct item *items,
		uint8_t *mask);
bool value_elem(struct lang *l, uint32_t field, const char *proto,
		const struct alt *alt, struct elem *elem);

#endif /* CT6_LANG_PRIV_H */
