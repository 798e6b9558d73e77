/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the module's way of a packet takes from the kernel, for programs: a
 * packet in two pieces that may not be read past, tables that are lists, one
 * CPU, and a clock that the program moves. Included before everything else.
 */
#ifndef _CT6_FUZZ_KERNEL_H
#define _CT6_FUZZ_KERNEL_H

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <arpa/inet.h>
#include <netinet/in.h>

#include "../userspace/kernel/kernel.h"

#include <linux/dccp.h>
#include <linux/icmpv6.h>
#include <linux/if.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv6.h>
#include <linux/netlink.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#undef static_assert
#define static_assert(...)	_Static_assert(__VA_ARGS__, "as the module has it")

#include "kernel_net.h"

typedef int8_t s8;
typedef int16_t s16;

#define U16_MAX			UINT16_MAX
#define SZ_1M			(1U << 20)
#define HZ			1000U
#define IS_ENABLED(option)	0
#define CONFIG_ARCH_SUPPORTS_INT128
#define __rcu
#define __force
#define __percpu
#define __init
#define __exit
#define __ro_after_init
#define __read_mostly
#define ____cacheline_aligned	__attribute__((aligned(64)))
#define noinline		__attribute__((noinline))
#define GENMASK_ULL(high, low)	(((2ULL << ((high) - (low))) - 1) << (low))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define round_up(n, to)		((((n) - 1) | ((__typeof__(n))(to) - 1)) + 1)
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define READ_ONCE(x)		(x)
#define WRITE_ONCE(x, value)	((x) = (value))
#define data_race(x)		(x)
#define smp_mb()		do { } while (0)
#define smp_load_acquire(p)	(*(p))
#define get_jiffies_64()	((u64)jiffies)
#define BUILD_BUG_ON(x)		static_assert(!(x))
#define WARN_ON_ONCE(x)		({ bool _warn = (x); \
	if (_warn) \
		abort(); \
	_warn; })
#define container_of(p, type, member) \
	((type *)((char *)(p) - offsetof(type, member)))
#define struct_size(p, member, n) \
	(sizeof(*(p)) + sizeof(*(p)->member) * (n))
#define memset_startat(object, value, member) \
	memset((u8 *)(object) + offsetof(__typeof__(*(object)), member), \
	       value, sizeof(*(object)) - offsetof(__typeof__(*(object)), member))
#define typeof			__typeof__
#define __flatten
#define fls(x)			((x) ? 32 - __builtin_clz(x) : 0)
#define __ffs(x)		((unsigned int)__builtin_ctzl(x))
#define ilog2(x)		(63 - __builtin_clzll(x))

static inline bool IS_ERR(const void *p)
{
	return (uintptr_t)p >= (uintptr_t)-4095;
}

static inline void *ERR_PTR(long err)
{
	return (void *)err;
}

/* Numbers at any address. */

#define get_unaligned(p) \
	(((const struct { __typeof__(*(p)) value; } __attribute__((packed)) *) \
	  (const void *)(p))->value)

#define put_unaligned(v, p) \
	((void)(((struct { __typeof__(*(p)) value; } __attribute__((packed)) *) \
		 (void *)(p))->value = (v)))

static inline u64 get_unaligned_be(const u8 *p, int bytes)
{
	u64 value = 0;

	while (bytes--)
		value = value << 8 | *p++;
	return value;
}

#define get_unaligned_be24(p)	((u32)get_unaligned_be((const u8 *)(p), 3))
#define get_unaligned_be48(p)	get_unaligned_be((const u8 *)(p), 6)
#define get_unaligned_be64(p)	get_unaligned_be((const u8 *)(p), 8)

static inline void put_unaligned_be16(u16 value, u8 *to)
{
	to[0] = value >> 8;
	to[1] = value;
}

/* Time stands still unless the program moves it. */
static unsigned long jiffies = 0xfffff000;

#define ktime_get_coarse_real()	1
#define ktime_to_ns(time)	((u64)(time))

