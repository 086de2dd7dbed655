# syntax=docker/dockerfile:1
# The gateway and the operator's command, as docs/containers.md says:
#   docker build --tag strangler-gateway --build-arg REVISION=$(git rev-parse HEAD) .

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG TARGETARCH
ARG REVISION=
WORKDIR /src
COPY . .
RUN dotnet publish gateway -c Release -a $TARGETARCH --no-self-contained -p:SourceRevisionId=$REVISION -o /image/app/gateway \
 && dotnet publish deploy/cutover -c Release -a $TARGETARCH --no-self-contained -p:SourceRevisionId=$REVISION -o /image/app/cutover
# What the program writes is in two folders, both of them volumes; the first start of a new one finds the shipped files there.
RUN mkdir --parents /image/etc/strangler /image/var/lib/strangler /image/srv/legacy \
 && cp yarp.json features.json rules.json /image/etc/strangler/ \
 && chown --recursive 1654:1654 /image/etc/strangler /image/var/lib/strangler

# No shell and no package manager; 1654 is the user "app" of Microsoft's images.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
COPY --from=build /image /
USER 1654:1654
# Listens where others can connect. The management port does so only with a token: docs/containers.md.
ENV ASPNETCORE_HTTP_PORTS= \
    DOTNET_EnableDiagnostics=0 \
    Config=/etc/strangler \
    STRANGLER_CONFIG=/etc/strangler \
    STRANGLER_STATE=/var/lib/strangler \
    Gateway__Public=http://*:9090 \
    Gateway__Management=http://127.0.0.1:9091 \
    Gateway__StateFolder=/var/lib/strangler \
    ShadowDiff__Database=/var/lib/strangler/gateway.db \
    Services__LegacyRoot=/srv/legacy
VOLUME ["/etc/strangler", "/var/lib/strangler"]
WORKDIR /var/lib/strangler
EXPOSE 9090 9091
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/app/gateway/Gateway", "--health"]
ENTRYPOINT ["/app/gateway/Gateway"]
