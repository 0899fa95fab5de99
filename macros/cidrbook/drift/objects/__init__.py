"""Observed objects compared with each other and with the declared ones.

Which module asks what:

- **Copies of one value** that differ: of a cluster's values (`cluster_copies`, `stale_app_ranges`, `range_conflicts`),
  settings and lists of one name (`settings_of_one_name`, `lists_of_one_name`), VLAN ids and AS numbers
  (`differing_numbers`), servers of mounts, resolvers, gateways (`mount_servers`, `odd_resolvers`, `odd_gateways`),
  virtual addresses, services with one sharing key, folders of machines. Each says a `StaleCopy`.
- **Lists** with a member that is none: of nodes and of any machines (`node_list_members`, `machine_list_members`).
- **Names that lead elsewhere**: `names_to_addresses` and `odd_records`; `two_addresses` of one machine.
- **One address, two owners**: `two_owners` says which pairs are two, by `one_owner`; `two_clusters` on one LAN,
  `variables_of_two_services`.
- **BGP**: `unlisted_nodes`, `odd_neighbour`, `unowned_peer_address`.
- **Networks**: `node_networks` without nodes, `default_ranges` in use, `listed_addresses` in no network.
- **Plan and repository**: `declared_and_observed` finds the pairs, `plan_differences` what differs in them;
  `leases_and_scans` are compared with both.
- `one_cause` joins findings.
"""
