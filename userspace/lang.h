/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ruleset language: what the grammar reads becomes the model.
 */
#ifndef CT6_LANG_H
#define CT6_LANG_H

#include "model.h"

bool lang_parse(struct ruleset *rs, struct source *source,
		struct source **sources, struct report *report);
const struct rule *lang_parse_rule(struct ruleset *rs, const char *chain,
				   struct source *source, size_t offset,
				   struct source **sources,
				   struct report *report);
bool lang_is_keyword(const char *word);

#endif /* CT6_LANG_H */
