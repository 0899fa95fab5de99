"""Texts of formats that are lines: configuration of routers and servers, leases, lists of addresses."""

from __future__ import annotations

VYOS = """
    set system host-name 'edge'
    set interfaces ethernet eth0 address '192.0.2.1/24'
    set interfaces ethernet eth1 vif 20 address 10.0.20.1/24
    set interfaces ethernet eth1 vif 20 vrf red
    set interfaces ethernet eth1 vif 20 description 'Things'
    set service dhcp-server shared-network-name T subnet 10.0.20.0/24 range 0 start 10.0.20.50
    set service dhcp-server shared-network-name T subnet 10.0.20.0/24 range 0 stop 10.0.20.99
    set service dhcp-server shared-network-name T subnet 10.0.20.0/24 start 10.0.20.50 stop 10.0.20.99
    set service dhcp-server shared-network-name T subnet 10.0.20.0/24 option default-router 10.0.20.1
    set service dhcp-server shared-network-name T subnet 10.0.20.0/24 static-mapping nas ip-address 10.0.20.9
    set service dhcp-server shared-network-name T subnet 10.0.20.0/24 static-mapping nas mac 02:00:00:00:00:09
    set protocols bgp 64512 parameters router-id 10.0.20.1
    set protocols bgp system-as 64512
    set protocols bgp timers holdtime 90
    set protocols bgp address-family ipv4-unicast network 10.0.20.0/24
    set protocols bgp address-family ipv4-unicast maximum-paths ebgp 4
    set protocols bgp neighbor 10.0.20.7 remote-as 64513
    set protocols bgp neighbor 10.0.20.7 update-source 10.0.20.1
    set protocols bgp neighbor 10.0.20.7 timers holdtime 30
    set protocols bgp neighbor 10.0.20.7 ebgp-multihop 2
    set protocols bgp neighbor 10.0.20.7 address-family ipv4-unicast prefix-list import P
    set protocols bgp neighbor 10.0.20.7 peer-group K
    set protocols bgp neighbor 10.0.20.7 description kube1
    set protocols bgp listen range 10.0.20.0/24 peer-group K
    set policy prefix-list P rule 10 action permit
    set policy prefix-list P rule 10 prefix 10.0.30.0/24
    set policy prefix-list P rule 10 le 32
    set policy route-map M rule 10 action permit
    set policy route-map M rule 10 match ip address prefix-list P
    set vrf name red protocols bgp neighbor 10.0.20.8 remote-as 64514
    set high-availability vrrp group G address 10.0.20.254/24
    set container network N prefix 10.0.40.0/24
    set container network N gateway 10.0.40.1
    set container name dns network N address 10.0.40.2
    set system static-host-mapping host-name nas inet 10.0.20.9
    """
BOOT = """
    interfaces {
        ethernet eth0 {
            address 192.0.2.1/24
            vif 20 {
                address 10.0.20.1/24 /* here */
            }
        }
    }
    protocols {
        bgp 64512 {
            neighbor 10.0.20.7 {
                remote-as 64513
            }
        }
    }
    service {
        dhcp-server {
            shared-network-name T {
                subnet 10.0.20.0/24 {
                    range 0 {
                        start 10.0.20.50
                        stop 10.0.20.99
                    }
                }
            }
        }
    }
    """
ROUTEROS = r"""
    /interface vlan
    add interface=bridge name=things vlan-id=20
    /interface vrrp
    add interface=things name=vrrp1
    /ip pool
    add name=p ranges=10.0.20.50-10.0.20.99,10.0.20.120
    /ip address
    add address=10.0.20.1/24 comment="the \"things\"" \
        interface=things network=10.0.20.0
    /ip dhcp-server
    add address-pool=p interface=things name=d
    /ip dhcp-server network
    add address=10.0.20.0/24 gateway=10.0.20.1
    /ip dhcp-server lease
    add address=10.0.20.9 comment=nas mac-address=02:00:00:00:00:09 server=d
    /ip dns static
    add address=10.0.20.9 name=nas.lan
    /routing bgp template
    set default as=64512 router-id=10.0.20.1
    /routing bgp connection
    add as=64512 hold-time=1m30s local.role=ebgp name=k remote.address=10.0.20.7/32 .as=64513 templates=default
    /routing bgp network
    add network=10.0.20.0/24
    /system identity
    set name=edge
    """
