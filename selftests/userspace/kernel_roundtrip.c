// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is loaded, the kernel has, and what is shown of it loads again to the
 * same: random rulesets by way of the tool's own commands, run in this process.
 *
 *	kernel_roundtrip native COUNT [SEED]
 *	kernel_roundtrip iptables FILE
 *
 * FILE has rulesets as ip6tables-save writes them, one behind the other. Needs
 * the module, and a network namespace that nothing else uses. Prints `ok NAME`
 * or `not ok NAME` for each group of rulesets, and notes before.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lang_random.h"
#include "load.h"
#include "print.h"
#include "tool_main.h"

#define GROUP		500	/* rulesets of one result */
#define FAILURES	3	/* of a group, until it is given up */
#define LIVES		36000	/* seconds, more than any run takes */
#define RECENTS		64	/* prefixes in a table: there are many tables */
#define LIMITS		256

static void die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static int fd_make(const char *data, size_t len)
{
	int fd = memfd_create("ruleset", 0);

	if (fd < 0 || (len && write(fd, data, len) != (ssize_t)len) ||
	    lseek(fd, 0, SEEK_SET))
		die("memfd");
	return fd;
}

static void fd_read(int fd, struct text *text)
{
	char buf[1 << 16];
	ssize_t len;

	if (lseek(fd, 0, SEEK_SET))
		die("lseek");
	while ((len = read(fd, buf, sizeof(buf))) > 0)
		text_add(text, buf, len);
	if (len < 0)
		die("read");
}

/* Run the tool with up to 4 words; @out gets what it prints. */
static int tool(struct text *out, const char *program, const char *word,
		const char *more, const char *last)
{
	char *argv[] = { (char *)program, (char *)word, (char *)more,
			 (char *)last, NULL };
	int saved, fd = fd_make(NULL, 0), argc = 0, code;

	while (argv[argc])
		argc++;
	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	if (saved < 0 || dup2(fd, STDOUT_FILENO) < 0)
		die("dup");
	/* getopt_long() begins anew */
	optind = 0;
	code = tool_main(argc, argv);
	fflush(stdout);
	if (dup2(saved, STDOUT_FILENO) < 0)
		die("dup2");
	close(saved);
	if (out)
		fd_read(fd, out);
	close(fd);
	return code;
}

/* Run what reads a ruleset from a file. */
static bool tool_load(const char *program, const char *word,
		      const struct text *text)
{
	int fd = fd_make(text->data, text->len), code;
	char name[32];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	code = tool(NULL, program, word, name, NULL);
	close(fd);
	if (code)
		printf("# %s: exit code %d\n", program, code);
	return !code;
}

static void note(const char *title, const char *text)
{
	printf("# %s\n# | ", title);
	for (; text && *text; text++) {
		putchar(*text);
		if (*text == '\n' && text[1])
			printf("# | ");
	}
	printf("\n");
}

/*
 * Takes out what is of the moment: how long an element still lives, which
 * generation and which handle it is. @from is the word in front of it, @to ends it.
 */
static void text_cut(struct text *text, const char *from, const char *to)
{
	char *at = text->data;

	while (at && (at = strstr(at, from))) {
		char *begin = at + strlen(from);
		size_t len = strcspn(begin, to);

		memmove(begin, begin + len, strlen(begin + len) + 1);
		text->len -= len;
		at = begin;
	}
}

static void text_policies(struct text *text)
{
	text_cut(text, " ACCEPT [", "]");
	text_cut(text, " DROP [", "]");
}

/* The line in which two texts begin to differ. */
static void line_print(const char *title, const char *text, size_t differ)
{
	size_t begin = differ;

	while (begin && text[begin - 1] != '\n')
		begin--;
	printf("# %s %.*s\n", title, (int)strcspn(text + begin, "\n"),
	       text + begin);
}

static bool same_text(const char *what, const struct text *a,
		      const struct text *b)
{
	const char *x = a->data ? a->data : "", *y = b->data ? b->data : "";
	size_t i = 0;

	if (*x && !strcmp(x, y))
		return true;
	while (x[i] && x[i] == y[i])
		i++;
	printf("# %s\n", what);
	line_print("expected:", x, i);
	line_print("seen:    ", y, i);
	return false;
}

