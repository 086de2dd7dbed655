using System.Text;
using Microsoft.Extensions.Primitives;

namespace Strangler.CommandLine.Cases;

/// <summary><c>{name}</c> in a request, where a captured value goes. A name that nothing captures is sent as it stands.</summary>
internal static class Placeholder
{
    public static string Of(string name) => $"{{{name}}}";

    public static bool IsIn(CaseRequest request, string name)
    {
        var text = Of(name);
        return request.Target.Contains(text, StringComparison.Ordinal)
            || request.Headers.Values.Any(values => values.ToString().Contains(text, StringComparison.Ordinal))
            || (request.Body is { } body && body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
    }

    /// <summary>The request with the value in every place of the name.</summary>
    public static CaseRequest Fill(CaseRequest request, string name, string value) => request with
    {
        Target = request.Target.Replace(Of(name), value, StringComparison.Ordinal),
        Headers = Replace(request.Headers, Of(name), value),
        Body = request.Body is { } body ? Replace(body, Of(name), value) : null,
    };

    /// <summary>Names without regard to case, as before.</summary>
    public static Dictionary<string, StringValues> Replace(IReadOnlyDictionary<string, StringValues> headers, string old, string text) => headers.ToDictionary(
        header => header.Key, header => new StringValues([.. header.Value.Select(value => value?.Replace(old, text, StringComparison.Ordinal))]),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Through Latin-1, which keeps every byte that is not replaced.</summary>
    public static byte[] Replace(byte[] body, string old, string text) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace(AsBytes(old), AsBytes(text), StringComparison.Ordinal));

    private static string AsBytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
