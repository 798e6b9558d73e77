/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ct6.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_CT6_H
#define _UAPI_LINUX_CT6_H

#define CT6_FAMILY_NAME		"ct6"
#define CT6_FAMILY_VERSION	1

#define CT6_NAME_MAX		31
#define CT6_COMMENT_MAX		127
#define CT6_LOG_PREFIX_MAX	126
#define CT6_DATA_MAX		16
#define CT6_SET_SIZE		1048576
#define CT6_SET_SIZE_MAX	16777216
#define CT6_RECENT_HITS_MAX	255

/**
 * enum ct6_hook - Where a base chain sees packets.
 * @CT6_HOOK_INPUT: packets for this host
 * @CT6_HOOK_FORWARD: packets that this host routes
 * @CT6_HOOK_OUTPUT: packets that this host sends
 */
enum ct6_hook {
	CT6_HOOK_INPUT,
	CT6_HOOK_FORWARD,
	CT6_HOOK_OUTPUT,
};

/**
 * enum ct6_verdict
 * @CT6_VERDICT_DROP: the packet ends here
 * @CT6_VERDICT_ACCEPT: the packet passes
 * @CT6_VERDICT_JUMP: go on in a user chain, come back at its end
 * @CT6_VERDICT_GOTO: go on in a user chain, do not come back
 * @CT6_VERDICT_RETURN: leave the user chain; in a base chain take its policy
 * @CT6_VERDICT_NOTRACK: pass on to the next rule, make no flow of this packet
 */
enum ct6_verdict {
	CT6_VERDICT_DROP,
	CT6_VERDICT_ACCEPT,
	CT6_VERDICT_JUMP,
	CT6_VERDICT_GOTO,
	CT6_VERDICT_RETURN,
	CT6_VERDICT_NOTRACK,
};

/**
 * enum ct6_field - What a match looks at. Data of a match is in network byte
 *   order and has exactly the width given here. A packet that lacks the field
 *   does not match, inverted or not.
 * @CT6_FIELD_UNSPEC: never valid
 * @CT6_FIELD_IIFNAME: 16 bytes, input interface, zero padded, empty without
 *   one; a mask gives a prefix
 * @CT6_FIELD_OIFNAME: 16 bytes, output interface, zero padded, empty without
 *   one; a mask gives a prefix
 * @CT6_FIELD_SADDR: 16 bytes, source address of the header
 * @CT6_FIELD_DADDR: 16 bytes, destination address of the header
 * @CT6_FIELD_L4PROTO: 1 byte, protocol behind the extension headers
 * @CT6_FIELD_NEXTHDR: 1 byte, next header of the fixed header
 * @CT6_FIELD_HOPLIMIT: 1 byte
 * @CT6_FIELD_DSCP: 1 byte, 0 to 63
 * @CT6_FIELD_LENGTH: 4 bytes, length of the packet with the fixed header
 * @CT6_FIELD_SPORT: 2 bytes, source port of tcp, udp, udplite, sctp, dccp
 * @CT6_FIELD_DPORT: 2 bytes, destination port of tcp, udp, udplite, sctp, dccp
 * @CT6_FIELD_TCP_FLAGS: 1 byte, the flags as they stand in the TCP header
 * @CT6_FIELD_ICMPV6_TYPE: 1 byte
 * @CT6_FIELD_ICMPV6_CODE: 1 byte
 * @CT6_FIELD_CT_STATE: 1 byte, one bit of ct-state
 * @CT6_FIELD_CT_DIRECTION: 1 byte, 0 original, 1 reply
 * @CT6_FIELD_CT_MARK: 4 bytes, mark of the flow
 * @CT6_FIELD_MARK: 4 bytes, mark of the packet
 * @CT6_FIELD_PKTTYPE: 1 byte, 0 host, 1 broadcast, 2 multicast, 3 otherhost
 * @CT6_FIELD_EXTHDR: 2 bytes, bits of exthdr that the packet has
 * @CT6_FIELD_RT_TYPE: 1 byte, type of the first routing header
 * @CT6_FIELD_RT_SEG_LEFT: 1 byte, segments left of the first routing header
 * @CT6_FIELD_SADDR_TYPE: 1 byte, RTN_* of rtnetlink, what the routes say of
 *   the source address
 * @CT6_FIELD_DADDR_TYPE: 1 byte, RTN_* of rtnetlink, what they say of the
 *   destination address
 * @CT6_FIELD_SADDR_IIF_TYPE: 1 byte, as saddr-type; only the input interface's
 *   own addresses are local
 * @CT6_FIELD_DADDR_IIF_TYPE: 1 byte, as daddr-type; only the input interface's
 *   own addresses are local
 * @CT6_FIELD_SADDR_OIF_TYPE: 1 byte, as saddr-type; only the output
 *   interface's own addresses are local
 * @CT6_FIELD_DADDR_OIF_TYPE: 1 byte, as daddr-type; only the output
 *   interface's own addresses are local
 * @CT6_FIELD_RPATH: 1 byte, whether there is a route back to the source over
 *   the input interface
 * @CT6_FIELD_ETHER_SADDR: 6 bytes, source address of the Ethernet header; of
 *   what came in
 * @CT6_FIELD_SKUID: 4 bytes, user of the socket's file; of what this host
 *   sends
 * @CT6_FIELD_SKGID: 4 bytes, group of the socket's file; of what this host
 *   sends
 * @CT6_FIELD_FLOWLABEL: 4 bytes, 0 to 0xfffff
 * @CT6_FIELD_FRAG_ID: 4 bytes, identification of the fragment header; what was
 *   put together has none
 * @CT6_FIELD_FRAG_OFF: 2 bytes, 0 to 8191, fragment offset in units of 8 bytes
 * @CT6_FIELD_FRAG_MORE: 1 byte, 0 or 1, the M flag of the fragment header
 * @CT6_FIELD_FRAG_RESERVED: 1 byte, reserved byte of the fragment header
 * @CT6_FIELD_FRAG_RESERVED2: 1 byte, 0 to 3, reserved bits of the fragment
 *   header
 * @CT6_FIELD_HBH_HDRLENGTH: 1 byte, Hdr Ext Len of the hop-by-hop options
 * @CT6_FIELD_HBH_OPTIONS: 16 bytes, type and length of the first 8 hop-by-hop
 *   options; length 1 of Pad1, zeros behind the last
 * @CT6_FIELD_DST_HDRLENGTH: 1 byte, Hdr Ext Len of the first destination
 *   options
 * @CT6_FIELD_DST_OPTIONS: 16 bytes, as hbh-options of the first destination
 *   options
 * @CT6_FIELD_RT_HDRLENGTH: 1 byte, Hdr Ext Len of the first routing header
 * @CT6_FIELD_AH_HDRLENGTH: 1 byte, Payload Len of the first authentication
 *   header
 * @CT6_FIELD_AH_RESERVED: 2 bytes, reserved bytes of the first authentication
 *   header
 * @CT6_FIELD_AH_SPI: 4 bytes, security parameters index of the first
 *   authentication header
 * @CT6_FIELD_ESP_SPI: 4 bytes, security parameters index of ESP
 * @CT6_FIELD_MH_TYPE: 1 byte, type of a mobility header
 */
