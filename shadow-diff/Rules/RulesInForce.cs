using Strangler.ShadowDiff.Secrets;

namespace Strangler.ShadowDiff.Rules;

/// <summary>The rules as they are now: the newest good state of the file, and what is wrong with a newer one.</summary>
public sealed class RulesInForce
{
    private volatile RuleSet _current;
    private volatile IReadOnlyList<string> _errors = [];

    private long _good;
    private long _bad;

    internal RulesInForce(RuleSet rules) => _current = rules;

    /// <summary>Readings of the file that were put in force.</summary>
    public long GoodCount => Interlocked.Read(ref _good);

    /// <summary>Readings that were refused; the rules before stayed in force.</summary>
    public long BadCount => Interlocked.Read(ref _bad);

    /// <summary>The errors of a file whose newest text is not in force; empty when it is.</summary>
    public IReadOnlyList<string> StandingErrors => _errors;

    internal RuleSet Current => _current;

    /// <summary>
    /// A text that is of no exchange's form, such as an error's message, as it may leave the machine. Where values go by their place, it goes as a
    /// whole: nobody can say which place it quotes.
    /// </summary>
    public string OutOf(string text) => Current.Redaction is { IsStrict: false, Values.Count: 0, Secrets: var secrets }
        ? secrets.OutOfRest(text)
        : SecretNames.Placeholder;

    /// <summary>What a start has read, which is no reload.</summary>
    internal void Begin(RuleSet rules) => _current = rules;

    /// <summary>What a start with this file would fail by; empty when it is good or not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="routes">The routes that a rule may name; null where none are known.</param>
    public static IReadOnlyList<string> ErrorsOf(string path, IReadOnlyCollection<string>? routes)
    {
        try
        {
            if (Path.Exists(path))
                RulesFile.Load(path, routes);
            return [];
        }
        catch (InvalidRulesException ex)
        {
            return [.. ex.Errors.Select(error => $"{Path.GetFileName(path)}: {error}")];
        }
    }

    internal void Replace(RuleSet rules)
    {
        (_current, _errors) = (rules, []);
        Interlocked.Increment(ref _good);
    }

    internal void Refuse(IReadOnlyList<string> errors)
    {
        _errors = errors;
        Interlocked.Increment(ref _bad);
    }
}
