"""docker-compose.yml closes every service as far as it goes, and gives each no more than it needs."""

import re

import pytest

from tests.deploy import compose, image
from tests.deploy.compose import ROOT
from tests.deploy.installation import MEMORY

SERVICES = compose.services()
DECLARED = compose.read(compose.example_variables())
OURS = {"web", "worker", "beat", "deliver", "migrate", "sequencer", "witness", "retention"}
JOBS = {"migrate": "on-failure:3", "retention": "no"}
PROFILES = {"witness": ["witness"], "retention": ["retention"]}
KEPT = {"sequencer": "/var/lib/witnessed", "witness": "/var/lib/witness"}  # outside of memory and of the database
SECRET_WORDS = re.compile(r"PASSWORD|SECRET|TOKEN|DATABASE_URL|REDIS_URL|EMAIL_URL")

every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


def test_it_brings_up_everything():
    assert {*SERVICES} == OURS | {"proxy", "database", "broker"}
    assert {name for name, service in SERVICES.items() if service.is_ours} == OURS


def test_it_says_what_is_missing_instead_of_starting():
    with pytest.raises(compose.NotSet, match="FALLKONFERENZ_HOST"):
        compose.services({})


@every_service
def test_it_can_write_nowhere_and_become_nobody(service):
    said = service.said
    assert said["read_only"] is True
    assert said["cap_drop"] == ["ALL"]
    assert "cap_add" not in said
    assert "privileged" not in said
    assert said["security_opt"] == ["no-new-privileges:true"]
    assert said["tmpfs"]
    assert said["pids_limit"] <= 200


@every_service
def test_it_runs_as_somebody_without_rights(service):
    assert service.said["user"] in {"10001:10001", "postgres", "valkey"}


@every_service
def test_it_is_started_again_unless_it_is_a_job(service):
    assert service.said["restart"] == JOBS.get(service.name, "unless-stopped")


@every_service
def test_what_belongs_elsewhere_or_to_a_timer_is_started_by_nobody_by_itself(service):
    assert service.said.get("profiles") == PROFILES.get(service.name)


@every_service
def test_one_can_see_whether_it_is_well(service):
    assert service.is_job or service.said["healthcheck"]["test"]


@every_service
def test_its_image_is_of_one_version(service):
    name, _colon, tag = service.said["image"].partition(":")
    assert re.match(r"\d", tag)
    assert "." not in name.partition("/")[0], "a host name"


def test_our_images_are_of_the_version_of_the_program():
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]
    tags = {service.said["image"].partition(":")[2] for service in SERVICES.values() if "build" in service.said}
    assert tags == {version}


@every_service
def test_no_secret_stands_in_its_environment(service):
    for name, value in service.environment.items():
        if SECRET_WORDS.search(name) and not value.endswith("not-used-here"):
            assert name.endswith("_FILE")
            assert value.removeprefix("/run/secrets/") in service.secrets


@every_service
def test_each_secret_it_gets_is_a_file_and_is_used(service):
    said = str(service.said.get("command")) + str(service.environment) + str(service.said.get("healthcheck"))
    for name in service.secrets:
        assert DECLARED["secrets"][name] == {"file": f"./secrets/{name}"}
        assert f"/run/secrets/{name}" in said


def test_only_the_job_knows_the_administrator_and_only_the_web_opens_texts():
    who = {name: service.secrets for name, service in SERVICES.items()}
    assert {name for name in who if "administrator_database_url" in who[name]} == {"migrate"}
    assert {name for name in who if "web_database_url" in who[name]} == {"web"}
    assert {name for name in who if "reader_database_url" in who[name]} == {"web"}
    assert {name for name in who if "sequencer_database_url" in who[name]} == {"sequencer"}
    assert {name for name in who if "retention_database_url" in who[name]} == {"retention"}
    with_keys = {
        name for name, each in SERVICES.items() if any("kek" in volume for volume in each.said.get("volumes", []))
    }
    assert with_keys == {"web"}
    assert all(volume.endswith(":ro") for volume in SERVICES["web"].said["volumes"])