/* One CPU, and nobody else. */

typedef struct { int counter; } atomic_t;
typedef struct { s64 counter; } atomic64_t;
typedef struct { bool held; } spinlock_t;
struct mutex { int unused; };
struct rcu_head { void (*func)(struct rcu_head *head); };
struct list_head { struct list_head *next, *prev; };
struct work_struct { int unused; };
struct delayed_work { struct work_struct work; };

#define atomic_read(a)		((a)->counter)
#define atomic_set(a, v)	((a)->counter = (v))
#define atomic_inc(a)		((a)->counter++)
#define atomic_dec(a)		((a)->counter--)
#define atomic64_read(a)	((a)->counter)
#define atomic64_set(a, v)	((a)->counter = (v))
#define atomic64_inc(a)		((a)->counter++)
#define atomic64_add(n, a)	((a)->counter += (n))

static inline int atomic_fetch_or(int bits, atomic_t *a)
{
	int old = a->counter;

	a->counter |= bits;
	return old;
}

static inline int atomic_fetch_andnot(int bits, atomic_t *a)
{
	int old = a->counter;

	a->counter &= ~bits;
	return old;
}

static inline void spin_lock_init(spinlock_t *lock)
{
	lock->held = false;
}

/* A lock that is taken twice would never be had. */
static inline void spin_lock(spinlock_t *lock)
{
	if (lock->held)
		abort();
	lock->held = true;
}

static inline void spin_unlock(spinlock_t *lock)
{
	if (!lock->held)
		abort();
	lock->held = false;
}

#define spin_lock_bh(lock)		spin_lock(lock)
#define spin_unlock_bh(lock)		spin_unlock(lock)
#define local_bh_disable()		do { } while (0)
#define local_bh_enable()		do { } while (0)
#define in_softirq()			true
#define preempt_disable()		do { } while (0)
#define preempt_enable()		do { } while (0)
#define DEFINE_PER_CPU_ALIGNED(type, name) type name
#define this_cpu_ptr(p)			(p)
#define prefetch(p)			((void)(p))
#define prefetchw(p)			((void)(p))
#define rcu_read_lock()			do { } while (0)
#define rcu_read_unlock()		do { } while (0)
#define rcu_barrier()			do { } while (0)
#define rcu_dereference(p)		(p)
#define rcu_dereference_raw(p)		(p)
#define smp_rmb()			((void)0)

/*
 * What is given back after a grace period waits for the program to say that
 * there was one: until then it may be used.
 */
#define RCU_WAITING	1024

static struct {
	struct rcu_head	*head;
	void		(*function)(struct rcu_head *head);
	void		*memory;
} rcu_waiting[RCU_WAITING];

static unsigned int rcu_nr_waiting;

static inline void rcu_wait(struct rcu_head *head,
			    void (*function)(struct rcu_head *head),
			    void *memory)
{
	if (rcu_nr_waiting == RCU_WAITING)
		abort();
	rcu_waiting[rcu_nr_waiting].head = head;
	rcu_waiting[rcu_nr_waiting].function = function;
	rcu_waiting[rcu_nr_waiting++].memory = memory;
}

static inline void rcu_grace_period(void)
{
	unsigned int i;

	for (i = 0; i < rcu_nr_waiting; i++) {
		if (rcu_waiting[i].function)
			rcu_waiting[i].function(rcu_waiting[i].head);
		else
			free(rcu_waiting[i].memory);
	}
	rcu_nr_waiting = 0;
}

#define call_rcu(head, function)	rcu_wait(head, function, NULL)
#define kfree_rcu(p, member)		rcu_wait(NULL, NULL, p)

#define GFP_ATOMIC	0
#define __GFP_NOWARN	0

struct kmem_cache { size_t size; };

#define SLAB_HWCACHE_ALIGN	0
#define SLAB_NO_MERGE		0

