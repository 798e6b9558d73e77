/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Spans of time, as 2h3m55s.
 */
#ifndef CT6_DURATION_H
#define CT6_DURATION_H

#include "util.h"

bool duration_parse(const char *word, uint32_t *seconds);
void duration_print(struct text *text, uint64_t seconds);

#endif /* CT6_DURATION_H */
