/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CT6_CMD_SET_H
#define CT6_CMD_SET_H

#include "options.h"

int set_show(const struct options *options, const char *name);

#endif /* CT6_CMD_SET_H */
