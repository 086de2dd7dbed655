using System.Text.Json;
using Strangler.Contract;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.JsonFiles;
using Strangler.ShadowDiff.Rules;

namespace Strangler.Gateway.Configuration;

/// <summary>The operator's two files, <c>yarp.json</c> and <c>features.json</c>, as sources of configuration.</summary>
internal sealed class GatewayFiles
{
    private readonly YarpFileValidator _yarp;
    private RouteTable? _routes;

    private GatewayFiles(string folder)
    {
        Folder = folder;
        var features = new FeaturesValidator("features.json", () => _routes);
        Features = new(Path.Combine(folder, "features.json"), features.Validate, announce: false);
        _yarp = new("yarp.json", () => _routes is null ? [] : features.FlaggedRoutes);
        Yarp = new(Path.Combine(folder, "yarp.json"), _yarp.Validate, announce: true);
    }

    /// <summary>The folder the files are in.</summary>
    public string Folder { get; }

    public LastGoodJsonProvider Features { get; }

    public LastGoodJsonProvider Yarp { get; }

    /// <summary>Routes first: flags are validated against them.</summary>
    public IReadOnlyList<LastGoodJsonProvider> All => [Yarp, Features];

    /// <summary>Finds the files: in the folder that the setting <c>Config</c> names, else in the working folder, else beside the program.</summary>
    /// <exception cref="InvalidConfigurationException">Neither folder has both files.</exception>
    public static GatewayFiles Find(string? configured)
    {
        string[] folders = configured is null ? [Environment.CurrentDirectory, AppContext.BaseDirectory] : [configured];
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "features.json")) && File.Exists(Path.Combine(folder, "yarp.json"))) is { } found
            ? new GatewayFiles(Path.GetFullPath(found))
            : throw new InvalidConfigurationException([$"No folder has both yarp.json and features.json; looked in {string.Join(" and ", folders.Select(Path.GetFullPath))}. Start the gateway beside them or name their folder with --Config."]);
    }

    /// <summary>Puts the files under every other source, so that environment and arguments override them.</summary>
    /// <exception cref="InvalidConfigurationException">One of them has errors; those of all three are named, of <c>rules.json</c> too.</exception>
    public void AddTo(ConfigurationManager configuration)
    {
        List<string> errors = [.. All.SelectMany(file => file.Look())];
        if (errors.Count > 0)
            throw new InvalidConfigurationException([.. errors, .. RulesErrors()]);

        ((IConfigurationBuilder)configuration).Sources.Insert(0, Features);
        ((IConfigurationBuilder)configuration).Sources.Insert(0, Yarp);
    }

    /// <summary>Those of <c>rules.json</c> at its usual place: when another file has errors, what the settings say of its place cannot be trusted.</summary>
    public IReadOnlyList<string> RulesErrors() => RulesInForce.ErrorsOf(Path.Combine(Folder, "rules.json"));

    /// <summary>From now on <c>yarp.json</c> is validated as configuration too. The errors are those of the text in force.</summary>
    public IReadOnlyList<string> ValidateBy(params IEnumerable<Func<IConfiguration, IEnumerable<string>>> validations)
    {
        foreach (var validation in validations)
            _yarp.Add(validation);
        return Yarp.Validate();
    }

    /// <summary>From now on the files are validated against these routes too. The errors are those of the texts in force.</summary>
    public IEnumerable<string> ValidateAgainst(RouteTable routes)
    {
        _routes = routes;
        return All.SelectMany(file => file.Validate());
    }

    /// <summary>Edits <c>features.json</c> as it now stands on the disk, writes it, and puts the text in force as configuration. Errors say why it is not.</summary>
    public IReadOnlyList<string> EditFeatures(Func<FeaturesFile, FeaturesFile> edit)
    {
        try
        {
            edit(FeaturesFile.Load(Features.File.Path)).SaveAtomically();
        }
        catch (JsonException ex)
        {
            return [$"{Features.FileName} could not be changed: {JsonFault.NotJson(ex)}"];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or KeyNotFoundException)
        {
            return [$"{Features.FileName} could not be changed: {ex.Message}"];
        }

        return Features.Reload();
    }
}
