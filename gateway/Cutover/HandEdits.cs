using Strangler.Contract;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Cutover;

/// <summary>Puts an edit of <c>features.json</c> by hand in force, and has the audit say that it was one.</summary>
internal sealed class HandEdits(GatewayFiles files, CutoverSwap swap, ReloadLog reloads)
{
    public const string Why = "the file was edited";

    /// <summary>To be called in one's <see cref="CutoverTurn"/>. What it says is wrong with the edit goes to the log; the state before stays then.</summary>
    /// <returns>The same reading, as one that knows of this.</returns>
    public async Task<FileReading> PutInForceAsync(FileReading reading)
    {
        var file = files.Features;
        var (before, look, isRepair) = (file.Text, file.File.LastAsRead, reloads.HasErrors(file.FileName));
        if (Accept(reading) is { Count: > 0 } errors)
            reloads.Bad(file.FileName, errors);
        else // Nothing cancels it: what is read counts as read.
            await swap.ApplyAsync(file.FileName, file.FileName, Why, CancellationToken.None, Edit());
        return file.Renewed(reading);

        HandEdit Edit()
        {
            if (isRepair)
                return new(0, [], []);

            var (old, edited) = (FeaturesFile.Of(file.File.Path, before), FeaturesFile.Of(file.File.Path, reading.Text));
            var moved = old.FlagsMovedIn(edited);
            var late = files.LateFlags(edited, moved);
            return new(look, [.. moved.Except(late)], [.. late.Select(InForce).OfType<CutoverExit>()]);

            CutoverExit? InForce(string flag) => flag == FeatureFlag.LegacyOnly ? (old.LegacyOnly ? CutoverExit.LegacyOnly : null)
                : old.StageOf(flag) is { } stage ? CutoverExit.To(flag, stage)
                : null;
        }
    }

    // Whatever goes wrong is a bad reading, and not only what was thought of.
    private IReadOnlyList<string> Accept(FileReading reading)
    {
        try
        {
            return files.Features.Accept(reading);
        }
        catch (Exception ex)
        {
            return [$"{files.Features.FileName} cannot be read: {ex.Message}"];
        }
    }
}

/// <summary>
/// An edit of <c>features.json</c> by hand. It is newer than a way back that was taken before a look at the file that did not find it yet, and only where it says something else of that flag than the
/// file did before. One that puts a broken file right is newer than none: nobody knows what it has moved. What a write that was given up has moved is nobody's edit, and stays as it is in force.
/// </summary>
/// <param name="Look">The number of that look.</param>
/// <param name="Moved">The flags that it says something else of.</param>
/// <param name="Kept">What stays in force of what it says.</param>
internal sealed record HandEdit(long Look, IReadOnlyCollection<string> Moved, IReadOnlyCollection<CutoverExit> Kept)
{
    /// <summary>Whether whoever made it may have known of what was done after so many looks.</summary>
    public bool IsNewerThan(long looks) => looks < Look;

    /// <summary>Ways back that are not written yield to it. To be called in the <see cref="CutoverTurn.Moment"/>.</summary>
    public void Outdate(UnwrittenExits exits)
    {
        exits.Yield(Look, Moved);
        foreach (var exit in Kept)
            exits.Add(exit with { Look = Look });
    }
}
