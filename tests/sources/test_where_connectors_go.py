"""A connector is led nowhere but to its tool: tricks with addresses, names and answers."""

from __future__ import annotations

import pytest

from jalon.sources.asking.reach import Reach, client, is_public, near_hosts
from jalon.sources.asking.secret import Secret, without
from jalon.sources.asking.unanswered import Unanswered
from tests.stand_ins.server import Asked, Reply, serving

HOST = "analyticsdata.googleapis.com"
INSIDE = (
    "127.0.0.1", "127.1.2.3", "0.0.0.1", "10.0.0.8", "172.16.4.4", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2001:0:53aa:64c:0:fbff:80ff:fffe", "2001:db8::1", "192.0.2.1", "198.51.100.7", "203.0.113.9", "nonsense",
)  # fmt: skip
TRICKS = (
    f"http://{HOST}/", f"https://{HOST}:8443/", f"https://user@{HOST}/", f"https://user:pass@{HOST}/",
    f"https://{HOST}@127.0.0.1/", f"https://127.0.0.1#{HOST}", f"https://{HOST}.evil.example/", f"https://evil.example/{HOST}",
    f"https://{HOST}%00.evil.example/", f"https://{HOST}./", f"https://x{HOST}/", "https://2130706433/", "https://0x7f000001/",
    "https://0177.0.0.1/", "https://127.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://localhost/",
    "https://metadata.google.internal/", "https://169.254.169.254/latest/meta-data/", "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_", "ftp://127.0.0.1/", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/",
    "unix:///run/docker.sock",
    "https:///", "https://", "//127.0.0.1/", "javascript:alert(1)",
    f"https://{HOST}\\@127.0.0.1/", f"https:\\\\{HOST}/",
    "https://analyticsdata。googleapis。com/", "https://аnalyticsdata.googleapis.com/",
    f"https://{HOST}:99999/", "https://[",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_not_connected_to(address: str) -> None:
    reach = Reach(frozenset({HOST}), resolve=lambda host, port: ["142.250.75.234", address])
    assert not is_public(address)
    with pytest.raises(Unanswered) as stopped:
        reach.place(HOST, 443)
    assert stopped.value.code == "fetch.forbidden_place"


@pytest.mark.parametrize("address", TRICKS)
def test_an_address_that_is_not_the_tools_own_is_not_asked(address: str) -> None:
    assert not Reach(frozenset({HOST})).allows(address)


def test_the_tools_own_address_is() -> None:
    reach = Reach(frozenset({HOST}), resolve=lambda host, port: ["142.250.75.234"])
    assert reach.allows(f"https://{HOST}/v1beta/properties/1:runReport")
    assert reach.place(HOST, 443) == "142.250.75.234"


def test_a_name_is_resolved_once_and_the_address_looked_at_is_the_one_called() -> None:
    """Rebinding: the second answer of the name would lead elsewhere; nobody asks for it."""
    with serving(lambda asked: Reply({"host": asked.headers["host"]})) as near:
        port = int(near.address.rpartition(":")[2])
        answers = iter([["127.0.0.1"]])
        reach = Reach(frozenset(), near_hosts([f"tool.example:{port}"]), lambda host, asked: next(answers))
        with client(reach) as goes:
            assert goes.get(f"http://tool.example:{port}/").json() == {"host": f"tool.example:{port}"}


def test_neither_proxy_nor_redirect_takes_a_question_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[Asked] = []

    def other(asked: Asked) -> Reply:
        met.append(asked)
        return Reply({})

    with serving(other) as elsewhere, serving(lambda asked: Reply({}, 307, {"Location": elsewhere.address})) as near:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, elsewhere.address)
        reach = Reach(frozenset(), near_hosts([near.address.partition("://")[2]]))
        with client(reach) as goes:
            assert goes.get(near.address).status_code == 307
    assert not met


def test_a_secret_is_shut_and_is_taken_out_of_what_a_tool_repeats() -> None:
    secret = Secret("sk-very-secret-key\nsecond-line-of-the-key")
    assert "secret" not in f"{secret} {secret!r}"
    said = without("bad key sk-very-secret-key, or second-line-of-the-key", [secret])
    assert said == "bad key •••, or •••"
