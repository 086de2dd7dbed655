using System.Text;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Cases.Corpus;
using Strangler.Testing.Recordings;

namespace Strangler.CommandLine.Tests.Cases;

/// <summary>Finds what an answer made up and another server makes up otherwise: each job id, and the entity tags that a later request repeats. They are captured.</summary>
internal static class RecordedValues
{
    private const string JobId = "job_id";
    private static readonly (string Name, string Place)[] Places = [("etag", "header ETag"), (JobId, "body /job_id")];

    public static IReadOnlyList<CorpusCase> Link(IReadOnlyList<(CorpusCase Case, RecordedResponse Answer)> recorded)
    {
        CorpusCase[] cases = [.. recorded.Select(one => one.Case)];
        var number = 0;
        for (var giver = 0; giver < cases.Length; giver++)
        {
            foreach (var (kind, place) in Places)
            {
                if (Value(recorded[giver].Answer, place) is not { } value || Holds(cases[giver], value) || !(kind == JobId || cases[(giver + 1)..].Any(later => Holds(later, value))))
                    continue;

                var name = $"{kind}_{++number}";
                cases[giver] = cases[giver] with { Capture = new Dictionary<string, string>(cases[giver].Capture ?? new Dictionary<string, string>()) { [name] = place } };
                for (var taker = giver + 1; taker < cases.Length; taker++)
                    cases[taker] = Put(cases[taker], value, Placeholder.Of(name));
            }
        }

        return cases;
    }

    private static string? Value(RecordedResponse answer, string place)
    {
        var headers = answer.Headers.GroupBy(header => header[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => new Microsoft.Extensions.Primitives.StringValues([.. group.Select(header => header[1])]), StringComparer.OrdinalIgnoreCase);
        return AnswerPlace.TryParse(place)!.ValueIn(new(answer.Status ?? 0, "", headers, Encoding.UTF8.GetBytes(answer.BodyText ?? "")));
    }

    private static bool Holds(CorpusCase one, string value) =>
        one.Target.Contains(value, StringComparison.Ordinal) || (one.Headers?.Values.Any(text => text.Contains(value, StringComparison.Ordinal)) ?? false);

    private static CorpusCase Put(CorpusCase one, string value, string text) => one with
    {
        Target = one.Target.Replace(value, text, StringComparison.Ordinal),
        Headers = one.Headers?.ToDictionary(header => header.Key, header => header.Value.Replace(value, text, StringComparison.Ordinal)),
    };
}
