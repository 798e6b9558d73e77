/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kin: flows that were let in because of another flow.
 */
#ifndef _CT6_KIN_H
#define _CT6_KIN_H

#include <linux/types.h>

struct ct6_flow;
struct ct6_key;
struct ct6_net;

int ct6_kin_table_init(struct ct6_net *cn);
void ct6_kin_table_destroy(struct ct6_net *cn);

void ct6_kin_add(struct ct6_net *cn, struct ct6_flow *child,
		 const struct ct6_key *master);
void ct6_kin_forget(struct ct6_net *cn, const struct ct6_flow *child);
struct ct6_flow *ct6_kin_master(struct ct6_net *cn,
				const struct ct6_flow *child);

#endif /* _CT6_KIN_H */
