// SPDX-License-Identifier: GPL-2.0-only
/*
 * Neighbour Discovery, multicast listeners and the errors that paths need:
 * checked, never tracked, and accepted before the rules unless the ruleset
 * says "essentials off" (RFC 4890, 4.3 and 4.4).
 *
 * Echo requests are not among them, though RFC 4890 counts them in: whether
 * a host answers is for its rules to say.
 */
#include <linux/icmpv6.h>
#include <net/ipv6.h>
#include <net/mld.h>
#include <net/ndisc.h>

#include <uapi/linux/ct6.h>

#include "essentials.h"
#include "packet.h"

/* ICMPv6 types without a name in the kernel's headers. */
#define CT6_ICMPV6_MRD_FIRST	151	/* RFC 4286 */
#define CT6_ICMPV6_MRD_LAST	153
#define CT6_ICMPV6_IND_SOL	141	/* RFC 3122 */
#define CT6_ICMPV6_IND_ADV	142
#define CT6_ICMPV6_CPS		148	/* RFC 3971 */
#define CT6_ICMPV6_CPA		149

static bool ct6_is_nd(u8 type)
{
	switch (type) {
	case NDISC_ROUTER_SOLICITATION:
	case NDISC_ROUTER_ADVERTISEMENT:
	case NDISC_NEIGHBOUR_SOLICITATION:
	case NDISC_NEIGHBOUR_ADVERTISEMENT:
	case NDISC_REDIRECT:
	case CT6_ICMPV6_IND_SOL:
	case CT6_ICMPV6_IND_ADV:
	case CT6_ICMPV6_CPS:
	case CT6_ICMPV6_CPA:
		return true;
	default:
		return false;
	}
}

static bool ct6_is_mld(u8 type)
{
	switch (type) {
	case ICMPV6_MGM_QUERY:
	case ICMPV6_MGM_REPORT:
	case ICMPV6_MGM_REDUCTION:
	case ICMPV6_MLD2_REPORT:
	case CT6_ICMPV6_MRD_FIRST ... CT6_ICMPV6_MRD_LAST:
		return true;
	default:
		return false;
	}
}

/* RFC 2710, 3 and RFC 4286, 3: one hop, from the link. A host that has no
 * address yet reports from :: (RFC 3590).
 */
static bool ct6_mld_valid(const struct ct6_packet *pkt)
{
	if (pkt->hoplimit != 1)
		return false;
	return ipv6_addr_type(pkt->saddr) & IPV6_ADDR_LINKLOCAL ||
	       ipv6_addr_any(pkt->saddr);
}

/**
 * ct6_link_message() - classify an ICMPv6 message that is not tracked
 * @pkt: ICMPv6 that is neither an error nor an echo
 *
 * Neighbour Discovery has crossed no router when its hop limit is 255 (RFC
 * 4861, 6 and 7), MLD goes one hop. Others are for the rules to judge.
 *
 * Context: any.
 * Return: CT6_CT_STATE_UNTRACKED, or CT6_CT_STATE_INVALID with the reason.
 */
u8 ct6_link_message(struct ct6_packet *pkt)
{
	bool valid = true;

	if (ct6_is_nd(pkt->icmp_type))
		valid = pkt->hoplimit == 255;
	else if (ct6_is_mld(pkt->icmp_type))
		valid = ct6_mld_valid(pkt);
	if (valid)
		return CT6_CT_STATE_UNTRACKED;
	pkt->invalid = CT6_STAT_INVALID_ND;
	return CT6_CT_STATE_INVALID;
}

/**
 * ct6_essential() - is a packet accepted before the rules?
 * @pkt: classified packet
 *
 * Neighbour Discovery and MLD that passed their checks: forwarded they are
 * only by a bridge (RFC 4890, 4.3.3), as a router lowers the hop limit before
 * the hook and does not pass on what is from a link-local address. Errors that
 * belong to a flow; the errors that this host sends, which may be about a
 * packet that never became a flow (a hop limit that ran out).
 *
 * Context: any.
 */
bool ct6_essential(const struct ct6_packet *pkt)
{
	if (!pkt->has_icmp)
		return false;
	if (pkt->icmp_type < 128)
		return pkt->ct_state == CT6_CT_STATE_RELATED ||
		       pkt->hook == CT6_HOOK_OUTPUT;
	return pkt->ct_state == CT6_CT_STATE_UNTRACKED &&
	       (ct6_is_nd(pkt->icmp_type) || ct6_is_mld(pkt->icmp_type));
}
