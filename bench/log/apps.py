"""So that Django knows the tables that are written to."""

from django.apps import AppConfig


class BenchLogConfig(AppConfig):
    name = "bench.log"
    label = "bench_log"
