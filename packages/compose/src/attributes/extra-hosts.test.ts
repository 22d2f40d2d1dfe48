import { testAttribute } from "../testing/test-config.ts";

testAttribute(
  [
    ["texts with = or :", "extra_hosts: [a=1.1.1.1, 'b:2.2.2.2']", { extra_hosts: ["a=1.1.1.1", "b=2.2.2.2"] }],
    ["IPv6, with and without brackets", "extra_hosts: ['a=[::1]', 'b:::2']", { extra_hosts: ["a=::1", "b=::2"] }],
    [
      "several addresses of a host",
      "extra_hosts: {a: [1.1.1.1, 2.2.2.2]}",
      { extra_hosts: ["a=1.1.1.1", "a=2.2.2.2"] },
    ],
  ],
  [
    [
      "no address",
      "extra_hosts: [a]",
      ['4:19 services.web.extra_hosts[0] is no host entry: "a" (write host=address, such as db.local=10.0.0.2)'],
    ],
  ],
);