FRR = """
    hostname edge
    interface eth0
     ip address 10.0.20.1/24
    exit
    ip prefix-list P seq 5 permit 10.0.30.0/24 le 32
    ipv6 prefix-list Q seq 5 permit any
    route-map M permit 10
     match ip address prefix-list P
    router bgp 64512 vrf red
     bgp router-id 10.0.20.1
     no bgp ebgp-requires-policy
     no bgp default ipv4-unicast
     timers bgp 30 90
     maximum-paths ibgp 4
     bgp listen range 10.0.20.0/24 peer-group K
     neighbor K peer-group
     neighbor K remote-as external
     neighbor 10.0.20.7 remote-as 64513
     neighbor 10.0.20.7 peer-group K
     neighbor 10.0.20.7 description kube1
     neighbor 10.0.20.7 local-as 64515
     neighbor 10.0.20.7 ebgp-multihop 2
     neighbor 10.0.20.7 bfd
     neighbor 10.0.20.7 password x
     neighbor 10.0.20.7 timers 10 30
     neighbor 10.0.20.7 update-source 10.0.20.1
     neighbor 10.0.20.7 shutdown
     address-family ipv4 unicast
      network 10.0.20.0 mask 255.255.255.0
      aggregate-address 10.0.0.0/16
      neighbor K activate
      neighbor K prefix-list P in
      neighbor K route-map M out
      no neighbor K activate
     exit-address-family
    """
BIRD = """
    define OWN = 64512;
    router id 10.0.20.1;
    template bgp cluster {
        local 10.0.20.1 as OWN;
        hold time 90; keepalive time 30;
        ipv4 { import all; };
    }
    protocol bgp kube1 from cluster {
        neighbor 10.0.20.7 port 179 as 64513;
        source address 10.0.20.1;
        multihop 2; bfd on; password "x"; disabled no;
    }
    protocol bgp others {
        local as 64512;
        neighbor range 10.0.20.0/24 internal;
    }
    """
HAPROXY = """
    backend api
        server node1 10.0.20.7:6443 check
        server node2 ipv4@10.0.20.8:6443 disabled
    """
CADDY = """
    (log) {
        output file /var/log/caddy
    }
    media.lan, jellyfin.{$DOMAIN} {
        reverse_proxy 10.0.20.9:8096
    }
    *.lan {
        @nas host nas.lan
        handle @nas {
            reverse_proxy https://10.0.20.10:5001 {
                header_up Host {host}
            }
        }
        @wiki {
            host wiki.lan
        }
        reverse_proxy @wiki {
            to 10.0.20.11
        }
    }
    """
NGINX = """
    upstream photos-backend {
        server 10.0.20.12:2283;
    }
    server {
        server_name photos.lan;
        location / {
            proxy_pass http://photos-backend;
        }
    }
    server {
        server_name tv.*;
        location / {
            set $upstream_app 10.0.20.13;
            proxy_pass $upstream_proto://$upstream_app:$upstream_port;
        }
        location /api {
            proxy_pass http://10.0.20.14;
        }
    }
    """
IOS = """
    hostname shed
    ip dhcp excluded-address 10.0.20.1 10.0.20.49
    ip dhcp pool THINGS
     network 10.0.20.0 255.255.255.0
     default-router 10.0.20.1
    ip dhcp pool nas
     host 10.0.20.9 255.255.255.0
     client-identifier 0102.0000.0000.09
     client-name nas
    vlan 20
     name things
    interface Vlan20
     ip address 10.0.20.1 255.255.255.0
    interface GigabitEthernet0/1
     encapsulation dot1Q 30
     description Cameras
     ip address 10.0.30.2 255.255.255.0
     vrrp 1 ip 10.0.30.1
    ip default-gateway 10.0.30.3
    ip route 10.0.40.0 255.255.255.0 10.0.30.4
    """
