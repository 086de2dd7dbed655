using Strangler.Cutover.Api;

namespace Strangler.Cutover.Output;

/// <summary>What a command moved, one line each.</summary>
internal static class ChangesView
{
    public static void Show(this Screen screen, Changes changes)
    {
        foreach (var change in changes.Items)
            screen.WriteLine($"{change.Route}: {change.Before} > {change.After}");
        if (changes.Items.Count == 0)
            screen.WriteLine("Nothing to change: it was there already.");
        if (changes.Warning is { } warning)
            screen.WriteLine($"Warning: {warning}", Cell.Alarm);
    }
}