enum ct6_field {
	CT6_FIELD_UNSPEC,
	CT6_FIELD_IIFNAME,
	CT6_FIELD_OIFNAME,
	CT6_FIELD_SADDR,
	CT6_FIELD_DADDR,
	CT6_FIELD_L4PROTO,
	CT6_FIELD_NEXTHDR,
	CT6_FIELD_HOPLIMIT,
	CT6_FIELD_DSCP,
	CT6_FIELD_LENGTH,
	CT6_FIELD_SPORT,
	CT6_FIELD_DPORT,
	CT6_FIELD_TCP_FLAGS,
	CT6_FIELD_ICMPV6_TYPE,
	CT6_FIELD_ICMPV6_CODE,
	CT6_FIELD_CT_STATE,
	CT6_FIELD_CT_DIRECTION,
	CT6_FIELD_CT_MARK,
	CT6_FIELD_MARK,
	CT6_FIELD_PKTTYPE,
	CT6_FIELD_EXTHDR,
	CT6_FIELD_RT_TYPE,
	CT6_FIELD_RT_SEG_LEFT,
	CT6_FIELD_SADDR_TYPE,
	CT6_FIELD_DADDR_TYPE,
	CT6_FIELD_SADDR_IIF_TYPE,
	CT6_FIELD_DADDR_IIF_TYPE,
	CT6_FIELD_SADDR_OIF_TYPE,
	CT6_FIELD_DADDR_OIF_TYPE,
	CT6_FIELD_RPATH,
	CT6_FIELD_ETHER_SADDR,
	CT6_FIELD_SKUID,
	CT6_FIELD_SKGID,
	CT6_FIELD_FLOWLABEL,
	CT6_FIELD_FRAG_ID,
	CT6_FIELD_FRAG_OFF,
	CT6_FIELD_FRAG_MORE,
	CT6_FIELD_FRAG_RESERVED,
	CT6_FIELD_FRAG_RESERVED2,
	CT6_FIELD_HBH_HDRLENGTH,
	CT6_FIELD_HBH_OPTIONS,
	CT6_FIELD_DST_HDRLENGTH,
	CT6_FIELD_DST_OPTIONS,
	CT6_FIELD_RT_HDRLENGTH,
	CT6_FIELD_AH_HDRLENGTH,
	CT6_FIELD_AH_RESERVED,
	CT6_FIELD_AH_SPI,
	CT6_FIELD_ESP_SPI,
	CT6_FIELD_MH_TYPE,

	/* private: */
	__CT6_FIELD_MAX,
	CT6_FIELD_MAX = (__CT6_FIELD_MAX - 1)
};

/**
 * enum ct6_mark_of
 * @CT6_MARK_OF_PACKET: that of the packet
 * @CT6_MARK_OF_FLOW: that of its flow
 */
enum ct6_mark_of {
	CT6_MARK_OF_PACKET,
	CT6_MARK_OF_FLOW,

	/* private: */
	__CT6_MARK_OF_MAX,
	CT6_MARK_OF_MAX = (__CT6_MARK_OF_MAX - 1)
};

/**
 * enum ct6_match_flags
 * @CT6_MATCH_FLAGS_INVERT: match when no element does
 */
enum ct6_match_flags {
	CT6_MATCH_FLAGS_INVERT = 1,
};

enum ct6_ct_state {
	CT6_CT_STATE_NEW = 1,
	CT6_CT_STATE_ESTABLISHED = 2,
	CT6_CT_STATE_RELATED = 4,
	CT6_CT_STATE_INVALID = 8,
	CT6_CT_STATE_UNTRACKED = 16,
};

enum ct6_exthdr {
	CT6_EXTHDR_HBH = 1,
	CT6_EXTHDR_DST = 2,
	CT6_EXTHDR_RT = 4,
	CT6_EXTHDR_FRAG = 8,
	CT6_EXTHDR_AH = 16,
	CT6_EXTHDR_ESP = 32,
	CT6_EXTHDR_MH = 64,
	CT6_EXTHDR_HIP = 128,
	CT6_EXTHDR_SHIM6 = 256,
	CT6_EXTHDR_NONE = 512,
	CT6_EXTHDR_UNKNOWN = 1024,
};

/**
 * enum ct6_limit_flags
 * @CT6_LIMIT_FLAGS_OVER: match what is over the rate, not what is within
 * @CT6_LIMIT_FLAGS_BYTES: rate and burst are bytes, not packets
 */
