/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ruleset language: what the grammar reads becomes the model.
 */
#ifndef CT6_LANG_H
#define CT6_LANG_H

#include "model.h"

bool lang_parse(struct ruleset *rs, struct source *source,
		struct source **sources, struct report *report);
bool lang_is_keyword(const char *word);

#endif /* CT6_LANG_H */
