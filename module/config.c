// SPDX-License-Identifier: GPL-2.0-only
/*
 * Settings of a network namespace.
 */
#include <linux/mm.h>
#include <net/netlink.h>

#include "config.h"
#include "flow.h"

/*
 * Seconds. TCP: RFC 5382 REQ-5 and RFC 6092 REC-35, 2 h 4 min established,
 * 4 min for what opens or closes; RFC 7857 4 min after a RST. UDP: RFC 4787
 * REQ-5 and RFC 6092 REC-14, 5 min, never under 2 min; REC-15, less with a
 * system port. SCTP: REC-40, as TCP. DCCP: REC-44, 2 h 4 min and 8 min.
 * ICMPv6 queries: RFC 5508 REQ-2, 60 s. The rest: REC-12, 5 min. Fragments:
 * RFC 8200, 4.5, 60 s.
 */
static const u32 ct6_config_timeouts[CT6_TIMEOUT_NR] = {
	[CT6_TIMEOUT_TCP_SYN_SENT]	= 240,
	[CT6_TIMEOUT_TCP_SYN_RECV]	= 240,
	[CT6_TIMEOUT_TCP_ESTABLISHED]	= 7440,
	[CT6_TIMEOUT_TCP_FIN_WAIT]	= 240,
	[CT6_TIMEOUT_TCP_CLOSE_WAIT]	= 240,
	[CT6_TIMEOUT_TCP_LAST_ACK]	= 240,
	[CT6_TIMEOUT_TCP_TIME_WAIT]	= 240,
	[CT6_TIMEOUT_TCP_CLOSE]		= 240,
	[CT6_TIMEOUT_UDP]		= 300,
	[CT6_TIMEOUT_UDP_UNREPLIED]	= 120,
	[CT6_TIMEOUT_UDP_SYSTEM]	= 60,
	[CT6_TIMEOUT_SCTP_OPENING]	= 240,
	[CT6_TIMEOUT_SCTP_ESTABLISHED]	= 7440,
	[CT6_TIMEOUT_SCTP_CLOSING]	= 240,
	[CT6_TIMEOUT_DCCP_OPENING]	= 480,
	[CT6_TIMEOUT_DCCP_OPEN]		= 7440,
	[CT6_TIMEOUT_DCCP_CLOSING]	= 480,
	[CT6_TIMEOUT_GRE]		= 300,
	[CT6_TIMEOUT_ESP]		= 300,
	[CT6_TIMEOUT_ICMPV6]		= 60,
	[CT6_TIMEOUT_MULTICAST]		= 10,
	[CT6_TIMEOUT_HELPER]		= 300,
	[CT6_TIMEOUT_GENERIC]		= 300,
	[CT6_TIMEOUT_FRAGMENT]		= 60,
};

/*
 * As many flows as fit in 1/32 of the memory, with bounds that suit a small
 * router and keep a large one's table sane.
 */
static u32 ct6_config_max(void)
{
	u64 bytes = (u64)totalram_pages() << PAGE_SHIFT;

	return clamp_t(u64, div_u64(bytes / 32, sizeof(struct ct6_flow)),
		       8192, 4194304);
}

static u32 ct6_config_share(const struct ct6_config *config, u32 percent)
{
	return min_t(u64, div_u64((u64)config->max * percent, 100), U32_MAX);
}

/* What percent mean in flows; packets ask for no more. */
static void ct6_config_adapt(struct ct6_config *config)
{
	u32 start = config->adaptive_start;

	WRITE_ONCE(config->adaptive_from,
		   start ? ct6_config_share(config, start) : U32_MAX);
	WRITE_ONCE(config->adaptive_to,
		   ct6_config_share(config, config->adaptive_end));
}

/**
 * ct6_config_default() - settings of a namespace that changed none
 * @config: result
 */
void ct6_config_default(struct ct6_config *config)
{
	config->max = ct6_config_max();
	config->tracking = 0;
	config->tcp_loose = 1;
	config->tcp_liberal = 0;
	config->max_expects = config->max / 4;
	config->max_delayed = 1024;
	config->checksum = 1;
	config->fragment_strict = 1;
	config->fragment_first_whole = 1;
	/* more than the kernel's reassembly has room for, by its default */
	config->max_datagrams = 8192;
	config->verify = 0;
	/* what design.rst says of it under "Pressure" */
	config->adaptive_start = 60;
	config->adaptive_end = 100;
	ct6_config_adapt(config);
	memcpy(config->timeout, ct6_config_timeouts, sizeof(config->timeout));
}

static void ct6_config_number(u32 *value, const struct nlattr *attr)
{
	if (attr)
		WRITE_ONCE(*value, nla_get_u32(attr));
}

static void ct6_config_switch(u8 *value, const struct nlattr *attr)
{
	if (attr)
		WRITE_ONCE(*value, nla_get_u8(attr));
}

/**
 * ct6_config_check() - do the settings of a request go with the others?
 * @config: settings
 * @attrs: validated attributes, by CT6_A_CONFIG_*
 * @extack: for the reason of a refusal
 *
 * Context: under ct6_net.lock.
 * Return: 0 or -EINVAL.
 */