JUNOS = """
    set system host-name srx
    set interfaces irb unit 10 family inet address 10.0.10.1/24
    set interfaces irb unit 20 family inet address 10.0.20.2/24 vrrp-group 1 virtual-address 10.0.20.1
    set interfaces ge-0/0/1 unit 30 vlan-id 30
    set interfaces ge-0/0/1 unit 30 description cameras
    set interfaces ge-0/0/1 unit 30 family inet address 10.0.30.1/24
    set interfaces ge-0/0/0 unit 0 family inet address 192.0.2.2/24
    set vlans servers vlan-id 10
    set vlans servers l3-interface irb.10
    set vlans things vlan-id 20
    set vlans things l3-interface irb.20
    set access address-assignment pool P family inet network 10.0.10.0/24
    set access address-assignment pool P family inet range R low 10.0.10.100
    set access address-assignment pool P family inet range R high 10.0.10.199
    set access address-assignment pool P family inet dhcp-attributes router 10.0.10.1
    set access address-assignment pool P family inet host nas hardware-address 02:00:00:00:00:09
    set access address-assignment pool P family inet host nas ip-address 10.0.10.9
    set routing-options static route 0.0.0.0/0 next-hop 192.0.2.1
    set routing-options static route 10.9.0.0/16 next-hop 10.0.10.7
    """
JUNOS_BRACES = """
    interfaces {
        irb {
            unit 10 {
                description "servers";
                family inet {
                    address 10.0.20.1/24;
                }
            }
            inactive: unit 50 {
                family inet {
                    address 10.0.50.2/24;
                }
            }
        }
    }
    vlans {
        servers {
            vlan-id 10;
            l3-interface irb.10;
        }
    }
    """
VAGRANT = """
    Vagrant.configure("2") do |config|
      config.vm.define "web" do |web|
        web.vm.hostname = "web.lan"
        web.vm.network "private_network", ip: "10.0.20.14"
      end
      config.vm.define :db, primary: true do |db|
        db.vm.network :private_network,
          :ip => "10.0.20.15",
          :netmask => "255.255.255.0"
      end
    end
    """
DNSMASQ = """
    dhcp-range=set:things,10.0.20.50,10.0.20.99,255.255.255.0,12h
    dhcp-range=eth0,10.0.21.50,10.0.21.99
    dhcp-range=fd00::10,fd00::99,64
    dhcp-option=tag:things,3,10.0.20.1
    dhcp-host=02:00:00:00:00:09,nas,10.0.20.9,[fd00::9],infinite
    host-record=nas.lan,10.0.20.9,fd00::9
    address=/nas.lan/10.0.20.9
    """
DHCPD = """
    subnet 10.0.20.0 netmask 255.255.255.0 {
        option routers 10.0.20.1, 10.0.20.2;
        range 10.0.20.50 10.0.20.99;
        pool { range dynamic-bootp 10.0.20.120; }
        host nas { hardware ethernet 02:00:00:00:00:09; fixed-address 10.0.20.9; }
    }
    subnet6 fd00::/64 {
        range6 fd00::10 fd00::99;
        host six { fixed-address6 fd00::9; }
    }
    """
COREFILE = """
    .:53 {
        hosts /etc/hosts {
            10.0.20.9 nas.lan nas
            fallthrough
        }
    }
    """
KEA = """
    {"Dhcp4": {"subnet4": [{"subnet": "10.0.20.0/24", "pools": [{"pool": "10.0.20.50 - 10.0.20.99"}],
      "option-data": [{"name": "routers", "data": "10.0.20.1"}], # a comment
      "reservations": [{"hw-address": "02:00:00:00:00:09", "ip-address": "10.0.20.9", "hostname": "nas"}]}]}}
    """
INVENTORY = """
    [k3s_masters]
    node1 ansible_host=10.0.20.7 # first
    node[2:3] ansible_connection=local
    10.0.20.9
    [k3s:children]
    k3s_masters
    """

IFUPDOWN = """
    auto vmbr0
    iface vmbr0 inet static
      address 10.0.0.2
      netmask 255.255.255.0
      gateway 10.0.0.1
      metric 100
    iface vmbr0 inet6 static
      address fd00::2
      netmask 64
    """
NETWORKD = """
    [Match]
    Name=eth0
    [Network]
    Address=10.0.0.2/24
    Gateway=10.0.0.1
    [Route]
    Destination=0.0.0.0/0
    Gateway=10.0.0.1
    Metric=100
    """

NETBOX = """
    IP Address,VRF,Status,Role,Assigned,DNS Name,Description
    10.0.10.5/24,Global,Active,,,nas.lan,"The one
    in the cellar"
    10.0.10.6/24,lab,DHCP,VIP,,"tv, big",
    fd00::6/64,lab,Active,,,tv,
    """