enum ct6_limit_flags {
	CT6_LIMIT_FLAGS_OVER = 1,
	CT6_LIMIT_FLAGS_BYTES = 2,
};

/**
 * enum ct6_reject_type
 * @CT6_REJECT_TYPE_ICMPV6: Destination Unreachable with the given code
 * @CT6_REJECT_TYPE_TCP_RESET: a TCP RST; only for TCP
 */
enum ct6_reject_type {
	CT6_REJECT_TYPE_ICMPV6,
	CT6_REJECT_TYPE_TCP_RESET,
};

/**
 * enum ct6_filtering - Who may answer at an endpoint that has sent.
 * @CT6_FILTERING_FLOW: the other end of the flow
 * @CT6_FILTERING_ENDPOINT: anybody (endpoint-independent filtering, RFC 6092
 *   REC-11, 17 and 33), as related, as long as the endpoint's flow lives
 */
enum ct6_filtering {
	CT6_FILTERING_FLOW,
	CT6_FILTERING_ENDPOINT,
};

/**
 * enum ct6_helper - Protocols that announce further connections.
 */
enum ct6_helper {
	CT6_HELPER_NONE,
	CT6_HELPER_FTP,
	CT6_HELPER_TFTP,

	/* private: */
	__CT6_HELPER_MAX,
	CT6_HELPER_MAX = (__CT6_HELPER_MAX - 1)
};

/**
 * enum ct6_set_type - What the elements of a set are, and the fields that can
 *   be looked up in it. They are as wide as those, in network byte order.
 * @CT6_SET_TYPE_UNSPEC: never valid
 * @CT6_SET_TYPE_IPV6_ADDR: saddr, daddr
 * @CT6_SET_TYPE_INET_SERVICE: sport, dport
 * @CT6_SET_TYPE_IFNAME: iifname, oifname
 * @CT6_SET_TYPE_INET_PROTO: l4proto, nexthdr
 * @CT6_SET_TYPE_ICMPV6_TYPE: icmpv6-type
 * @CT6_SET_TYPE_MARK: mark, ct-mark
 * @CT6_SET_TYPE_ETHER_ADDR: ether-saddr
 */
enum ct6_set_type {
	CT6_SET_TYPE_UNSPEC,
	CT6_SET_TYPE_IPV6_ADDR,
	CT6_SET_TYPE_INET_SERVICE,
	CT6_SET_TYPE_IFNAME,
	CT6_SET_TYPE_INET_PROTO,
	CT6_SET_TYPE_ICMPV6_TYPE,
	CT6_SET_TYPE_MARK,
	CT6_SET_TYPE_ETHER_ADDR,

	/* private: */
	__CT6_SET_TYPE_MAX,
	CT6_SET_TYPE_MAX = (__CT6_SET_TYPE_MAX - 1)
};

/**
 * enum ct6_set_flags
 * @CT6_SET_FLAGS_INTERVAL: elements may be prefixes and ranges
 * @CT6_SET_FLAGS_TIMEOUT: elements may go by themselves
 * @CT6_SET_FLAGS_CONSTANT: elements change with the ruleset only
 * @CT6_SET_FLAGS_ANONYMOUS: stands for a list of one rule that is longer than
 *   an attribute can be; constant, and shown in the rule's place
 */
enum ct6_set_flags {
	CT6_SET_FLAGS_INTERVAL = 1,
	CT6_SET_FLAGS_TIMEOUT = 2,
	CT6_SET_FLAGS_CONSTANT = 4,
	CT6_SET_FLAGS_ANONYMOUS = 8,
};

/**
 * enum ct6_ruleset_flags
 * @CT6_RULESET_FLAGS_ESSENTIALS: built-in acceptance of what IPv6 needs on a
 *   link (RFC 4890)
 * @CT6_RULESET_FLAGS_REVALIDATE: flows must earn their state again when the
 *   ruleset changes
 */
enum ct6_ruleset_flags {
	CT6_RULESET_FLAGS_ESSENTIALS = 1,
	CT6_RULESET_FLAGS_REVALIDATE = 2,
};

/**
 * enum ct6_flow_status
 * @CT6_FLOW_STATUS_SEEN_REPLY: a packet of the other direction was accepted
 * @CT6_FLOW_STATUS_ASSURED: its opener has shown that it gets the answers (a
 *   handshake that is done, a packet behind a reply); it is not evicted before
 *   it ends
 * @CT6_FLOW_STATUS_LOCAL: an endpoint is this host
 * @CT6_FLOW_STATUS_DENIED: a newer ruleset denies the flow; it stays only so
 *   that its packets cannot begin it anew from the other side
 */
enum ct6_flow_status {
	CT6_FLOW_STATUS_SEEN_REPLY = 1,
	CT6_FLOW_STATUS_ASSURED = 2,
	CT6_FLOW_STATUS_LOCAL = 4,
	CT6_FLOW_STATUS_DENIED = 8,
};

/**
 * enum ct6_tcp_state - States of a tracked TCP connection (RFC 9293), seen
 *   from the middle.
 */
enum ct6_tcp_state {
	CT6_TCP_STATE_NONE,
	CT6_TCP_STATE_SYN_SENT,
	CT6_TCP_STATE_SYN_RECV,
	CT6_TCP_STATE_ESTABLISHED,
	CT6_TCP_STATE_FIN_WAIT,
	CT6_TCP_STATE_CLOSE_WAIT,
	CT6_TCP_STATE_LAST_ACK,
	CT6_TCP_STATE_TIME_WAIT,
	CT6_TCP_STATE_CLOSE,
	CT6_TCP_STATE_SYN_SENT2,

	/* private: */
	__CT6_TCP_STATE_MAX,
	CT6_TCP_STATE_MAX = (__CT6_TCP_STATE_MAX - 1)
};

