/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * JSON to standard output. Without memory the tool ends, as elsewhere.
 */
#ifndef CT6_JSON_H
#define CT6_JSON_H

#include <jansson.h>

#include "names.h"
#include "util.h"

json_t *json_new(void);
json_t *json_list(void);
void json_put(json_t *object, const char *key, json_t *value);
void json_put_string(json_t *object, const char *key, const char *value);
void json_put_number(json_t *object, const char *key, uint64_t value);
void json_put_bool(json_t *object, const char *key, bool value);
void json_put_names(json_t *object, const char *key, const struct name *names,
		    uint32_t bits);
void json_append(json_t *list, json_t *value);
json_t *json_text(const char *string);
json_t *json_number(uint64_t value);
json_t *json_names(const struct name *names, uint32_t bits);
void json_print(json_t *value);
void json_print_line(json_t *value);

/* A list that is printed while it grows; begin with zeros. */
struct json_stream {
	bool	begun;
};

void json_stream_add(struct json_stream *stream, json_t *value);
void json_stream_end(struct json_stream *stream);

#endif /* CT6_JSON_H */
