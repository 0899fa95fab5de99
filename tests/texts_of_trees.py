"""Texts of formats that are trees, and of clues: files in which a reader sees something, by the reader's name."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "address_variables": {
        "a.yaml": """
            kind: ConfigMap
            metadata:
              name: cluster-settings
            data:
              LB_ONE: 10.9.8.1
              CLUSTER_LB_TWO: 10.9.8.1
            """,
    },
    "adguard_dhcp": {
        "AdGuardHome.yaml": """
            dhcp:
              enabled: true
              dhcpv4: {gateway_ip: 10.9.3.1, subnet_mask: 255.255.255.0, range_start: 10.9.3.9, range_end: 10.9.3.20}
              static_leases:
                - {hw_addr: "02:00:00:00:00:07", ip: 10.9.3.7, hostname: tv}
            """,
    },
    "ansible": {
        "barn/inventory/group_vars/k3s.yml": """
            k3s_registration_address: 10.60.8.2
            k3s_cluster_cidr: 10.62.0.0/16
            """,
    },
    "api_copies": {
        "a.yaml": """
            kind: ConfigMap
            metadata:
              name: cilium-config
            data:
              ipv4-native-routing-cidr: 10.42.0.0/16
            """,
    },
    "calico": {
        "kubernetes/nodes.yaml": """
            apiVersion: projectcalico.org/v3
            kind: Node
            metadata:
              name: kit-0
            spec:
              bgp:
                asNumber: 64831
                ipv4Address: 10.83.4.21/24
            """,
    },
    "cameras": {
        "frigate/config.yml": """
            cameras:
              front:
                ffmpeg:
                  inputs:
                    - path: rtsp://10.9.7.61:554/main
                    - path: rtsp://10.9.7.62:554/sub
            """,
    },
    "cilium": {
        "kubernetes/bgp.yaml": """
            apiVersion: cilium.io/v2
            kind: CiliumBGPClusterConfig
            metadata:
              name: bgp
            spec:
              bgpInstances:
              - name: one
                localASN: 64831
                peers:
                - name: router
                  peerASN: 64830
                  peerAddress: 10.83.4.1
            ---
            apiVersion: cilium.io/v2
            kind: CiliumLoadBalancerIPPool
            metadata:
              name: p
            spec:
              blocks:
              - cidr: 10.83.9.0/24
            """,
    },
    "cluster_variables": {
        "ansible/vars/lab.yml": """
            k8s_api_vip: 10.60.8.5
            """,
    },
    "cluster_ips": {
        "apps/ant/values.yaml": """
            service:
              clusterIP: 10.43.0.50
            """,
        "apps/bee/values.yaml": """
            service:
              clusterIP: 10.43.0.50
            """,
    },
    "cluster_dns": {
        "apps/coredns/helm-values.yaml": """
            k8sAppLabelOverride: kube-dns
            service:
              name: kube-dns
              clusterIP: 10.43.0.10
            servers: []
            """,
    },
    "cluster_inputs": {
        "nodes.yaml": """
            nodes:
            - name: ox
              address: 10.3.1.11
            - name: hen
              address: 10.3.1.12
            """,
    },
    "cluster_templates": {
        "a/made.yaml": """
            kind: Cluster
            name: far
            ---
            kind: Machine
            name: m1
            patches:
            - inline:
                machine:
                  network:
                    interfaces:
                    - interface: eth0
                      vip:
                        ip: 10.60.8.5
            """,
    },
    "containers": {
        "dns/compose.yaml": """
            services:
              dns:
                networks:
                  lan:
                    ipv4_address: 10.3.1.53
            networks:
              lan:
                driver: macvlan
            """,
    },
    "dhcp_variables": {
        "group_vars/dhcp.yml": """
            network_cidr: 10.40.0.0/24
            dhcp_range: 10.40.0.100,10.40.0.150
            dhcp_reservations:
            - mac: 02:40:00:00:00:00
              ip: 10.40.0.20
              hostname: h0
            """,
    },
    "distributions": {
        "kubeadm.yaml": """
            kind: InitConfiguration
            apiVersion: kubeadm.k8s.io/v1beta4
            localAPIEndpoint:
              advertiseAddress: 10.3.1.10
            nodeRegistration:
              name: k8s-0
            ---
            kind: ClusterConfiguration
            apiVersion: kubeadm.k8s.io/v1beta4
            controlPlaneEndpoint: '[fd03::5]:6443'
            """,
    },
    "dns_records": {
        "zones/db.lan": """
            nas IN A 10.77.1.5
            """,
    },
    "endpoints": {
        "apps/nas.yaml": """
            kind: Endpoints
            metadata:
              name: nas
            subsets:
            - addresses:
              - ip: 10.31.8.66
            """,
    },
    "esphome": {
        "plug.yaml": """
            substitutions:
              address: 10.9.7.51
            esphome:
              name: plug
            wifi:
              manual_ip:
                static_ip: ${address}
                gateway: 10.9.8.1
                subnet: 255.255.255.0
            """,
    },
    "host_files": {
        "hosts": """
            10.0.0.9 nas
            """,
    },
    "incus": {
        "preseed.yaml": """
            networks:
              - name: incusbr0
                config:
                  ipv4.address: 10.84.9.1/24
                  ipv4.dhcp.ranges: 10.84.9.100-10.84.9.199
            instances:
              - name: kit-0
                devices:
                  eth0:
                    ipv4.address: 10.84.9.7
              - name: kit-1
                devices:
                  eth0:
                    ipv4.address: 10.84.4.7
                    hwaddr: "00:16:3e:00:00:07"
            """,
    },
    "k0s": {
        "k0sctl.yaml": """
            apiVersion: k0sctl.k0sproject.io/v1beta1
            kind: Cluster
            metadata:
              name: barn
            spec:
              hosts:
                - role: controller+worker
                  hostname: kit-0
                  ssh:
                    address: 10.84.4.21
                - role: worker
                  privateAddress: 10.84.4.22
                  ssh:
                    address: kit-1.lan
              k0s:
                config:
                  spec:
                    api:
                      externalAddress: 10.84.4.20
                      sans: [10.84.4.20]
                    network:
                      podCIDR: 10.85.0.0/16
                      controlPlaneLoadBalancing:
                        keepalived: {vrrpInstances: [{virtualIPs: ["10.84.4.20/24"]}]}
            """,
    },
    "kube_vip": {
        "vip.yaml": """
            kind: DaemonSet
            metadata:
              name: announcer
            spec:
              template:
                spec:
                  containers:
                  - name: kube-vip
                    env:
                    - name: address
                      value: 10.95.1.9
                    - name: bgp_enable
                      value: 'true'
                    - name: bgp_as
                      value: '64959'
                    - name: bgp_peers
                      value: 10.95.1.1:64950::false
            """,
    },
    "program_literals": {
        "leases.py": """
            LEASES = [
                {"host": "printer", "hwaddr": "52:54:00:00:00:09", "ip": "10.9.3.9"},
            ]
            """,
    },
    "vyos_services": {
        "edge.sh": """
            set interfaces ethernet eth0 address 10.9.1.1/24
            set interfaces ethernet eth1 address 10.9.2.1/24
            set interfaces ethernet eth2 address 10.9.3.1/24
            set service dns forwarding listen-address 10.9.4.1
            """,
    },
    "machine_lists": {
        "topf.yaml": """
            nodes:
            - host: ox
              ip: 10.30.7.10
            """,
    },
    "manual_endpoints": {
        "apps/nas.yaml": """
            kind: Service
            metadata:
              name: nas
            spec:
              externalName: 10.31.8.66
            """,
    },
    "metallb": {
        "kubernetes/metallb.yaml": """
            apiVersion: metallb.io/v1beta1
            kind: IPAddressPool
            metadata:
              name: p
            spec:
              addresses:
              - 10.86.8.0/24
            ---
            apiVersion: metallb.io/v1beta1
            kind: BGPAdvertisement
            metadata:
              name: a
            ---
            apiVersion: metallb.io/v1beta2
            kind: BGPPeer
            metadata:
              name: r
            spec:
              myASN: 64961
              peerASN: 64960
              peerAddress: 10.86.8.1
            """,
    },
    "monitoring_targets": {
        "prometheus.yml": """
            scrape_configs:
            - job_name: node
              static_configs:
              - targets:
                - 10.40.0.30:9100
                labels:
                  host: attic
            """,
    },
    "mounts": {
        "apps/films.yaml": """
            volumes:
              - nfs: {server: 10.9.3.8, path: /srv/films}
            """,
    },
    "multus": {
        "a.yaml": """
            kind: NetworkAttachmentDefinition
            metadata:
              name: iot
            spec:
              config: '{"plugins": [{"master": "bond0.30", "ipam": {"subnet": "10.9.8.0/24", "gateway":
                "10.9.8.1", "addresses": [{"address": "10.9.8.253/24"}, 7]}}, 8]}'
            """,
    },
    "named_ranges": {
        "cluster.env": """
            export POD_CIDR='10.1.0.0/16'
            SVC_CIDR=10.2.0.0/16
            """,
    },
    "netplan": {
        "pi4/user-data.yaml": """
            hostname: pi5
            network:
              version: 1
              config:
              - type: physical
                subnets:
                - type: static
                  address: 10.3.1.7/24
            """,
    },
    "netviz": {
        "a.yaml": """
            apiVersion: netviz.dev/v1alpha1
            kind: router
            metadata:
              name: rtr-gw
            spec:
              interfaces:
              - name: port1
                type: ethernet
                vlan:
                  mode: access
                  vid: 10
                ipv4:
                - 192.168.10.1/24
                ipv6:
                - fd42::1/64
              - name: wan
                ipv4:
                - 203.0.113.2/30
            ---
            apiVersion: netviz.dev/v1alpha1
            kind: computer
            metadata:
              name: pc-alice
            spec:
              interfaces:
              - name: eth0
                ipv4:
                - address: 192.168.10.20/24
            ---
            apiVersion: netviz.dev/v1alpha1
            kind: cable
            metadata:
              name: cbl
            spec:
              endpoints:
              - pc-alice:eth0
              - rtr-gw:port1
            """,
    },
    "nix": {
        "nas.nix": """
            { config, ... }: {
              networking = {
                hostName = "nas";
                interfaces.eth0.ipv4.addresses = [ { address = "10.0.0.5"; prefixLength = 24; } ];
                defaultGateway = "10.0.0.1";
              };
              services.nginx.upstream.ip = "10.0.0.9";
            }
            """,
    },
    "nmap": {
        "scan.xml": """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE nmaprun>
            <?xml-stylesheet href="file:///usr/share/nmap/nmap.xsl" type="text/xsl"?>
            <!-- Nmap 7.94 scan initiated as: nmap -sn -oX scan.xml 192.168.1.0/24 -->
            <nmaprun scanner="nmap" args="nmap -sn -oX scan.xml 192.168.1.0/24" start="1700000000" version="7.94">
            <host><status state="up" reason="arp-response" reason_ttl="0"/>
            <address addr="192.168.1.10" addrtype="ipv4"/>
            <address addr="02:00:00:00:00:01" addrtype="mac" vendor="Synology"/>
            <hostnames>
            <hostname name="nas.lan" type="PTR"/>
            </hostnames>
            </host>
            <host><status state="up" reason="arp-response" reason_ttl="0"/>
            <address addr="192.168.1.66" addrtype="ipv4"/></host>
            <host><status state="down" reason="no-response" reason_ttl="0"/>
            <address addr="192.168.1.67" addrtype="ipv4"/></host>
            <runstats><hosts up="2" down="1" total="3"/></runstats>
            </nmaprun>
            """,
    },
    "node_lists": {
        "apps/monitoring.yaml": """
            kubeEtcd:
              endpoints: [10.9.3.11, 10.9.3.12]
            """,
    },
    "opnsense": {
        "opnsense/config.xml": """
            <opnsense><interfaces>
            <lan><enable>1</enable><if>igb0</if><ipaddr>10.83.4.1</ipaddr><subnet>24</subnet></lan>
            </interfaces><OPNsense><quagga><general><enabled>1</enabled></general>
            <bgp><enabled>1</enabled><asnumber>64830</asnumber><neighbors>
            <neighbor><enabled>1</enabled><address>10.83.4.21</address><remoteas>64831</remoteas></neighbor>
            <neighbor><enabled>1</enabled><address>10.83.4.22</address><remoteas>64831</remoteas></neighbor>
            <neighbor><enabled>1</enabled><address>10.83.4.23</address><remoteas>64831</remoteas></neighbor></neighbors></bgp></quagga></OPNsense></opnsense>
            """,
    },
    "peering_variables": {
        "ansible/group_vars/all.yml": """
            calico:
              bgp: enabled
              bgp_peer: 10.86.7.1
              bgp_peer_asn: 64960
            """,
    },
    "pool_variables": {
        "ansible/group_vars/all.yml": """
            metal_lb_ip_range: 10.40.0.1-10.40.0.9
            """,
    },
    "rackpeek": {
        "config.yaml": """
            version: 4
            resources:
            - kind: Server
              name: node-1
              ipmi: true
            - kind: System
              type: VM
              ip: 10.0.20.10
              name: vm-web
              runsOn:
              - node-1
            - kind: System
              name: without-an-address
            - kind: Service
              name: web
              network:
                ip: 10.0.20.10
                port: 443
                protocol: TCP
              runsOn:
              - vm-web
            """,
    },
    "resolvers": {
        "terraform.tfvars": """
            dns_servers = ["10.9.3.53"]
            """,
    },
    "script_variables": {
        "Makefile": """
            LB_POOL ?= 10.33.4.64-10.33.4.95
            """,
    },
    "service_addresses": {
        "stack/values/logs.yaml": """
            service:
              loadBalancerIP: 10.60.0.5
            """,
    },
    "talos": {
        "talos/talconfig.yaml": """
            clusterName: attic
            talosVersion: v1.9.0
            endpoint: https://10.4.7.11:6443
            nodes:
            - hostname: cp1
              ipAddress: 10.4.7.11
              controlPlane: true
              networkInterfaces:
              - interface: eth0
                vip:
                  ip: 10.4.7.9
            """,
    },
    "terraform": {
        "fw/bgp.tf": """
            resource "opnsense_quagga_bgp" "this" {
              as_number = 64700
              router_id = "10.6.0.1"
            }
            """,
        "fw/peers.tf": """
            resource "opnsense_quagga_bgp_neighbor" "node" {
              for_each  = toset(["10.6.0.21", "10.6.0.22"])
              peer_ip   = each.value
              remote_as = 64701
            }
            """,
    },
    "topf": {
        "topf.yaml": """
            clusterName: barn
            nodes:
            - host: 10.30.7.10
              role: worker
            """,
    },
    "trusted_cidrs": {
        "apps/chat.yaml": """
            AllowedIPs:
            - 10.31.5.1/24
            """,
    },
    "trusted_cidrs_texts": {
        "apps/chat/chat.ini": """
            TRUSTED_PROXIES = 10.72.0.0/16
            """,
    },
    "virtual_addresses": {
        "inventory/group_vars/core.yml": """
            core_vip_cidr: 10.40.0.5/24
            """,
    },
    "vpn_servers": {
        "server.conf": """
            dev tun
            server 10.101.0.0 255.255.0.0
            """,
    },
    "vrrp": {
        "b.conf": """
            interface eth3
             vrrp 5 ip 10.0.0.3
            """,
    },
    "vyos_settings": {
        "infra/edge/settings.yaml": """
            config:
              bgp:
                local_as: 64700
                router_id: ${cidrhost(networks.servers, 1)}
                neighbor_groups:
                - group: nodes
                  remote_as: 64701
                - group: other
                  remote_as: 64702
                  neighbors:
                  - ${cidrhost(networks.servers, 21)}
            """,
    },
    "wireguard": {
        "wg0.conf": """
            [Interface]
            Address=10.7.0.1/24
            [Peer]
            # phone
            PublicKey = A=
            AllowedIPs=10.7.0.0/24
            [Peer]
            AllowedIPs=10.7.0.7/24
            """,
    },
    "advertised_addresses": {
        "apps/plex.yaml": """
            kind: Service
            metadata:
              name: plex
              annotations:
                external-dns.alpha.kubernetes.io/target: 10.3.1.53
            spec:
              loadBalancerIP: 10.3.1.54
              ADVERTISE_IP: http://10.3.1.55:32400
            """,
    },
    "external_dns": {
        "apps/web.yaml": """
            kind: Service
            metadata:
              name: web
              annotations:
                external-dns.alpha.kubernetes.io/target: 10.3.1.53
                external-dns.alpha.kubernetes.io/hostname: web.lan, two.lan
            spec:
              loadBalancerIP: 10.3.1.54
            """,
    },
    "input_contradictions": {
        "cluster.yaml": """
            node_cidr: 10.3.1.0/24
            node_default_gateway: 10.3.2.1
            cluster_pod_cidr: 10.3.0.0/16
            cluster_svc_cidr: 10.43.0.0/16
            cluster_api_addr: 10.3.1.5
            """,
        "nodes.yaml": """
            nodes:
            - name: ox
              address: 10.3.1.5
            """,
    },
    "invalid_addresses": {
        "apps/web.yaml": """
            kind: Service
            spec:
              loadBalancerIP: 10.3.1.300
              clusterIPs:
              - 10.43.0.1/16
            gateway: 10.3.1
            """,
    },
    "reverse_records": {
        "1.3.10.in-addr.arpa.zone": """
            $ORIGIN 1.3.10.in-addr.arpa.
            5 IN PTR nas.lan.
            6 PTR tv.lan.
            """,
        "lan.zone": """
            $ORIGIN lan.
            nas IN A 10.3.1.6
            """,
    },
    "relabelled_targets": {
        "values.yaml": """
            targets: [10.9.7.1, 10.9.7.2]
            relabel_configs:
              - {source_labels: [__param_target], regex: 10.9.7.1, target_label: instance, replacement: edge}
              - {source_labels: [__param_target], regex: '10.9.7.3', target_label: instance, replacement: switch}
            """,
    },
    "democratic_csi": {
        "values.yaml": """
            driver:
              config:
                httpConnection: {host: 10.9.1.5}
                sshConnection: {host: 10.9.1.6}
                nfs: {shareHost: 10.9.1.5}
            """,
    },
    "traefik": {
        "traefik/dynamic.yml": """
            http:
              routers:
                media:
                  rule: Host(`media.lan`)
                  service: jellyfin-svc@file
              services:
                jellyfin-svc:
                  loadBalancer:
                    servers:
                      - url: http://10.9.7.5:8096
            """,
    },
    "typed_fields": {
        "bgp.yaml": """
            kind: BGPPeer
            spec:
              myASN: 64961
              peerASN: 70000000000
              peerAddress: 10.86.8.256
              peerPort: 1790000
            """,
    },
    "unreadable_spreadsheets": {
        "addresses.xls": """
            Subnet,Mask
            10.0.10.0,24
            """,
    },
}
"""By the name of a reader, files in which it sees something."""

FINDINGS = {
    "advertised_addresses",
    "cameras",
    "cluster_ips",
    "external_dns",
    "input_contradictions",
    "invalid_addresses",
    "vyos_services",
    "relabelled_targets",
    "reverse_records",
    "democratic_csi",
    "typed_fields",
    "unreadable_spreadsheets",
}
"""The readers that see no objects, and only report."""