/**
 * enum ct6_sctp_state - States of a tracked SCTP association (RFC 9260), seen
 *   from the middle.
 * @CT6_SCTP_STATE_COOKIE_WAIT: INIT of the opener, or INITs of both sides
 * @CT6_SCTP_STATE_HEARTBEAT: HEARTBEAT on another path of an association
 */
enum ct6_sctp_state {
	CT6_SCTP_STATE_NONE,
	CT6_SCTP_STATE_COOKIE_WAIT,
	CT6_SCTP_STATE_COOKIE_ECHOED,
	CT6_SCTP_STATE_ESTABLISHED,
	CT6_SCTP_STATE_SHUTDOWN_SENT,
	CT6_SCTP_STATE_SHUTDOWN_ACK_SENT,
	CT6_SCTP_STATE_CLOSED,
	CT6_SCTP_STATE_HEARTBEAT,

	/* private: */
	__CT6_SCTP_STATE_MAX,
	CT6_SCTP_STATE_MAX = (__CT6_SCTP_STATE_MAX - 1)
};

/**
 * enum ct6_dccp_state - States of a tracked DCCP connection (RFC 4340), seen
 *   from the middle.
 * @CT6_DCCP_STATE_LISTEN: the server has told that it waits (RFC 5596)
 */
enum ct6_dccp_state {
	CT6_DCCP_STATE_NONE,
	CT6_DCCP_STATE_REQUEST,
	CT6_DCCP_STATE_RESPOND,
	CT6_DCCP_STATE_PARTOPEN,
	CT6_DCCP_STATE_OPEN,
	CT6_DCCP_STATE_CLOSEREQ,
	CT6_DCCP_STATE_CLOSING,
	CT6_DCCP_STATE_TIME_WAIT,
	CT6_DCCP_STATE_LISTEN,

	/* private: */
	__CT6_DCCP_STATE_MAX,
	CT6_DCCP_STATE_MAX = (__CT6_DCCP_STATE_MAX - 1)
};

/**
 * enum ct6_destroy_reason - Why a flow ended.
 */
enum ct6_destroy_reason {
	CT6_DESTROY_REASON_NONE,
	CT6_DESTROY_REASON_TIMEOUT,
	CT6_DESTROY_REASON_DELETED,
	CT6_DESTROY_REASON_DENIED,
	CT6_DESTROY_REASON_EVICTED,
	CT6_DESTROY_REASON_REPLACED,
	CT6_DESTROY_REASON_FLUSHED,
};

/**
 * enum ct6_change_kind - What a change of the running ruleset does.
 * @CT6_CHANGE_KIND_RULE_ADD: a rule behind the one with handle or index, at
 *   the end without
 * @CT6_CHANGE_KIND_RULE_INSERT: a rule in front of the one with handle or
 *   index, at the front without
 * @CT6_CHANGE_KIND_RULE_REPLACE: another rule in the place of the one with
 *   handle or index, whose handle it takes
 * @CT6_CHANGE_KIND_RULE_DELETE: the rule with handle or index goes
 * @CT6_CHANGE_KIND_CHAIN_ADD: a chain without rules; a base chain when it has
 *   a hook
 * @CT6_CHANGE_KIND_CHAIN_DELETE: the chain goes; no rule may jump to it, and
 *   it has none unless flags say rules
 * @CT6_CHANGE_KIND_CHAIN_RENAME: the chain gets new-name; what jumps to it
 *   does so still
 * @CT6_CHANGE_KIND_CHAIN_POLICY: a base chain gets another policy
 * @CT6_CHANGE_KIND_CHAIN_FLUSH: the rules of the chain go
 * @CT6_CHANGE_KIND_COUNTERS_RESET: counters begin at 0: of the rule with
 *   handle or index, of the chain, or of all without a chain
 */
enum ct6_change_kind {
	CT6_CHANGE_KIND_RULE_ADD,
	CT6_CHANGE_KIND_RULE_INSERT,
	CT6_CHANGE_KIND_RULE_REPLACE,
	CT6_CHANGE_KIND_RULE_DELETE,
	CT6_CHANGE_KIND_CHAIN_ADD,
	CT6_CHANGE_KIND_CHAIN_DELETE,
	CT6_CHANGE_KIND_CHAIN_RENAME,
	CT6_CHANGE_KIND_CHAIN_POLICY,
	CT6_CHANGE_KIND_CHAIN_FLUSH,
	CT6_CHANGE_KIND_COUNTERS_RESET,
};

/**
 * enum ct6_change_flags
 * @CT6_CHANGE_FLAGS_RULES: a chain is deleted with the rules in it
 */
enum ct6_change_flags {
	CT6_CHANGE_FLAGS_RULES = 1,
};

/**
 * enum ct6_ruleset_cause - What made a ruleset run.
 * @CT6_RULESET_CAUSE_LOAD: ruleset-set
 * @CT6_RULESET_CAUSE_CHANGE: ruleset-change
 * @CT6_RULESET_CAUSE_FLUSH: ruleset-del
 * @CT6_RULESET_CAUSE_CONFIRM: ruleset-confirm; the ruleset that runs stays
 * @CT6_RULESET_CAUSE_ROLLBACK: ruleset-rollback, or no ruleset-confirm in
 *   time; the former one runs
 */
enum ct6_ruleset_cause {
	CT6_RULESET_CAUSE_LOAD,
	CT6_RULESET_CAUSE_CHANGE,
	CT6_RULESET_CAUSE_FLUSH,
	CT6_RULESET_CAUSE_CONFIRM,
	CT6_RULESET_CAUSE_ROLLBACK,
};

/**
 * enum ct6_per - What has an account of its own.
 * @CT6_PER_ALL: nothing; all packets share one
 * @CT6_PER_SADDR: each prefix of source addresses
 * @CT6_PER_DADDR: each prefix of destination addresses
 */
