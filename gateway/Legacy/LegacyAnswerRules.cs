using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Gateway.Legacy;

/// <summary>What of an answer of legacy's goes on to the client, whoever has read it. One that HTTP does not allow is refused by an exception.</summary>
internal static class LegacyAnswerRules
{
    /// <summary>Hop-by-hop headers; the length is set apart; Alt-Svc would lead browsers past the gateway.</summary>
    private static readonly FrozenSet<string> Dropped = HopByHop.Names
        .Concat(["Content-Length", "Proxy-Authenticate", "Alt-Svc"])
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsDropped(string name) => Dropped.Contains(name);

    /// <summary>Whether such an answer has no body, whatever legacy says and sends.</summary>
    public static bool HasNoBody(int status) => status is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent;

    /// <exception cref="InvalidDataException">Neither of these may go on.</exception>
    public static void Check(int status, string? reason, HttpContext context)
    {
        if (status is < 200 or > 599 && !(status == StatusCodes.Status101SwitchingProtocols && AskedForWebSocket(context)))
            throw new InvalidDataException($"Legacy answered with status {status:D3}.");
        if (reason is not null && reason.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            throw new InvalidDataException("Legacy answered with a control character in its reason phrase.");
    }

    /// <summary>For a length that is no number, and for several.</summary>
    public static InvalidDataException NoLength() => new("Legacy answered with a Content-Length that is no number, or with several.");

    private static bool AskedForWebSocket(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
        && string.Equals(context.Request.Headers.Upgrade.ToString(), "websocket", StringComparison.OrdinalIgnoreCase);
}
