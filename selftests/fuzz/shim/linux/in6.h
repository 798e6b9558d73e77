/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _CT6_SHIM_IN6_H
#define _CT6_SHIM_IN6_H

#include <netinet/in.h>

#endif /* _CT6_SHIM_IN6_H */
