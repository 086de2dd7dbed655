using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Management;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Reports;

namespace Strangler.CommandLine.Cases.Stored;

/// <summary>The exchanges that a gateway keeps as examples of its divergences, oldest first.</summary>
internal static class StoredExchanges
{
    /// <exception cref="CommandException">The gateway does not answer, or holds no exchange.</exception>
    public static async Task<IReadOnlyList<CaseSequence>> ReadAsync(ManagementApi api, CancellationToken cancellationToken)
    {
        var report = await api.GetAsync("/api/reports", ReportJson.Default.Report, cancellationToken);
        CaseSequence[] found = [.. from route in report.Value.Routes
                                   from divergence in route.Divergences ?? []
                                   where divergence.Example is { ValueKind: JsonValueKind.Object }
                                   let example = divergence.Example!.Value.Deserialize(ReportJson.Default.ExampleReport)!
                                   orderby example.At
                                   select new CaseSequence([ToCase(route.Route, divergence.Fingerprint, example)])];
        return found.Length > 0
            ? found
            : throw new CommandException("the gateway holds no exchanges: nothing has diverged, or nothing has been compared yet.", ExitCode.BadUsage);
    }

    private static Case ToCase(string route, string fingerprint, ExampleReport example)
    {
        var request = example.Request;
        var headers = request.KnownHeaders().GroupBy(header => header[0], StringComparer.OrdinalIgnoreCase).ToDictionary(
            group => group.Key, group => new StringValues([.. group.Select(header => header[1])]), StringComparer.OrdinalIgnoreCase);
        var announced = headers.ContainsKey("Content-Length") || headers.ContainsKey("Transfer-Encoding");
        headers.Remove("Host");
        return new($"{fingerprint} {request.Method} {request.Target}", route, new(request.Method, request.Target, ReplayPolicy.WithoutCredentials(headers), Body(request.Body, announced)))
        {
            At = example.At,
            NotSent = request.WhyIncomplete(),
        };
    }

    private static byte[]? Body(StoredBody body, bool announced) =>
        body is { Kind: "text", Text: { } text } ? Encoding.UTF8.GetBytes(text) : announced ? [] : null;
}
