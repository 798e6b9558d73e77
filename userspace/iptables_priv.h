/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the ip6tables front share.
 */
#ifndef CT6_IPTABLES_PRIV_H
#define CT6_IPTABLES_PRIV_H

#include "field.h"
#include "iptables.h"

#define IPT_RULES_MAX		4096	/* that one line may become */
#define IPT_CHAIN_NAME_MAX	28
#define IPT_ALTERNATIVES	2
#define IPT_MULTIPORT_MAX	15	/* ports, a range counts as two */
#define IPT_LIMIT_MAX		10000	/* of rate a second, and burst */
#define IPT_HASHLIMIT_MAX	1000000

/* Headers that match 'ipv6header' looks at. */
#define IPT_HEADERS							\
	(CT6_EXTHDR_HBH | CT6_EXTHDR_DST | CT6_EXTHDR_RT |		\
	 CT6_EXTHDR_FRAG | CT6_EXTHDR_AH | CT6_EXTHDR_ESP | CT6_EXTHDR_NONE)

/**
 * struct ipt_word - a word of a line
 * @text: without quotes
 * @loc: place, with quotes
 * @quoted: some of it was in quotes
 */
struct ipt_word {
	char		*text;
	struct loc	loc;
	bool		quoted;
};

struct ipt_line {
	struct ipt_word	*word;
	size_t		nr;
	struct loc	loc;
};

/**
 * struct ipt_row - a rule in its place
 * @rule: belongs to no list yet
 * @begins: first of those that one rule of ip6tables became
 */
struct ipt_row {
	struct rule	*rule;
	bool		begins;
};

/**
 * struct ipt_chain - a chain in the making
 * @next: in order
 * @name: ip6tables' name
 * @chain: without its rules
 * @row: its rules
 * @nr: their number
 */
struct ipt_chain {
	struct ipt_chain	*next;
	const char		*name;
	struct chain		*chain;
	struct ipt_row		*row;
	size_t			nr;
	size_t			cap;
};

/**
 * struct ipt - a file that is being read
 * @rs: result; owns chains and rules from the start
 * @source: file
 * @input: how
 * @report: for errors
 * @scratch: thrown away with each line
 * @arena: thrown away at the end
 * @chain: of table filter
 * @table: open table, or NULL
 * @table_loc: where it was opened
 * @foreign: the open table is none of ours
 * @skip: nor was it asked for
 * @failed: an error was reported
 * @plain: the last error in ip6tables' own words, or NULL
 * @cli: the command line that is read, NULL for a file
 */
struct ipt {
	struct ruleset		*rs;
	struct source		*source;
	struct iptables_input	*input;
	struct report		*report;
	struct arena		scratch;
	struct arena		arena;
	struct ipt_chain	*chain;
	struct ipt_chain	**tail;
	char			*table;
	struct loc		table_loc;
	bool			foreign;
	bool			skip;
	bool			failed;
	const char		*plain;
	struct ipt_cli		*cli;
};

/* What ip6tables says of a chain, target or match that is not there. */
#define IPT_NO_NAME	"No chain/target/match by that name."

/* Of the commands there is one in a line. */
#define IPT_GROUP_COMMAND	1

#define IPT_BAD_RULE	"Bad rule (does a matching rule exist in that chain?)."

struct ipt_rule;
struct ipt_inst;
struct ipt_arg;

/**
 * struct ipt_opt - an option: a row of a table that ends with no @name
 * @name: with its dashes
 * @letter: short name, or 0
 * @args: words behind it
 * @invert: can stand behind a !
 * @group: options of one group exclude each other; 0 may be repeated
 * @arg: for @parse
 * @parse: takes it over; NULL when it is not supported
 * @why: reason why it is not, or NULL
 */
struct ipt_opt {
	const char	*name;
	char		letter;
	uint8_t		args;
	bool		invert;
	uint8_t		group;
	uint32_t	arg;
	bool		(*parse)(struct ipt_rule *rule, struct ipt_inst *inst,
				 const struct ipt_arg *arg);
	const char	*why;
};

/**
 * struct ipt_ext - a match or a target: a row of a table
 * @name: name
 * @proto: protocol that the rule must ask for, 0 for any
 * @opt: options
 * @begin: called when it is named, or NULL
 * @end: called behind its last option, or NULL
 * @refused: it is not supported
 * @why: reason why it is not, or NULL
 */
struct ipt_ext {
	const char		*name;
	int			proto;
	const struct ipt_opt	*opt;
	bool			(*begin)(struct ipt_rule *rule,
					 struct ipt_inst *inst);
	bool			(*end)(struct ipt_rule *rule,
				       struct ipt_inst *inst);
	bool			refused;
	const char		*why;
};

