/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The flows of a namespace by key: the kernel's rhashtable.
 */
#ifndef _CT6_TABLE_H
#define _CT6_TABLE_H

#include <linux/rhashtable-types.h>
#include <linux/types.h>

struct ct6_flow;
struct ct6_key;

int ct6_table_init(struct rhashtable *table);
void ct6_table_destroy(struct rhashtable *table);
struct ct6_flow *ct6_table_find(struct rhashtable *table,
				const struct ct6_key *key);
struct ct6_flow *ct6_table_insert(struct rhashtable *table,
				  struct ct6_flow *flow);
bool ct6_table_remove(struct rhashtable *table, struct ct6_flow *flow);
u32 ct6_table_flows(const struct rhashtable *table);
u32 ct6_table_buckets(struct rhashtable *table);
bool ct6_table_first(const struct rhashtable_iter *iter);
void ct6_table_rewind(struct rhashtable_iter *iter);
bool ct6_table_rest(struct rhashtable_iter *iter);

#endif /* _CT6_TABLE_H */
