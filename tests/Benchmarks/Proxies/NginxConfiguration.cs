using System.Text;

namespace Strangler.Benchmarks.Proxies;

/// <summary>
/// nginx as a plain proxy that does what the gateway does at <c>legacy</c>, as fast as it can: one worker for each processor, connections kept to
/// both sides, no log, answers and uploads passed on as they come and never written to disk, <c>X-Forwarded-*</c> set.
/// </summary>
internal static class NginxConfiguration
{
    /// <param name="port">The port on loopback that it listens on.</param>
    /// <param name="upstream">Where all goes to.</param>
    /// <param name="routes">Further locations beside the one for all.</param>
    public static string Write(int port, Uri upstream, int routes)
    {
        var locations = new StringBuilder();
        for (var i = 0; i < routes; i++)
            locations.AppendLine($"    location = /api/extra/{i} {{ proxy_pass http://upstream; }}");
        return $$"""
            {{(Environment.IsPrivilegedProcess ? "user root root;" : "")}}
            daemon off;
            worker_processes {{Environment.ProcessorCount}};
            pid nginx.pid;
            error_log stderr crit;
            events { worker_connections 12000; multi_accept on; }
            http {
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              tcp_nodelay on;
              keepalive_timeout 1h;
              keepalive_requests 1000000000;
              client_max_body_size 0;
              proxy_max_temp_file_size 0;
              proxy_request_buffering off;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host $http_host;
              proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
              proxy_set_header X-Forwarded-Host $http_host;
              proxy_set_header X-Forwarded-Proto $scheme;
              upstream upstream {
                server {{upstream.Authority}};
                keepalive 2048;
                keepalive_timeout 1h;
                keepalive_requests 1000000000;
              }
              server {
                listen 127.0.0.1:{{port}} reuseport backlog=4096;
                location / { proxy_pass http://upstream; }
            {{locations}}
              }
            }
            """;
    }
}
