namespace Strangler.Contract;

/// <summary>The stages as they are written in <c>features.json</c>, in the management API and on the command line: lower case.</summary>
public static class StageNames
{
    private static readonly string[] Names = [.. Enum.GetNames<Stage>().Select(name => name.ToLowerInvariant())];

    /// <summary>All stages, from legacy to complete.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string Name(this Stage stage) => Names[(int)stage];

    /// <summary>Reads a stage's name; exact and lower case, so that every spelling means one thing.</summary>
    public static bool TryParse(string? text, out Stage stage)
    {
        var index = Array.IndexOf(Names, text);
        stage = (Stage)Math.Max(index, 0);
        return index >= 0;
    }
}
