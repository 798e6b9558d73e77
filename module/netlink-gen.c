// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ct6.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink-gen.h"

#include <uapi/linux/ct6.h>

/* Integer value ranges */
static struct netlink_range_validation ct6_a_limit_unit_range = {
	.min	= 1ULL,
	.max	= 604800ULL,
};

static struct netlink_range_validation ct6_a_limit_size_range = {
	.min	= 1ULL,
	.max	= 262144ULL,
};

static struct netlink_range_validation ct6_a_ruleset_confirm_range = {
	.min	= 1ULL,
	.max	= 86400ULL,
};

static struct netlink_range_validation ct6_a_set_size_range = {
	.min	= 1ULL,
	.max	= CT6_SET_SIZE_MAX,
};

static struct netlink_range_validation ct6_a_config_max_flows_range = {
	.min	= 1ULL,
	.max	= 268435456ULL,
};

static struct netlink_range_validation ct6_a_config_max_expects_range = {
	.min	= 1ULL,
	.max	= 268435456ULL,
};

static struct netlink_range_validation ct6_a_config_max_delayed_range = {
	.max	= 65536ULL,
};

static struct netlink_range_validation ct6_a_config_max_datagrams_range = {
	.min	= 1ULL,
	.max	= 1048576ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_tcp_syn_sent_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_tcp_syn_recv_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_tcp_established_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_tcp_fin_wait_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_tcp_close_wait_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_tcp_last_ack_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_tcp_time_wait_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_tcp_close_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_udp_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_udp_unreplied_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_udp_system_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_sctp_opening_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_sctp_established_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_sctp_closing_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_dccp_opening_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_dccp_open_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_dccp_closing_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_gre_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_esp_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_icmpv6_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_multicast_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_helper_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_generic_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

static struct netlink_range_validation ct6_a_config_timeout_fragment_range = {
	.min	= 1ULL,
	.max	= 1000000ULL,
};

/* Common nested types */
const struct nla_policy ct6_chain_nl_policy[CT6_A_CHAIN_BYTES + 1] = {
	[CT6_A_CHAIN_NAME] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
	[CT6_A_CHAIN_HOOK] = NLA_POLICY_MAX(NLA_U32, 2),
	[CT6_A_CHAIN_POLICY] = NLA_POLICY_MAX(NLA_U32, 1),
	[CT6_A_CHAIN_PACKETS] = { .type = NLA_U64, },
	[CT6_A_CHAIN_BYTES] = { .type = NLA_U64, },
};

const struct nla_policy ct6_change_nl_policy[CT6_A_CHANGE_BYTES + 1] = {
	[CT6_A_CHANGE_KIND] = NLA_POLICY_MAX(NLA_U32, 9),
	[CT6_A_CHANGE_CHAIN] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
	[CT6_A_CHANGE_HANDLE] = { .type = NLA_U64, },
	[CT6_A_CHANGE_INDEX] = NLA_POLICY_MIN(NLA_U32, 1),
	[CT6_A_CHANGE_RULE] = NLA_POLICY_NESTED(ct6_rule_nl_policy),
	[CT6_A_CHANGE_NEW_NAME] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
	[CT6_A_CHANGE_HOOK] = NLA_POLICY_MAX(NLA_U32, 2),
	[CT6_A_CHANGE_POLICY] = NLA_POLICY_MAX(NLA_U32, 1),
	[CT6_A_CHANGE_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0x1),
	[CT6_A_CHANGE_PACKETS] = { .type = NLA_U64, },
	[CT6_A_CHANGE_BYTES] = { .type = NLA_U64, },
};

const struct nla_policy ct6_count_nl_policy[CT6_A_COUNT_PREFIX_LEN + 1] = {
	[CT6_A_COUNT_MAX_FLOWS] = { .type = NLA_U32, },
	[CT6_A_COUNT_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0x1),
	[CT6_A_COUNT_PER] = NLA_POLICY_MAX(NLA_U32, 2),
	[CT6_A_COUNT_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U32, 128),
};

const struct nla_policy ct6_elem_nl_policy[CT6_A_ELEM_EXPIRES + 1] = {
	[CT6_A_ELEM_DATA] = { .type = NLA_BINARY, },
	[CT6_A_ELEM_MASK] = { .type = NLA_BINARY, },
	[CT6_A_ELEM_END] = { .type = NLA_BINARY, },
	[CT6_A_ELEM_TIMEOUT] = { .type = NLA_U32, },
	[CT6_A_ELEM_EXPIRES] = NLA_POLICY_MIN(NLA_U32, 1),
};

const struct nla_policy ct6_expr_nl_policy[CT6_A_EXPR_MARK + 1] = {
	[CT6_A_EXPR_MATCH] = NLA_POLICY_NESTED(ct6_match_nl_policy),
	[CT6_A_EXPR_LIMIT] = NLA_POLICY_NESTED(ct6_limit_nl_policy),
	[CT6_A_EXPR_LOG] = NLA_POLICY_NESTED(ct6_log_nl_policy),
	[CT6_A_EXPR_VERDICT] = NLA_POLICY_NESTED(ct6_verdict_nl_policy),
	[CT6_A_EXPR_REJECT] = NLA_POLICY_NESTED(ct6_reject_nl_policy),
	[CT6_A_EXPR_SET_MARK] = { .type = NLA_U32, },
	[CT6_A_EXPR_SET_CT_MARK] = { .type = NLA_U32, },
	[CT6_A_EXPR_FILTERING] = NLA_POLICY_MAX(NLA_U32, 1),
	[CT6_A_EXPR_HELPER] = NLA_POLICY_MAX(NLA_U32, 2),
	[CT6_A_EXPR_RECENT] = NLA_POLICY_NESTED(ct6_recent_nl_policy),
	[CT6_A_EXPR_COUNT] = NLA_POLICY_NESTED(ct6_count_nl_policy),
	[CT6_A_EXPR_MARK] = NLA_POLICY_NESTED(ct6_mark_nl_policy),
};

const struct nla_policy ct6_filter_nl_policy[CT6_A_FILTER_IFINDEX + 1] = {
	[CT6_A_FILTER_L4PROTO] = { .type = NLA_U8, },
	[CT6_A_FILTER_ADDR] = NLA_POLICY_EXACT_LEN(16),
	[CT6_A_FILTER_ADDR_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[CT6_A_FILTER_SADDR] = NLA_POLICY_EXACT_LEN(16),
	[CT6_A_FILTER_SADDR_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[CT6_A_FILTER_DADDR] = NLA_POLICY_EXACT_LEN(16),
	[CT6_A_FILTER_DADDR_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[CT6_A_FILTER_PORT] = { .type = NLA_U16, },
	[CT6_A_FILTER_SPORT] = { .type = NLA_U16, },
	[CT6_A_FILTER_DPORT] = { .type = NLA_U16, },
	[CT6_A_FILTER_STATE] = { .type = NLA_U8, },
	[CT6_A_FILTER_STATUS] = NLA_POLICY_MASK(NLA_U32, 0xf),
	[CT6_A_FILTER_STATUS_CLEAR] = NLA_POLICY_MASK(NLA_U32, 0xf),
	[CT6_A_FILTER_MARK] = { .type = NLA_U32, },
	[CT6_A_FILTER_MARK_MASK] = { .type = NLA_U32, },
	[CT6_A_FILTER_IFINDEX] = { .type = NLA_U32, },
};

const struct nla_policy ct6_limit_nl_policy[CT6_A_LIMIT_DADDR_LEN + 1] = {
	[CT6_A_LIMIT_RATE] = NLA_POLICY_MIN(NLA_U32, 1),
	[CT6_A_LIMIT_UNIT] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_limit_unit_range),
	[CT6_A_LIMIT_BURST] = NLA_POLICY_MIN(NLA_U32, 1),
	[CT6_A_LIMIT_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0x3),
	[CT6_A_LIMIT_PER] = NLA_POLICY_MASK(NLA_U32, 0xf),
	[CT6_A_LIMIT_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U32, 128),
	[CT6_A_LIMIT_SIZE] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_limit_size_range),
	[CT6_A_LIMIT_NAME] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
	[CT6_A_LIMIT_DADDR_LEN] = NLA_POLICY_MAX(NLA_U32, 128),
};

const struct nla_policy ct6_log_nl_policy[CT6_A_LOG_FLAGS + 1] = {
	[CT6_A_LOG_PREFIX] = { .type = NLA_NUL_STRING, .len = CT6_LOG_PREFIX_MAX, },
	[CT6_A_LOG_LEVEL] = NLA_POLICY_MAX(NLA_U32, 7),
	[CT6_A_LOG_GROUP] = { .type = NLA_U16, },
	[CT6_A_LOG_SNAPLEN] = { .type = NLA_U32, },
	[CT6_A_LOG_FLAGS] = NLA_POLICY_MAX(NLA_U32, 63),
};

const struct nla_policy ct6_mark_nl_policy[CT6_A_MARK_VALUE + 1] = {
	[CT6_A_MARK_OF] = NLA_POLICY_MAX(NLA_U32, 1),
	[CT6_A_MARK_KEEP] = { .type = NLA_U32, },
	[CT6_A_MARK_TAKE] = { .type = NLA_U32, },
	[CT6_A_MARK_VALUE] = { .type = NLA_U32, },
};

const struct nla_policy ct6_match_nl_policy[CT6_A_MATCH_SET + 1] = {
	[CT6_A_MATCH_FIELD] = NLA_POLICY_MAX(NLA_U32, 48),
	[CT6_A_MATCH_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0x1),
	[CT6_A_MATCH_ELEM] = NLA_POLICY_NESTED(ct6_elem_nl_policy),
	[CT6_A_MATCH_SET] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
};

const struct nla_policy ct6_recent_nl_policy[CT6_A_RECENT_FLAGS + 1] = {
	[CT6_A_RECENT_NAME] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
	[CT6_A_RECENT_OP] = NLA_POLICY_MAX(NLA_U32, 3),
	[CT6_A_RECENT_PER] = NLA_POLICY_RANGE(NLA_U32, 1, 2),
	[CT6_A_RECENT_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U32, 128),
	[CT6_A_RECENT_SECONDS] = NLA_POLICY_MIN(NLA_U32, 1),
	[CT6_A_RECENT_HITS] = NLA_POLICY_RANGE(NLA_U32, 1, CT6_RECENT_HITS_MAX),
	[CT6_A_RECENT_SIZE] = NLA_POLICY_RANGE(NLA_U32, 1, 16384),
	[CT6_A_RECENT_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0x3),
};

const struct nla_policy ct6_reject_nl_policy[CT6_A_REJECT_DELAY + 1] = {
	[CT6_A_REJECT_TYPE] = NLA_POLICY_MAX(NLA_U32, 1),
	[CT6_A_REJECT_CODE] = NLA_POLICY_MAX(NLA_U8, 6),
	[CT6_A_REJECT_DELAY] = NLA_POLICY_RANGE(NLA_U32, 1, 60),
};

const struct nla_policy ct6_rule_nl_policy[CT6_A_RULE_BYTES + 1] = {
	[CT6_A_RULE_CHAIN] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
	[CT6_A_RULE_HANDLE] = { .type = NLA_U64, },
	[CT6_A_RULE_EXPR] = NLA_POLICY_NESTED(ct6_expr_nl_policy),
	[CT6_A_RULE_COMMENT] = { .type = NLA_NUL_STRING, .len = CT6_COMMENT_MAX, },
	[CT6_A_RULE_PACKETS] = { .type = NLA_U64, },
	[CT6_A_RULE_BYTES] = { .type = NLA_U64, },
};

const struct nla_policy ct6_set_nl_policy[CT6_A_SET_NR_ELEMS + 1] = {
	[CT6_A_SET_NAME] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
	[CT6_A_SET_TYPE] = NLA_POLICY_MAX(NLA_U32, 7),
	[CT6_A_SET_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0xf),
	[CT6_A_SET_TIMEOUT] = NLA_POLICY_MIN(NLA_U32, 1),
	[CT6_A_SET_SIZE] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_set_size_range),
	[CT6_A_SET_COMMENT] = { .type = NLA_NUL_STRING, .len = CT6_COMMENT_MAX, },
	[CT6_A_SET_NR_ELEMS] = { .type = NLA_U32, },
};

const struct nla_policy ct6_set_elems_nl_policy[CT6_A_SET_ELEMS_COUNT + 1] = {
	[CT6_A_SET_ELEMS_SET] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
	[CT6_A_SET_ELEMS_ELEM] = NLA_POLICY_NESTED(ct6_elem_nl_policy),
	[CT6_A_SET_ELEMS_COUNT] = { .type = NLA_U32, },
};

const struct nla_policy ct6_told_nl_policy[CT6_A_TOLD_DATA + 1] = {
	[CT6_A_TOLD_FIELD] = NLA_POLICY_MAX(NLA_U32, 48),
	[CT6_A_TOLD_DATA] = { .type = NLA_BINARY, },
};

const struct nla_policy ct6_verdict_nl_policy[CT6_A_VERDICT_CHAIN + 1] = {
	[CT6_A_VERDICT_CODE] = NLA_POLICY_MAX(NLA_U32, 5),
	[CT6_A_VERDICT_CHAIN] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
};

/* CT6_CMD_RULESET_SET - do */
const struct nla_policy ct6_ruleset_set_nl_policy[CT6_A_RULESET_FORCE + 1] = {
	[CT6_A_RULESET_GENERATION] = { .type = NLA_U32, },
	[CT6_A_RULESET_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0x3),
	[CT6_A_RULESET_CHECK] = { .type = NLA_FLAG, },
	[CT6_A_RULESET_CHAIN] = NLA_POLICY_NESTED(ct6_chain_nl_policy),
	[CT6_A_RULESET_RULE] = NLA_POLICY_NESTED(ct6_rule_nl_policy),
	[CT6_A_RULESET_SET] = NLA_POLICY_NESTED(ct6_set_nl_policy),
	[CT6_A_RULESET_SET_ELEMS] = NLA_POLICY_NESTED(ct6_set_elems_nl_policy),
	[CT6_A_RULESET_CONFIRM] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_ruleset_confirm_range),
	[CT6_A_RULESET_FORCE] = { .type = NLA_FLAG, },
};

