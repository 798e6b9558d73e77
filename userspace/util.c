// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory, text and files for all the others. Without memory the tool says so
 * and ends: it changes nothing before all is read.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util.h"

#define ARENA_BLOCK	4096
/* Bytes of a file: rulesets of a million elements stay far below. */
#define FILE_MOST	(128 << 20)

struct arena_block {
	struct arena_block	*next;
	size_t			used;
	size_t			size;
	max_align_t		data[];
};

void *xrealloc(void *old, size_t size)
{
	void *new = realloc(old, size ? size : 1);

	if (!new) {
		fputs("ct6: out of memory\n", stderr);
		exit(EXIT_REFUSED);
	}
	return new;
}

/* Room for one more of @nr elements of @size bytes. */
void *grow(void *array, size_t nr, size_t *cap, size_t size)
{
	if (nr < *cap)
		return array;
	*cap = *cap ? 2 * *cap : 8;
	return xrealloc(array, *cap * size);
}

/* Zeroed memory. */
void *arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->block;
	void *data;

	size = (size + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
	if (!block || block->size - block->used < size) {
		size_t room = size > ARENA_BLOCK ? size : ARENA_BLOCK;

		block = xrealloc(NULL, sizeof(*block) + room);
		block->next = arena->block;
		block->used = 0;
		block->size = room;
		arena->block = block;
	}
	data = (char *)block->data + block->used;
	block->used += size;
	return memset(data, 0, size);
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);

	memcpy(copy, text, len);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

void arena_free(struct arena *arena)
{
	struct arena_block *block, *next;

	for (block = arena->block; block; block = next) {
		next = block->next;
		free(block);
	}
	arena->block = NULL;
}

void text_add(struct text *text, const char *data, size_t len)
{
	if (text->len + len + 1 > text->cap) {
		text->cap = 2 * (text->len + len + 1);
		text->data = xrealloc(text->data, text->cap);
	}
	memcpy(text->data + text->len, data, len);
	text->len += len;
	text->data[text->len] = 0;
}

void text_vaddf(struct text *text, const char *fmt, va_list args)
{
	char buf[512];
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(buf, sizeof(buf), fmt, args);
	if (len >= 0 && (size_t)len < sizeof(buf)) {
		text_add(text, buf, len);
	} else if (len >= 0) {
		char *big = xrealloc(NULL, len + 1);

		vsnprintf(big, len + 1, fmt, again);
		text_add(text, big, len);
		free(big);
	}
	va_end(again);
}

void text_addf(struct text *text, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	text_vaddf(text, fmt, args);
	va_end(args);
}

/* A string of the ruleset language: what a terminal might obey is escaped. */
void text_quote(struct text *text, const char *string)
{
	const unsigned char *c;

	text_add(text, "\"", 1);
	for (c = (const unsigned char *)string; *c; c++) {
		if (*c == '"' || *c == '\\')
			text_addf(text, "\\%c", *c);
		else if (*c == '\n')
			text_add(text, "\\n", 2);
		else if (*c == '\t')
			text_add(text, "\\t", 2);
		else if (*c < 0x20 || *c == 0x7f)
			text_addf(text, "\\x%02x", *c);
		else
			text_add(text, (const char *)c, 1);
	}
	text_add(text, "\"", 1);
}

void text_free(struct text *text)
{
	free(text->data);
	memset(text, 0, sizeof(*text));
}

/* A whole word as a number: decimal, or hexadecimal with 0x. */
bool parse_u64(const char *word, uint64_t max, uint64_t *value)
{
	int base = 10;
	char *end;

	if (word[0] == '0' && (word[1] == 'x' || word[1] == 'X')) {
		base = 16;
		word += 2;
	}
	if (!isxdigit((unsigned char)*word))
		return false;
	errno = 0;
	*value = strtoull(word, &end, base);
	return !errno && !*end && *value <= max;
}

