// SPDX-License-Identifier: GPL-2.0-only
/*
 * The index of a chain's rules, as it is made.
 *
 * Rules are told apart by their guards: comparisons that come before anything
 * else that a rule does, with intervals of a field that stays what it is while
 * the packet is judged and in all packets of its direction of a flow. A table
 * cuts the field's values at the bounds of all guards; the rules of a piece
 * are a list, or when that is long a node of its own, for other fields. What a
 * table would have to copy into many pieces (a short prefix among many long
 * ones) waits for the next table of the node, and what no table tells apart
 * stays in the node's list.
 *
 * This is the cutting of HiCuts (Gupta, McKeown 1999) at the rules' own
 * bounds, with the wide rules kept apart as EffiCuts does (Vamanan et al.
 * 2010): each rule is found by one way, so that the lists need only be merged.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "rule_index.h"
#include "ruleset.h"

/* A chain, or a list, of fewer rules is walked as it is. */
#define CT6_INDEX_FEW		6
/* Rules that a table has to save a packet, to be worth its own cost. */
#define CT6_INDEX_GAIN		3
/* Pieces of a table that a rule may be copied into. */
#define CT6_INDEX_COPIES	8
/* Words of lists for each rule, over which lists are no longer split. */
#define CT6_INDEX_WORDS		16

/* Fields of guards. */
static const u8 ct6_index_fields[] = {
	CT6_FIELD_DADDR, CT6_FIELD_SADDR, CT6_FIELD_DPORT, CT6_FIELD_SPORT,
	CT6_FIELD_IIFNAME, CT6_FIELD_OIFNAME, CT6_FIELD_L4PROTO,
};

/**
 * struct ct6_index_build - an index in the making
 * @rs: ruleset
 * @chain: chain
 * @index: result
 * @room_node: nodes that there is room for
 * @room_list: words of lists that there is room for
 * @max_list: words over which lists are no longer split
 */
struct ct6_index_build {
	const struct ct6_ruleset	*rs;
	const struct ct6_chain		*chain;
	struct ct6_rule_index		*index;
	u32				room_node;
	u32				room_list;
	u32				max_list;
};

/**
 * struct ct6_index_item - an interval of a guard
 * @rule: rule
 * @begin: number of its first piece
 * @end: number of the first piece behind it
 * @first: first value
 * @last: last value
 */
struct ct6_index_item {
	u32			rule;
	u32			begin;
	u32			end;
	struct ct6_value	first;
	struct ct6_value	last;
};

/**
 * struct ct6_index_cut - what a table would make of some rules
 * @field: its field
 * @nr_item: intervals
 * @nr_piece: pieces
 * @score: rules that a packet meets then, in the lists and outside
 * @item: intervals, by rule
 * @piece: first value of each piece
 * @size: rules of each piece
 */
struct ct6_index_cut {
	u8			field;
	u32			nr_item;
	u32			nr_piece;
	u32			score;
	struct ct6_index_item	*item;
	struct ct6_value	*piece;
	u32			*size;
};

static void ct6_index_cut_free(struct ct6_index_cut *cut)
{
	kvfree(cut->item);
	kvfree(cut->piece);
	kvfree(cut->size);
	*cut = (struct ct6_index_cut) {};
}

static bool ct6_index_bounds(const struct ct6_match *match)
{
	unsigned int width = ct6_field_width(match->field);
	struct ct6_value first, last;
	u32 i;

	if (match->invert || match->set || match->nr > CT6_INDEX_COPIES)
		return false;
	for (i = 0; i < match->nr; i++)
		if (!ct6_elem_bounds(&match->elem[i], width, &first, &last))
			return false;
	return true;
}

/* The guard of a rule that compares a field, or NULL. */
static const struct ct6_match *
ct6_index_guard(const struct ct6_index_build *b, u32 number, u8 field)
{
	const struct ct6_rule *rule = &b->rs->rule[b->chain->rule + number];
	const struct ct6_expr *expr = &b->rs->expr[rule->expr];
	u32 i;

	for (i = 0; i < rule->nr_expr; i++, expr++) {
		if (expr->kind != CT6_EXPR_MATCH)
			return NULL;
		if (expr->match->field == field &&
		    ct6_index_bounds(expr->match))
			return expr->match;
	}
	return NULL;
}

