using Strangler.Contract;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Cutover;

/// <summary>Writes <c>features.json</c> and puts in force what it says then.</summary>
internal sealed class FeaturesEdit(GatewayFiles files, CutoverTurn turn, CutoverSwap swap, UnwrittenExits unwritten, Latches latches)
{
    public const string Outranked = "Written, but an environment variable or an argument of the gateway says otherwise and outranks features.json.";

    /// <summary>Before one's turn: a file that does not answer must not hold up a change.</summary>
    public Task<FileReading> ReadAsync() => Task.Run(files.Features.Read);

    /// <summary>To be called in one's <see cref="CutoverTurn"/>. What is in force and not in the file goes into it along with the edit.</summary>
    /// <param name="reading">The file.</param>
    /// <param name="edit">The edit.</param>
    /// <param name="who">For the audit.</param>
    /// <param name="why">For the audit.</param>
    /// <param name="released">The route that a person moves by it; null for none.</param>
    /// <param name="cancellationToken">Cancels what comes after the writing.</param>
    public async Task<CutoverOutcome> EditAsync(
        FileReading reading, Func<FeaturesFile, FeaturesFile> edit, string who, string why, string? released, CancellationToken cancellationToken)
    {
        if (files.EditFeatures(reading, file => edit(latches.In(unwritten.In(file)))) is { Count: > 0 } errors)
            return CutoverOutcome.Refused(CutoverRefusalKind.File, errors);

        unwritten.Clear();
        if (released is not null)
            latches.Release(released);
        return CutoverOutcome.Of(await swap.ApplyAsync(files.Features.FileName, who, why, cancellationToken));
    }

    /// <summary>Writes what is in force without being in the file. Nothing cancels it: a way back that is taken is to outlive a restart.</summary>
    public async Task<CutoverOutcome> WriteAsync(string who, string why)
    {
        var reading = await ReadAsync();
        using var mine = await turn.TakeAsync(CancellationToken.None);
        return await EditAsync(reading, static file => file, who, why, released: null, CancellationToken.None);
    }
}
