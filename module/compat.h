/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the kernels that ct6 is built against, and nothing
 * else. Features are probed where a macro allows it.
 */
#ifndef _CT6_COMPAT_H
#define _CT6_COMPAT_H

#include <linux/slab.h>

#ifdef CT6_HAVE_LINUX_UNALIGNED_H
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

/**
 * ct6_slab_create() - a slab cache of our own
 * @name: of the cache
 * @size: bytes of an object
 * @offset: offset of a part of the object that users may see
 * @len: its length
 *
 * Never merged with another cache of the same size, so that its destruction
 * proves that nothing was leaked. Kernels before SLAB_NO_MERGE (6.5) do not
 * merge caches that may be copied to users.
 *
 * Return: the cache, or NULL without memory.
 */
static inline struct kmem_cache *ct6_slab_create(const char *name, size_t size,
						 size_t offset, size_t len)
{
#ifdef SLAB_NO_MERGE
	return kmem_cache_create(name, size, 0, SLAB_HWCACHE_ALIGN |
				 SLAB_NO_MERGE, NULL);
#else
	return kmem_cache_create_usercopy(name, size, 0, SLAB_HWCACHE_ALIGN,
					  offset, len, NULL);
#endif
}

#endif /* _CT6_COMPAT_H */
