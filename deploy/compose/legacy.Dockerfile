# syntax=docker/dockerfile:1
# The reference Flask and its stand-in backup server, for the demo of compose.yaml; built from the top of the tree.
FROM python:3.11-slim-bookworm
COPY deploy/legacy-flask/requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir --requirement /tmp/requirements.txt
COPY deploy/legacy-flask /opt/legacy-flask
RUN install --directory --owner=1654 --group=1654 /srv/legacy
USER 1654:1654
ENV PYTHONDONTWRITEBYTECODE=1
VOLUME ["/srv/legacy"]
WORKDIR /opt/legacy-flask
ENTRYPOINT ["python"]