static int ct6_index_items(const struct ct6_index_build *b,
			   struct ct6_index_cut *cut, const u32 *rule, u32 nr)
{
	unsigned int width = ct6_field_width(cut->field);
	const struct ct6_match *guard;
	u32 i, j, nr_item = 0;

	for (i = 0; i < nr; i++) {
		guard = ct6_index_guard(b, rule[i], cut->field);
		nr_item += guard ? guard->nr : 0;
		cond_resched();
	}
	if (!nr_item)
		return 0;
	cut->item = kvmalloc_array(nr_item, sizeof(*cut->item), GFP_KERNEL);
	if (!cut->item)
		return -ENOMEM;
	for (i = 0; i < nr; i++) {
		guard = ct6_index_guard(b, rule[i], cut->field);
		for (j = 0; guard && j < guard->nr; j++) {
			struct ct6_index_item *item = &cut->item[cut->nr_item++];

			item->rule = rule[i];
			ct6_elem_bounds(&guard->elem[j], width, &item->first,
					&item->last);
		}
		cond_resched();
	}
	return 0;
}

static int ct6_index_compare(const void *a, const void *b)
{
	if (ct6_value_less(a, b))
		return -1;
	return ct6_value_less(b, a);
}

/* The value behind another; false when that is the last one of all. */
static bool ct6_index_behind(const struct ct6_value *value, unsigned int width,
			     struct ct6_value *behind)
{
	*behind = *value;
	if (width > sizeof(u64))
		return ++behind->lo || ++behind->hi;
	return behind->lo++ != U64_MAX >> (64 - 8 * width);
}

static u32 ct6_index_piece(const struct ct6_index_cut *cut,
			   const struct ct6_value *value)
{
	u32 low = 0, nr = cut->nr_piece, half;

	while (nr > 1) {
		half = nr / 2;
		if (!ct6_value_less(value, &cut->piece[low + half]))
			low += half;
		nr -= half;
	}
	return low;
}

/* Most lists were written in their order, and need no sorting. */
static void ct6_index_sort(struct ct6_value *piece, u32 nr)
{
	u32 i;

	for (i = 1; i < nr; i++)
		if (ct6_value_less(&piece[i], &piece[i - 1])) {
			sort(piece, nr, sizeof(*piece), ct6_index_compare,
			     NULL);
			return;
		}
}

/* Cuts at the first value of each interval and behind its last. */
static int ct6_index_pieces(struct ct6_index_cut *cut)
{
	unsigned int width = ct6_field_width(cut->field);
	struct ct6_value behind;
	u32 i, nr = 0;

	cut->piece = kvmalloc_array(cut->nr_item, 2 * sizeof(*cut->piece),
				    GFP_KERNEL);
	if (!cut->piece)
		return -ENOMEM;
	for (i = 0; i < cut->nr_item; i++) {
		cut->piece[nr++] = cut->item[i].first;
		if (ct6_index_behind(&cut->item[i].last, width, &behind))
			cut->piece[nr++] = behind;
	}
	ct6_index_sort(cut->piece, nr);
	for (i = 0; i < nr; i++)
		if (!i || ct6_index_compare(&cut->piece[i],
					    &cut->piece[cut->nr_piece - 1]))
			cut->piece[cut->nr_piece++] = cut->piece[i];
	for (i = 0; i < cut->nr_item; i++) {
		struct ct6_index_item *item = &cut->item[i];

		item->begin = ct6_index_piece(cut, &item->first);
		item->end = cut->nr_piece;
		if (ct6_index_behind(&item->last, width, &behind))
			item->end = ct6_index_piece(cut, &behind);
		cond_resched();
	}
	return 0;
}

/* Pieces of the items of the rule that @item is the first one of. */
static u32 ct6_index_copies(const struct ct6_index_cut *cut, u32 item,
			    u32 *next)
{
	u32 rule = cut->item[item].rule, copies = 0;

	for (; item < cut->nr_item && cut->item[item].rule == rule; item++)
		copies += cut->item[item].end - cut->item[item].begin;
	*next = item;
	return copies;
}

