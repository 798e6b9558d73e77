/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rules in ip6tables' words.
 */
#ifndef CT6_IPTABLES_SAY_H
#define CT6_IPTABLES_SAY_H

#include "iptables_priv.h"

/**
 * struct ipt_pair - two rows that are one rule of ip6tables
 * @first: where the first row differs
 * @second: where the second one does
 * @ports: either port is one of a list; else a type with code inverted
 */
struct ipt_pair {
	const struct expr	*first;
	const struct expr	*second;
	bool			ports;
};

/**
 * struct ipt_said - a rule in ip6tables' words
 * @target: of -j or -g, or NULL
 * @go: it is of -g
 * @numeric: no names in @list and @options_list
 * @proto: protocol, 0 for all
 * @proto_invert: all but that
 * @in: of -i, or NULL
 * @out: of -o, or NULL
 * @src: of -s, or NULL
 * @dst: of -d, or NULL
 * @match: matches as -S prints them, a blank first
 * @list: as -L does
 * @options: of the target as -S prints them, a blank first
 * @options_list: as -L does
 */
struct ipt_said {
	const char		*target;
	bool			go;
	bool			numeric;
	uint8_t			proto;
	bool			proto_invert;
	const struct match	*in;
	const struct match	*out;
	const struct match	*src;
	const struct match	*dst;
	struct text		match;
	struct text		list;
	struct text		options;
	struct text		options_list;
};

/**
 * struct ipt_saying - a rule on its way
 * @said: result
 * @open: match that takes more options, or NULL
 * @seen: bits of those that it has
 * @states: those that it asks for, if it is conntrack's
 * @begins: the rule is for packets alone that begin connections
 */
struct ipt_saying {
	struct ipt_said	*said;
	const char	*open;
	uint32_t	seen;
	uint32_t	states;
	bool		begins;
};

static inline const char *bang(const struct match *match)
{
	return match->invert ? " !" : "";
}

static inline const char *glued(const struct match *match)
{
	return match->invert ? "!" : "";
}

/* iptables_say.c */
void ipt_say_open(struct ipt_saying *say, const char *name, const char *title,
		  uint32_t bit);
bool ipt_one_range(const struct match *match, uint32_t *first, uint32_t *last);
bool ipt_one_number(const struct match *match, uint32_t *value);
bool ipt_one_masked(const struct match *match, uint32_t *value,
		    uint32_t *mask);
bool ipt_say(struct ipt_said *said, const struct rule *rule,
	     const struct ipt_pair *pair, bool numeric);
void ipt_said_free(struct ipt_said *said);
void ipt_text_word(struct text *text, const char *word);

/* iptables_say_ports.c */
bool ipt_say_multiport(struct ipt_saying *say, const struct match *match,
		       const char *name);
bool ipt_say_port(struct ipt_saying *say, const struct match *match);
bool ipt_say_flags(struct ipt_saying *say, const struct match *match);
void ipt_say_icmp6_type(struct ipt_saying *say, bool invert, uint32_t type,
			int code);
bool ipt_say_icmp6(struct ipt_saying *say, const struct expr **expr);

/* iptables_say_headers.c */
bool ipt_say_exthdr(struct ipt_saying *say, const struct match *match);
bool ipt_say_header(struct ipt_saying *say, const struct expr **expr);
bool ipt_say_rt(struct ipt_saying *say, const struct match *match);

/* iptables_say_who.c */
bool ipt_say_types(struct ipt_saying *say, const struct expr *expr);
bool ipt_say_unicast(struct ipt_saying *say, const struct match *match);
bool ipt_say_mac(struct ipt_saying *say, const struct match *match);
bool ipt_say_owner(struct ipt_saying *say, const struct match *match);

/* iptables_say_account.c */
bool ipt_say_account(struct ipt_saying *say, const struct expr *expr,
		     bool *done);

/* iptables_say_target.c */
bool ipt_say_target(struct ipt_said *said, const struct expr *expr);

/* iptables_pair.c */
bool ipt_pair_find(const struct rule *a, const struct rule *b,
		   struct ipt_pair *pair);

/* iptables_list.c */
bool ipt_list(struct ipt *ipt, const struct ipt_chain *only, uint32_t number,
	      struct text *text);
bool ipt_list_rules(struct ipt *ipt, const struct ipt_chain *only,
		    uint32_t number, struct text *text);
bool ipt_save(struct ipt *ipt, bool counters, struct text *text);

#endif /* CT6_IPTABLES_SAY_H */
