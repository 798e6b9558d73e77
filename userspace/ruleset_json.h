/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CT6_RULESET_JSON_H
#define CT6_RULESET_JSON_H

#include "json.h"
#include "model.h"

json_t *ruleset_json(const struct ruleset *rs, const char *only);

json_t *set_json(const struct set *set);

#endif /* CT6_RULESET_JSON_H */
