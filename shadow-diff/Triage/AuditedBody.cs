using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.JsonFiles;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Triage;

/// <summary>Reads the body of a change, which says who and why, for the audit.</summary>
public static class AuditedBody
{
    private const int LongestText = 500;

    /// <summary>The body, or what is wrong with it and a caller can mend (400).</summary>
    /// <param name="request">Its body is read to the end.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="whoAndWhy">Where it says who and why: not blank, 500 visible characters in one line each at most; who is none of <see cref="ProgramNames"/>. Members that are unknown or stand twice are refused.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BadHttpRequestException">It is too large, too slow or cut off.</exception>
    public static async Task<(T? Body, string? Error)> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, Func<T, (string? Who, string? Reason)> whoAndWhy, CancellationToken cancellationToken)
        where T : class
    {
        using var text = new MemoryStream();
        await request.Body.CopyToAsync(text, cancellationToken);
        if (text.Length == 0)
            return (null, "The body is empty; send a JSON object.");

        var (body, error) = StrictJson.Read(text.ToArray(), type);
        if (body is null)
            return (null, $"The body is not the JSON object that this call takes: {error}.");

        var (who, reason) = whoAndWhy(body);
        error = FaultOfName("who", who) ?? FaultOf("reason", reason);
        return error is null ? (body, null) : (null, error);
    }

    /// <summary>What is wrong with the name of a person; null when nothing is.</summary>
    internal static string? FaultOfName(string member, string? name) =>
        FaultOf(member, name) ?? (ProgramNames.Has(name!) ? $"'{member}' is '{name}', under which the gateway itself writes into the audit; send a person's name." : null);

    /// <summary>What is wrong with a text that is audited; null when nothing is.</summary>
    internal static string? FaultOf(string name, string? text) =>
        string.IsNullOrWhiteSpace(text) ? $"'{name}' is missing; the audit needs it."
        : text.Length > LongestText ? $"'{name}' has {text.Length} characters; {LongestText} at most."
        : PlainText.FaultOfLine(text) is { } fault ? $"'{name}' holds {fault}; it is read in terminals and on pages, so send visible characters."
        : null;
}
