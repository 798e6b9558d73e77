// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables of a name that remember when packets of a prefix came: what ip6tables
 * calls recent. A table has all its memory from the beginning, so packets
 * allocate nothing; whoever is one too many takes the place of the one that
 * was heard of last.
 */
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "net.h"
#include "recent.h"

/**
 * struct ct6_recent_entry - what is known of a prefix
 * @node: link in the table's hash, unhashed while the place is free
 * @lru: place in the order of use
 * @prefix: the prefix
 * @len: its bits
 * @hoplimit: of its last packet
 * @nr: times that are known
 * @next: where the next time goes
 */
struct ct6_recent_entry {
	struct hlist_node	node;
	struct list_head	lru;
	struct in6_addr		prefix;
	u8			len;
	u8			hoplimit;
	u16			nr;
	u16			next;
};

/**
 * struct ct6_recent_places - the memory of a table
 * @size: entries
 * @heads: chains of the hash, a power of two
 * @ring: times of each entry, a power of two
 * @head: chains of the hash
 * @entry: entries
 * @stamp: @ring times of each entry, in jiffies
 */
struct ct6_recent_places {
	u32			size;
	u32			heads;
	u32			ring;
	struct hlist_head	*head;
	struct ct6_recent_entry	*entry;
	u64			*stamp;
};

/**
 * struct ct6_recent_table - a table
 * @list: link in ct6_recent_tables
 * @net: its namespace
 * @name: its name there
 * @users: expressions that hold it; under ct6_recent_mutex
 * @secret: of the hash
 * @lock: protects @places and @lru
 * @places: its memory
 * @lru: entries, those that are free first, then in the order of their use
 */
struct ct6_recent_table {
	struct list_head		list;
	const struct net		*net;
	char				name[CT6_NAME_MAX + 1];
	u32				users;
	hsiphash_key_t			secret;
	spinlock_t			lock;	/* protects places, lru */
	struct ct6_recent_places	places;
	struct list_head		lru;
};

static LIST_HEAD(ct6_recent_tables);

/* Protects ct6_recent_tables and who holds what is in it. */
static DEFINE_MUTEX(ct6_recent_mutex);

static void ct6_recent_places_free(struct ct6_recent_places *places)
{
	kvfree(places->head);
	kvfree(places->entry);
	kvfree(places->stamp);
}

static int ct6_recent_places_alloc(struct ct6_recent_places *places, u32 size,
				   u32 ring)
{
	*places = (struct ct6_recent_places) {
		.size	= size,
		.heads	= roundup_pow_of_two(size),
		.ring	= ring,
	};
	places->head = kvcalloc(places->heads, sizeof(*places->head),
				GFP_KERNEL_ACCOUNT);
	places->entry = kvcalloc(size, sizeof(*places->entry),
				 GFP_KERNEL_ACCOUNT);
	places->stamp = kvcalloc(array_size(size, ring), sizeof(u64),
				 GFP_KERNEL_ACCOUNT);
	if (places->head && places->entry && places->stamp)
		return 0;
	ct6_recent_places_free(places);
	return -ENOMEM;
}

static u64 *ct6_recent_stamps(const struct ct6_recent_table *table,
			      const struct ct6_recent_entry *entry)
{
	const struct ct6_recent_places *places = &table->places;

	return &places->stamp[(entry - places->entry) * places->ring];
}

static struct hlist_head *ct6_recent_head(const struct ct6_recent_table *table,
					  const struct in6_addr *prefix)
{
	u32 hash = hsiphash(prefix, sizeof(*prefix), &table->secret);

	return &table->places.head[hash & (table->places.heads - 1)];
}

/* A time of the entry @from, in the order of their coming. */
static void ct6_recent_copy(struct ct6_recent_table *table,
			    struct ct6_recent_entry *to,
			    const struct ct6_recent_entry *from,
			    const u64 *stamp, u32 ring)
{
	u64 *stamps = ct6_recent_stamps(table, to);
	u16 i;

	to->prefix = from->prefix;
	to->len = from->len;
	to->hoplimit = from->hoplimit;
	to->nr = from->nr;
	for (i = 0; i < from->nr; i++)
		stamps[i] = stamp[(from->next - from->nr + i) & (ring - 1)];
	to->next = from->nr & (table->places.ring - 1);
	hlist_add_head(&to->node, ct6_recent_head(table, &to->prefix));
}

