using Spectre.Console;
using Spectre.Console.Rendering;

namespace Strangler.CommandLine.Output;

/// <summary>Standard output for a person: colours at a terminal, plain lines when redirected, no colour with <c>NO_COLOR</c>.</summary>
internal sealed class Screen
{
    private const int WideEnough = 2000;
    private readonly IAnsiConsole _console;
    private readonly TableBorder _border;
    private readonly TextWriter _output;
    private readonly StringWriter? _redirected;

    public Screen()
        : this(Console.Out, Console.IsOutputRedirected)
    {
    }

    public Screen(TextWriter output, bool redirected)
    {
        _output = output;
        _redirected = redirected ? new StringWriter() : null;
        var plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        _border = redirected ? TableBorder.None : TableBorder.Simple;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_redirected ?? output),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected)
            _console.Profile.Width = WideEnough;
    }

    public int Width => _console.Profile.Width;

    public void Write(IRenderable part)
    {
        _console.Write(part);
        PassOn();
    }

    public void WriteLine(string text, Style? style = null)
    {
        _console.Write(Cell.Of(text, style));
        _console.WriteLine();
        PassOn();
    }

    /// <summary>A table that wraps in its last column only.</summary>
    public Table Table(params string[] columns)
    {
        var table = new Table { Border = _border };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Cell.Of(column)) { NoWrap = column != columns[^1], Padding = new Padding(0, 0, 2, 0) });
        return table;
    }

    /// <summary>A table is filled up with blanks to its widest row; in a file, or through a pipe, each line ends where its text does.</summary>
    private void PassOn()
    {
        if (_redirected is null)
            return;

        _output.Write(string.Join(Environment.NewLine, _redirected.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd(' '))));
        _redirected.GetStringBuilder().Clear();
    }
}
