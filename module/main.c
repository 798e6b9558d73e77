// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6: stateful packet filtering for IPv6 with connection tracking of its
 * own. The order in which its parts come and go; nothing else.
 */
#include <linux/module.h>

#include "count.h"
#include "datagram.h"
#include "flow.h"
#include "helper.h"
#include "key.h"
#include "net.h"
#include "netlink.h"

static int __init ct6_init(void)
{
	int err;

	ct6_key_init();
	err = ct6_flow_init();
	if (err)
		return err;
	err = ct6_count_init();
	if (err)
		goto err_flow;
	err = ct6_helper_init();
	if (err)
		goto err_count;
	err = ct6_datagram_init();
	if (err)
		goto err_helper;
	err = ct6_net_init();
	if (err)
		goto err_datagram;
	err = ct6_nl_init();
	if (err)
		goto err_net;
	return 0;

err_net:
	ct6_net_exit();
err_datagram:
	ct6_datagram_exit();
err_helper:
	ct6_helper_exit();
err_count:
	ct6_count_exit();
err_flow:
	ct6_flow_exit();
	return err;
}

static void __exit ct6_exit(void)
{
	ct6_nl_exit();
	ct6_net_exit();
	ct6_datagram_exit();
	ct6_helper_exit();
	ct6_count_exit();
	ct6_flow_exit();
}

module_init(ct6_init);
module_exit(ct6_exit);

MODULE_DESCRIPTION("Stateful packet filtering for IPv6");
MODULE_AUTHOR("The ct6 developers");
MODULE_LICENSE("GPL");
MODULE_ALIAS_GENL_FAMILY("ct6");
#ifdef CT6_VERSION
MODULE_VERSION(CT6_VERSION);
#endif
