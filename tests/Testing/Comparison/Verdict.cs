using System.Text;

namespace Strangler.Testing.Comparison;

/// <summary>What the comparison of one answer with its recording came to.</summary>
/// <param name="Used">Names of the rules that explained a difference and of the substitutions that were made.</param>
/// <param name="Unexplained">Differences that no rule explains: the case failed.</param>
public sealed record Verdict(IReadOnlyList<string> Used, IReadOnlyList<Difference> Unexplained)
{
    public bool Passed => Unexplained.Count == 0;

    public string Describe(Exchange exchange)
    {
        var text = new StringBuilder().AppendLine($"{exchange.Recording.Id} ({exchange.Recording.ServerState})");
        text.AppendLine($"{exchange.Request.Method} {exchange.Request.Target[..Math.Min(200, exchange.Request.Target.Length)]}");
        foreach (var difference in Unexplained)
            text.AppendLine($"  {difference}");

        return text.AppendLine($"Rules used: {string.Join(", ", Used)}").AppendLine($"The whole answer:\n{exchange.Actual}").ToString();
    }
}
