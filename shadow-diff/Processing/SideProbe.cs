using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Processing;

/// <summary>
/// Asks both sides for an address of the gateway's own accord, as the shadow asks them, and compares their answers as it does. In no count, and no
/// example is kept of it: the gate's evidence is of clients alone.
/// </summary>
public sealed class SideProbe
{
    private readonly BothSides _sides;
    private readonly TriageStates _triage;
    private readonly TimeProvider _time;

    internal SideProbe(BothSides sides, TriageStates triage, TimeProvider time) => (_sides, _triage, _time) = (sides, triage, time);

    /// <summary>A GET without a body.</summary>
    /// <param name="plan">Its route, modern's endpoint and legacy's address. Its effect is safe.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="cancellationToken">The program stops.</param>
    /// <returns>Null when a side gave no answer; but where legacy has answered and modern has not in time, that is modern's failure, a status of 504.</returns>
    public async Task<ProbedExchange?> AskAsync(ShadowPlan plan, PathString path, CancellationToken cancellationToken)
    {
        if (plan is not { Effect: SideEffect.Safe, Modern: not null, LegacyAddress: { } legacy })
            return null;

        var started = _time.GetUtcNow();
        var request = new CapturedRequest
        {
            Method = HttpMethods.Get,
            Scheme = "http",
            PathBase = PathString.Empty,
            Path = path,
            Query = QueryString.Empty,
            RawTarget = path.ToUriComponent(),
            Protocol = "HTTP/1.1",
            Headers = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Host"] = legacy.Authority, ["Accept"] = "*/*" },
            RouteValues = [],
            Remote = (IPAddress.Loopback, 0),
            Local = (IPAddress.Loopback, 0),
            HasBody = false,
        };
        var nothing = new CapturedResponse(StatusCodes.Status204NoContent, "", new Dictionary<string, StringValues>(), []);
        var exchange = new CapturedExchange(plan, request, nothing, TimeSpan.Zero, started);
        var (fromLegacy, fromModern, comparison) = await _sides.AskAsync(exchange, cancellationToken);
        if (fromLegacy.Response is not { } one)
            return null;
        if (fromModern.Response is not { } other)
        {
            return fromModern.Failure == UncomparedReason.Timeout
                ? new(new(plan.Route, Side.Legacy, started, one.Status, StatusCodes.Status504GatewayTimeout, fromLegacy.Duration, _time.GetUtcNow() - started, one.Body.Length), IsCompared: false, null, IsUnanswered: true)
                : null;
        }

        var pair = new PairedExchange(plan.Route, Side.Legacy, started, one.Status, other.Status, fromLegacy.Duration, fromModern.Duration, one.Body.Length + other.Body.Length);
        return new(pair, comparison?.Outcome is not null && !pair.IsOfLegacysOutage, await LastingAsync(exchange, [.. Critical(comparison)], cancellationToken));
    }

    /// <summary>What is there once more: a change of state may have come between the two answers.</summary>
    private async Task<string?> LastingAsync(CapturedExchange exchange, IReadOnlyList<Divergence> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
            return null;

        var again = Critical((await _sides.AskAsync(exchange, cancellationToken)).Comparison).Select(divergence => divergence.Fingerprint).ToHashSet();
        return found.FirstOrDefault(divergence => again.Contains(divergence.Fingerprint))?.At;
    }

    /// <summary>What breaks clients and nobody has accepted.</summary>
    private IEnumerable<Divergence> Critical(Comparison? comparison) =>
        (comparison?.Open ?? []).Where(divergence => Severity.IsCritical(divergence) && _triage.Stands(divergence.Fingerprint));
}

/// <summary>What came of a question to both sides.</summary>
/// <param name="Pair">Their answers.</param>
/// <param name="IsCompared">Whether these could be compared.</param>
/// <param name="Critical">Where they differ so that clients break and nobody has accepted it, asked anew too; null where they do not.</param>
/// <param name="IsUnanswered">Whether modern has given no answer in time.</param>
public sealed record ProbedExchange(PairedExchange Pair, bool IsCompared, string? Critical, bool IsUnanswered = false);
