// SPDX-License-Identifier: GPL-2.0-only
/*
 * The index of a chain's rules, as packets use it. It leaves out rules that
 * cannot match, for a field of the packet is not what they ask for; whether
 * one of the others does is for ct6_rules_judge().
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "rule_index.h"

static __always_inline u32 ct6_index_wide(const struct ct6_index_table *table,
					  const struct ct6_value *value)
{
	u32 low = 0, nr = table->nr, half;

	while (nr > 1) {
		half = nr / 2;
		if (!ct6_value_less(value, &table->wide[low + half]))
			low += half;
		nr -= half;
	}
	return ct6_value_less(value, &table->wide[low]) ? 0 :
							 table->child[low];
}

static __always_inline u32 ct6_index_narrow(const struct ct6_index_table *table,
					    u64 value)
{
	u32 low = 0, nr = table->nr, half;

	while (nr > 1) {
		half = nr / 2;
		if (value >= table->narrow[low + half])
			low += half;
		nr -= half;
	}
	return value < table->narrow[low] ? 0 : table->child[low];
}

/* What a table has for a packet: see ct6_index_table.child. */
static u32 ct6_index_look_up(const struct ct6_index_table *table,
			     const struct ct6_packet *pkt,
			     struct ct6_fields *fields)
{
	const struct ct6_value *value = &fields->value[table->field];

	if (!(fields->asked & BIT_ULL(table->field)))
		ct6_fields_load(fields, pkt, table->field);
	/* a match on what a packet does not have fails */
	if (!(fields->has & BIT_ULL(table->field)))
		return 0;
	if (ct6_field_width(table->field) > sizeof(u64))
		return ct6_index_wide(table, value);
	return ct6_index_narrow(table, value->lo);
}

/* The part of a list that begins at a rule. */
static void ct6_index_follow(struct ct6_index_cursor *cursor, const u32 *list,
			     u32 rule)
{
	u32 low = 0, nr = *list++, half;

	while (rule && nr) {
		half = nr / 2;
		if (list[low + half] < rule) {
			low += half + 1;
			nr -= half + 1;
		} else {
			nr = half;
		}
	}
	if (list[low] != CT6_INDEX_END)
		cursor->list[cursor->nr++] = &list[low];
}

/**
 * ct6_rule_index_find() - the rules that can match a packet
 * @index: index of the chain
 * @pkt: packet
 * @fields: its fields
 * @rule: first rule of interest
 * @cursor: result, for ct6_rule_index_next()
 *
 * Context: under RCU, BHs off.
 */
void ct6_rule_index_find(const struct ct6_rule_index *index,
			 const struct ct6_packet *pkt,
			 struct ct6_fields *fields, u32 rule,
			 struct ct6_index_cursor *cursor)
{
	const struct ct6_index_node *open[CT6_INDEX_OPEN] __uninitialized;
	const struct ct6_index_node *node;
	u32 nr_open = 1, i, child;

	cursor->nr = 0;
	open[0] = index->node[0];
	while (nr_open) {
		node = open[--nr_open];
		if (node->list)
			ct6_index_follow(cursor, &index->list[node->list],
					 rule);
		for (i = 0; i < node->nr; i++) {
			child = ct6_index_look_up(&node->table[i], pkt, fields);
			if (child & CT6_INDEX_NODE)
				open[nr_open++] =
					index->node[child & ~CT6_INDEX_NODE];
			else if (child)
				ct6_index_follow(cursor, &index->list[child],
						 rule);
		}
	}
}

/**
 * ct6_rule_index_next() - the next rule that can match
 * @cursor: cursor
 * @rule: rules before this one are done with
 *
 * Context: that of ct6_rule_index_find().
 * Return: the rule's number, or CT6_INDEX_END.
 */
u32 ct6_rule_index_next(struct ct6_index_cursor *cursor, u32 rule)
{
	u32 next = CT6_INDEX_END, i;

	for (i = 0; i < cursor->nr; i++) {
		/* a rule is in one list: one step is all that it can take */
		if (*cursor->list[i] < rule)
			cursor->list[i]++;
		next = min(next, *cursor->list[i]);
	}
	return next;
}

static void ct6_index_node_free(struct ct6_index_node *node)
{
	u32 i;

	for (i = 0; node && i < node->nr; i++) {
		kvfree(node->table[i].wide);
		kvfree(node->table[i].child);
	}
	kfree(node);
}

/**
 * ct6_rule_index_get() - share an index
 * @index: index of a chain with the same rules, or NULL
 *
 * Context: whoever else has it keeps it meanwhile.
 * Return: @index.
 */
struct ct6_rule_index *ct6_rule_index_get(struct ct6_rule_index *index)
{
	if (index)
		refcount_inc(&index->users);
	return index;
}

/**
 * ct6_rule_index_put() - give up an index
 * @index: index that this ruleset uses no more, maybe half made, or NULL
 *
 * Context: process.
 */
void ct6_rule_index_put(struct ct6_rule_index *index)
{
	u32 i;

	if (!index || !refcount_dec_and_test(&index->users))
		return;
	for (i = 0; i < index->nr_node; i++)
		ct6_index_node_free(index->node[i]);
	kvfree(index->node);
	kvfree(index->list);
	kfree(index);
}
