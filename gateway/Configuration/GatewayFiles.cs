using System.Collections.Immutable;
using System.Text.Json;
using Strangler.Contract;
using Strangler.Gateway.Routing;
using Strangler.Settings;
using Strangler.ShadowDiff.JsonFiles;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.WatchedFiles;

namespace Strangler.Gateway.Configuration;

/// <summary>The operator's two files, <c>yarp.json</c> and <c>features.json</c>, as sources of configuration.</summary>
internal sealed class GatewayFiles
{
    private readonly YarpFileValidator _yarp;
    private readonly FeaturesValidator _features;
    private ImmutableList<OwnWrite> _inDoubt = [];
    private RouteTable? _routes;
    private volatile PlansOfText? _plans;

    private GatewayFiles(string folder)
    {
        Folder = folder;
        _features = new FeaturesValidator("features.json", () => _routes);
        Features = new(Path.Combine(folder, "features.json"), _features.Validate, announce: false);
        _yarp = new("yarp.json", () => _routes is null ? [] : _features.FlaggedRoutes);
        Yarp = new(Path.Combine(folder, "yarp.json"), _yarp.Validate, announce: true);
    }

    /// <summary>The folder the files are in.</summary>
    public string Folder { get; }

    public LastGoodJsonProvider Features { get; }

    /// <summary>How a finished <c>features.json</c> takes the place of the one before; tests have a share that hangs there.</summary>
    internal Action<string, string> Replace { get; set; } = AtomicFile.Replace;

    public LastGoodJsonProvider Yarp { get; }

    /// <summary>Routes first: flags are validated against them.</summary>
    public IReadOnlyList<LastGoodJsonProvider> All => [Yarp, Features];

    /// <summary>Finds the files, as <see cref="FolderOf"/> does.</summary>
    /// <exception cref="InvalidConfigurationException">No folder has both files.</exception>
    public static GatewayFiles Find(string? configured) => new(FolderOf(configured));

    /// <summary>The folder that the setting <c>Config</c> names, else the working folder, else that of an installation, else that of the program; in full.</summary>
    /// <exception cref="InvalidConfigurationException">None of them has both files.</exception>
    public static string FolderOf(string? configured)
    {
        string[] folders = [.. (configured is null ? (string[])[Environment.CurrentDirectory, Installation.Configuration, AppContext.BaseDirectory] : [configured]).Select(Path.GetFullPath)];
        return folders.FirstOrDefault(HasBoth)
            ?? throw new InvalidConfigurationException([$"No folder has both yarp.json and features.json; looked in {string.Join(" and ", folders)}. Start the gateway beside them or name their folder with --config."]);
    }

    private static bool HasBoth(string folder)
    {
        try
        {
            return EditedFile.WithDeadline(folder, () => Path.Exists(Path.Combine(folder, "features.json")) && Path.Exists(Path.Combine(folder, "yarp.json")));
        }
        catch (IOException ex)
        {
            throw new InvalidConfigurationException([$"{folder} cannot be looked at: {ex.Message}. The gateway starts with the files of another folder by --config."]);
        }
    }

    /// <summary>Puts the files under every other source, so that environment and arguments override them.</summary>
    /// <exception cref="InvalidConfigurationException">One of them has errors; those of all three are named, of <c>rules.json</c> too.</exception>
    public void AddTo(ConfigurationManager configuration)
    {
        // Whatever the flags say, and so whatever is wrong with them.
        if (bool.TryParse(configuration["Cutover:LegacyFlaskProxy"], out var isPlainProxy) && isPlainProxy)
            Features.Substitute = FeaturesFile.WithoutRoutes;

        var (yarp, features) = (Yarp.Read(), Features.Read());
        List<string> errors = [.. Yarp.Look(yarp), .. Features.Substitute is null ? Features.Look(features) : []];
        if (errors.Count > 0)
            throw new InvalidConfigurationException([.. errors, .. UnknownRoutes(features.Text, RoutesIn(yarp.Text, configuration))]);

        RemoveAbandoned();
        ((IConfigurationBuilder)configuration).Sources.Insert(0, Features);
        ((IConfigurationBuilder)configuration).Sources.Insert(0, Yarp);
    }