/* CT6_CMD_RULESET_GET - do */
const struct nla_policy ct6_ruleset_get_nl_policy[CT6_A_RULESET_PAD + 1] = {
};

/* CT6_CMD_RULESET_DEL - do */
const struct nla_policy ct6_ruleset_del_nl_policy[CT6_A_RULESET_FORCE + 1] = {
	[CT6_A_RULESET_GENERATION] = { .type = NLA_U32, },
	[CT6_A_RULESET_FORCE] = { .type = NLA_FLAG, },
};

/* CT6_CMD_FLOW_GET - do */
const struct nla_policy ct6_flow_get_nl_policy[CT6_A_FLOW_SCOPE + 1] = {
	[CT6_A_FLOW_FILTER] = NLA_POLICY_NESTED(ct6_filter_nl_policy),
	[CT6_A_FLOW_L4PROTO] = { .type = NLA_U8, },
	[CT6_A_FLOW_SADDR] = NLA_POLICY_EXACT_LEN(16),
	[CT6_A_FLOW_DADDR] = NLA_POLICY_EXACT_LEN(16),
	[CT6_A_FLOW_SPORT] = { .type = NLA_U16, },
	[CT6_A_FLOW_DPORT] = { .type = NLA_U16, },
	[CT6_A_FLOW_ICMP_TYPE] = { .type = NLA_U8, },
	[CT6_A_FLOW_ICMP_ID] = { .type = NLA_U16, },
	[CT6_A_FLOW_SCOPE] = { .type = NLA_U32, },
};