/* Leaves out the intervals of rules that are too wide; counts the others. */
static u32 ct6_index_take(struct ct6_index_cut *cut)
{
	u32 i, next, piece, nr_item = 0, taken = 0;

	for (i = 0; i < cut->nr_item; i = next) {
		if (ct6_index_copies(cut, i, &next) > CT6_INDEX_COPIES)
			continue;
		taken++;
		for (; i < next; i++) {
			struct ct6_index_item *item = &cut->item[nr_item++];

			*item = cut->item[i];
			for (piece = item->begin; piece < item->end; piece++)
				cut->size[piece]++;
		}
		cond_resched();
	}
	cut->nr_item = nr_item;
	return taken;
}

/* What a table of a field would make of rules; no items when nothing. */
static int ct6_index_cut(const struct ct6_index_build *b,
			 struct ct6_index_cut *cut, const u32 *rule, u32 nr)
{
	u64 words = 0, meets = 0;
	u32 i, taken;
	int err;

	cut->score = nr;
	err = ct6_index_items(b, cut, rule, nr);
	if (err || cut->nr_item < CT6_INDEX_GAIN)
		return err;
	err = ct6_index_pieces(cut);
	if (err)
		return err;
	cut->size = kvcalloc(cut->nr_piece, sizeof(*cut->size), GFP_KERNEL);
	if (!cut->size)
		return -ENOMEM;
	taken = ct6_index_take(cut);
	for (i = 0; i < cut->nr_piece; i++) {
		words += cut->size[i];
		meets += (u64)cut->size[i] * cut->size[i];
	}
	if (taken)
		cut->score = nr - taken + div64_u64(meets, words);
	return 0;
}

/* The field that tells rules apart best, or well enough, of those not @used. */
static int ct6_index_best(const struct ct6_index_build *b,
			  struct ct6_index_cut *best, const u32 *rule, u32 nr,
			  u32 used)
{
	struct ct6_index_cut cut;
	u32 i;
	int err;

	best->score = nr;
	for (i = 0; i < ARRAY_SIZE(ct6_index_fields); i++) {
		if (best->score <= CT6_INDEX_FEW)
			break;
		if (used & BIT(ct6_index_fields[i]))
			continue;
		cut = (struct ct6_index_cut) { .field = ct6_index_fields[i] };
		err = ct6_index_cut(b, &cut, rule, nr);
		if (!err && cut.score < best->score)
			swap(cut, *best);
		ct6_index_cut_free(&cut);
		if (err)
			return err;
	}
	return 0;
}

static void *ct6_index_grow(void *array, u32 nr, u32 *room, u32 more,
			    size_t size)
{
	u32 want = max(*room * 2, nr + more);
	void *new;

	if (nr + more <= *room)
		return array;
	new = kvmalloc_array(want, size, GFP_KERNEL);
	if (!new)
		return NULL;
	if (nr)
		memcpy(new, array, nr * size);
	kvfree(array);
	*room = want;
	return new;
}

/* Adds a list. Return: its place, 0 for one without rules, or an error. */
static s64 ct6_index_list(struct ct6_index_build *b, const u32 *rule, u32 nr)
{
	struct ct6_rule_index *index = b->index;
	u32 place = index->nr_list, *list;

	if (!nr)
		return 0;
	/* a place and a node's number share a word */
	if (nr > CT6_INDEX_NODE - 3 - place)
		return -E2BIG;
	list = ct6_index_grow(index->list, place, &b->room_list, nr + 2,
			      sizeof(*list));
	if (!list)
		return -ENOMEM;
	index->list = list;
	list[place] = nr;
	memcpy(&list[place + 1], rule, nr * sizeof(*rule));
	list[place + 1 + nr] = CT6_INDEX_END;
	index->nr_list += nr + 2;
	return place;
}

static s64 ct6_index_node(struct ct6_index_build *b, u32 *rule, u32 nr,
			  u32 used, u32 depth);

/* What stands in a piece: see ct6_index_table.child; or an error. */
static s64 ct6_index_child(struct ct6_index_build *b, const u32 *rule, u32 nr,
			   u32 used, u32 depth)
{
	u32 *copy;
	s64 child;

	if (nr <= CT6_INDEX_FEW || depth == CT6_INDEX_DEPTH ||
	    b->index->nr_list > b->max_list)
		return ct6_index_list(b, rule, nr);
	copy = kvmalloc_array(nr, sizeof(*copy), GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, rule, nr * sizeof(*copy));
	child = ct6_index_node(b, copy, nr, used, depth);
	kvfree(copy);
	return child;
}

