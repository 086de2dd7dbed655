using Strangler.Settings;
using Strangler.ShadowDiff.WatchedFiles;

namespace Strangler.Gateway.Configuration;

/// <summary>
/// Configuration from one JSON file that keeps its last good state: a text that <paramref name="validate"/> finds fault with
/// changes nothing. (The framework's own provider forgets everything when an edit is not JSON.)
/// </summary>
/// <param name="path">The file.</param>
/// <param name="validate">Lists every error of a text; empty when it is good.</param>
/// <param name="announce">Whether a good reload is announced to those who wait for a change of configuration (YARP does).</param>
internal sealed class LastGoodJsonProvider(string path, Func<byte[], IReadOnlyList<string>> validate, bool announce) : ConfigurationProvider, IConfigurationSource
{
    private byte[] _text = [];
    private KeyIndex _keys = KeyIndex.Empty;
    private int _version;

    /// <summary>Whether others wait for its changes.</summary>
    public bool IsAnnounced => announce;

    /// <summary>The text in force.</summary>
    public byte[] Text => _text;

    public string FileName { get; } = Path.GetFileName(path);

    /// <summary>The file as the watch sees it.</summary>
    public WatchedFile File { get; } = new(path);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>What stands for a file with errors at the start; null where these stop it.</summary>
    public byte[]? Substitute { get; set; }

    /// <summary>Why the substitute was in force at the start; empty when it was not.</summary>
    public IReadOnlyList<string> Substituted { get; private set; } = [];

    /// <summary>The first reading: errors stop the start, unless there is a substitute.</summary>
    /// <exception cref="InvalidConfigurationException">The file is missing or has errors; all are named.</exception>
    public override void Load()
    {
        var reading = Read();
        var errors = Accept(reading);
        if (errors.Count > 0 && Substitute is { } text)
        {
            Substituted = errors;
            errors = PutInForce(reading with { Text = text, Errors = [] });
        }

        if (errors.Count > 0)
            throw new InvalidConfigurationException(errors);
    }

    /// <summary>Reads the file and puts nothing in force. It may take as long as <see cref="EditedFile.Deadline"/>, so nobody else is to wait for it.</summary>
    public FileReading Read()
    {
        var version = _version;
        try
        {
            return EditedFile.WithDeadline(path, () =>
            {
                var stamp = File.Look();
                try
                {
                    return new FileReading(EditedFile.ReadHere(path), stamp, version, []);
                }
                catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
                {
                    return new FileReading([], stamp, version, [$"{FileName} cannot be read: {ex.Message}"]);
                }
            });
        }
        catch (IOException ex)
        {
            return new FileReading([], File.Seen, version, [$"{FileName} cannot be read: {ex.Message}"]);
        }
    }

    /// <summary>Whether nothing was put in force since it was read, so that it may be.</summary>
    public bool IsCurrent(FileReading reading) => reading.Version == _version;

    /// <summary>A reading that is no older than what is in force: read once more only where something was put in force since.</summary>
    public FileReading Current(FileReading reading) => IsCurrent(reading) ? reading : Read();

    /// <summary>A reading that was put in force by now, as one of this moment.</summary>
    public FileReading Renewed(FileReading reading) => reading with { Version = _version };

    /// <summary>Puts what was read in force, or says what is wrong with it.</summary>
    public IReadOnlyList<string> Accept(FileReading reading)
    {
        if (reading.Errors is [var problem, ..])
            File.HasNotRead(reading.Stamp, problem);
        else
            File.HasRead(reading.Stamp);
        return PutInForce(reading);
    }

    private IReadOnlyList<string> PutInForce(FileReading reading)
    {
        var errors = TryAccept(reading);
        if (errors.Count == 0)
        {
            _version++;
            if (announce && _version > 1)
                OnReload();
        }

        return errors;
    }

    /// <summary>Reads the file again and puts it in force, or says what is wrong with it.</summary>
    public IReadOnlyList<string> Reload() => Accept(Read());

    /// <summary>What is wrong with what was read; nothing is put in force.</summary>
    public IReadOnlyList<string> Look(FileReading reading) => reading.Errors.Count > 0 ? reading.Errors : validate(reading.Text);

    /// <summary>What is wrong with the text in force, by what is known now.</summary>
    public IReadOnlyList<string> Validate() => validate(_text);

    private IReadOnlyList<string> TryAccept(FileReading reading)
    {
        var errors = Look(reading);
        if (errors.Count > 0)
            return errors;

        try
        {
            var parsed = IndexedValues.OfJson(reading.Text);
            (_text, Data, _keys) = (reading.Text, parsed.Values, parsed.Keys);
            return [];
        }
        catch (FormatException ex)
        {
            // Of two ways to write one key, {"a:b": 1} and {"a": {"b": 1}}, only the framework knows.
            return [$"{FileName} is no configuration: {ex.Message}"];
        }
    }

    /// <summary>A text as configuration.</summary>
    /// <exception cref="FormatException">It writes one key in two ways.</exception>
    public static IConfiguration Read(byte[] text) => IndexedValues.OfJson(text).ToConfiguration();

    /// <inheritdoc/>
    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) => _keys.Below(parentPath, earlierKeys);

    /// <summary>Each value in force, by its full name.</summary>
    public IEnumerable<(string Key, string Value)> Entries() =>
        Data.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!));
}

/// <summary>What a file held at one moment.</summary>
/// <param name="Text">Empty when it could not be read.</param>
/// <param name="Stamp">Of the file before it was read.</param>
/// <param name="Version">How often something of the file had been put in force by then.</param>
/// <param name="Errors">Why it could not be read.</param>
internal sealed record FileReading(byte[] Text, FileStamp Stamp, int Version, IReadOnlyList<string> Errors);