    /// <summary>What a gateway that was killed while it wrote has left.</summary>
    private void RemoveAbandoned()
    {
        try
        {
            EditedFile.WithDeadline(Features.File.Path, () =>
            {
                AtomicFile.RemoveAbandoned(Features.File.Path);
                return true;
            });
        }
        catch (IOException)
        {
            // The share does not answer: the next write removes it.
        }
    }

    /// <summary>The plans that a route can be promoted by, by name.</summary>
    public IReadOnlyDictionary<string, PromotionPlan> Plans
    {
        get
        {
            var (text, known) = (Features.Text, _plans);
            return (known?.Text == text ? known : _plans = new(text, PlanSection.Plans(text))).Plans;
        }
    }

    /// <summary>The routes that need no legacy, by the flags in force.</summary>
    public IReadOnlyCollection<string> CompleteRoutes => _features.CompleteRoutes;

    /// <summary>
    /// What else would stop the start, when something does already: routes that are none, in both other files, and all errors of <c>rules.json</c>.
    /// That is sought at its usual place: what the settings say of it cannot be trusted.
    /// </summary>
    /// <param name="configuration">Files, environment and arguments.</param>
    public IEnumerable<string> FurtherErrors(IConfiguration configuration) => UnknownRoutes(Features.Text, RoutesIn(Yarp.Text, configuration));

    /// <summary>Where the routes cannot be known because their file is no JSON, nothing is said of them.</summary>
    private IEnumerable<string> UnknownRoutes(byte[] features, IReadOnlyCollection<string>? routes) =>
        [.. routes is null ? [] : _features.UnknownRoutes(features, routes), .. RulesInForce.ErrorsOf(Path.Combine(Folder, "rules.json"), routes)];

