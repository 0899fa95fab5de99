"""The address of a load balancer on the page of an app."""

from __future__ import annotations

import pytest
from lab import places

SERVICE = "kind: Service\nmetadata: {{name: {name}}}\nspec: {{type: LoadBalancer, loadBalancerIP: {address}}}\n"
APP = {"apps/owl/app/service.yaml": SERVICE.format(name="owl", address="10.31.8.20")}
OTHER = {"apps/hen/app/service.yaml": SERVICE.format(name="hen", address="10.31.8.21")}
SECOND = {"apps/owl/app/second.yaml": SERVICE.format(name="owl-dns", address="10.31.8.22")}

CASES = {
    "the README of its folder": (APP, "apps/owl/README.md", "- LoadBalancer IP: 10.31.8.66\n", True),
    "how it is reached": (APP, "apps/owl/README.md", "- **External access**: 10.31.8.66:80\n", True),
    "how it is reached in another network": (APP, "apps/owl/README.md", "- **Access**: 10.31.9.66\n", False),
    "another address on its page": (APP, "apps/owl/README.md", "- Node: 10.31.8.66\n", False),
    "it holds": (APP, "apps/owl/README.md", "- LoadBalancer IP: 10.31.8.20\n", False),
    "two addresses in the folder": (APP | SECOND, "apps/owl/README.md", "- LoadBalancer IP: 10.31.8.66\n", False),
    "the address of another app": (APP | OTHER, "apps/owl/README.md", "- LoadBalancer IP: 10.31.8.21\n", False),
    "the README of all": (APP | OTHER, "apps/README.md", "- LoadBalancer IP: 10.31.8.66\n", False),
    "the heading names it": (APP | OTHER, "docs/owl.md", "# Owl\n\n- LoadBalancer IP: 10.31.8.66\n", True),
    "the heading names nothing": (APP | OTHER, "docs/birds.md", "# Birds\n\n- LoadBalancer IP: 10.31.8.66\n", False),
    "a name of its own": (APP, "apps/owl/README.md", "- Jay LoadBalancer IP: 10.31.8.66\n", False),
}


@pytest.mark.parametrize(("files", "page", "text", "is_wrong"), CASES.values(), ids=CASES)
def test_the_address_on_the_page_of_an_app(files: dict[str, str], page: str, text: str, *, is_wrong: bool) -> None:
    assert [place for place in places({**files, page: text}, ("R9",)) if page in place] == (
        [f"R904 {page}:{text.count(chr(10))}"] if is_wrong else []
    )
