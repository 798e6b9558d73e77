/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ip6tables front: what ip6tables-save writes becomes the model.
 */
#ifndef CT6_IPTABLES_H
#define CT6_IPTABLES_H

#include "model.h"

struct changes;

/**
 * struct iptables_input - how to read
 * @counters: take the counters of chains and rules over
 * @noflush: begin with the running ruleset
 * @table: the one table to read, or NULL for all
 * @running: fetches the running ruleset, false after an error; NULL when
 *	there is none to be had, as if it were empty
 * @context: for @running
 * @changes: what is done to the running ruleset is added to them, or NULL
 * @loads: out: a filter table was read, so there is something to load
 */
struct iptables_input {
	bool		counters;
	bool		noflush;
	const char	*table;
	bool		(*running)(struct ruleset *rs, void *context,
				   struct report *report);
	void		*context;
	struct changes	*changes;
	bool		loads;
};

/* Return: false after an error. */
bool iptables_read(struct ruleset *rs, struct source *source,
		   struct iptables_input *input, struct report *report);
bool iptables_parse(struct ruleset *rs, struct source *source, bool counters,
		    struct report *report);
int iptables_main(int argc, char **argv);
int iptables_save_main(int argc, char **argv);
int iptables_restore_main(int argc, char **argv);

#endif /* CT6_IPTABLES_H */
