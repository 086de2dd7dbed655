using System.Globalization;
using Strangler.CommandLine.Management;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Output;

/// <summary>What a command moved, one line each.</summary>
internal static class ChangesView
{
    public static void Show(this Screen screen, ChangesResponse answer)
    {
        screen.Show(answer.Changes);
        if (answer.Warning is { } warning)
            screen.WriteLine($"Warning: {warning}", Cell.Alarm);
    }

    public static void Show(this Screen screen, NudgeResponse answer)
    {
        screen.WriteLine(answer.Closed == 0 ? "No connection is left at the other side." : $"{answer.Closed} connections of the other side were closed; their clients connect anew.");
        if (answer.Warning is { } warning)
            screen.WriteLine($"Warning: {warning}", Cell.Alarm);
    }

    public static void Show(this Screen screen, UpgradeResponse answer) =>
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The new gateway serves (process {answer.ProcessId}); process {answer.EarlierProcessId} ends with what it has begun."));

    public static void Show(this Screen screen, TriageReceipt answer)
    {
        foreach (var judged in answer.Divergences)
            screen.WriteLine($"{judged.Route} {judged.Fingerprint}: {judged.State}{(judged.Expires is { } day ? string.Create(CultureInfo.InvariantCulture, $" until {day:yyyy-MM-dd}") : "")}");
    }

    public static void Show(this Screen screen, IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
            screen.WriteLine($"{change.Route}: {change.Before} > {change.After}");
        if (changes.Count == 0)
            screen.WriteLine("Nothing to change: it was there already.");
    }
}
