/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rulesets to the kernel and back, for every front.
 */
#ifndef CT6_LOAD_H
#define CT6_LOAD_H

#include "model.h"

/* All return an exit code; what was refused has been reported. */
int ruleset_send(const struct ruleset *rs, bool check, uint32_t *generation,
		 struct report *report);
int ruleset_swap(const struct ruleset *rs, uint32_t generation, bool *stale,
		 struct report *report);
int ruleset_load(const struct ruleset *rs, bool check, struct report *report);
int ruleset_fetch(struct ruleset *rs, struct report *report);

#endif /* CT6_LOAD_H */