enum ct6_per {
	CT6_PER_ALL,
	CT6_PER_SADDR,
	CT6_PER_DADDR,

	/* private: */
	__CT6_PER_MAX,
	CT6_PER_MAX = (__CT6_PER_MAX - 1)
};

/**
 * enum ct6_limit_per - What packets of one bucket have in common.
 * @CT6_LIMIT_PER_SADDR: the prefix of the source
 * @CT6_LIMIT_PER_DADDR: the prefix of the destination
 * @CT6_LIMIT_PER_SPORT: the source port, 0 where there are no ports
 * @CT6_LIMIT_PER_DPORT: the destination port, 0 where there are none
 */
enum ct6_limit_per {
	CT6_LIMIT_PER_SADDR = 1,
	CT6_LIMIT_PER_DADDR = 2,
	CT6_LIMIT_PER_SPORT = 4,
	CT6_LIMIT_PER_DPORT = 8,
};

/**
 * enum ct6_recent_op
 * @CT6_RECENT_OP_SET: remember the packet's prefix and time; always matches
 * @CT6_RECENT_OP_CHECK: match when there were enough packets of the prefix in
 *   the time
 * @CT6_RECENT_OP_UPDATE: as check, and remember this packet too when it
 *   matches
 * @CT6_RECENT_OP_REMOVE: forget the prefix; matches when it was known
 */
enum ct6_recent_op {
	CT6_RECENT_OP_SET,
	CT6_RECENT_OP_CHECK,
	CT6_RECENT_OP_UPDATE,
	CT6_RECENT_OP_REMOVE,

	/* private: */
	__CT6_RECENT_OP_MAX,
	CT6_RECENT_OP_MAX = (__CT6_RECENT_OP_MAX - 1)
};

/**
 * enum ct6_count_flags
 * @CT6_COUNT_FLAGS_OVER: match when the flow would be one too many, not when
 *   there is room
 */
enum ct6_count_flags {
	CT6_COUNT_FLAGS_OVER = 1,
};

/**
 * enum ct6_recent_flags
 * @CT6_RECENT_FLAGS_INVERT: match when it would not
 * @CT6_RECENT_FLAGS_HOPLIMIT: what was remembered counts only with the
 *   packet's hop limit
 */
enum ct6_recent_flags {
	CT6_RECENT_FLAGS_INVERT = 1,
	CT6_RECENT_FLAGS_HOPLIMIT = 2,
};

/**
 * enum ct6_explain_by - What decides on a described packet.
 * @CT6_EXPLAIN_BY_RULE: the rule with handle
 */
enum ct6_explain_by {
	CT6_EXPLAIN_BY_ESSENTIALS,
	CT6_EXPLAIN_BY_RULE,
	CT6_EXPLAIN_BY_POLICY,
};

enum {
	CT6_A_ELEM_DATA = 1,
	CT6_A_ELEM_MASK,
	CT6_A_ELEM_END,
	CT6_A_ELEM_TIMEOUT,
	CT6_A_ELEM_EXPIRES,

	__CT6_A_ELEM_MAX,
	CT6_A_ELEM_MAX = (__CT6_A_ELEM_MAX - 1)
};

enum {
	CT6_A_MATCH_FIELD = 1,
	CT6_A_MATCH_FLAGS,
	CT6_A_MATCH_ELEM,
	CT6_A_MATCH_SET,

	__CT6_A_MATCH_MAX,
	CT6_A_MATCH_MAX = (__CT6_A_MATCH_MAX - 1)
};

enum {
	CT6_A_LIMIT_RATE = 1,
	CT6_A_LIMIT_UNIT,
	CT6_A_LIMIT_BURST,
	CT6_A_LIMIT_FLAGS,
	CT6_A_LIMIT_PER,
	CT6_A_LIMIT_PREFIX_LEN,
	CT6_A_LIMIT_SIZE,
	CT6_A_LIMIT_NAME,
	CT6_A_LIMIT_DADDR_LEN,

	__CT6_A_LIMIT_MAX,
	CT6_A_LIMIT_MAX = (__CT6_A_LIMIT_MAX - 1)
};

enum {
	CT6_A_LOG_PREFIX = 1,
	CT6_A_LOG_LEVEL,
	CT6_A_LOG_GROUP,
	CT6_A_LOG_SNAPLEN,
	CT6_A_LOG_FLAGS,

	__CT6_A_LOG_MAX,
	CT6_A_LOG_MAX = (__CT6_A_LOG_MAX - 1)
};

enum {
	CT6_A_VERDICT_CODE = 1,
	CT6_A_VERDICT_CHAIN,

	__CT6_A_VERDICT_MAX,
	CT6_A_VERDICT_MAX = (__CT6_A_VERDICT_MAX - 1)
};

enum {
	CT6_A_REJECT_TYPE = 1,
	CT6_A_REJECT_CODE,
	CT6_A_REJECT_DELAY,

	__CT6_A_REJECT_MAX,
	CT6_A_REJECT_MAX = (__CT6_A_REJECT_MAX - 1)
};

enum {
	CT6_A_COUNT_MAX_FLOWS = 1,
	CT6_A_COUNT_FLAGS,
	CT6_A_COUNT_PER,
	CT6_A_COUNT_PREFIX_LEN,

	__CT6_A_COUNT_MAX,
	CT6_A_COUNT_MAX = (__CT6_A_COUNT_MAX - 1)
};

enum {
	CT6_A_RECENT_NAME = 1,
	CT6_A_RECENT_OP,
	CT6_A_RECENT_PER,
	CT6_A_RECENT_PREFIX_LEN,
	CT6_A_RECENT_SECONDS,
	CT6_A_RECENT_HITS,
	CT6_A_RECENT_SIZE,
	CT6_A_RECENT_FLAGS,

	__CT6_A_RECENT_MAX,
	CT6_A_RECENT_MAX = (__CT6_A_RECENT_MAX - 1)
};

