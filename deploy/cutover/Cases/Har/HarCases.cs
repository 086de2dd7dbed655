namespace Strangler.CommandLine.Cases.Har;

/// <summary>What an archive holds.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Sequences">One for each entry.</param>
/// <param name="Meant">For each, whether it is missed when it is left out: not those of origins that the operator did not choose.</param>
/// <param name="Origin">Whose requests are sent; null when none went to an HTTP server.</param>
internal sealed record HarCases(string Path, IReadOnlyList<CaseSequence> Sequences, IReadOnlyList<bool> Meant, string? Origin)
{
    /// <summary>Which origin it is.</summary>
    public string Chosen => Origin is null ? "None went to an HTTP server." : $"Sent are the requests to {Origin}; --origin chooses another.";

    /// <summary>Says so when most entries are left out, for whatever reason: parity of the rest says little.</summary>
    /// <param name="judged">The sequences, with what is held back of them.</param>
    public string? WarningOf(IReadOnlyList<CaseSequence> judged)
    {
        var meant = judged.Zip(Meant).Where(one => one.Second).SelectMany(one => one.First.Cases).ToList();
        var left = meant.Select(one => one.NotSent).OfType<string>().ToList();
        if (left.Count * 2 <= meant.Count)
            return null;

        var reasons = left.CountBy(why => why).OrderByDescending(why => why.Value).Take(3).Select(why => $"{why.Value}: {why.Key}");
        return $"{Path}: {left.Count} of {meant.Count} entries are left out ({string.Join("; ", reasons)}). {Chosen}";
    }
}
