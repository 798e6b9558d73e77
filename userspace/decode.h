/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CT6_DECODE_H
#define CT6_DECODE_H

#include <libmnl/libmnl.h>

#include "model.h"

/**
 * struct attrs - the attributes of a message or a nest, by their number
 * @attr: NULL for one that is absent; of several the last
 * @max: greatest number looked at
 */
#define ATTRS_MAX 95

struct attrs {
	const struct nlattr	*attr[ATTRS_MAX + 1];
};

void attrs_parse(struct attrs *attrs, const void *data, size_t len);
void attrs_parse_message(struct attrs *attrs, const struct nlmsghdr *nlh);
void attrs_parse_nest(struct attrs *attrs, const struct nlattr *nest);

bool attrs_u8(const struct attrs *attrs, int type, uint8_t *value);
bool attrs_u16(const struct attrs *attrs, int type, uint16_t *value);
bool attrs_u32(const struct attrs *attrs, int type, uint32_t *value);
bool attrs_u64(const struct attrs *attrs, int type, uint64_t *value);
const char *attrs_string(const struct attrs *attrs, int type);
const void *attrs_data(const struct attrs *attrs, int type, size_t len);

const char *ruleset_decode(struct ruleset *rs, const struct nlmsghdr *nlh);

#endif /* CT6_DECODE_H */
