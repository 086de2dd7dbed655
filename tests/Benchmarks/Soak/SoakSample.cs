using System.Globalization;

namespace Strangler.Benchmarks.Soak;

/// <summary>One look at the system under soak. A figure that this machine does not tell is not a number.</summary>
internal sealed class SoakSample
{
    private readonly double[] _figures = [.. Enum.GetValues<Figure>().Select(_ => double.NaN)];

    /// <summary>The first line of a file of samples.</summary>
    public static string Header { get; } = string.Join(',', Enum.GetNames<Figure>());

    public double Hours => this[Figure.Seconds] / 3600;

    public double this[Figure figure]
    {
        get => _figures[(int)figure];
        set => _figures[(int)figure] = value;
    }

    /// <exception cref="FormatException">It holds something else; the message says where.</exception>
    public static IReadOnlyList<SoakSample> Read(string file)
    {
        var lines = File.ReadAllLines(file);
        if (lines.FirstOrDefault() != Header)
            throw new FormatException($"{file} is no file of samples: its first line is not '{Header}'.");
        return [.. lines.Skip(1).Select((line, index) => Parse(line) ?? throw new FormatException($"{file}, line {index + 2}: not {Enum.GetNames<Figure>().Length} numbers."))];
    }

    /// <summary>A line of such a file.</summary>
    public override string ToString() =>
        string.Join(',', _figures.Select(figure => double.IsNaN(figure) ? "" : figure.ToString("0.###", CultureInfo.InvariantCulture)));

    private static SoakSample? Parse(string line)
    {
        var (texts, sample) = (line.Split(','), new SoakSample());
        if (texts.Length != sample._figures.Length)
            return null;

        for (var i = 0; i < texts.Length; i++)
        {
            if (texts[i].Length > 0 && !double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out sample._figures[i]))
                return null;
        }

        return double.IsNaN(sample[Figure.Seconds]) ? null : sample;
    }
}
