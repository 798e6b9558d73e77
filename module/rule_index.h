/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An index of a chain's rules: which of them can match a packet at all.
 */
#ifndef _CT6_RULE_INDEX_H
#define _CT6_RULE_INDEX_H

#include <linux/refcount.h>
#include <linux/types.h>

#include "expr.h"

struct ct6_packet;
struct ct6_ruleset;

/*
 * Tables of a node, by how deep it is; a node of the last depth has none. With
 * one list beside the tables of each node, this bounds the lists that a packet
 * has to follow.
 */
#define CT6_INDEX_TABLES_0	5
#define CT6_INDEX_TABLES_1	2
#define CT6_INDEX_TABLES_2	1
#define CT6_INDEX_DEPTH		3
#define CT6_INDEX_LISTS		(1 + CT6_INDEX_TABLES_0 * \
				 (1 + CT6_INDEX_TABLES_1 * \
				  (1 + CT6_INDEX_TABLES_2)))
/* Nodes that may wait while one is followed. */
#define CT6_INDEX_OPEN		(CT6_INDEX_TABLES_0 + CT6_INDEX_TABLES_1 + \
				 CT6_INDEX_TABLES_2)

/* In ct6_index_table.child: a node, not a list. */
#define CT6_INDEX_NODE		BIT(31)
/* The end of a list, after the last of all rules. */
#define CT6_INDEX_END		U32_MAX

/**
 * struct ct6_index_table - the values of a field, cut at the rules' bounds
 * @field: enum ct6_field, one that no rule changes
 * @nr: pieces
 * @wide: first value of each piece, ascending; of a field of more than 8 bytes
 * @narrow: the same of any other field
 * @child: of each piece, the place of a list or CT6_INDEX_NODE and a node; 0
 *	for none. What is below the first piece has none.
 */
struct ct6_index_table {
	u8				field;
	u32				nr;
	union {
		struct ct6_value	*wide;
		u64			*narrow;
	};
	u32				*child;
};

/**
 * struct ct6_index_node - some rules, each in one of its tables or in its list
 * @list: place of the list of the others, 0 for none
 * @nr: tables
 * @table: tables
 */
struct ct6_index_node {
	u32				list;
	u32				nr;
	struct ct6_index_table		table[];
};

/**
 * struct ct6_rule_index - which rules of a chain can match a packet
 * @users: rulesets that have it
 * @from: number of the first rule that is in a table
 * @nr_node: nodes
 * @nr_list: words of @list
 * @node: nodes, the first one first
 * @list: lists of ascending rules, each its length, its rules, CT6_INDEX_END;
 *	a word that is no list before them
 *
 * Rules are numbered from the chain's first one. Never changes.
 */
struct ct6_rule_index {
	refcount_t			users;
	u32				from;
	u32				nr_node;
	u32				nr_list;
	struct ct6_index_node		**node;
	u32				*list;
};

/**
 * struct ct6_index_cursor - the rules that can match a packet
 * @nr: lists
 * @list: what is left of each
 */
struct ct6_index_cursor {
	u32		nr;
	const u32	*list[CT6_INDEX_LISTS];
};

void ct6_rule_index_find(const struct ct6_rule_index *index,
			 const struct ct6_packet *pkt,
			 struct ct6_fields *fields, u32 rule,
			 struct ct6_index_cursor *cursor);
u32 ct6_rule_index_next(struct ct6_index_cursor *cursor, u32 rule);
struct ct6_rule_index *ct6_rule_index_get(struct ct6_rule_index *index);
void ct6_rule_index_put(struct ct6_rule_index *index);

/* rule_index_build.c */
int ct6_rule_index_build(struct ct6_ruleset *rs);

#endif /* _CT6_RULE_INDEX_H */
