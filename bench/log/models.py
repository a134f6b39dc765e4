"""One model twice, for the peer logs every change of what is registered with it."""

from django.db import models


class Act(models.Model):
    id = models.UUIDField(primary_key=True)
    text = models.TextField()
    count = models.IntegerField()

    class Meta:
        abstract = True
        managed = False


class Plain(Act):
    class Meta(Act.Meta):
        abstract = False
        db_table = "bench_plain"


class Logged(Act):
    class Meta(Act.Meta):
        abstract = False
        db_table = "bench_logged"
