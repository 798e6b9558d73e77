// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines and words of the ip6tables front. Quotes are ip6tables-restore's: a
 * backslash counts only inside of them, and the closing one ends the word.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "iptables_priv.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* One word at @c, which is no blank. */
static const char *word_read(struct ipt *ipt, const char *c, const char *end,
			     struct ipt_word *word, bool *closed)
{
	bool escaped = false, open = false;
	struct text text = { 0 };

	text_add(&text, "", 0);
	word->quoted = false;
	*closed = true;
	for (; c < end; c++) {
		if (open && escaped) {
			escaped = false;
		} else if (open && *c == '\\') {
			escaped = true;
			continue;
		} else if (open && *c == '"') {
			open = false;
			c++;
			break;
		} else if (!open && *c == '"') {
			open = true;
			word->quoted = true;
			continue;
		} else if (!open && is_blank(*c)) {
			break;
		}
		text_add(&text, c, 1);
	}
	*closed = !open;
	word->text = arena_strndup(&ipt->scratch, text.data, text.len);
	text_free(&text);
	return c;
}

static void line_add(struct ipt *ipt, struct ipt_line *line, size_t *cap,
		     const struct ipt_word *word)
{
	if (line->nr == *cap) {
		struct ipt_word *old = line->word;

		*cap = *cap ? 2 * *cap : 32;
		line->word = arena_alloc(&ipt->scratch,
					 *cap * sizeof(*line->word));
		if (line->nr)
			memcpy(line->word, old, line->nr * sizeof(*old));
	}
	line->word[line->nr++] = *word;
}

/**
 * ipt_line_read() - split a line into words
 * @ipt: file
 * @pos: begin of the line; out: of the next one
 * @number: of the line
 * @line: result, empty for a comment
 *
 * Return: false after an error.
 */
bool ipt_line_read(struct ipt *ipt, const char **pos, int number,
		   struct ipt_line *line)
{
	const struct source *source = ipt->source;
	const char *begin = *pos, *end, *c, *last = source->data + source->len;
	bool closed;
	size_t cap = 0;

	end = memchr(begin, '\n', last - begin);
	*pos = end ? end + 1 : last;
	if (!end)
		end = last;
	memset(line, 0, sizeof(*line));
	for (c = begin; c < end; ) {
		struct ipt_word word = { 0 };

		if (is_blank(*c)) {
			c++;
			continue;
		}
		if (*c == '#' && !line->nr)
			return true;
		word.loc = (struct loc) { ipt->source, number,
					  c - begin + 1, 0 };
		c = word_read(ipt, c, end, &word, &closed);
		word.loc.end = c - begin + 1;
		if (!closed)
			return ipt_fail(ipt, &word.loc, "this \" is not closed");
		if (memchr(begin + word.loc.col - 1, 0,
			   word.loc.end - word.loc.col))
			return ipt_fail(ipt, &word.loc, "a zero byte");
		line_add(ipt, line, &cap, &word);
	}
	if (line->nr)
		line->loc = loc_join(&line->word[0].loc,
				     &line->word[line->nr - 1].loc);
	return true;
}

/* The place of a part of a word, when it stands there as it is. */
static struct ipt_word word_part(struct ipt *ipt, const struct ipt_word *word,
				 const char *begin, size_t len)
{
	struct ipt_word part = *word;

	part.text = arena_strndup(&ipt->scratch, begin, len);
	if ((size_t)(word->loc.end - word->loc.col) == strlen(word->text)) {
		part.loc.col += begin - word->text;
		part.loc.end = part.loc.col + (len ? len : 1);
	}
	return part;
}

/* Return: number of the parts between the separators, at least 1. */
size_t ipt_split(struct ipt *ipt, const struct ipt_word *word, char sep,
		 struct ipt_word **piece)
{
	const char *c = word->text, *next;
	size_t nr = 1, i;

	for (; *c; c++)
		nr += *c == sep;
	*piece = arena_alloc(&ipt->scratch, nr * sizeof(**piece));
	for (i = 0, c = word->text; i < nr; i++, c = next + 1) {
		next = strchrnul(c, sep);
		(*piece)[i] = word_part(ipt, word, c, next - c);
	}
	return nr;
}

/* Return: whether there was a separator; else all is in @first. */
bool ipt_word_cut(struct ipt *ipt, const struct ipt_word *word, char sep,
		  struct ipt_word *first, struct ipt_word *second)
{
	const char *c = strchr(word->text, sep);

	if (!c) {
		*first = *word;
		return false;
	}
	*first = word_part(ipt, word, word->text, c - word->text);
	*second = word_part(ipt, word, c + 1, strlen(c + 1));
	return true;
}

/* A number as ip6tables reads them: also hexadecimal and octal. */
bool ipt_number(const char *text, uint64_t max, uint64_t *value)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoull(text, &end, 0);
	return !errno && !*end && *value <= max;
}

/* [packets:bytes] */
bool ipt_counters(struct ipt *ipt, const struct ipt_word *word,
		  uint64_t *packets, uint64_t *bytes)
{
	size_t len = strlen(word->text);
	struct ipt_word inner, first, second;

	if (len > 2 && word->text[0] == '[' && word->text[len - 1] == ']') {
		inner = word_part(ipt, word, word->text + 1, len - 2);
		if (ipt_word_cut(ipt, &inner, ':', &first, &second) &&
		    parse_u64(first.text, UINT64_MAX, packets) &&
		    parse_u64(second.text, UINT64_MAX, bytes))
			return true;
	}
	return ipt_fail(ipt, &word->loc,
			"'%s' is no pair of counters, [PACKETS:BYTES]",
			word->text);
}
