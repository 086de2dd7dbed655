using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Primitives;
using Strangler.Contract;

namespace Strangler.CommandLine.Cases;

/// <summary>What a replay holds back of recorded traffic unless it is told otherwise.</summary>
/// <param name="Routes">A route that a case claims is not enough: what its target reaches counts.</param>
/// <param name="WithCredentials">True sends the recorded credentials too.</param>
/// <param name="Unsafe">True sends every request, whatever it changes.</param>
internal sealed record ReplayPolicy(RouteFinder Routes, bool WithCredentials, bool Unsafe)
{
    /// <summary>Why no exchange of that route is sent.</summary>
    public const string OfASession = "a Socket.IO exchange belongs to its session";

    private static readonly FrozenSet<string> Credentials = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Authorization", "Cookie", "X-Api-Key");

    /// <summary>Some frameworks and proxies take the method, or the address, from these; some take a <c>_</c> for the <c>-</c>.</summary>
    private static readonly FrozenSet<string> MethodOverrides = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override", "X-Original-Method", "X-Forwarded-Method", "X-Original-URL", "X-Rewrite-URL");

    private static readonly FrozenSet<string> SafeMethods = FrozenSet.Create("GET", "HEAD", "OPTIONS");

    /// <summary>Routes whose POST only answers (contract 5). Not stop: modern's cancels the backups when <c>Services:StopCancels</c> says so (Q27).</summary>
    private static readonly FrozenSet<string> HarmlessPosts = FrozenSet.Create("test", "pause", "resume");

    /// <summary>A case that needs a value of one that is held back is held back too.</summary>
    public CaseSequence Apply(CaseSequence sequence)
    {
        var lost = new HashSet<string>();
        return new([.. sequence.Cases.Select(one =>
        {
            var judged = one with { Request = Stripped(one.Request), NotSent = one.NotSent ?? WhyNot(one) ?? (one.Uses.Any(lost.Contains) ? "it needs a value of a case that is not sent" : null) };
            if (judged.NotSent is null)
                lost.ExceptWith(one.Captures.Keys);
            else
                lost.UnionWith(one.Captures.Keys);
            return judged;
        })]);
    }

    public static Dictionary<string, StringValues> WithoutCredentials(IReadOnlyDictionary<string, StringValues> headers) =>
        headers.Where(header => !Credentials.Contains(header.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase);

    private CaseRequest Stripped(CaseRequest request) => WithCredentials ? request : request with { Headers = WithoutCredentials(request.Headers) };

    /// <summary>The frameworks that take the method from a header take it from a query or a form, too.</summary>
    private static bool OverridesMethod(string text) => Uri.UnescapeDataString(text) is var plain
        && (plain.Contains("_method", StringComparison.OrdinalIgnoreCase) || plain.Contains("_httpmethod", StringComparison.OrdinalIgnoreCase) || MethodOverrides.Any(name => plain.Contains(name, StringComparison.OrdinalIgnoreCase)));

    private string? WhyNot(Case one)
    {
        var (request, route) = (one.Request, Routes.Find(one.Request.Target));
        if (one.Route == RouteNames.Realtime || route == RouteNames.Realtime)
            return OfASession;

        if (request.WhyNot() is { } broken)
            return broken;

        if (Unsafe)
            return null;

        if (request.Headers.Keys.FirstOrDefault(name => MethodOverrides.Contains(name.Replace('_', '-'))) is { } header)
            return $"the header {header} may make another request of it; --unsafe sends it";

        if (request.Method == "POST" && (OverridesMethod(request.Target) || (request.Body is { } body && OverridesMethod(Encoding.Latin1.GetString(body)))))
            return "a member _method may make another method of it; --unsafe sends it";

        if (SafeMethods.Contains(request.Method))
            return request.Body is { Length: > 0 } ? $"a server that ignores a body with {request.Method} may take it for the next request; --unsafe sends it" : null;

        return request.Method == "POST" && HarmlessPosts.Contains(route) ? null : $"{request.Method} of {route} may change something; --unsafe sends it";
    }
}
