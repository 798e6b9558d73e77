/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CT6_HELP_H
#define CT6_HELP_H

#include "util.h"

void help_usage(FILE *file);
void help_version(void);
int help_print(const char *command);

#endif /* CT6_HELP_H */
