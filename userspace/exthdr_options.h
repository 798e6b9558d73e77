/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lists of options of an extension header, as a field has them.
 */
#ifndef CT6_EXTHDR_OPTIONS_H
#define CT6_EXTHDR_OPTIONS_H

#include "model.h"

#define EXTHDR_OPTIONS_MAX	8

const char *exthdr_options_parse(const char *word, struct elem *elem);
bool exthdr_options_print(struct text *text, const struct elem *elem);

#endif /* CT6_EXTHDR_OPTIONS_H */