    /// <summary>By name: those of the text, whatever else is wrong with it, and those of environment and arguments. Null when the text is no JSON.</summary>
    private static List<string>? RoutesIn(byte[] yarp, IConfiguration configuration)
    {
        try
        {
            var written = LastGoodJsonProvider.Read(yarp);
            List<string> names = [.. new[] { written, configuration }.SelectMany(source => source.GetSection("ReverseProxy:Routes").GetChildren()).Select(route => route["Metadata:Route"] ?? route.Key).Distinct()];
            return names.Count > 0 ? names : null;
        }
        catch (Exception ex) when (ex is FormatException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    /// <summary>From now on <c>yarp.json</c> is validated as configuration too. The errors are those of the text in force.</summary>
    public IReadOnlyList<string> ValidateBy(params IEnumerable<Func<IConfiguration, IEnumerable<string>>> validations)
    {
        foreach (var validation in validations)
            _yarp.Add(validation);
        return Yarp.Validate();
    }

    /// <summary>From now on the files are validated against these routes too. The errors are those of the texts in force.</summary>
    /// <param name="routes">With the modules.</param>
    /// <param name="usersAreAddresses">Whether a canary knows a client by its address.</param>
    public IEnumerable<string> ValidateAgainst(RouteTable routes, bool usersAreAddresses)
    {
        _routes = routes;
        _features.UsersAreAddresses = usersAreAddresses;
        return All.SelectMany(file => file.Validate());
    }

    /// <summary>
    /// Edits <c>features.json</c>, writes it, and puts the text in force as configuration. Errors say why it is not, and then it is not written either, now or
    /// later: what the file system carries out after all is known by its text (<see cref="IsLate"/>). To be called in one's turn.
    /// </summary>
    /// <param name="reading">The file. An edit by hand that it has is in force by now, unless it has errors.</param>
    /// <param name="kept">Puts in what is in force and not in the file. That is written even where the file has errors.</param>
    /// <param name="edit">The edit; null for none.</param>
    public IReadOnlyList<string> EditFeatures(FileReading reading, Func<FeaturesFile, FeaturesFile> kept, Func<FeaturesFile, FeaturesFile>? edit)
    {
        if (reading.Errors.Count > 0)
            return reading.Errors;

        OwnWrite? write = null;
        try
        {
            var path = Features.File.Path;
            var there = FeaturesFile.Of(path, reading.Text);
            var late = LateIn(reading);
            var before = late is null ? there : FeaturesFile.Of(path, late.Before);
            var after = kept(before);
            if (edit is not null)
                after = edit(after);
            if (after.IsSameAs(there))
            {
                _inDoubt = late is null ? _inDoubt : _inDoubt.Remove(late);
                return Accepted(reading); // so that a full disk is in nobody's way who asks for what is there already
            }

            var text = after.ToBytes();
            var next = reading with { Text = text };
            if (edit is not null && Features.Look(next) is { Count: > 0 } errors)
                return errors; // else the next one who mends the file would bring it in force

            write = new OwnWrite(before.ToBytes(), text);
            var stamp = EditedFile.WithDeadline(path, () => Save(after, write, reading.Stamp));
            _inDoubt = _inDoubt.Clear();
            return Accepted(next with { Stamp = stamp }); // not read again: a share that hangs now would make a refusal of what is written
        }
        catch (JsonException ex)
        {
            return [$"{Features.FileName} could not be changed: {JsonFault.NotJson(ex)}"];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or KeyNotFoundException)
        {
            return [$"{Features.FileName} could not be changed: {ex.Message}{(IsGivenUp(write) ? "" : ". Should it come late, it is taken back")}"];
        }
    }

    /// <summary>Whether the file has what the gateway gave up writing: no edit, and nothing that was ever granted. To be called in one's turn.</summary>
    public bool IsLate(FileReading reading) => LateIn(reading) is not null;

    /// <summary>Writes that were given up and may come late; read at any time.</summary>
    public IReadOnlyList<OwnWrite> InDoubt => _inDoubt;

    /// <summary>Takes up those of an earlier run.</summary>
    public void TakeUp(IReadOnlyList<OwnWrite> inDoubt) => _inDoubt = [.. inDoubt];

    /// <summary>Where the file that the gateway starts with is one of them, what was there before it counts.</summary>
    /// <returns>Whether it is.</returns>
    public bool StartsLate() => _inDoubt.Find(own => own.Wrote(Features.Text)) is { } late && Features.Accept(new(late.Before, Features.File.Seen, default, [])).Count == 0;

    /// <summary>
    /// Those of some flags of an edited file that stand as the gateway gave up writing them: whoever edited the file has found them so, and not moved them. To be
    /// called in one's turn.
    /// </summary>
    public IReadOnlyCollection<string> LateFlags(FeaturesFile edited, IReadOnlyCollection<string> flags) =>
        [.. _inDoubt.SelectMany(own => flags.Except(FeaturesFile.Of(Features.File.Path, own.After).FlagsMovedIn(edited))).Distinct()];

    /// <summary>What has errors stays a change, of which the watch says what is wrong.</summary>
    private IReadOnlyList<string> Accepted(FileReading written) => Features.Look(written) is { Count: > 0 } errors ? errors : Features.Accept(written);

    private OwnWrite? LateIn(FileReading reading) => _inDoubt.Find(own => own.Wrote(reading.Text));

    private bool IsGivenUp(OwnWrite? write)
    {
        if (write is null || write.GiveUp())
            return true;

        _inDoubt = _inDoubt.Add(write);
        return false;
    }

    /// <returns>The stamp that the new file has.</returns>
    private FileStamp Save(FeaturesFile after, OwnWrite write, FileStamp before)
    {
        FileStamp stamp = default;
        after.SaveAtomically((from, to) =>
        {
            stamp = FileStamp.Of(from);
            if (Features.File.Look() != before)
                throw new IOException("it was edited in the same moment; ask again");

            write.HandOver(() => Replace(from, to));
        });
        return stamp;
    }

    /// <summary>A text's plans, read once.</summary>
    private sealed record PlansOfText(byte[] Text, IReadOnlyDictionary<string, PromotionPlan> Plans);
}
