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

    private readonly List<SeenValue> _values = [];
    private readonly List<SeenObject> _objects = [];
    private readonly List<(string Text, string Place)> _known = [];
    private readonly JsonPath _path = new();
    private byte[] _document = [];

    private AnswerReader()
    {
    }

    /// <param name="answer">The answer.</param>
    /// <param name="redactor">Of its route.</param>
    /// <param name="maxDecodedBytes">To which a compressed body is inflated.</param>
    public static SeenAnswer Read(CapturedResponse answer, Redactor redactor, int maxDecodedBytes)
    {
        var reader = new AnswerReader();
        if (answer.Headers.TryGetValue("Content-Type", out var type))
            reader._values.Add(new("header Content-Type", null, Location.Header("Content-Type"), "string", type.ToString(), null, type.ToString()));

        var phase = reader.ReadBody(answer, redactor, maxDecodedBytes) is { Kind: JsonValueKind.Object } body && body.ByName().TryGetValue("phase", out var member) ? member.Text : null;
        return new(answer.Status, phase is { Length: <= LongestPhase } ? phase : "", reader._values, reader._objects);
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

        Learn(root, "");
        Visit(root, "", parent: null);
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

    private void Visit(JsonNode node, string place, string? parent)
    {
        if (_values.Count >= MostValues)
            return;

        var written = Excerpt.Of(Encoding.UTF8.GetString(node.Raw(_document)));
        _values.Add(new(place, parent, At(place), TypeOf(node, written), TextOf(node, place, written), node.Kind == JsonValueKind.Number ? NumberOf(written) : null, written));
        if (node.Kind == JsonValueKind.Object)
            VisitMembers(node, place);

        for (var i = 0; i < node.Items.Count; i++)
        {
            _path.Enter(i);
            Visit(node.Items[i], $"{place}/*", parent: null);
            _path.Leave();
        }
    }

    private void VisitMembers(JsonNode node, string place)
    {
        var members = node.ByName();
        _objects.Add(new(place, At(place), members.Keys.Select(name => Member(place, name)).ToHashSet(StringComparer.Ordinal)));
        foreach (var (name, value) in members)
        {
            _path.Enter(name);
            Visit(value, Member(place, name), place);
            _path.Leave();
        }
    }

    private Location At(string place) => _path.ToLocation() with { Pattern = place };

    private static string Member(string place, string name)
    {
        var path = new JsonPath();
        path.Enter(TextForm.OfName(name));
        return place + path.ToLocation().Path;
    }

    private string? TextOf(JsonNode node, string place, string written) => node switch
    {
        { Kind: JsonValueKind.True } => written,
        { Text: { } text } when place == SeenAnswer.PhasePlace => text,
        { Text: { } text } => TextForm.Of(text, _known),
        _ => null,
    };

    private static string TypeOf(JsonNode node, string written) =>
        node.Kind != JsonValueKind.Number ? node.TypeName : written.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? "float" : "integer";

    private static double NumberOf(string written) => double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
