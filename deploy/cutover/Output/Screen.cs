using Spectre.Console;
using Spectre.Console.Rendering;

namespace Strangler.Cutover.Output;

/// <summary>Standard output for a person: colours and lines at a terminal, plain text when redirected or with <c>NO_COLOR</c>.</summary>
internal sealed class Screen
{
    private const int WideEnough = 1000;
    private readonly IAnsiConsole _console;

    public Screen()
    {
        var redirected = Console.IsOutputRedirected;
        var plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected)
            _console.Profile.Width = WideEnough;
        Border = redirected ? TableBorder.None : TableBorder.Rounded;
    }

    private TableBorder Border { get; }

    public void Write(IRenderable part) => _console.Write(part);

    public void WriteLine(string text, Style? style = null)
    {
        _console.Write(Cell.Of(text, style));
        _console.WriteLine();
    }

    public Table Table(params string[] columns)
    {
        var table = new Table { Border = Border };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Cell.Of(column)));
        return table;
    }
}