/* Types of addresses that addrtype can ask for. */
enum {
	IPT_TYPE_UNICAST	= 1,
	IPT_TYPE_LOCAL		= 2,
	IPT_TYPE_ANYCAST	= 4,
	IPT_TYPE_MULTICAST	= 8,
	IPT_TYPE_UNREACHABLE	= 16,
};

/* Types of one address. */
struct ipt_types {
	uint32_t	types;
	bool		invert;
	struct loc	loc;
};

/**
 * struct ipt_inst - a match or the target of a rule
 * @next: named behind it
 * @prev: named in front of it
 * @ext: which
 * @target: it is the target
 * @loc: where it was named
 * @seen: groups of options that were there
 * @all: expressions that all must match; the list of an unlinked rule
 * @alt: lists of which exactly one matches, if @nr_alt
 * @nr_alt: 0, or IPT_ALTERNATIVES
 * @log: of LOG and NFLOG
 * @reject: of REJECT
 * @limit: of limit
 * @recent: of recent
 * @count: of connlimit
 * @account: it keeps account, so it cannot be in two rows
 * @states: of conntrack
 * @states_invert: of conntrack
 * @kept: option to be looked at in the end
 * @needs_new: it does not allow established ones either
 * @headers: of ipv6header
 * @nfmask: of CONNMARK
 * @ctmask: of CONNMARK
 * @types: of addrtype, of the source and of the destination
 * @iface: of addrtype, the interface that it is limited to
 */
struct ipt_inst {
	struct ipt_inst		*next;
	struct ipt_inst		*prev;
	const struct ipt_ext	*ext;
	bool			target;
	struct loc		loc;
	uint32_t		seen;
	struct rule		all;
	struct rule		alt[IPT_ALTERNATIVES];
	unsigned int		nr_alt;
	struct log		*log;
	struct reject		*reject;
	struct limit		limit;
	struct recent		*recent;
	struct count		*count;
	bool			account;
	uint32_t		states;
	bool			states_invert;
	struct ipt_arg		*kept;
	bool			needs_new;
	uint32_t		headers;
	uint32_t		nfmask;
	uint32_t		ctmask;
	struct ipt_types	types[2];
	unsigned int		iface;
};

/**
 * struct ipt_arg - an option as it stands in a line
 * @opt: which
 * @invert: behind a !
 * @loc: from the option to its last word
 * @word: words behind it
 * @glued: the first of them is a part of the option's own word
 */
struct ipt_arg {
	const struct ipt_opt	*opt;
	bool			invert;
	struct loc		loc;
	struct ipt_word		word[2];
	bool			glued;
};

/* Addresses of -s or -d. */
struct ipt_addrs {
	struct elem	*elem;
	size_t		nr;
	bool		invert;
	struct loc	loc;
};

enum ipt_command {
	IPT_NONE,
	IPT_APPEND,
	IPT_INSERT,
	IPT_DELETE,
	IPT_REPLACE,
	IPT_CHECK,
	IPT_LIST,
	IPT_LIST_RULES,
	IPT_ON_CHAIN,
};

/**
 * struct ipt_rule - a line that is a rule
 * @ipt: file
 * @line: its words
 * @next: number of the word to be read
 * @command: what to do with it
 * @command_loc: where that was said
 * @chain: where
 * @number: of the rule, from 1; 0 without
 * @number_loc: where that was said
 * @seen: groups of the options that belong to no match
 * @ipv4: not for us
 * @has_match: something but the command was said
 * @interfaces: expressions on interfaces
 * @in_loc: place of -i, .source NULL without
 * @out_loc: place of -o
 * @src: addresses
 * @dst: addresses
 * @proto: 0 for all
 * @proto_invert: all but @proto
 * @proto_loc: place
 * @inst: matches and target
 * @comment: or NULL
 * @jump: the verdict that -j or -g became
 * @packets: of the counters
 * @bytes: of the counters
 */
struct ipt_rule {
	struct ipt		*ipt;
	const struct ipt_line	*line;
	size_t			next;
	enum ipt_command	command;
	struct loc		command_loc;
	struct ipt_chain	*chain;
	uint32_t		number;
	struct loc		number_loc;
	uint32_t		seen;
	bool			ipv4;
	bool			has_match;
	struct rule		interfaces;
	struct loc		in_loc;
	struct loc		out_loc;
	struct ipt_addrs	src;
	struct ipt_addrs	dst;
	uint8_t			proto;
	bool			proto_invert;
	struct loc		proto_loc;
	struct ipt_inst		*inst;
	struct ipt_inst		*last;
	char			*comment;
	struct rule		jump;
	uint64_t		packets;
	uint64_t		bytes;
};

/* iptables.c */
bool ipt_fail(struct ipt *ipt, const struct loc *loc, const char *fmt, ...)
	PRINTF(3, 4);
void ipt_plain(struct ipt *ipt, const char *plain);
bool ipt_table_known(const char *name);
bool ipt_foreign_refuse(struct ipt *ipt, const struct loc *loc);

