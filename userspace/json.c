// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON to standard output. All functions that take a json_t * own it
 * afterwards.
 */
#include <stdlib.h>

#include "json.h"

static json_t *json_check(json_t *value)
{
	if (!value) {
		fputs("ct6: out of memory\n", stderr);
		exit(EXIT_REFUSED);
	}
	return value;
}

json_t *json_new(void)
{
	return json_check(json_object());
}

json_t *json_list(void)
{
	return json_check(json_array());
}

/* A string; what is no UTF-8 in it is replaced. */
json_t *json_text(const char *string)
{
	json_t *value = json_string(string);
	char *clean;

	if (value)
		return value;
	clean = utf8_clean(string);
	value = json_check(json_string(clean));
	free(clean);
	return value;
}

/* Numbers of JSON have no more than 63 bits here; no counter gets there. */
json_t *json_number(uint64_t value)
{
	return json_check(json_integer(value > INT64_MAX ? INT64_MAX : value));
}

/* Keys are ours, and ASCII. */
void json_put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new_nocheck(object, key, value))
		json_check(NULL);
}

void json_put_string(json_t *object, const char *key, const char *value)
{
	json_put(object, key, json_text(value));
}

void json_put_number(json_t *object, const char *key, uint64_t value)
{
	json_put(object, key, json_number(value));
}

void json_put_bool(json_t *object, const char *key, bool value)
{
	json_put(object, key, json_boolean(value));
}

void json_append(json_t *list, json_t *value)
{
	if (json_array_append_new(list, value))
		json_check(NULL);
}

/* The names of bits; what has none is left as one number. */
json_t *json_names(const struct name *names, uint32_t bits)
{
	json_t *list = json_list();

	for (; names->name; names++) {
		if (!(bits & names->value))
			continue;
		json_append(list, json_text(names->name));
		bits &= ~names->value;
	}
	if (bits)
		json_append(list, json_number(bits));
	return list;
}

void json_put_names(json_t *object, const char *key, const struct name *names,
		    uint32_t bits)
{
	json_put(object, key, json_names(names, bits));
}

/* Errors of stdout are seen at its end; jansson would lock it for each byte. */
static int json_write(const char *data, size_t len, void *file)
{
	return fwrite_unlocked(data, 1, len, file) == len ? 0 : -1;
}

static void json_dump(json_t *value, size_t flags)
{
	json_dump_callback(value, json_write, stdout, flags);
	json_decref(value);
}

/* For eyes, too. */
void json_print(json_t *value)
{
	json_dump(value, JSON_INDENT(2));
	putchar('\n');
}

void json_print_line(json_t *value)
{
	json_dump(value, 0);
	putchar('\n');
}

void json_stream_add(struct json_stream *stream, json_t *value)
{
	fputs(stream->begun ? ",\n" : "[\n", stdout);
	stream->begun = true;
	json_dump(value, 0);
}

void json_stream_end(struct json_stream *stream)
{
	puts(stream->begun ? "\n]" : "[]");
}