/* CT6_CMD_FLOW_DEL - do */
const struct nla_policy ct6_flow_del_nl_policy[CT6_A_FLOW_FILTER + 1] = {
	[CT6_A_FLOW_FILTER] = NLA_POLICY_NESTED(ct6_filter_nl_policy),
};

/* CT6_CMD_CONFIG_GET - do */
const struct nla_policy ct6_config_get_nl_policy[CT6_A_CONFIG_PAD + 1] = {
};

/* CT6_CMD_CONFIG_SET - do */
const struct nla_policy ct6_config_set_nl_policy[CT6_A_CONFIG_ADAPTIVE_END + 1] = {
	[CT6_A_CONFIG_MAX_FLOWS] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_max_flows_range),
	[CT6_A_CONFIG_TRACKING] = NLA_POLICY_MAX(NLA_U8, 1),
	[CT6_A_CONFIG_TCP_LOOSE] = NLA_POLICY_MAX(NLA_U8, 1),
	[CT6_A_CONFIG_TCP_LIBERAL] = NLA_POLICY_MAX(NLA_U8, 1),
	[CT6_A_CONFIG_MAX_EXPECTS] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_max_expects_range),
	[CT6_A_CONFIG_MAX_DELAYED] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_max_delayed_range),
	[CT6_A_CONFIG_CHECKSUM] = NLA_POLICY_MAX(NLA_U8, 1),
	[CT6_A_CONFIG_FRAGMENT_STRICT] = NLA_POLICY_MAX(NLA_U8, 1),
	[CT6_A_CONFIG_FRAGMENT_FIRST_WHOLE] = NLA_POLICY_MAX(NLA_U8, 1),
	[CT6_A_CONFIG_MAX_DATAGRAMS] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_max_datagrams_range),
	[CT6_A_CONFIG_TIMEOUT_TCP_SYN_SENT] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_tcp_syn_sent_range),
	[CT6_A_CONFIG_TIMEOUT_TCP_SYN_RECV] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_tcp_syn_recv_range),
	[CT6_A_CONFIG_TIMEOUT_TCP_ESTABLISHED] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_tcp_established_range),
	[CT6_A_CONFIG_TIMEOUT_TCP_FIN_WAIT] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_tcp_fin_wait_range),
	[CT6_A_CONFIG_TIMEOUT_TCP_CLOSE_WAIT] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_tcp_close_wait_range),
	[CT6_A_CONFIG_TIMEOUT_TCP_LAST_ACK] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_tcp_last_ack_range),
	[CT6_A_CONFIG_TIMEOUT_TCP_TIME_WAIT] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_tcp_time_wait_range),
	[CT6_A_CONFIG_TIMEOUT_TCP_CLOSE] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_tcp_close_range),
	[CT6_A_CONFIG_TIMEOUT_UDP] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_udp_range),
	[CT6_A_CONFIG_TIMEOUT_UDP_UNREPLIED] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_udp_unreplied_range),
	[CT6_A_CONFIG_TIMEOUT_UDP_SYSTEM] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_udp_system_range),
	[CT6_A_CONFIG_TIMEOUT_SCTP_OPENING] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_sctp_opening_range),
	[CT6_A_CONFIG_TIMEOUT_SCTP_ESTABLISHED] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_sctp_established_range),
	[CT6_A_CONFIG_TIMEOUT_SCTP_CLOSING] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_sctp_closing_range),
	[CT6_A_CONFIG_TIMEOUT_DCCP_OPENING] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_dccp_opening_range),
	[CT6_A_CONFIG_TIMEOUT_DCCP_OPEN] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_dccp_open_range),
	[CT6_A_CONFIG_TIMEOUT_DCCP_CLOSING] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_dccp_closing_range),
	[CT6_A_CONFIG_TIMEOUT_GRE] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_gre_range),
	[CT6_A_CONFIG_TIMEOUT_ESP] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_esp_range),
	[CT6_A_CONFIG_TIMEOUT_ICMPV6] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_icmpv6_range),
	[CT6_A_CONFIG_TIMEOUT_MULTICAST] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_multicast_range),
	[CT6_A_CONFIG_TIMEOUT_HELPER] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_helper_range),
	[CT6_A_CONFIG_TIMEOUT_GENERIC] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_generic_range),
	[CT6_A_CONFIG_TIMEOUT_FRAGMENT] = NLA_POLICY_FULL_RANGE(NLA_U32, &ct6_a_config_timeout_fragment_range),
	[CT6_A_CONFIG_VERIFY_VERDICTS] = NLA_POLICY_MAX(NLA_U8, 1),
	[CT6_A_CONFIG_ADAPTIVE_START] = NLA_POLICY_MAX(NLA_U32, 100),
	[CT6_A_CONFIG_ADAPTIVE_END] = NLA_POLICY_RANGE(NLA_U32, 1, 1000),
};