/* iptables_word.c */
bool ipt_line_read(struct ipt *ipt, const char **pos, int number,
		   struct ipt_line *line);
size_t ipt_split(struct ipt *ipt, const struct ipt_word *word, char sep,
		 struct ipt_word **piece);
bool ipt_word_cut(struct ipt *ipt, const struct ipt_word *word, char sep,
		  struct ipt_word *first, struct ipt_word *second);
bool ipt_number(const char *text, uint64_t max, uint64_t *value);
bool ipt_counters(struct ipt *ipt, const struct ipt_word *word,
		  uint64_t *packets, uint64_t *bytes);

/* iptables_chain.c */
struct ipt_chain *ipt_chain_find(const struct ipt *ipt, const char *name);
struct ipt_chain *ipt_chain_want(struct ipt *ipt, const struct ipt_word *word);
struct ipt_chain *ipt_chain_add(struct ipt *ipt, const struct ipt_word *word);
void ipt_chain_drop(struct ipt *ipt, struct ipt_chain *c);
bool ipt_chain_name_check(struct ipt *ipt, const struct ipt_word *word);
bool ipt_policy_set(struct ipt *ipt, struct ipt_chain *c,
		    const struct ipt_word *word);
const char *ipt_rule_target(const struct rule *rule);
size_t ipt_chain_row_end(const struct ipt_chain *c, size_t at);
size_t ipt_chains_sort(struct ipt *ipt, const struct ipt_chain ***chain);
void ipt_chains_foreign(struct ipt *ipt, const char *const *name);
bool ipt_tables_begin(struct ipt *ipt);
bool ipt_chain_line(struct ipt *ipt, const struct ipt_line *line);
void ipt_chain_insert(struct ipt *ipt, struct ipt_chain *c, size_t at,
		      struct rule **rule, size_t nr);
void ipt_chain_remove(struct ipt *ipt, struct ipt_chain *c, size_t at);
void ipt_chain_flush(struct ipt *ipt, struct ipt_chain *c);
bool ipt_chain_find_rule(const struct ipt_chain *c, struct rule **rule,
			 size_t nr, size_t *at);
bool ipt_chain_at(const struct ipt_chain *c, uint32_t number, size_t *at);
void ipt_chains_finish(struct ipt *ipt);
void ipt_chains_free(struct ipt *ipt);

/* iptables_note.c */
void ipt_note_chain(struct ipt *ipt, const struct ipt_chain *c);
void ipt_note_drop(struct ipt *ipt, const struct ipt_chain *c);
void ipt_note_flush(struct ipt *ipt, const struct ipt_chain *c);
void ipt_note_policy(struct ipt *ipt, const struct ipt_chain *c, bool counters,
		     const struct loc *loc);
void ipt_note_rename(struct ipt *ipt, const struct ipt_chain *c,
		     const char *name, const struct loc *loc);
void ipt_note_insert(struct ipt *ipt, const struct ipt_chain *c, size_t at,
		     size_t nr);
void ipt_note_remove(struct ipt *ipt, const struct ipt_chain *c, size_t at,
		     size_t nr);
void ipt_note_zero(struct ipt *ipt, const struct ipt_chain *c,
		   const size_t *at);

/* iptables_command.c */
bool ipt_chain_command(struct ipt *ipt, const struct ipt_line *line,
		       bool *done);

/* iptables_option.c */
bool ipt_opt_is_of(const struct ipt_opt *table, const struct ipt_opt *opt);
bool ipt_options_read(struct ipt_rule *rule);

/* iptables_rule.c */
extern const struct ipt_opt ipt_rule_opts[];
bool ipt_rule_line(struct ipt *ipt, const struct ipt_line *line);
bool ipt_rule_finish(struct ipt_rule *rule);
const char *ipt_proto_text(uint8_t proto, char *buf, size_t size,
			   bool numeric);
bool ipt_proto(struct ipt_rule *rule, const struct ipt_word *word,
	       uint8_t *proto);
bool ipt_inst_add(struct ipt_rule *rule, const struct ipt_ext *ext,
		  const struct loc *loc, bool target);
bool ipt_addr(struct ipt *ipt, const struct ipt_word *word, struct elem *elem);

/* iptables_emit.c */
bool ipt_rule_apply(struct ipt_rule *rule);

/* iptables_expr.c */
void ipt_exprs_init(struct rule *list);
bool ipt_arg_number(struct ipt_rule *rule, const struct ipt_arg *arg,
		    uint32_t min, uint32_t max, uint32_t *value);
bool ipt_arg_range(struct ipt_rule *rule, struct ipt_inst *inst,
		   const struct ipt_arg *arg, enum ct6_field field,
		   uint32_t max, const char *what);