NETBOX_RANGES = """
    prefix;start_address;end_address;vrf;status;role
    ;10.0.10.5/24;10.0.10.9/24;lab;active;DHCP
    ;10.0.10.15/24;10.0.10.19/24;;active;printers
    """
NETBOX_LIST = """
    [{"prefix": "10.0.10.0/24", "vrf": {"name": "lab"}, "vlan": {"vid": 10}, "status": {"value": "active"}}]
    """

LEASES = """
    1700000000 02:00:00:00:00:01 192.168.1.120 laptop 01:02
    duid 00:01:00:01:26:ab
    1700000000 123456 fd00::17 laptop 00:01
    """
KEA_LEASES = """
    address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state
    192.168.1.120,02:00:00:00:00:01,01:02,3600,1700003600,1,0,0,laptop.lan.,0
    """
DHCPD_LEASES = """
    lease 192.168.1.120 {
      binding state active;
      hardware ethernet 02:00:00:00:00:01;
      client-hostname "laptop";
    }
    ia-na "a" { iaaddr fd00::17 { binding state active; } }
    """

RPSL = """
    inetnum:            172.20.1.0 - 172.20.1.255
    cidr:               172.20.1.0/24
    netname:            EXAMPLE-NET
    mnt-by:             EXAMPLE-MNT

    route:              172.20.1.0/24
    origin:             AS4242420001

    aut-num:            AS4242420001
    1100  permit  172.20.0.0/14    21      29
    """

PHPIPAM = """
    Section,IP Address,Hostname,VRF,MAC,Tag,Gateway
    Home,10.0.10.1,gw,lab,,Used,Yes
    Home,10.0.10.5,nas,default,02:00:00:00:00:05,Used,No
    Home,10.0.10.6,,,,DHCP,No
    Home,10.0.10.7,,,,DHCP,No
    Section,Subnet,Mask,Description,VLAN
    Home,10.0.10.0,24,Servers,10
    10.9.0.0/24 - Guests (vlan: 30 - guests),,,
    """

ROUTEROS_LEASES = """
    0 D  192.168.1.120  02:00:00:00:00:01  laptop     defconf  bound    3m20s
    1 D address=192.168.1.121 mac-address=02:00:00:00:00:02 status=bound host-name="tv"
    """
LEASE_LIST = """
    {"rows": [{"address": "192.168.1.120", "mac": "02:00:00:00:00:01", "hostname": "laptop", "state": "active",
               "starts": "2026"}]}
    """
UNIFI = """
    {"data": [{"name": "IoT", "ip_subnet": "192.168.20.1/24", "vlan": 20, "dhcpd_enabled": true,
               "dhcpd_start": "192.168.20.6", "dhcpd_stop": "192.168.20.254"},
              {"mac": "02:00:00:00:00:02", "name": "nas", "ip": "192.168.1.10", "use_fixedip": true,
               "fixed_ip": "192.168.1.10", "is_wired": true}]}
    """

OPENWRT = """
    config interface 'lan'
        option device 'br-lan.20'
        option proto 'static'
        option ipaddr '10.0.20.1'
        option netmask '255.255.255.0'
    config device
        option name 'br-things'
        list ports 'lan3.30'
    config interface things
        option device br-things
        list ipaddr 10.0.30.2/24
        option gateway 10.0.30.1
    config interface wg0
        option proto wireguard
        list addresses 10.0.90.1/24
    config wireguard_wg0
        option description phone
        list allowed_ips 10.0.90.2/32
    config route
        option target 10.0.40.0
        option netmask 255.255.255.0
    config dhcp 'lan'
        option start '50'
        option limit '50'
        list dhcp_option '3,10.0.20.1'
    config host
        option name 'nas'
        option mac '02:00:00:00:00:09'
        option ip '10.0.20.9'
    config domain
        option name 'oak.lan'
        option ip '10.0.20.8'
    config system
        option hostname 'gate'
    """
UCI = """
    uci set network.lan.ipaddr='10.0.20.1'
    uci set network.lan.netmask='255.255.255.0'
    uci add_list network.things.ipaddr=10.0.30.1/24
    uci set dhcp.lan.start=50
    uci set dhcp.lan.limit=50
    uci add dhcp host
    uci set dhcp.@host[-1].name=nas
    uci set dhcp.@host[-1].ip=10.0.20.9
    """

