"""Machines that a Vagrantfile defines."""

from __future__ import annotations

import pytest
from lab import hosts, places, tree

VAGRANTFILE = """\
    Vagrant.configure("2") do |config|
      config.vm.box = "debian/bookworm64"
      config.vm.define "oak" do |oak|
        oak.vm.hostname = "oak.lan"
        oak.vm.network "forwarded_port", guest: 80, host: 8080, host_ip: "127.0.0.1"
        oak.vm.network "private_network", ip: "10.72.0.4"
        # oak.vm.network "public_network", ip: "10.72.0.99"
      end
      config.vm.define :elm, primary: true do |node|
        node.vm.network :private_network,
          :ip => "10.72.0.5",
          :netmask => "255.255.255.0"
      end
      (1..3).each do |i|
        config.vm.define "ash-#{i}" do |ash|
          ash.vm.network "private_network", ip: "10.72.0.#{i}"
        end
      end
    end
    """
ONE = 'Vagrant.configure("2") do |c|\n  c.vm.hostname = "box"\n  c.vm.network "public_network", ip: "10.72.0.8"\nend\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (VAGRANTFILE, {"oak": ["10.72.0.4"], "elm": ["10.72.0.5"]}),
        (ONE, {"box": ["10.72.0.8"]}),
        (ONE.replace("c.vm.hostname", "c.vm.box"), {}),
    ],
    ids=["several", "one", "one without a name"],
)
def test_machines(text: str, expected: dict[str, list[str]]) -> None:
    assert hosts(tree({"Vagrantfile": text})) == expected


@pytest.mark.parametrize(
    ("old", "new", "inventory", "expected"),
    [
        ("", "", "oak ansible_host=10.72.0.4", []),
        ("", "", "oak ansible_host=10.72.0.6", ["H312 hosts.ini:2"]),
        ("", "", "oak ansible_host=10.99.0.6", []),
        ("10.72.0.5", "10.72.0.4", "oak ansible_host=10.72.0.4", ["H302 Vagrantfile:11"]),
    ],
    ids=["right", "another address", "another network", "two machines"],
)
def test_what_contradicts_a_machine(old: str, new: str, inventory: str, expected: list[str]) -> None:
    files = {"Vagrantfile": VAGRANTFILE.replace(old, new), "hosts.ini": f"[all]\n{inventory}\n"}
    assert places(files) == expected