static inline struct kmem_cache *kmem_cache_create(const char *name,
						   size_t size, int align,
						   int flags, void *ctor)
{
	struct kmem_cache *cache = malloc(sizeof(*cache));

	(void)name, (void)align, (void)flags, (void)ctor;
	cache->size = size;
	return cache;
}

static inline void *kmem_cache_alloc(const struct kmem_cache *cache, int gfp)
{
	void *object;

	(void)gfp;
	if (!allocations_left)
		return NULL;
	if (allocations_left > 0)
		allocations_left--;
	object = aligned_alloc(64, (cache->size + 63) / 64 * 64);
	/* what nobody sets is no zero */
	memset(object, 0xa5, cache->size);
	return object;
}

static inline void *kmem_cache_zalloc(const struct kmem_cache *cache, int gfp)
{
	void *object = kmem_cache_alloc(cache, gfp);

	return object ? memset(object, 0, cache->size) : NULL;
}

#define kmalloc(size, gfp)	kzalloc(size, gfp)

static inline void kmem_cache_free(const struct kmem_cache *cache, void *object)
{
	(void)cache;
	free(object);
}

static inline void kmem_cache_destroy(struct kmem_cache *cache)
{
	free(cache);
}

/* What is switched by a static key is off. */
#define DECLARE_STATIC_KEY_FALSE(name)	extern const int name
#define static_branch_unlikely(key)	false

/* Hashes: keyed, and as good as is needed here. */

typedef struct { u64 key[2]; } siphash_key_t;
typedef siphash_key_t siphash_aligned_key_t;

#define SIPHASH_CONST_0		0x736f6d6570736575ULL
#define SIPHASH_CONST_1		0x646f72616e646f6dULL
#define SIPHASH_CONST_2		0x6c7967656e657261ULL
#define SIPHASH_CONST_3		0x7465646279746573ULL

static inline u32 rol32(u32 word, unsigned int by)
{
	return word << by | word >> (32 - by);
}

static inline u64 rol64(u64 word, unsigned int by)
{
	return word << by | word >> (64 - by);
}

/* The round of SipHash (Aumasson and Bernstein, 2012). */
#define SIPHASH_PERMUTATION(a, b, c, d) ( \
	(a) += (b), (b) = rol64(b, 13), (b) ^= (a), (a) = rol64(a, 32), \
	(c) += (d), (d) = rol64(d, 16), (d) ^= (c), \
	(a) += (d), (d) = rol64(d, 21), (d) ^= (a), \
	(c) += (b), (b) = rol64(b, 17), (b) ^= (c), (c) = rol64(c, 32))

