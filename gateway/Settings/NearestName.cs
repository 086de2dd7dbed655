namespace Strangler.Settings;

/// <summary>What somebody who mistyped a name may have meant.</summary>
public static class NearestName
{
    /// <summary>The known name that is nearest to <paramref name="name"/> in letters changed, added, left out or swapped, whatever their case; null when none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        // A third of the letters: "stauts" is meant to be "status", "foo" nothing.
        var allowed = Math.Max(1, name.Length / 3);
        return known
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= allowed)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>What to say after "there is no such": <c>did you mean 'status'? The routes are status, health</c>, or only the latter part where nothing is near.</summary>
    /// <param name="name">As it was written.</param>
    /// <param name="known">Those that there are.</param>
    /// <param name="list">How their list begins, e.g. <c>the routes are</c>.</param>
    public static string Advice(string name, IReadOnlyCollection<string> known, string list) => Of(name, known) is { } meant
        ? $"did you mean '{meant}'? {char.ToUpperInvariant(list[0])}{list[1..]} {string.Join(", ", known)}"
        : $"{list} {string.Join(", ", known)}";

    /// <summary><c>Did you mean 'status'?</c> for each stray word that is near a known one.</summary>
    public static IEnumerable<string> Questions(IEnumerable<string> strays, IReadOnlyCollection<string> known) =>
        strays.Select(stray => Of(stray, known)).OfType<string>().Select(meant => $"Did you mean '{meant}'?");

    /// <summary>The distance of Damerau and Levenshtein, where no letter is touched twice.</summary>
    private static int Distance(string from, string to)
    {
        var costs = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    costs[i, j] = i + j;
                    continue;
                }

                var changed = costs[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                costs[i, j] = Math.Min(changed, 1 + Math.Min(costs[i - 1, j], costs[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
            }
        }

        return costs[from.Length, to.Length];
    }
}
