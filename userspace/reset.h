/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters that begin anew, without losing a packet.
 */
#ifndef CT6_RESET_H
#define CT6_RESET_H

#include "model.h"

int counters_take(struct ruleset *rs, const char *only, struct report *report);

#endif /* CT6_RESET_H */