static inline u64 siphash(const void *data, size_t len,
			  const siphash_key_t *key)
{
	u64 v[4] = { key->key[0], key->key[1], SIPHASH_CONST_2, len };
	const u8 *p = data;

	for (; len--; p++) {
		v[0] ^= *p;
		SIPHASH_PERMUTATION(v[0], v[1], v[2], v[3]);
	}
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static inline u64 siphash_2u64(u64 a, u64 b, const siphash_key_t *key)
{
	const u64 both[] = { a, b };

	return siphash(both, sizeof(both), key);
}

/* The same in every run. */
static inline void get_random_bytes(void *data, size_t len)
{
	static u8 next = 0x5c;
	u8 *p = data;

	while (len--)
		*p++ = next = next * 77 + 11;
}

/* Tables: a list each. */

struct rhash_head { struct rhash_head *next; };

struct rhashtable_compare_arg { void *ht; const void *key; };

struct rhashtable_params {
	size_t	key_len, key_offset, head_offset;
	u32	(*hashfn)(const void *data, u32 len, u32 seed);
	u32	(*obj_hashfn)(const void *data, u32 len, u32 seed);
	int	(*obj_cmpfn)(struct rhashtable_compare_arg *arg,
			     const void *object);
	u32	min_size;
	bool	automatic_shrinking;
};

/* One list, which is as large as a table can be: the only bucket of all. */
struct bucket_table {
	u32			size;
	struct rhash_head	*head;
	struct bucket_table	*future_tbl;
};

#define rhash_lock_head		rhash_head
#define RHT_NULLS_MARKER(bucket)	((void)(bucket), (struct rhash_head *)NULL)
#define rht_bucket_index(tbl, hash)	((hash) & ((tbl)->size - 1))
#define rht_bucket(tbl, index)		((void)(index), &(tbl)->head)
#define rht_ptr_rcu(bucket)		(*(bucket))
#define rht_is_a_nulls(head)		(!(head))

struct rhashtable {
	atomic_t		nelems;
	struct bucket_table	all;
	struct bucket_table	*tbl;
};

struct rhashtable_iter {
	struct rhash_head	*next;
	struct rhashtable	*table;
	struct rhash_head	*p;
	unsigned int		skip;
};

#define rht_dereference_rcu(p, table)	(p)

static inline int rhashtable_init(struct rhashtable *table,
				  const struct rhashtable_params *params)
{
	(void)params;
	memset(table, 0, sizeof(*table));
	table->all.size = 1U << 31;
	table->tbl = &table->all;
	return 0;
}

static inline void *rhashtable_lookup(struct rhashtable *table,
				      const void *key,
				      const struct rhashtable_params params)
{
	struct rhashtable_compare_arg arg = { table, key };
	struct rhash_head *head;

	for (head = table->all.head; head; head = head->next) {
		void *object = (u8 *)head - params.head_offset;

		if (params.obj_cmpfn ? !params.obj_cmpfn(&arg, object) :
		    !memcmp((u8 *)object + params.key_offset, key,
			    params.key_len))
			return object;
	}
	return NULL;
}

static inline void *
rhashtable_lookup_get_insert_key(struct rhashtable *table, const void *key,
				 struct rhash_head *head,
				 const struct rhashtable_params params)
{
	void *twin = rhashtable_lookup(table, key, params);

	if (twin)
		return twin;
	head->next = table->all.head;
	table->all.head = head;
	table->nelems.counter++;
	return NULL;
}

#define rhashtable_lookup_get_insert_fast(table, node, params) \
	rhashtable_lookup_get_insert_key(table, (u8 *)(node) - \
		(params).head_offset + (params).key_offset, node, params)
#define rhashtable_lookup_insert_fast(table, node, params) \
	(rhashtable_lookup_get_insert_fast(table, node, params) ? -EEXIST : 0)

static inline int rhashtable_remove_fast(struct rhashtable *table,
					 struct rhash_head *head,
					 const struct rhashtable_params params)
{
	struct rhash_head **at;

	(void)params;
	for (at = &table->all.head; *at; at = &(*at)->next) {
		if (*at != head)
			continue;
		*at = head->next;
		table->nelems.counter--;
		return 0;
	}
	return -ENOENT;
}

static inline void
rhashtable_free_and_destroy(struct rhashtable *table,
			    void (*fn)(void *object, void *arg), void *arg)
{
	/* of the three tables that have one, the link comes first */
	while (table->all.head) {
		struct rhash_head *head = table->all.head;

		table->all.head = head->next;
		fn(head, arg);
	}
	table->nelems.counter = 0;
}

/* What is not called here has no place to walk in. */
#define rhashtable_walk_enter(ht, iter)	((iter)->next = (ht)->all.head)
#define rhashtable_walk_start(iter)	do { } while (0)
#define rhashtable_walk_stop(iter)	do { } while (0)
#define rhashtable_walk_exit(iter)	do { } while (0)

static inline void *rhashtable_walk_next(struct rhashtable_iter *iter)
{
	struct rhash_head *head = iter->next;

	if (head)
		iter->next = head->next;
	return head;
}

/* module/trace.h is left out */
#define CT6_DROP_RULES			0
#define trace_ct6_flow_new(net, flow, reason)		do { } while (0)
#define trace_ct6_flow_destroy(net, flow, reason)	do { } while (0)
#define trace_ct6_drop(net, skb, pkt, reason)		do { } while (0)

#endif /* _CT6_FUZZ_KERNEL_H */
