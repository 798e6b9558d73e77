/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CT6_CMD_CHANGE_H
#define CT6_CMD_CHANGE_H

#include "change.h"
#include "options.h"

int changes_run(struct changes *changes, const struct options *options,
		struct report *report);
int chain_flush(const struct options *options, char *name);

#endif /* CT6_CMD_CHANGE_H */
