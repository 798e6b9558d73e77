// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suites, with the module's own sources in one unit: ct6_kunit.ko is
 * built where the kernel has KUnit, and runs its suites when it is inserted.
 * It has no hooks and no family of its own, so it does not get into ct6's way.
 */
#include <kunit/test.h>

#include "../datapath.c"
#include "../net.c"
#include "../fragment.c"
#include "../datagram.c"
#include "../header.c"
#include "../exthdr.c"
#include "../checksum.c"
#include "../proto_icmpv6.c"
#include "../proto_sctp.c"
#include "../proto_dccp.c"
#include "../proto_gre.c"
#include "../proto_esp.c"
#include "../proto_generic.c"
#include "../icmpv6_error.c"
#include "../mobility.c"
#include "../essentials.c"
#include "../rules.c"
#include "../rule_index.c"
#include "../rule_index_build.c"
#include "../verify.c"
#include "../expr.c"
#include "../limit.c"
#include "../set.c"
#include "../interval.c"
#include "../expect.c"
#include "../kin.c"
#include "../reject.c"
#include "../delayed.c"
#include "../recent.c"
#include "../count.c"
#include "../mark.c"
#include "../route.c"
#include "../sender.c"
#include "../helper.c"
#include "../helper_ftp.c"
#include "../helper_tftp.c"
#include "../flow.c"
#include "../flow_filter.c"
#include "../expire.c"
#include "../pressure.c"
#include "../ruleset.c"
#include "../ruleset_parse.c"
#include "../expr_parse.c"
#include "../account_parse.c"
#include "../ruleset_edit.c"
#include "../ruleset_change.c"
#include "../nl_change.c"
#include "../confirm.c"
#include "../explain.c"
#include "../set_parse.c"
#include "../stats.c"
#include "../config.c"
#include "../netlink.c"
#include "../netlink-gen.c"
#include "../trace.c"
#include "../nl_ruleset.c"
#include "../nl_flow.c"
#include "../nl_expr.c"
#include "../nl_set.c"
#include "../nl_counters.c"

#include "header_test.c"
#include "key_test.c"
#include "tcp_window_test.c"
#include "interval_test.c"
#include "limit_test.c"
#include "rules_test.c"
#include "expect_test.c"

kunit_test_suites(&ct6_header_suite, &ct6_key_suite, &ct6_tcp_window_suite,
		  &ct6_interval_suite, &ct6_limit_suite, &ct6_rules_suite,
		  &ct6_expect_suite);

static int __init ct6_kunit_init(void)
{
	ct6_key_init();
	return ct6_flow_init();
}

static void __exit ct6_kunit_exit(void)
{
	ct6_flow_exit();
}

module_init(ct6_kunit_init);
module_exit(ct6_kunit_exit);

MODULE_DESCRIPTION("KUnit suites of ct6");
MODULE_LICENSE("GPL");