/* CT6_CMD_STATS_GET - do */
const struct nla_policy ct6_stats_get_nl_policy[CT6_A_STATS_PAD + 1] = {
};

/* CT6_CMD_RULESET_CHANGE - do */
const struct nla_policy ct6_ruleset_change_nl_policy[CT6_A_RULESET_FORCE + 1] = {
	[CT6_A_RULESET_GENERATION] = { .type = NLA_U32, },
	[CT6_A_RULESET_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0x3),
	[CT6_A_RULESET_CHECK] = { .type = NLA_FLAG, },
	[CT6_A_RULESET_CHANGE] = NLA_POLICY_NESTED(ct6_change_nl_policy),
	[CT6_A_RULESET_FORCE] = { .type = NLA_FLAG, },
};

/* CT6_CMD_SET_ELEM_ADD - do */
const struct nla_policy ct6_set_elem_add_nl_policy[CT6_A_RULESET_SET_ELEMS + 1] = {
	[CT6_A_RULESET_SET_ELEMS] = NLA_POLICY_NESTED(ct6_set_elems_nl_policy),
};

/* CT6_CMD_SET_ELEM_DEL - do */
const struct nla_policy ct6_set_elem_del_nl_policy[CT6_A_RULESET_SET_ELEMS + 1] = {
	[CT6_A_RULESET_SET_ELEMS] = NLA_POLICY_NESTED(ct6_set_elems_nl_policy),
};

