/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CT6_PRINT_H
#define CT6_PRINT_H

#include "model.h"

enum print_flags {
	PRINT_COUNTERS	= 1,
	PRINT_HANDLES	= 2,
};

void ruleset_print(struct text *text, const struct ruleset *rs,
		   const char *only, unsigned int flags);
void rule_print(struct text *text, const struct rule *rule,
		unsigned int flags);
void name_print(struct text *text, const char *name);

void set_print(struct text *text, const struct set *set);

#endif /* CT6_PRINT_H */
