using System.Text.Json;
using Strangler.CommandLine.Exit;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.CommandLine.Cases.Corpus;

/// <summary>Reads a corpus: each <c>*.json</c> of a folder is a sequence. A corpus with an error is refused as a whole, with every error named.</summary>
internal sealed class CorpusFolder(string path, RouteFinder routes)
{
    private readonly List<string> _errors = [];

    /// <exception cref="CommandException">The folder is missing or empty, or a file has an error.</exception>
    public IReadOnlyList<CaseSequence> Read()
    {
        if (!Directory.Exists(path))
            throw Bad($"there is no folder {path}; --corpus takes a folder of JSON files such as tests/Corpus.");

        string[] files = [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            throw Bad($"{path} holds no *.json file; --corpus takes a folder of JSON files such as tests/Corpus.");

        CaseSequence[] sequences = [.. files.Select(ReadFile)];
        return _errors.Count == 0
            ? sequences
            : throw Bad($"{path}: {_errors.Count} error(s) in the corpus (its form: deploy/schemas/corpus.schema.json):{string.Concat(_errors.Select(error => $"{Environment.NewLine}  - {error}"))}");
    }

    private CaseSequence ReadFile(string file)
    {
        var name = Path.GetFileName(file);
        try
        {
            var text = File.ReadAllBytes(file);
            _errors.AddRange(DuplicateMembers.Find(text).Select(fault => $"{name}, {fault}"));
            var corpus = JsonSerializer.Deserialize(DuplicateMembers.WithoutMark(text), CorpusJson.Default.CorpusFile);
            if (corpus is { Cases.Count: > 0 })
                return new CaseReader(name, routes, _errors).Read(corpus.Cases);

            _errors.Add($"{name}: it has no cases; write at least one, or delete the file");
        }
        catch (JsonException exception)
        {
            _errors.Add($"{name}, {JsonFault.Of(exception)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{name}: it cannot be read: {exception.Message}");
        }

        return new([]);
    }

    private static CommandException Bad(string message) => new(message, ExitCode.BadUsage);
}