bool parse_u32(const char *word, uint32_t *value)
{
	uint64_t v;

	if (!parse_u64(word, UINT32_MAX, &v))
		return false;
	*value = v;
	return true;
}

#define WORD_MAX 32

/* Letters to change, add, leave out or swap to make @b of @a. */
unsigned int word_distance(const char *a, const char *b)
{
	unsigned int d[WORD_MAX + 1][WORD_MAX + 1], i, j;
	size_t na = strlen(a), nb = strlen(b);

	if (na > WORD_MAX || nb > WORD_MAX)
		return WORD_MAX;
	for (i = 0; i <= na; i++)
		d[i][0] = i;
	for (j = 0; j <= nb; j++)
		d[0][j] = j;
	for (i = 1; i <= na; i++) {
		for (j = 1; j <= nb; j++) {
			unsigned int best = d[i - 1][j - 1] +
					    (a[i - 1] != b[j - 1]);

			if (d[i - 1][j] + 1 < best)
				best = d[i - 1][j] + 1;
			if (d[i][j - 1] + 1 < best)
				best = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	}
	return d[na][nb];
}

/* The one word that begins with @word, or NULL. */
static const char *word_longer(const char *word, const char *const *words,
			       size_t nr)
{
	const char *longer = NULL;
	size_t len = strlen(word), i;

	for (i = 0; i < nr && len >= 3; i++) {
		if (strncmp(word, words[i], len))
			continue;
		if (longer)
			return NULL;
		longer = words[i];
	}
	return longer;
}

/* The word that was meant, perhaps, or NULL. */
const char *word_closest(const char *word, const char *const *words, size_t nr)
{
	unsigned int len = strlen(word);
	unsigned int best = len < 3 ? 2 : len < 6 ? 3 : 4;
	const char *closest = NULL;
	size_t i;

	for (i = 0; i < nr; i++) {
		unsigned int d = word_distance(word, words[i]);

		if (d < best && d < strlen(words[i])) {
			best = d;
			closest = words[i];
		}
	}
	return closest ? closest : word_longer(word, words, nr);
}

/*
 * All of a file with a zero behind it; NULL with errno. One without an end, a
 * device, is EFBIG before it has taken all memory.
 */
char *file_read(FILE *file, size_t *len)
{
	size_t cap = 65536, nr;
	char *data = xrealloc(NULL, cap);

	*len = 0;
	while ((nr = fread(data + *len, 1, cap - *len - 1, file)) > 0) {
		*len += nr;
		if (*len == cap - 1) {
			if (cap >= FILE_MOST) {
				free(data);
				errno = EFBIG;
				return NULL;
			}
			cap *= 2;
			data = xrealloc(data, cap);
		}
	}
	if (ferror(file)) {
		free(data);
		return NULL;
	}
	data[*len] = 0;
	return data;
}

static int utf8_length(const unsigned char *c)
{
	int len = *c < 0x80 ? 1 : *c >> 5 == 6 ? 2 : *c >> 4 == 14 ? 3 :
		  *c >> 3 == 30 ? 4 : 0;
	uint32_t code;
	int i;

	if (len < 2)
		return len;
	code = *c & (0x7f >> len);
	for (i = 1; i < len; i++) {
		if (c[i] >> 6 != 2)
			return 0;
		code = code << 6 | (c[i] & 0x3f);
	}
	if (code < (len == 2 ? 0x80u : len == 3 ? 0x800u : 0x10000u) ||
	    code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	return len;
}

/* For JSON: bytes that are no UTF-8 become U+FFFD. To be freed. */
char *utf8_clean(const char *string)
{
	const unsigned char *c = (const unsigned char *)string;
	struct text text = { 0 };

	text_add(&text, "", 0);
	while (*c) {
		int len = utf8_length(c);

		if (len)
			text_add(&text, (const char *)c, len);
		else
			text_add(&text, "\xef\xbf\xbd", 3);
		c += len ? len : 1;
	}
	return text.data;
}
