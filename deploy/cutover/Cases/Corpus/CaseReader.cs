using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Cases.Corpus;

/// <summary>Makes the cases of one file, and says what is wrong with each.</summary>
internal sealed partial class CaseReader(string file, RouteFinder routes, List<string> errors)
{
    private const double ShortestWait = 1;
    private const double LongestWait = 300;
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _captured = [];

    /// <summary>A list may hold null, and so may headers and captures: the reader of JSON does not look into them.</summary>
    public CaseSequence Read(IReadOnlyList<CorpusCase?> cases) => new([.. cases.Select(Read).OfType<Case>()]);

    private Case? Read(CorpusCase? written, int index)
    {
        if (written is null)
        {
            errors.Add($"{file}, case {index + 1}: it is null");
            return null;
        }

        var where = $"{file}, case {index + 1} \"{written.Name}\"";
        errors.AddRange(Problems(written).Select(problem => $"{where}: {problem}"));
        var request = new CaseRequest(written.Method ?? "GET", written.Target, Headers(written), Body(written));
        var one = new Case($"{file}: {written.Name}", written.Route ?? routes.Find(written.Target), request)
        {
            Captures = (written.Capture ?? new Dictionary<string, string>())
                .Select(capture => (capture.Key, Place: AnswerPlace.TryParse(capture.Value ?? "")))
                .Where(capture => capture.Place is not null).ToDictionary(capture => capture.Key, capture => capture.Place!),
            Until = Until(written.Until),
            Uses = [.. _captured.Where(name => Placeholder.IsIn(request, name))],
        };
        _captured.UnionWith(one.Captures.Keys);
        return one;
    }

    private IEnumerable<string> Problems(CorpusCase written)
    {
        if (string.IsNullOrWhiteSpace(written.Name) || !_names.Add(written.Name))
            yield return "its name is empty or taken; each case of a file needs its own";
        if (written.Method is not null && !SingleRequest.IsToken(written.Method))
            yield return $"\"{written.Method}\" is no method; one is letters such as GET";
        else if (written.Method is not null && SingleRequest.WhyNot(written.Method, "/", []) is { } odd)
            yield return odd;
        if (!Target().IsMatch(written.Target))
            yield return $"the target \"{written.Target}\" does not begin with / or holds a blank, a control or a non-ASCII character; write those percent-encoded";
        if (written is { Body: not null, BodyBase64: not null })
            yield return "it has both body and body_base64; keep one";
        else if (written.BodyBase64 is not null && !System.Buffers.Text.Base64.IsValid(written.BodyBase64))
            yield return "body_base64 is not base64";
        foreach (var (name, value) in written.Headers ?? new Dictionary<string, string>())
        {
            if (value is null || SingleRequest.WhyNot("GET", "/", [new(name, value)]) is not null)
                yield return $"the header \"{name}\" has a name that is no token (RFC 9110 5.6.2), no value, or a control character or one beyond Latin-1 in it";
        }

        foreach (var (name, place) in written.Capture ?? new Dictionary<string, string>())
        {
            if (!Name().IsMatch(name) || AnswerPlace.TryParse(place ?? "") is null)
                yield return $"capture \"{name}\": \"{place}\" is not understood; write a name of letters, digits and _ and a place such as \"body /job_id\" or \"header ETag\"";
        }

        if (written.Until is not null && Until(written.Until) is null)
            yield return $"until: it needs a place such as \"body /phase\", a regular expression without look-around and back references, and {ShortestWait} to {LongestWait} seconds";
    }

    private static Dictionary<string, StringValues> Headers(CorpusCase written) =>
        (written.Headers ?? new Dictionary<string, string>()).Where(header => !CaseRequest.IsFraming(header.Key)).GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => new StringValues([.. group.Select(header => header.Value)]), StringComparer.OrdinalIgnoreCase);

    private static byte[]? Body(CorpusCase written) => written switch
    {
        { Body: { } text } => Encoding.UTF8.GetBytes(text),
        { BodyBase64: { } text } when System.Buffers.Text.Base64.IsValid(text) => Convert.FromBase64String(text),
        _ => null,
    };

    private static Waiting? Until(CorpusUntil? written)
    {
        if (written is not { Seconds: >= ShortestWait and <= LongestWait } || AnswerPlace.TryParse(written.At) is not { } place)
            return null;

        try
        {
            return new(place, new Regex($@"\A(?:{written.Matches})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), TimeSpan.FromSeconds(written.Seconds));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^/[!-~]*\z")]
    private static partial Regex Target();

    [GeneratedRegex(@"^[A-Za-z0-9_]+\z")]
    private static partial Regex Name();
}
