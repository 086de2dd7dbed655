using System.Collections.Immutable;
using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.ShadowDiff.WatchedFiles;

namespace Strangler.Gateway.Cutover;

/// <summary>Puts an edit of <c>yarp.json</c> or <c>features.json</c> in force.</summary>
internal sealed class FileReload(
    LastGoodJsonProvider file, ProxyChanges proxy, CutoverTurn turn, CutoverSwap swap, FeaturesEdit features, UnwrittenExits unwritten, GatewayFiles files, OutrankedValues outranked, ReloadLog reloads)
    : IReload
{
    public WatchedFile File => file.File;

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var earlier = unwritten.All; // an edit that is read from now on is newer than these, and than no other one
        // Before its turn: a file that does not answer must not hold up a change.
        var reading = await Task.Run(file.Read, cancellationToken);
        using var mine = await turn.TakeAsync(cancellationToken);
        if (!file.File.IsChange(reading.Stamp) || !file.IsCurrent(reading))
            return; // The change was the management API's own, which has put it in force by now, or is read again at the next look.

        if (reading.Errors is [var problem, ..])
        {
            if (file.File.HasNotRead(reading.Stamp, problem))
                reloads.Bad(file.FileName, reading.Errors);
            return;
        }

        if (file == files.Features && files.IsLate(reading))
        {
            await features.TakeBackAsync(reading);
            return;
        }

        var (before, isRepair) = (file.Text, reloads.HasErrors(file.FileName));
        var errors = await AcceptAsync(reading, cancellationToken);
        if (errors.Count > 0)
        {
            reloads.Bad(file.FileName, errors);
            return;
        }

        if (file != files.Features)
            outranked.Say();
        else if (!isRepair)
            Yield(earlier, before, reading.Text);
        // Not cancelled any more: what is read counts as read.
        await swap.ApplyAsync(file.FileName, who: file.FileName, why: "the file was edited", CancellationToken.None, isRepair);
        if (file == files.Features)
            await features.WriteOwedAsync(reading);
    }

    /// <summary>
    /// An edit is newer than a way back that could not be written, but only where it says something else of that flag than the file did before. One that
    /// puts a broken file right is none of these: nobody knows what it has moved.
    /// </summary>
    private void Yield(ImmutableArray<CutoverExit> exits, byte[] before, byte[] after)
    {
        var moved = FeaturesFile.Of(file.File.Path, before).FlagsMovedIn(FeaturesFile.Of(file.File.Path, after));
        lock (turn.Moment)
            unwritten.Yield(exits, moved);
    }

    // Whatever goes wrong is a bad reading, and not only what was thought of.
    private async Task<IReadOnlyList<string>> AcceptAsync(FileReading reading, CancellationToken cancellationToken)
    {
        try
        {
            return file.IsAnnounced ? await proxy.ApplyAsync(() => file.Accept(reading), cancellationToken) : file.Accept(reading);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            return [$"{file.FileName} cannot be read: {ex.Message}"];
        }
    }
}
