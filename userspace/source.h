/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files that are read, places in them, and errors that name the place.
 */
#ifndef CT6_SOURCE_H
#define CT6_SOURCE_H

#include "util.h"

/**
 * struct loc - a piece of one line
 * @source: file, NULL when there is none
 * @line: from 1
 * @col: first byte, from 1
 * @end: byte behind the last
 */
struct loc {
	struct source	*source;
	int		line;
	int		col;
	int		end;
};

/**
 * struct source - a file that was read
 * @next: in the list of who owns it
 * @from: where it was included
 * @name: for messages
 * @data: content, zero behind it
 * @len: bytes of @data
 */
struct source {
	struct source	*next;
	struct loc	from;
	char		*name;
	char		*data;
	size_t		len;
};

struct source *source_open(const char *name, struct source **list);
struct source *source_text(const char *name, const char *data,
			   struct source **list);
void source_free(struct source *list);

struct loc loc_join(const struct loc *first, const struct loc *last);

/* Where errors go: stderr, or a text in tests. */
struct report {
	struct text	*into;
	unsigned int	errors;
};

void report_add(struct report *report, const struct report *held);
void report_error(struct report *report, const struct loc *loc,
		  const char *fmt, ...) PRINTF(3, 4);

#endif /* CT6_SOURCE_H */
