"""Where the private services live, and that nobody's folder is opened for them."""

import os
import stat

import psycopg
import pytest

from fallkonferenz.demo import home, identity
from fallkonferenz.demo.home import HomeRefused
from fallkonferenz.demo.postgres import ADMINISTRATOR
from fallkonferenz.demo.services import PrivateServices


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def answers(services):
    with psycopg.connect(services.postgres.url(ADMINISTRATOR)) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_services_of_a_closed_clone_run_elsewhere_and_the_clone_stays_closed(folder, supervisor):
    folder.chmod(0o700)
    services = PrivateServices(folder / "var")

    services.start(supervisor)

    assert answers(services)
    assert mode(folder) == 0o700
    assert services.home.is_far == services.home.owner.is_somebody_else
    assert mode(services.home.services) == 0o700
    assert str(services.home.services) in (folder / "var" / "README").read_text()


def test_a_path_too_long_for_a_socket_is_no_obstacle(folder, supervisor):
    deep = folder / ("d" * 50) / ("e" * 50)
    deep.mkdir(parents=True)
    services = PrivateServices(deep / "var")

    services.start(supervisor)

    assert services.home.is_far
    assert answers(services)
    supervisor.end()
    services.home.remove()
    assert not services.home.services.exists()


def test_a_folder_that_somebody_else_made_first_is_not_used(folder, monkeypatch):
    monkeypatch.setattr(home, "FAR", folder)
    monkeypatch.setattr(home, "LONGEST_SOCKET_FOLDER", 1)
    far = home.prepare(folder / "var").services
    far.chmod(0o755)

    with pytest.raises(HomeRefused, match="closed to others"):
        home.prepare(folder / "var")
    far.chmod(0o700)


def test_the_same_clone_finds_the_same_home(folder):
    assert home.prepare(folder / "var") == home.prepare(folder / "var")


def test_a_second_supervisor_is_refused(services):
    services.claim()

    with pytest.raises(HomeRefused, match="already running"):
        PrivateServices(services.home.var).claim()
    services.release()


def test_resetting_leaves_nothing_behind(services, supervisor):
    services.start(supervisor)
    supervisor.end()

    services.home.remove()

    assert not services.home.var.exists()
    assert not services.home.services.exists()


def test_the_services_never_run_as_root(services, supervisor):
    services.start(supervisor)

    owners = {os.stat(f"/proc/{child.pid}").st_uid for child in supervisor.children}
    assert owners == {identity.for_services().uid}
    assert 0 not in owners
