/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory, text and files for all the others.
 */
#ifndef CT6_UTIL_H
#define CT6_UTIL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Exit codes of the tools. */
enum exit_code {
	EXIT_DONE	= 0,
	EXIT_REFUSED	= 1,
	EXIT_USAGE	= 2,
};

/* What an arena gives lives until arena_free(). */
struct arena {
	struct arena_block	*block;
};

void *arena_alloc(struct arena *arena, size_t size);
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_strdup(struct arena *arena, const char *text);
void arena_free(struct arena *arena);

void *xrealloc(void *old, size_t size);
void *grow(void *array, size_t nr, size_t *cap, size_t size);

/* A text that grows; begin with zeros, end with text_free(). */
struct text {
	char	*data;
	size_t	len;
	size_t	cap;
};

void text_add(struct text *text, const char *data, size_t len);
void text_addf(struct text *text, const char *fmt, ...) PRINTF(2, 3);
void text_vaddf(struct text *text, const char *fmt, va_list args) PRINTF(2, 0);
void text_quote(struct text *text, const char *string);
void text_free(struct text *text);

bool parse_u64(const char *word, uint64_t max, uint64_t *value);
bool parse_u32(const char *word, uint32_t *value);
unsigned int word_distance(const char *a, const char *b);
const char *word_closest(const char *word, const char *const *words, size_t nr);
char *file_read(FILE *file, size_t *len);
char *utf8_clean(const char *string);

#endif /* CT6_UTIL_H */