/* The rules of each piece, ascending. */
static u32 *ct6_index_spread(const struct ct6_index_cut *cut, u32 *start)
{
	u32 i, piece, *rule;

	start[0] = 0;
	for (i = 0; i < cut->nr_piece; i++)
		start[i + 1] = start[i] + cut->size[i];
	rule = kvmalloc_array(start[cut->nr_piece] + 1, sizeof(*rule),
			      GFP_KERNEL);
	if (!rule)
		return NULL;
	memset(cut->size, 0, cut->nr_piece * sizeof(*cut->size));
	for (i = 0; i < cut->nr_item; i++) {
		const struct ct6_index_item *item = &cut->item[i];

		for (piece = item->begin; piece < item->end; piece++) {
			u32 *to = &rule[start[piece]], *size = &cut->size[piece];

			/* alternatives of a rule may overlap */
			if (!*size || to[*size - 1] != item->rule)
				to[(*size)++] = item->rule;
		}
		cond_resched();
	}
	return rule;
}

static void ct6_index_begin(struct ct6_index_table *table,
			    const struct ct6_value *value)
{
	if (ct6_field_width(table->field) > sizeof(u64))
		table->wide[table->nr] = *value;
	else
		table->narrow[table->nr] = value->lo;
}

/* Fills a table, one piece after the other; those that are alike are one. */
static int ct6_index_fill(struct ct6_index_build *b,
			  const struct ct6_index_cut *cut,
			  struct ct6_index_table *table, const u32 *rule,
			  const u32 *start, u32 used, u32 depth)
{
	u32 i, size, before = 0;
	s64 child;

	for (i = 0; i < cut->nr_piece; i++) {
		size = cut->size[i];
		if (table->nr && size == cut->size[before] &&
		    !memcmp(&rule[start[i]], &rule[start[before]],
			    size * sizeof(*rule)))
			continue;
		child = ct6_index_child(b, &rule[start[i]], size,
					used | BIT(cut->field), depth + 1);
		if (child < 0)
			return child;
		ct6_index_begin(table, &cut->piece[i]);
		table->child[table->nr++] = child;
		before = i;
		cond_resched();
	}
	return 0;
}

static int ct6_index_table(struct ct6_index_build *b,
			   const struct ct6_index_cut *cut,
			   struct ct6_index_table *table, u32 used, u32 depth)
{
	bool wide = ct6_field_width(cut->field) > sizeof(u64);
	u32 *start, *rule = NULL;
	int err = -ENOMEM;

	table->field = cut->field;
	table->wide = kvmalloc_array(cut->nr_piece,
				     wide ? sizeof(*table->wide) :
					    sizeof(*table->narrow),
				     GFP_KERNEL);
	table->child = kvmalloc_array(cut->nr_piece, sizeof(*table->child),
				      GFP_KERNEL);
	start = kvmalloc_array(cut->nr_piece + 1, sizeof(*start), GFP_KERNEL);
	if (start)
		rule = ct6_index_spread(cut, start);
	if (table->wide && table->child && rule)
		err = ct6_index_fill(b, cut, table, rule, start, used, depth);
	kvfree(rule);
	kvfree(start);
	return err;
}

/* Takes the rules of a cut out of a list. Return: rules that are left. */
static u32 ct6_index_rest(const struct ct6_index_cut *cut, u32 *rule, u32 nr)
{
	u32 i, item = 0, left = 0;

	for (i = 0; i < nr; i++) {
		while (item < cut->nr_item && cut->item[item].rule < rule[i])
			item++;
		if (item == cut->nr_item || cut->item[item].rule != rule[i])
			rule[left++] = rule[i];
	}
	return left;
}

static u32 ct6_index_tables(u32 depth)
{
	static const u8 tables[CT6_INDEX_DEPTH] = {
		CT6_INDEX_TABLES_0, CT6_INDEX_TABLES_1, CT6_INDEX_TABLES_2,
	};

	return tables[depth];
}

static int ct6_index_add_node(struct ct6_index_build *b,
			      struct ct6_index_node *node)
{
	struct ct6_rule_index *index = b->index;
	struct ct6_index_node **nodes;

	nodes = ct6_index_grow(index->node, index->nr_node, &b->room_node, 1,
			       sizeof(*nodes));
	if (!nodes)
		return -ENOMEM;
	index->node = nodes;
	nodes[index->nr_node++] = node;
	return 0;
}

