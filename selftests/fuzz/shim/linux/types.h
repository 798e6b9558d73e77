/* SPDX-License-Identifier: GPL-2.0-only */
/* What pure functions of the module take from the kernel. */
#ifndef _CT6_SHIM_TYPES_H
#define _CT6_SHIM_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef int32_t s32;
typedef uint64_t u64;

#define U16_MAX	UINT16_MAX
#define BIT(n)	(1UL << (n))

#define min_t(type, a, b) ({ \
	type _a = (a); \
	type _b = (b); \
	_a < _b ? _a : _b; })

#endif /* _CT6_SHIM_TYPES_H */
