// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests that are cases of a file: each is an input and what comes of it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "source.h"

/* Cuts @text at each "=== NAME" and "---". */
static size_t cases_read(struct test_case **tests, char *text)
{
	size_t nr = 0, cap = 0;
	char *mark, *end;

	*tests = NULL;
	while ((mark = strstr(text, "=== ")) && (end = strchr(mark, '\n'))) {
		struct test_case *test;

		*tests = grow(*tests, nr, &cap, sizeof(**tests));
		test = &(*tests)[nr++];
		*mark = 0;
		*end = 0;
		test->name = mark + 4;
		test->input = end + 1;
		mark = strstr(test->input, "---\n");
		if (!mark) {
			fprintf(stderr, "%s: no ---\n", test->name);
			exit(1);
		}
		*mark = 0;
		test->result = mark + 4;
		text = test->result;
	}
	return nr;
}

/**
 * text_show() - print a text as a note
 * @title: what it is
 * @text: the text, as a note ends where it ends
 */
void text_show(const char *title, const char *text)
{
	printf("# %s\n# ", title);
	for (; *text; text++) {
		putchar(*text);
		if (*text == '\n' && text[1])
			printf("# ");
	}
}

static bool case_run(const struct test_case *test, size_t nr, bool write,
		     case_reader *result_of)
{
	char *result = result_of(test);
	bool same = !strcmp(result, test->result);

	if (write) {
		printf("=== %s\n%s---\n%s", test->name, test->input, result);
	} else {
		if (!same) {
			text_show("expected:", test->result);
			text_show("seen:", result);
		}
		printf("%sok %zu - %s\n", same ? "" : "not ", nr, test->name);
	}
	free(result);
	return same;
}

/**
 * cases_main() - run the cases of a file, or print them with -w
 * @argc: of main()
 * @argv: of main()
 * @result_of: what comes of a case
 *
 * Return: an exit code.
 */
int cases_main(int argc, char **argv, case_reader *result_of)
{
	bool write = argc > 1 && !strcmp(argv[1], "-w"), failed = false;
	struct source *sources = NULL;
	const char *name = argv[1 + write];
	struct source *source = name ? source_open(name, &sources) : NULL;
	struct test_case *tests;
	size_t nr, i;

	if (!source) {
		fprintf(stderr, "%s: %s\n", name ? name : argv[0],
			name ? strerror(errno) : "FILE is missing");
		return 1;
	}
	nr = cases_read(&tests, source->data);
	if (!write)
		printf("KTAP version 1\n1..%zu\n", nr);
	for (i = 0; i < nr; i++)
		failed |= !case_run(&tests[i], i + 1, write, result_of);
	free(tests);
	source_free(sources);
	return failed && !write;
}
