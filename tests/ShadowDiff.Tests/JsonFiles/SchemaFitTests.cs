using System.Text;
using System.Text.Json.Nodes;
using Strangler.ShadowDiff.JsonFiles;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.JsonFiles;

/// <summary>The quick look at a file may be unsure of a good one, and must never be sure of one that the library finds fault with.</summary>
public sealed class SchemaFitTests
{
    private static readonly string?[] Others = ["null", "true", "0", "-1", "1.5", "99999999999999999999999", "\"\"", "\"x\"", "\"/x\"", "\"2027-02-30\"", "[]", "[1,1]", "[\"x\"]", "{}", """{"x":1}""", null];

    [Theory]
    [InlineData("rules")]
    [InlineData("features")]
    public void ShippedFile_IsSure(string name) => Assert.True(FitOf(name).IsSureOf(File.ReadAllBytes(RepositoryRoot.Combine($"{name}.json"))));

    /// <summary>Each value of each kind of entry becomes another, is left out, or gets a neighbour.</summary>
    [Theory]
    [InlineData("rules", "rules")]
    [InlineData("features", "feature_management.feature_flags")]
    public void ChangedFile_IsSureOnlyIfTheLibraryFindsNoFault(string name, string list)
    {
        var (fit, library) = (FitOf(name), new JsonSchemaErrors(typeof(SchemaFitTests).Assembly, $"{name}.schema.json"));
        var (sure, refused) = (0, 0);
        foreach (var text in Changed(name, list.Split('.')))
        {
            var json = Encoding.UTF8.GetBytes(text);
            var faults = library.Described(json, []);
            if (fit.IsSureOf(json))
                Assert.True(faults.Count == 0, $"It is sure of {text}, but: {string.Join("; ", faults)}");
            sure += fit.IsSureOf(json) ? 1 : 0;
            refused += faults.Count > 0 ? 1 : 0;
        }

        Assert.True(sure > 10 && refused > 200, $"{sure} were sure, {refused} have faults.");
    }

    [Theory]
    [InlineData("""{"rules":[],"redact":{"strict":1e999}}""")]
    [InlineData("""{"rules":[]} x""")]
    [InlineData("")]
    public void TextThatIsNoGoodJson_IsNotSure(string text) => Assert.False(FitOf("rules").IsSureOf(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void NumberBeyondADouble_WhereAnythingMayStand_IsNotSure() => Assert.False(FitOf("features").IsSureOf(Encoding.UTF8.GetBytes(
        File.ReadAllText(RepositoryRoot.Combine("features.json")).Replace("\"enabled\": true,", "\"enabled\": true, \"display_name\": 1e999,", StringComparison.Ordinal))));

    private static SchemaFit FitOf(string name) => new(typeof(SchemaFitTests).Assembly, $"{name}.schema.json");

    private static IEnumerable<string> Changed(string name, string[] list)
    {
        var file = JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine($"{name}.json")))!;
        var entries = list.Aggregate(file, (node, member) => node[member]!).AsArray().Select(entry => entry!.ToJsonString()).Distinct().ToList();

        // One entry of a kind: those with the same members are one.
        foreach (var entry in entries.DistinctBy(text => string.Join(' ', Paths(JsonNode.Parse(text)!).Select(path => string.Join('/', path.Where(step => step is string))).Distinct())).Take(40))
        {
            foreach (var path in Paths(JsonNode.Parse(entry)!))
            {
                foreach (var other in Others)
                    yield return Whole(Change(JsonNode.Parse(entry)!, path, other));
            }
        }

        string Whole(JsonNode entry)
        {
            JsonNode whole = new JsonArray(entry);
            foreach (var member in Enumerable.Reverse(list))
                whole = new JsonObject { [member] = whole };
            return whole.ToJsonString();
        }
    }

    /// <summary>The places of all values but the whole, as members' names and numbers of elements.</summary>
    private static IEnumerable<object[]> Paths(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Below(member.Key, member.Value)),
        JsonArray elements => elements.SelectMany((element, index) => Below(index, element)),
        _ => [],
    };

    private static IEnumerable<object[]> Below(object step, JsonNode? node) => Paths(node ?? JsonValue.Create(0)).Select(path => (object[])[step, .. path]).Prepend([step]);

    /// <summary>Puts another value there; with none it takes the value out and puts something unknown beside it.</summary>
    private static JsonNode Change(JsonNode root, object[] path, string? other)
    {
        var parent = path[..^1].Aggregate(root, (node, step) => (step is int index ? node[index] : node[(string)step])!);
        switch (parent, path[^1])
        {
            case (JsonObject members, string name) when other is null:
                members.Remove(name);
                members["unknown"] = 1;
                break;
            case (JsonObject members, string name):
                members[name] = JsonNode.Parse(other);
                break;
            case (JsonArray elements, int index) when other is null:
                elements.RemoveAt(index);
                break;
            case (JsonArray elements, int index):
                elements[index] = JsonNode.Parse(other);
                break;
        }

        return root;
    }
}
