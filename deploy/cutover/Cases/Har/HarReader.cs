using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Exit;

namespace Strangler.CommandLine.Cases.Har;

/// <summary>Reads the requests of an HTTP archive, as browsers save it. Requests to another origin than the first one's are listed, not sent.</summary>
internal sealed class HarReader(string path, RouteFinder routes)
{
    /// <exception cref="CommandException">The file is missing or is no archive.</exception>
    public IReadOnlyList<CaseSequence> Read()
    {
        var entries = Load();
        string? origin = null;
        return [.. entries.Select((entry, index) =>
        {
            var (method, url) = (entry.Request?.Method, entry.Request?.Url);
            if (string.IsNullOrEmpty(method) || url is null || Split(url) is not { } parts)
                throw Bad($"entry {index + 1} has no request with a method and an absolute url");

            origin ??= parts.Origin;
            return new CaseSequence([ToCase(index + 1, entry, parts.Target) with { NotSent = parts.Origin == origin ? WhyNotSent(entry.Request!) : $"it went to another origin ({parts.Origin})" }]);
        })];
    }

    private IReadOnlyList<HarEntry> Load()
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, HarJson.Default.HarFile)?.Log?.Entries is { Count: > 0 } entries
                ? entries
                : throw Bad("it has no list log.entries, or an empty one; save it from a browser's network panel (\"Save all as HAR\")");
        }
        catch (JsonException exception)
        {
            throw Bad($"line {exception.LineNumber + 1}: it is no HTTP archive: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Bad($"it cannot be read: {exception.Message}");
        }
    }

    private Case ToCase(int number, HarEntry entry, string target)
    {
        var request = entry.Request!;
        var body = request.PostData?.Text is { } text ? Encoding.UTF8.GetBytes(text) : null;
        return new($"{number} {request.Method} {target}", routes.Find(target), new(request.Method!, target, Headers(request), body)) { At = entry.StartedDateTime };
    }

    private static string? WhyNotSent(HarRequest request) =>
        request.PostData is { MimeType: { } type } && type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) ? "an archive does not hold uploads byte for byte"
        : request.BodySize > 0 && request.PostData?.Text is null ? "the archive does not hold its body"
        : null;

    /// <summary>Without the pseudo-headers of HTTP/2, and without <c>Host</c>: each side gets its own.</summary>
    private static Dictionary<string, StringValues> Headers(HarRequest request) => (request.Headers ?? [])
        .Where(header => !header.Name.StartsWith(':') && !header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase))
        .GroupBy(header => header.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => new StringValues([.. group.Select(header => header.Value)]), StringComparer.OrdinalIgnoreCase);

    /// <summary>Cut where the text says, not parsed and put together again: the target keeps its bytes.</summary>
    private static (string Origin, string Target)? Split(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0)
            return null;

        var end = url.AsSpan(scheme + 3).IndexOfAny('/', '?', '#') is >= 0 and var found ? scheme + 3 + found : url.Length;
        var target = url[end..].Split('#')[0];
        return (url[..end], target.StartsWith('/') ? target : "/" + target);
    }

    private CommandException Bad(string problem) => new($"{path}: {problem}.", ExitCode.BadUsage);
}
