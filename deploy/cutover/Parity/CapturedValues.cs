using System.Globalization;
using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Cases;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Parity;

/// <summary>What the answers of one side gave so far in a sequence, such as the id of a job. Each side has its own.</summary>
internal sealed class CapturedValues
{
    /// <summary>Shorter values are put into requests but not masked: a "1" would be masked in every number.</summary>
    private const int ShortestMasked = 8;
    private readonly List<(string Name, string Value)> _masked = [];
    private readonly Dictionary<string, string> _values = [];

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Takes the values of a case from its answer. What the answer does not give is forgotten.</summary>
    public void Learn(Case one, CapturedResponse answer)
    {
        foreach (var (name, place) in one.Captures)
        {
            _values.Remove(name);
            if (place.ValueIn(answer) is not { } value)
                continue;

            _values[name] = value;
            if (value.Length >= ShortestMasked)
                _masked.Add((name, value));
        }
    }

    /// <summary>A value that is known without an answer, to be masked.</summary>
    public void Add(string name, string value) => _masked.Add((name, value));

    public CaseRequest PutInto(Case one) =>
        one.Uses.Aggregate(one.Request, (request, name) => Placeholder.Fill(request, name, _values[name]));

    /// <summary>The answer with each captured value as <c>{name}</c>: the sides differ in the value, and where it stands still counts.</summary>
    public CapturedResponse Mask(CapturedResponse answer)
    {
        var masked = _masked.Aggregate(answer, (masked, value) => masked with
        {
            Headers = Placeholder.Replace(masked.Headers, value.Value, Placeholder.Of(value.Name)),
            Body = Placeholder.Replace(masked.Body, value.Value, Placeholder.Of(value.Name)),
        });
        return masked.Body.Length == answer.Body.Length ? masked : masked with { Headers = WithLength(masked.Headers, answer.Body.Length, masked.Body.Length) };
    }

    /// <summary>A length that was the body's is so again; another one is left as it is, for the comparison to see.</summary>
    private static Dictionary<string, StringValues> WithLength(IReadOnlyDictionary<string, StringValues> headers, int was, int now)
    {
        const string ContentLength = "Content-Length";
        var all = new Dictionary<string, StringValues>(headers, StringComparer.OrdinalIgnoreCase);
        if (all.TryGetValue(ContentLength, out var length) && length == was.ToString(CultureInfo.InvariantCulture))
            all[ContentLength] = now.ToString(CultureInfo.InvariantCulture);

        return all;
    }
}
