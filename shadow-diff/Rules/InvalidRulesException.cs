namespace Strangler.ShadowDiff.Rules;

/// <summary>The rules file cannot be used. The message lists every error it has.</summary>
public sealed class InvalidRulesException(string path, IReadOnlyList<string> errors)
    : Exception($"{path}: {errors.Count} error(s) in the rules of the shadow-diff:{string.Concat(errors.Select(error => $"{Environment.NewLine}  - {error}"))}")
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
