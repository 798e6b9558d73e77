// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that are read, places in them, and errors that name the place.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "source.h"

static struct source *source_add(const char *name, char *data, size_t len,
				 struct source **list)
{
	struct source *source = xrealloc(NULL, sizeof(*source));

	memset(source, 0, sizeof(*source));
	source->name = strcpy(xrealloc(NULL, strlen(name) + 1), name);
	source->data = data;
	source->len = len;
	source->next = *list;
	*list = source;
	return source;
}

/**
 * source_open() - read a file
 * @name: path, "-" for standard input
 * @list: owner, source_free() is due
 *
 * Return: the source, or NULL with errno.
 */
struct source *source_open(const char *name, struct source **list)
{
	bool standard = !strcmp(name, "-");
	FILE *file = standard ? stdin : fopen(name, "re");
	struct stat st;
	char *data;
	size_t len;
	int err;

	if (!file)
		return NULL;
	if (!fstat(fileno(file), &st) && S_ISDIR(st.st_mode)) {
		data = NULL;
		err = EISDIR;
	} else {
		data = file_read(file, &len);
		err = errno;
	}
	if (!standard)
		fclose(file);
	if (!data) {
		errno = err;
		return NULL;
	}
	return source_add(standard ? "<stdin>" : name, data, len, list);
}

/* As if @data were the content of a file. */
struct source *source_text(const char *name, const char *data,
			   struct source **list)
{
	size_t len = strlen(data);

	return source_add(name, memcpy(xrealloc(NULL, len + 1), data, len + 1),
			  len, list);
}

void source_free(struct source *list)
{
	while (list) {
		struct source *next = list->next;

		free(list->name);
		free(list->data);
		free(list);
		list = next;
	}
}

/* From the begin of @first to the end of @last, if they share a line. */
struct loc loc_join(const struct loc *first, const struct loc *last)
{
	struct loc loc = *first;

	if (last->source == first->source && last->line == first->line &&
	    last->end > loc.end)
		loc.end = last->end;
	return loc;
}

static const char *source_line(const struct source *source, int line,
			       size_t *len)
{
	const char *begin = source->data, *end;

	while (--line > 0) {
		begin = memchr(begin, '\n',
			       source->len - (begin - source->data));
		if (!begin)
			return NULL;
		begin++;
	}
	end = memchr(begin, '\n', source->len - (begin - source->data));
	*len = end ? (size_t)(end - begin) :
		     source->len - (begin - source->data);
	return begin;
}

/* Terminals are not told what a line hides, but tabs stay as they are. */
static void report_text(struct text *text, const char *line, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned char c = line[i];
		char shown = (c < 0x20 && c != '\t') || c == 0x7f ? '?' : c;

		text_add(text, &shown, 1);
	}
}

#define REPORT_LINE_MAX 400

/* The line and a caret under the place. */
static void report_caret(struct text *text, const struct loc *loc)
{
	size_t len, i, col = loc->col - 1;
	const char *line = source_line(loc->source, loc->line, &len);

	if (!line || len > REPORT_LINE_MAX || col > len)
		return;
	text_add(text, "  ", 2);
	report_text(text, line, len);
	text_add(text, "\n  ", 3);
	for (i = 0; i < col; i++)
		if (((unsigned char)line[i] >> 6) != 2)	/* not inside UTF-8 */
			text_add(text, line[i] == '\t' ? "\t" : " ", 1);
	text_add(text, "^", 1);
	for (i = col + 1; i + 1 < (size_t)loc->end && i < len; i++)
		if (((unsigned char)line[i] >> 6) != 2)
			text_add(text, "~", 1);
	text_add(text, "\n", 1);
}

/**
 * report_error() - print an error with its place, the line and a caret
 * @report: where to
 * @loc: place, or NULL
 * @fmt: message without end of line
 */
void report_error(struct report *report, const struct loc *loc,
		  const char *fmt, ...)
{
	const struct source *source = loc ? loc->source : NULL;
	struct text text = { 0 };
	va_list args;

	if (source)
		text_addf(&text, "%s:%d:%d: ", source->name, loc->line,
			  loc->col);
	else
		text_addf(&text, "ct6: ");
	va_start(args, fmt);
	text_vaddf(&text, fmt, args);
	va_end(args);
	text_add(&text, "\n", 1);
	if (source)
		report_caret(&text, loc);
	for (; source && source->from.source; source = source->from.source)
		text_addf(&text, "  included at %s:%d:%d\n",
			  source->from.source->name, source->from.line,
			  source->from.col);
	report->errors++;
	if (report->into)
		text_add(report->into, text.data, text.len);
	else
		fputs(text.data, stderr);
	text_free(&text);
}

/* What was held back in a text goes where the others go. */
void report_add(struct report *report, const struct report *held)
{
	report->errors += held->errors;
	if (!held->into->len)
		return;
	if (report->into)
		text_add(report->into, held->into->data, held->into->len);
	else
		fputs(held->into->data, stderr);
}
