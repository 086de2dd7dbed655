namespace Strangler.Testing.Comparison;

/// <summary>Judges an answer against the recorded one: every difference must be explained by a rule, and the verdict names it.</summary>
public sealed class RecordingComparer(IReadOnlyList<Rule> rules)
{
    public Verdict Judge(Exchange exchange)
    {
        SortedSet<string> used = new(exchange.Expected.Used.Select(one => one.Name), StringComparer.Ordinal);
        List<Difference> unexplained = [];
        foreach (var difference in AnswerDifferences.Find(exchange.Expected, exchange.Actual))
        {
            if (rules.FirstOrDefault(rule => rule.Explains(difference, exchange)) is { } rule)
                used.Add(rule.Name);
            else
                unexplained.Add(difference);
        }

        return new([.. used], unexplained);
    }
}
