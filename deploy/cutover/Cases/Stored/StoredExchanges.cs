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
        var found = Read((await api.GetAsync("/api/reports", ReportJson.Default.Report, cancellationToken)).Value);
        return found.Count > 0
            ? found
            : throw new CommandException("the gateway holds no exchanges: nothing has diverged, or nothing has been compared yet.", ExitCode.BadUsage);
    }

    /// <summary>The gateway may have taken them in from anywhere: one that cannot be sent as it is told is listed, and hinders no other.</summary>
    public static IReadOnlyList<CaseSequence> Read(Management.Report report) =>
    [
        .. from route in report.Routes
           from divergence in route.Divergences ?? []
           where divergence.Example is { ValueKind: JsonValueKind.Object }
           let one = ToCase(route.Route, divergence.Fingerprint, divergence.Example!.Value)
           orderby one.At
           select new CaseSequence([one]),
    ];

    private static Case ToCase(string route, string fingerprint, JsonElement example)
    {
        try
        {
            if (example.Deserialize(ReportJson.Default.ExampleReport) is { Request: { Method: not null, Target: not null, Body: not null, Headers: { } headers } } known && headers.All(header => header is [not null, not null]))
                return ToCase(route, fingerprint, known);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Listed below, like one that lacks a member.
        }

        return new($"{fingerprint} (no request)", route, new("-", "-", new Dictionary<string, StringValues>(), null)) { NotSent = "it is no stored exchange" };
    }

    private static Case ToCase(string route, string fingerprint, ExampleReport example)
    {
        var request = example.Request;
        var headers = request.KnownHeaders().GroupBy(header => header[0], StringComparer.OrdinalIgnoreCase).ToDictionary(
            group => group.Key, group => new StringValues([.. group.Select(header => header[1])]), StringComparer.OrdinalIgnoreCase);
        var announced = headers.ContainsKey("Content-Length") || headers.ContainsKey("Transfer-Encoding");
        foreach (var ours in headers.Keys.Where(CaseRequest.IsOurs).ToList())
            headers.Remove(ours);

        var one = new CaseRequest(request.Method, request.Target, ReplayPolicy.WithoutCredentials(headers), Body(request.Body, announced));
        return new($"{fingerprint} {request.Method} {request.Target}", route, one) { At = example.At, NotSent = request.WhyIncomplete() ?? one.WhyNot() };
    }

    private static byte[]? Body(StoredBody body, bool announced) =>
        body is { Kind: "text", Text: { } text } ? Encoding.UTF8.GetBytes(text) : announced ? [] : null;
}