/* What the kernel has, as its own dump says. */
static bool kernel_has(struct ruleset *rs)
{
	struct report report = { 0 };
	struct set *set;
	size_t i;

	ruleset_init(rs);
	if (ruleset_fetch(rs, &report))
		return false;
	for (set = rs->set; set; set = set->next)
		for (i = 0; i < set->match.nr; i++)
			set->match.elem[i].expires = 0;
	return true;
}

/* Texts may be the same where rules are not: what counts are the rules. */
static bool same_rules(const char *what, const struct ruleset *a,
		       const struct ruleset *b)
{
	struct text x = { 0 }, y = { 0 };

	if (ruleset_equal(a, b))
		return true;
	ruleset_print(&x, a, NULL, 0);
	ruleset_print(&y, b, NULL, 0);
	if (same_text(what, &x, &y))
		printf("# %s: the rules differ, not their texts\n", what);
	text_free(&x);
	text_free(&y);
	return false;
}

static bool show(struct text *text, struct text *json)
{
	return !tool(text, "ct6", "show", "-c", NULL) &&
	       !tool(json, "ct6", "--json", "show", NULL);
}

static void show_cut(struct text *text, struct text *json)
{
	text_cut(text, " expires ", " ,\n");
	text_cut(json, "\"expires\":", ",}");
	text_cut(json, "\"generation\":", ",}");
	text_cut(json, "\"handle\":", ",}");
}

/*
 * Of everything that the kernel can hold, but no element that ends meanwhile,
 * and not all of the memory for limits and recent tables.
 */
static void ruleset_tame(struct ruleset *rs)
{
	struct chain *chain;
	struct rule *rule;
	struct expr *expr;
	struct set *set;
	size_t i;

	for (set = rs->set; set; set = set->next) {
		if (set->timeout)
			set->timeout = LIVES + set->timeout / 2;
		for (i = 0; i < set->match.nr; i++) {
			struct elem *elem = &set->match.elem[i];

			elem->expires = 0;
			if (elem->timeout)
				elem->timeout = LIVES + elem->timeout / 2;
			if (elem->timeout != set->timeout)
				continue;
			/* what the set says needs no saying */
			elem->has_timeout = false;
			elem->timeout = 0;
		}
	}
	for (chain = rs->chain; chain; chain = chain->next)
		for (rule = chain->rule; rule; rule = rule->next)
			for (expr = rule->expr; expr; expr = expr->next) {
				if (expr->kind == EXPR_RECENT &&
				    expr->recent.size > RECENTS)
					expr->recent.size = RECENTS;
				if (expr->kind == EXPR_LIMIT &&
				    expr->limit.size > LIMITS)
					expr->limit.size = LIMITS;
			}
}

/* Loads the text twice, the second time as it was shown. */
static bool native_twice(const struct ruleset *rs, const struct text *text)
{
	struct text shown = { 0 }, again = { 0 };
	struct text json = { 0 }, json_again = { 0 };
	struct ruleset first, second;
	bool same;

	ruleset_init(&first);
	ruleset_init(&second);
	same = tool_load("ct6", "load", text) && kernel_has(&first) &&
	       show(&shown, &json) && tool_load("ct6", "load", &shown) &&
	       kernel_has(&second) && show(&again, &json_again);
	show_cut(&shown, &json);
	show_cut(&again, &json_again);
	same = same && same_rules("what was loaded and the kernel's", rs,
				  &first) &&
	       same_rules("what was shown and the kernel's", &first, &second) &&
	       same_text("shown twice", &shown, &again) &&
	       same_text("shown twice as JSON", &json, &json_again);
	ruleset_free(&first);
	ruleset_free(&second);
	text_free(&shown);
	text_free(&again);
	text_free(&json);
	text_free(&json_again);
	return same;
}

