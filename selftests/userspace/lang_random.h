/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Random rulesets of everything that the kernel can hold, for tests of the
 * ruleset language. The same seed makes the same rulesets.
 */
#ifndef CT6_LANG_RANDOM_H
#define CT6_LANG_RANDOM_H

#include "model.h"

void random_seed(uint64_t seed);
uint32_t random_below(uint32_t end);
void random_ruleset(struct ruleset *rs);

void text_damage(struct text *text, const char *const *words, size_t nr);

#endif /* CT6_LANG_RANDOM_H */