enum {
	CT6_A_MARK_OF = 1,
	CT6_A_MARK_KEEP,
	CT6_A_MARK_TAKE,
	CT6_A_MARK_VALUE,

	__CT6_A_MARK_MAX,
	CT6_A_MARK_MAX = (__CT6_A_MARK_MAX - 1)
};

enum {
	CT6_A_EXPR_MATCH = 1,
	CT6_A_EXPR_LIMIT,
	CT6_A_EXPR_LOG,
	CT6_A_EXPR_VERDICT,
	CT6_A_EXPR_REJECT,
	CT6_A_EXPR_SET_MARK,
	CT6_A_EXPR_SET_CT_MARK,
	CT6_A_EXPR_FILTERING,
	CT6_A_EXPR_HELPER,
	CT6_A_EXPR_RECENT,
	CT6_A_EXPR_COUNT,
	CT6_A_EXPR_MARK,

	__CT6_A_EXPR_MAX,
	CT6_A_EXPR_MAX = (__CT6_A_EXPR_MAX - 1)
};

enum {
	CT6_A_RULE_PAD = 1,
	CT6_A_RULE_CHAIN,
	CT6_A_RULE_HANDLE,
	CT6_A_RULE_EXPR,
	CT6_A_RULE_COMMENT,
	CT6_A_RULE_PACKETS,
	CT6_A_RULE_BYTES,

	__CT6_A_RULE_MAX,
	CT6_A_RULE_MAX = (__CT6_A_RULE_MAX - 1)
};

enum {
	CT6_A_CHAIN_PAD = 1,
	CT6_A_CHAIN_NAME,
	CT6_A_CHAIN_HOOK,
	CT6_A_CHAIN_POLICY,
	CT6_A_CHAIN_PACKETS,
	CT6_A_CHAIN_BYTES,

	__CT6_A_CHAIN_MAX,
	CT6_A_CHAIN_MAX = (__CT6_A_CHAIN_MAX - 1)
};

enum {
	CT6_A_RULESET_PAD = 1,
	CT6_A_RULESET_GENERATION,
	CT6_A_RULESET_FLAGS,
	CT6_A_RULESET_CHECK,
	CT6_A_RULESET_CHAIN,
	CT6_A_RULESET_RULE,
	CT6_A_RULESET_NR_RULES,
	CT6_A_RULESET_ESSENTIAL_PACKETS,
	CT6_A_RULESET_ESSENTIAL_BYTES,
	CT6_A_RULESET_CHANGE,
	CT6_A_RULESET_HANDLE,
	CT6_A_RULESET_CAUSE,
	CT6_A_RULESET_PID,
	CT6_A_RULESET_COMM,
	CT6_A_RULESET_SET,
	CT6_A_RULESET_SET_ELEMS,
	CT6_A_RULESET_CONFIRM,
	CT6_A_RULESET_FORCE,
	CT6_A_RULESET_CONFIRM_LEFT,

	__CT6_A_RULESET_MAX,
	CT6_A_RULESET_MAX = (__CT6_A_RULESET_MAX - 1)
};

enum {
	CT6_A_CHANGE_PAD = 1,
	CT6_A_CHANGE_KIND,
	CT6_A_CHANGE_CHAIN,
	CT6_A_CHANGE_HANDLE,
	CT6_A_CHANGE_INDEX,
	CT6_A_CHANGE_RULE,
	CT6_A_CHANGE_NEW_NAME,
	CT6_A_CHANGE_HOOK,
	CT6_A_CHANGE_POLICY,
	CT6_A_CHANGE_FLAGS,
	CT6_A_CHANGE_PACKETS,
	CT6_A_CHANGE_BYTES,

	__CT6_A_CHANGE_MAX,
	CT6_A_CHANGE_MAX = (__CT6_A_CHANGE_MAX - 1)
};

enum {
	CT6_A_SET_NAME = 1,
	CT6_A_SET_TYPE,
	CT6_A_SET_FLAGS,
	CT6_A_SET_TIMEOUT,
	CT6_A_SET_SIZE,
	CT6_A_SET_COMMENT,
	CT6_A_SET_NR_ELEMS,

	__CT6_A_SET_MAX,
	CT6_A_SET_MAX = (__CT6_A_SET_MAX - 1)
};

enum {
	CT6_A_SET_ELEMS_SET = 1,
	CT6_A_SET_ELEMS_ELEM,
	CT6_A_SET_ELEMS_COUNT,

	__CT6_A_SET_ELEMS_MAX,
	CT6_A_SET_ELEMS_MAX = (__CT6_A_SET_ELEMS_MAX - 1)
};

enum {
	CT6_A_STEP_PAD = 1,
	CT6_A_STEP_HANDLE,
	CT6_A_STEP_EXPR,

	__CT6_A_STEP_MAX,
	CT6_A_STEP_MAX = (__CT6_A_STEP_MAX - 1)
};

enum {
	CT6_A_TOLD_FIELD = 1,
	CT6_A_TOLD_DATA,

	__CT6_A_TOLD_MAX,
	CT6_A_TOLD_MAX = (__CT6_A_TOLD_MAX - 1)
};

