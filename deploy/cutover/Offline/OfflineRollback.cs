using System.Text.Json;
using Strangler.CommandLine.Exit;
using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Settings;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.CommandLine.Offline;

/// <summary>Rolls back without a gateway, by editing <c>features.json</c>: a running gateway takes it over, a stopped one starts with it.</summary>
internal sealed class OfflineRollback(string path, RunningGateway? gateway)
{
    private static readonly string Legacy = Stage.Legacy.Name();
    private static readonly string Complete = Stage.Complete.Name();

    /// <summary>In the file that the operator named, else in that of the folder that the operator named, else of the gateway which runs where it was looked for, else in the usual one.</summary>
    /// <param name="gateways">Those that run.</param>
    /// <param name="named">The file; null when the operator named none.</param>
    /// <param name="folder">The folder of a configuration; null when the operator named none.</param>
    /// <param name="usual">The folder of a gateway that has not said which one it reads.</param>
    /// <exception cref="CommandException">The operator named no file, and several gateways are where it was looked for, or the file is one of a gateway that nobody asked for.</exception>
    public static OfflineRollback Find(RunningGateways gateways, string? named, string? folder, string usual)
    {
        var there = gateways.There;
        if (named is null && folder is null && there.Count > 1)
            throw Failed($"{there.Count} gateways say that they run there: {string.Join("; ", there.Select(Name))}. Nothing is changed. Name the file of one of them with --features.");

        var path = Path.GetFullPath(named ?? (folder is null && there is [var only] ? only.Features : null) ?? Path.Combine(folder ?? usual, "features.json"));
        var reader = gateways.ReaderOf(path);
        if (named is null && reader is not null && !gateways.IsAsked(reader))
            throw Failed($"{path} is the file of another gateway than the one asked ({Name(reader)}), which runs. Name the file of the one asked with --features, or ask the other one with --management.");

        return new OfflineRollback(path, reader);
    }

    /// <param name="route">Null for every route.</param>
    /// <exception cref="CommandException">The file is missing, broken, read-only, or knows no such route; or there is no legacy to go back to.</exception>
    public OfflineChanges Apply(string? route)
    {
        try
        {
            var file = FeaturesFile.Of(path, EditedFile.Read(path));
            if (file.Stages.Values.All(stage => stage == Complete) && LegacyAddress.IsMissing(Path.GetDirectoryName(path)!))
                throw Failed("there is no legacy: the cluster 'legacy' of yarp.json has no destination, and a gateway refuses to start with a route that needs one. Give it one first; it is in force once the file is saved.");

            if (route is not null && !file.Stages.ContainsKey(route))
                throw Failed($"{path} has no route '{route}'; {NearestName.Advice(route, [.. file.Stages.Keys], "it has")}.");

            Change[] changes = [.. file.ShownStages
                .Where(flag => (route is null || flag.Key == route) && flag.Value != Legacy)
                .Select(flag => new Change(flag.Key, flag.Value, Legacy))];
            if (changes.Length > 0)
                changes.Aggregate(file, (edited, change) => edited.SetStage(change.Route, Legacy)).SaveAtomically();
            return new OfflineChanges(changes, path, gateway);
        }
        catch (FileNotFoundException)
        {
            throw Failed($"there is no {path}, and no gateway was seen to run; name the gateway's features.json with --features.");
        }
        catch (JsonException exception)
        {
            throw Failed($"{path} is not valid JSON ({JsonFault.Of(exception)}); repair it, or start the gateway with --legacy-flask-proxy.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or KeyNotFoundException)
        {
            throw Failed($"{path} could not be edited: {exception.Message.TrimEnd('.')}. Start the gateway with --legacy-flask-proxy to have every route at legacy whatever the file says.");
        }
    }

    private static string Name(RunningGateway gateway) => $"process {gateway.ProcessId}, {gateway.Management.GetLeftPart(UriPartial.Authority)}, with {gateway.Features}";

    private static CommandException Failed(string message) => new("not rolled back: " + message, ExitCode.Refused);
}
