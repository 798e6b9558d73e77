// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 top: which flows carry most at the moment.
 */
#include <curses.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "decode.h"
#include "flow_filter.h"
#include "options.h"
#include "request.h"

#define TOP_DELAY	2	/* seconds */
#define TOP_LINES	20	/* where there is no screen */
#define NS_PER_SEC	1000000000ULL
#define NS_PER_MS	1000000ULL

/**
 * struct rated - a flow with what it carries in a second
 * @flow: flow
 * @bytes: bytes of both directions a second
 * @packets: packets of both directions a second
 */
struct rated {
	struct flow	flow;
	uint64_t	bytes;
	uint64_t	packets;
};

/**
 * struct sample - what the kernel knew at one time
 * @when: nanoseconds of the monotonic clock
 * @flow: @nr flows, by rising number once the dump is over
 */
struct sample {
	uint64_t	when;
	struct rated	*flow;
	size_t		nr;
	size_t		cap;
};

/**
 * struct top - what is shown
 * @filter: of flows
 * @delay: seconds between two samples
 * @now: the last sample
 * @before: the one before that
 * @bytes: sum of the flows' rates
 * @packets: sum of the flows' rates
 * @by_packets: the order: packets, not bytes
 */
struct top {
	struct flow_filter	filter;
	uint32_t		delay;
	struct sample		now;
	struct sample		before;
	uint64_t		bytes;
	uint64_t		packets;
	bool			by_packets;
};

static uint64_t clock_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * NS_PER_SEC + ts.tv_nsec;
}

static bool sample_read(const struct nlmsghdr *nlh, void *data)
{
	struct top *top = data;
	struct sample *now = &top->now;
	struct flow flow;

	if (!flow_decode(&flow, nlh) ||
	    !flow_filter_match(&top->filter, &flow))
		return true;
	now->flow = grow(now->flow, now->nr, &now->cap, sizeof(*now->flow));
	now->flow[now->nr++] = (struct rated){ .flow = flow };
	return true;
}

static int by_id(const void *a, const void *b)
{
	uint64_t x = ((const struct rated *)a)->flow.id;
	uint64_t y = ((const struct rated *)b)->flow.id;

	return (x > y) - (x < y);
}

/* Larger first; what is equal by number, so that it stays where it is. */
static int compare(uint64_t a, uint64_t b, const void *x, const void *y)
{
	if (a != b)
		return a < b ? 1 : -1;
	return by_id(x, y);
}

static int by_bytes(const void *a, const void *b)
{
	return compare(((const struct rated *)a)->bytes,
		       ((const struct rated *)b)->bytes, a, b);
}

static int by_packets(const void *a, const void *b)
{
	return compare(((const struct rated *)a)->packets,
		       ((const struct rated *)b)->packets, a, b);
}

static void top_order(struct top *top)
{
	if (top->now.nr)
		qsort(top->now.flow, top->now.nr, sizeof(*top->now.flow),
		      top->by_packets ? by_packets : by_bytes);
}

/* A dump may tell a flow twice, when the table changes its size. */
static void sample_unique(struct sample *sample)
{
	size_t i, nr = 0;

	if (!sample->nr)
		return;
	qsort(sample->flow, sample->nr, sizeof(*sample->flow), by_id);
	for (i = 1; i < sample->nr; i++)
		if (sample->flow[i].flow.id != sample->flow[nr].flow.id)
			sample->flow[++nr] = sample->flow[i];
	sample->nr = nr + 1;
}

/* Return: an exit code; errors have been told. */
static int sample_take(struct top *top)
{
	struct report report = { 0 };
	struct sample old = top->before;
	struct message msg;
	int code;

	top->before = top->now;
	top->now = old;
	top->now.nr = 0;
	message_init(&msg, CT6_CMD_FLOW_GET, NLM_F_DUMP);
	flow_filter_put(&top->filter, &msg);
	code = request_once(&msg, sample_read, top, &report);
	top->now.when = clock_ns();
	sample_unique(&top->now);
	return code;
}

static uint64_t rate(uint64_t now, uint64_t before, uint64_t ns)
{
	/* reset counters begin anew */
	uint64_t more = now >= before ? now - before : now;

	return (double)more * NS_PER_SEC / ns + 0.5;
}

/* From the two samples, of which the former is sorted by number. */
static void top_rate(struct top *top)
{
	uint64_t ns = top->now.when - top->before.when;
	const struct flow none = { 0 }, *was;
	size_t i, k = 0;

	top->bytes = 0;
	top->packets = 0;
	if (top->before.nr)
		qsort(top->before.flow, top->before.nr,
		      sizeof(*top->before.flow), by_id);
	for (i = 0; i < top->now.nr; i++) {
		struct rated *rated = &top->now.flow[i];
		const struct flow *flow = &rated->flow;

		while (k < top->before.nr &&
		       top->before.flow[k].flow.id < flow->id)
			k++;
		was = &none;
		if (k < top->before.nr &&
		    top->before.flow[k].flow.id == flow->id)
			was = &top->before.flow[k].flow;
		rated->bytes = rate(flow->bytes[0] + flow->bytes[1],
				    was->bytes[0] + was->bytes[1], ns);
		rated->packets = rate(flow->packets[0] + flow->packets[1],
				      was->packets[0] + was->packets[1], ns);
		top->bytes += rated->bytes;
		top->packets += rated->packets;
	}
	top_order(top);
}

