namespace Strangler.Benchmarks.Charts;

/// <summary>Colours that can be told apart, also by those who see red and green alike.</summary>
internal static class ChartColors
{
    private static readonly string[] All = ["#8c8c8c", "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#5d4a8a"];

    public static string Of(int place) => All[place % All.Length];
}
