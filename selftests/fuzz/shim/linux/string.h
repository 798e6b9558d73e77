/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _CT6_SHIM_STRING_H
#define _CT6_SHIM_STRING_H

#include <string.h>

#endif /* _CT6_SHIM_STRING_H */
