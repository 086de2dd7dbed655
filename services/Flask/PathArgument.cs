using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Services.Flask;

/// <summary>
/// The argument at the end of a path like <c>/api/check_receipt/&lt;filename&gt;</c> as Flask reads it (contract 3.3): all escapes are
/// decoded before routing, invalid UTF-8 becomes U+FFFD. ASP.NET Core's own value leaves <c>%2F</c> and invalid escapes undecoded.
/// </summary>
internal static class PathArgument
{
    /// <summary>False where Flask's rule would not match: no argument, or one that holds a slash. The catch-all answers then.</summary>
    public static bool TryRead(HttpContext context, [NotNullWhen(true)] out string? argument)
    {
        var path = RequestTarget.PathOf(RequestTarget.OriginForm(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
        argument = PercentText.Decode(path[(path.LastIndexOf('/') + 1)..], plusIsBlank: false);
        return argument.Length > 0 && !argument.Contains('/');
    }
}
