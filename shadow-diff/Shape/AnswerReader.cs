using System.Globalization;
using System.Text;
using System.Text.Json;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Shape;

/// <summary>Takes an answer apart, after what must not be kept is out of it.</summary>
internal sealed class AnswerReader
{
    /// <summary>Values of an answer that are looked at.</summary>
    private const int MostValues = 1_000;

    private const int LongestPhase = 64;

    /// <summary>An object with more members is a table, in which no order is meant.</summary>
    private const int MostOrdered = 50;

    private readonly List<SeenValue> _values = [];
    private readonly List<SeenObject> _objects = [];
    private readonly List<(string Text, string Place)> _known = [];
    private readonly JsonPath _path = new();
    private readonly CapturedResponse _answer;
    private readonly JobLife _job;
    private byte[] _document = [];

    private AnswerReader(CapturedResponse answer, string? job) => (_answer, _job) = (answer, JobLife.Of(job, answer.At));

    /// <param name="answer">The answer.</param>
    /// <param name="job">The job that it is about; null for none, or several.</param>
    /// <param name="isToPage">The request came from a page, and so the answer says who may read it.</param>
    /// <param name="headers">The headers that are looked at.</param>
    /// <param name="redactor">Of its route.</param>
    /// <param name="maxDecodedBytes">To which a compressed body is inflated.</param>
    public static SeenAnswer Read(CapturedResponse answer, string? job, bool isToPage, NoticeableHeaders headers, Redactor redactor, int maxDecodedBytes)
    {
        var reader = new AnswerReader(answer, job);
        reader._values.Add(new("reason", null, Location.Reason, "string", answer.Reason, null, answer.Reason));
        reader.ReadHeaders(answer, isToPage ? "headers to a page" : "headers", headers);
        var phase = reader.ReadBody(answer, redactor, maxDecodedBytes) is { Kind: JsonValueKind.Object } body && body.ByName().TryGetValue("phase", out var member) ? member.Text : null;
        return new(answer.Status, phase is { Length: <= LongestPhase } ? phase : "", reader._values, reader._objects);
    }

    /// <summary>As an object of its own, whose members they are.</summary>
    private void ReadHeaders(CapturedResponse answer, string holder, NoticeableHeaders noticed)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        _values.Add(new(holder, null, Location.Header(""), "object", null, null, ""));
        _objects.Add(new(holder, Location.Header(""), members));
        foreach (var (name, values) in answer.Headers.Where(header => header.Value.Count > 0 && noticed.Contains(header.Key)).Select(header => (NoticeableHeaders.Spell(header.Key), header.Value)))
        {
            var place = $"{holder}/{name}";
            var items = HeaderForm.Of(name, values);
            var form = string.Join(", ", NoticeableHeaders.IsList(name) ? items.Order(StringComparer.Ordinal) : items);
            if (form.Length == 0 || !members.Add(place))
                continue;

            // Of a header that nobody knows the value may be a secret.
            var isKnown = NoticeableHeaders.IsList(name) || NoticeableHeaders.IsAccess(name) || name is "Content-Type" or "Content-Encoding" or "Content-Disposition";
            _values.Add(new(place, holder, Location.Header(name), "string", isKnown ? form : "{text}", null, isKnown ? form : "there"));
        }
    }

    /// <summary>Null when the body is no JSON.</summary>
    private JsonNode? ReadBody(CapturedResponse answer, Redactor redactor, int maxDecodedBytes)
    {
        var (bytes, state) = DecodedBody.Of(answer, maxDecodedBytes);
        var text = state == DecodedState.Readable && bytes.Length > 0 && MediaKind.IsJson(answer) ? TextBody.Of(answer, bytes) : null;
        if (text is null || redactor.Body(text, TextKind.Other) is not { } kept || JsonTree.TryParse(_document = Encoding.UTF8.GetBytes(kept)) is not { } root)
        {
            _values.Add(new("", null, Location.Body, bytes.Length == 0 ? "empty" : text is null ? "bytes" : "text", null, null, ""));
            return null;
        }

        var layout = JsonHabits.Of(text) + (bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text)) ? "" : ", not plain UTF-8");
        _values.Add(new("layout", null, Location.Body, SeenValue.Layout, layout, null, layout));
        Learn(root, "");
        Visit(root, "", parent: null, _job);
        return root;
    }

    /// <summary>Notes texts that may stand within others: the name of a file within a message.</summary>
    private void Learn(JsonNode node, string place)
    {
        if (node.Text is { Length: > 2 } text && _known.Count < MostValues)
            _known.Add((text, place));
        foreach (var (name, value) in node.Members)
            Learn(value, $"{place}/{name}");
    }

    private void Visit(JsonNode node, string place, string? parent, JobLife life)
    {
        // An entry of a table is looked at whole or not at all: half of one would look as if the rest might be missing.
        if (_values.Count + (IsEntry(place) ? SizeOf(node) : 1) > MostValues)
            return;

        var written = Excerpt.Of(Encoding.UTF8.GetString(node.Raw(_document)));
        _values.Add(new(place, parent, At(place), TypeOf(node, written), TextOf(node, place, written, life), node.Kind == JsonValueKind.Number ? NumberOf(written) : null, written)
        {
            IsBeyondJob = node.Kind == JsonValueKind.Number && life.IsLongerThan(NumberOf(written)),
        });
        if (JobSequence.Of(node) is { } sequence)
            _values.Add(new($"sequence of {place}", null, At(place), SeenValue.Sequence, sequence, null, sequence));
        if (node.Kind == JsonValueKind.Object)
            VisitMembers(node, place, life);

        for (var i = 0; i < node.Items.Count; i++)
        {
            _path.Enter(i);
            Visit(node.Items[i], $"{place}/*", parent: null, life);
            _path.Leave();
        }
    }

    private void VisitMembers(JsonNode node, string place, JobLife life)
    {
        var members = node.ByName();
        if (node.Members.Count is > 1 and <= MostOrdered)
        {
            var order = string.Join(' ', node.Members.Select(member => TextForm.OfName(member.Name)));
            _values.Add(new($"order of {place}", null, At(place), SeenValue.Order, order, null, Excerpt.Of(order)));
        }

        _objects.Add(new(place, At(place), members.Keys.Select(name => Member(place, name)).ToHashSet(StringComparer.Ordinal)));
        foreach (var (name, value) in members)
        {
            _path.Enter(name);
            Visit(value, Member(place, name), place, TextForm.IsJob(name) ? JobLife.Of(name, _answer.At) : life);
            _path.Leave();
        }
    }

    private static bool IsEntry(string place) => place.EndsWith('*') || place.EndsWith('}');

    /// <summary>The values that come of it, itself included.</summary>
    private static int SizeOf(JsonNode node) => 2 + node.Members.Sum(member => SizeOf(member.Value)) + node.Items.Sum(SizeOf);

    private Location At(string place) => _path.ToLocation() with { Pattern = place };

    private static string Member(string place, string name)
    {
        var path = new JsonPath();
        path.Enter(TextForm.OfName(name));
        return place + path.ToLocation().Path;
    }

    private string? TextOf(JsonNode node, string place, string written, JobLife life) => node switch
    {
        { Kind: JsonValueKind.True } => written,
        { Text: { } text } when place == SeenAnswer.PhasePlace => text,
        { Text: { } text } => life.FormOf(text) ?? TextForm.Of(text, _known),
        _ => null,
    };

    private static string TypeOf(JsonNode node, string written) =>
        node.Kind != JsonValueKind.Number ? node.TypeName : written.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? "float" : "integer";

    private static double NumberOf(string written) => double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
