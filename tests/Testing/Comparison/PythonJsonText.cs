namespace Strangler.Testing.Comparison;

/// <summary>JSON text in the form of the legacy server's answers.</summary>
public static class PythonJsonText
{
    /// <summary>Without blanks between tokens, with one line feed at the end (contract 3.2); tokens and their order stay.</summary>
    /// <exception cref="ArgumentException">The text is not JSON.</exception>
    public static string Compact(string json) =>
        $"{PythonJson.TryParse(json) ?? throw new ArgumentException("The text is not JSON.", nameof(json))}\n";
}