static bool native(uint64_t seed)
{
	struct text text = { 0 };
	struct ruleset rs;
	bool same;

	random_seed(seed);
	random_ruleset(&rs);
	ruleset_tame(&rs);
	ruleset_print(&text, &rs, NULL, PRINT_COUNTERS);
	same = native_twice(&rs, &text);
	if (!same) {
		printf("# of seed %" PRIu64 "\n", seed);
		note("the ruleset:", text.data);
	}
	text_free(&text);
	ruleset_free(&rs);
	return same;
}

static bool saved_text(struct text *text)
{
	bool good = !tool(text, "ip6tables-ct6-save", "-c", NULL, NULL);

	text_cut(text, "# Generated by", "\n");
	text_cut(text, "# Completed on", "\n");
	return good;
}

/*
 * A ruleset of ip6tables is saved as it is loaded again, and that it went by
 * ct6's own language meanwhile is not seen.
 */
static bool iptables(const struct text *text)
{
	struct text saved = { 0 }, again = { 0 }, last = { 0 };
	struct text shown = { 0 }, json = { 0 };
	struct ruleset first, second;
	bool same;

	ruleset_init(&first);
	ruleset_init(&second);
	same = tool_load("ip6tables-ct6-restore", "-c", text) &&
	       kernel_has(&first) && saved_text(&saved) && show(&shown, &json) &&
	       tool_load("ip6tables-ct6-restore", "-c", &saved) &&
	       kernel_has(&second) && saved_text(&again) &&
	       tool_load("ct6", "load", &shown) && saved_text(&last);
	same = same && same_rules("what was saved and the kernel's", &first,
				  &second) &&
	       same_text("saved twice", &saved, &again);
	/* a policy's counters are but a remark in ct6's language */
	text_policies(&saved);
	text_policies(&last);
	same = same && same_text("saved again behind ct6 show", &saved, &last);
	if (!same)
		note("the ruleset:", text->data);
	ruleset_free(&first);
	ruleset_free(&second);
	text_free(&saved);
	text_free(&again);
	text_free(&last);
	text_free(&shown);
	text_free(&json);
	return same;
}

/* One ruleset of the file, up to its COMMIT; false at the end. */
static bool iptables_next(FILE *file, struct text *text)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while ((len = getline(&line, &room, file)) > 0) {
		text_add(text, line, len);
		if (!strcmp(line, "COMMIT\n"))
			break;
	}
	free(line);
	return len > 0;
}

static void result(bool good, const char *what, unsigned long nr)
{
	printf("%s %lu rulesets of %s come back as they were loaded\n",
	       good ? "ok" : "not ok", nr, what);
	fflush(stdout);
}

static void native_all(unsigned long count, uint64_t seed)
{
	unsigned long done = 0, nr, failed;

	printf("# seed %" PRIu64 "\n", seed);
	while (done < count) {
		failed = 0;
		for (nr = 0; nr < GROUP && done < count; nr++, done++)
			if (failed < FAILURES)
				failed += !native(seed + done);
		result(!failed, "ct6's language", nr);
	}
}

static void iptables_all(const char *name)
{
	FILE *file = fopen(name, "r");
	unsigned long nr, failed;
	bool more = true;

	if (!file)
		die(name);
	while (more) {
		failed = 0;
		for (nr = 0; nr < GROUP; nr++) {
			struct text text = { 0 };

			more = iptables_next(file, &text);
			if (more && failed < FAILURES)
				failed += !iptables(&text);
			text_free(&text);
			if (!more)
				break;
		}
		if (nr)
			result(!failed, "ip6tables", nr);
	}
	fclose(file);
}

int main(int argc, char **argv)
{
	if (argc > 2 && !strcmp(argv[1], "native")) {
		native_all(strtoul(argv[2], NULL, 0),
			   argc > 3 ? strtoull(argv[3], NULL, 0) : 1);
	} else if (argc == 3 && !strcmp(argv[1], "iptables")) {
		iptables_all(argv[2]);
	} else {
		fprintf(stderr,
			"usage: %s native COUNT [SEED] | iptables FILE\n",
			argv[0]);
		return 2;
	}
	return 0;
}