/* CT6_CMD_SET_FLUSH - do */
const struct nla_policy ct6_set_flush_nl_policy[CT6_A_RULESET_SET_ELEMS + 1] = {
	[CT6_A_RULESET_SET_ELEMS] = NLA_POLICY_NESTED(ct6_set_elems_nl_policy),
};

/* CT6_CMD_SET_GET - do */
const struct nla_policy ct6_set_get_nl_policy[CT6_A_RULESET_SET_ELEMS + 1] = {
	[CT6_A_RULESET_SET_ELEMS] = NLA_POLICY_NESTED(ct6_set_elems_nl_policy),
};

/* CT6_CMD_RULESET_CONFIRM - do */
const struct nla_policy ct6_ruleset_confirm_nl_policy[CT6_A_RULESET_GENERATION + 1] = {
	[CT6_A_RULESET_GENERATION] = { .type = NLA_U32, },
};

/* CT6_CMD_RULESET_ROLLBACK - do */
const struct nla_policy ct6_ruleset_rollback_nl_policy[CT6_A_RULESET_GENERATION + 1] = {
	[CT6_A_RULESET_GENERATION] = { .type = NLA_U32, },
};

/* CT6_CMD_EXPLAIN - do */
const struct nla_policy ct6_explain_nl_policy[CT6_A_EXPLAIN_TOLD + 1] = {
	[CT6_A_EXPLAIN_FIRST] = { .type = NLA_U32, },
	[CT6_A_EXPLAIN_CHAIN] = { .type = NLA_NUL_STRING, .len = CT6_NAME_MAX, },
	[CT6_A_EXPLAIN_IIF] = { .type = NLA_NUL_STRING, .len = 15, },
	[CT6_A_EXPLAIN_OIF] = { .type = NLA_NUL_STRING, .len = 15, },
	[CT6_A_EXPLAIN_SADDR] = NLA_POLICY_EXACT_LEN(16),
	[CT6_A_EXPLAIN_DADDR] = NLA_POLICY_EXACT_LEN(16),
	[CT6_A_EXPLAIN_L4PROTO] = { .type = NLA_U8, },
	[CT6_A_EXPLAIN_SPORT] = { .type = NLA_U16, },
	[CT6_A_EXPLAIN_DPORT] = { .type = NLA_U16, },
	[CT6_A_EXPLAIN_TCP_FLAGS] = { .type = NLA_U8, },
	[CT6_A_EXPLAIN_ICMP_TYPE] = { .type = NLA_U8, },
	[CT6_A_EXPLAIN_ICMP_CODE] = { .type = NLA_U8, },
	[CT6_A_EXPLAIN_ICMP_ID] = { .type = NLA_U16, },
	[CT6_A_EXPLAIN_STATE] = NLA_POLICY_MASK(NLA_U32, 0x1f),
	[CT6_A_EXPLAIN_MARK] = { .type = NLA_U32, },
	[CT6_A_EXPLAIN_CT_MARK] = { .type = NLA_U32, },
	[CT6_A_EXPLAIN_LENGTH] = { .type = NLA_U32, },
	[CT6_A_EXPLAIN_HOPLIMIT] = { .type = NLA_U8, },
	[CT6_A_EXPLAIN_DSCP] = NLA_POLICY_MAX(NLA_U8, 63),
	[CT6_A_EXPLAIN_EXTHDRS] = NLA_POLICY_MASK(NLA_U32, 0x7ff),
	[CT6_A_EXPLAIN_RT_TYPE] = { .type = NLA_U8, },
	[CT6_A_EXPLAIN_RT_SEG_LEFT] = { .type = NLA_U8, },
	[CT6_A_EXPLAIN_TOLD] = NLA_POLICY_NESTED(ct6_told_nl_policy),
};

