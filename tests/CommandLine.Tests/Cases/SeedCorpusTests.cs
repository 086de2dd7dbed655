using NJsonSchema;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Cases.Corpus;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Cases;

/// <summary>The corpus in <c>tests/Corpus</c> is what it says it is.</summary>
public sealed class SeedCorpusTests
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "Corpus");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Recorded => [.. RecordedCorpus.Names];

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>With <c>STRANGLER_WRITE_CORPUS=true</c> in the environment it writes the file instead.</summary>
    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task RecordedFile_IsWhatTheRecordingsSay(string name)
    {
        var (path, text) = (Path.Combine(Folder, $"{name}.json"), RecordedCorpus.Text(name));
        if (Environment.GetEnvironmentVariable("STRANGLER_WRITE_CORPUS") == "true")
            await File.WriteAllTextAsync(path, text, Token);

        Assert.Equal(text, (await File.ReadAllTextAsync(path, Token)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void LeftOutRecordings_AreTheseAndNoOthers() => Snapshot.Match(string.Join('\n', RecordedCorpus.LeftOut.Distinct()));

    [Fact]
    public void EveryFile_CanBeRead()
    {
        var read = new CorpusFolder(Folder, new RouteFinder(RepositoryRoot.Combine("yarp.json"))).Read();

        Assert.Equal(Files.Count, read.Count);
        Assert.Contains(read.SelectMany(sequence => sequence.Cases), one => one.Uses.Count > 0);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_FitsTheSchema(string name)
    {
        var schema = await JsonSchema.FromFileAsync(RepositoryRoot.Combine("deploy", "schemas", "corpus.schema.json"), Token);

        Assert.Empty(schema.Validate(await File.ReadAllTextAsync(Path.Combine(Folder, name), Token)));
    }
}
