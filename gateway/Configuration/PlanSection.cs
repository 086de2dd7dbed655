using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.Contract;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.Gateway.Configuration;

/// <summary>The member <c>plans</c> of <c>features.json</c>.</summary>
internal static partial class PlanSection
{
    public const string Name = "plans";

    /// <summary>The plans that can be chosen, by name: those of a good text, and the one that is built in unless the text has another of its name.</summary>
    public static IReadOnlyDictionary<string, PromotionPlan> Plans(ReadOnlySpan<byte> features)
    {
        var plans = Written(features);
        plans.TryAdd(PromotionPlan.DefaultName, PromotionPlan.Default);
        return plans;
    }

    /// <summary>What is wrong with the plans of a text that fits its schema.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static IReadOnlyList<JsonFault> Faults(ReadOnlySpan<byte> features)
    {
        var plans = Written(features);
        if (plans.Count == 0)
            return [];

        var lines = JsonLines.Of(features);
        return [.. plans.SelectMany(plan => Faults(plan.Key, plan.Value)).Select(fault => new JsonFault(lines.GetValueOrDefault(fault.Path, 1), fault.Path, fault.Text))];
    }

    private static Dictionary<string, PromotionPlan> Written(ReadOnlySpan<byte> features)
    {
        using var document = JsonDocument.Parse(DuplicateMembers.WithoutMark(features).ToArray(), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return document.RootElement.TryGetProperty(Name, out var plans) ? plans.Deserialize(PlanJson.Default.DictionaryStringPromotionPlan)! : [];
    }

    private static IEnumerable<(string Path, string Text)> Faults(string name, PromotionPlan plan)
    {
        var path = $"{Name}.{name}";
        if (!PlanName().IsMatch(name))
            yield return (path, $"'{name}' is no name of a plan: 40 lower case letters, digits, - and _ at most, a letter first");
        if (plan.Deadline is { } deadline && (deadline < PromotionPlan.ShortestDeadline || deadline > PromotionPlan.LongestDeadline))
            yield return ($"{path}.deadline", $"must be from {PromotionPlan.ShortestDeadline:c} to {PromotionPlan.LongestDeadline:c}; it is {deadline:c}");

        RouteStage? before = null;
        for (var index = 0; index < plan.Steps.Count; index++)
        {
            var (step, place) = (plan.Steps[index], $"{path}.steps[{index}]");
            if (!RouteStage.TryMake(step.Stage, step.Percentage, out var stage, out var fault))
            {
                yield return (place, fault.TrimEnd('.'));
                continue;
            }

            if (before is { } earlier && !stage.IsFurtherThan(earlier))
                yield return (place, $"{stage} is not further than the step before, {earlier}; a plan only goes forward");
            before = stage;

            if (step.Hold == default ? index < plan.Steps.Count - 1 : step.Hold < PromotionPlan.ShortestHold || step.Hold > PromotionPlan.LongestHold)
                yield return (place, $"needs a hold from {PromotionPlan.ShortestHold:c} to {PromotionPlan.LongestHold:c}, how long the route stays there at least");
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,39}\z")]
    private static partial Regex PlanName();
}
