// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flows of a namespace by key.
 *
 * rhashtable grows and shrinks online and locks one bucket at a time. Reading
 * takes no lock and no reference: flows are freed after a grace period and
 * their keys never change, so what is found needs no second look.
 */
#include <linux/rhashtable.h>

#include "count.h"
#include "ends.h"
#include "flow.h"
#include "key.h"
#include "table.h"

/*
 * The hash is keyed and the key holds it: a seed of the table's own would add
 * nothing but the work to hash again all that is in it when it grows.
 */
static __always_inline u32 ct6_table_keyhash(const void *data, u32 len, u32 seed)
{
	const struct ct6_key *key = data;

	return key->hash;
}

static __always_inline u32 ct6_table_objhash(const void *data, u32 len,
					     u32 seed)
{
	const struct ct6_flow *flow = data;

	return flow->key.hash;
}

static __always_inline int
ct6_table_compare(struct rhashtable_compare_arg *arg, const void *object)
{
	const struct ct6_flow *flow = object;

	return !ct6_key_equal(arg->key, &flow->key);
}

static const struct rhashtable_params ct6_table_params = {
	.key_len		= sizeof(struct ct6_key),
	.key_offset		= offsetof(struct ct6_flow, key),
	.head_offset		= offsetof(struct ct6_flow, node),
	.hashfn			= ct6_table_keyhash,
	.obj_hashfn		= ct6_table_objhash,
	.obj_cmpfn		= ct6_table_compare,
	.min_size		= 256,
	.automatic_shrinking	= true,
};

/**
 * ct6_table_init() - make an empty table
 * @table: table
 *
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int ct6_table_init(struct rhashtable *table)
{
	return rhashtable_init(table, &ct6_table_params);
}

static void ct6_table_free_flow(void *object, void *arg)
{
	struct ct6_flow *flow = object;

	if (ct6_flow_test(flow, CT6_FLOW_COUNTED))
		ct6_count_forget(flow);
	ct6_flow_free(flow);
}

/**
 * ct6_table_destroy() - free a table with the flows in it
 * @table: table that no hook and no worker uses any more
 *
 * Context: process.
 */
void ct6_table_destroy(struct rhashtable *table)
{
	rhashtable_free_and_destroy(table, ct6_table_free_flow, NULL);
}

/**
 * ct6_table_find() - the flow of a key
 * @table: table
 * @key: key, sealed
 *
 * Context: under RCU; the flow lives until rcu_read_unlock().
 * Return: the flow, or NULL when there is none or its time has run out.
 */
__always_inline struct ct6_flow *
ct6_table_find(struct rhashtable *table, const struct ct6_key *key)
{
	struct ct6_flow *flow;

	flow = rhashtable_lookup(table, key, ct6_table_params);
	if (flow && unlikely(ct6_flow_expired(flow)))
		return NULL;
	return flow;
}

/**
 * ct6_table_look() - the flow of a packet's ends
 * @tbl: the table's buckets, as they are now
 * @ends: ends
 * @hash: of these
 *
 * As rhashtable_lookup(), but what is compared is the packet.
 *
 * Context: under RCU; the flow lives until rcu_read_unlock().
 * Return: the flow, its time may have run out, or NULL.
 */
static __always_inline struct ct6_flow *
ct6_table_look(const struct bucket_table *tbl, const struct ct6_ends *ends,
	       u32 hash)
{
	struct rhash_lock_head __rcu *const *bucket;
	struct rhash_head *node;
	struct ct6_flow *flow;

	do {
		bucket = rht_bucket(tbl, rht_bucket_index(tbl, hash));
		do {
			node = rht_ptr_rcu(bucket);
			while (!rht_is_a_nulls(node)) {
				flow = container_of(node, struct ct6_flow, node);
				if (likely(ct6_ends_equal(ends, hash,
							  &flow->key)))
					return flow;
				node = rcu_dereference_raw(node->next);
			}
			/* it was moved while we looked, and led us away */
		} while (unlikely(node != RHT_NULLS_MARKER(bucket)));
		/* as rhashtable: a new table is there before the old is empty */
		smp_rmb();
		tbl = rcu_dereference_raw(tbl->future_tbl);
	} while (unlikely(tbl));
	return NULL;
}

/**
 * ct6_table_insert() - put a flow in, or find the one that is there
 * @table: table
 * @flow: new flow, nobody else knows it
 *
 * One step: of two CPUs with the same new connection one wins, the other
 * gets the winner's flow.
 *
 * Context: under RCU, BHs off.
 * Return: NULL when @flow is in the table; the flow that was there before;
 *	or an ERR_PTR when there is no memory.
 */
struct ct6_flow *ct6_table_insert(struct rhashtable *table,
				  struct ct6_flow *flow)
{
	return rhashtable_lookup_get_insert_key(table, &flow->key,
						&flow->node,
						ct6_table_params);
}

/**
 * ct6_table_remove() - take a flow out
 * @table: table
 * @flow: flow
 *
 * Context: under RCU or as the one who ends the table.
 * Return: true for the one caller that took it out.
 */
bool ct6_table_remove(struct rhashtable *table, struct ct6_flow *flow)
{
	return !rhashtable_remove_fast(table, &flow->node, ct6_table_params);
}

/**
 * ct6_table_flows() - flows in a table
 * @table: table
 */
u32 ct6_table_flows(const struct rhashtable *table)
{
	return atomic_read(&table->nelems);
}

/**
 * ct6_table_buckets() - size of a table
 * @table: table
 */
u32 ct6_table_buckets(struct rhashtable *table)
{
	const struct bucket_table *tbl;
	u32 size;

	rcu_read_lock();
	tbl = rht_dereference_rcu(table->tbl, table);
	size = tbl->size;
	rcu_read_unlock();
	return size;
}

/**
 * ct6_table_first() - has a walk come to the first object of a bucket?
 * @iter: walk, begun
 */
bool ct6_table_first(const struct rhashtable_iter *iter)
{
	return iter->skip == 1;
}

/**
 * ct6_table_rewind() - begin a bucket of a walk again
 * @iter: walk, begun
 *
 * Who comes back to a walk after others ran is sent behind as many objects of
 * the bucket as he had seen: when some of these have gone since, he passes over
 * others. So a walk rests where none of a bucket is done, or does all of it
 * again.
 *
 * Context: between rhashtable_walk_start() and rhashtable_walk_stop().
 */
void ct6_table_rewind(struct rhashtable_iter *iter)
{
	iter->p = NULL;
	iter->skip = 0;
}

/**
 * ct6_table_rest() - let others run in the middle of a walk
 * @iter: walk, begun; nothing was done with the object it has come to
 *
 * Context: process, between rhashtable_walk_start() and rhashtable_walk_stop().
 * Return: true when others could run, and the walk comes to this object again;
 *	false when the object is not the first of its bucket.
 */
bool ct6_table_rest(struct rhashtable_iter *iter)
{
	if (!ct6_table_first(iter))
		return false;
	ct6_table_rewind(iter);
	rhashtable_walk_stop(iter);
	cond_resched();
	rhashtable_walk_start(iter);
	return true;
}