enum {
	CT6_A_EXPLAIN_PAD = 1,
	CT6_A_EXPLAIN_CHAIN,
	CT6_A_EXPLAIN_IIF,
	CT6_A_EXPLAIN_OIF,
	CT6_A_EXPLAIN_SADDR,
	CT6_A_EXPLAIN_DADDR,
	CT6_A_EXPLAIN_L4PROTO,
	CT6_A_EXPLAIN_SPORT,
	CT6_A_EXPLAIN_DPORT,
	CT6_A_EXPLAIN_TCP_FLAGS,
	CT6_A_EXPLAIN_ICMP_TYPE,
	CT6_A_EXPLAIN_ICMP_CODE,
	CT6_A_EXPLAIN_ICMP_ID,
	CT6_A_EXPLAIN_STATE,
	CT6_A_EXPLAIN_MARK,
	CT6_A_EXPLAIN_CT_MARK,
	CT6_A_EXPLAIN_LENGTH,
	CT6_A_EXPLAIN_HOPLIMIT,
	CT6_A_EXPLAIN_DSCP,
	CT6_A_EXPLAIN_EXTHDRS,
	CT6_A_EXPLAIN_GENERATION,
	CT6_A_EXPLAIN_FLOW,
	CT6_A_EXPLAIN_VERDICT,
	CT6_A_EXPLAIN_BY,
	CT6_A_EXPLAIN_HANDLE,
	CT6_A_EXPLAIN_REJECT,
	CT6_A_EXPLAIN_NOTRACK,
	CT6_A_EXPLAIN_STEPS,
	CT6_A_EXPLAIN_FIRST,
	CT6_A_EXPLAIN_STEP,
	CT6_A_EXPLAIN_RT_TYPE,
	CT6_A_EXPLAIN_RT_SEG_LEFT,
	CT6_A_EXPLAIN_TOLD,

	__CT6_A_EXPLAIN_MAX,
	CT6_A_EXPLAIN_MAX = (__CT6_A_EXPLAIN_MAX - 1)
};

enum {
	CT6_A_FILTER_L4PROTO = 1,
	CT6_A_FILTER_ADDR,
	CT6_A_FILTER_ADDR_LEN,
	CT6_A_FILTER_SADDR,
	CT6_A_FILTER_SADDR_LEN,
	CT6_A_FILTER_DADDR,
	CT6_A_FILTER_DADDR_LEN,
	CT6_A_FILTER_PORT,
	CT6_A_FILTER_SPORT,
	CT6_A_FILTER_DPORT,
	CT6_A_FILTER_STATE,
	CT6_A_FILTER_STATUS,
	CT6_A_FILTER_STATUS_CLEAR,
	CT6_A_FILTER_MARK,
	CT6_A_FILTER_MARK_MASK,
	CT6_A_FILTER_IFINDEX,

	__CT6_A_FILTER_MAX,
	CT6_A_FILTER_MAX = (__CT6_A_FILTER_MAX - 1)
};

enum {
	CT6_A_FLOW_PAD = 1,
	CT6_A_FLOW_FILTER,
	CT6_A_FLOW_ID,
	CT6_A_FLOW_L4PROTO,
	CT6_A_FLOW_SADDR,
	CT6_A_FLOW_DADDR,
	CT6_A_FLOW_SPORT,
	CT6_A_FLOW_DPORT,
	CT6_A_FLOW_ICMP_TYPE,
	CT6_A_FLOW_ICMP_ID,
	CT6_A_FLOW_SCOPE,
	CT6_A_FLOW_HOOK,
	CT6_A_FLOW_IIF,
	CT6_A_FLOW_OIF,
	CT6_A_FLOW_STATE,
	CT6_A_FLOW_STATUS,
	CT6_A_FLOW_MARK,
	CT6_A_FLOW_TIMEOUT,
	CT6_A_FLOW_START,
	CT6_A_FLOW_ORIG_PACKETS,
	CT6_A_FLOW_ORIG_BYTES,
	CT6_A_FLOW_REPLY_PACKETS,
	CT6_A_FLOW_REPLY_BYTES,
	CT6_A_FLOW_REASON,
	CT6_A_FLOW_COUNT,

	__CT6_A_FLOW_MAX,
	CT6_A_FLOW_MAX = (__CT6_A_FLOW_MAX - 1)
};

enum {
	CT6_A_CONFIG_PAD = 1,
	CT6_A_CONFIG_MAX_FLOWS,
	CT6_A_CONFIG_TRACKING,
	CT6_A_CONFIG_TCP_LOOSE,
	CT6_A_CONFIG_TCP_LIBERAL,
	CT6_A_CONFIG_MAX_EXPECTS,
	CT6_A_CONFIG_MAX_DELAYED,
	CT6_A_CONFIG_CHECKSUM,
	CT6_A_CONFIG_FRAGMENT_STRICT,
	CT6_A_CONFIG_FRAGMENT_FIRST_WHOLE,
	CT6_A_CONFIG_MAX_DATAGRAMS,
	CT6_A_CONFIG_TIMEOUT_TCP_SYN_SENT,
	CT6_A_CONFIG_TIMEOUT_TCP_SYN_RECV,
	CT6_A_CONFIG_TIMEOUT_TCP_ESTABLISHED,
	CT6_A_CONFIG_TIMEOUT_TCP_FIN_WAIT,
	CT6_A_CONFIG_TIMEOUT_TCP_CLOSE_WAIT,
	CT6_A_CONFIG_TIMEOUT_TCP_LAST_ACK,
	CT6_A_CONFIG_TIMEOUT_TCP_TIME_WAIT,
	CT6_A_CONFIG_TIMEOUT_TCP_CLOSE,
	CT6_A_CONFIG_TIMEOUT_UDP,
	CT6_A_CONFIG_TIMEOUT_UDP_UNREPLIED,
	CT6_A_CONFIG_TIMEOUT_UDP_SYSTEM,
	CT6_A_CONFIG_TIMEOUT_SCTP_OPENING,
	CT6_A_CONFIG_TIMEOUT_SCTP_ESTABLISHED,
	CT6_A_CONFIG_TIMEOUT_SCTP_CLOSING,
	CT6_A_CONFIG_TIMEOUT_DCCP_OPENING,
	CT6_A_CONFIG_TIMEOUT_DCCP_OPEN,
	CT6_A_CONFIG_TIMEOUT_DCCP_CLOSING,
	CT6_A_CONFIG_TIMEOUT_GRE,
	CT6_A_CONFIG_TIMEOUT_ESP,
	CT6_A_CONFIG_TIMEOUT_ICMPV6,
	CT6_A_CONFIG_TIMEOUT_MULTICAST,
	CT6_A_CONFIG_TIMEOUT_HELPER,
	CT6_A_CONFIG_TIMEOUT_GENERIC,
	CT6_A_CONFIG_TIMEOUT_FRAGMENT,
	CT6_A_CONFIG_VERIFY_VERDICTS,
	CT6_A_CONFIG_ADAPTIVE_START,
	CT6_A_CONFIG_ADAPTIVE_END,

