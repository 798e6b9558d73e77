/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * FILTER of the commands: which flows are meant.
 */
#ifndef CT6_FLOW_FILTER_H
#define CT6_FLOW_FILTER_H

#include "flow.h"
#include "message.h"

struct flow_prefix {
	struct in6_addr	addr;
	uint8_t		len;
};

/**
 * struct flow_filter - flows that meet every word that was given
 * @has: bits by CT6_A_FILTER_*
 * @all: the word `all`
 * @iif: exact input interface, 0 without; not the kernel's business
 * @oif: exact output interface, 0 without; not the kernel's business
 * @state_word: what @state is, a word of the command line
 *
 * The others are the attributes of these names.
 */
struct flow_filter {
	uint32_t		has;
	bool			all;
	uint32_t		iif;
	uint32_t		oif;
	const char		*state_word;
	uint8_t			l4proto;
	struct flow_prefix	addr;
	struct flow_prefix	saddr;
	struct flow_prefix	daddr;
	uint16_t		port;
	uint16_t		sport;
	uint16_t		dport;
	uint8_t			state;
	uint32_t		status;
	uint32_t		status_clear;
	uint32_t		mark;
	uint32_t		mark_mask;
	uint32_t		ifindex;
};

bool flow_filter_is_word(const char *word);
bool flow_filter_parse(struct flow_filter *filter, char **word);
bool flow_filter_is_empty(const struct flow_filter *filter);
void flow_filter_put(const struct flow_filter *filter, struct message *msg);
bool flow_filter_match(const struct flow_filter *filter,
		       const struct flow *flow);

#endif /* CT6_FLOW_FILTER_H */