bool ipt_arg_mark(struct ipt_rule *rule, const struct ipt_arg *arg,
		  uint32_t *value, uint32_t *mask);
struct match *ipt_match(struct ipt_rule *rule, struct rule *list,
			uint32_t field, bool invert, const struct loc *loc);
void ipt_elem_range(struct ipt_rule *rule, struct match *match,
		    const struct loc *loc, uint32_t first, uint32_t last);
void ipt_expr_range(struct ipt_rule *rule, struct rule *list, uint32_t field,
		    bool invert, const struct loc *loc, uint32_t first,
		    uint32_t last);
void ipt_expr_masked(struct ipt_rule *rule, struct rule *list, uint32_t field,
		     bool invert, const struct loc *loc, uint32_t value,
		     uint32_t mask);
void ipt_expr_never(struct ipt_rule *rule, struct rule *list, uint32_t field,
		    const struct loc *loc);
bool ipt_port(struct ipt_rule *rule, uint8_t proto,
	      const struct ipt_word *word, uint32_t *port);

/*
 * iptables_match.c, iptables_account.c, iptables_addrtype.c,
 * iptables_headers.c, iptables_owner.c, iptables_ports.c, iptables_set.c,
 * iptables_state.c, iptables_target.c, iptables_mark.c
 */
const struct ipt_ext *ipt_match_find(const char *name);
const struct ipt_ext *ipt_match_of_proto(uint8_t proto);
const struct ipt_ext *ipt_match_owner(const char *option);
const char *ipt_match_closest(const char *name);
bool ipt_match_known(const char *name);
const struct ipt_ext *ipt_target_find(const char *name);
const char *ipt_target_closest(const struct ipt *ipt, const char *name);
bool ipt_target_known(const char *name);
const struct ipt_ext *ipt_target_owner(const char *option);
bool ipt_verdict(struct ipt_rule *rule, const struct ipt_arg *arg);
const char *ipt_reject_name(uint32_t type, uint8_t code);
const char *ipt_icmp6_name(uint32_t type, int code);

extern const struct ipt_opt ipt_tcp_opts[];
extern const struct ipt_opt ipt_udp_opts[];
extern const struct ipt_opt ipt_sctp_opts[];
extern const struct ipt_opt ipt_dccp_opts[];
extern const struct ipt_opt ipt_multiport_opts[];
extern const struct ipt_opt ipt_icmp6_opts[];
extern const struct ipt_opt ipt_state_opts[];
extern const struct ipt_opt ipt_conntrack_opts[];
extern const struct ipt_opt ipt_limit_opts[];
extern const struct ipt_opt ipt_hashlimit_opts[];
extern const struct ipt_opt ipt_recent_opts[];
extern const struct ipt_opt ipt_connlimit_opts[];
extern const struct ipt_opt ipt_addrtype_opts[];
extern const struct name ipt_addrtype_names[];
bool ipt_addrtype_end(struct ipt_rule *rule, struct ipt_inst *inst);
extern const struct ipt_opt ipt_mac_opts[];
extern const struct ipt_opt ipt_owner_opts[];
bool ipt_mac_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_owner_end(struct ipt_rule *rule, struct ipt_inst *inst);
extern const struct ipt_opt ipt_mark_opts[];
extern const struct ipt_opt ipt_connmark_opts[];
bool ipt_mark_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_connmark_begin(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_connmark_end(struct ipt_rule *rule, struct ipt_inst *inst);
extern const struct name ipt_hashlimit_modes[];
extern const struct ipt_opt ipt_hbh_opts[];
extern const struct ipt_opt ipt_frag_opts[];
extern const struct ipt_opt ipt_mh_opts[];
extern const struct ipt_opt ipt_dst_opts[];
extern const struct ipt_opt ipt_ah_opts[];
extern const struct ipt_opt ipt_esp_opts[];
extern const struct ipt_opt ipt_ipv6header_opts[];
extern const struct ipt_opt ipt_rt_opts[];
void ipt_header_units(uint32_t field, uint32_t *unit, uint32_t *less);
bool ipt_hbh_begin(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_frag_begin(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_dst_begin(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_ah_begin(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_ipv6header_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_rt_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_limit_begin(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_limit_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_limits_free(struct ipt *ipt, const struct rule *rule);
bool ipt_hashlimit_begin(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_hashlimit_end(struct ipt_rule *rule, struct ipt_inst *inst);
extern const struct ipt_opt ipt_set_opts[];
bool ipt_set_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_recent_begin(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_recent_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_exprs_begin(const struct expr *expr);
bool ipt_connlimit_begin(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_connlimit_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_multiport_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_icmp6_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_state_end(struct ipt_rule *rule, struct ipt_inst *inst);
bool ipt_conntrack_end(struct ipt_rule *rule, struct ipt_inst *inst);

#endif /* CT6_IPTABLES_PRIV_H */