/* 1234 as it is, 12345678 as 12.3M */
static const char *short_number(char *buf, size_t size, uint64_t number)
{
	static const char units[] = "kMGTPE";
	double value = number;
	int unit = -1;

	while (value >= 9999.5 && units[unit + 1]) {
		value /= 1000;
		unit++;
	}
	if (unit < 0)
		snprintf(buf, size, "%" PRIu64, number);
	else
		snprintf(buf, size, "%.*f%c", value < 99.95, value,
			 units[unit]);
	return buf;
}

static void text_head(struct text *text, const struct top *top)
{
	char bytes[16], packets[16];

	text_addf(text, "%zu flows, %s bytes/s, %s packets/s", top->now.nr,
		  short_number(bytes, sizeof(bytes), top->bytes),
		  short_number(packets, sizeof(packets), top->packets));
}

static void text_line(struct text *text, const struct rated *rated)
{
	char bytes[16], packets[16];

	text_addf(text, "%9s %9s ",
		  short_number(bytes, sizeof(bytes), rated->bytes),
		  short_number(packets, sizeof(packets), rated->packets));
	flow_print(text, &rated->flow);
}

#define COLUMNS_HEAD "  bytes/s packets/s flow"

static void print_json(const struct top *top)
{
	json_t *object = json_new(), *list = json_list(), *one;
	size_t i;

	json_put_number(object, "flows", top->now.nr);
	json_put_number(object, "milliseconds",
			(top->now.when - top->before.when) / NS_PER_MS);
	json_put_number(object, "bytes-rate", top->bytes);
	json_put_number(object, "packets-rate", top->packets);
	for (i = 0; i < top->now.nr && i < TOP_LINES; i++) {
		one = json_new();
		json_put_number(one, "bytes-rate", top->now.flow[i].bytes);
		json_put_number(one, "packets-rate", top->now.flow[i].packets);
		json_put(one, "flow", flow_json(&top->now.flow[i].flow));
		json_append(list, one);
	}
	json_put(object, "top", list);
	json_print_line(object);
}

static void print_text(const struct top *top)
{
	struct text text = { 0 };
	size_t i;

	text_head(&text, top);
	text_addf(&text, "\n" COLUMNS_HEAD "\n");
	for (i = 0; i < top->now.nr && i < TOP_LINES; i++) {
		text_line(&text, &top->now.flow[i]);
		text_add(&text, "\n", 1);
	}
	fwrite(text.data, 1, text.len, stdout);
	text_free(&text);
}

static void wait_until(uint64_t when)
{
	struct timespec ts = {
		.tv_sec = when / NS_PER_SEC,
		.tv_nsec = when % NS_PER_SEC,
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL))
		;
}

static int run_batch(struct top *top, uint32_t tables, bool json)
{
	int code = sample_take(top);
	uint32_t i;

	for (i = 0; !code && (!tables || i < tables); i++) {
		wait_until(top->now.when + top->delay * NS_PER_SEC);
		code = sample_take(top);
		if (code)
			break;
		top_rate(top);
		if (json)
			print_json(top);
		else
			print_text(top);
		if (fflush(stdout))
			break;
	}
	return code;
}

static void draw(const struct top *top)
{
	struct text text = { 0 };
	size_t i;

	erase();
	text_head(&text, top);
	mvaddnstr(0, 0, text.data, COLS);
	text_free(&text);
	attron(A_REVERSE);
	mvprintw(1, 0, "%-*.*s", COLS, COLS, COLUMNS_HEAD
		 "   (b, p: order by bytes, packets; q: quit)");
	attroff(A_REVERSE);
	for (i = 0; i < top->now.nr && (int)i + 2 < LINES; i++) {
		text_line(&text, &top->now.flow[i]);
		mvaddnstr(i + 2, 0, text.data, COLS);
		text_free(&text);
	}
	refresh();
}

/* Return: false when the user has seen enough. */
static bool keys_until(struct top *top, uint64_t when)
{
	uint64_t now;
	int key;

	for (;;) {
		now = clock_ns();
		if (now >= when)
			return true;
		timeout((when - now) / NS_PER_MS + 1);
		key = getch();
		if (key == 'q' || key == 'Q')
			return false;
		if (key != 'b' && key != 'p' && key != KEY_RESIZE)
			continue;
		if (key != KEY_RESIZE)
			top->by_packets = key == 'p';
		top_order(top);
		draw(top);
	}
}

static int run_screen(struct top *top, uint32_t tables)
{
	int code = sample_take(top);
	uint32_t i;

	if (code)
		return code;
	initscr();
	cbreak();
	noecho();
	curs_set(0);
	keypad(stdscr, TRUE);
	for (i = 0; !tables || i < tables; i++) {
		draw(top);
		if (!keys_until(top, top->now.when + top->delay * NS_PER_SEC))
			break;
		code = sample_take(top);
		if (code)
			break;
		top_rate(top);
	}
	endwin();
	/* what it said is gone with the screen: it says so again */
	return code ? sample_take(top) : code;
}

int cmd_top(const struct options *options, int nr, char **word)
{
	bool batch = options->set & (OPTION_BATCH | OPTION_JSON) ||
		     !isatty(STDOUT_FILENO);
	struct top top = {
		.delay = options->set & OPTION_DELAY ? options->delay :
						       TOP_DELAY,
	};
	uint32_t tables = options->set & OPTION_TIMES ? options->times : 0;
	int code;

	(void)nr;
	if (!flow_filter_parse(&top.filter, word))
		return EXIT_USAGE;
	if (batch)
		code = run_batch(&top, tables, options->set & OPTION_JSON);
	else
		code = run_screen(&top, tables);
	free(top.now.flow);
	free(top.before.flow);
	return code;
}
