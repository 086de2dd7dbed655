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

    /// <summary>Draws into a text, as if it were the terminal of another one.</summary>
    private Screen(StringWriter text, Screen terminal)
    {
        (_output, _border) = (text, terminal._border);
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.Yes });
        _console.Profile.Width = terminal.Width;
        _console.Profile.Capabilities.ColorSystem = terminal._console.Profile.Capabilities.ColorSystem;
        _console.Profile.Capabilities.Unicode = terminal._console.Profile.Capabilities.Unicode;
    }

    /// <summary>Whether there is room for a line of everything, and no more.</summary>
    public bool IsBrief { get; set; }

    public int Width => _console.Profile.Width;

    /// <summary>Whether it is a terminal that can be drawn over.</summary>
    public bool CanRedraw => _redirected is null && _console.Profile.Capabilities.Ansi;

    /// <summary>Draws over what is there, at once and so without a flicker.</summary>
    /// <param name="layouts">The first one that fits is taken. Of the last one, what the terminal is too low for is left out at the end.</param>
    public void Redraw(params IEnumerable<Action<Screen>> layouts)
    {
        string[] lines = [];
        foreach (var layout in layouts)
        {
            lines = LinesOf(layout);
            if (lines.Length <= _console.Profile.Height)
                break;
        }

        var fitting = lines.Length <= _console.Profile.Height ? lines : [.. lines.Take(_console.Profile.Height - 1), $"… {lines.Length - _console.Profile.Height + 1} more lines"];
        _output.Write($"\e[H{string.Join("\e[K\r\n", fitting)}\e[K\e[J");
    }

    /// <summary>As <see cref="WriteLine"/>, of which one line is shown however long it is, where this screen is brief.</summary>
    public void WriteBriefly(string text, Style? style = null) => WriteLine(IsBrief && text.Length >= Width ? $"{text.ReplaceLineEndings(" ")[..(Width - 2)]}…" : text, style);

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

    private string[] LinesOf(Action<Screen> layout)
    {
        var text = new StringWriter();
        layout(new Screen(text, this));
        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
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
