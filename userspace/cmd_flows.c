// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 flows: show, count, delete.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmd_flows.h"
#include "decode.h"
#include "flow_filter.h"
#include "options.h"
#include "request.h"

/*
 * The kernel's table may change its size while it is dumped. Then the dump
 * begins anew and tells some flows again: nothing is missed, and who was told
 * already is known by these. 0 is no member; as an identifier it is as good
 * as impossible, and such a flow would only be told again.
 */
struct id_set {
	uint64_t	*id;
	size_t		nr;
	size_t		size;
};

static bool id_set_put(uint64_t *ids, size_t size, uint64_t id)
{
	size_t i = id & (size - 1);	/* it is a hash */

	for (; ids[i]; i = (i + 1) & (size - 1))
		if (ids[i] == id)
			return false;
	ids[i] = id;
	return true;
}

static void id_set_grow(struct id_set *set)
{
	size_t size = set->size ? 2 * set->size : 1024, i;
	uint64_t *ids = xrealloc(NULL, size * sizeof(*ids));

	memset(ids, 0, size * sizeof(*ids));
	for (i = 0; i < set->size; i++)
		if (set->id[i])
			id_set_put(ids, size, set->id[i]);
	free(set->id);
	set->id = ids;
	set->size = size;
}

/* False when it is there already. */
static bool id_set_add(struct id_set *set, uint64_t id)
{
	if (2 * set->nr >= set->size)
		id_set_grow(set);
	if (!id_set_put(set->id, set->size, id))
		return false;
	set->nr++;
	return true;
}

/**
 * struct listing - a dump of flows
 * @filter: what to show
 * @seen: flows that were told
 * @count: only count
 * @json: as JSON
 * @nr: flows that met @filter
 * @stream: of JSON
 */
struct listing {
	const struct flow_filter	*filter;
	struct id_set			seen;
	bool				count;
	bool				json;
	uint64_t			nr;
	struct json_stream		stream;
};

static bool listing_read(const struct nlmsghdr *nlh, void *data)
{
	struct listing *listing = data;
	struct text text = { 0 };
	struct flow flow;

	if (!flow_decode(&flow, nlh) ||
	    !flow_filter_match(listing->filter, &flow) ||
	    !id_set_add(&listing->seen, flow.id))
		return true;
	listing->nr++;
	if (listing->count)
		return true;
	if (listing->json) {
		json_stream_add(&listing->stream, flow_json(&flow));
	} else {
		flow_print(&text, &flow);
		text_add(&text, "\n", 1);
		fwrite(text.data, 1, text.len, stdout);
		text_free(&text);
	}
	/* nobody reads the rest, or there is no room for it */
	return !ferror(stdout);
}

static int listing_run(struct listing *listing)
{
	struct report report = { 0 };
	struct message msg;
	int code;

	message_init(&msg, CT6_CMD_FLOW_GET, NLM_F_DUMP);
	flow_filter_put(listing->filter, &msg);
	code = request_once(&msg, listing_read, listing, &report);
	free(listing->seen.id);
	return code;
}

static int flows_show(const struct options *options, char **word)
{
	struct flow_filter filter;
	struct listing listing = {
		.filter	= &filter,
		.json	= options->set & OPTION_JSON,
	};
	int code;

	if (!flow_filter_parse(&filter, word))
		return EXIT_USAGE;
	code = listing_run(&listing);
	if (listing.json && (!code || listing.stream.begun))
		json_stream_end(&listing.stream);
	return code;
}

static int flows_count(const struct options *options, char **word)
{
	struct flow_filter filter;
	struct listing listing = { .filter = &filter, .count = true };
	json_t *object;
	int code;

	if (!flow_filter_parse(&filter, word))
		return EXIT_USAGE;
	code = listing_run(&listing);
	if (code)
		return code;
	if (options->set & OPTION_JSON) {
		object = json_new();
		json_put_number(object, "flows", listing.nr);
		json_print(object);
	} else {
		printf("%" PRIu64 "\n", listing.nr);
	}
	return EXIT_DONE;
}

static bool delete_read(const struct nlmsghdr *nlh, void *data)
{
	struct attrs attrs;

	attrs_parse_message(&attrs, nlh);
	attrs_u32(&attrs, CT6_A_FLOW_COUNT, data);
	return true;
}

/**
 * flows_delete() - end the flows that meet a filter, and say how many
 * @options: command line
 * @filter: filter; an empty one means all
 *
 * Return: an exit code.
 */
int flows_delete(const struct options *options,
		 const struct flow_filter *filter)
{
	struct report report = { 0 };
	struct message msg;
	uint32_t count = 0;
	json_t *object;
	int code;

	message_init(&msg, CT6_CMD_FLOW_DEL, 0);
	flow_filter_put(filter, &msg);
	code = request_once(&msg, delete_read, &count, &report);
	if (code)
		return code;
	if (options->set & OPTION_JSON) {
		object = json_new();
		json_put_number(object, "deleted", count);
		json_print(object);
	} else {
		printf("%u %s deleted\n", count, count == 1 ? "flow" : "flows");
	}
	return EXIT_DONE;
}

static int flows_delete_words(const struct options *options, char **word)
{
	struct flow_filter filter;

	if (!flow_filter_parse(&filter, word))
		return EXIT_USAGE;
	if (flow_filter_is_empty(&filter))
		return usage_error("which flows are to be deleted? FILTER, or 'all'");
	if (filter.iif || filter.oif)
		return usage_error("flows are not deleted by iif or oif; 'dev' means either");
	return flows_delete(options, &filter);
}

int cmd_flows(const struct options *options, int nr, char **word)
{
	static const char *const actions[] = { "count", "delete" };

	if (!nr || flow_filter_is_word(word[0]))
		return flows_show(options, word);
	if (!strcmp(word[0], "count"))
		return flows_count(options, word + 1);
	if (!strcmp(word[0], "delete"))
		return flows_delete_words(options, word + 1);
	if (word_closest(word[0], actions, ARRAY_SIZE(actions)))
		return usage_unknown("word", word[0], actions,
				     ARRAY_SIZE(actions));
	return flows_show(options, word);
}
