/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rulesets to the kernel and back, for every front.
 */
#ifndef CT6_LOAD_H
#define CT6_LOAD_H

#include "model.h"

/**
 * struct send - how a ruleset is loaded
 * @check: have it validated only
 * @has_generation: refuse it when another one than @generation runs
 * @force: although the ruleset that runs waits for its confirmation
 * @confirm: seconds in which it has to be confirmed, 0 for no need
 * @generation: in, of the ruleset to replace; out, of the one that runs then
 */
struct send {
	bool		check;
	bool		has_generation;
	bool		force;
	uint32_t	confirm;
	uint32_t	generation;
};

/* All return an exit code; what was refused has been reported. */
int ruleset_send(const struct ruleset *rs, struct send *send,
		 struct report *report);
int ruleset_fetch(struct ruleset *rs, struct report *report);

#endif /* CT6_LOAD_H */
