namespace Strangler.Services.Flask.Files;

/// <summary>A file to send.</summary>
/// <param name="Path">As legacy spells it: its name and its tag are derived from this.</param>
/// <param name="Target">What is read: the same file, or the target of a link.</param>
/// <param name="Type">For <c>Content-Type</c>.</param>
/// <param name="Encoding">For <c>Content-Encoding</c>.</param>
internal sealed record SentFile(string Path, string Target, string Type, string? Encoding = null)
{
    public string Name => Path[(Path.LastIndexOfAny(['/', System.IO.Path.DirectorySeparatorChar]) + 1)..];
}
