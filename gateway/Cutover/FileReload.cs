using Strangler.Gateway.Configuration;
using Strangler.ShadowDiff.WatchedFiles;

namespace Strangler.Gateway.Cutover;

/// <summary>Puts an edit of <c>yarp.json</c> or <c>features.json</c> in force.</summary>
internal sealed class FileReload(
    LastGoodJsonProvider file, ProxyChanges proxy, CutoverTurn turn, CutoverSwap swap, HandEdits edits, FeaturesEdit features, GatewayFiles files, OutrankedValues outranked, ReloadLog reloads)
    : IReload
{
    public WatchedFile File => file.File;

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
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

        if (file == files.Features)
        {
            reading = await edits.PutInForceAsync(reading);
            if (!reloads.HasErrors(file.FileName)) // else whoever edits it is about to go on
                await features.WriteOwedAsync(reading);
            return;
        }

        var errors = await AcceptAsync(reading, cancellationToken);
        if (errors.Count > 0)
        {
            reloads.Bad(file.FileName, errors);
            return;
        }

        outranked.Say();
        // Not cancelled any more: what is read counts as read.
        await swap.ApplyAsync(file.FileName, who: file.FileName, HandEdits.Why, CancellationToken.None);
    }

    // Whatever goes wrong is a bad reading, and not only what was thought of.
    private async Task<IReadOnlyList<string>> AcceptAsync(FileReading reading, CancellationToken cancellationToken)
    {
        try
        {
            return await proxy.ApplyAsync(() => file.Accept(reading), cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            return [$"{file.FileName} cannot be read: {ex.Message}"];
        }
    }
}
