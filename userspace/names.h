/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers that have names. Of several names of one number the first is
 * printed.
 */
#ifndef CT6_NAMES_H
#define CT6_NAMES_H

#include "util.h"

struct name {
	const char	*name;
	uint32_t	value;
};

extern const struct name proto_names[];
extern const struct name icmpv6_type_names[];
extern const struct name icmpv6_code_names[];
extern const struct name dscp_names[];
extern const struct name tcp_flag_names[];
extern const struct name ct_state_names[];
extern const struct name ct_direction_names[];
extern const struct name exthdr_names[];
extern const struct name pkttype_names[];
extern const struct name mh_type_names[];
extern const struct name route_type_names[];
extern const struct name rpath_names[];
extern const struct name log_level_names[];
extern const struct name reject_code_names[];
extern const struct name icmpx_code_names[];
extern const struct name filtering_names[];
extern const struct name helper_names[];
extern const struct name limit_unit_names[];
extern const struct name per_names[];
extern const struct name recent_op_names[];
extern const struct name tcp_state_names[];
extern const struct name flow_status_names[];
extern const struct name reason_names[];

const struct name *icmpv6_codes_of(int type);
const char *name_of(const struct name *names, uint32_t value);
bool name_find(const struct name *names, const char *name, uint32_t *value);
const char *name_closest(const struct name *names, const char *name);
bool proto_find(const char *name, uint32_t *proto);
const char *proto_text(uint8_t proto, char *buf, size_t size);

#endif /* CT6_NAMES_H */