def test_what_the_documents_say_can_be_set_is_handed_on():
    """What stands in .env alone reaches nobody, and who set it believes it holds."""
    written = (ROOT / "docker-compose.yml").read_text()
    documents = [*(ROOT / "docs").rglob("*.md"), ROOT / "CHANGELOG.md", ROOT / "deploy" / "example.env"]
    named = {name for path in documents for name in re.findall(r"FALLKONFERENZ_[A-Z_]+", path.read_text())}
    assert named
    assert {name for name in named if not re.search(rf"\b{name}\b", written)} == set()


def test_the_years_the_log_is_kept_reach_the_one_who_erases():
    said = compose.example_variables() | {"FALLKONFERENZ_AUDIT_YEARS": "3"}
    assert SERVICES["retention"].environment["FALLKONFERENZ_AUDIT_YEARS"] == "1"
    assert compose.services(said)["retention"].environment["FALLKONFERENZ_AUDIT_YEARS"] == "3"


def test_who_signs_the_log_signs_nothing_else_and_reads_no_case():
    who = {name: service.secrets for name, service in SERVICES.items()}
    assert {name for name in who if "audit_log_key" in who[name]} == {"sequencer"}
    assert {name for name in who if "audit_witness_key" in who[name]} == {"witness"}
    assert not who["sequencer"] & {"audit_instance_key", "audit_tag_key", "secret_key"}
    assert who["witness"] == {"audit_witness_key", "audit_policy"}


def test_what_was_witnessed_is_kept_by_the_sequencer_and_read_by_all_who_serve():
    lent = {
        name: [volume for volume in service.said.get("volumes", []) if volume.startswith("witnessed:")]
        for name, service in SERVICES.items()
    }
    assert lent["sequencer"] == ["witnessed:/var/lib/witnessed"]
    for name in ("web", "worker", "beat", "deliver", "migrate"):
        assert lent[name] == ["witnessed:/var/lib/witnessed:ro"]


def test_the_image_has_the_folders_that_are_kept_and_they_belong_to_its_user():
    made = " ".join(rest for keyword, rest in image.stage("application") if keyword == "RUN")
    assert all(folder in made for folder in KEPT.values())
    assert "chown 10001:10001" in made


def test_only_the_proxy_is_published():
    assert {name for name, service in SERVICES.items() if "ports" in service.said} == {"proxy"}
    assert not [name for name, service in SERVICES.items() if "network_mode" in service.said]


def test_database_and_broker_are_reached_from_inside_only():
    networks = {name: set(service.said["networks"]) for name, service in SERVICES.items()}
    assert DECLARED["networks"]["services"] == DECLARED["networks"]["inside"] == {"internal": True}
    assert networks["database"] == networks["broker"] == {"services"}
    assert networks["proxy"] == {"outside", "inside"}
    assert {name for name in networks if "mail" in networks[name]} == {"web", "worker", "deliver"}
    assert networks["witness"] == {"witness"}, "another authority's machine has no way to ours"


def test_nobody_starts_before_what_it_needs():
    for name in OURS - {"migrate", "witness"}:
        waits = SERVICES[name].said["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}
        assert waits["database"] == {"condition": "service_healthy"}
    assert SERVICES["migrate"].said["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert SERVICES["proxy"].said["depends_on"] == {"web": {"condition": "service_healthy"}}


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_services_write_their_files_into_memory_or_what_is_kept_for_them(name):
    service = SERVICES[name]
    written = [word for word in (*service.command, *service.environment.values()) if word.startswith("/")]
    read = ("/run/secrets/", "/run/keys/", KEPT["sequencer"])
    assert all(word.startswith((MEMORY, *read, KEPT.get(name, MEMORY))) for word in written)


def test_the_database_logs_no_content():
    command = SERVICES["database"].command
    assert "log_min_error_statement=panic" in command
    assert "log_error_verbosity=terse" in command


def test_the_image_starts_as_nobody():
    assert [rest for keyword, rest in image.stage("application") if keyword == "USER"] == ["10001:10001"]
    assert [rest for keyword, rest in image.stage("proxy") if keyword == "USER"] == ["10001:10001"]
