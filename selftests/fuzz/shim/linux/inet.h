/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _CT6_SHIM_INET_H
#define _CT6_SHIM_INET_H

#include <arpa/inet.h>
#include <string.h>

#include <linux/types.h>

/* Of a text of known length without a delimiter, as the module asks. */
static inline int in6_pton(const char *src, int len, u8 *dst, int delim,
			   const char **end)
{
	char text[INET6_ADDRSTRLEN];

	(void)delim;
	(void)end;
	if (len < 0 || len >= (int)sizeof(text))
		return 0;
	memcpy(text, src, len);
	text[len] = '\0';
	return inet_pton(AF_INET6, text, dst) == 1;
}

#endif /* _CT6_SHIM_INET_H */
