using System.Text;

namespace Strangler.Benchmarks.Proxies;

/// <summary>HAProxy as a plain proxy: one thread for each processor, connections kept to both sides and shared, no log, <c>X-Forwarded-*</c> set.</summary>
internal static class HaproxyConfiguration
{
    /// <inheritdoc cref="NginxConfiguration.Write"/>
    public static string Write(int port, Uri upstream, int routes)
    {
        var rules = new StringBuilder();
        for (var i = 0; i < routes; i++)
            rules.AppendLine($"  use_backend upstream if {{ path /api/extra/{i} }}");
        return $$"""
            global
              nbthread {{Environment.ProcessorCount}}
              maxconn 12000
              no strict-limits
            defaults
              mode http
              timeout connect 5s
              timeout client 1h
              timeout server 1h
              timeout http-keep-alive 1h
              option forwardfor
              http-reuse always
            frontend public
              bind 127.0.0.1:{{port}} backlog 4096
              http-request set-header X-Forwarded-Host %[req.hdr(host)]
              http-request set-header X-Forwarded-Proto http
            {{rules}}
              default_backend upstream
            backend upstream
              server one {{upstream.Authority}} pool-max-conn -1

            """;
    }
}