/* The new places in the table, with all that was known. */
static void ct6_recent_move(struct ct6_recent_table *table,
			    struct ct6_recent_places *places)
{
	struct ct6_recent_places old = table->places;
	struct ct6_recent_entry *entry;
	struct list_head used;
	u32 i = 0;

	list_replace_init(&table->lru, &used);
	table->places = *places;
	list_for_each_entry(entry, &used, lru) {
		if (hlist_unhashed(&entry->node))
			continue;
		ct6_recent_copy(table, &places->entry[i], entry,
				&old.stamp[(entry - old.entry) * old.ring],
				old.ring);
		list_add_tail(&places->entry[i++].lru, &table->lru);
	}
	for (; i < places->size; i++)
		list_add(&places->entry[i].lru, &table->lru);
	*places = old;
}

/* It never gets smaller, so nothing that is known is lost. */
static int ct6_recent_grow(struct ct6_recent_table *table, u32 size, u32 hits)
{
	struct ct6_recent_places places;
	u32 ring = roundup_pow_of_two(hits);
	int err;

	if (size <= table->places.size && ring <= table->places.ring)
		return 0;
	err = ct6_recent_places_alloc(&places, max(size, table->places.size),
				      max(ring, table->places.ring));
	if (err)
		return err;
	spin_lock_bh(&table->lock);
	ct6_recent_move(table, &places);
	spin_unlock_bh(&table->lock);
	ct6_recent_places_free(&places);
	return 0;
}

static struct ct6_recent_table *ct6_recent_find(const struct net *net,
						const char *name)
{
	struct ct6_recent_table *table;

	list_for_each_entry(table, &ct6_recent_tables, list)
		if (table->net == net && !strcmp(table->name, name))
			return table;
	return NULL;
}

static struct ct6_recent_table *ct6_recent_make(const struct net *net,
						const char *name)
{
	struct ct6_recent_table *table;

	table = kzalloc(sizeof(*table), GFP_KERNEL_ACCOUNT);
	if (!table)
		return NULL;
	table->net = net;
	strscpy(table->name, name, sizeof(table->name));
	get_random_bytes(&table->secret, sizeof(table->secret));
	spin_lock_init(&table->lock);
	INIT_LIST_HEAD(&table->lru);
	list_add(&table->list, &ct6_recent_tables);
	return table;
}

static void ct6_recent_put(struct ct6_recent_table *table)
{
	if (table->users)
		return;
	list_del(&table->list);
	ct6_recent_places_free(&table->places);
	kfree(table);
}

/**
 * ct6_recent_bind() - give an expression its table
 * @recent: expression, all but its table known
 * @net: namespace, which outlives the expression
 * @name: of the table
 *
 * Makes the table when it is the first, and room for what @recent asks for.
 *
 * Context: process.
 * Return: 0 or -ENOMEM, nothing changed.
 */
int ct6_recent_bind(struct ct6_recent *recent, struct net *net,
		    const char *name)
{
	struct ct6_recent_table *table;
	int err = -ENOMEM;

	mutex_lock(&ct6_recent_mutex);
	table = ct6_recent_find(net, name) ?: ct6_recent_make(net, name);
	if (table) {
		err = ct6_recent_grow(table, recent->size, recent->hits);
		if (!err) {
			table->users++;
			recent->table = table;
		}
		ct6_recent_put(table);
	}
	mutex_unlock(&ct6_recent_mutex);
	return err;
}

/**
 * ct6_recent_free() - free an expression, and its table when it was the last
 * @recent: expression that no packet meets any more, or NULL
 *
 * Context: process.
 */
void ct6_recent_free(struct ct6_recent *recent)
{
	if (recent && recent->table) {
		mutex_lock(&ct6_recent_mutex);
		recent->table->users--;
		ct6_recent_put(recent->table);
		mutex_unlock(&ct6_recent_mutex);
	}
	kfree(recent);
}

/**
 * ct6_recent_name() - name of the table
 * @recent: expression
 */
const char *ct6_recent_name(const struct ct6_recent *recent)
{
	return recent->table->name;
}

/* As the packet came: a router has taken one off already. */
static u8 ct6_recent_hoplimit(const struct ct6_packet *pkt)
{
	return pkt->hoplimit + (pkt->hook == CT6_HOOK_FORWARD);
}

