using System.Text;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Faults;

/// <summary>What a bug makes of an answer.</summary>
internal static class Change
{
    /// <summary>Replaces a piece of the body, which must be there.</summary>
    public static Func<CapturedResponse, CapturedResponse> Body(string old, string @new) => Body(text =>
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, @new, StringComparison.Ordinal);
    });

    public static Func<CapturedResponse, CapturedResponse> Body(Func<string, string> change) =>
        answer => answer with { Body = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(answer.Body))) };

    public static Func<CapturedResponse, CapturedResponse> Bytes(Func<byte[], byte[]> change) => answer => answer with { Body = change(answer.Body) };

    /// <summary>Sets a header; without values takes it away.</summary>
    public static Func<CapturedResponse, CapturedResponse> Header(string name, params string[] values) => answer =>
    {
        var headers = answer.Headers.Where(header => !header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        if (values.Length > 0)
            headers[name] = values;

        return answer with { Headers = headers };
    };

    public static Func<CapturedResponse, CapturedResponse> Headers(Func<IEnumerable<KeyValuePair<string, StringValues>>, IEnumerable<KeyValuePair<string, StringValues>>> change) =>
        answer => answer with { Headers = change(answer.Headers).ToDictionary(StringComparer.OrdinalIgnoreCase) };

    public static Func<CapturedResponse, CapturedResponse> Status(int status, string reason) => answer => answer with { Status = status, Reason = reason };

    public static Func<CapturedResponse, CapturedResponse> Then(this Func<CapturedResponse, CapturedResponse> first, Func<CapturedResponse, CapturedResponse> second) =>
        answer => second(first(answer));
}
