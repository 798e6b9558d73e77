/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CT6_CMD_FLOWS_H
#define CT6_CMD_FLOWS_H

#include "flow_filter.h"
#include "options.h"

int flows_delete(const struct options *options,
		 const struct flow_filter *filter);

#endif /* CT6_CMD_FLOWS_H */