static struct ct6_recent_entry *
ct6_recent_lookup(const struct ct6_recent *recent,
		  const struct in6_addr *prefix, u8 hoplimit)
{
	struct ct6_recent_entry *entry;

	hlist_for_each_entry(entry, ct6_recent_head(recent->table, prefix),
			     node)
		if (ipv6_addr_equal(&entry->prefix, prefix) &&
		    entry->len == recent->prefix.len &&
		    (!recent->hoplimit || entry->hoplimit == hoplimit))
			return entry;
	return NULL;
}

/* The place of the one that was used last. */
static struct ct6_recent_entry *
ct6_recent_begin(const struct ct6_recent *recent,
		 const struct in6_addr *prefix, bool *evicted)
{
	struct ct6_recent_table *table = recent->table;
	struct ct6_recent_entry *entry;

	entry = list_first_entry(&table->lru, struct ct6_recent_entry, lru);
	*evicted = !hlist_unhashed(&entry->node);
	if (*evicted)
		hlist_del_init(&entry->node);
	entry->prefix = *prefix;
	entry->len = recent->prefix.len;
	entry->nr = 0;
	entry->next = 0;
	hlist_add_head(&entry->node, ct6_recent_head(table, prefix));
	return entry;
}

static void ct6_recent_stamp(struct ct6_recent_table *table,
			     struct ct6_recent_entry *entry, u8 hoplimit)
{
	u32 ring = table->places.ring;

	ct6_recent_stamps(table, entry)[entry->next] = get_jiffies_64();
	entry->next = (entry->next + 1) & (ring - 1);
	entry->nr = min_t(u32, entry->nr + 1, ring);
	entry->hoplimit = hoplimit;
	list_move_tail(&entry->lru, &table->lru);
}

static void ct6_recent_forget(struct ct6_recent_table *table,
			      struct ct6_recent_entry *entry)
{
	hlist_del_init(&entry->node);
	list_move(&entry->lru, &table->lru);
}

static bool ct6_recent_enough(const struct ct6_recent *recent,
			      const struct ct6_recent_entry *entry)
{
	const u64 *stamps = ct6_recent_stamps(recent->table, entry);
	u64 now = get_jiffies_64(), age = (u64)recent->seconds * HZ;
	u32 hits = 0;
	u16 i;

	for (i = 0; i < entry->nr && hits < recent->hits; i++)
		hits += !recent->seconds || now - stamps[i] <= age;
	return hits >= recent->hits;
}

static bool ct6_recent_ask(const struct ct6_recent *recent,
			   const struct in6_addr *prefix, u8 hoplimit,
			   bool *evicted)
{
	struct ct6_recent_table *table = recent->table;
	struct ct6_recent_entry *entry;
	bool match;

	entry = ct6_recent_lookup(recent, prefix, hoplimit);
	if (recent->op == CT6_RECENT_OP_SET) {
		if (!entry)
			entry = ct6_recent_begin(recent, prefix, evicted);
		ct6_recent_stamp(table, entry, hoplimit);
		return !recent->invert;
	}
	if (!entry)
		return recent->invert;
	if (recent->op == CT6_RECENT_OP_REMOVE) {
		ct6_recent_forget(table, entry);
		return !recent->invert;
	}
	match = ct6_recent_enough(recent, entry) != recent->invert;
	if (match && recent->op == CT6_RECENT_OP_UPDATE)
		ct6_recent_stamp(table, entry, hoplimit);
	return match;
}

/**
 * ct6_recent_match() - ask the table, and tell it what the expression says
 * @recent: expression
 * @pkt: packet, none that is judged again
 *
 * Context: under RCU, BHs off.
 * Return: whether the expression matches.
 */
bool ct6_recent_match(const struct ct6_recent *recent,
		      const struct ct6_packet *pkt)
{
	struct ct6_recent_table *table = recent->table;
	struct in6_addr prefix;
	bool match, evicted = false;

	ct6_prefix_get(&recent->prefix, pkt, &prefix);
	spin_lock(&table->lock);
	match = ct6_recent_ask(recent, &prefix, ct6_recent_hoplimit(pkt),
			       &evicted);
	spin_unlock(&table->lock);
	if (unlikely(evicted))
		ct6_stat_inc(ct6_net_get(pkt->state->net)->stats,
			     CT6_STAT_RECENT_EVICTED);
	return match;
}
