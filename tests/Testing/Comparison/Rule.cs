namespace Strangler.Testing.Comparison;

/// <summary>A named reason why an answer may differ from the recorded one in a certain way, and only in that way.</summary>
/// <param name="name">Short and unique; stands in the report, e.g. <c>local-time</c> or <c>Q9</c>.</param>
/// <param name="reason">Why the difference is right, with the section of the contract or the quirk it comes from.</param>
/// <param name="explains">True when this difference is the one that the rule is about; it still checks the form of the actual value.</param>
public sealed class Rule(string name, string reason, Func<Difference, Exchange, bool> explains)
{
    public string Name => name;

    public string Reason => reason;

    public bool Explains(Difference difference, Exchange exchange) => explains(difference, exchange);
}
