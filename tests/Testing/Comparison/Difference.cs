namespace Strangler.Testing.Comparison;

/// <summary>One place where a real answer is not the recorded one.</summary>
/// <remarks>
/// <c>Part</c> names the place: <c>status</c>, <c>reason</c>, <c>version</c>, <c>interim</c>, <c>header Content-Length</c>, <c>header order</c>,
/// <c>body</c>, <c>body $.jobs[0].phase</c>, <c>body form</c>, <c>end</c>, <c>answer</c> (none came). A side that has nothing there is null.
/// </remarks>
public sealed record Difference(string Part, string? Recorded, string? Actual)
{
    /// <summary>Name of the header; null when this is no difference in a header's values.</summary>
    public string? Header => Part.StartsWith("header ", StringComparison.Ordinal) && Part != "header order" ? Part[7..] : null;

    /// <summary>JSON path in the body, e.g. <c>$.jobs[0].phase</c>; null outside a JSON body.</summary>
    public string? Path => Part.StartsWith("body $", StringComparison.Ordinal) ? Part[5..] : null;

    /// <summary>The last name in the path: <c>phase</c>.</summary>
    public string? Field => Path?.Split('.')[^1];

    public override string ToString() => $"{Part}: recorded {Recorded ?? "nothing"}, came {Actual ?? "nothing"}";
}
