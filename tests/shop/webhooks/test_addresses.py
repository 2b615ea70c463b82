"""Where a webhook may go, however an address is spelt."""

import pytest

from shop.webhooks.addresses import LONGEST, Target, is_public, target_of
from shop.webhooks.errors import AddressRefused


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://hooks.example.org/hub", Target("hooks.example.org", 443, "/hub")),
        ("https://HOOKS.Example.org", Target("hooks.example.org", 443, "/")),
        ("https://hooks.example.org:443/a?b=1&c=%20", Target("hooks.example.org", 443, "/a?b=1&c=%20")),
        ("HTTPS://xn--bcher-kva.example/", Target("xn--bcher-kva.example", 443, "/")),
    ],
)
def test_an_https_address_of_a_named_server_is_taken(url: str, target: Target) -> None:
    assert target_of(url) == target
    assert target.host_header == target.host


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example.org",
        "//hooks.example.org/",
        "http://hooks.example.org/",
        "ftp://hooks.example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://hooks.example.org:8443/",
        "https://hooks.example.org:80/",
        "https://hooks.example.org:/",
        "https://hooks.example.org:99999/",
        "https://hooks.example.org:x/",
        "https://person@hooks.example.org/",
        "https://person:word@hooks.example.org/",
        "https://hooks.example.org@127.0.0.1/",
        "https://@hooks.example.org/",
        "https://hooks.example.org#@127.0.0.1/",
        "https://hooks.example.org/#part",
        "https://hooks.example.org\\@127.0.0.1/",
        "https://hooks.example.org/a b",
        "https://hooks.example.org/\r\nX-Header: 1",
        "https://hooks.example.org/\t",
        "https://hööks.example.org/",
        "https://hooks。example。org/",
        "https://ⓛocalhost.example/",
        "https://hooks.example.org./",
        "https://hooks..example.org/",
        "https://.example.org/",
        "https://-hooks.example.org/",
        "https://hooks_1.example.org/",
        "https://hooks.example.org%00.evil.example/",
        "https://%31%32%37.0.0.1/",
        "https://localhost/",
        "https://postgres/",
        "https://127.0.0.1/",
        "https://127.0.0.1./",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://017700000001/",
        "https://8.8.8.8/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[2606:4700::1111]/",
        "https://[::1/",
        "https://hooks.example.0x7f/",
        "https://hooks.example.1/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a.b" * 90 + ".example/",
        "https://hooks.example.org/" + "a" * LONGEST,
    ],
)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        target_of(url)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://127.0.0.1:8123/in", Target("127.0.0.1", 8123, "/in", is_loopback=True)),
        ("http://localhost/in", Target("localhost", 80, "/in", is_loopback=True)),
    ],
)
def test_this_machine_is_taken_only_where_it_is_allowed(url: str, target: Target) -> None:
    assert target_of(url, loopback=True) == target
    with pytest.raises(AddressRefused):
        target_of(url)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.2/", "http://hooks.example.org/", "http://10.0.0.1/", "http://a@localhost/", "http://[::1]/"],
)
def test_allowing_this_machine_allows_nothing_else(url: str) -> None:
    with pytest.raises(AddressRefused):
        target_of(url, loopback=True)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "2606:4700::1111"]
)
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1111%eth0",
        "fec0::1",
        "ff02::1",
        "127.1",
        "0x7f000001",
        "nonsense",
        "",
    ],
)
def test_everything_else_is_not(address: str) -> None:
    assert not is_public(address)
