using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Compare;

/// <summary>Other projects' documents, where the shared folder is beside this repository. They are not copied into it.</summary>
public sealed class VectorTests
{
    /// <summary>Differences in bytes only: what the vectors call equal, and we still tell apart.</summary>
    private static readonly DivergenceKind[] SameDocument = [DivergenceKind.Bytes, DivergenceKind.Order];

    /// <summary>Our policy for the pairs that leave it open: numbers keep their form, last of repeated names wins, a mark before a document spoils it, and what is too deep to read is compared as text.</summary>
    private static readonly Dictionary<string, bool> Policy = new()
    {
        ["own/1 vs 1.0 (Python writes 1.0, C# writes 1)"] = false,
        ["own/1e2 vs 100"] = false,
        ["own/-0 vs 0"] = false,
        ["own/float repr"] = false,
        ["own/timestamps 7 vs 6 digits"] = false,
        ["own/duplicate keys: last wins on both?"] = true,
        ["own/duplicate keys differ first"] = true,
        ["own/BOM in front"] = false,
        ["own/deep nesting 10000"] = true,
    };

    [Fact]
    public void Compare_DiffPairs_JudgesAsTheySay()
    {
        using var pairs = Read("diff-pairs.json");
        var wrong = new List<string>();
        foreach (var pair in pairs.RootElement.EnumerateArray())
        {
            var name = pair.GetProperty("name").GetString()!;
            var equal = pair.GetProperty("equal");
            var expected = equal.ValueKind == JsonValueKind.String ? Policy.GetValueOrDefault(name) : equal.GetBoolean();
            var found = Found.Compare(Pairs.Json(pair.GetProperty("left").GetString()!, pair.GetProperty("right").GetString()!));
            if (found.Divergences.All(divergence => SameDocument.Contains(divergence.Difference.Kind) && !IsArrayOrder(divergence)) != expected)
                wrong.Add($"{name}: expected equal={expected}, found {string.Join("; ", found.Divergences)}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Compare_ParseVectorsAsEitherSide_NeverThrowsAndTakesInvalidJsonForText()
    {
        using var vectors = Read("parse-vectors.json");
        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            var (name, must) = (vector.GetProperty("name").GetString(), vector.GetProperty("must").GetString());
            var body = vector.GetProperty("body_b64").GetBytesFromBase64();
            var isJson = JsonTree.TryParse(body) is not null;
            Assert.True(must == "either" || isJson == (must == "accept"), $"{name}: parsed={isJson}, must {must}");
            Assert.Equal("", Found.In(Pairs.Of(Pairs.Response(body), Pairs.Response(body))));
            if (!isJson && body.Length > 0)
            {
                Assert.Equal("invalid-json body", Found.In(Pairs.Of(Pairs.Response(body), Pairs.Response("""{"a":1}"""))));
                Assert.Equal("invalid-json body", Found.In(Pairs.Of(Pairs.Response("[]"), Pairs.Response(body))));

                // What Python writes of numbers that are none is a value where both sides write it so, and no JSON beside what is none either way.
                var isNoNumber = name!.Contains("NaN", StringComparison.OrdinalIgnoreCase) || name.Contains("infinity", StringComparison.OrdinalIgnoreCase);
                var found = Found.In(Pairs.Of(Pairs.Response(body), Pairs.Response("{x")));
                Assert.True(found is "text body" or "binary body" or "" || (isNoNumber && found == "invalid-json body"), $"{name}: {found}");
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mirror_ParseVectorsAsEitherSide_LeavesTheClientItsBytesAndComparesThemAll(bool vectorAnswers)
    {
        using var vectors = Read("parse-vectors.json");
        var bodies = vectors.RootElement.EnumerateArray().Select(vector => vector.GetProperty("body_b64").GetBytesFromBase64()).ToList();
        RequestDelegate other = Answers.Json("""{"a":1}""");
        RequestDelegate vector = context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync(bodies[int.Parse(context.Request.Query["n"]!, CultureInfo.InvariantCulture)]).AsTask();
        };
        var (answer, mirrored) = vectorAnswers ? (vector, other) : (other, vector);
        await using var host = await ShadowHost.StartAsync(answer, _ => Plans.LegacyAnswers(mirrored));

        for (var n = 0; n < bodies.Count; n++)
        {
            var received = await host.Client.GetByteArrayAsync($"/api/status?n={n}", TestContext.Current.CancellationToken);
            Assert.Equal(vectorAnswers ? bodies[n] : """{"a":1}"""u8.ToArray(), received);
        }

        var parity = await host.SettledAsync(bodies.Count);
        Assert.Equal(bodies.Count, parity.Compared);
    }

    private static bool IsArrayOrder(Divergence divergence) =>
        divergence.Difference is { Kind: DivergenceKind.Order, Legacy: ['[', ..] };

    private static JsonDocument Read(string name)
    {
        Assert.SkipWhen(SharedFolder.Path is null, "The JSON vectors lie beside the repository, in shared/vectors/json.");
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedFolder.Path!, "vectors", "json", name), Encoding.UTF8));
    }
}