/* Splits rules into tables of a node. Return: rules that are left, or error. */
static s64 ct6_index_split(struct ct6_index_build *b,
			   struct ct6_index_node *node, u32 *rule, u32 nr,
			   u32 used, u32 depth)
{
	struct ct6_index_cut cut = {};
	int err = 0;

	while (nr > CT6_INDEX_FEW && node->nr < ct6_index_tables(depth)) {
		err = ct6_index_best(b, &cut, rule, nr, used);
		if (err || nr - cut.score < CT6_INDEX_GAIN)
			break;
		if (!depth)
			b->index->from = min(b->index->from, cut.item[0].rule);
		err = ct6_index_table(b, &cut, &node->table[node->nr++], used,
				      depth);
		if (err)
			break;
		nr = ct6_index_rest(&cut, rule, nr);
		ct6_index_cut_free(&cut);
	}
	ct6_index_cut_free(&cut);
	return err ? err : nr;
}

/*
 * A node for some rules, or a list when none of the fields tells them apart.
 * The recursion is CT6_INDEX_DEPTH deep.
 *
 * Return: see ct6_index_table.child, or an error. @rule is of no use then.
 */
static s64 ct6_index_node(struct ct6_index_build *b, u32 *rule, u32 nr,
			  u32 used, u32 depth)
{
	struct ct6_index_node *node;
	u32 number = b->index->nr_node;
	s64 list, left;
	int err;

	node = kzalloc(sizeof(*node) +
		       ct6_index_tables(depth) * sizeof(*node->table),
		       GFP_KERNEL);
	if (!node)
		return -ENOMEM;
	err = ct6_index_add_node(b, node);
	if (err) {
		kfree(node);
		return err;
	}
	left = ct6_index_split(b, node, rule, nr, used, depth);
	if (left < 0)
		return left;
	list = ct6_index_list(b, rule, left);
	if (list < 0)
		return list;
	if (!node->nr && depth) {
		kfree(node);
		b->index->nr_node--;
		return list;
	}
	node->list = list;
	return number | CT6_INDEX_NODE;
}

static int ct6_index_make(struct ct6_index_build *b)
{
	struct ct6_rule_index *index = b->index;
	u32 nr = b->chain->nr_rule, i, *rule;
	s64 root;

	b->max_list = min_t(u64, (u64)nr * CT6_INDEX_WORDS, U32_MAX / 4);
	index->from = CT6_INDEX_END;
	/* place 0 says that there is no list */
	index->list = ct6_index_grow(NULL, 0, &b->room_list, nr + 1,
				     sizeof(*index->list));
	rule = kvmalloc_array(nr, sizeof(*rule), GFP_KERNEL);
	if (!index->list || !rule) {
		kvfree(rule);
		return -ENOMEM;
	}
	index->list[0] = 0;
	index->nr_list = 1;
	for (i = 0; i < nr; i++)
		rule[i] = i;
	root = ct6_index_node(b, rule, nr, 0, 0);
	kvfree(rule);
	return root < 0 ? root : 0;
}

static int ct6_index_chain(const struct ct6_ruleset *rs,
			   struct ct6_chain *chain)
{
	struct ct6_index_build b = { .rs = rs, .chain = chain };
	int err;

	b.index = kzalloc(sizeof(*b.index), GFP_KERNEL);
	if (!b.index)
		return -ENOMEM;
	refcount_set(&b.index->users, 1);
	err = ct6_index_make(&b);
	if (err || b.index->from == CT6_INDEX_END) {
		ct6_rule_index_put(b.index);
		return err;
	}
	chain->index = b.index;
	return 0;
}

/**
 * ct6_rule_index_build() - make the indices of a ruleset's chains
 * @rs: ruleset that no packet meets yet, its rules known
 *
 * Chains that have one keep it. A short chain gets none, nor one whose rules
 * no field tells apart.
 *
 * Context: process.
 * Return: 0 or an error; what was made goes with the ruleset.
 */
int ct6_rule_index_build(struct ct6_ruleset *rs)
{
	u32 i;
	int err;

	for (i = 0; i < rs->nr_chain; i++) {
		if (rs->chain[i].index || rs->chain[i].nr_rule <= CT6_INDEX_FEW)
			continue;
		err = ct6_index_chain(rs, &rs->chain[i]);
		if (err)
			return err;
	}
	return 0;
}