/* CT6_CMD_COUNTERS_TAKE - do */
const struct nla_policy ct6_counters_take_nl_policy[CT6_A_RULESET_ESSENTIAL_BYTES + 1] = {
	[CT6_A_RULESET_GENERATION] = { .type = NLA_U32, },
	[CT6_A_RULESET_CHAIN] = NLA_POLICY_NESTED(ct6_chain_nl_policy),
	[CT6_A_RULESET_RULE] = NLA_POLICY_NESTED(ct6_rule_nl_policy),
	[CT6_A_RULESET_ESSENTIAL_PACKETS] = { .type = NLA_U64, },
	[CT6_A_RULESET_ESSENTIAL_BYTES] = { .type = NLA_U64, },
};

/* Ops table for ct6 */
const struct genl_ops ct6_nl_ops[17] = {
	{
		.cmd		= CT6_CMD_RULESET_SET,
		.doit		= ct6_nl_ruleset_set_doit,
		.policy		= ct6_ruleset_set_nl_policy,
		.maxattr	= CT6_A_RULESET_FORCE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_RULESET_GET,
		.doit		= ct6_nl_ruleset_get_doit,
		.dumpit		= ct6_nl_ruleset_get_dumpit,
		.policy		= ct6_ruleset_get_nl_policy,
		.maxattr	= CT6_A_RULESET_PAD,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_RULESET_DEL,
		.doit		= ct6_nl_ruleset_del_doit,
		.policy		= ct6_ruleset_del_nl_policy,
		.maxattr	= CT6_A_RULESET_FORCE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_FLOW_GET,
		.doit		= ct6_nl_flow_get_doit,
		.dumpit		= ct6_nl_flow_get_dumpit,
		.policy		= ct6_flow_get_nl_policy,
		.maxattr	= CT6_A_FLOW_SCOPE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_FLOW_DEL,
		.doit		= ct6_nl_flow_del_doit,
		.policy		= ct6_flow_del_nl_policy,
		.maxattr	= CT6_A_FLOW_FILTER,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_CONFIG_GET,
		.doit		= ct6_nl_config_get_doit,
		.policy		= ct6_config_get_nl_policy,
		.maxattr	= CT6_A_CONFIG_PAD,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_CONFIG_SET,
		.doit		= ct6_nl_config_set_doit,
		.policy		= ct6_config_set_nl_policy,
		.maxattr	= CT6_A_CONFIG_ADAPTIVE_END,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_STATS_GET,
		.doit		= ct6_nl_stats_get_doit,
		.policy		= ct6_stats_get_nl_policy,
		.maxattr	= CT6_A_STATS_PAD,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_RULESET_CHANGE,
		.doit		= ct6_nl_ruleset_change_doit,
		.policy		= ct6_ruleset_change_nl_policy,
		.maxattr	= CT6_A_RULESET_FORCE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_SET_ELEM_ADD,
		.doit		= ct6_nl_set_elem_add_doit,
		.policy		= ct6_set_elem_add_nl_policy,
		.maxattr	= CT6_A_RULESET_SET_ELEMS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_SET_ELEM_DEL,
		.doit		= ct6_nl_set_elem_del_doit,
		.policy		= ct6_set_elem_del_nl_policy,
		.maxattr	= CT6_A_RULESET_SET_ELEMS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_SET_FLUSH,
		.doit		= ct6_nl_set_flush_doit,
		.policy		= ct6_set_flush_nl_policy,
		.maxattr	= CT6_A_RULESET_SET_ELEMS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_SET_GET,
		.doit		= ct6_nl_set_get_doit,
		.dumpit		= ct6_nl_set_get_dumpit,
		.policy		= ct6_set_get_nl_policy,
		.maxattr	= CT6_A_RULESET_SET_ELEMS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_RULESET_CONFIRM,
		.doit		= ct6_nl_ruleset_confirm_doit,
		.policy		= ct6_ruleset_confirm_nl_policy,
		.maxattr	= CT6_A_RULESET_GENERATION,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_RULESET_ROLLBACK,
		.doit		= ct6_nl_ruleset_rollback_doit,
		.policy		= ct6_ruleset_rollback_nl_policy,
		.maxattr	= CT6_A_RULESET_GENERATION,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_EXPLAIN,
		.doit		= ct6_nl_explain_doit,
		.policy		= ct6_explain_nl_policy,
		.maxattr	= CT6_A_EXPLAIN_TOLD,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= CT6_CMD_COUNTERS_TAKE,
		.doit		= ct6_nl_counters_take_doit,
		.policy		= ct6_counters_take_nl_policy,
		.maxattr	= CT6_A_RULESET_ESSENTIAL_BYTES,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
};

static const struct genl_multicast_group ct6_nl_mcgrps[] = {
	[CT6_NLGRP_FLOWS] = { "flows", },
	[CT6_NLGRP_RULESET] = { "ruleset", },
};