	__CT6_A_CONFIG_MAX,
	CT6_A_CONFIG_MAX = (__CT6_A_CONFIG_MAX - 1)
};

enum {
	CT6_A_STATS_PAD = 1,
	CT6_A_STATS_FLOWS,
	CT6_A_STATS_FLOWS_PEAK,
	CT6_A_STATS_FLOWS_MAX,
	CT6_A_STATS_FLOW_SIZE,
	CT6_A_STATS_TABLE_SIZE,
	CT6_A_STATS_GENERATION,
	CT6_A_STATS_EXPECTS,
	CT6_A_STATS_DELAYED,
	CT6_A_STATS_DATAGRAMS,
	CT6_A_STATS_CREATED,
	CT6_A_STATS_EXPIRED,
	CT6_A_STATS_DELETED,
	CT6_A_STATS_DENIED,
	CT6_A_STATS_EVICTED,
	CT6_A_STATS_REPLACED,
	CT6_A_STATS_REFUSED_MAX,
	CT6_A_STATS_REFUSED_NOMEM,
	CT6_A_STATS_INSERT_RACE,
	CT6_A_STATS_PACKETS,
	CT6_A_STATS_ACCEPTED,
	CT6_A_STATS_DROPPED,
	CT6_A_STATS_CACHED,
	CT6_A_STATS_REVALIDATED,
	CT6_A_STATS_NEW,
	CT6_A_STATS_ESTABLISHED,
	CT6_A_STATS_RELATED,
	CT6_A_STATS_UNTRACKED,
	CT6_A_STATS_INVALID,
	CT6_A_STATS_INVALID_TRUNCATED,
	CT6_A_STATS_INVALID_HEADER,
	CT6_A_STATS_INVALID_CHAIN,
	CT6_A_STATS_INVALID_FRAGMENT,
	CT6_A_STATS_INVALID_FRAGMENT_OVERLAP,
	CT6_A_STATS_INVALID_FRAGMENT_END,
	CT6_A_STATS_INVALID_FRAGMENT_SCATTER,
	CT6_A_STATS_INVALID_FRAGMENT_LENGTH,
	CT6_A_STATS_INVALID_FRAGMENT_SIZE,
	CT6_A_STATS_INVALID_FRAGMENT_FIRST,
	CT6_A_STATS_INVALID_FRAGMENT_ND,
	CT6_A_STATS_INVALID_ADDRESS,
	CT6_A_STATS_INVALID_CHECKSUM,
	CT6_A_STATS_INVALID_TCP,
	CT6_A_STATS_INVALID_ICMPV6,
	CT6_A_STATS_INVALID_ND,
	CT6_A_STATS_INVALID_PROTO,
	CT6_A_STATS_INVALID_SCTP,
	CT6_A_STATS_INVALID_DCCP,
	CT6_A_STATS_EXPECT_CREATED,
	CT6_A_STATS_EXPECT_USED,
	CT6_A_STATS_EXPECT_REFUSED,
	CT6_A_STATS_DELAYED_SENT,
	CT6_A_STATS_DELAYED_CANCELLED,
	CT6_A_STATS_DELAYED_REFUSED,
	CT6_A_STATS_FRAGMENT_DUPLICATE,
	CT6_A_STATS_FRAGMENT_EVICTED,
	CT6_A_STATS_FRAGMENT_REFUSED,
	CT6_A_STATS_EVENTS_LOST,
	CT6_A_STATS_RECENT_EVICTED,
	CT6_A_STATS_LIMIT_SHARED,
	CT6_A_STATS_COUNT_REFUSED,
	CT6_A_STATS_VERIFIED,
	CT6_A_STATS_VERIFY_DIFFERS,
	CT6_A_STATS_SHORTENED,

	__CT6_A_STATS_MAX,
	CT6_A_STATS_MAX = (__CT6_A_STATS_MAX - 1)
};

enum {
	CT6_CMD_RULESET_SET = 1,
	CT6_CMD_RULESET_GET,
	CT6_CMD_RULESET_DEL,
	CT6_CMD_FLOW_GET,
	CT6_CMD_FLOW_DEL,
	CT6_CMD_CONFIG_GET,
	CT6_CMD_CONFIG_SET,
	CT6_CMD_STATS_GET,
	CT6_CMD_FLOW_NEW_NTF,
	CT6_CMD_FLOW_UPDATE_NTF,
	CT6_CMD_FLOW_DEL_NTF,
	CT6_CMD_RULESET_NTF,
	CT6_CMD_RULESET_CHANGE,
	CT6_CMD_SET_ELEM_ADD,
	CT6_CMD_SET_ELEM_DEL,
	CT6_CMD_SET_FLUSH,
	CT6_CMD_SET_GET,
	CT6_CMD_RULESET_CONFIRM,
	CT6_CMD_RULESET_ROLLBACK,
	CT6_CMD_EXPLAIN,
	CT6_CMD_COUNTERS_TAKE,

	__CT6_CMD_MAX,
	CT6_CMD_MAX = (__CT6_CMD_MAX - 1)
};

#define CT6_MCGRP_FLOWS		"flows"
#define CT6_MCGRP_RULESET	"ruleset"

#endif /* _UAPI_LINUX_CT6_H */