int ct6_config_check(const struct ct6_config *config, struct nlattr **attrs,
		     struct netlink_ext_ack *extack)
{
	const struct nlattr *start = attrs[CT6_A_CONFIG_ADAPTIVE_START];
	const struct nlattr *end = attrs[CT6_A_CONFIG_ADAPTIVE_END];

	if (!start && !end)
		return 0;
	if ((start ? nla_get_u32(start) : config->adaptive_start) <
	    (end ? nla_get_u32(end) : config->adaptive_end))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, start ?: end,
			    "adaptive-start is to be below adaptive-end");
	return -EINVAL;
}

/**
 * ct6_config_change() - take over the settings of a request
 * @config: settings, read by hooks meanwhile
 * @attrs: validated attributes, by CT6_A_CONFIG_*
 *
 * Context: under ct6_net.lock.
 */
void ct6_config_change(struct ct6_config *config, struct nlattr **attrs)
{
	int i;

	ct6_config_number(&config->max, attrs[CT6_A_CONFIG_MAX_FLOWS]);
	ct6_config_number(&config->max_expects,
			  attrs[CT6_A_CONFIG_MAX_EXPECTS]);
	ct6_config_number(&config->max_delayed,
			  attrs[CT6_A_CONFIG_MAX_DELAYED]);
	ct6_config_switch(&config->tracking, attrs[CT6_A_CONFIG_TRACKING]);
	ct6_config_switch(&config->tcp_loose, attrs[CT6_A_CONFIG_TCP_LOOSE]);
	ct6_config_switch(&config->tcp_liberal,
			  attrs[CT6_A_CONFIG_TCP_LIBERAL]);
	ct6_config_switch(&config->checksum, attrs[CT6_A_CONFIG_CHECKSUM]);
	ct6_config_switch(&config->fragment_strict,
			  attrs[CT6_A_CONFIG_FRAGMENT_STRICT]);
	ct6_config_switch(&config->fragment_first_whole,
			  attrs[CT6_A_CONFIG_FRAGMENT_FIRST_WHOLE]);
	ct6_config_number(&config->max_datagrams,
			  attrs[CT6_A_CONFIG_MAX_DATAGRAMS]);
	ct6_config_number(&config->adaptive_start,
			  attrs[CT6_A_CONFIG_ADAPTIVE_START]);
	ct6_config_number(&config->adaptive_end,
			  attrs[CT6_A_CONFIG_ADAPTIVE_END]);
	ct6_config_adapt(config);
	for (i = 0; i < CT6_TIMEOUT_NR; i++)
		ct6_config_number(&config->timeout[i],
				  attrs[CT6_A_CONFIG_TIMEOUT_TCP_SYN_SENT + i]);
}

/**
 * ct6_config_put() - write settings into a message
 * @msg: message
 * @config: settings
 *
 * Return: 0 or -EMSGSIZE.
 */
int ct6_config_put(struct sk_buff *msg, const struct ct6_config *config)
{
	int i;

	if (nla_put_u32(msg, CT6_A_CONFIG_MAX_FLOWS, READ_ONCE(config->max)) ||
	    nla_put_u8(msg, CT6_A_CONFIG_TRACKING,
		       READ_ONCE(config->tracking)) ||
	    nla_put_u8(msg, CT6_A_CONFIG_TCP_LOOSE,
		       READ_ONCE(config->tcp_loose)) ||
	    nla_put_u8(msg, CT6_A_CONFIG_TCP_LIBERAL,
		       READ_ONCE(config->tcp_liberal)) ||
	    nla_put_u32(msg, CT6_A_CONFIG_MAX_EXPECTS,
			READ_ONCE(config->max_expects)) ||
	    nla_put_u32(msg, CT6_A_CONFIG_MAX_DELAYED,
			READ_ONCE(config->max_delayed)) ||
	    nla_put_u8(msg, CT6_A_CONFIG_CHECKSUM,
		       READ_ONCE(config->checksum)) ||
	    nla_put_u8(msg, CT6_A_CONFIG_FRAGMENT_STRICT,
		       READ_ONCE(config->fragment_strict)) ||
	    nla_put_u8(msg, CT6_A_CONFIG_FRAGMENT_FIRST_WHOLE,
		       READ_ONCE(config->fragment_first_whole)) ||
	    nla_put_u32(msg, CT6_A_CONFIG_MAX_DATAGRAMS,
			READ_ONCE(config->max_datagrams)) ||
	    nla_put_u8(msg, CT6_A_CONFIG_VERIFY_VERDICTS,
		       READ_ONCE(config->verify)) ||
	    nla_put_u32(msg, CT6_A_CONFIG_ADAPTIVE_START,
			READ_ONCE(config->adaptive_start)) ||
	    nla_put_u32(msg, CT6_A_CONFIG_ADAPTIVE_END,
			READ_ONCE(config->adaptive_end)))
		return -EMSGSIZE;
	for (i = 0; i < CT6_TIMEOUT_NR; i++)
		if (nla_put_u32(msg, CT6_A_CONFIG_TIMEOUT_TCP_SYN_SENT + i,
				READ_ONCE(config->timeout[i])))
			return -EMSGSIZE;
	return 0;
}
