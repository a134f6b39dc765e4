# The image that makes backups: the program, and pg_dump of the database's version out of the same locks.
# It is apart from the application's image, which holds no program of PostgreSQL.
ARG PYTHON=3.13-slim

FROM python:${PYTHON}
ENV PATH=/venv/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements/runtime.txt requirements/runtime.txt
RUN /venv/bin/python -m pip install --require-hashes -r requirements/runtime.txt
COPY manage.py manage.py
COPY audit audit
COPY fallkonferenz fallkonferenz
COPY locale locale
COPY static static
COPY templates templates
USER 10001:10001
