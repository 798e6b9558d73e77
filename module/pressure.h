/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a table that fills does: flows that are not, or no longer, of a
 * connection get less time, and at the maximum one of them makes room.
 */
#ifndef _CT6_PRESSURE_H
#define _CT6_PRESSURE_H

#include "flow.h"
#include "net.h"
#include "table.h"

bool ct6_pressure_yields(const struct ct6_flow *flow);
u32 ct6_pressure_shorten(struct ct6_net *cn, const struct ct6_flow *flow,
			 u32 seconds);
void ct6_pressure_trim(struct ct6_net *cn, struct ct6_flow *flow);
bool ct6_pressure_room(struct ct6_net *cn);

/**
 * ct6_pressure() - are there so many flows that some get less time?
 * @cn: namespace
 */
static inline bool ct6_pressure(const struct ct6_net *cn)
{
	return unlikely(ct6_table_flows(&cn->table) >
			READ_ONCE(cn->config.adaptive_from));
}

#endif /* _CT6_PRESSURE_H */
