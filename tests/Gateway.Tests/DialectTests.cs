using System.Text.RegularExpressions;
using Strangler.Testing;

namespace Strangler.Gateway.Tests;

/// <summary>What all projects write in one way and no formatter can hold.</summary>
public sealed partial class DialectTests
{
    private static readonly string[] Product = ["gateway", "services", "shadow-diff", "deploy"];

    [Fact]
    public void LogMethods_AreInstanceMethodsWithTheLevelFirst() => Assert.Empty(Found(OtherLogMethod()));

    [Fact]
    public void BodyOfOneLine_HasNoBraces() => Assert.Empty(Found(BracesAroundOneLine()));

    private static IEnumerable<string> Found(Regex pattern) =>
        from folder in Product
        from file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs", SearchOption.AllDirectories)
        from match in pattern.Matches(File.ReadAllText(file))
        select $"{Path.GetRelativePath(RepositoryRoot.Path, file)}: {match.Value.Trim()}";

    // The level is the caller's to say where it is the method's first argument.
    [GeneratedRegex(@"\[LoggerMessage\((?!LogLevel\.)(?![^\n]*\n[^\n]*\(LogLevel level\b)[^\n]*|\[LoggerMessage\([^\n]*\n[^\n]*\bstatic\b[^\n]*")]
    private static partial Regex OtherLogMethod();

    // An if whose else has several lines needs braces too (csharp_prefer_braces = when_multiline).
    [GeneratedRegex(@"^(?<indent> *)(?:if|foreach|for|while) \([^\n]*\)\n\k<indent>\{\n\k<indent>    (?!if |for|while |using |var )[^\s/][^\n]*;\n\k<indent>\}\n(?!\k<indent>else)", RegexOptions.Multiline)]
    private static partial Regex BracesAroundOneLine();
}
