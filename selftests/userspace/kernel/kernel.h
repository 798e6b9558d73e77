/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What parts of the module that need no packet take from the kernel, for
 * tests that are programs. An allocation fails when the test says so.
 */
#ifndef _CT6_TEST_KERNEL_H
#define _CT6_TEST_KERNEL_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <linux/types.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef int32_t s32;
typedef uint64_t u64;
typedef int64_t s64;
typedef struct { u64 v; } u64_stats_t;

struct nlmsghdr;
struct u64_stats_sync {};

#define U32_MAX			UINT32_MAX
#define U64_MAX			UINT64_MAX
#define BIT(n)			(1U << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#define likely(x)		(x)
#define unlikely(x)		(x)
#undef __always_inline
#define __always_inline		inline __attribute__((always_inline))
#define __uninitialized
#define fallthrough		__attribute__((fallthrough))
#define min(a, b) ({ \
	__typeof__(a) _a = (a); \
	__typeof__(b) _b = (b); \
	_a < _b ? _a : _b; })
#define max(a, b) ({ \
	__typeof__(a) _a = (a); \
	__typeof__(b) _b = (b); \
	_a > _b ? _a : _b; })
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define swap(a, b) do { \
	__typeof__(a) *_a = &(a), *_b = &(b), _swap = *_a; \
	*_a = *_b; \
	*_b = _swap; \
} while (0)
#define cond_resched()		do { } while (0)
#define div64_u64(a, b)		((a) / (b))

/* allocations that succeed before one fails; negative for all */
static long allocations_left = -1;

static inline void *test_alloc(size_t size)
{
	if (!allocations_left)
		return NULL;
	if (allocations_left > 0)
		allocations_left--;
	return calloc(1, size ? size : 1);
}

#define GFP_KERNEL		0

static inline void *kzalloc(size_t size, int gfp)
{
	(void)gfp;
	return test_alloc(size);
}

static inline void *kvmalloc_array(size_t n, size_t size, int gfp)
{
	(void)gfp;
	return test_alloc(n * size);
}

static inline void *kvcalloc(size_t n, size_t size, int gfp)
{
	(void)gfp;
	return test_alloc(n * size);
}

static inline void kfree(void *p)
{
	free(p);
}

static inline void kvfree(void *p)
{
	free(p);
}

typedef struct { int count; } refcount_t;

static inline void refcount_set(refcount_t *r, int n)
{
	r->count = n;
}

static inline void refcount_inc(refcount_t *r)
{
	r->count++;
}

static inline bool refcount_dec_and_test(refcount_t *r)
{
	return !--r->count;
}

static inline void sort(void *base, size_t n, size_t size,
			int (*compare)(const void *, const void *),
			void (*exchange)(void *, void *, int))
{
	(void)exchange;
	qsort(base, n, size, compare);
}

static inline int smp_processor_id(void)
{
	return 0;
}

static inline void u64_stats_update_begin(struct u64_stats_sync *s)
{
	(void)s;
}

static inline void u64_stats_update_end(struct u64_stats_sync *s)
{
	(void)s;
}

static inline void u64_stats_inc(u64_stats_t *p)
{
	p->v++;
}

static inline void u64_stats_add(u64_stats_t *p, u64 n)
{
	p->v += n;
}

struct nf_loginfo {
	int type;
};

#endif /* _CT6_TEST_KERNEL_H */
