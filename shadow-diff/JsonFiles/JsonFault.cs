namespace Strangler.ShadowDiff.JsonFiles;

/// <summary>One thing that is wrong with a JSON file.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Path">The place, e.g. <c>rules[3].kind</c>; empty for the file as a whole.</param>
/// <param name="Text">What is wrong there and what to do.</param>
public sealed record JsonFault(int Line, string Path, string Text)
{
    /// <summary>All of it: <c>line 7, rules[3].kind: must be …</c>.</summary>
    public override string ToString() => Path.Length == 0 ? $"line {Line}: {Text}" : $"line {Line}, {Path}: {Text}";
}