PIHOLE = """
    [dns]
      hosts = ["10.0.20.9 nas.lan nas"]
      hostRecord = "oak,10.0.20.8"
      cnameRecords = ["cloud.lan,nas.lan"]
      revServers = ["true,10.0.20.0/240,10.0.20.1"]
    [dhcp]
      active = true
      start = "10.0.20.50"
      end = "10.0.20.99"
      router = "10.0.20.1"
      netmask = "255.255.255.0"
      hosts = ["02:00:00:00:00:09,10.0.20.9,nas"]
    """
SETUP_VARS = """
    IPV4_ADDRESS=10.0.20.5/24
    DHCP_ACTIVE=true
    DHCP_START=10.0.20.50
    DHCP_END=10.0.20.99
    DHCP_ROUTER=10.0.20.1
    REV_SERVER=true
    REV_SERVER_CIDR=10.0.20.0/24
    REV_SERVER_TARGET=10.0.20.300
    """

PROXMOX = """
    hostname: oak
    net0: name=eth0,bridge=vmbr0,gw=10.0.20.1,hwaddr=02:00:00:00:00:01,ip=10.0.20.21/24,tag=20
    net1: name=eth1,bridge=vmbr1,gw=10.0.31.1,ip=10.0.30.21/24
    [snapshot]
    net2: name=eth1,bridge=vmbr1,ip=10.0.40.21/24
    """
GUESTS = """
    pct create 102 local:debian.tar.zst --hostname ash \\
      --net0 name=eth0,bridge=vmbr0,ip=10.0.20.53/24,gw=10.0.20.1
    qm clone 9000 103 --name yew
    qm set 103 --ipconfig0 ip=10.0.20.54/24,gw=10.0.20.1
    """

LIBVIRT = """
    <network>
      <name>attic</name>
      <forward mode='nat'/>
      <dns>
        <host ip='10.0.20.8'><hostname>oak.lan</hostname></host>
      </dns>
      <ip address='10.0.20.1' netmask='255.255.255.0'>
        <dhcp>
          <range start='10.0.20.50' end='10.0.20.99'/>
          <host mac='02:00:00:00:00:09' name='nas' ip='10.0.20.9'/>
        </dhcp>
      </ip>
    </network>
    """

SSH = """
    Host oak oak.lan
      HostName 10.0.0.5
      Port 22
    Host elm 10.0.0.6
    """

COMMENTED = """
    NODE_1=10.0.0.5 # oak-1
    """

TEXTS = {
    "ssh/config": SSH,
    "nodes.env": COMMENTED,
    "routeros.txt": ROUTEROS_LEASES,
    "leases.json": LEASE_LIST,
    "unifi.json": UNIFI,
    "phpipam.csv": PHPIPAM,
    "registry.db": RPSL,
    "dnsmasq.leases": LEASES,
    "kea-leases4.csv": KEA_LEASES,
    "dhcpd.leases": DHCPD_LEASES,
    "addresses.csv": NETBOX,
    "ranges.csv": NETBOX_RANGES,
    "prefixes.json": NETBOX_LIST,
    "edge/vyos.sh": VYOS,
    "rt/config-parts/all.sh": VYOS[: VYOS.index("    set protocols bgp neighbor")],
    "config.boot": BOOT,
    "edge.rsc": ROUTEROS,
    "frr.conf": FRR,
    "templates/frr.conf.j2": FRR,
    "bird.conf": BIRD,
    "haproxy.cfg": HAPROXY,
    "shed.cfg": IOS,
    "vagrant/Vagrantfile": VAGRANT,
    "srx.set": JUNOS,
    "ex.junos": JUNOS_BRACES,
    "caddy/Caddyfile": CADDY,
    "sites/photos.conf": NGINX,
    "dnsmasq.conf": DNSMASQ,
    "dhcpd.conf": DHCPD,
    "Corefile": COREFILE,
    "kea.json": KEA,
    "gate/network": OPENWRT,
    "libvirt/attic.xml": LIBVIRT,
    "pve/lxc/101.conf": PROXMOX,
    "guests.sh": GUESTS,
    "dns/pihole.toml": PIHOLE,
    "oak/setupVars.conf": SETUP_VARS,
    "gate/defaults.sh": UCI,
    "inventory/hosts.ini": INVENTORY,
    "pve/interfaces": IFUPDOWN,
    "nas/lan.network": NETWORKD,
}
"""By the name of a file, what it says; some are looked for by their whole names."""
